-- Files of facts become jobs like imports: worked off in batches, resumed after a crash, all of a file
-- counting at once (docs/decisions/0040). Files of before are done.
ALTER TABLE fact_file ADD COLUMN state TEXT NOT NULL DEFAULT 'done'
    CHECK (state IN ('queued', 'running', 'done', 'cancelled', 'failed'));
ALTER TABLE fact_file ADD COLUMN job_id BIGINT REFERENCES job (id); -- that does it, NULL: at once, or of before
ALTER TABLE fact_file ADD COLUMN ended_us BIGINT; -- instant, NULL: open, or of before
ALTER TABLE fact_file ADD COLUMN cancelled_by TEXT; -- login of whoever asked to stop it
ALTER TABLE fact_file ADD COLUMN failure TEXT; -- why it failed for good
ALTER TABLE fact_file ADD COLUMN n_accounts BIGINT NOT NULL DEFAULT 0; -- accounts added or changed
CREATE INDEX fact_file_open ON fact_file (id) WHERE state <> 'done';

-- How many facts of a metric a file has.
CREATE TABLE fact_file_metric (
    file_id BIGINT NOT NULL REFERENCES fact_file (id),
    metric_id BIGINT NOT NULL REFERENCES metric (id),
    n BIGINT NOT NULL CHECK (n >= 0),               -- as known, new and changed
    PRIMARY KEY (file_id, metric_id)
);
CREATE INDEX fact_file_metric_metric ON fact_file_metric (metric_id);
