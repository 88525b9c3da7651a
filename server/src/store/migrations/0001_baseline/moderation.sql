-- Moderation.

-- What a moderator did about a member. What was said stays in messages: an action only says
-- what it hides, and until when. moderator is null for the centre.
-- acting_account: who acted for the centre, or agreed to what the moderator proposed;
-- neither of the two decides about an appeal. until: when a mute of the member ends by itself.
-- ended_at: when it was taken back.
CREATE TABLE actions (
    key       INTEGER PRIMARY KEY,
    id        BLOB    NOT NULL UNIQUE,
    circle    INTEGER NOT NULL REFERENCES circles (key),
    kind      TEXT    NOT NULL,
    subject   INTEGER NOT NULL REFERENCES memberships (key),
    moderator INTEGER REFERENCES memberships (key),
    acting_account INTEGER REFERENCES accounts (key),
    reason    TEXT    NOT NULL,
    at        INTEGER NOT NULL,
    until     INTEGER,
    ended_at  INTEGER
) STRICT;
CREATE INDEX actions_of_subject ON actions (subject, at);
CREATE INDEX actions_of_circle ON actions (circle, at);

-- A message is hidden while it stands here.
CREATE TABLE message_mutes (
    message INTEGER PRIMARY KEY REFERENCES messages (position),
    action     INTEGER NOT NULL REFERENCES actions (key)
) STRICT;
CREATE INDEX message_mutes_of_action ON message_mutes (action);

-- Something that waits for those who decide in a circle. reason is the gravest that was
-- named, and rank its place in the queue (0 first). message: the id on the wire, since a
-- held message has no place yet. signals: what was found in it. claimed_by and closed_by
-- are accounts: whoever decides may be no member. action: what closed it, where something
-- was done.
CREATE TABLE cases (
    key           INTEGER PRIMARY KEY,
    id            BLOB    NOT NULL UNIQUE,
    circle        INTEGER NOT NULL REFERENCES circles (key),
    kind          TEXT    NOT NULL CHECK (kind IN ('reported', 'held', 'flagged')),
    reason        TEXT    NOT NULL,
    rank          INTEGER NOT NULL,
    subject       INTEGER NOT NULL REFERENCES memberships (key),
    message       BLOB,
    signals         TEXT    NOT NULL,
    reports       INTEGER NOT NULL,
    opened_at     INTEGER NOT NULL,
    due_at        INTEGER NOT NULL,
    claimed_by    INTEGER REFERENCES accounts (key),
    claimed_until INTEGER,
    closed_at     INTEGER,
    closed_by     INTEGER REFERENCES accounts (key),
    action           INTEGER REFERENCES actions (key)
) STRICT;
CREATE INDEX open_cases ON cases (rank, opened_at, key) WHERE closed_at IS NULL;
CREATE INDEX open_cases_by_subject ON cases (subject, message) WHERE closed_at IS NULL;
CREATE INDEX overdue_cases ON cases (due_at, circle, closed_at) WHERE closed_at IS NULL;
CREATE INDEX cases_of_action ON cases (action) WHERE action IS NOT NULL;
CREATE INDEX closed_cases ON cases (closed_at) WHERE closed_at IS NOT NULL;

-- One person's report of one case. statement: their own words. Nothing here goes to
-- anyone else but reason, statement and at. words_at: as of when the reporter had the
-- words of what is reported. handled_at: when they were told that it is handled, once,
-- however often it is decided.
CREATE TABLE reports (
    key        INTEGER PRIMARY KEY,
    id         BLOB    NOT NULL UNIQUE,
    case_key   INTEGER NOT NULL REFERENCES cases (key),
    reporter   INTEGER NOT NULL REFERENCES memberships (key),
    reason     TEXT    NOT NULL,
    statement  TEXT,
    at         INTEGER NOT NULL,
    words_at   INTEGER,
    handled_at INTEGER,
    UNIQUE (case_key, reporter)
) STRICT;
CREATE INDEX reports_of_reporter ON reports (reporter, at);

-- A decision about a case, to be looked at later, and to be undone. One that was undone
-- stays; at most one of a case stands. kind: how the case ended; 'withdrawn' where the
-- author took the message back. account: who decided; moderator: as which member of the
-- circle, null for the centre. messages: how many it hid. note_before and
-- note_before_by: the content note that was there until then. proposal: the id on the
-- wire, since proposals are cleared away earlier.
CREATE TABLE decisions (
    key            INTEGER PRIMARY KEY,
    id             BLOB    NOT NULL UNIQUE,
    case_key       INTEGER NOT NULL REFERENCES cases (key),
    kind           TEXT    NOT NULL,
    reason         TEXT,
    account        INTEGER NOT NULL REFERENCES accounts (key),
    moderator      INTEGER REFERENCES memberships (key),
    at             INTEGER NOT NULL,
    action            INTEGER REFERENCES actions (key),
    duration       TEXT,
    messages       INTEGER NOT NULL,
    note           TEXT,
    note_before    TEXT,
    note_before_by INTEGER REFERENCES memberships (key),
    proposal       BLOB,
    undone_at      INTEGER,
    undone_by      INTEGER REFERENCES accounts (key),
    CHECK ((undone_at IS NULL) = (undone_by IS NULL))
) STRICT;
CREATE UNIQUE INDEX standing_decisions ON decisions (case_key) WHERE undone_at IS NULL;
CREATE INDEX decisions_of_case ON decisions (case_key, undone_at);
CREATE INDEX decisions_of_action ON decisions (action) WHERE action IS NOT NULL;
CREATE INDEX decisions_of_proposal ON decisions (proposal) WHERE proposal IS NOT NULL;

-- A copy of a message as it was, for a case or for the action that muted it. It lasts until
-- it expires, whatever becomes of the message.
CREATE TABLE evidence (
    key      INTEGER PRIMARY KEY,
    case_key INTEGER REFERENCES cases (key),
    action      INTEGER REFERENCES actions (key),
    message  BLOB    NOT NULL,
    body     TEXT    NOT NULL,
    sent_at  INTEGER NOT NULL,
    taken_at INTEGER NOT NULL,
    CHECK (case_key IS NOT NULL OR action IS NOT NULL)
) STRICT;
CREATE INDEX evidence_of_case ON evidence (case_key);
CREATE INDEX evidence_of_action ON evidence (action);
CREATE INDEX evidence_by_age ON evidence (taken_at);

-- A message that is on no circle's log: it waits (action is null), or was held back by that
-- action. Its author and the moderators see it, and its id is its author's. Once released it
-- is an ordinary message and its row here is gone.
CREATE TABLE held_messages (
    key          INTEGER PRIMARY KEY,
    id           BLOB    NOT NULL,
    case_key     INTEGER NOT NULL UNIQUE REFERENCES cases (key),
    action          INTEGER UNIQUE REFERENCES actions (key),
    author       INTEGER NOT NULL REFERENCES memberships (key),
    body         TEXT    NOT NULL,
    fingerprint  INTEGER NOT NULL,
    reply_to     BLOB,
    content_note TEXT,
    held_at      INTEGER NOT NULL,
    win          INTEGER NOT NULL DEFAULT 0 CHECK (win IN (0, 1)),
    daily_on     TEXT,
    milestone    TEXT,
    UNIQUE (author, id)
) STRICT;

-- Who is named in a message that waits.
CREATE TABLE held_mentions (
    held   INTEGER NOT NULL REFERENCES held_messages (key) ON DELETE CASCADE,
    member INTEGER NOT NULL REFERENCES memberships (key),
    PRIMARY KEY (held, member)
) STRICT, WITHOUT ROWID;

-- An appeal against an action, at most one. Without its statement once that has expired.
CREATE TABLE appeals (
    key        INTEGER PRIMARY KEY,
    id         BLOB    NOT NULL UNIQUE,
    action        INTEGER NOT NULL UNIQUE REFERENCES actions (key),
    statement  TEXT,
    at         INTEGER NOT NULL,
    due_at     INTEGER NOT NULL,
    decided_at INTEGER,
    decided_by INTEGER REFERENCES accounts (key),
    outcome    TEXT    CHECK (outcome IN ('action_upheld', 'action_overturned')),
    CHECK ((decided_at IS NULL) = (outcome IS NULL))
) STRICT;
CREATE INDEX open_appeals ON appeals (at) WHERE decided_at IS NULL;
CREATE INDEX overdue_appeals ON appeals (due_at, action, decided_at) WHERE decided_at IS NULL;
CREATE INDEX kept_statements ON appeals (decided_at)
    WHERE decided_at IS NOT NULL AND statement IS NOT NULL;

-- An action that a second person has to agree to. agreed is 0 as well for what nobody
-- decided in time.
CREATE TABLE proposals (
    key        INTEGER PRIMARY KEY,
    id         BLOB    NOT NULL UNIQUE,
    circle     INTEGER NOT NULL REFERENCES circles (key),
    subject    INTEGER NOT NULL REFERENCES memberships (key),
    action    TEXT    NOT NULL CHECK (action IN ('removal', 'one_month_mute')),
    reason     TEXT    NOT NULL,
    moderator  INTEGER NOT NULL REFERENCES memberships (key),
    at         INTEGER NOT NULL,
    until      INTEGER NOT NULL,
    decided_at INTEGER,
    decided_by INTEGER REFERENCES accounts (key),
    agreed     INTEGER CHECK (agreed IN (0, 1)),
    CHECK ((decided_at IS NULL) = (agreed IS NULL))
) STRICT;
CREATE INDEX open_proposals ON proposals (at) WHERE decided_at IS NULL;
CREATE UNIQUE INDEX one_open_proposal ON proposals (subject, action) WHERE decided_at IS NULL;
