-- What was known of an account no longer counts.
-- param account_id int
UPDATE account_state SET is_latest = 0 WHERE account_id = :account_id AND is_latest = 1
