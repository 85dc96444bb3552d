-- What the store keeps for itself leaves the user's settings, and gets room for more.
CREATE TABLE state (
    name      TEXT    PRIMARY KEY,
    value     TEXT    NOT NULL
) STRICT;
INSERT INTO state (name, value) SELECT name, value FROM settings WHERE name = 'installation';
DELETE FROM settings WHERE name = 'installation';
