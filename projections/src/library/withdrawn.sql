CREATE TABLE withdrawn_resources (
    resource     uuid NOT NULL,
    short        text COLLATE "C" NOT NULL,
    -- The member who had published it.
    author       uuid NOT NULL,
    -- Whether the author did it, or a moderator.
    by_author    boolean NOT NULL,
    reason       text NOT NULL,
    withdrawn_at timestamptz NOT NULL
);
-- key
ALTER TABLE withdrawn_resources ADD PRIMARY KEY (resource);
-- indexes
CREATE INDEX withdrawn_resources_short ON withdrawn_resources (short, withdrawn_at);
