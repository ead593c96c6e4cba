CREATE TABLE programmes (
    programme    uuid NOT NULL,
    -- The member state that carries it out.
    organisation uuid NOT NULL,
    -- Its part of the address, after the country's.
    slug         text NOT NULL,
    name         text NOT NULL,
    short        text NOT NULL,
    -- Years; until is null while it goes on.
    since        integer,
    until        integer,
    agencies     text[] NOT NULL,
    themes       text[] NOT NULL,
    language     text NOT NULL,
    -- Texts by language.
    summary      jsonb NOT NULL,
    described_at timestamptz NOT NULL,
    -- How often it was described.
    revision     integer NOT NULL,
    -- Its parts of the address under earlier names.
    former       text[] NOT NULL
);
-- key
ALTER TABLE programmes ADD PRIMARY KEY (programme);
-- indexes
CREATE INDEX programmes_organisation ON programmes (organisation, slug);
