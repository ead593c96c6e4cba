CREATE TABLE point_rules (
    revision   integer NOT NULL,
    valid_from date NOT NULL,
    adopted_at timestamptz NOT NULL,
    -- Null for an operator.
    adopted_by uuid,
    -- Only the first rules may have none.
    reason     text,
    -- [{"contribution": "resource_published", "points": 10, "daily_cap": 5}, …]
    rules      jsonb NOT NULL
);
-- key
ALTER TABLE point_rules ADD PRIMARY KEY (revision);
