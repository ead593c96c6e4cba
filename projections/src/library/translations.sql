-- Which resource says that it is the translation of which other. It goes on when one of them is withdrawn, so
-- that the others still know each other.
CREATE TABLE translations (
    resource    uuid NOT NULL,
    original    uuid NOT NULL,
    declared_at timestamptz NOT NULL
);
-- key
ALTER TABLE translations ADD PRIMARY KEY (resource);
-- indexes
CREATE INDEX translations_original ON translations (original);
