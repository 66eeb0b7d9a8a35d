-- One index over answers instead of two: in order of being added, as frames read them, with all that counting looks at. What
-- an import adds comes to its end, where the index by day was written to all over.
CREATE INDEX response_ordered ON response (version_id, id, day, import_id, revised_by, is_latest);
DROP INDEX response_counted;
DROP INDEX response_version;
