-- A request for help can be taken back before anybody is told, more people can be
-- alerted for it, and a wish for a call goes to the centre's staff.

-- undo_until: nobody is told before then. It stays where the request was taken back.
ALTER TABLE help_requests ADD COLUMN undo_until INTEGER;
ALTER TABLE help_requests
    ADD COLUMN wants_call INTEGER NOT NULL DEFAULT 0 CHECK (wants_call IN (0, 1));

-- The recipient may be the centre too. SQLite can't change a check in place.
ALTER TABLE help_requests
    ADD COLUMN recipient_now TEXT NOT NULL DEFAULT 'on_call'
    CHECK (recipient_now IN ('mentor', 'on_call', 'centre'));
UPDATE help_requests SET recipient_now = recipient;
ALTER TABLE help_requests DROP COLUMN recipient;
ALTER TABLE help_requests RENAME COLUMN recipient_now TO recipient;

-- As whom somebody was alerted; null in older rows.
ALTER TABLE pages ADD COLUMN recipient TEXT CHECK (recipient IN ('mentor', 'on_call', 'centre'));
