-- Lets a response that waited come with a release.
-- param response_id int
-- param number int
UPDATE answer_waiting SET number = :number WHERE response_id = :response_id AND number IS NULL
