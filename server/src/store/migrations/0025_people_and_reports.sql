-- When the invite was made that somebody joined by, so that coordinators can call
-- someone by it who has no label. Null where there was no invite.
ALTER TABLE memberships ADD COLUMN invited_at INTEGER;
UPDATE memberships SET invited_at = followed.made_at
FROM (SELECT circle, used_at, max(created_at) AS made_at FROM invites
      WHERE used_at IS NOT NULL GROUP BY circle, used_at) AS followed
WHERE followed.circle = memberships.circle AND followed.used_at = memberships.joined_at;

-- As of when the reporter had the words of what is reported: of the last report of it,
-- or of when it had ended for them. Null, of reports from before, for when they made it.
ALTER TABLE reports ADD COLUMN words_at INTEGER;
