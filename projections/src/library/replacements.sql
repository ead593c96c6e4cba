CREATE TABLE replacements (
    resource     uuid NOT NULL,
    -- [{"version": …, "at": …, "change": …, "was": …}], the oldest first; `was` is the source before, as in resources.
    replacements jsonb NOT NULL
);
-- key
ALTER TABLE replacements ADD PRIMARY KEY (resource);
