-- Keeps what a trial of a draft said, if nobody has changed it since.
-- param id int
-- param version int
-- param trial text?
UPDATE upload SET trial = :trial WHERE id = :id AND version = :version AND state = 'draft'
