-- Answers are counted by survey along one index.
CREATE INDEX response_counted ON response (version_id, day, import_id, revised_by)
    WHERE is_latest = 1;
