CREATE TABLE organisations (
    organisation  uuid NOT NULL,
    -- member_state, partner or institution
    kind          text NOT NULL,
    -- Its part of the address; of a member state the two-letter code.
    slug          text NOT NULL,
    country       text,
    -- Texts by language: {"en": "…", "es": "…"}
    names         jsonb NOT NULL,
    presentation  jsonb NOT NULL,
    revision      integer NOT NULL,
    registered_at timestamptz NOT NULL,
    -- Null while it has not said anything of itself.
    presented_at  timestamptz
);
-- key
ALTER TABLE organisations ADD PRIMARY KEY (organisation);
-- indexes
CREATE UNIQUE INDEX organisations_slug ON organisations (slug);
CREATE INDEX organisations_kind ON organisations (kind, country);
