-- Erases the steps of coaching plans that ended, or were due, before a day.
-- scan: a program has some dozens
-- param before int
DELETE FROM coach_step WHERE plan = 'coaching' AND coalesce(ended_day, due_day, day) < :before
