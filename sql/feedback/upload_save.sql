-- Changes a draft that nobody has changed since.
-- param id int
-- param version int
-- param kind text
-- param findings text?
-- param mapping text?
-- param trial text?
UPDATE upload
SET kind = :kind, findings = :findings, mapping = :mapping, trial = :trial, version = version + 1
WHERE id = :id AND version = :version AND state = 'draft'
