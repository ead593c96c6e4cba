CREATE TABLE point_totals (
    -- all, y2026 or m2026-03; by the UTC day of the contribution
    period text COLLATE "C" NOT NULL,
    member uuid NOT NULL,
    -- Awarded and not withdrawn. There is no row for nothing.
    points bigint NOT NULL
);
-- key
ALTER TABLE point_totals ADD PRIMARY KEY (period, member);
-- indexes
CREATE INDEX point_totals_ranking ON point_totals (period, points DESC, member);
