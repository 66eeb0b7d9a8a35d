-- Moves the end of the audit chain.
-- param seq int
-- param hash blob
INSERT INTO audit_head (id, seq, hash) VALUES (1, :seq, :hash)
ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash;
