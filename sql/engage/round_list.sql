-- Lists the rounds, the newest first.
-- scan: a few a year, all wanted
-- returns id int
-- returns name text
-- returns from_day int
-- returns ended_day int?
-- returns target_days int
-- returns max_days int
-- returns with_sponsor int
-- returns instead_of text?
-- returns begun_by text
SELECT id, name, from_day, ended_day, target_days, max_days, with_sponsor, instead_of, begun_by
FROM round ORDER BY id DESC
