/* The audit: who changed what and when, as a chain of digests that can be verified.
 *
 * Each entry's hash is BLAKE2b over the hash before it, its number, time, actor, action, kind and
 * object, and a salted digest of the values before and after. The values and the salt lie in
 * audit_detail and can be erased; the chain still verifies, since it holds only their digest, which
 * says nothing without the salt. Whoever can rewrite the whole file can rewrite the whole chain: note
 * the head of a report elsewhere and compare it with a later walk. Reads and writes audit, audit_detail, audit_head. */
#pragma once

#include "base/clock.h"
#include "db/db.h"

typedef struct {
    const char *actor; /* login of whoever acts, "system" for the command line */
    CxInstant at;
    const char *action;      /* "leader.add" */
    const char *kind;        /* "leader" */
    int64_t object;          /* the row changed, or 0 */
    const char *before_json; /* (nullable) */
    const char *after_json;  /* (nullable) */
} CxAuditEntry;

/* Appends an entry; inside a write transaction. One per use case, also for an import of many rows. */
CX_MUST_USE bool cx_audit_append(CxDb *db, const CxAuditEntry *entry, GError **error);
/* How many entries the chain has: one more with every audited change. */
CX_MUST_USE bool cx_audit_count(CxDb *db, int64_t *ret_n, GError **error);
/* Empties values and salt of an entry and notes when; inside a write transaction. The caller appends
 * an entry that says so. NOT_FOUND if there is no such entry. */
CX_MUST_USE bool cx_audit_erase(CxDb *db, int64_t seq, CxInstant at, GError **error);

/* What a walk along the chain found. */
typedef struct {
    bool is_intact;
    int64_t n_entries;  /* entries that verified */
    int64_t n_erased;   /* of these, entries whose values were erased */
    int64_t broken_seq; /* number of the first entry that does not add up, 0 if none */
    char *text;         /* owned: one sentence for people */
    char *head; /* owned: hash of the last entry that verified, 64 hex digits, NULL if none */
} CxAuditReport;

void cx_audit_report_clear(CxAuditReport *report);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CxAuditReport, cx_audit_report_clear)

/* Walks the whole chain in one read transaction, which it begins itself. A broken chain is a result,
 * not an error. ret_report is initialised by the call. */
CX_MUST_USE bool cx_audit_verify(CxDb *db, CxAuditReport *ret_report, GError **error);

/* An entry as stored; owned texts. */
typedef struct {
    int64_t seq; /* 1.. without gaps */
    CxInstant at;
    char *actor;
    char *action;
    char *kind;
    int64_t object;
    char *before_json; /* NULL: none, or erased */
    char *after_json;  /* NULL: none, or erased */
    bool is_erased;
    char *hash; /* 64 hex digits */
} CxAuditRecord;

void cx_audit_record_free(CxAuditRecord *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxAuditRecord, cx_audit_record_free)

/* Entries from the newest back, before number before_seq (0: from the end), at most n_max: an array
 * of CxAuditRecord, (transfer full). */
CX_MUST_USE GPtrArray *cx_audit_list(CxDb *db, int64_t before_seq, int64_t n_max, GError **error);
/* The same for one object. */
CX_MUST_USE GPtrArray *cx_audit_list_object(CxDb *db, const char *kind, int64_t object,
                                            int64_t before_seq, int64_t n_max, GError **error);
