-- Counts a change of an area.
-- param area text
INSERT INTO data_version (area, version) VALUES (:area, 1)
ON CONFLICT (area) DO UPDATE SET version = data_version.version + 1;
