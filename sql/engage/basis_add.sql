-- Says from now on why judgements of people may be kept.
-- param is_on int
-- param purpose text
-- param legal_basis text
-- param retention_days int
-- param readers text
-- param hold text?
-- param day int
-- param set_by text
-- param set_us int
INSERT INTO people_basis (is_on, purpose, legal_basis, retention_days, readers, hold, day, set_by,
    set_us)
VALUES (:is_on, :purpose, :legal_basis, :retention_days, :readers, :hold, :day, :set_by, :set_us)
