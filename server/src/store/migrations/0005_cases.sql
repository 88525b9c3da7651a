-- Reports, the cases they become, copies kept as evidence, messages that wait.

-- Something that waits for those who decide in a circle. concern is the gravest
-- that was named, and rank its place in the queue (0 first). message: the id on
-- the wire, since a held message has no place yet. signs: what was found in it,
-- words separated by spaces. claimed_by is an account: whoever decides may be no
-- member. closed_by likewise. act: what closed it, where something was done.
CREATE TABLE cases (
    key           INTEGER PRIMARY KEY,
    id            BLOB    NOT NULL UNIQUE,
    circle        INTEGER NOT NULL REFERENCES circles (key),
    kind          TEXT    NOT NULL CHECK (kind IN ('reported', 'held', 'flagged')),
    concern       TEXT    NOT NULL,
    rank          INTEGER NOT NULL,
    subject       INTEGER NOT NULL REFERENCES memberships (key),
    message       BLOB,
    signs         TEXT    NOT NULL,
    reports       INTEGER NOT NULL,
    opened_at     INTEGER NOT NULL,
    due_at        INTEGER NOT NULL,
    claimed_by    INTEGER REFERENCES accounts (key),
    claimed_until INTEGER,
    closed_at     INTEGER,
    closed_by     INTEGER REFERENCES accounts (key),
    act           INTEGER REFERENCES acts (key)
) STRICT;
CREATE INDEX open_cases ON cases (rank, opened_at, key) WHERE closed_at IS NULL;
CREATE INDEX open_cases_by_subject ON cases (subject, message) WHERE closed_at IS NULL;
CREATE INDEX overdue_cases ON cases (due_at, circle, closed_at) WHERE closed_at IS NULL;
CREATE INDEX cases_of_act ON cases (act) WHERE act IS NOT NULL;
CREATE INDEX closed_cases ON cases (closed_at) WHERE closed_at IS NOT NULL;

-- One person's report of one case; statement: their own words. Nothing here goes
-- to anyone else but concern, statement and at.
CREATE TABLE reports (
    key       INTEGER PRIMARY KEY,
    id        BLOB    NOT NULL UNIQUE,
    case_key  INTEGER NOT NULL REFERENCES cases (key),
    reporter  INTEGER NOT NULL REFERENCES memberships (key),
    concern   TEXT    NOT NULL,
    statement TEXT,
    at        INTEGER NOT NULL,
    UNIQUE (case_key, reporter)
) STRICT;
CREATE INDEX reports_of_reporter ON reports (reporter, at);

-- A copy of a message as it was, for a case or for the act that muted it. It
-- lasts until it expires, whatever becomes of the message.
CREATE TABLE evidence (
    key      INTEGER PRIMARY KEY,
    case_key INTEGER REFERENCES cases (key),
    act      INTEGER REFERENCES acts (key),
    message  BLOB    NOT NULL,
    body     TEXT    NOT NULL,
    sent_at  INTEGER NOT NULL,
    taken_at INTEGER NOT NULL,
    CHECK (case_key IS NOT NULL OR act IS NOT NULL)
) STRICT;
CREATE INDEX evidence_of_case ON evidence (case_key);
CREATE INDEX evidence_of_act ON evidence (act);
CREATE INDEX evidence_by_age ON evidence (taken_at);

-- A message that is on no circle's log: it waits (act is null), or was held back
-- by that act. Once released it is an ordinary message and its row here is gone.
CREATE TABLE held_messages (
    key          INTEGER PRIMARY KEY,
    id           BLOB    NOT NULL UNIQUE,
    case_key     INTEGER NOT NULL UNIQUE REFERENCES cases (key),
    act          INTEGER UNIQUE REFERENCES acts (key),
    author       INTEGER NOT NULL REFERENCES memberships (key),
    body         TEXT    NOT NULL,
    fingerprint  INTEGER NOT NULL,
    reply_to     BLOB,
    content_note TEXT,
    held_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX held_of_author ON held_messages (author);

CREATE TABLE held_mentions (
    held   INTEGER NOT NULL REFERENCES held_messages (key) ON DELETE CASCADE,
    member INTEGER NOT NULL REFERENCES memberships (key),
    PRIMARY KEY (held, member)
) STRICT, WITHOUT ROWID;

-- Who decides in a circle is asked for each case; most members are no moderators.
CREATE INDEX moderators_of_circle ON memberships (circle)
    WHERE role = 'moderator' AND left_at IS NULL;

-- And who is staff of the centre, where no moderator may decide.
CREATE INDEX coordinators ON accounts (key) WHERE coordinator = 1;
