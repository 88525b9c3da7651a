-- Mentors, who walks beside whom, and when a mentor was in touch.

CREATE TABLE mentors (
    key      INTEGER PRIMARY KEY,
    id       BLOB    NOT NULL UNIQUE,
    account  INTEGER NOT NULL UNIQUE REFERENCES accounts (key) ON DELETE CASCADE,
    since    INTEGER NOT NULL,
    ended_at INTEGER
) STRICT;

-- Both have to accept: then active_since is set. Who ended it, and why, is not kept.
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
CREATE TABLE hand_overs (
    mentee INTEGER PRIMARY KEY REFERENCES accounts (key) ON DELETE CASCADE,
    since  INTEGER NOT NULL
) STRICT;

CREATE TABLE outreach (
    key     INTEGER PRIMARY KEY,
    pairing INTEGER NOT NULL REFERENCES pairings (key) ON DELETE CASCADE,
    at      INTEGER NOT NULL,
    means   TEXT    NOT NULL,
    outcome TEXT    NOT NULL
) STRICT;
CREATE INDEX outreach_of_pairing ON outreach (pairing, at);
CREATE INDEX reached_of_pairing ON outreach (pairing, at) WHERE outcome = 'reached';

-- What an invite brings beside a circle. makes_mentor: whoever follows it is a
-- mentor; its role is 'member'. mentor: who is proposed to whoever follows it.
ALTER TABLE invites ADD COLUMN makes_mentor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE invites ADD COLUMN mentor INTEGER REFERENCES mentors (key);
ALTER TABLE invites ADD COLUMN graduated_on TEXT;
