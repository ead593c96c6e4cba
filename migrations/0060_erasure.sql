-- What the erasure of a member needs of the outbox and of rebuilds.

-- The last mail to somebody: once it is sent or given up, nothing of it stays. Of every other sent mail the
-- recipient goes, since the row is kept only so that it is not sent again.
ALTER TABLE outbox ADD COLUMN last boolean NOT NULL DEFAULT false;
UPDATE outbox SET recipient = '' WHERE sent_at IS NOT NULL;

-- Begins from the first event even where an interrupted rebuild could go on: what that one left may show
-- somebody who was erased since.
ALTER TABLE rebuild_requests ADD COLUMN anew boolean NOT NULL DEFAULT false;

-- How many members are erased: views of past moments are folded anew when it grows.
CREATE INDEX vault_keys_destroyed ON vault_keys (destroyed_at) WHERE destroyed_at IS NOT NULL;
