-- Takes away responses of an import that is not done, for a range of them.
-- param import_id int
-- param after_id int
-- param upto_id int
DELETE FROM response WHERE id > :after_id AND id <= :upto_id AND import_id = :import_id
