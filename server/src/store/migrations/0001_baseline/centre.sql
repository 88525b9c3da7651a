-- The centre.

-- One row: what the centre has chosen. new_account_hold_days and fold_reports_days: how
-- long an account is new. watch_for: signals that are looked for. zone: the centre's clock.
-- milestone_style: how milestones look. help_card_checked_on: when somebody last checked
-- the help card.
CREATE TABLE centre_settings (
    only_row              INTEGER PRIMARY KEY CHECK (only_row = 1),
    muted_may_react       INTEGER NOT NULL CHECK (muted_may_react IN (0, 1)),
    new_account_hold_days INTEGER NOT NULL CHECK (new_account_hold_days BETWEEN 0 AND 365),
    fold_reports_days     INTEGER NOT NULL CHECK (fold_reports_days BETWEEN 0 AND 365),
    watch_for             TEXT    NOT NULL,
    zone                  TEXT    NOT NULL,
    milestone_style       TEXT    NOT NULL,
    help_card_checked_on  TEXT
) STRICT;
INSERT INTO centre_settings
    (only_row, muted_may_react, new_account_hold_days, fold_reports_days, watch_for, zone,
     milestone_style)
VALUES
    (1, 0, 30, 30, 'phone_number payment_handle link price crisis', 'America/New_York', 'plain');

-- What was done in a role, append-only: ids and codes, never words. hash covers the row
-- and the hash before it; see domain/audit.rs. actor is an account's wire id: once the
-- account is gone, nothing leads from it to anybody.
CREATE TABLE audit (
    number INTEGER PRIMARY KEY,
    at     INTEGER NOT NULL,
    action    TEXT    NOT NULL,
    actor  BLOB,
    circle BLOB,
    target BLOB,
    reason TEXT,
    hash   BLOB    NOT NULL
) STRICT;
CREATE INDEX audit_by_action ON audit (action, number);
CREATE INDEX audit_by_circle ON audit (circle, number);

-- One row: where the audit ends, so that a cut shows.
CREATE TABLE audit_head (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    number   INTEGER NOT NULL,
    hash     BLOB    NOT NULL
) STRICT;

-- How much happened in a week, which is named by its Monday in the centre's zone.
CREATE TABLE week_counts (
    week  TEXT    NOT NULL,
    kind  TEXT    NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (week, kind)
) STRICT, WITHOUT ROWID;
