-- An exercise may ask for no hold: then there is nothing to say of it, which is NULL. NOT NULL goes
-- from the column's declaration alone, the way that SQLite documents for it
-- (https://sqlite.org/lang_altertable.html, section 7): no row is copied, so that neither a damaged
-- one nor a full disk is in the way. Making and dropping a table tells other connections.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'held      INTEGER NOT NULL', 'held      INTEGER')
    WHERE type = 'table' AND name = 'reps';
CREATE TABLE changed (held INTEGER);
DROP TABLE changed;
PRAGMA writable_schema = RESET;
