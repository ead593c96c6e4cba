CREATE TABLE point_drafts (
    draft      uuid NOT NULL,
    -- How often it was written, from 1.
    edition    integer NOT NULL,
    valid_from date NOT NULL,
    rules      jsonb NOT NULL,
    drafted_at timestamptz NOT NULL,
    -- Null for an operator.
    drafted_by uuid,
    -- The last change.
    changed_at timestamptz NOT NULL,
    changed_by uuid
);
-- key
ALTER TABLE point_drafts ADD PRIMARY KEY (draft);
