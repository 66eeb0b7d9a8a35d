-- Lists the themes of a survey with how they go with the rating; those that were ended by somebody too.
-- param survey_id int
-- returns id int
-- returns item_id int
-- returns name text
-- returns terms text
-- returns is_own int
-- returns is_ended int
-- returns n_with int?
-- returns n_without int?
-- returns n_all int?
-- returns value real?
-- returns lo real?
-- returns hi real?
-- returns clusters int?
-- returns card_id text?
-- returns from_day int?
-- returns to_day int?
SELECT t.id, t.item_id, t.name, t.terms, t.is_own, CASE WHEN t.ended_us IS NULL THEN 0 ELSE 1 END AS is_ended,
       e.n_with, e.n_without, e.n_all, e.value, e.lo, e.hi, e.clusters, e.card_id, e.from_day, e.to_day
FROM theme AS t
LEFT JOIN theme_effect AS e ON e.theme_id = t.id
WHERE t.survey_id = :survey_id AND (t.ended_us IS NULL OR t.is_own = 1)
ORDER BY t.id
