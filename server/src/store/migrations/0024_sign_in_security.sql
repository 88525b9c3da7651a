-- A session's secret is renewed when its passphrase or its holder's office changes.
-- While renewal_due is 1 the next request gets a new secret, worked out from its old
-- one and renewal_seed; until replaced_until the old one gets the same answer again.
ALTER TABLE sessions ADD COLUMN renewal_due INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN renewal_seed BLOB;
ALTER TABLE sessions ADD COLUMN replaced_token_hash BLOB;
ALTER TABLE sessions ADD COLUMN replaced_until INTEGER;
-- Until when the passphrase counts as entered again, for one action.
ALTER TABLE sessions ADD COLUMN confirmed_until INTEGER;
CREATE INDEX sessions_by_replaced_token ON sessions (replaced_token_hash);

-- Whoever made an invite; null for those of the command line, and from before.
ALTER TABLE invites ADD COLUMN maker INTEGER REFERENCES accounts (key);
CREATE INDEX open_invites_of_maker ON invites (maker) WHERE used_at IS NULL AND withdrawn_at IS NULL;

-- Browsers that somebody has signed in on before. Of their cookie only its hash.
CREATE TABLE known_devices (
    token_hash   BLOB    NOT NULL,
    account      INTEGER NOT NULL REFERENCES accounts (key) ON DELETE CASCADE,
    last_used_at INTEGER NOT NULL,
    PRIMARY KEY (token_hash, account)
) STRICT, WITHOUT ROWID;
CREATE INDEX known_devices_of_account ON known_devices (account, last_used_at);

-- What somebody is told about the safety of their account, or of the centre's staff.
CREATE TABLE security_notices (
    key     INTEGER PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES accounts (key) ON DELETE CASCADE,
    kind    TEXT    NOT NULL,
    -- The kind of device, for what was done on one of the account's own.
    device  TEXT,
    -- The coordinator who did it, and the one it was done to.
    actor   INTEGER REFERENCES accounts (key) ON DELETE SET NULL,
    about   INTEGER REFERENCES accounts (key) ON DELETE SET NULL,
    at      INTEGER NOT NULL,
    seen    INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX security_notices_of_account ON security_notices (account, at);
CREATE INDEX security_notices_by_age ON security_notices (at);
