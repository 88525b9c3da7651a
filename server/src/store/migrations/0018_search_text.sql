-- The index takes in text that is prepared first (domain/search_text.rs), so
-- its content is a view that prepares the messages' words. rowid = position.
DROP TABLE message_search;
DELETE FROM search_progress;

CREATE VIEW searchable_messages AS
    SELECT position, index_text(body) AS tokens FROM messages WHERE body IS NOT NULL;

-- Prepared text is split at its spaces and at nothing else.
CREATE VIRTUAL TABLE message_search USING fts5 (
    tokens,
    content = 'searchable_messages',
    content_rowid = 'position',
    columnsize = 0,
    tokenize = 'ascii'
);
INSERT INTO message_search (message_search, rank) VALUES ('secure-delete', 1);

-- By which version of the preparation the index was made; another one makes it anew.
CREATE TABLE search_version (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    version  TEXT NOT NULL
) STRICT;
