CREATE TABLE withdrawn_news (
    item         uuid NOT NULL,
    short        text COLLATE "C" NOT NULL,
    -- Whether its author did it, or somebody else.
    by_author    boolean NOT NULL,
    reason       text NOT NULL,
    withdrawn_at timestamptz NOT NULL
);
-- key
ALTER TABLE withdrawn_news ADD PRIMARY KEY (item);
-- indexes
CREATE INDEX withdrawn_news_short ON withdrawn_news (short, withdrawn_at);
