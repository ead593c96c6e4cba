CREATE TABLE gatherings (
    gathering    uuid NOT NULL,
    -- For the permanent short address.
    short        text COLLATE "C" NOT NULL,
    slug         text NOT NULL,
    -- The member who published it.
    organiser    uuid NOT NULL,
    -- published, cancelled, removed
    state        text NOT NULL,
    -- Why it was cancelled or removed.
    reason       text,
    title        text NOT NULL,
    -- Markdown.
    description  text NOT NULL,
    language     text COLLATE "C" NOT NULL,
    organisation uuid,
    -- {"venue": …, "city": …, "country": …}
    place        jsonb,
    country      text COLLATE "C",
    -- For those who are registered alone.
    online       text,
    -- {"starts": …, "ends": …, "zone": …, "register_until": …}, as clocks in the zone show it.
    times        jsonb NOT NULL,
    starts_at    timestamptz NOT NULL,
    ends_at      timestamptz NOT NULL,
    closes_at    timestamptz NOT NULL,
    themes       text[] COLLATE "C" NOT NULL,
    -- Null where there is room for all.
    capacity     integer,
    registered   integer NOT NULL,
    waiting      integer NOT NULL,
    revision     integer NOT NULL,
    published_at timestamptz NOT NULL,
    -- When it was last described or cancelled; registrations change nothing of it.
    changed_at   timestamptz NOT NULL
);
-- key
ALTER TABLE gatherings ADD PRIMARY KEY (gathering);
-- indexes
CREATE INDEX gatherings_short ON gatherings (short, published_at);
CREATE INDEX gatherings_starts ON gatherings (starts_at);
CREATE INDEX gatherings_ends ON gatherings (ends_at);
CREATE INDEX gatherings_country ON gatherings (country, starts_at);
