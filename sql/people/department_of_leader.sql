-- Lists the departments a leader heads on a day.
-- param leader_id int
-- param day int
-- returns department_id int
SELECT DISTINCT department_id
FROM term
WHERE leader_id = :leader_id AND department_id IS NOT NULL AND (from_day IS NULL OR from_day <= :day)
  AND (to_day IS NULL OR to_day >= :day)
