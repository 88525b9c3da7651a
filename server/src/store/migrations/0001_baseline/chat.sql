-- Chat.

-- What happened in each circle. position = circle key * 2^40 + seq. An entry refers to
-- things and never holds what was said: content lives in messages, so that erasing there
-- erases everywhere.
CREATE TABLE circle_log (
    position INTEGER PRIMARY KEY,
    at       INTEGER NOT NULL,
    kind     TEXT    NOT NULL,
    actor    INTEGER REFERENCES memberships (key),
    member   INTEGER REFERENCES memberships (key),
    message  INTEGER,
    reaction TEXT
) STRICT;

-- What was said. body is null once deleted. fingerprint: see domain/fingerprint.rs.
-- content_note_by: whoever put the note on last. win, daily_on and milestone: a win, a
-- part of a day's thread, a milestone that its author shares. review: 'pending' while
-- reports fold it and nobody has looked; 'done' once a moderator has, so that later
-- reports fold it no more.
CREATE TABLE messages (
    position        INTEGER PRIMARY KEY,
    id              BLOB    NOT NULL,
    author          INTEGER NOT NULL REFERENCES memberships (key),
    sent_at         INTEGER NOT NULL,
    body            TEXT,
    fingerprint     INTEGER,
    reply_to        BLOB,
    edited_at       INTEGER,
    deleted_at      INTEGER,
    content_note    TEXT,
    content_note_by INTEGER REFERENCES memberships (key),
    win             INTEGER NOT NULL DEFAULT 0 CHECK (win IN (0, 1)),
    daily_on        TEXT,
    milestone       TEXT,
    review          TEXT    CHECK (review IN ('pending', 'done'))
) STRICT;
-- A message's id is its sender's, and taken in its circle alone: position >> 40.
CREATE UNIQUE INDEX messages_by_id ON messages (id, position >> 40);
CREATE INDEX wins ON messages (position) WHERE win = 1;
CREATE INDEX daily_messages ON messages (daily_on, position) WHERE daily_on IS NOT NULL;

-- Who is named in a message.
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

-- A message that this member alone does not want to see. Gone with the message, and when
-- the member leaves.
CREATE TABLE hidden_messages (
    member  INTEGER NOT NULL REFERENCES memberships (key) ON DELETE CASCADE,
    message INTEGER NOT NULL REFERENCES messages (position) ON DELETE CASCADE,
    PRIMARY KEY (member, message)
) STRICT, WITHOUT ROWID;
CREATE INDEX hidden_messages_by_message ON hidden_messages (message);

-- What the search index takes in: words that were prepared (domain/search_text.rs), each
-- with its circle, so that a search in one circle looks at that circle's words alone.
CREATE VIEW searchable_messages AS
    SELECT position, index_text(body, position >> 40) AS tokens
    FROM messages WHERE body IS NOT NULL;

-- rowid = messages.position; the words themselves stay in messages. Prepared text is
-- split at its spaces and at nothing else. secure-delete: what is erased leaves the
-- index's pages too.
CREATE VIRTUAL TABLE message_search USING fts5 (
    tokens,
    content = 'searchable_messages',
    content_rowid = 'position',
    columnsize = 0,
    tokenize = 'ascii'
);
INSERT INTO message_search (message_search, rank) VALUES ('secure-delete', 1);

-- How far the index has taken in each circle's messages; see store/backlog.rs.
CREATE TABLE search_progress (
    circle     INTEGER PRIMARY KEY REFERENCES circles (key),
    indexed_to INTEGER NOT NULL
) STRICT;

-- One row: by which version of the preparation the index was made; another makes it anew.
CREATE TABLE search_version (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    version  TEXT NOT NULL
) STRICT;
