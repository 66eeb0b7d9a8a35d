-- Lists the imports that only added responses, after a version of the data, in order of these versions.
-- many
-- param since int
-- returns survey_id int
-- returns appended_as int
-- returns appended_to text
-- returns after_response_id int?
SELECT survey_id, appended_as, appended_to, after_response_id
FROM import_file
WHERE appended_as > :since
ORDER BY appended_as
