-- Reads the whole audit in order, with the values still kept.
-- many
-- scan: the whole chain is verified
-- returns seq int
-- returns at_us int
-- returns actor text
-- returns action text
-- returns kind text
-- returns object int
-- returns detail_digest blob
-- returns prev_hash blob
-- returns hash blob
-- returns detail_seq int?
-- returns salt blob?
-- returns before_json text?
-- returns after_json text?
-- returns erased_us int?
SELECT audit.seq AS seq, audit.at_us AS at_us, audit.actor AS actor, audit.action AS action,
    audit.kind AS kind, audit.object AS object, audit.detail_digest AS detail_digest,
    audit.prev_hash AS prev_hash, audit.hash AS hash, audit_detail.seq AS detail_seq,
    audit_detail.salt AS salt, audit_detail.before_json AS before_json,
    audit_detail.after_json AS after_json, audit_detail.erased_us AS erased_us
FROM audit
LEFT JOIN audit_detail ON audit_detail.seq = audit.seq
ORDER BY audit.seq;
