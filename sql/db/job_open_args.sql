-- Lists what the open jobs of a kind were told.
-- param kind text
-- returns args_json text
SELECT args_json FROM job WHERE ended_us IS NULL AND kind = :kind ORDER BY id
