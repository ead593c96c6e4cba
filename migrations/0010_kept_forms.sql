-- Forms that were sent when the session had expired: filled in again after signing in, gone within the hour.

CREATE TABLE kept_forms (
    -- SHA-256 of a secret that only the browser has.
    secret_hash bytea PRIMARY KEY,
    path        text NOT NULL,
    -- Names and values in the order of the form.
    fields      jsonb NOT NULL,
    expires_at  timestamptz NOT NULL
);
CREATE INDEX kept_forms_expires_at ON kept_forms (expires_at);
GRANT SELECT, INSERT, DELETE ON kept_forms TO iaspn_server;
