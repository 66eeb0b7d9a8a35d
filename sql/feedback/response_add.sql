-- Adds a revision of a response; it is the latest.
-- param version_id int
-- param source_key text
-- param revision int
-- param import_id int
-- param line int
-- param day int
-- param at_us int?
-- param mode_id int?
-- param respondent_id int?
-- param weight real?
-- param cluster_key text?
-- param account_key text?
-- param transaction_key text?
-- param digest blob
-- param answers blob
INSERT INTO response (version_id, source_key, revision, is_latest, import_id, line, day, at_us,
                      mode_id, respondent_id, weight, cluster_key, account_key,
                      transaction_key, digest, answers)
VALUES (:version_id, :source_key, :revision, 1, :import_id, :line, :day, :at_us,
        :mode_id, :respondent_id, :weight, :cluster_key, :account_key,
        :transaction_key, :digest, :answers)
