-- Says anew how a version asked an item.
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
UPDATE item_version SET wording = :wording, kind = :kind, lo = :lo, hi = :hi,
    decimals = :decimals, direction = :direction, column_name = :column_name, position = :position
WHERE item_id = :item_id AND version_id = :version_id
