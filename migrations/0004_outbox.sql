-- Mails on their way: written in the transaction that wants them, sent afterwards at least once.

CREATE TABLE outbox (
    -- Derived from the event or form that asked for the mail, and the mail's Message-ID.
    id         uuid PRIMARY KEY,
    recipient  text NOT NULL,
    language   text NOT NULL,
    subject    text NOT NULL,
    -- Blanked once sent: links in it open accounts.
    body_text  text NOT NULL,
    body_html  text NOT NULL,
    queued_at  timestamptz NOT NULL,
    attempts   integer NOT NULL DEFAULT 0,
    next_try   timestamptz NOT NULL,
    last_error text,
    sent_at    timestamptz,
    -- Given up after many attempts; somebody has to look at it.
    parked_at  timestamptz
);
CREATE INDEX outbox_due ON outbox (next_try) WHERE sent_at IS NULL AND parked_at IS NULL;
CREATE INDEX outbox_sent ON outbox (sent_at) WHERE sent_at IS NOT NULL;

GRANT SELECT, INSERT, UPDATE, DELETE ON outbox TO iaspn_server;
