-- Changes an item's label, role and department.
-- param id int
-- param label text
-- param role text
-- param department_id int?
UPDATE item SET label = :label, role = :role, department_id = :department_id WHERE id = :id
