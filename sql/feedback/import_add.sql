-- Adds an import that waits for its turn, its counts to follow.
-- one
-- param survey_id int
-- param version_id int
-- param original_id int
-- param file_name text
-- param mapping text
-- param imported_us int
-- param actor text
-- returns id int
INSERT INTO import_file (survey_id, version_id, original_id, file_name, mapping, imported_us, actor,
                         n_rows, n_new, n_revised, n_same, n_rejected, n_skipped, state)
VALUES (:survey_id, :version_id, :original_id, :file_name, :mapping, :imported_us, :actor,
        0, 0, 0, 0, 0, 0, 'queued')
RETURNING id
