-- A client makes the ids of what it sends, so that a repetition is known. Such an id
-- is its maker's alone: to use one that somebody else has used tells nothing of it.

-- A message's id is taken in its circle, where everybody reads it, and nowhere else.
DROP VIEW searchable_messages;
CREATE TABLE messages_of_circles (
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
    win             INTEGER NOT NULL DEFAULT 0,
    daily_on        TEXT,
    milestone       TEXT,
    review          TEXT CHECK (review IN ('pending', 'done'))
) STRICT;
INSERT INTO messages_of_circles
    SELECT position, id, author, sent_at, body, fingerprint, reply_to, edited_at, deleted_at,
           content_note, content_note_by, win, daily_on, milestone, review
    FROM messages;
DROP TABLE messages;
ALTER TABLE messages_of_circles RENAME TO messages;
-- position >> 40 is the circle.
CREATE UNIQUE INDEX messages_by_id ON messages (id, position >> 40);
CREATE INDEX wins ON messages (position) WHERE win = 1;
CREATE INDEX daily_messages ON messages (daily_on, position) WHERE daily_on IS NOT NULL;
CREATE VIEW searchable_messages AS
    SELECT position, index_text(body) AS tokens FROM messages WHERE body IS NOT NULL;

-- One that waits is seen by its author and the moderators: its id is its author's.
CREATE TABLE held_messages_of_authors (
    key          INTEGER PRIMARY KEY,
    id           BLOB    NOT NULL,
    case_key     INTEGER NOT NULL UNIQUE REFERENCES cases (key),
    act          INTEGER UNIQUE REFERENCES acts (key),
    author       INTEGER NOT NULL REFERENCES memberships (key),
    body         TEXT    NOT NULL,
    fingerprint  INTEGER NOT NULL,
    reply_to     BLOB,
    content_note TEXT,
    held_at      INTEGER NOT NULL,
    win          INTEGER NOT NULL DEFAULT 0,
    daily_on     TEXT,
    milestone    TEXT,
    UNIQUE (author, id)
) STRICT;
INSERT INTO held_messages_of_authors
    SELECT key, id, case_key, act, author, body, fingerprint, reply_to, content_note, held_at,
           win, daily_on, milestone
    FROM held_messages;
DROP TABLE held_messages;
ALTER TABLE held_messages_of_authors RENAME TO held_messages;

-- asked_as: the id that whoever asks for help made, and sees. Those who are told of it
-- know it by the same one, or by another where somebody has used that already.
ALTER TABLE help_requests ADD COLUMN asked_as BLOB;
UPDATE help_requests SET asked_as = id;
CREATE UNIQUE INDEX help_as_asked ON help_requests (account, asked_as);
