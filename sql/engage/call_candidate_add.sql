-- Keeps a customer worth a call.
-- param account_id int
-- param department_id int?
-- param asked text?
-- param low_day int?
-- param high_day int?
-- param rating int?
-- param rating_max int?
-- param was_mean real?
-- param was_n int?
-- param now_mean real?
-- param now_n int?
-- param left_day int?
-- param revenue int?
-- param margin int?
-- param currency text?
-- param money_day int?
-- param weight real
-- param found_day int
INSERT INTO call_candidate (account_id, department_id, asked, low_day, high_day, rating, rating_max,
                            was_mean, was_n, now_mean, now_n, left_day, revenue, margin, currency,
                            money_day, weight, found_day)
VALUES (:account_id, :department_id, :asked, :low_day, :high_day, :rating, :rating_max, :was_mean, :was_n,
        :now_mean, :now_n, :left_day, :revenue, :margin, :currency, :money_day, :weight, :found_day)
