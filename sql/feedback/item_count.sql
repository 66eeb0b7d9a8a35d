-- Counts the questions given to each department, over all surveys.
-- returns department_id int
-- returns n int
SELECT department_id, count(*) AS n FROM item WHERE department_id IS NOT NULL GROUP BY department_id
