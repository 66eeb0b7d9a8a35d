-- Says whether responses of a survey name respondents, accounts, transactions.
-- one
-- param survey_id int
-- returns has_respondent int
-- returns has_account int
-- returns has_transaction int
SELECT CASE WHEN EXISTS (SELECT 1 FROM respondent p WHERE p.survey_id = :survey_id)
            THEN 1 ELSE 0 END AS has_respondent,
       CASE WHEN EXISTS (SELECT 1 FROM survey_version v JOIN response r ON r.version_id = v.id
                         WHERE v.survey_id = :survey_id AND r.account_key IS NOT NULL)
            THEN 1 ELSE 0 END AS has_account,
       CASE WHEN EXISTS (SELECT 1 FROM survey_version v JOIN response r ON r.version_id = v.id
                         WHERE v.survey_id = :survey_id AND r.transaction_key IS NOT NULL)
            THEN 1 ELSE 0 END AS has_transaction
