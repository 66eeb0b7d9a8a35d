-- Reads what was said last of a subject.
-- param subject text
-- returns id int
-- returns state text
-- returns tone text
-- returns lo real?
-- returns hi real?
-- returns until_day int
SELECT id, state, tone, lo, hi, until_day
FROM finding
WHERE subject = :subject AND ended_day IS NULL
ORDER BY id DESC
LIMIT 1
