-- Ends a session.
-- param digest text
DELETE FROM session WHERE digest = :digest
