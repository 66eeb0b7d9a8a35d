-- Opens a case of resistance.
-- one
-- param leader_id int
-- returns id int
INSERT INTO resistance (leader_id) VALUES (:leader_id) RETURNING id
