-- The event log: what cqrs-es inserts through postgres-es, and the position that orders it all.

-- The server works as this role; it may append to the log and nothing else there.
DO $$
BEGIN
    CREATE ROLE iaspn_server NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL; -- roles belong to the cluster: another database made it first
END
$$;
GRANT iaspn_server TO CURRENT_USER;

CREATE TABLE events (
    aggregate_type text NOT NULL,
    aggregate_id   text NOT NULL,
    sequence       bigint NOT NULL CHECK (sequence >= 1),
    event_type     text NOT NULL,
    event_version  text NOT NULL,
    -- json, not jsonb: the exact bytes are what gets hashed.
    payload        json NOT NULL,
    metadata       json NOT NULL,
    -- Drawn before commit; readers go by the safe head, never by this alone.
    position       bigint GENERATED ALWAYS AS IDENTITY (CACHE 1) UNIQUE,
    recorded_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (aggregate_type, aggregate_id, sequence)
);

-- Held from before the position is drawn until the commit is visible. Whoever gets the same
-- lock exclusively knows that every position drawn so far is settled.
CREATE FUNCTION hold_event_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(4717203);
    RETURN NULL;
END
$$;
CREATE TRIGGER hold_event_log BEFORE INSERT ON events
    FOR EACH STATEMENT EXECUTE FUNCTION hold_event_log();

-- The last position at or below which everything is final. Volatile, so that the maximum is read by a
-- statement of its own, with a snapshot taken after the lock was got. Fails with lock_not_available
-- while a writer is slow; the caller then asks again.
CREATE FUNCTION event_log_head() RETURNS bigint LANGUAGE plpgsql VOLATILE SET lock_timeout = '50ms' AS $$
DECLARE
    head bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(4717203);
    SELECT coalesce(max(position), 0) INTO head FROM events;
    RETURN head;
END
$$;

CREATE FUNCTION refuse_to_change_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'events are never changed: % on the event log is refused', TG_OP
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER refuse_to_change_events BEFORE UPDATE OR DELETE OR TRUNCATE ON events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_events();

GRANT USAGE ON SCHEMA public TO iaspn_server;
GRANT SELECT, INSERT ON events TO iaspn_server;
