-- Lists the rates into a currency: by currency, latest day first, of one day the last set first.
-- param reporting text
-- returns currency text
-- returns from_day int
-- returns rate int
SELECT currency, from_day, rate
FROM currency_rate
WHERE reporting = :reporting
ORDER BY currency, from_day DESC, id DESC
