CREATE TABLE featured_overrules (
    -- Its first day.
    month      date NOT NULL,
    -- In place of the country that the rule chose.
    country    text NOT NULL,
    reason     text NOT NULL,
    decided_at timestamptz NOT NULL
);
-- key
ALTER TABLE featured_overrules ADD PRIMARY KEY (month);
