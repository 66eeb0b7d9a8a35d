-- Counts the whole rosters taken of a day.
-- one
-- scan: one a month
-- param as_of_day int
-- returns n int
SELECT count(*) AS n FROM roster_file WHERE as_of_day = :as_of_day AND is_whole = 1
