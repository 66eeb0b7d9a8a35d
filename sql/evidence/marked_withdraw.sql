-- Takes back a mark that stands.
-- param id int
-- param day int
UPDATE marked_change SET withdrawn_day = :day WHERE id = :id AND withdrawn_day IS NULL
