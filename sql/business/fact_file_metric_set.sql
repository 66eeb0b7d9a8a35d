-- Sets how many facts of a metric a file has.
-- param file_id int
-- param metric_id int
-- param n int
INSERT INTO fact_file_metric (file_id, metric_id, n) VALUES (:file_id, :metric_id, :n)
ON CONFLICT (file_id, metric_id) DO UPDATE SET n = :n
