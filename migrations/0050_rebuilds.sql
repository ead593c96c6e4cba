-- Rebuilds that are asked for, and certificates as texts that can be signed.

-- A rebuild or verification that somebody asked for. Whoever holds the rebuild's lock works on the oldest
-- that has not ended; when that process dies, the next one goes on with it.
CREATE TABLE rebuild_requests (
    id           uuid PRIMARY KEY,
    -- The read models, by name.
    names        text[] NOT NULL CHECK (cardinality(names) > 0),
    -- Compare only; the live tables stay.
    verify       boolean NOT NULL,
    -- `member:ID` or `operator:NAME`.
    asked_by     text NOT NULL,
    asked_at     timestamptz NOT NULL DEFAULT now(),
    -- Taken up for the first time.
    started_at   timestamptz,
    -- The last sign of whoever works on it.
    seen_at      timestamptz,
    -- `folding` counts events, `writing` counts read models.
    stage        text NOT NULL DEFAULT 'folding' CHECK (stage IN ('folding', 'writing')),
    done         bigint NOT NULL DEFAULT 0,
    total        bigint NOT NULL DEFAULT 0,
    -- Events a second since it was taken up; 0 while that is not known.
    rate         double precision NOT NULL DEFAULT 0,
    -- Somebody wants it to stop.
    cancelled_at timestamptz,
    ended_at     timestamptz,
    outcome      text CHECK (outcome IN ('done', 'cancelled', 'failed')),
    error        text,
    CHECK ((ended_at IS NULL) = (outcome IS NULL))
);
CREATE INDEX rebuild_requests_open ON rebuild_requests (asked_at) WHERE ended_at IS NULL;
CREATE INDEX rebuild_requests_ended ON rebuild_requests (ended_at) WHERE ended_at IS NOT NULL;

-- The certificate as it is signed, and the signed note once the notary has made it. `certificate` is what
-- versions before this wrote.
ALTER TABLE rebuilds ADD COLUMN statement text, ADD COLUMN signed text;
UPDATE rebuilds SET statement = certificate::text;
CREATE INDEX rebuilds_finished ON rebuilds (finished_at);
CREATE INDEX rebuilds_unsigned ON rebuilds (finished_at) WHERE signed IS NULL;

-- Tables that a rebuild has replaced, until they are dropped.
CREATE SCHEMA read_old AUTHORIZATION iaspn_server;

GRANT SELECT, INSERT, UPDATE, DELETE ON rebuild_requests TO iaspn_server;
