-- Private conversations.

-- What a circle of two has beside its row in circles. low and high are the two accounts
-- in order: there is one for two people. asked_at: when it was last asked for. unseen: a
-- request that never came before whoever was asked, since they had blocked its opener,
-- were new, or had no room; its state is 'declined', as that of one they saw and
-- declined. oldest_at: when the oldest words that are left were sent; erased_to: up to
-- which place there are none for their age.
CREATE TABLE direct_conversations (
    circle    INTEGER PRIMARY KEY REFERENCES circles (key),
    low       INTEGER NOT NULL REFERENCES accounts (key),
    high      INTEGER NOT NULL REFERENCES accounts (key),
    asked_at  INTEGER,
    unseen    INTEGER NOT NULL DEFAULT 0 CHECK (unseen IN (0, 1)),
    oldest_at INTEGER,
    erased_to INTEGER NOT NULL DEFAULT 0,
    UNIQUE (low, high),
    CHECK (low < high)
) STRICT;
CREATE INDEX conversations_of_high ON direct_conversations (high);
CREATE INDEX conversations_by_age ON direct_conversations (oldest_at) WHERE oldest_at IS NOT NULL;

-- Who does not want to hear from whom. alias: what the blocked one was called then.
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
