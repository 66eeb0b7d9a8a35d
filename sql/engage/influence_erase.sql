-- Erases who has the ear of whom, as noted before a day.
-- scan: a few dozen
-- param before int
DELETE FROM influence WHERE from_day < :before
