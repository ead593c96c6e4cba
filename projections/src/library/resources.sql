CREATE TABLE resources (
    resource     uuid NOT NULL,
    -- For the permanent short address.
    short        text COLLATE "C" NOT NULL,
    slug         text NOT NULL,
    -- The member who published it.
    author       uuid NOT NULL,
    title        text NOT NULL,
    -- Markdown.
    summary      text NOT NULL,
    -- As they would be cited; empty where none were given, null once the member who gave them is erased.
    authors      text,
    institution  uuid,
    year         integer,
    licence      text NOT NULL,
    country      text COLLATE "C",
    language     text COLLATE "C" NOT NULL,
    kind         text COLLATE "C" NOT NULL,
    themes       text[] COLLATE "C" NOT NULL,
    -- Of title, authors and summary, in lower case without accents: what a search compares.
    words        text COLLATE "C" NOT NULL,
    -- {"at": "link", "url": …} or {"at": "document", "file": …, "name": …, "media_type": …, "size": …, "sha256": …};
    -- the name is null once the member is erased.
    source       jsonb NOT NULL,
    published_at timestamptz NOT NULL,
    -- Null while nothing was changed.
    edited_at    timestamptz,
    revision     integer NOT NULL
);
-- Nothing is chosen by these; sampling them would take most of an ANALYZE.
ALTER TABLE resources ALTER title SET STATISTICS 0, ALTER summary SET STATISTICS 0,
    ALTER authors SET STATISTICS 0, ALTER words SET STATISTICS 0, ALTER source SET STATISTICS 0;
-- key
ALTER TABLE resources ADD PRIMARY KEY (resource);
-- indexes
-- Not unique: two ids of a member's own making may share it, which must not stop the read model.
CREATE INDEX resources_short ON resources (short, published_at);
-- What a list compares is in the index, so that a page reads few rows of the table beside its own.
CREATE INDEX resources_newest ON resources (published_at DESC, resource)
    INCLUDE (country, language, kind, themes);
CREATE INDEX resources_by_country ON resources (country, published_at DESC, resource)
    INCLUDE (language, kind, themes) WHERE country IS NOT NULL;
CREATE INDEX resources_by_author ON resources (author, published_at DESC);
CREATE INDEX resources_by_institution ON resources (institution, published_at DESC)
    WHERE institution IS NOT NULL;
-- Finds the few that have a rare combination of values; no value of one kind is also one of another.
CREATE INDEX resources_by_values ON resources USING gin ((themes || ARRAY[country, language, kind]));
CREATE INDEX resources_words ON resources USING gin (to_tsvector('simple', words));
