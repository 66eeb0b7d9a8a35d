-- Ends a term that is open.
-- param id int
-- param leader_id int
-- param to_day int
UPDATE term SET to_day = :to_day WHERE id = :id AND leader_id = :leader_id AND to_day IS NULL
