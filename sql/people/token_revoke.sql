-- Revokes a token that is in force.
-- param id int
-- param now_us int
UPDATE token SET revoked_us = :now_us WHERE id = :id AND revoked_us IS NULL
