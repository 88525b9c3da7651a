-- Forms of an alias by which look-alikes are found (domain/names/likeness.rs). Two
-- members that were called alike under earlier rules stay so.
CREATE TABLE alias_forms (
    circle INTEGER NOT NULL REFERENCES circles (key),
    form   TEXT    NOT NULL,
    member INTEGER NOT NULL REFERENCES memberships (key) ON DELETE CASCADE,
    PRIMARY KEY (circle, form, member)
) STRICT, WITHOUT ROWID;
CREATE INDEX alias_forms_of_member ON alias_forms (member);

-- By which version of the rules they were made; another one makes them anew.
CREATE TABLE alias_forms_version (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    version  TEXT NOT NULL
) STRICT;

-- Not read any more. It keeps nothing of a name; no row's equals another's.
UPDATE memberships SET alias_likeness = 'row ' || CAST(key AS TEXT);

-- Names that somebody with this invite tried and that were taken, as hashes: each
-- counts once, and after some of them the invite is locked.
CREATE TABLE taken_names (
    invite INTEGER NOT NULL REFERENCES invites (key) ON DELETE CASCADE,
    name   BLOB    NOT NULL,
    PRIMARY KEY (invite, name)
) STRICT, WITHOUT ROWID;
