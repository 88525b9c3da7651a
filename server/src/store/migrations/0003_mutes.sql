-- Muting messages and members, content notes, slow mode. What was said stays in
-- messages: an act only says what it hides, and until when.

-- muted_until repeats the act in force, so that posting asks one row. spoke_at
-- is kept only while slow mode is on.
ALTER TABLE memberships ADD COLUMN muted_until INTEGER;
ALTER TABLE memberships ADD COLUMN spoke_at INTEGER;

ALTER TABLE circles ADD COLUMN slow_mode_seconds INTEGER NOT NULL DEFAULT 0;

-- content_note_by: whoever put it on last.
ALTER TABLE messages ADD COLUMN content_note TEXT;
ALTER TABLE messages ADD COLUMN content_note_by INTEGER REFERENCES memberships (key);

-- What a moderator did about a member. moderator is null for the centre. until:
-- when a mute of the member ends by itself. ended_at: when it was taken back.
CREATE TABLE acts (
    key       INTEGER PRIMARY KEY,
    id        BLOB    NOT NULL UNIQUE,
    circle    INTEGER NOT NULL REFERENCES circles (key),
    kind      TEXT    NOT NULL,
    subject   INTEGER NOT NULL REFERENCES memberships (key),
    moderator INTEGER REFERENCES memberships (key),
    reason    TEXT    NOT NULL,
    at        INTEGER NOT NULL,
    until     INTEGER,
    ended_at  INTEGER
) STRICT;
CREATE INDEX acts_of_subject ON acts (subject, at);
CREATE INDEX acts_of_circle ON acts (circle, at);

-- A message is hidden while it stands here.
CREATE TABLE message_mutes (
    message INTEGER PRIMARY KEY REFERENCES messages (position),
    act     INTEGER NOT NULL REFERENCES acts (key)
) STRICT;
CREATE INDEX message_mutes_of_act ON message_mutes (act);
