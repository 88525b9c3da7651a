-- Care: what an alum tells of themselves, and to whom it is shown.

-- An alum's own settings; no row where nothing was ever chosen. zone is null for the
-- centre's. The two of the emergency contact go together. paused_until: no hello before.
CREATE TABLE care (
    account         INTEGER PRIMARY KEY REFERENCES accounts (key) ON DELETE CASCADE,
    zone            TEXT,
    check_in_minute INTEGER NOT NULL DEFAULT 480 CHECK (check_in_minute BETWEEN 0 AND 1439),
    graduated_on    TEXT,
    paused_until    INTEGER,
    phone           TEXT,
    emergency_name  TEXT,
    emergency_phone TEXT,
    CHECK ((emergency_name IS NULL) = (emergency_phone IS NULL))
) STRICT;

-- One row for each time a consent was given. In force while revoked_at is null.
CREATE TABLE consents (
    key        INTEGER PRIMARY KEY,
    account    INTEGER NOT NULL REFERENCES accounts (key) ON DELETE CASCADE,
    consent    TEXT    NOT NULL,
    version    INTEGER NOT NULL,
    given_at   INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;
CREATE UNIQUE INDEX consents_in_force ON consents (account, consent) WHERE revoked_at IS NULL;
CREATE INDEX consents_of_account ON consents (account, given_at);

-- A check-in. id: the device's own, and known of this account only. at: when it was
-- made, by the device. mood is null for "not today, I'm OK"; halt: a list of words.
CREATE TABLE check_ins (
    key         INTEGER PRIMARY KEY,
    id          BLOB    NOT NULL,
    account     INTEGER NOT NULL REFERENCES accounts (key) ON DELETE CASCADE,
    at          INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    mood        TEXT,
    craving     INTEGER CHECK (craving BETWEEN 0 AND 10),
    halt        TEXT    NOT NULL,
    note        TEXT,
    wants_call  INTEGER NOT NULL CHECK (wants_call IN (0, 1)),
    UNIQUE (account, id),
    CHECK ((mood IS NULL) = (craving IS NULL))
) STRICT;
CREATE INDEX check_ins_of_account ON check_ins (account, at, key);
CREATE INDEX check_ins_by_age ON check_ins (at);
CREATE INDEX calls_wanted ON check_ins (account, at) WHERE wants_call = 1;

-- The hello ladder of whoever shares check-ins with a mentor. due_at: from when on a
-- check-in was looked for; early: by the shorter hours; step: the last that was taken.
CREATE TABLE follow_ups (
    account INTEGER PRIMARY KEY REFERENCES accounts (key) ON DELETE CASCADE,
    due_at  INTEGER NOT NULL,
    early   INTEGER NOT NULL CHECK (early IN (0, 1)),
    step    TEXT
) STRICT, WITHOUT ROWID;

-- What the centre is told of a long silence: that it is one. close_due: it is time to
-- close it, or to call the emergency contact.
CREATE TABLE no_contacts (
    key       INTEGER PRIMARY KEY,
    id        BLOB    NOT NULL UNIQUE,
    account   INTEGER NOT NULL REFERENCES accounts (key) ON DELETE CASCADE,
    since     INTEGER NOT NULL,
    close_due INTEGER NOT NULL CHECK (close_due IN (0, 1)),
    closed_at INTEGER,
    outcome   TEXT,
    CHECK (outcome IS NULL OR closed_at IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX open_no_contacts ON no_contacts (account) WHERE closed_at IS NULL;

-- An alum's recovery date. date: where milestones are counted from. first_date: where
-- all days are.
CREATE TABLE recovery (
    account    INTEGER PRIMARY KEY REFERENCES accounts (key) ON DELETE CASCADE,
    date       TEXT    NOT NULL,
    first_date TEXT    NOT NULL,
    label      TEXT    NOT NULL,
    paused     INTEGER NOT NULL CHECK (paused IN (0, 1))
) STRICT;

-- A milestone that was reached; it outlasts a change of the date. answer is null while
-- the alum has not said whether to share.
CREATE TABLE milestones (
    account    INTEGER NOT NULL REFERENCES accounts (key) ON DELETE CASCADE,
    milestone       TEXT    NOT NULL,
    on_day     TEXT    NOT NULL,
    reached_at INTEGER NOT NULL,
    answer     TEXT    CHECK (answer IN ('shared', 'private')),
    PRIMARY KEY (account, milestone, on_day)
) STRICT, WITHOUT ROWID;

-- A lapse, recorded in private. id: as of a check-in. shared_with: to whom the alum says it.
CREATE TABLE lapses (
    key         INTEGER PRIMARY KEY,
    id          BLOB    NOT NULL,
    account     INTEGER NOT NULL REFERENCES accounts (key) ON DELETE CASCADE,
    from_day    TEXT    NOT NULL,
    to_day      TEXT    NOT NULL,
    shared_with TEXT    NOT NULL,
    recorded_at INTEGER NOT NULL,
    UNIQUE (account, id),
    CHECK (from_day <= to_day)
) STRICT;
CREATE INDEX lapses_of_account ON lapses (account, from_day);
