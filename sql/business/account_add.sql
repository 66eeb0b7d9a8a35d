-- Adds an account.
-- one
-- param source_key text
-- param added_us int
-- returns id int
INSERT INTO account (source_key, added_us) VALUES (:source_key, :added_us) RETURNING id
