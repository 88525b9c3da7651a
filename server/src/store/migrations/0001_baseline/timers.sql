-- Timers.

-- Whatever happens by time: of this kind, about this row, look again then. What is to be
-- done stands in the row that `subject` names, never here.
CREATE TABLE timers (
    kind    TEXT    NOT NULL,
    subject INTEGER NOT NULL,
    due_at  INTEGER NOT NULL,
    PRIMARY KEY (kind, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX due_timers ON timers (due_at, kind, subject);
