-- Notes that a session was used.
-- param digest text
-- param now_us int
UPDATE session SET seen_us = :now_us WHERE digest = :digest AND seen_us < :now_us
