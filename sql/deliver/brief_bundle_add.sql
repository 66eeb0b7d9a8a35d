-- Keeps a ZIP of briefs.
-- one
-- param name text
-- param n_briefs int
-- param data blob
-- param made_by text
-- param made_us int
-- returns id int
INSERT INTO brief_bundle (name, n_briefs, data, made_by, made_us)
VALUES (:name, :n_briefs, :data, :made_by, :made_us)
RETURNING id;
