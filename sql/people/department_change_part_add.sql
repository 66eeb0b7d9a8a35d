-- Records what one department became in a reorganisation.
-- param change_id int
-- param before_id int
-- param after_id int?
-- param is_new int
INSERT INTO department_change_part (change_id, before_id, after_id, is_new)
VALUES (:change_id, :before_id, :after_id, :is_new)
