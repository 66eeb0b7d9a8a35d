-- Erases the cases of resistance of which nothing is left.
-- scan: a program has some dozens
DELETE FROM resistance
WHERE NOT EXISTS (SELECT 1 FROM resistance_entry WHERE resistance_entry.resistance_id = resistance.id)
