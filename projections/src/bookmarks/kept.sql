CREATE TABLE bookmarks (
    member   uuid NOT NULL,
    -- What is kept: resource
    kind     text NOT NULL,
    item     uuid NOT NULL,
    -- The member's own; null without one, and once the member is erased.
    note     text,
    -- A change of the note leaves it.
    saved_at timestamptz NOT NULL
);
-- key
ALTER TABLE bookmarks ADD PRIMARY KEY (member, item, kind);
-- indexes
CREATE INDEX bookmarks_newest ON bookmarks (member, saved_at DESC);
