-- Where each reader of the log stands, and the schemas that the fold engine fills.

CREATE TABLE checkpoints (
    -- A read model, or a reactor as `reactor:NAME`.
    name       text PRIMARY KEY,
    version    integer NOT NULL,
    position   bigint NOT NULL DEFAULT 0,
    moved_at   timestamptz NOT NULL DEFAULT now(),
    -- Why it stopped, and at which event; null while it goes on.
    error      text,
    failed_at  bigint
);

-- One row for each rebuild that was asked for; the last ones are its history.
CREATE TABLE rebuilds (
    name        text NOT NULL,
    started_at  timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz,
    certificate jsonb,
    PRIMARY KEY (name, started_at)
);

-- Unique things (an address, a slug) are taken here first and released on failure.
CREATE TABLE reservations (
    kind     text NOT NULL,
    value    text NOT NULL,
    owner    uuid NOT NULL,
    made_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (kind, value)
);

CREATE SCHEMA read AUTHORIZATION iaspn_server;
CREATE SCHEMA read_next AUTHORIZATION iaspn_server;
GRANT SELECT, INSERT, UPDATE, DELETE ON checkpoints, rebuilds, reservations TO iaspn_server;
