-- Queues a message.
-- param message_id text
-- param kind text
-- param reader text
-- param subject text
-- param args_json text
-- param created_us int
-- param due_us int
INSERT INTO outbox (message_id, kind, reader, subject, args_json, created_us, due_us)
VALUES (:message_id, :kind, :reader, :subject, :args_json, :created_us, :due_us);
