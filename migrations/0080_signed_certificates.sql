-- The notary signs the certificates of rebuilds. The server writes their text and, once written, neither changes
-- nor deletes it; nobody but the notary puts a signature beside it.

GRANT SELECT, UPDATE (signed) ON rebuilds TO iaspn_notary;
REVOKE INSERT, UPDATE, DELETE ON rebuilds FROM iaspn_server;
GRANT INSERT (name, started_at, finished_at, certificate, statement) ON rebuilds TO iaspn_server;
