-- Counts what tells whether rounds and tiers are of use: leaders in office, rounds, those with a tier or an owner.
-- scan: a few hundred short rows at most
-- param today_day int
-- returns n_in_office int
-- returns n_rounds int
-- returns n_cares int
-- returns rounds int?
SELECT (SELECT COUNT(DISTINCT leader_id) FROM term
        WHERE (from_day IS NULL OR from_day <= :today_day) AND (to_day IS NULL OR to_day >= :today_day)) AS n_in_office,
       (SELECT COUNT(*) FROM round) AS n_rounds,
       (SELECT COUNT(*) FROM leader_care) AS n_cares,
       (SELECT value FROM engage_setting WHERE key = 'rounds' ORDER BY id DESC LIMIT 1) AS rounds
