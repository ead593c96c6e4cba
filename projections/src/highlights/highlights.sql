CREATE TABLE highlights (
    highlight    uuid NOT NULL,
    -- For the permanent short address.
    short        text COLLATE "C" NOT NULL,
    slug         text NOT NULL,
    -- published, withdrawn
    state        text COLLATE "C" NOT NULL,
    -- The member who wrote it.
    author       uuid NOT NULL,
    kind         text COLLATE "C" NOT NULL,
    -- Empty, as the summary and the slug, once it is withdrawn: the tree keeps its place, readers no longer see it.
    title        text NOT NULL,
    summary      text NOT NULL,
    -- Null once it is withdrawn.
    details      jsonb,
    -- Null where its person was erased.
    contact      text,
    country      text COLLATE "C",
    language     text COLLATE "C" NOT NULL,
    themes       text[] COLLATE "C" NOT NULL,
    -- adapts, evaluates, continues the source; null where it is a first one.
    relation     text COLLATE "C",
    source       uuid,
    published_at timestamptz NOT NULL,
    corrected_at timestamptz,
    revision     integer NOT NULL,
    -- Why it was withdrawn, and whether its author did it.
    reason       text,
    by_author    boolean,
    withdrawn_at timestamptz
);
-- Nothing is chosen by these.
ALTER TABLE highlights ALTER title SET STATISTICS 0, ALTER summary SET STATISTICS 0, ALTER details SET STATISTICS 0;
-- key
ALTER TABLE highlights ADD PRIMARY KEY (highlight);
-- indexes
CREATE INDEX highlights_short ON highlights (short, published_at);
CREATE INDEX highlights_newest ON highlights (published_at DESC, highlight) WHERE state = 'published';
CREATE INDEX highlights_by_country ON highlights (country, published_at DESC, highlight) WHERE state = 'published';
CREATE INDEX highlights_by_kind ON highlights (kind, published_at DESC, highlight) WHERE state = 'published';
CREATE INDEX highlights_by_theme ON highlights USING gin (themes) WHERE state = 'published';
CREATE INDEX highlights_author ON highlights (author, published_at DESC);
CREATE INDEX highlights_source ON highlights (source) WHERE source IS NOT NULL;
CREATE INDEX highlights_by_programme ON highlights ((details ->> 'programme')) WHERE state = 'published';
CREATE INDEX highlights_by_institution ON highlights ((details ->> 'institution')) WHERE state = 'published';
