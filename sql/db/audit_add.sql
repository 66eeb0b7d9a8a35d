-- Appends an entry to the audit.
-- param seq int
-- param at_us int
-- param actor text
-- param action text
-- param kind text
-- param object int
-- param detail_digest blob
-- param prev_hash blob
-- param hash blob
INSERT INTO audit (seq, at_us, actor, action, kind, object, detail_digest, prev_hash, hash)
VALUES (:seq, :at_us, :actor, :action, :kind, :object, :detail_digest, :prev_hash, :hash);
