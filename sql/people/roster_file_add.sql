-- Records that a roster was taken.
-- param as_of_day int
-- param is_whole int
-- param file_name text
-- param taken_us int
-- param taken_by text
INSERT INTO roster_file (as_of_day, is_whole, file_name, taken_us, taken_by)
VALUES (:as_of_day, :is_whole, :file_name, :taken_us, :taken_by)
