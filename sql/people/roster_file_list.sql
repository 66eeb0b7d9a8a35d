-- Lists the rosters taken, by the day they are of.
-- scan: one a month, and all are wanted
-- returns as_of_day int
-- returns is_whole int
SELECT as_of_day, is_whole FROM roster_file ORDER BY as_of_day, id
