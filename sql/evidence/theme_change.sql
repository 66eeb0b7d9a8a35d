-- Gives a theme a name and terms; it is somebody's own from then on.
-- param id int
-- param name text
-- param terms text
UPDATE theme SET name = :name, terms = :terms, is_own = 1 WHERE id = :id AND ended_us IS NULL
