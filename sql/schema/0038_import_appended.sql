-- Which imports only added responses to what there was: those alone can be put onto a frame that was made
-- before.

ALTER TABLE data_version ADD COLUMN token_before TEXT NOT NULL DEFAULT ''; -- of the change before the latest

ALTER TABLE import_file ADD COLUMN appended_as BIGINT; -- version of the area "feedback" it made; NULL: not done, or it changed what there was
ALTER TABLE import_file ADD COLUMN appended_to TEXT; -- token of the version before

CREATE INDEX import_file_appended ON import_file (appended_as) WHERE appended_as IS NOT NULL;
