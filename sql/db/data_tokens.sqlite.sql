-- Reads what the latest changes of the areas named between blanks are known by.
-- scan: areas are few
-- param areas text
-- returns area text
-- returns version int
-- returns token text
SELECT area, version, token FROM data_version WHERE instr(:areas, ' ' || area || ' ') > 0 ORDER BY area
