-- Meetings. day: the day of one occurrence, in the meeting's own zone.

-- circle is null for one of the whole centre. Times are the zone's own.
CREATE TABLE meetings (
    key        INTEGER PRIMARY KEY,
    id         BLOB    NOT NULL UNIQUE,
    circle     INTEGER REFERENCES circles (key),
    host       INTEGER NOT NULL REFERENCES accounts (key) ON DELETE CASCADE,
    title      TEXT    NOT NULL,
    first_day  TEXT    NOT NULL,
    minute     INTEGER NOT NULL,
    zone       TEXT    NOT NULL,
    minutes    INTEGER NOT NULL,
    repeats    TEXT    NOT NULL,
    until_day  TEXT,
    link       TEXT,
    place      TEXT,
    created_at INTEGER NOT NULL,
    ended_at   INTEGER
) STRICT;
CREATE INDEX meetings_of_circle ON meetings (circle, first_day) WHERE ended_at IS NULL;

CREATE TABLE meeting_cancellations (
    meeting INTEGER NOT NULL REFERENCES meetings (key) ON DELETE CASCADE,
    day     TEXT    NOT NULL,
    PRIMARY KEY (meeting, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE meeting_answers (
    meeting INTEGER NOT NULL REFERENCES meetings (key) ON DELETE CASCADE,
    day     TEXT    NOT NULL,
    account INTEGER NOT NULL REFERENCES accounts (key) ON DELETE CASCADE,
    answer  TEXT    NOT NULL,
    PRIMARY KEY (meeting, day, account)
) STRICT, WITHOUT ROWID;

-- A secret address under which somebody's calendar is read; only its hash.
CREATE TABLE calendar_feeds (
    account    INTEGER PRIMARY KEY REFERENCES accounts (key) ON DELETE CASCADE,
    token_hash BLOB    NOT NULL UNIQUE,
    made_at    INTEGER NOT NULL
) STRICT;
