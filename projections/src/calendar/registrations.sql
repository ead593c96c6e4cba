-- Who has a place at a gathering, and who waits for one.
CREATE TABLE registrations (
    gathering uuid NOT NULL,
    member    uuid NOT NULL,
    -- On the waiting list.
    waiting   boolean NOT NULL,
    -- The event that gave the place or the turn: their order.
    turn      bigint NOT NULL,
    since     timestamptz NOT NULL,
    came      boolean NOT NULL
);
-- key
ALTER TABLE registrations ADD PRIMARY KEY (gathering, member);
-- indexes
CREATE INDEX registrations_member ON registrations (member);
