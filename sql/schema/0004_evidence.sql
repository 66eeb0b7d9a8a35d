-- An evidence card: how one number came about, kept as it was shown. Written once, never changed.
CREATE TABLE card (
    id TEXT PRIMARY KEY,                            -- digest of request, frame, method and result
    survey_id BIGINT NOT NULL REFERENCES survey (id),
    department_id BIGINT REFERENCES department (id), -- whose number it is, NULL: nobody's alone
    scope TEXT NOT NULL CHECK (scope IN ('overall', 'department', 'program')), -- who may open it
    created_us BIGINT NOT NULL,                     -- instant it was first shown
    slice TEXT NOT NULL,                            -- what was asked for, in canonical form
    document TEXT NOT NULL                          -- the card as JSON
);
