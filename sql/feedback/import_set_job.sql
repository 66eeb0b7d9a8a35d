-- Says which job does an import.
-- param id int
-- param job_id int
UPDATE import_file SET job_id = :job_id WHERE id = :id
