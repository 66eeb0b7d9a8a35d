-- Finds an original by its digest; 0 if it is not kept yet.
-- one
-- param digest blob
-- returns id int
SELECT COALESCE(max(id), 0) AS id FROM original WHERE digest = :digest
