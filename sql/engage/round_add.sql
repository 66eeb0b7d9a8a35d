-- Begins a round.
-- one
-- param name text
-- param from_day int
-- param target_days int
-- param max_days int
-- param with_sponsor int
-- param instead_of text?
-- param begun_by text
-- param begun_us int
-- returns id int
INSERT INTO round (name, from_day, target_days, max_days, with_sponsor, instead_of, begun_by, begun_us)
VALUES (:name, :from_day, :target_days, :max_days, :with_sponsor, :instead_of, :begun_by, :begun_us)
RETURNING id
