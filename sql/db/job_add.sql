-- Queues a job.
-- one
-- param kind text
-- param args_json text
-- param key text?
-- param actor text
-- param tries_max int
-- param created_us int
-- param not_before_us int
-- returns id int
INSERT INTO job (kind, args_json, key, actor, state, tries, tries_max, created_us, not_before_us)
VALUES (:kind, :args_json, :key, :actor, 'queued', 0, :tries_max, :created_us, :not_before_us)
RETURNING id;
