-- Notes who has the ear of whom, unless it is noted.
-- param leader_id int
-- param over_id int
-- param day int
-- param by text
-- param at_us int
-- returns id int
INSERT INTO influence (leader_id, over_id, from_day, noted_by, noted_us)
SELECT CAST(:leader_id AS BIGINT), CAST(:over_id AS BIGINT), CAST(:day AS BIGINT),
    CAST(:by AS TEXT), CAST(:at_us AS BIGINT)
WHERE NOT EXISTS (SELECT 1 FROM influence WHERE leader_id = :leader_id AND over_id = :over_id
    AND ended_day IS NULL)
RETURNING id
