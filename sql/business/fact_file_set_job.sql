-- Says which job takes in a file of facts.
-- param id int
-- param job_id int
UPDATE fact_file SET job_id = :job_id WHERE id = :id
