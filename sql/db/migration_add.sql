-- Records a migration.
-- param number int
-- param name text
-- param digest text
-- param applied_us int
INSERT INTO schema_migration (number, name, digest, applied_us)
VALUES (:number, :name, :digest, :applied_us);
