-- Lists the days on which nobody is asked to meet, the first ones first.
-- scan: a few a year, all wanted
-- returns id int
-- returns from_day int
-- returns to_day int
-- returns reason text
SELECT id, from_day, to_day, reason FROM closed_days WHERE withdrawn_us IS NULL ORDER BY from_day, id
