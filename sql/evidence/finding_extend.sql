-- Lets a finding that has not changed live longer.
-- param id int
-- param until_day int
UPDATE finding SET until_day = :until_day WHERE id = :id AND until_day < :until_day
