-- Ends what was learnt of an item's comments and is nobody's own: it is learnt anew.
-- param item_id int
-- param ended_us int
UPDATE theme SET ended_us = :ended_us WHERE item_id = :item_id AND is_own = 0 AND ended_us IS NULL
