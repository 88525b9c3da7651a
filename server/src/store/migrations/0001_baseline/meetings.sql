-- Meetings.

-- A meeting, once or repeating. circle is null for one of the whole centre. Days and
-- minutes are those of its zone. until_day: the last day it may be on, that of one that
-- never repeats too; null for no end. reminded_to: the latest start that somebody was
-- reminded of.
CREATE TABLE meetings (
    key         INTEGER PRIMARY KEY,
    id          BLOB    NOT NULL UNIQUE,
    circle      INTEGER REFERENCES circles (key),
    host        INTEGER NOT NULL REFERENCES accounts (key) ON DELETE CASCADE,
    title       TEXT    NOT NULL,
    first_day   TEXT    NOT NULL,
    minute      INTEGER NOT NULL,
    zone        TEXT    NOT NULL,
    minutes     INTEGER NOT NULL,
    repeats     TEXT    NOT NULL,
    until_day   TEXT,
    link        TEXT,
    place       TEXT,
    created_at  INTEGER NOT NULL,
    reminded_to INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX meetings_of_circle ON meetings (circle, first_day);
CREATE INDEX meetings_of_host ON meetings (host);
CREATE INDEX meetings_by_end ON meetings (until_day) WHERE until_day IS NOT NULL;

-- A day on which a repeating meeting is called off, in the meeting's own zone.
CREATE TABLE meeting_cancellations (
    meeting INTEGER NOT NULL REFERENCES meetings (key) ON DELETE CASCADE,
    day     TEXT    NOT NULL,
    PRIMARY KEY (meeting, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX cancellations_by_day ON meeting_cancellations (day);

-- Whether somebody comes on that day, which is of the meeting's own zone.
CREATE TABLE meeting_answers (
    meeting INTEGER NOT NULL REFERENCES meetings (key) ON DELETE CASCADE,
    day     TEXT    NOT NULL,
    account INTEGER NOT NULL REFERENCES accounts (key) ON DELETE CASCADE,
    answer  TEXT    NOT NULL,
    PRIMARY KEY (meeting, day, account)
) STRICT, WITHOUT ROWID;
CREATE INDEX answers_of_account ON meeting_answers (account, day);
CREATE INDEX answers_by_day ON meeting_answers (day);

-- A secret address under which somebody's calendar is read; only its hash.
CREATE TABLE calendar_feeds (
    account    INTEGER PRIMARY KEY REFERENCES accounts (key) ON DELETE CASCADE,
    token_hash BLOB    NOT NULL UNIQUE,
    made_at    INTEGER NOT NULL
) STRICT;
