-- The ends of the quarters of a metric's facts, lowest first.
-- scan: the facts of one metric, once for each frame
-- param metric_id int
-- param currency text?
-- returns value int
SELECT max(q.value) AS value
FROM (SELECT f.value, ntile(4) OVER (ORDER BY f.value) AS quarter
      FROM fact f
      WHERE f.metric_id = :metric_id AND f.is_latest = 1
            AND f.file_id NOT IN (SELECT id FROM fact_file WHERE state <> 'done')
            AND (f.revised_by IS NULL
                 OR f.revised_by IN (SELECT id FROM fact_file WHERE state <> 'done')) AND f.kind <> 'period'
            AND (CAST(:currency AS TEXT) IS NULL OR f.currency = :currency)) q
GROUP BY q.quarter
ORDER BY q.quarter
