-- Adds an item as a version asked it.
-- param item_id int
-- param version_id int
-- param wording text
-- param kind text
-- param lo int
-- param hi int
-- param decimals int
-- param direction text
-- param column_name text
-- param position int
INSERT INTO item_version (item_id, version_id, wording, kind, lo, hi, decimals, direction,
                          column_name, position)
VALUES (:item_id, :version_id, :wording, :kind, :lo, :hi, :decimals, :direction,
        :column_name, :position)
