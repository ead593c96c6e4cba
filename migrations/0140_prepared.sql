-- What is made of the library's documents: text for searching, and pictures in the store of files. All of it can be
-- made again from the documents.

CREATE TABLE prepared (
    file       uuid PRIMARY KEY,
    resource   uuid NOT NULL,
    media_type text NOT NULL,
    size       bigint NOT NULL,
    -- `unwanted`: its resource was withdrawn; the row goes once the pictures are out of the store.
    state      text NOT NULL DEFAULT 'waiting'
        CHECK (state IN ('waiting', 'done', 'nothing', 'failed', 'unwanted')),
    -- Why the last attempt failed: a code.
    reason     text,
    attempts   integer NOT NULL DEFAULT 0,
    next_try   timestamptz NOT NULL,
    asked_at   timestamptz NOT NULL,
    done_at    timestamptz,
    -- These stay while the document is prepared anew.
    content    text,
    -- Each word of the content once, in lower case without accents, without places: no document is too long for it.
    words      tsvector,
    -- [{"width": …, "height": …, "media_type": …, "bytes": …, "hash": …, "whole": …}], the smallest first.
    pictures   jsonb NOT NULL DEFAULT '[]'
);
CREATE INDEX prepared_resource ON prepared (resource);
CREATE INDEX prepared_due ON prepared (next_try) WHERE state IN ('waiting', 'unwanted');
CREATE INDEX prepared_words ON prepared USING gin (words);
ALTER TABLE prepared ALTER content SET STATISTICS 0, ALTER pictures SET STATISTICS 0;

GRANT SELECT, INSERT, UPDATE, DELETE ON prepared TO iaspn_server;

-- When what pages show of something that is not folded from the log last changed, and how often it did: what was
-- answered from it before holds until then. For read models their checkpoints say so.
CREATE TABLE changes (
    name     text PRIMARY KEY,
    position bigint NOT NULL DEFAULT 1,
    moved_at timestamptz NOT NULL DEFAULT now()
);

GRANT SELECT, INSERT, UPDATE ON changes TO iaspn_server;
