-- Private lines: a circle of two. Its log, messages and memberships are those of
-- any circle; what makes it a line stands here.

-- Null for a circle. 'asking': the opener waits for an answer.
ALTER TABLE circles ADD COLUMN line_state TEXT CHECK (line_state IN ('asking', 'open', 'ended'));

-- low and high are the two accounts in order: there is one line for two people.
-- declined_at: the opener is not told, and may not ask again for a while.
CREATE TABLE lines (
    circle      INTEGER PRIMARY KEY REFERENCES circles (key),
    low         INTEGER NOT NULL REFERENCES accounts (key),
    high        INTEGER NOT NULL REFERENCES accounts (key),
    opener      INTEGER NOT NULL REFERENCES accounts (key),
    asked_at    INTEGER NOT NULL,
    declined_at INTEGER,
    UNIQUE (low, high),
    CHECK (low < high)
) STRICT;
CREATE INDEX lines_of_high ON lines (high);
CREATE INDEX lines_of_opener ON lines (opener, asked_at);

CREATE TABLE blocks (
    key     INTEGER PRIMARY KEY,
    id      BLOB    NOT NULL UNIQUE,
    blocker INTEGER NOT NULL REFERENCES accounts (key) ON DELETE CASCADE,
    blocked INTEGER NOT NULL REFERENCES accounts (key) ON DELETE CASCADE,
    alias   TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    UNIQUE (blocker, blocked)
) STRICT;
CREATE INDEX blocks_of_blocked ON blocks (blocked);
