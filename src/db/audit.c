#include "db/audit.h"

#include <inttypes.h>
#include <string.h>

#include "base/digest.h"
#include "base/random.h"
#include "db/db_priv.h"
#include "lang/assert.h"
#include "sql/db.h"

#define SALT_BYTES 32

/* The end of the chain: number and hash of the last entry, 0 and zeros before the first. */
typedef struct {
    int64_t seq;
    CxDigest hash;
} Head;

static CxBlob
blob_of(const CxDigest *digest)
{
    return (CxBlob){ .data = digest->bytes, .len_bytes = sizeof(digest->bytes) };
}

static bool
is_digest(CxBlob blob, const CxDigest *digest)
{
    return blob.len_bytes == sizeof(digest->bytes) &&
           memcmp(blob.data, digest->bytes, sizeof(digest->bytes)) == 0;
}

static CxDigest
detail_digest(CxBlob salt, const char *before_json, const char *after_json)
{
    g_autoptr(CxDigester) digester = cx_digester_new();
    cx_digester_add(digester, salt.data, salt.len_bytes);
    cx_digester_add_text(digester, before_json);
    cx_digester_add_text(digester, after_json);
    return cx_digester_end(digester);
}

/* The hash of an entry: everything about it, and through prev_hash everything before it. */
static CxDigest
entry_hash(const CxAuditAddParams *entry)
{
    g_autoptr(CxDigester) digester = cx_digester_new();
    cx_digester_add(digester, entry->prev_hash.data, entry->prev_hash.len_bytes);
    cx_digester_add_i64(digester, entry->seq);
    cx_digester_add_i64(digester, entry->at_us);
    cx_digester_add_text(digester, entry->actor);
    cx_digester_add_text(digester, entry->action);
    cx_digester_add_text(digester, entry->kind);
    cx_digester_add_i64(digester, entry->object);
    cx_digester_add(digester, entry->detail_digest.data, entry->detail_digest.len_bytes);
    return cx_digester_end(digester);
}

static bool
load_head(CxDb *db, Head *ret_head, GError **error)
{
    g_autoptr(CxStmt) stmt = cx_q_audit_head(db, error);
    if (stmt == NULL)
        return false;
    CxAuditHeadRow row;
    Head head = { 0 };
    switch (cx_q_audit_head_next(stmt, &row, error)) {
    case CX_STEP_ROW:
        if (row.hash.len_bytes != sizeof(head.hash.bytes)) {
            g_set_error_literal(error, CX_ERROR, CX_ERROR_CORRUPT,
                                "the end of the audit is not a hash");
            return false;
        }
        head.seq = row.seq;
        memcpy(head.hash.bytes, row.hash.data, sizeof(head.hash.bytes));
        break;
    case CX_STEP_DONE:
        break;
    case CX_STEP_ERROR:
        return false;
    }
    *ret_head = head;
    return true;
}

bool
cx_audit_count(CxDb *db, int64_t *ret_n, GError **error)
{
    Head head;
    if (!load_head(db, &head, error))
        return false;
    *ret_n = head.seq;
    return true;
}

bool
cx_audit_append(CxDb *db, const CxAuditEntry *entry, GError **error)
{
    Head head;
    if (!load_head(db, &head, error))
        return false;
    uint8_t salt[SALT_BYTES];
    cx_random_bytes(salt, sizeof(salt));
    const CxAuditDetailAddParams detail = {
        .seq = head.seq + 1,
        .salt = { .data = salt, .len_bytes = sizeof(salt) },
        .before_json = entry->before_json,
        .after_json = entry->after_json,
    };
    const CxDigest digest = detail_digest(detail.salt, detail.before_json, detail.after_json);
    CxAuditAddParams added = {
        .seq = detail.seq,
        .at_us = entry->at.us,
        .actor = entry->actor,
        .action = entry->action,
        .kind = entry->kind,
        .object = entry->object,
        .detail_digest = blob_of(&digest),
        .prev_hash = blob_of(&head.hash),
    };
    const CxDigest hash = entry_hash(&added);
    added.hash = blob_of(&hash);
    const CxAuditHeadSetParams moved = { .seq = added.seq, .hash = added.hash };
    if (!cx_q_audit_add(db, &added, error) || !cx_q_audit_detail_add(db, &detail, error) ||
        !cx_q_audit_head_set(db, &moved, error)) {
        g_prefix_error(error, "could not record the change in the audit: ");
        return false;
    }
    return true;
}

bool
cx_audit_erase(CxDb *db, int64_t seq, CxInstant at, GError **error)
{
    const CxAuditDetailEraseParams params = { .seq = seq, .erased_us = at.us };
    if (!cx_q_audit_detail_erase(db, &params, error))
        return false;
    if (cx_db_changes(db) != 1) {
        g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND,
                    "audit entry %" PRId64 " is not there or was erased before", seq);
        return false;
    }
    return true;
}

/* ---- Verifying ---- */

/* What is wrong with an entry, or NULL: in the order in which a reader should hear of it. */
static char *
entry_problem(const CxAuditWalkRow *row, const Head *before)
{
    if (before->seq == 0 && row->seq != 1) {
        return g_strdup_printf("entry 1 is missing: the audit begins with entry %" PRId64,
                               row->seq);
    }
    if (row->seq != before->seq + 1) {
        return g_strdup_printf("entry %" PRId64 " is missing: entry %" PRId64
                               " is followed by entry %" PRId64,
                               before->seq + 1, before->seq, row->seq);
    }
    if (!is_digest(row->prev_hash, &before->hash)) {
        return g_strdup_printf("entry %" PRId64 " does not follow the entry before it: one of the "
                               "two was changed or moved",
                               row->seq);
    }
    const CxAuditAddParams entry = {
        .seq = row->seq,
        .at_us = row->at_us,
        .actor = row->actor,
        .action = row->action,
        .kind = row->kind,
        .object = row->object,
        .detail_digest = row->detail_digest,
        .prev_hash = row->prev_hash,
    };
    const CxDigest hash = entry_hash(&entry);
    if (!is_digest(row->hash, &hash))
        return g_strdup_printf("entry %" PRId64 " was changed after it was written", row->seq);
    if (!row->detail_seq.is_set) {
        return g_strdup_printf("the values of entry %" PRId64 " were removed without being erased",
                               row->seq);
    }
    if (row->erased_us.is_set)
        return NULL;
    const CxDigest detail = detail_digest(row->salt, row->before_json, row->after_json);
    if (!is_digest(row->detail_digest, &detail)) {
        return g_strdup_printf(
            "the values of entry %" PRId64 " were changed after they were written", row->seq);
    }
    return NULL;
}

/* Walks the entries until the first that does not add up; *at is the last good one. */
static bool
walk(CxDb *db, Head *at, CxAuditReport *report, GError **error)
{
    g_autoptr(CxStmt) stmt = cx_q_audit_walk(db, error);
    if (stmt == NULL)
        return false;
    CxAuditWalkRow row;
    CxStep step;
    while ((step = cx_q_audit_walk_next(stmt, &row, error)) == CX_STEP_ROW) {
        report->text = entry_problem(&row, at);
        if (report->text != NULL) {
            report->broken_seq = MIN(row.seq, at->seq + 1);
            return true;
        }
        report->n_entries++;
        report->n_erased += row.erased_us.is_set;
        at->seq = row.seq;
        memcpy(at->hash.bytes, row.hash.data, sizeof(at->hash.bytes));
    }
    return step == CX_STEP_DONE;
}

/* Compares where the walk ended with where the chain says it ends. */
static void
check_end(const Head *at, const Head *head, CxAuditReport *report)
{
    if (at->seq < head->seq) {
        report->broken_seq = at->seq + 1;
        report->text = g_strdup_printf("entry %" PRId64 " is missing: the audit ends at entry "
                                       "%" PRId64 " but had %" PRId64 " entries",
                                       at->seq + 1, at->seq, head->seq);
    } else if (at->seq > head->seq || memcmp(&at->hash, &head->hash, sizeof(at->hash)) != 0) {
        report->broken_seq = MAX(at->seq, 1);
        report->text = g_strdup_printf("entry %" PRId64 " is not the one the audit was left at",
                                       report->broken_seq);
    } else {
        report->is_intact = true;
        report->text = g_strdup_printf("all %" PRId64 " entries of the audit add up", at->seq);
    }
}

bool
cx_audit_verify(CxDb *db, CxAuditReport *ret_report, GError **error)
{
    g_auto(CxAuditReport) report = { 0 };
    g_autoptr(CxTxn) txn = cx_txn_begin_read(db, error);
    if (txn == NULL)
        return false;
    Head head;
    Head at = { 0 };
    if (!load_head(db, &head, error) || !walk(db, &at, &report, error))
        return false;
    if (report.text == NULL)
        check_end(&at, &head, &report);
    if (at.seq > 0)
        report.head = cx_digest_hex(&at.hash, sizeof(at.hash.bytes));
    if (!cx_txn_commit(&txn, error))
        return false;
    *ret_report = report;
    report = (CxAuditReport){ 0 };
    return true;
}

void
cx_audit_report_clear(CxAuditReport *report)
{
    g_clear_pointer(&report->text, g_free);
    g_clear_pointer(&report->head, g_free);
}

/* ---- Listing ---- */

void
cx_audit_record_free(CxAuditRecord *record)
{
    if (record == NULL)
        return;
    g_free(record->actor);
    g_free(record->action);
    g_free(record->kind);
    g_free(record->before_json);
    g_free(record->after_json);
    g_free(record->hash);
    g_free(record);
}

static void
free_record(gpointer data)
{
    cx_audit_record_free(data);
}

static void
add_record(GPtrArray *records, const CxAuditListRow *row)
{
    CxAuditRecord *record = g_new0(CxAuditRecord, 1);
    CxDigest hash = { 0 };
    memcpy(hash.bytes, row->hash.data, MIN(row->hash.len_bytes, sizeof(hash.bytes)));
    record->seq = row->seq;
    record->at = (CxInstant){ row->at_us };
    record->actor = g_strdup(row->actor);
    record->action = g_strdup(row->action);
    record->kind = g_strdup(row->kind);
    record->object = row->object;
    record->before_json = g_strdup(row->before_json);
    record->after_json = g_strdup(row->after_json);
    record->is_erased = row->erased_us.is_set;
    record->hash = cx_digest_hex(&hash, sizeof(hash.bytes));
    g_ptr_array_add(records, record);
}

GPtrArray *
cx_audit_list(CxDb *db, int64_t before_seq, int64_t n_max, GError **error)
{
    const CxAuditListParams params = {
        .before_seq = before_seq == 0 ? INT64_MAX : before_seq,
        .n_max = n_max,
    };
    g_autoptr(CxStmt) stmt = cx_q_audit_list(db, &params, error);
    if (stmt == NULL)
        return NULL;
    g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func(free_record);
    CxAuditListRow row;
    CxStep step;
    while ((step = cx_q_audit_list_next(stmt, &row, error)) == CX_STEP_ROW)
        add_record(records, &row);
    return step == CX_STEP_ERROR ? NULL : g_steal_pointer(&records);
}

GPtrArray *
cx_audit_list_object(CxDb *db, const char *kind, int64_t object, int64_t before_seq, int64_t n_max,
                     GError **error)
{
    const CxAuditListObjectParams params = {
        .kind = kind,
        .object = object,
        .before_seq = before_seq == 0 ? INT64_MAX : before_seq,
        .n_max = n_max,
    };
    g_autoptr(CxStmt) stmt = cx_q_audit_list_object(db, &params, error);
    if (stmt == NULL)
        return NULL;
    g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func(free_record);
    CxAuditListObjectRow row;
    CxStep step;
    while ((step = cx_q_audit_list_object_next(stmt, &row, error)) == CX_STEP_ROW) {
        const CxAuditListRow same = {
            .seq = row.seq,
            .at_us = row.at_us,
            .actor = row.actor,
            .action = row.action,
            .kind = row.kind,
            .object = row.object,
            .before_json = row.before_json,
            .after_json = row.after_json,
            .erased_us = row.erased_us,
            .hash = row.hash,
        };
        add_record(records, &same);
    }
    return step == CX_STEP_ERROR ? NULL : g_steal_pointer(&records);
}
