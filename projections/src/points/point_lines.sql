CREATE TABLE point_lines (
    award              uuid NOT NULL,
    member             uuid NOT NULL,
    points             bigint NOT NULL,
    -- resource_published, resource_bookmarked, news_published, gathering_published
    contribution       text NOT NULL,
    -- What earned it: its kind (resource, news, gathering) and id.
    item_kind          text NOT NULL,
    item               uuid NOT NULL,
    -- Revision of the rules that was applied.
    rule               integer NOT NULL,
    -- The event that earned it, as aggregate/id/sequence.
    earned_by          text NOT NULL,
    -- UTC day of the contribution.
    day                date NOT NULL,
    -- When it was awarded, and where in the log.
    at                 timestamptz NOT NULL,
    position           bigint NOT NULL,
    -- Null while it stands.
    withdrawn_at       timestamptz,
    withdrawn_position bigint,
    withdrawn_because  text
);
-- key
ALTER TABLE point_lines ADD PRIMARY KEY (award);
-- indexes
CREATE INDEX point_lines_member ON point_lines (member, day);
CREATE INDEX point_lines_item ON point_lines (item);
