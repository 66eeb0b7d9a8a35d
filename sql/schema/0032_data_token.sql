-- What a change of an area is known by, beside its number: a store that was put back to an earlier day
-- counts the same numbers again, for other changes.

ALTER TABLE data_version ADD COLUMN token TEXT NOT NULL DEFAULT ''; -- random, another with each change
