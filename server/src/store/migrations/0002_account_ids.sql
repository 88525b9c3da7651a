-- The wire id of an account, told to nobody but its holder. Every account has
-- one; a column that is added later can't be NOT NULL without a default.
ALTER TABLE accounts ADD COLUMN id BLOB;
UPDATE accounts SET id = randomblob(16);
CREATE UNIQUE INDEX accounts_by_id ON accounts (id);
