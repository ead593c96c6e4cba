CREATE TABLE highlight_versions (
    highlight  uuid NOT NULL,
    revision   integer NOT NULL,
    details    jsonb NOT NULL,
    -- What was wrong before; null for the first version.
    note       text,
    -- Whether its author wrote it: others who may are moderators.
    by_author  boolean NOT NULL,
    written_at timestamptz NOT NULL
);
ALTER TABLE highlight_versions ALTER details SET STATISTICS 0;
-- key
ALTER TABLE highlight_versions ADD PRIMARY KEY (highlight, revision);
