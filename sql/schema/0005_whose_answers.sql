-- Which account and which transaction a response is about, as the file names them; and whether the
-- names of clusters mean the same in every version of a survey.
ALTER TABLE response ADD COLUMN account_key TEXT;   -- the customer, NULL: not said
ALTER TABLE response ADD COLUMN transaction_key TEXT; -- order, flight, call; NULL: not said
ALTER TABLE survey_version ADD COLUMN cluster_scope TEXT NOT NULL DEFAULT 'version'
    CHECK (cluster_scope IN ('version', 'survey')); -- in what the names of clusters are unique
