-- A fact no longer counts: a later revision does.
-- param id int
UPDATE fact SET is_latest = 0 WHERE id = :id
