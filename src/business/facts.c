/* Taking in a file of facts. Everything that can be refused is refused before the first row; then
 * every record is taken or set aside in one pass. */
#include "business/facts.h"

#include <inttypes.h>
#include <string.h>

#include "base/digest.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/near.h"
#include "base/text.h"
#include "business/account.h"
#include "business/facts_priv.h"
#include "codec/json.h"
#include "db/txn.h"
#include "db/version.h"
#include "lang/assert.h"
#include "people/department.h"
#include "sql/business.h"

#define ROWS_A_STEP 256 /* between two looks at who watches */

/* A file under way. */
typedef struct {
    CxCtx *ctx;
    const CxFactsMapping *mapping;
    CxTable *table;
    CxFactsBound *bound;
    CxFactsRow *row;
    CxFactsReport *report;
    CxMetricId *metrics;     /* by metric of the mapping */
    int64_t *counts;         /* likewise: facts */
    GPtrArray *departments;  /* as they stand */
    CxDepartmentId constant; /* the mapping's, or 0 */
    GHashTable *seen;        /* what a fact is known by -> line it came on */
    int64_t n_kept_rejects;
    bool is_changed; /* metrics, accounts or facts */
} Take;

static void
take_clear(Take *take)
{
    cx_facts_row_free(take->row);
    cx_facts_bound_free(take->bound);
    cx_table_free(take->table);
    cx_facts_report_free(take->report);
    g_free(take->metrics);
    g_free(take->counts);
    g_clear_pointer(&take->departments, g_ptr_array_unref);
    g_clear_pointer(&take->seen, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Take, take_clear)

/* ---- Before the first row ---- */

static bool
read_headers(Take *take, GError **error)
{
    for (size_t i = 0; i < take->mapping->n_headers; i++) {
        CxTableRow row;
        const CxTableStep step = cx_table_next(take->table, &row, error);
        if (step == CX_TABLE_ERROR)
            return false;
        if (step != CX_TABLE_ROW) {
            g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "%s",
                        i == 0 && step == CX_TABLE_END ? "the file is empty"
                                                       : "the file's header cannot be read");
            return false;
        }
        if (i > 0)
            continue;
        take->bound = cx_facts_bind(take->mapping, &row, error);
        if (take->bound == NULL)
            return false;
    }
    cx_assert(take->bound != NULL); /* a mapping has at least one header */
    const CxHeader *header = take->bound->header;
    for (size_t i = 0; i < header->n_columns; i++) {
        if (!header->is_used[i] && *header->names[i] != '\0')
            g_ptr_array_add(take->report->columns_unused, g_strdup(header->names[i]));
    }
    return true;
}

static bool
open_file(Take *take, const CxFactsFile *file, GError **error)
{
    if ((int64_t)file->len_bytes > CX_FACTS_BYTES_MAX) {
        g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE,
                    "the file has %zu bytes, the limit is %" PRId64
                    "; give it in parts, each with the header",
                    file->len_bytes, CX_FACTS_BYTES_MAX);
        return false;
    }
    const CxTableOptions options = { .delimiter = take->mapping->delimiter };
    take->table = cx_table_open(file->data, file->len_bytes, &options, error);
    return take->table != NULL && read_headers(take, error);
}

static bool
refresh_departments(Take *take, GError **error)
{
    g_clear_pointer(&take->departments, g_ptr_array_unref);
    take->departments = cx_department_list(take->ctx, error);
    return take->departments != NULL;
}

/* The department that words mean: its name in any letters, or its key; NULL if there is none. */
static const CxDepartment *
known_department(const Take *take, const char *words)
{
    g_autofree char *wanted = g_utf8_casefold(words, -1);
    const CxDepartment *by_key = NULL;
    for (guint i = 0; i < take->departments->len; i++) {
        const CxDepartment *department = g_ptr_array_index(take->departments, i);
        g_autofree char *name = g_utf8_casefold(department->name, -1);
        if (strcmp(name, wanted) == 0)
            return department;
        if (strcmp(department->key, words) == 0)
            by_key = department;
    }
    return by_key;
}

static bool
add_department(Take *take, const char *key, const char *name, CxDepartmentId *ret_id,
               GError **error)
{
    bool is_new = false;
    if (!cx_department_ensure(take->ctx, key, name, ret_id, &is_new, error))
        return false;
    if (is_new)
        g_ptr_array_add(take->report->departments_new, g_strdup(key));
    return refresh_departments(take, error);
}

/* The department of a key the mapping names: one of its own, or one there is. */
static bool
mapped_department(Take *take, const char *key, CxDepartmentId *ret_id, GError **error)
{
    *ret_id = (CxDepartmentId){ 0 };
    if (key == NULL)
        return true;
    const CxDepartment *known = known_department(take, key);
    if (known != NULL) {
        *ret_id = known->id;
        return true;
    }
    for (size_t i = 0; i < take->mapping->n_departments; i++) {
        if (strcmp(take->mapping->departments[i].key, key) == 0)
            return add_department(take, key, take->mapping->departments[i].name, ret_id, error);
    }
    g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                "there is no department \"%s\"; add it, or name it in the mapping's "
                "\"departments\"",
                key);
    return false;
}

static bool
ensure_metrics(Take *take, GError **error)
{
    const CxFactsMapping *mapping = take->mapping;
    take->metrics = g_new0(CxMetricId, mapping->n_metrics);
    take->counts = g_new0(int64_t, mapping->n_metrics);
    for (size_t i = 0; i < mapping->n_metrics; i++) {
        const CxFactsMetric *metric = &mapping->metrics[i];
        CxMetricSpec spec = { .key = metric->key,
                              .label = metric->label,
                              .unit = metric->unit,
                              .direction = metric->direction,
                              .decimals = metric->decimals,
                              .is_money = metric->is_money,
                              .cuts = metric->cuts,
                              .n_cuts = metric->n_cuts };
        if (!mapped_department(take, metric->department, &spec.department, error) ||
            !cx_metric_ensure(take->ctx, &spec, &take->metrics[i], &take->is_changed, error))
            return false;
    }
    return true;
}

static bool
add_file(Take *take, const CxFactsFile *file, GError **error)
{
    const CxDigest digest = cx_digest(file->data, file->len_bytes);
    const CxFactFileAddParams params = {
        .original_id = file->original != 0 ? CX_SOME_I64(file->original) : (CxOptI64){ 0 },
        .file_name = file->name,
        .digest = { digest.bytes, sizeof digest.bytes },
        .len_bytes = (int64_t)file->len_bytes,
        .mapping = take->mapping->json,
        .taken_us = take->ctx->now.us,
        .actor = take->ctx->actor.login,
    };
    CxFactFileAddRow row;
    if (!cx_q_fact_file_add(take->ctx->db, &params, &row, error))
        return false;
    CxFactsReport *report = take->report;
    report->id.v = row.id;
    report->file_name = g_strdup(file->name);
    report->taken_at = take->ctx->now;
    report->actor = g_strdup(take->ctx->actor.login);
    report->kind = take->mapping->kind;
    return true;
}

/* ---- Rows ---- */

static bool
set_aside(Take *take, int64_t line, const char *reason, GError **error)
{
    CxFactsReport *report = take->report;
    const CxFactsRow *row = take->row;
    report->n_rejected++;
    if (take->n_kept_rejects >= CX_IMPORT_REJECTS_MAX)
        return true;
    const bool has_column = row->i_reject != CX_HEADER_NO_COLUMN;
    const char *column = has_column ? take->bound->header->names[row->i_reject] : NULL;
    const CxFactRejectAddParams params = {
        .file_id = report->id.v,
        .i_reject = take->n_kept_rejects++,
        .line = line,
        .column_name = column,
        .value = has_column ? row->reject_value : NULL,
        .reason = reason,
    };
    if (report->rejects->len < CX_FACTS_REPORT_REJECTS) {
        CxFactReject *reject = g_new(CxFactReject, 1);
        *reject = (CxFactReject){ .line = line,
                                  .column = g_strdup(column),
                                  .value = g_strdup(params.value),
                                  .reason = g_strdup(reason) };
        g_ptr_array_add(report->rejects, reject);
    }
    return cx_q_fact_reject_add(take->ctx->db, &params, error);
}

typedef enum { ROW_TAKEN, ROW_ASIDE, ROW_FAILED } RowEnd;

/* The department a row is of; one that is not known is added only where the mapping says so. */
static RowEnd
row_department(Take *take, CxDepartmentId *ret_id, GError **error)
{
    CxFactsRow *row = take->row;
    *ret_id = take->constant;
    if (row->department == NULL || *row->department == '\0')
        return ROW_TAKEN;
    const CxDepartment *known = known_department(take, row->department);
    if (known != NULL) {
        *ret_id = known->id;
        return ROW_TAKEN;
    }
    if (take->mapping->adds_departments) {
        g_autofree char *key = cx_department_key(row->department);
        if (strlen(row->department) <= CX_NAME_BYTES_MAX && cx_text_is_clean(row->department)) {
            return add_department(take, key, row->department, ret_id, error) ? ROW_TAKEN
                                                                             : ROW_FAILED;
        }
    }
    g_string_printf(row->reason, "there is no department \"%s\"", row->department);
    for (guint i = 0; i < take->departments->len; i++) {
        const CxDepartment *department = g_ptr_array_index(take->departments, i);
        if (cx_near(department->name, row->department)) {
            g_string_append_printf(row->reason, "; did you mean \"%s\"?", department->name);
            break;
        }
    }
    row->i_reject = take->bound->department;
    row->reject_value = row->department;
    return ROW_ASIDE;
}

/* Whose a fact is: the key's, or of a period the department's. */
static const char *
fact_key(const Take *take, CxDepartmentId department)
{
    const CxFactsRow *row = take->row;
    if (take->mapping->kind != CX_FACT_PERIOD || *row->key != '\0' || department.v == 0)
        return row->key;
    for (guint i = 0; i < take->departments->len; i++) {
        const CxDepartment *known = g_ptr_array_index(take->departments, i);
        if (known->id.v == department.v)
            return known->key;
    }
    return row->key;
}

static CxFact
fact_of(const Take *take, const CxFactsValue *value, CxDepartmentId department, int64_t line)
{
    return (CxFact){
        .metric = take->metrics[value->i_metric],
        .kind = take->mapping->kind,
        .key = fact_key(take, department),
        .scope = take->mapping->scope,
        .from = value->from,
        .to = value->to,
        .department = department,
        .value = value->value,
        .currency = *value->currency != '\0' ? value->currency : NULL,
        .file = take->report->id.v,
        .line = line,
    };
}

/* A fact that came before in this file with another value cannot be told which is right. */
static RowEnd
check_seen(Take *take, const CxFact *fact, const CxFactsValue *value)
{
    g_autofree char *span = cx_fact_span(fact);
    g_autofree char *name = g_strdup_printf("%" PRId64 "|%s|%s", fact->metric.v, span, fact->key);
    const int64_t *seen = g_hash_table_lookup(take->seen, name);
    if (seen == NULL) {
        int64_t *what = g_new(int64_t, 2);
        what[0] = fact->line;
        what[1] = fact->value;
        g_hash_table_insert(take->seen, g_steal_pointer(&name), what);
        return ROW_TAKEN;
    }
    if (seen[1] == fact->value)
        return ROW_TAKEN;
    g_string_printf(take->row->reason,
                    "%s \"%s\" stands on line %" PRId64 " already, with another value",
                    cx_fact_kind_key(fact->kind), fact->key, seen[0]);
    take->row->i_reject = value->i_column;
    take->row->reject_value = "";
    return ROW_ASIDE;
}

static void
count_fact(Take *take, const CxFact *fact, size_t i_metric, CxFactOutcome outcome)
{
    CxFactsReport *report = take->report;
    report->n_new += outcome == CX_FACT_NEW;
    report->n_revised += outcome == CX_FACT_REVISED;
    report->n_same += outcome == CX_FACT_SAME;
    take->counts[i_metric]++;
    take->is_changed = take->is_changed || outcome != CX_FACT_SAME;
    if (cx_day_is_none(fact->from))
        return;
    if (cx_day_is_none(report->first_day) || fact->from.v < report->first_day.v)
        report->first_day = fact->from;
    if (cx_day_is_none(report->last_day) || fact->to.v > report->last_day.v)
        report->last_day = fact->to;
}

/* What a row says of its account: by the same order, columns and texts. */
#define ACCOUNT_TEXTS 7

static RowEnd
read_account(Take *take, const CxTableRow *from, CxAccountPut *put)
{
    const CxFactsBound *bound = take->bound;
    const size_t columns[ACCOUNT_TEXTS] = { bound->name,   bound->segment, bound->owner,
                                            bound->person, bound->email,   bound->phone,
                                            bound->office };
    const char **const texts[ACCOUNT_TEXTS] = { &put->name,         &put->segment,
                                                &put->owner,        &put->person_name,
                                                &put->person_email, &put->person_phone,
                                                &put->person_office };
    for (size_t i = 0; i < ACCOUNT_TEXTS; i++) {
        const char *text = cx_facts_cell(take->row, from, columns[i]);
        if (strlen(text) > CX_NAME_BYTES_MAX || !cx_text_is_clean(text)) {
            g_string_assign(take->row->reason, "is no text of at most 200 characters");
            take->row->i_reject = columns[i];
            take->row->reject_value = NULL; /* who somebody is, is in no report */
            return ROW_ASIDE;
        }
        *texts[i] = *text != '\0' ? text : NULL;
    }
    return ROW_TAKEN;
}

static bool
put_account(Take *take, const CxAccountPut *put, GError **error)
{
    if (take->mapping->kind != CX_FACT_ACCOUNT)
        return true;
    bool is_changed = false;
    if (!cx_account_put(take->ctx, put, &is_changed, error))
        return false;
    take->report->n_accounts += is_changed ? 1 : 0;
    take->is_changed = take->is_changed || is_changed;
    return true;
}

static RowEnd
put_facts(Take *take, CxDepartmentId department, int64_t line, GError **error)
{
    const GArray *values = take->row->values;
    for (guint i = 0; i < values->len; i++) {
        const CxFactsValue *value = &g_array_index(values, CxFactsValue, i);
        const CxFact fact = fact_of(take, value, department, line);
        if (check_seen(take, &fact, value) == ROW_ASIDE)
            return ROW_ASIDE;
    }
    for (guint i = 0; i < values->len; i++) {
        const CxFactsValue *value = &g_array_index(values, CxFactsValue, i);
        const CxFact fact = fact_of(take, value, department, line);
        CxFactOutcome outcome = CX_FACT_SAME;
        if (!cx_fact_put(take->ctx, &fact, &outcome, error))
            return ROW_FAILED;
        count_fact(take, &fact, value->i_metric, outcome);
    }
    return ROW_TAKEN;
}

static bool
take_row(Take *take, const CxTableRow *from, GError **error)
{
    CxFactsRow *row = take->row;
    if (!cx_facts_row_read(take->bound, row, from))
        return set_aside(take, from->line, row->reason->str, error);
    if (row->is_unwanted) {
        take->report->n_skipped++;
        return true;
    }
    CxDepartmentId department = { 0 };
    CxAccountPut put = {
        .key = row->key, .opened = row->opened, .closed = row->closed, .file = take->report->id.v
    };
    RowEnd end = read_account(take, from, &put);
    if (end == ROW_TAKEN)
        end = row_department(take, &department, error);
    if (end == ROW_TAKEN)
        end = put_facts(take, department, from->line, error);
    if (end == ROW_ASIDE)
        return set_aside(take, from->line, row->reason->str, error);
    take->report->n_empty += row->n_empty;
    return end == ROW_TAKEN && put_account(take, &put, error);
}

static bool
set_bad_aside(Take *take, const CxTableRow *from, GError **error)
{
    take->row->i_reject = CX_HEADER_NO_COLUMN;
    return set_aside(take, from->line, from->problem, error);
}

static bool
read_rows(Take *take, GError **error)
{
    CxFactsReport *report = take->report;
    CxTableRow row;
    CxTableStep step;
    while ((step = cx_table_next(take->table, &row, error)) == CX_TABLE_ROW ||
           step == CX_TABLE_BAD) {
        if (report->n_rows++ % ROWS_A_STEP == 0 &&
            !cx_ctx_progress(take->ctx, (int64_t)(cx_table_share_done(take->table) * 1000.0), 1000,
                             error))
            return false;
        bool is_well = true;
        if (step == CX_TABLE_BAD)
            is_well = set_bad_aside(take, &row, error);
        else if (cx_facts_is_skipped(take->bound, take->row, &row))
            report->n_skipped++;
        else
            is_well = take_row(take, &row, error);
        if (!is_well) {
            g_prefix_error(error, "line %" PRId64 ": ", row.line);
            return false;
        }
    }
    return step == CX_TABLE_END;
}

/* ---- The end ---- */

static CxOptI64
opt_day(CxDay day)
{
    return cx_day_is_none(day) ? (CxOptI64){ 0 } : CX_SOME_I64(day.v);
}

static char *
audit_json(const CxFactsReport *report)
{
    GString *out = g_string_new(NULL);
    g_autoptr(CxJsonWriter) json = cx_json_writer_new(out, CX_JSON_COMPACT);
    cx_json_writer_begin_object(json);
    cx_json_writer_put_text(json, "file", report->file_name);
    cx_json_writer_put_text(json, "kind", cx_fact_kind_key(report->kind));
    cx_json_writer_put_int(json, "rows", report->n_rows);
    cx_json_writer_put_int(json, "new", report->n_new);
    cx_json_writer_put_int(json, "revised", report->n_revised);
    cx_json_writer_put_int(json, "same", report->n_same);
    cx_json_writer_put_int(json, "rejected", report->n_rejected);
    cx_json_writer_put_int(json, "accounts", report->n_accounts);
    cx_json_writer_end_object(json);
    return g_string_free(out, FALSE);
}

static void
list_metrics(Take *take)
{
    for (size_t i = 0; i < take->mapping->n_metrics; i++) {
        CxFactsMetricCount *count = g_new(CxFactsMetricCount, 1);
        *count = (CxFactsMetricCount){ .key = g_strdup(take->mapping->metrics[i].key),
                                       .label = g_strdup(take->mapping->metrics[i].label),
                                       .n = take->counts[i] };
        g_ptr_array_add(take->report->metrics, count);
    }
}

static bool
finish(Take *take, GError **error)
{
    CxFactsReport *report = take->report;
    CxDb *db = take->ctx->db;
    const CxFactFileFinishParams params = {
        .id = report->id.v,
        .n_rows = report->n_rows,
        .n_new = report->n_new,
        .n_revised = report->n_revised,
        .n_same = report->n_same,
        .n_empty = report->n_empty,
        .n_rejected = report->n_rejected,
        .n_skipped = report->n_skipped,
        .first_day = opt_day(report->first_day),
        .last_day = opt_day(report->last_day),
    };
    list_metrics(take);
    if (!cx_q_fact_file_finish(db, &params, error))
        return false;
    if (take->is_changed && !cx_data_version_bump(db, CX_BUSINESS_AREA, error))
        return false;
    g_autofree char *after = audit_json(report);
    return cx_ctx_audit(take->ctx, "facts.take", "facts", report->id.v, NULL, after, error);
}

typedef enum {
    KEEP,
    TRY, /* all of it is done, and undone at the end */
} Purpose;

static bool
run_in_transaction(Take *take, const CxFactsFile *file, Purpose purpose, GError **error)
{
    g_autoptr(CxTxn) txn = cx_txn_begin_write(take->ctx->db, error);
    if (txn == NULL || !refresh_departments(take, error) || !ensure_metrics(take, error) ||
        !mapped_department(take, take->mapping->department_constant, &take->constant, error) ||
        !add_file(take, file, error))
        return false;
    take->row = cx_facts_row_new();
    take->seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    if (!read_rows(take, error) || !finish(take, error))
        return false;
    if (purpose == KEEP)
        return cx_txn_commit(&txn, error);
    take->report->id.v = 0;
    return true;
}

static CxFactsReport *
run(CxCtx *ctx, const CxFactsFile *file, const CxFactsMapping *mapping, Purpose purpose,
    GError **error)
{
    if (!cx_ctx_check_change(ctx, "take in facts", error))
        return NULL;
    g_auto(Take) take = { .ctx = ctx, .mapping = mapping, .report = cx_facts_report_new() };
    if (!open_file(&take, file, error) || !run_in_transaction(&take, file, purpose, error))
        return NULL;
    return g_steal_pointer(&take.report);
}

CxFactsReport *
cx_facts_take(CxCtx *ctx, const CxFactsFile *file, const CxFactsMapping *mapping, GError **error)
{
    return run(ctx, file, mapping, KEEP, error);
}

CxFactsReport *
cx_facts_try(CxCtx *ctx, const CxFactsFile *file, const CxFactsMapping *mapping, GError **error)
{
    return run(ctx, file, mapping, TRY, error);
}

bool
cx_facts_reject_lines(CxCtx *ctx, CxFactFileId file, GArray *lines, GError **error)
{
    if (!cx_ctx_check_change(ctx, "see files", error))
        return false;
    g_autoptr(CxStmt) stmt =
        cx_q_fact_reject_lines(ctx->db, &(CxFactRejectLinesParams){ .file_id = file.v }, error);
    if (stmt == NULL)
        return false;
    CxFactRejectLinesRow row;
    CxStep step;
    while ((step = cx_q_fact_reject_lines_next(stmt, &row, error)) == CX_STEP_ROW)
        g_array_append_val(lines, row.line);
    return step == CX_STEP_DONE;
}
