CREATE TABLE highlight_drafts (
    highlight    uuid NOT NULL,
    -- For the address of its page.
    short        text COLLATE "C" NOT NULL,
    author       uuid NOT NULL,
    -- draft, changes_asked, in_review, declined
    state        text COLLATE "C" NOT NULL,
    revision     integer NOT NULL,
    -- {"details": …, "contact": …}
    sheet        jsonb NOT NULL,
    -- What a reviewer said last: which changes were asked for, or why it was declined.
    note         text,
    -- What the author said when it was last submitted.
    answer       text,
    written_at   timestamptz NOT NULL,
    -- For the last time; null where never.
    submitted_at timestamptz
);
ALTER TABLE highlight_drafts ALTER sheet SET STATISTICS 0;
-- key
ALTER TABLE highlight_drafts ADD PRIMARY KEY (highlight);
-- indexes
CREATE INDEX highlight_drafts_short ON highlight_drafts (short);
CREATE INDEX highlight_drafts_author ON highlight_drafts (author);
CREATE INDEX highlight_drafts_queue ON highlight_drafts (submitted_at, highlight) WHERE state = 'in_review';
