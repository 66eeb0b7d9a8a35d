-- Removes sessions that are idle or too old; called when one is opened.
-- scan: sessions are few and sign-ins rare
-- param idle_before_us int
-- param created_before_us int
DELETE FROM session WHERE seen_us < :idle_before_us OR created_us < :created_before_us
