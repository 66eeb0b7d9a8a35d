-- Releases: which answers readers who do not hold them are shown (docs/decisions/0069).

-- Answers of a survey let out together: behind each number that changes with them stand at least five people.
CREATE TABLE answer_release (
    survey_id BIGINT NOT NULL REFERENCES survey (id),
    number BIGINT NOT NULL CHECK (number >= 1),     -- 1.. of the survey, in order
    day BIGINT NOT NULL,                            -- civil day
    n_people BIGINT NOT NULL CHECK (n_people >= 0), -- whose answers came or changed
    PRIMARY KEY (survey_id, number)
);

-- With which release the answers of an import came, those excepted that had to wait.
CREATE TABLE answer_release_import (
    import_id BIGINT PRIMARY KEY REFERENCES import_file (id),
    survey_id BIGINT NOT NULL REFERENCES survey (id),
    number BIGINT NOT NULL                          -- of the release
);
CREATE INDEX answer_release_import_survey ON answer_release_import (survey_id);

-- A response that had to wait until enough others stood beside it, or still does.
CREATE TABLE answer_waiting (
    response_id BIGINT PRIMARY KEY REFERENCES response (id) ON DELETE CASCADE,
    survey_id BIGINT NOT NULL REFERENCES survey (id),
    was_id BIGINT,                                  -- the revision (response.id) shown meanwhile, NULL: none
    number BIGINT                                   -- of the release it came with, NULL: it waits
);
CREATE INDEX answer_waiting_open ON answer_waiting (survey_id) WHERE number IS NULL;

-- A card that counts answers which waited when it was made.
CREATE TABLE card_waiting (
    card_id TEXT PRIMARY KEY REFERENCES card (id)
);
