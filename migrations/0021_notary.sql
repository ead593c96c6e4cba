-- The notary's tree over the event log (RFC 6962), as C2SP tlog-tiles cuts it, and its signed checkpoints.
-- The notary alone writes them; its key is nowhere in the database.

DO $$
BEGIN
    CREATE ROLE iaspn_notary NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL; -- roles belong to the cluster: another database made it first
END
$$;
GRANT iaspn_notary TO CURRENT_USER;

CREATE TABLE log_tiles (
    level          smallint NOT NULL,
    -- Counts the tiles of a level from 0.
    n              bigint NOT NULL,
    -- Up to 256 hashes of 32 bytes; the last tile of a level grows.
    hashes         bytea NOT NULL CHECK (length(hashes) BETWEEN 32 AND 8192 AND length(hashes) % 32 = 0),
    -- Of the first event below a tile of level 0: where an event stands in the tree follows from it.
    first_position bigint,
    PRIMARY KEY (level, n),
    CHECK ((level = 0) = (first_position IS NOT NULL))
);
CREATE INDEX log_tiles_by_position ON log_tiles (first_position) WHERE level = 0;

CREATE TABLE log_checkpoints (
    -- How many events the tree has.
    size      bigint PRIMARY KEY,
    -- Of the last of them.
    position  bigint NOT NULL,
    -- C2SP tlog-checkpoint, signed.
    note      text NOT NULL,
    signed_at timestamptz NOT NULL
);

CREATE TABLE log_notary (
    -- The verifier key by which everybody checks the notes (C2SP signed-note); one for the life of a log.
    key      text PRIMARY KEY,
    since    timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX log_notary_one ON log_notary ((true));

GRANT USAGE ON SCHEMA public TO iaspn_notary;
GRANT SELECT ON events TO iaspn_notary;
GRANT SELECT, INSERT, UPDATE, DELETE ON log_tiles, log_checkpoints TO iaspn_notary;
GRANT SELECT, INSERT ON log_notary TO iaspn_notary;
GRANT SELECT ON log_tiles, log_checkpoints, log_notary TO iaspn_server;
