-- Says which import revises a response: it no longer counts once that import is done.
-- param id int
-- param import_id int
UPDATE response SET revised_by = :import_id WHERE id = :id
