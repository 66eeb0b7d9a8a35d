-- Reads how well an item's comments tell the rating.
-- param item_id int
-- returns language text
-- returns n int
-- returns n_right int
-- returns n_common int
-- returns n_terms int
-- returns praise text
-- returns blame text
SELECT language, n, n_right, n_common, n_terms, praise, blame FROM sentiment WHERE item_id = :item_id
