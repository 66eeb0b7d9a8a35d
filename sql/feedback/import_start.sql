-- Begins to take in a file: from here on its responses are added.
-- param id int
UPDATE import_file SET state = 'running',
    after_response_id = (SELECT COALESCE(max(r.id), 0) FROM response r)
WHERE id = :id AND state = 'queued'
