-- Lists each leader's tier and owner of today.
-- scan: some hundreds, all wanted
-- returns leader_id int
-- returns tier int
-- returns owner text?
SELECT care.leader_id, care.tier, care.owner
FROM leader_care AS care
JOIN (SELECT max(id) AS id FROM leader_care GROUP BY leader_id) newest ON newest.id = care.id
ORDER BY care.leader_id
