-- Keeps a finding in somebody's own words.
-- param finding_id int
-- param language text
-- param text text?
-- param actor text
-- param said_us int
INSERT INTO finding_words (finding_id, language, text, actor, said_us)
VALUES (:finding_id, :language, :text, :actor, :said_us)
