-- Accounts, circles, and what is said in them. Times are milliseconds since
-- 1970 UTC. Wire ids are 16-byte blobs; keys never leave the server.

-- One row: which life of this database clients' cursors belong to.
CREATE TABLE database_epoch (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    epoch    BLOB    NOT NULL
) STRICT;

CREATE TABLE accounts (
    key             INTEGER PRIMARY KEY,
    alias           TEXT    NOT NULL,
    sign_in_name    TEXT    NOT NULL UNIQUE,
    passphrase_hash TEXT    NOT NULL,
    coordinator     INTEGER NOT NULL CHECK (coordinator IN (0, 1)),
    created_at      INTEGER NOT NULL
) STRICT;

-- A signed-in browser. Only the hash of its cookie is kept.
CREATE TABLE sessions (
    key          INTEGER PRIMARY KEY,
    id           BLOB    NOT NULL UNIQUE,
    token_hash   BLOB    NOT NULL UNIQUE,
    account      INTEGER NOT NULL REFERENCES accounts (key) ON DELETE CASCADE,
    device       TEXT    NOT NULL,
    signed_in_at INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_of_account ON sessions (account);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE circles (
    key          INTEGER PRIMARY KEY CHECK (key BETWEEN 1 AND 8388607),
    id           BLOB    NOT NULL UNIQUE,
    name         TEXT    NOT NULL,
    member_limit INTEGER NOT NULL,
    created_at   INTEGER NOT NULL,
    closed_at    INTEGER
) STRICT;

-- A membership outlives leaving: words keep their author, and coming back
-- brings the same member id. left_seq is the place of the leaving in the log:
-- who joined after it never hears of this member.
CREATE TABLE memberships (
    key            INTEGER PRIMARY KEY,
    id             BLOB    NOT NULL UNIQUE,
    circle         INTEGER NOT NULL REFERENCES circles (key),
    account        INTEGER NOT NULL REFERENCES accounts (key),
    alias          TEXT    NOT NULL,
    alias_likeness TEXT    NOT NULL,
    role           TEXT    NOT NULL CHECK (role IN ('member', 'moderator')),
    label          TEXT,
    joined_at      INTEGER NOT NULL,
    joined_seq     INTEGER NOT NULL,
    read_seq       INTEGER NOT NULL,
    left_at        INTEGER,
    left_seq       INTEGER,
    UNIQUE (circle, account),
    UNIQUE (circle, alias_likeness),
    CHECK ((left_at IS NULL) = (left_seq IS NULL))
) STRICT;
CREATE INDEX memberships_of_account ON memberships (account);

CREATE TABLE invites (
    key          INTEGER PRIMARY KEY,
    id           BLOB    NOT NULL UNIQUE,
    token_hash   BLOB    NOT NULL UNIQUE,
    circle       INTEGER REFERENCES circles (key),
    role         TEXT    NOT NULL CHECK (role IN ('member', 'moderator', 'coordinator')),
    label        TEXT,
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    used_at      INTEGER,
    withdrawn_at INTEGER,
    CHECK ((role = 'coordinator') = (circle IS NULL))
) STRICT;

-- What happened in each circle. position = circle key * 2^40 + seq. An entry
-- refers to things and never holds what was said: content lives in messages,
-- so that erasing there erases everywhere.
CREATE TABLE circle_log (
    position INTEGER PRIMARY KEY,
    at       INTEGER NOT NULL,
    kind     TEXT    NOT NULL,
    actor    INTEGER REFERENCES memberships (key),
    member   INTEGER REFERENCES memberships (key),
    message  INTEGER,
    reaction TEXT
) STRICT;

-- body is null once deleted. fingerprint: see domain/fingerprint.rs.
CREATE TABLE messages (
    position    INTEGER PRIMARY KEY,
    id          BLOB    NOT NULL UNIQUE,
    author      INTEGER NOT NULL REFERENCES memberships (key),
    sent_at     INTEGER NOT NULL,
    body        TEXT,
    fingerprint INTEGER,
    reply_to    BLOB,
    edited_at   INTEGER,
    deleted_at  INTEGER
) STRICT;

CREATE TABLE mentions (
    message INTEGER NOT NULL REFERENCES messages (position),
    member  INTEGER NOT NULL REFERENCES memberships (key),
    PRIMARY KEY (message, member)
) STRICT, WITHOUT ROWID;
CREATE INDEX mentions_of_member ON mentions (member, message);

-- added is the log position of the reaction, which gives the order.
CREATE TABLE reactions (
    message  INTEGER NOT NULL REFERENCES messages (position),
    member   INTEGER NOT NULL REFERENCES memberships (key),
    reaction TEXT    NOT NULL,
    added    INTEGER NOT NULL,
    PRIMARY KEY (message, member, reaction)
) STRICT, WITHOUT ROWID;

-- pinned is the log position of the pin.
CREATE TABLE pins (
    message INTEGER PRIMARY KEY REFERENCES messages (position),
    pinned  INTEGER NOT NULL
) STRICT;

-- rowid = messages.position; the words themselves stay in messages.
CREATE VIRTUAL TABLE message_search USING fts5 (
    body,
    content = 'messages',
    content_rowid = 'position',
    columnsize = 0,
    tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO message_search (message_search, rank) VALUES ('secure-delete', 1);

-- How far the index has taken in each circle's messages; see store/backlog.rs.
CREATE TABLE search_progress (
    circle     INTEGER PRIMARY KEY REFERENCES circles (key),
    indexed_to INTEGER NOT NULL
) STRICT;
