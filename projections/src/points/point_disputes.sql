CREATE TABLE point_disputes (
    dispute     uuid NOT NULL,
    award       uuid NOT NULL,
    -- awarded, withdrawn
    line        text NOT NULL,
    member      uuid NOT NULL,
    -- Null once the member is erased, as the answer.
    objection   text,
    opened_at   timestamptz NOT NULL,
    -- explained, upheld; null while the case is open.
    outcome     text,
    answer      text,
    answered_at timestamptz,
    -- Null for an operator.
    answered_by uuid
);
-- key
ALTER TABLE point_disputes ADD PRIMARY KEY (dispute);
-- indexes
CREATE INDEX point_disputes_line ON point_disputes (award, line);
CREATE INDEX point_disputes_open ON point_disputes (opened_at) WHERE outcome IS NULL;
CREATE INDEX point_disputes_answered ON point_disputes (answered_at DESC) WHERE outcome IS NOT NULL;
