CREATE TABLE country_months (
    country   text NOT NULL,
    -- Its first day.
    month     date NOT NULL,
    -- Resources and highlights published in that month for that country, whatever became of them.
    contributions integer NOT NULL
);
-- key
ALTER TABLE country_months ADD PRIMARY KEY (country, month);
