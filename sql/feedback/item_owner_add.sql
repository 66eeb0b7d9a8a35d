-- Records whose an item is from a day on.
-- param item_id int
-- param department_id int?
-- param from_day int?
-- param recorded_us int
INSERT INTO item_owner (item_id, department_id, from_day, recorded_us)
VALUES (:item_id, :department_id, :from_day, :recorded_us)
