-- What was released before anybody else could be told, or while fewer than five had answered a question (docs/decisions/0081).

-- Answers to a question in the first release that can be told of it, by month: months that were small then stay hidden.
CREATE TABLE answer_first (
    survey_id BIGINT NOT NULL REFERENCES survey (id),
    item_id BIGINT NOT NULL,                        -- item.id, 0: how many answered at all
    version_id BIGINT NOT NULL REFERENCES survey_version (id),
    month BIGINT NOT NULL,                          -- year * 12 + month - 1
    n BIGINT NOT NULL,                              -- answers
    PRIMARY KEY (survey_id, item_id, version_id, month)
);
