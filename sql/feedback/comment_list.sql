-- Lists what responses of some days say in words to an item, with their coded answers; all, or those released.
-- many
-- param item_id int
-- param from_day int
-- param to_day int
-- param reads_all int
-- returns text text
-- returns answers blob
-- returns version_id int
-- returns cluster_key text?
-- returns account_key text?
-- returns respondent_id int?
SELECT said.text, response.answers, response.version_id, response.cluster_key,
       response.account_key, response.respondent_id
FROM response_text AS said
JOIN response ON response.id = said.response_id
JOIN import_file ON import_file.id = response.import_id AND import_file.state = 'done'
WHERE said.item_id = :item_id AND response.is_latest = 1
      AND (response.revised_by IS NULL
           OR EXISTS (SELECT 1 FROM import_file AS later
                      WHERE later.id = response.revised_by AND later.state <> 'done'))
      AND (:reads_all = 1
           OR NOT EXISTS (SELECT 1 FROM answer_waiting AS w
                          WHERE w.response_id = response.id AND w.number IS NULL))
      AND response.day BETWEEN :from_day AND :to_day
ORDER BY said.response_id
