-- Lists accounts that left until a day.
-- scan: once a night
-- param to_day int
-- returns account_id int
-- returns closed_day int?
SELECT account_id, closed_day
FROM account_state
WHERE is_latest = 1 AND closed_day IS NOT NULL AND closed_day <= :to_day
ORDER BY account_id
