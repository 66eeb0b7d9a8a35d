-- Finds cards whose id begins with what a person typed; at most two are needed to know.
-- param from_id text
-- param to_id text
-- returns id text
SELECT id FROM card WHERE id >= :from_id AND id < :to_id ORDER BY id LIMIT 2
