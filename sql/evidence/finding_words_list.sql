-- The own words of findings in a language, oldest first.
-- param language text
-- returns finding_id int
-- returns text text?
-- scan: few findings are ever reworded
SELECT finding_id, text FROM finding_words WHERE language = :language ORDER BY id
