-- Erases the judgements of before a day.
-- param before int
DELETE FROM judgement WHERE day < :before
