-- Says that an import only added responses to what there was before the latest change of the data.
-- param id int
UPDATE import_file SET
    appended_as = (SELECT d.version FROM data_version d WHERE d.area = 'feedback'),
    appended_to = (SELECT d.token_before FROM data_version d WHERE d.area = 'feedback')
WHERE id = :id
