-- What signs members in. No secret is stored in clear: passwords as argon2id, tokens as SHA-256.

CREATE TABLE accounts (
    member       uuid PRIMARY KEY,
    email        text NOT NULL,
    -- Lower case throughout: taking it is the reservation of the address.
    email_key    text NOT NULL UNIQUE,
    password     text NOT NULL,
    -- In which the portal writes to the member.
    language     text NOT NULL,
    -- The form that opened it, so that its repetition is known.
    opened_by    uuid NOT NULL,
    opened_at    timestamptz NOT NULL,
    confirmed_at timestamptz
);

CREATE TABLE sessions (
    id            uuid PRIMARY KEY,
    member        uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
    secret_hash   bytea NOT NULL UNIQUE CHECK (length(secret_hash) = 32),
    -- The secret before works a little longer, since requests run side by side.
    previous_hash bytea UNIQUE CHECK (length(previous_hash) = 32),
    started_at    timestamptz NOT NULL,
    seen_at       timestamptz NOT NULL,
    rotated_at    timestamptz NOT NULL,
    -- When the browser first showed the current secret.
    adopted_at    timestamptz,
    user_agent    text NOT NULL
);
CREATE INDEX sessions_of_member ON sessions (member);
CREATE INDEX sessions_seen ON sessions (seen_at);

-- What the links in mails open, once.
CREATE TABLE tokens (
    secret_hash bytea PRIMARY KEY CHECK (length(secret_hash) = 32),
    member      uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
    purpose     text NOT NULL CHECK (purpose IN ('confirm', 'reset')),
    language    text NOT NULL,
    -- A confirmation: the password, and name and country where somebody joined again, as
    -- they were typed when its mail was asked for.
    password    text CHECK ((password IS NOT NULL) = (purpose = 'confirm')),
    name        text,
    country     text CHECK ((name IS NULL) = (country IS NULL)),
    made_at     timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL,
    spent_at    timestamptz
);
CREATE INDEX tokens_of_member ON tokens (member);
CREATE INDEX tokens_expiry ON tokens (expires_at);

GRANT SELECT, INSERT, UPDATE, DELETE ON accounts, sessions, tokens TO iaspn_server;
