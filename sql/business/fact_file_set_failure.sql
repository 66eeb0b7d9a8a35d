-- Says why a file of facts has failed for good.
-- param id int
-- param failure text
UPDATE fact_file SET failure = :failure WHERE id = :id
