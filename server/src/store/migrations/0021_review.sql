-- What reports fold until a moderator has looked, and what somebody has hidden for
-- themselves.

-- pending: folded, and nobody has looked yet. done: a moderator has looked, so that
-- later reports fold it no more. Null: neither.
ALTER TABLE messages ADD COLUMN review TEXT CHECK (review IN ('pending', 'done'));

UPDATE messages SET review = 'done'
WHERE deleted_at IS NULL
  AND (id IN (SELECT message FROM cases WHERE closed_at IS NOT NULL AND message IS NOT NULL)
       OR (content_note IS NOT NULL
           AND (content_note_by IS NULL OR content_note_by <> author)));

ALTER TABLE centre_settings ADD COLUMN fold_reports_days INTEGER NOT NULL DEFAULT 30
    CHECK (fold_reports_days BETWEEN 0 AND 365);

-- For this member alone. Gone with the message, and when the member leaves.
CREATE TABLE hidden_messages (
    member  INTEGER NOT NULL REFERENCES memberships (key) ON DELETE CASCADE,
    message INTEGER NOT NULL REFERENCES messages (position) ON DELETE CASCADE,
    PRIMARY KEY (member, message)
) STRICT, WITHOUT ROWID;
CREATE INDEX hidden_messages_by_message ON hidden_messages (message);
