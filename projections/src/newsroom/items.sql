CREATE TABLE news_items (
    item         uuid NOT NULL,
    -- For the address of its page.
    short        text COLLATE "C" NOT NULL,
    slug         text NOT NULL,
    -- The member who wrote it.
    author       uuid NOT NULL,
    -- The organisation in whose name it is published.
    seat         uuid,
    kind         text COLLATE "C" NOT NULL,
    title        text NOT NULL,
    summary      text NOT NULL,
    -- Markdown; empty for a link.
    body         text NOT NULL,
    -- Where a link leads; empty for the other kinds.
    link         text NOT NULL,
    language     text COLLATE "C" NOT NULL,
    countries    text[] COLLATE "C" NOT NULL,
    -- The institution that it is about.
    institution  uuid,
    themes       text[] COLLATE "C" NOT NULL,
    -- Of a link: "absent", "unwanted" or {"taken": {"id": …, "width": …, "height": …}}.
    picture      jsonb NOT NULL,
    published_at timestamptz NOT NULL,
    -- Null while nothing was corrected.
    corrected_at timestamptz,
    revision     integer NOT NULL
);
-- Nothing is chosen by these.
ALTER TABLE news_items ALTER title SET STATISTICS 0, ALTER summary SET STATISTICS 0, ALTER body SET STATISTICS 0;
-- key
ALTER TABLE news_items ADD PRIMARY KEY (item);
-- indexes
CREATE INDEX news_items_short ON news_items (short, published_at);
CREATE INDEX news_items_newest ON news_items (published_at DESC, item) INCLUDE (kind, language, countries, themes);
CREATE INDEX news_items_countries ON news_items USING gin (countries);
