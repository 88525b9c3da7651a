-- Mentoring.

-- Who is, or was, a mentor.
CREATE TABLE mentors (
    key      INTEGER PRIMARY KEY,
    id       BLOB    NOT NULL UNIQUE,
    account  INTEGER NOT NULL UNIQUE REFERENCES accounts (key) ON DELETE CASCADE,
    since    INTEGER NOT NULL,
    ended_at INTEGER
) STRICT;

-- A mentor and a mentee. Both have to accept: then active_since is set. Who ended it,
-- and why, is not kept. next_contact_at: when the two agreed to be in touch again.
CREATE TABLE pairings (
    key                INTEGER PRIMARY KEY,
    id                 BLOB    NOT NULL UNIQUE,
    mentor             INTEGER NOT NULL REFERENCES accounts (key) ON DELETE CASCADE,
    mentee             INTEGER NOT NULL REFERENCES accounts (key) ON DELETE CASCADE,
    proposed_at        INTEGER NOT NULL,
    mentor_accepted_at INTEGER,
    mentee_accepted_at INTEGER,
    active_since       INTEGER,
    ended_at           INTEGER,
    next_contact_at    INTEGER,
    CHECK (mentor <> mentee)
) STRICT;
CREATE UNIQUE INDEX one_open_pairing ON pairings (mentee) WHERE ended_at IS NULL;
CREATE INDEX open_pairings_of_mentor ON pairings (mentor) WHERE ended_at IS NULL;

-- Whoever needs another mentor since theirs stepped back.
CREATE TABLE mentees_without_mentor (
    mentee INTEGER PRIMARY KEY REFERENCES accounts (key) ON DELETE CASCADE,
    since  INTEGER NOT NULL
) STRICT;

-- A time a mentor was in touch, or tried to be.
CREATE TABLE outreach (
    key     INTEGER PRIMARY KEY,
    pairing INTEGER NOT NULL REFERENCES pairings (key) ON DELETE CASCADE,
    at      INTEGER NOT NULL,
    means   TEXT    NOT NULL,
    outcome TEXT    NOT NULL
) STRICT;
CREATE INDEX outreach_of_pairing ON outreach (pairing, at);
CREATE INDEX reached_of_pairing ON outreach (pairing, at) WHERE outcome = 'reached';
