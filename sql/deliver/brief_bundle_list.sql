-- Lists the ZIPs there are, newest first.
-- scan: they are kept for some weeks only
-- returns id int
-- returns name text
-- returns n_briefs int
-- returns len_bytes int
-- returns made_by text
-- returns made_us int
SELECT id, name, n_briefs, length(data) AS len_bytes, made_by, made_us
FROM brief_bundle
ORDER BY id DESC;
