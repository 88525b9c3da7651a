-- Circles.

-- A circle, or a private conversation, which is a circle of two. direct_state is null for
-- a circle; 'asking': direct_opener waits for an answer; 'declined': they still seem to
-- wait, and the other no longer has it.
CREATE TABLE circles (
    key               INTEGER PRIMARY KEY CHECK (key BETWEEN 1 AND 8388607),
    id                BLOB    NOT NULL UNIQUE,
    name              TEXT    NOT NULL,
    member_limit      INTEGER NOT NULL,
    created_at        INTEGER NOT NULL,
    closed_at         INTEGER,
    slow_mode_seconds INTEGER NOT NULL DEFAULT 0,
    direct_state        TEXT    CHECK (direct_state IN ('asking', 'declined', 'open', 'ended')),
    direct_opener       INTEGER REFERENCES accounts (key)
) STRICT;
CREATE INDEX conversations_of_opener ON circles (direct_opener) WHERE direct_opener IS NOT NULL;

-- Who is, or was, in a circle. A membership outlives leaving: words keep their author,
-- and coming back brings the same member id. left_seq is the place of the leaving in the
-- log: who joined after it never hears of this member. muted_until repeats the action in
-- force, so that posting asks one row. last_posted_at is kept only while slow mode is on.
-- invited_at: when the invite was made that somebody joined by, so that coordinators can
-- call someone by it who has no label.
CREATE TABLE memberships (
    key         INTEGER PRIMARY KEY,
    id          BLOB    NOT NULL UNIQUE,
    circle      INTEGER NOT NULL REFERENCES circles (key),
    account     INTEGER NOT NULL REFERENCES accounts (key),
    alias       TEXT    NOT NULL,
    role        TEXT    NOT NULL CHECK (role IN ('member', 'moderator')),
    label       TEXT,
    invited_at  INTEGER,
    joined_at   INTEGER NOT NULL,
    joined_seq  INTEGER NOT NULL,
    read_seq    INTEGER NOT NULL,
    left_at     INTEGER,
    left_seq    INTEGER,
    muted_until INTEGER,
    last_posted_at INTEGER,
    UNIQUE (circle, account),
    CHECK ((left_at IS NULL) = (left_seq IS NULL))
) STRICT;
CREATE INDEX memberships_of_account ON memberships (account);
-- Who decides in a circle is asked for each case; most members are no moderators.
CREATE INDEX moderators_of_circle ON memberships (circle)
    WHERE role = 'moderator' AND left_at IS NULL;

-- A form of an alias by which look-alikes are found; see domain/names/likeness.rs.
CREATE TABLE alias_forms (
    circle INTEGER NOT NULL REFERENCES circles (key),
    form   TEXT    NOT NULL,
    member INTEGER NOT NULL REFERENCES memberships (key) ON DELETE CASCADE,
    PRIMARY KEY (circle, form, member)
) STRICT, WITHOUT ROWID;
CREATE INDEX alias_forms_of_member ON alias_forms (member);

-- One row: by which version of the rules alias_forms was made; another makes it anew.
CREATE TABLE alias_forms_version (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    version  TEXT NOT NULL
) STRICT;

-- Which part of a circle's log somebody received until they left, were removed, or
-- declined: that stays reportable for a time. from_seq and to_seq are both included.
CREATE TABLE received_spans (
    member   INTEGER NOT NULL REFERENCES memberships (key) ON DELETE CASCADE,
    from_seq INTEGER NOT NULL,
    to_seq   INTEGER NOT NULL,
    ended_at INTEGER NOT NULL,
    PRIMARY KEY (member, from_seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX received_spans_by_age ON received_spans (ended_at);

-- A link by which somebody joins, once. circle is null for a coordinator's. maker: null
-- for one made on the command line. makes_mentor: whoever follows it is a mentor, and
-- its role is 'member'. mentor: who is proposed to whoever follows it.
CREATE TABLE invites (
    key          INTEGER PRIMARY KEY,
    id           BLOB    NOT NULL UNIQUE,
    token_hash   BLOB    NOT NULL UNIQUE,
    circle       INTEGER REFERENCES circles (key),
    role         TEXT    NOT NULL CHECK (role IN ('member', 'moderator', 'coordinator')),
    label        TEXT,
    maker        INTEGER REFERENCES accounts (key),
    makes_mentor INTEGER NOT NULL DEFAULT 0 CHECK (makes_mentor IN (0, 1)),
    mentor       INTEGER REFERENCES mentors (key),
    graduated_on TEXT,
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    used_at      INTEGER,
    withdrawn_at INTEGER,
    CHECK ((role = 'coordinator') = (circle IS NULL))
) STRICT;
CREATE INDEX open_invites_of_maker ON invites (maker)
    WHERE used_at IS NULL AND withdrawn_at IS NULL;

-- A name that somebody with this invite tried and that was taken, as a hash: each counts
-- once, and after some of them the invite is locked.
CREATE TABLE taken_names (
    invite INTEGER NOT NULL REFERENCES invites (key) ON DELETE CASCADE,
    name   BLOB    NOT NULL,
    PRIMARY KEY (invite, name)
) STRICT, WITHOUT ROWID;
