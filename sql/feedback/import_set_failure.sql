-- Says why an import has failed for good.
-- param id int
-- param failure text
UPDATE import_file SET failure = :failure WHERE id = :id
