-- Lists audit entries from the newest back.
-- param before_seq int
-- param n_max int
-- returns seq int
-- returns at_us int
-- returns actor text
-- returns action text
-- returns kind text
-- returns object int
-- returns before_json text?
-- returns after_json text?
-- returns erased_us int?
-- returns hash blob
SELECT audit.seq AS seq, audit.at_us AS at_us, audit.actor AS actor, audit.action AS action,
    audit.kind AS kind, audit.object AS object, audit_detail.before_json AS before_json,
    audit_detail.after_json AS after_json, audit_detail.erased_us AS erased_us, audit.hash AS hash
FROM audit
LEFT JOIN audit_detail ON audit_detail.seq = audit.seq
WHERE audit.seq < :before_seq
ORDER BY audit.seq DESC
LIMIT :n_max;
