-- The bytes of a ZIP of briefs.
-- param id int
-- returns name text
-- returns data blob
SELECT name, data FROM brief_bundle WHERE id = :id;
