-- The vault: each member's key, under which personal values are sealed before they are appended.
-- Apart from the log, so that backups of it can be short-lived.

CREATE TABLE vault_masters (
    -- The first 16 hexadecimal digits of a hash of the master key; the key itself is never stored.
    fingerprint text PRIMARY KEY,
    adopted_at  timestamptz NOT NULL DEFAULT now(),
    -- Members' keys are wrapped by the one that is not retired.
    retired_at  timestamptz
);
CREATE UNIQUE INDEX vault_masters_active ON vault_masters ((true)) WHERE retired_at IS NULL;

CREATE TABLE vault_keys (
    member       uuid PRIMARY KEY,
    -- Nonce and sealed key; none once the member was erased.
    wrapped      bytea,
    master       text REFERENCES vault_masters,
    made_at      timestamptz NOT NULL DEFAULT now(),
    destroyed_at timestamptz,
    CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL)),
    CHECK ((wrapped IS NULL) = (master IS NULL))
);

GRANT SELECT, INSERT, UPDATE ON vault_masters, vault_keys TO iaspn_server;
