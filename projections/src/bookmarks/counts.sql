CREATE TABLE bookmark_counts (
    -- What is kept: resource
    kind text NOT NULL,
    item uuid NOT NULL,
    n    bigint NOT NULL
) WITH (fillfactor = 80);
-- key
ALTER TABLE bookmark_counts ADD PRIMARY KEY (item, kind);
