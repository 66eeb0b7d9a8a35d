-- Lists the customers worth a call, the most pressing first.
-- scan: as many as are kept, which is few
-- returns account_id int
-- returns account_key text
-- returns account text?
-- returns segment text?
-- returns owner text?
-- returns department_id int?
-- returns asked text?
-- returns low_day int?
-- returns high_day int?
-- returns rating int?
-- returns rating_max int?
-- returns was_mean real?
-- returns was_n int?
-- returns now_mean real?
-- returns now_n int?
-- returns left_day int?
-- returns revenue int?
-- returns margin int?
-- returns currency text?
-- returns money_day int?
-- returns weight real
-- returns found_day int
SELECT c.account_id, a.source_key AS account_key, s.name AS account, s.segment, s.owner, c.department_id,
       c.asked, c.low_day, c.high_day, c.rating, c.rating_max, c.was_mean, c.was_n, c.now_mean, c.now_n,
       c.left_day, c.revenue, c.margin, c.currency, c.money_day, c.weight, c.found_day
FROM call_candidate c
JOIN account a ON a.id = c.account_id
LEFT JOIN account_state s
    ON s.account_id = a.id AND s.revision = (
         SELECT max(l.revision) FROM account_state l
         WHERE l.account_id = a.id AND COALESCE(l.file_id, 0) NOT IN (SELECT id FROM fact_file WHERE state <> 'done'))
ORDER BY c.weight DESC, a.source_key
