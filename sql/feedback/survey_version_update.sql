-- Says anew how a version was gathered.
-- param id int
-- param title text
-- param from_day int?
-- param to_day int?
-- param population text?
-- param gathered text?
-- param sampling text
-- param invited int?
-- param rate_definition text?
-- param cluster_text text?
-- param cluster_scope text
-- param weight_text text?
-- param experience text
-- param experience_text text?
-- param note text?
-- param source text?
UPDATE survey_version SET title = :title,
    from_day = :from_day,
    to_day = :to_day,
    population = :population,
    gathered = :gathered,
    sampling = :sampling,
    invited = :invited,
    rate_definition = :rate_definition,
    cluster_text = :cluster_text,
    cluster_scope = :cluster_scope,
    weight_text = :weight_text,
    experience = :experience,
    experience_text = :experience_text,
    note = :note,
    source = :source
WHERE id = :id
