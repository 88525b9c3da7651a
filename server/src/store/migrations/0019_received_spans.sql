-- Which part of a circle's log somebody had before them until they left, were
-- removed, or declined: what they received there stays reportable for a time.

-- from_seq and to_seq are both included. Removed some time after ended_at.
CREATE TABLE received_spans (
    member   INTEGER NOT NULL REFERENCES memberships (key) ON DELETE CASCADE,
    from_seq INTEGER NOT NULL,
    to_seq   INTEGER NOT NULL,
    ended_at INTEGER NOT NULL,
    PRIMARY KEY (member, from_seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX received_spans_by_age ON received_spans (ended_at);

INSERT INTO received_spans (member, from_seq, to_seq, ended_at)
SELECT key, joined_seq, left_seq, left_at FROM memberships WHERE left_at IS NOT NULL;
