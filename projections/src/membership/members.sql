CREATE TABLE members (
    member         uuid NOT NULL,
    -- Null as of a moment before the member was erased; since then there is no row.
    name           text,
    -- Lower case without accents, for searching and sorting.
    name_folded    text COLLATE "C",
    name_to        text NOT NULL,
    post           text,
    post_to        text NOT NULL,
    institution    uuid,
    institution_to text NOT NULL,
    country        text NOT NULL,
    country_to     text NOT NULL,
    languages      text[] NOT NULL,
    languages_to   text NOT NULL,
    interests      text[] NOT NULL,
    interests_to   text NOT NULL,
    expertise      text[] NOT NULL,
    expertise_to   text NOT NULL,
    biography      text,
    biography_to   text NOT NULL,
    links          text[] NOT NULL,
    links_to       text NOT NULL,
    roles          text[] NOT NULL,
    joined_at      timestamptz NOT NULL,
    confirmed      boolean NOT NULL,
    revision       integer NOT NULL
);
-- key
ALTER TABLE members ADD PRIMARY KEY (member);
-- indexes
CREATE INDEX members_newest ON members (joined_at DESC, member) WHERE confirmed;
CREATE INDEX members_by_name ON members (name_folded, member) WHERE confirmed;
CREATE INDEX members_by_country ON members (country) WHERE confirmed;
CREATE INDEX members_by_institution ON members (institution) WHERE confirmed AND institution IS NOT NULL;
CREATE INDEX members_search ON members USING gin (to_tsvector('simple', name_folded)) WHERE confirmed;
