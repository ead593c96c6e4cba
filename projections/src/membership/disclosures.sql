CREATE TABLE disclosures (
    disclosure uuid NOT NULL,
    -- The event whose personal data were asked for, as aggregate/id/sequence.
    event      text NOT NULL,
    -- Whom those data are about.
    about      uuid[] NOT NULL,
    asked_by   uuid NOT NULL,
    asked_at   timestamptz NOT NULL,
    reason     text NOT NULL,
    -- Null until somebody has decided.
    decided_by uuid,
    decided_at timestamptz,
    decision   text,
    -- Set by an approval: how long the data may be looked at.
    until      timestamptz,
    views      integer NOT NULL,
    viewed_at  timestamptz
);
-- key
ALTER TABLE disclosures ADD PRIMARY KEY (disclosure);
-- indexes
CREATE INDEX disclosures_event ON disclosures (event);
CREATE INDEX disclosures_about ON disclosures USING gin (about);
