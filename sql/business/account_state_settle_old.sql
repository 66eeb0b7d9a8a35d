-- What was known of the accounts a file tells of no longer counts.
-- param file_id int
UPDATE account_state SET is_latest = 0
WHERE is_latest = 1
      AND account_id IN (SELECT n.account_id FROM account_state n WHERE n.file_id = :file_id)
