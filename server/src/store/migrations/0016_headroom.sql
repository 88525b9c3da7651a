-- Whether the largest message could be stored is found out by writing as much here,
-- and taking it out again in the same transaction. Always empty between two of them.
CREATE TABLE headroom (
    key    INTEGER PRIMARY KEY,
    filler BLOB NOT NULL
) STRICT;
