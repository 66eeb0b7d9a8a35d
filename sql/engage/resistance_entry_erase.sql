-- Erases what was noted of resistance before a day.
-- param before int
DELETE FROM resistance_entry WHERE day < :before
