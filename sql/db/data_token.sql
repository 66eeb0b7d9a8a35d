-- Reads what the latest change of an area is known by.
-- param area text
-- returns version int
-- returns token text
SELECT version, token FROM data_version WHERE area = :area;
