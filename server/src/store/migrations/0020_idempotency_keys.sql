-- Requests that their maker may repeat, kept for a day: what was asked for, as a
-- hash, and the id of what came of it.
CREATE TABLE idempotency_keys (
    key         BLOB    NOT NULL,
    account     INTEGER NOT NULL REFERENCES accounts (key),
    fingerprint BLOB    NOT NULL,
    outcome     BLOB,
    at          INTEGER NOT NULL,
    PRIMARY KEY (key, account)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_keys_of_account ON idempotency_keys (account, at);
