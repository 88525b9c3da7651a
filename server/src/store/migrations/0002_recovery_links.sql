-- A link by which somebody who forgot their passphrase gets back into their account. Only
-- the hash of its secret is kept. member: as whom the coordinator picked them; null on the
-- command line. maker: null on the command line. ended_at: it was withdrawn, replaced or
-- stopped; stopped_at: by the account's holder. closed_until: once it was used, private
-- conversations, check-ins and dates are closed to the account while this is not null; a
-- timer or a second coordinator sets it to null.
CREATE TABLE recovery_links (
    key          INTEGER PRIMARY KEY,
    id           BLOB    NOT NULL UNIQUE,
    token_hash   BLOB    NOT NULL UNIQUE,
    account      INTEGER NOT NULL REFERENCES accounts (key) ON DELETE CASCADE,
    member       INTEGER REFERENCES memberships (key) ON DELETE SET NULL,
    maker        INTEGER REFERENCES accounts (key) ON DELETE SET NULL,
    made_at      INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    used_at      INTEGER,
    ended_at     INTEGER,
    stopped_at   INTEGER,
    closed_until INTEGER
) STRICT;
CREATE INDEX unused_recovery_links ON recovery_links (account)
    WHERE used_at IS NULL AND ended_at IS NULL;
-- Asked for with every private conversation.
CREATE INDEX recovering_accounts ON recovery_links (account) WHERE closed_until IS NOT NULL;
CREATE INDEX recovery_links_by_age ON recovery_links (made_at);

-- Where a private conversation begins for somebody whose account is partly closed: it
-- answers a request for help that they made since. Null otherwise.
ALTER TABLE memberships ADD COLUMN open_from_seq INTEGER;
