CREATE TABLE theme_entries (
    theme      text COLLATE "C" NOT NULL,
    names      jsonb NOT NULL,
    synonyms   jsonb NOT NULL,
    -- Itself, until it was merged into another; then the one that is left in the end.
    stands_for text COLLATE "C" NOT NULL,
    revision   integer NOT NULL,
    added_at   timestamptz NOT NULL,
    changed_at timestamptz NOT NULL
);
-- key
ALTER TABLE theme_entries ADD PRIMARY KEY (theme);
