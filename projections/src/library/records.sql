-- What harvesters are told of: everything that is or ever was published, resources and highlights, by its last change.
CREATE TABLE library_records (
    item       uuid NOT NULL,
    -- resource, highlight
    collection text COLLATE "C" NOT NULL,
    short      text COLLATE "C" NOT NULL,
    changed_at timestamptz NOT NULL,
    withdrawn  boolean NOT NULL,
    kind       text COLLATE "C" NOT NULL,
    country    text COLLATE "C"
);
-- key
ALTER TABLE library_records ADD PRIMARY KEY (item, collection);
-- indexes
CREATE INDEX library_records_short ON library_records (short);
-- One for each way to narrow a harvest, so that any page of it is a stretch of an index.
CREATE INDEX library_records_changed ON library_records (changed_at, item, collection);
CREATE INDEX library_records_collections ON library_records (collection, changed_at, item);
CREATE INDEX library_records_kinds ON library_records (kind, changed_at, item, collection);
CREATE INDEX library_records_countries ON library_records (country, changed_at, item, collection)
    WHERE country IS NOT NULL;
