-- Accounts.

-- Somebody who can sign in. id is told to nobody but its holder; suspended_at is null
-- where the account is not suspended.
CREATE TABLE accounts (
    key             INTEGER PRIMARY KEY,
    id              BLOB    NOT NULL UNIQUE,
    alias           TEXT    NOT NULL,
    sign_in_name    TEXT    NOT NULL UNIQUE,
    passphrase_hash TEXT    NOT NULL,
    coordinator     INTEGER NOT NULL CHECK (coordinator IN (0, 1)),
    created_at      INTEGER NOT NULL,
    suspended_at    INTEGER
) STRICT;
-- Who is staff of the centre is asked for where no moderator may decide.
CREATE INDEX coordinators ON accounts (key) WHERE coordinator = 1;

-- A signed-in browser. Only the hash of its cookie is kept. Its secret is renewed when
-- the passphrase or the holder's role changes: while renewal_due is 1 the next request
-- gets a new secret, worked out from the old one and renewal_seed; until replaced_until
-- the old one gets the same answer again. Until confirmed_until the passphrase counts as
-- entered again, for one action.
CREATE TABLE sessions (
    key                 INTEGER PRIMARY KEY,
    id                  BLOB    NOT NULL UNIQUE,
    token_hash          BLOB    NOT NULL UNIQUE,
    account             INTEGER NOT NULL REFERENCES accounts (key) ON DELETE CASCADE,
    device              TEXT    NOT NULL,
    signed_in_at        INTEGER NOT NULL,
    expires_at          INTEGER NOT NULL,
    renewal_due         INTEGER NOT NULL DEFAULT 0 CHECK (renewal_due IN (0, 1)),
    renewal_seed        BLOB,
    replaced_token_hash BLOB,
    replaced_until      INTEGER,
    confirmed_until     INTEGER
) STRICT;
CREATE INDEX sessions_of_account ON sessions (account);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
CREATE INDEX sessions_by_replaced_token ON sessions (replaced_token_hash);

-- A browser that somebody has signed in on before. Of its cookie only the hash.
CREATE TABLE known_devices (
    token_hash   BLOB    NOT NULL,
    account      INTEGER NOT NULL REFERENCES accounts (key) ON DELETE CASCADE,
    last_used_at INTEGER NOT NULL,
    PRIMARY KEY (token_hash, account)
) STRICT, WITHOUT ROWID;
CREATE INDEX known_devices_of_account ON known_devices (account, last_used_at);

-- What somebody is told about the safety of their account, or of the centre's staff.
-- device: the kind of device, for what was done on one of the account's own. actor: the
-- coordinator who did it; about: the one it was done to.
CREATE TABLE security_notices (
    key     INTEGER PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES accounts (key) ON DELETE CASCADE,
    kind    TEXT    NOT NULL,
    device  TEXT,
    actor   INTEGER REFERENCES accounts (key) ON DELETE SET NULL,
    about   INTEGER REFERENCES accounts (key) ON DELETE SET NULL,
    at      INTEGER NOT NULL,
    seen    INTEGER NOT NULL DEFAULT 0 CHECK (seen IN (0, 1))
) STRICT;
CREATE INDEX security_notices_of_account ON security_notices (account, at);
CREATE INDEX security_notices_by_age ON security_notices (at);

-- A request that its maker may repeat, kept for a day: what was asked for, as a hash,
-- and the id of what came of it.
CREATE TABLE idempotency_keys (
    key         BLOB    NOT NULL,
    account     INTEGER NOT NULL REFERENCES accounts (key),
    fingerprint BLOB    NOT NULL,
    outcome     BLOB,
    at          INTEGER NOT NULL,
    PRIMARY KEY (key, account)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_keys_of_account ON idempotency_keys (account, at);
