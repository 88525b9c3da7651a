-- The tables, grouped by capability. Times are milliseconds since 1970 UTC; days are
-- written "2026-11-24", and which instants they are depends on a time zone. Wire ids are
-- 16-byte blobs; keys never leave the server. Lists of words are separated by spaces.

-- One row: which life of this database clients' cursors belong to.
CREATE TABLE database_epoch (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    epoch    BLOB    NOT NULL
) STRICT;

-- Whether the largest message could be stored is found out by writing as much here, and
-- taking it out again in the same transaction. Always empty between two of them.
CREATE TABLE write_probe (
    key    INTEGER PRIMARY KEY,
    filler BLOB NOT NULL
) STRICT;
