-- Private conversations.

-- What a circle of two has beside its row in circles. smaller_account and larger_account:
-- the two, in the order of their keys, so that two people have one row. asked_at: when it
-- was last requested. request_unseen: whoever was asked never saw the request, since they
-- had blocked its opener, were new, or had no room; its state is 'declined', as that of a
-- request they saw and declined. oldest_at: when the oldest message that is left was sent;
-- erased_to_seq: up to which seq messages were erased for their age.
CREATE TABLE direct_conversations (
    circle          INTEGER PRIMARY KEY REFERENCES circles (key),
    smaller_account INTEGER NOT NULL REFERENCES accounts (key),
    larger_account  INTEGER NOT NULL REFERENCES accounts (key),
    asked_at        INTEGER,
    request_unseen  INTEGER NOT NULL DEFAULT 0 CHECK (request_unseen IN (0, 1)),
    oldest_at       INTEGER,
    erased_to_seq   INTEGER NOT NULL DEFAULT 0,
    UNIQUE (smaller_account, larger_account),
    CHECK (smaller_account < larger_account)
) STRICT;
CREATE INDEX conversations_of_larger_account ON direct_conversations (larger_account);
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
