-- Sets a rate from a day on.
-- param currency text
-- param reporting text
-- param from_day int
-- param rate int
-- param source text?
-- param set_us int
-- param actor text
INSERT INTO currency_rate (currency, reporting, from_day, rate, source, set_us, actor)
VALUES (:currency, :reporting, :from_day, :rate, :source, :set_us, :actor)
