-- Takes away the ZIPs made before an instant: they can be printed again.
-- param before_us int
DELETE FROM brief_bundle WHERE made_us < :before_us;
