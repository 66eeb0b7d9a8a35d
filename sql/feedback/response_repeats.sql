-- Says whether any response of a survey was changed, and whether any respondent answered more than once: 1 or 0 each.
-- one
-- scan: for one who compares with another tool, and each part ends at its first find
-- param survey_id int
-- returns has_revisions int
-- returns has_repeats int
SELECT
    (SELECT count(*) FROM (
        SELECT 1 FROM response r JOIN survey_version v ON v.id = r.version_id
        WHERE v.survey_id = :survey_id AND r.revision > 1 LIMIT 1) a) AS has_revisions,
    (SELECT count(*) FROM (
        SELECT 1 FROM response r JOIN survey_version v ON v.id = r.version_id
        WHERE v.survey_id = :survey_id AND r.respondent_id IS NOT NULL AND r.is_latest = 1
        GROUP BY r.respondent_id HAVING count(*) > 1 LIMIT 1) b) AS has_repeats
