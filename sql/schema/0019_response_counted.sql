-- Answers are counted by survey along one index, which holds all that counting looks at.
CREATE INDEX response_counted ON response (version_id, day, import_id, revised_by, is_latest)
    WHERE is_latest = 1;
