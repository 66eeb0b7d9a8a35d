-- The greatest id of a response.
-- one
-- returns id int
SELECT COALESCE(max(id), 0) AS id FROM response
