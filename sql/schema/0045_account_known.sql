-- What is known of an account is its latest revision of which the file is done. So one change of fact_file.state makes what
-- a file says of accounts count, however many they are (docs/decisions/0040); no row says so of itself any more.
ALTER TABLE account_state DROP COLUMN is_latest;
