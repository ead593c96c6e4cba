-- How many resources have each combination of values; '' stands for any. Only combinations that some
-- resource has are here.
CREATE TABLE library_counts (
    country  text COLLATE "C" NOT NULL,
    language text COLLATE "C" NOT NULL,
    kind     text COLLATE "C" NOT NULL,
    theme    text COLLATE "C" NOT NULL,
    n        bigint NOT NULL
) WITH (fillfactor = 70);
-- key
ALTER TABLE library_counts ADD PRIMARY KEY (country, language, kind, theme);
-- indexes
-- One for each value that a list of counts runs over; n is in none, so that counting moves no entry.
CREATE INDEX library_counts_countries ON library_counts (language, kind, theme, country);
CREATE INDEX library_counts_languages ON library_counts (country, kind, theme, language);
CREATE INDEX library_counts_kinds ON library_counts (country, language, theme, kind);
