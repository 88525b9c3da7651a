-- Private lines: a circle of two. Its log, messages and memberships are those of
-- any circle; what makes it a line stands here.

-- Null for a circle. 'asking': line_opener waits for an answer. 'declined': they
-- still seem to wait, and the other no longer has it.
ALTER TABLE circles ADD COLUMN line_state TEXT
    CHECK (line_state IN ('asking', 'declined', 'open', 'ended'));
ALTER TABLE circles ADD COLUMN line_opener INTEGER REFERENCES accounts (key);
CREATE INDEX lines_of_opener ON circles (line_opener) WHERE line_opener IS NOT NULL;

-- low and high are the two accounts in order: there is one line for two people.
-- asked_at: when it was last asked for. oldest_at: when the oldest words that are
-- left were sent; erased_to: up to which place there are none for their age.
CREATE TABLE lines (
    circle    INTEGER PRIMARY KEY REFERENCES circles (key),
    low       INTEGER NOT NULL REFERENCES accounts (key),
    high      INTEGER NOT NULL REFERENCES accounts (key),
    asked_at  INTEGER,
    oldest_at INTEGER,
    erased_to INTEGER NOT NULL DEFAULT 0,
    UNIQUE (low, high),
    CHECK (low < high)
) STRICT;
CREATE INDEX lines_of_high ON lines (high);
CREATE INDEX lines_by_age ON lines (oldest_at) WHERE oldest_at IS NOT NULL;

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
