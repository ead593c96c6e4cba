CREATE TABLE removed_pictures (
    picture    uuid NOT NULL,
    -- The member who had sent it.
    member     uuid NOT NULL,
    -- Whether that member did it, or a moderator.
    by_member  boolean NOT NULL,
    reason     text NOT NULL,
    removed_at timestamptz NOT NULL
);
-- key
ALTER TABLE removed_pictures ADD PRIMARY KEY (picture);
