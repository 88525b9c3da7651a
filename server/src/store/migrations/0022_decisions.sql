-- What was decided about a case, one row for each decision: to be looked at later, and
-- to be undone. A decision that was undone stays; at most one of a case stands.

-- kind: how the case ended; 'withdrawn' where the author took the message back. account:
-- who decided; moderator: as which member of the circle, null for the centre. messages:
-- how many it hid. note_before and note_before_by: the content note that was there until
-- then. proposal: the id on the wire, since proposals are cleared away earlier.
CREATE TABLE decisions (
    key            INTEGER PRIMARY KEY,
    id             BLOB    NOT NULL UNIQUE,
    case_key       INTEGER NOT NULL REFERENCES cases (key),
    kind           TEXT    NOT NULL,
    reason         TEXT,
    account        INTEGER NOT NULL REFERENCES accounts (key),
    moderator      INTEGER REFERENCES memberships (key),
    at             INTEGER NOT NULL,
    act            INTEGER REFERENCES acts (key),
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
CREATE INDEX decisions_of_act ON decisions (act) WHERE act IS NOT NULL;
CREATE INDEX decisions_of_proposal ON decisions (proposal) WHERE proposal IS NOT NULL;

-- When its reporter was told that it is handled: once, however often it is decided.
ALTER TABLE reports ADD COLUMN handled_at INTEGER;
UPDATE reports SET handled_at = (SELECT c.closed_at FROM cases c WHERE c.key = reports.case_key);

-- Cases that were closed before: what was done says how they ended, and where nothing
-- was done, the audit and the proposals do.
INSERT INTO decisions (id, case_key, kind, reason, account, moderator, at, act, messages,
                       proposal)
SELECT c.id, c.key,
       CASE WHEN a.kind = 'message_mute' THEN 'mute_message'
            WHEN a.kind = 'member_mute' THEN 'mute_member'
            WHEN a.kind = 'mass_mute' THEN 'mute_everything'
            WHEN a.kind = 'held_back' THEN 'hold_back'
            WHEN c.kind = 'held' AND EXISTS (SELECT 1 FROM messages m WHERE m.id = c.message)
                THEN 'release'
            WHEN c.kind = 'held' THEN 'withdrawn'
            WHEN EXISTS (SELECT 1 FROM proposals p
                         WHERE p.subject = c.subject AND p.at = c.closed_at)
                THEN 'propose_removal'
            WHEN EXISTS (SELECT 1 FROM audit t
                         WHERE t.act = 'case_dismissed' AND t.target = c.id)
                THEN 'dismiss'
            ELSE 'add_note' END,
       a.reason, c.closed_by, coalesce(a.moderator, b.key), c.closed_at, c.act,
       (SELECT count(*) FROM message_mutes x WHERE x.act = c.act),
       (SELECT p.id FROM proposals p WHERE p.subject = c.subject AND p.at = c.closed_at LIMIT 1)
FROM cases c
LEFT JOIN acts a ON a.key = c.act
LEFT JOIN memberships b
    ON b.circle = c.circle AND b.account = c.closed_by AND b.role = 'moderator'
WHERE c.closed_at IS NOT NULL
ORDER BY c.closed_at, c.key;
