-- Lists the responses of a version that count, in order of being added, for its frame.
-- many
-- param version_id int
-- returns id int
-- returns day int
-- returns mode_id int?
-- returns respondent_id int?
-- returns weight real?
-- returns cluster_key text?
-- returns account_key text?
-- returns answers blob
SELECT id, day, mode_id, respondent_id, weight, cluster_key, account_key, answers
FROM response
WHERE version_id = :version_id AND is_latest = 1
ORDER BY id
