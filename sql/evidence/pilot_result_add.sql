-- Keeps what became of a pilot; one that was tested already stays as it is.
-- param pilot_id int
-- param wording text
-- param reason text?
-- param effect real?
-- param lo real?
-- param hi real?
-- param rule text
-- param p_units real?
-- param p_lot real?
-- param detectable real?
-- param n_treated int
-- param n_compared int
-- param n_least int
-- param n_answers int
-- param treated_before real?
-- param treated_after real?
-- param compared_before real?
-- param compared_after real?
-- param card_id text
-- param closed_us int
-- param actor text
INSERT INTO pilot_result (pilot_id, wording, reason, effect, lo, hi, rule, p_units, p_lot,
                          detectable, n_treated, n_compared, n_least, n_answers, treated_before,
                          treated_after, compared_before, compared_after, card_id, closed_us, actor)
VALUES (:pilot_id, :wording, :reason, :effect, :lo, :hi, :rule, :p_units, :p_lot,
        :detectable, :n_treated, :n_compared, :n_least, :n_answers, :treated_before,
        :treated_after, :compared_before, :compared_after, :card_id, :closed_us, :actor)
ON CONFLICT DO NOTHING
