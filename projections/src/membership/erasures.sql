CREATE TABLE erasures (
    member    uuid NOT NULL,
    -- When it will be carried out; null once it was.
    due       timestamptz,
    erased_at timestamptz,
    -- Of the event by which the member was erased.
    position  bigint
);
-- key
ALTER TABLE erasures ADD PRIMARY KEY (member);
-- indexes
CREATE INDEX erasures_due ON erasures (due) WHERE due IS NOT NULL;
CREATE INDEX erasures_position ON erasures (position) WHERE position IS NOT NULL;
