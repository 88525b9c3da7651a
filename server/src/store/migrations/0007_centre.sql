-- What the centre has chosen, and accounts it has suspended.

-- One row. watch_for: signs that are looked for, words separated by spaces.
CREATE TABLE centre_settings (
    only_row        INTEGER PRIMARY KEY CHECK (only_row = 1),
    muted_may_react INTEGER NOT NULL CHECK (muted_may_react IN (0, 1)),
    hold_days       INTEGER NOT NULL CHECK (hold_days BETWEEN 0 AND 365),
    watch_for       TEXT    NOT NULL
) STRICT;
INSERT INTO centre_settings (only_row, muted_may_react, hold_days, watch_for)
VALUES (1, 0, 30, 'phone_number payment_handle link price crisis');

-- Null where the account is not suspended.
ALTER TABLE accounts ADD COLUMN suspended_at INTEGER;
