-- What a file tells of accounts counts, the latest of each.
-- param file_id int
UPDATE account_state SET is_latest = 1
WHERE file_id = :file_id AND is_latest = 0
      AND NOT EXISTS (
          SELECT 1 FROM account_state l
          WHERE l.account_id = account_state.account_id AND l.revision > account_state.revision)
