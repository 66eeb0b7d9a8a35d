-- Responses of a version in order of being added, as frames read them: without it they are sorted in memory.
CREATE INDEX response_version ON response (version_id, id);
