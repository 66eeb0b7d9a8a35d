-- Finds an original.
-- param id int
-- returns digest blob
-- returns len_bytes int
SELECT digest, len_bytes FROM original WHERE id = :id
