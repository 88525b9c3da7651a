-- Appeals against acts, and measures that a second person has to agree to.

-- Whoever had a hand in an act beside its moderator: who acted for the centre, or
-- who agreed to the measure. Neither decides about an appeal against it.
ALTER TABLE acts ADD COLUMN party INTEGER REFERENCES accounts (key);

-- Without its statement once that has expired.
CREATE TABLE appeals (
    key        INTEGER PRIMARY KEY,
    id         BLOB    NOT NULL UNIQUE,
    act        INTEGER NOT NULL UNIQUE REFERENCES acts (key),
    statement  TEXT,
    at         INTEGER NOT NULL,
    due_at     INTEGER NOT NULL,
    decided_at INTEGER,
    decided_by INTEGER REFERENCES accounts (key),
    outcome    TEXT    CHECK (outcome IN ('stands', 'taken_back')),
    CHECK ((decided_at IS NULL) = (outcome IS NULL))
) STRICT;
CREATE INDEX open_appeals ON appeals (at) WHERE decided_at IS NULL;
CREATE INDEX overdue_appeals ON appeals (due_at, act, decided_at) WHERE decided_at IS NULL;
CREATE INDEX kept_statements ON appeals (decided_at)
    WHERE decided_at IS NOT NULL AND statement IS NOT NULL;

-- agreed is 0 as well for what nobody decided in time.
CREATE TABLE proposals (
    key        INTEGER PRIMARY KEY,
    id         BLOB    NOT NULL UNIQUE,
    circle     INTEGER NOT NULL REFERENCES circles (key),
    subject    INTEGER NOT NULL REFERENCES memberships (key),
    measure    TEXT    NOT NULL CHECK (measure IN ('removal', 'one_month_mute')),
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
CREATE UNIQUE INDEX one_open_proposal ON proposals (subject, measure) WHERE decided_at IS NULL;
