CREATE TABLE news_versions (
    item       uuid NOT NULL,
    revision   integer NOT NULL,
    story      jsonb NOT NULL,
    -- What was wrong before; null for the first version.
    note       text,
    written_at timestamptz NOT NULL
);
ALTER TABLE news_versions ALTER story SET STATISTICS 0;
-- key
ALTER TABLE news_versions ADD PRIMARY KEY (item, revision);
