-- What a message is beside its words: a win, a part of a day's thread, a milestone
-- that its author shares.

ALTER TABLE messages ADD COLUMN win INTEGER NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN daily_on TEXT;
ALTER TABLE messages ADD COLUMN milestone TEXT;
CREATE INDEX wins ON messages (position) WHERE win = 1;
CREATE INDEX daily_messages ON messages (daily_on, position) WHERE daily_on IS NOT NULL;

ALTER TABLE held_messages ADD COLUMN win INTEGER NOT NULL DEFAULT 0;
ALTER TABLE held_messages ADD COLUMN daily_on TEXT;
ALTER TABLE held_messages ADD COLUMN milestone TEXT;
