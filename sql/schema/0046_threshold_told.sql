-- What readers who do not hold the answers are told of where ratings fall (docs/decisions/0116).

-- Where ratings of a question fall along a metric, as it was told once for these days, and stays.
CREATE TABLE threshold_told (
    survey_id BIGINT NOT NULL REFERENCES survey (id),
    item_id BIGINT NOT NULL,                        -- item.id
    metric_id BIGINT NOT NULL REFERENCES metric (id),
    from_day BIGINT NOT NULL,                       -- civil day
    to_day BIGINT NOT NULL,                         -- civil day; nothing told later has a day up to it
    told_day BIGINT NOT NULL,                       -- civil day
    result BYTEA NOT NULL,                          -- src/evidence/threshold_told.c
    PRIMARY KEY (survey_id, item_id, metric_id, to_day)
);

-- Releases of everything, before anybody else could be told: what came with them is told of as one.
ALTER TABLE answer_release ADD COLUMN is_whole BIGINT NOT NULL DEFAULT 0;
UPDATE answer_release SET is_whole = 1 WHERE number = 1;
