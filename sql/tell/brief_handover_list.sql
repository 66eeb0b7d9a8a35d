-- Lists the briefs handed to a leader, newest first, without those taken back.
-- param leader_id int
-- returns id int
-- returns survey_key text
-- returns from_day int?
-- returns to_day int?
-- returns day int
-- returns digest text
-- returns headline text
-- returns handed_by text
SELECT h.id, h.survey_key, h.from_day, h.to_day, h.day, h.digest, h.headline, h.handed_by
FROM brief_handover AS h
WHERE h.leader_id = :leader_id AND h.kind = 'handed'
      AND NOT EXISTS (SELECT 1 FROM brief_handover AS t WHERE t.of_id = h.id)
ORDER BY h.day DESC, h.id DESC
