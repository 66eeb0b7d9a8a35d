-- Adds a code to an item of a version.
-- param item_id int
-- param version_id int
-- param position int
-- param source text
-- param meaning text
-- param code int?
-- param key text?
-- param label text?
INSERT INTO item_code (item_id, version_id, position, source, meaning, code, key, label)
VALUES (:item_id, :version_id, :position, :source, :meaning, :code, :key, :label)
