-- What was done in office, append-only: ids and codes, never words. hash covers
-- the row and the hash before it; see domain/audit.rs. actor is an account's wire
-- id: once the account is gone, nothing leads from it to anybody.
CREATE TABLE audit (
    number INTEGER PRIMARY KEY,
    at     INTEGER NOT NULL,
    act    TEXT    NOT NULL,
    actor  BLOB,
    circle BLOB,
    target BLOB,
    reason TEXT,
    hash   BLOB    NOT NULL
) STRICT;
CREATE INDEX audit_by_act ON audit (act, number);
CREATE INDEX audit_by_circle ON audit (circle, number);

-- One row: where the audit ends, so that a cut shows.
CREATE TABLE audit_head (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    number   INTEGER NOT NULL,
    hash     BLOB    NOT NULL
) STRICT;
