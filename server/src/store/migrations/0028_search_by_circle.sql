-- Each token of the index carries its circle, so that what is looked for in one is found
-- by the words of that one alone. The index is made anew, as after any change of tokens.
DROP VIEW searchable_messages;
CREATE VIEW searchable_messages AS
    SELECT position, index_text(body, position >> 40) AS tokens
    FROM messages WHERE body IS NOT NULL;
