-- What was said last of why judgements of people may be kept.
-- scan: a handful, the last of them
-- returns is_on int
-- returns purpose text
-- returns legal_basis text
-- returns retention_days int
-- returns readers text
-- returns hold text?
-- returns day int
-- returns set_by text
SELECT is_on, purpose, legal_basis, retention_days, readers, hold, day, set_by
FROM people_basis ORDER BY id DESC LIMIT 1
