-- Keeps how a theme goes with the rating, in place of what was.
-- param theme_id int
-- param n_with int
-- param n_without int
-- param n_all int
-- param value real?
-- param lo real?
-- param hi real?
-- param clusters int
-- param card_id text?
-- param from_day int
-- param to_day int
-- param made_us int
INSERT INTO theme_effect (theme_id, n_with, n_without, n_all, value, lo, hi, clusters, card_id, from_day,
                          to_day, made_us)
VALUES (:theme_id, :n_with, :n_without, :n_all, :value, :lo, :hi, :clusters, :card_id, :from_day,
        :to_day, :made_us)
ON CONFLICT (theme_id) DO UPDATE
SET n_with = :n_with, n_without = :n_without, n_all = :n_all, value = :value, lo = :lo, hi = :hi,
    clusters = :clusters, card_id = :card_id, from_day = :from_day, to_day = :to_day, made_us = :made_us
