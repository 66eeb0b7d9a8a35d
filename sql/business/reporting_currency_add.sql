-- Sets the currency money is shown in.
-- param currency text
-- param set_us int
-- param actor text
INSERT INTO reporting_currency (currency, set_us, actor) VALUES (:currency, :set_us, :actor)
