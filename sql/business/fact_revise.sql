-- Says which file revises a fact: it no longer counts once that file is done. What the file has said itself, it takes back.
-- param id int
-- param file_id int
UPDATE fact
SET revised_by = CASE WHEN file_id = :file_id THEN revised_by ELSE :file_id END,
    is_latest = CASE WHEN file_id = :file_id THEN 0 ELSE is_latest END
WHERE id = :id
