CREATE TABLE news_drafts (
    item         uuid NOT NULL,
    -- For the address of its page.
    short        text COLLATE "C" NOT NULL,
    author       uuid NOT NULL,
    -- The organisation whose editors share it.
    seat         uuid,
    revision     integer NOT NULL,
    -- Null where those who wrote it are erased, and its organisation has no other version.
    story        jsonb,
    -- When it will be published by itself.
    publish_at   timestamptz,
    -- `read`, or why the page behind its link was not read; null before it was tried.
    link_state   text,
    written_at   timestamptz NOT NULL
);
ALTER TABLE news_drafts ALTER story SET STATISTICS 0;
-- key
ALTER TABLE news_drafts ADD PRIMARY KEY (item);
-- indexes
CREATE INDEX news_drafts_short ON news_drafts (short);
CREATE INDEX news_drafts_author ON news_drafts (author) WHERE seat IS NULL;
CREATE INDEX news_drafts_seat ON news_drafts (seat) WHERE seat IS NOT NULL;
