-- Notes that a brief was handed over, or was not after all.
-- one
-- param leader_id int
-- param kind text
-- param of_id int?
-- param survey_key text
-- param from_day int?
-- param to_day int?
-- param day int
-- param digest text
-- param headline text
-- param data text
-- param paper text
-- param handed_by text
-- param recorded_us int
-- returns id int
INSERT INTO brief_handover (leader_id, kind, of_id, survey_key, from_day, to_day, day, digest, headline, data, paper,
                            handed_by, recorded_us)
VALUES (:leader_id, :kind, :of_id, :survey_key, :from_day, :to_day, :day, :digest, :headline, :data, :paper,
        :handed_by, :recorded_us)
RETURNING id
