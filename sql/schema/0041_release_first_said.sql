-- What was said in a question's first release, so that months in which all said the same stay hidden
-- (docs/decisions/0096).

ALTER TABLE answer_first ADD COLUMN said BIGINT;        -- sum of the codes; NULL: not known, or nothing is said
ALTER TABLE answer_first ADD COLUMN said_square BIGINT; -- sum of their squares
