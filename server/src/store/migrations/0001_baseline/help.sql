-- Help.

-- Who can be put on call.
CREATE TABLE on_call_people (
    key      INTEGER PRIMARY KEY,
    id       BLOB    NOT NULL UNIQUE,
    account  INTEGER NOT NULL UNIQUE REFERENCES accounts (key) ON DELETE CASCADE,
    ended_at INTEGER
) STRICT;

-- When somebody is on call, as the first or the second to be told.
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

-- A request for help. client_id: the id that whoever asks made, and sees; those who are
-- told know it by id, which is the same unless somebody else has used that already.
-- by_words: it came of words in a message; wants_call: of a wish for a call. last_step: who
-- was told last. undo_until: nobody is told before then; it stays where the request was
-- taken back. direct: the private conversation of the two, once somebody replies.
CREATE TABLE help_requests (
    key             INTEGER PRIMARY KEY,
    id              BLOB    NOT NULL UNIQUE,
    client_id       BLOB,
    account         INTEGER NOT NULL REFERENCES accounts (key) ON DELETE CASCADE,
    recipient       TEXT    NOT NULL CHECK (recipient IN ('mentor', 'on_call', 'centre')),
    words           TEXT,
    by_words        INTEGER NOT NULL CHECK (by_words IN (0, 1)),
    wants_call      INTEGER NOT NULL CHECK (wants_call IN (0, 1)),
    asked_at        INTEGER NOT NULL,
    undo_until      INTEGER,
    last_step       TEXT    NOT NULL,
    acknowledged_at INTEGER,
    acknowledged_by INTEGER REFERENCES accounts (key),
    direct            INTEGER REFERENCES circles (key),
    ended_at        INTEGER
) STRICT;
CREATE UNIQUE INDEX one_open_help ON help_requests (account) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX help_by_client_id ON help_requests (account, client_id);
CREATE INDEX help_of_account ON help_requests (account, asked_at);
CREATE INDEX help_words_by_age ON help_requests (asked_at) WHERE words IS NOT NULL;

-- Who was told of a request for help, and as whom.
CREATE TABLE help_alerts (
    help      INTEGER NOT NULL REFERENCES help_requests (key) ON DELETE CASCADE,
    account   INTEGER NOT NULL REFERENCES accounts (key) ON DELETE CASCADE,
    alerted_at  INTEGER NOT NULL,
    recipient TEXT    CHECK (recipient IN ('mentor', 'on_call', 'centre')),
    PRIMARY KEY (help, account)
) STRICT, WITHOUT ROWID;
CREATE INDEX help_alerts_of_account ON help_alerts (account, alerted_at);

-- The numbers of the centre's help card, in order.
CREATE TABLE card_numbers (
    ordinal INTEGER PRIMARY KEY,
    label   TEXT    NOT NULL,
    phone   TEXT    NOT NULL
) STRICT;
INSERT INTO card_numbers (ordinal, label, phone) VALUES
    (1, 'Emergency', '911'),
    (2, 'Suicide and crisis lifeline, call or text', '988'),
    (3, 'SAMHSA, day and night', '1-800-662-4357');

-- What to do on an overdose, step by step, as the help card says it.
CREATE TABLE card_steps (
    ordinal INTEGER PRIMARY KEY,
    text    TEXT    NOT NULL
) STRICT;
INSERT INTO card_steps (ordinal, text) VALUES
    (1, 'Call 911. Say that somebody is not breathing well and does not wake up.'),
    (2, 'Give naloxone if you have it: one spray into one nostril.'),
    (3, 'If there is no breath, give rescue breaths: one every five seconds.'),
    (4, 'No change after three minutes? Give a second dose, in the other nostril.'),
    (5, 'Lay them on their side and stay until help comes.');
