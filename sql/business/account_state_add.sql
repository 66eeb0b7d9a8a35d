-- Adds what is known of an account as its next revision, which counts once its file is done.
-- param account_id int
-- param name text?
-- param segment text?
-- param owner text?
-- param opened_day int?
-- param closed_day int?
-- param file_id int
-- param recorded_us int
INSERT INTO account_state (account_id, revision, name, segment, owner, opened_day, closed_day, file_id,
                           recorded_us)
SELECT :account_id, COALESCE(max(revision), 0) + 1, :name, :segment, :owner, :opened_day,
       :closed_day, :file_id, :recorded_us
FROM account_state
WHERE account_id = :account_id
