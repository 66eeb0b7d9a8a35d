-- Says what the home holds of what files bring: 0 or more of each. What meets answers is looked for among the first of them.
-- one
-- scan: each part ends at its first row, or counts what is little
-- returns n_imports int
-- returns first_day int?
-- returns last_day int?
-- returns n_comments int
-- returns n_ids int
-- returns n_respondents int
-- returns n_accounts int
-- returns n_transactions int
-- returns n_facts int
-- returns n_period_facts int
-- returns n_meet_response int
-- returns n_meet_respondent int
-- returns n_meet_account int
-- returns n_meet_transaction int
-- returns n_meet_money int
-- returns n_contacts int
-- returns n_promises int
SELECT
    (SELECT count(*) FROM import_file WHERE state = 'done') AS n_imports,
    (SELECT min(first_day) FROM import_file WHERE state = 'done') AS first_day,
    (SELECT max(last_day) FROM import_file WHERE state = 'done') AS last_day,
    (SELECT count(*) FROM (
        SELECT 1 FROM response_text t JOIN response r ON r.id = t.response_id
            JOIN import_file f ON f.id = r.import_id AND f.state = 'done' LIMIT 1) a) AS n_comments,
    (SELECT count(*) FROM survey_version v WHERE EXISTS (
        SELECT 1 FROM response r WHERE r.version_id = v.id AND r.source_key >= 'id:'
            AND r.source_key < 'id;')) AS n_ids,
    (SELECT count(*) FROM (SELECT 1 FROM respondent LIMIT 1) c) AS n_respondents,
    (SELECT count(*) FROM survey_version v WHERE EXISTS (
        SELECT 1 FROM response r WHERE r.version_id = v.id AND r.account_key IS NOT NULL)) AS n_accounts,
    (SELECT count(*) FROM survey_version v WHERE EXISTS (
        SELECT 1 FROM response r WHERE r.version_id = v.id AND r.transaction_key IS NOT NULL))
        AS n_transactions,
    (SELECT count(*) FROM (
        SELECT 1 FROM fact WHERE is_latest = 1 AND file_id NOT IN (SELECT id FROM fact_file WHERE state <> 'done')
            AND (revised_by IS NULL
                 OR revised_by IN (SELECT id FROM fact_file WHERE state <> 'done'))
        LIMIT 1) g) AS n_facts,
    (SELECT count(*) FROM (
        SELECT 1 FROM fact WHERE kind = 'period' AND is_latest = 1 AND file_id NOT IN (SELECT id FROM fact_file WHERE state <> 'done')
            AND (revised_by IS NULL
                 OR revised_by IN (SELECT id FROM fact_file WHERE state <> 'done'))
        LIMIT 1) h) AS n_period_facts,
    (SELECT count(*) FROM (
        SELECT substr(r.source_key, 4) AS source_key, s.key AS scope,
               s.key || '/' || v.key AS version_scope
        FROM response r JOIN survey_version v ON v.id = r.version_id
            JOIN survey s ON s.id = v.survey_id
        WHERE r.source_key >= 'id:' AND r.source_key < 'id;' LIMIT 500) k
     WHERE EXISTS (SELECT 1 FROM fact WHERE fact.kind = 'response' AND fact.is_latest = 1
                       AND fact.file_id NOT IN (SELECT id FROM fact_file WHERE state <> 'done')
                       AND (fact.revised_by IS NULL
                            OR fact.revised_by IN (SELECT id FROM fact_file WHERE state <> 'done'))
                       AND fact.source_key = k.source_key
                       AND fact.scope IN (k.scope, k.version_scope))) AS n_meet_response,
    (SELECT count(*) FROM (
        SELECT p.source_key, s.key AS scope
        FROM respondent p JOIN survey s ON s.id = p.survey_id LIMIT 500) k
     WHERE EXISTS (SELECT 1 FROM fact WHERE fact.kind = 'respondent' AND fact.is_latest = 1
                       AND fact.file_id NOT IN (SELECT id FROM fact_file WHERE state <> 'done')
                       AND (fact.revised_by IS NULL
                            OR fact.revised_by IN (SELECT id FROM fact_file WHERE state <> 'done'))
                       AND fact.source_key = k.source_key AND fact.scope = k.scope))
        AS n_meet_respondent,
    (SELECT count(*) FROM (
        SELECT r.account_key FROM response r WHERE r.account_key IS NOT NULL LIMIT 500) k
     WHERE EXISTS (SELECT 1 FROM fact WHERE fact.kind = 'account' AND fact.is_latest = 1
                       AND fact.file_id NOT IN (SELECT id FROM fact_file WHERE state <> 'done')
                       AND (fact.revised_by IS NULL
                            OR fact.revised_by IN (SELECT id FROM fact_file WHERE state <> 'done'))
                       AND fact.source_key = k.account_key)) AS n_meet_account,
    (SELECT count(*) FROM (
        SELECT r.transaction_key FROM response r WHERE r.transaction_key IS NOT NULL LIMIT 500) k
     WHERE EXISTS (SELECT 1 FROM fact WHERE fact.kind = 'transaction' AND fact.is_latest = 1
                       AND fact.file_id NOT IN (SELECT id FROM fact_file WHERE state <> 'done')
                       AND (fact.revised_by IS NULL
                            OR fact.revised_by IN (SELECT id FROM fact_file WHERE state <> 'done'))
                       AND fact.source_key = k.transaction_key)) AS n_meet_transaction,
    (SELECT count(*) FROM (
        SELECT r.account_key FROM response r WHERE r.account_key IS NOT NULL LIMIT 500) k
     WHERE EXISTS (SELECT 1 FROM fact WHERE fact.kind = 'account' AND fact.is_latest = 1
                       AND fact.file_id NOT IN (SELECT id FROM fact_file WHERE state <> 'done')
                       AND (fact.revised_by IS NULL
                            OR fact.revised_by IN (SELECT id FROM fact_file WHERE state <> 'done'))
                       AND fact.source_key = k.account_key AND fact.currency IS NOT NULL))
        AS n_meet_money,
    (SELECT count(*) FROM (SELECT 1 FROM contact c JOIN note ON note.id = c.note_id
        AND note.withdrawn_us IS NULL LIMIT 1) o) AS n_contacts,
    (SELECT count(*) FROM (SELECT 1 FROM promise p JOIN note ON note.id = p.note_id
        AND note.withdrawn_us IS NULL LIMIT 1) q) AS n_promises
