-- Reads the counter of one area, or the sum of all.
-- scan: areas are few
-- one
-- param area text?
-- returns version int
SELECT CAST(coalesce(sum(version), 0) AS BIGINT) AS version FROM data_version
WHERE :area IS NULL OR area = :area;
