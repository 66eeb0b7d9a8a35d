-- Says anew what a code stands for.
-- param item_id int
-- param version_id int
-- param position int
-- param source text
-- param meaning text
-- param code int?
-- param key text?
-- param label text?
UPDATE item_code SET source = :source, meaning = :meaning, code = :code, key = :key, label = :label
WHERE item_id = :item_id AND version_id = :version_id AND position = :position
