-- Where in the log to look for somebody, something or a kind of event: an index of blocks, not of events.
CREATE TABLE audit_marks (
    -- A member, organisation or resource; an actor who is no member and a kind of event by ids of their names.
    mark   uuid NOT NULL,
    -- Of 131,072 positions each.
    era    integer NOT NULL,
    -- The blocks of 128 positions in which it stands, in order.
    blocks integer[] NOT NULL
);
-- key
ALTER TABLE audit_marks ADD PRIMARY KEY (mark, era);
