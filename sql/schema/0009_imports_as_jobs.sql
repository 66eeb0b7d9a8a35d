-- Imports become jobs: worked off in batches, resumed after a crash, seen by readers once they are
-- done.
CREATE INDEX job_kind ON job (kind, id);

-- Imports of before are done. Which states there are, and what shows of each: docs/decisions/0040.
ALTER TABLE import_file ADD COLUMN state TEXT NOT NULL DEFAULT 'done'
    CHECK (state IN ('queued', 'running', 'done', 'cancelled', 'failed'));
ALTER TABLE import_file ADD COLUMN job_id BIGINT REFERENCES job (id); -- that does it, NULL: of before
ALTER TABLE import_file ADD COLUMN ended_us BIGINT; -- instant, NULL: open, or of before
ALTER TABLE import_file ADD COLUMN cancelled_by TEXT; -- login of whoever asked to stop it
ALTER TABLE import_file ADD COLUMN failure TEXT; -- why it failed for good
ALTER TABLE import_file ADD COLUMN after_response_id BIGINT; -- its responses have greater ids
CREATE INDEX import_file_original ON import_file (original_id);
CREATE INDEX import_file_version ON import_file (version_id);
CREATE INDEX import_file_open ON import_file (id) WHERE state <> 'done';

-- An answer counts when the import that brought it is done, and none that is done has revised it.
ALTER TABLE response ADD COLUMN revised_by BIGINT REFERENCES import_file (id); -- NULL: it stands
