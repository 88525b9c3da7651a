-- Asking for help, who is told of it, and who is on call when.

CREATE TABLE on_call_people (
    key      INTEGER PRIMARY KEY,
    id       BLOB    NOT NULL UNIQUE,
    account  INTEGER NOT NULL UNIQUE REFERENCES accounts (key) ON DELETE CASCADE,
    ended_at INTEGER
) STRICT;

CREATE TABLE shifts (
    key     INTEGER PRIMARY KEY,
    id      BLOB    NOT NULL UNIQUE,
    person  INTEGER NOT NULL REFERENCES on_call_people (key) ON DELETE CASCADE,
    rank    TEXT    NOT NULL CHECK (rank IN ('first', 'second')),
    from_at INTEGER NOT NULL,
    to_at   INTEGER NOT NULL,
    CHECK (from_at < to_at)
) STRICT;
CREATE INDEX shifts_by_end ON shifts (to_at, from_at);
CREATE INDEX shifts_of_person ON shifts (person, to_at);

-- told: who was told last. line: the private line of the two, once somebody replies.
CREATE TABLE help_requests (
    key             INTEGER PRIMARY KEY,
    id              BLOB    NOT NULL UNIQUE,
    account         INTEGER NOT NULL REFERENCES accounts (key) ON DELETE CASCADE,
    recipient       TEXT    NOT NULL CHECK (recipient IN ('mentor', 'on_call')),
    words           TEXT,
    by_words        INTEGER NOT NULL CHECK (by_words IN (0, 1)),
    asked_at        INTEGER NOT NULL,
    told            TEXT    NOT NULL,
    acknowledged_at INTEGER,
    acknowledged_by INTEGER REFERENCES accounts (key),
    line            INTEGER REFERENCES circles (key),
    ended_at        INTEGER
) STRICT;
CREATE UNIQUE INDEX one_open_help ON help_requests (account) WHERE ended_at IS NULL;
CREATE INDEX help_of_account ON help_requests (account, asked_at);
CREATE INDEX help_words_by_age ON help_requests (asked_at) WHERE words IS NOT NULL;

CREATE TABLE pages (
    help     INTEGER NOT NULL REFERENCES help_requests (key) ON DELETE CASCADE,
    account  INTEGER NOT NULL REFERENCES accounts (key) ON DELETE CASCADE,
    paged_at INTEGER NOT NULL,
    PRIMARY KEY (help, account)
) STRICT, WITHOUT ROWID;
CREATE INDEX pages_of_account ON pages (account, paged_at);
