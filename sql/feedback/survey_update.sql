-- Changes what a survey is called and how its headline is weighted, if that differs.
-- param id int
-- param title text
-- param is_weighted int
UPDATE survey SET title = :title, is_weighted = :is_weighted
WHERE id = :id AND (title <> :title OR is_weighted <> :is_weighted)
