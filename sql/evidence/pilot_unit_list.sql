-- Lists the units of a pilot, the treated first.
-- param pilot_id int
-- returns unit_key text
-- returns label text
-- returns is_treated int
SELECT unit_key, label, is_treated
FROM pilot_unit
WHERE pilot_id = :pilot_id
ORDER BY is_treated DESC, unit_key
