-- Adds an upload as a draft.
-- one
-- param original_id int
-- param file_name text
-- param len_bytes int
-- param actor text
-- param received_us int
-- param kind text
-- param head text
-- param findings text?
-- param mapping text?
-- param trial text?
-- returns id int
INSERT INTO upload (original_id, file_name, len_bytes, actor, received_us, kind, state, head,
                    findings, mapping, trial, version)
VALUES (:original_id, :file_name, :len_bytes, :actor, :received_us, :kind, 'draft', :head,
        :findings, :mapping, :trial, 1)
RETURNING id
