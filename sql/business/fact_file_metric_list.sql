-- Lists the metrics of a file of facts.
-- param file_id int
-- returns metric_id int
-- returns key text
-- returns label text
-- returns n int
SELECT c.metric_id, m.key, m.label, c.n
FROM fact_file_metric c JOIN metric m ON m.id = c.metric_id
WHERE c.file_id = :file_id
ORDER BY m.label, m.id
