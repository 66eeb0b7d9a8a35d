-- Takes away what responses of an import that is not done say in words, for a range of them.
-- param import_id int
-- param after_id int
-- param upto_id int
DELETE FROM response_text
WHERE response_id IN (
    SELECT id FROM response
    WHERE id > :after_id AND id <= :upto_id AND import_id = :import_id)
