-- The centre's help card, its choices, and how much happened in each week.

ALTER TABLE centre_settings ADD COLUMN zone TEXT NOT NULL DEFAULT 'America/New_York';
ALTER TABLE centre_settings ADD COLUMN chips TEXT NOT NULL DEFAULT 'plain';
ALTER TABLE centre_settings ADD COLUMN card_checked_on TEXT;

CREATE TABLE card_numbers (
    place INTEGER PRIMARY KEY,
    label TEXT    NOT NULL,
    phone TEXT    NOT NULL
) STRICT;
INSERT INTO card_numbers (place, label, phone) VALUES
    (1, 'Emergency', '911'),
    (2, 'Suicide and crisis lifeline, call or text', '988'),
    (3, 'SAMHSA, day and night', '1-800-662-4357');

CREATE TABLE card_steps (
    place INTEGER PRIMARY KEY,
    line  TEXT    NOT NULL
) STRICT;

INSERT INTO card_steps (place, line) VALUES
    (1, 'Call 911. Say that somebody is not breathing well and does not wake up.'),
    (2, 'Give naloxone if you have it: one spray into one nostril.'),
    (3, 'If there is no breath, give rescue breaths: one every five seconds.'),
    (4, 'No change after three minutes? Give a second dose, in the other nostril.'),
    (5, 'Lay them on their side and stay until help comes.');

-- week: its Monday in the centre's zone.
CREATE TABLE week_counts (
    week  TEXT    NOT NULL,
    kind  TEXT    NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (week, kind)
) STRICT, WITHOUT ROWID;
