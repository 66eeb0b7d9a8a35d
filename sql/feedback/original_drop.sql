-- Takes away an original without chunks.
-- param id int
DELETE FROM original WHERE id = :id
