-- Counts a change of an area.
-- param area text
-- param token text
INSERT INTO data_version (area, version, token) VALUES (:area, 1, :token)
ON CONFLICT (area) DO UPDATE SET version = data_version.version + 1, token_before = data_version.token,
    token = excluded.token;
