-- Pictures that stand in members' texts, re-encoded: small, and kept and restored with the texts.
CREATE TABLE pictures (
    -- Made of the member and the content, so that sending one twice keeps it once.
    picture     uuid PRIMARY KEY,
    member      uuid NOT NULL,
    media_type  text NOT NULL,
    width       integer NOT NULL,
    height      integer NOT NULL,
    content     bytea NOT NULL,
    uploaded_at timestamptz NOT NULL
);

CREATE INDEX pictures_member ON pictures (member, uploaded_at);

-- It is compressed already.
ALTER TABLE pictures ALTER COLUMN content SET STORAGE EXTERNAL;

-- A member who is erased takes the pictures along.
GRANT SELECT, INSERT, DELETE ON pictures TO iaspn_server;
