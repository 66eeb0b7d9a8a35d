/* A file of facts under way: what stands before its first record, and what becomes of each. */
#include <inttypes.h>
#include <string.h>

#include "base/digest.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/near.h"
#include "base/text.h"
#include "business/account.h"
#include "business/facts_priv.h"
#include "lang/assert.h"
#include "people/department.h"
#include "sql/business.h"

void
cx_facts_taking_clear(CxFactsTaking *take)
{
    cx_facts_row_free(take->row);
    cx_facts_bound_free(take->bound);
    cx_table_free(take->table);
    cx_facts_report_free(take->report);
    g_free(take->metrics);
    g_free(take->counts);
    g_clear_pointer(&take->named, g_hash_table_unref);
    g_clear_pointer(&take->departments, g_ptr_array_unref);
    cx_seen_free(take->seen);
    cx_seen_free(take->contents);
}

/* ---- Before the first row ---- */

/* problem: NULL where the file ends. */
static void
set_no_header(size_t i_header, const char *problem, GError **error)
{
    if (i_header == 0 && problem == NULL) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID, "the file is empty");
    } else {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "the file's header cannot be read: %s",
                    problem != NULL ? problem : "the file ends before");
    }
}

static bool
read_headers(CxFactsTaking *take, GError **error)
{
    for (size_t i = 0; i < take->mapping->n_headers; i++) {
        CxTableRow row;
        const CxTableStep step = cx_table_next(take->table, &row, error);
        if (step == CX_TABLE_ERROR)
            return false;
        if (step != CX_TABLE_ROW) {
            set_no_header(i, step == CX_TABLE_BAD ? row.problem : NULL, error);
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

bool
cx_facts_check_size(int64_t len_bytes, GError **error)
{
    if (len_bytes <= CX_FACTS_BYTES_MAX)
        return true;
    g_autofree char *is = cx_text_count((len_bytes >> 20) + 1);
    g_autofree char *limit = cx_text_count(CX_FACTS_BYTES_MAX >> 20);
    g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE,
                "the file has %s MiB, a file of facts has at most %s; give it in parts, each with "
                "the header",
                is, limit);
    return false;
}

bool
cx_facts_taking_open(CxFactsTaking *take, const void *data, size_t len_bytes, GError **error)
{
    if (!cx_facts_check_size((int64_t)len_bytes, error))
        return false;
    const CxTableOptions options = { .delimiter = take->mapping->delimiter };
    take->table = cx_table_open(data, len_bytes, &options, error);
    take->row = cx_facts_row_new();
    take->seen = cx_seen_new();
    return take->table != NULL && read_headers(take, error);
}

static bool
refresh_departments(CxFactsTaking *take, GError **error)
{
    g_clear_pointer(&take->named, g_hash_table_unref);
    g_clear_pointer(&take->departments, g_ptr_array_unref);
    take->named = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    take->departments = cx_department_list(take->ctx, error);
    return take->departments != NULL;
}

/* The department that words mean: its name in any letters, or its key; NULL if there is none. */
static CxDepartment *
find_department(const CxFactsTaking *take, const char *words)
{
    g_autofree char *wanted = g_utf8_casefold(words, -1);
    CxDepartment *by_key = NULL;
    for (guint i = 0; i < take->departments->len; i++) {
        CxDepartment *department = g_ptr_array_index(take->departments, i);
        g_autofree char *name = g_utf8_casefold(department->name, -1);
        if (strcmp(name, wanted) == 0)
            return department;
        if (strcmp(department->key, words) == 0)
            by_key = department;
    }
    return by_key;
}

/* The same words come in row after row. */
static const CxDepartment *
known_department(const CxFactsTaking *take, const char *words)
{
    CxDepartment *known = g_hash_table_lookup(take->named, words);
    if (known != NULL)
        return known;
    known = find_department(take, words);
    if (known != NULL)
        g_hash_table_insert(take->named, g_strdup(words), known);
    return known;
}

/* As if it had been added. */
static void
imagine_department(CxFactsTaking *take, const char *key, const char *name, CxDepartmentId *ret_id)
{
    CxDepartment *department = g_new0(CxDepartment, 1);
    department->id.v = -(int64_t)take->departments->len - 1;
    department->key = g_strdup(key);
    department->name = g_strdup(name);
    department->called = g_ptr_array_new_with_free_func(g_free);
    department->from = CX_DAY_NONE;
    department->to = CX_DAY_NONE;
    g_ptr_array_add(take->departments, department);
    g_hash_table_remove_all(take->named); /* a name goes before a key */
    g_ptr_array_add(take->report->departments_new, g_strdup(key));
    *ret_id = department->id;
}

static bool
add_department(CxFactsTaking *take, const char *key, const char *name, CxDepartmentId *ret_id,
               GError **error)
{
    bool is_new = false;
    if (take->contents != NULL) {
        imagine_department(take, key, name, ret_id);
        return true;
    }
    if (!cx_department_ensure(take->ctx, key, name, ret_id, &is_new, error))
        return false;
    if (is_new)
        g_ptr_array_add(take->report->departments_new, g_strdup(key));
    return refresh_departments(take, error);
}

/* The department of a key the mapping names: one of its own, or one there is. */
static bool
mapped_department(CxFactsTaking *take, const char *key, CxDepartmentId *ret_id, GError **error)
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
ensure_metric(CxFactsTaking *take, size_t i_metric, CxMetricEnsure how, GError **error)
{
    const CxFactsMetric *metric = &take->mapping->metrics[i_metric];
    CxMetricSpec spec = { .key = metric->key,
                          .label = metric->label,
                          .unit = metric->unit,
                          .direction = metric->direction,
                          .decimals = metric->decimals,
                          .is_money = metric->is_money,
                          .cuts = metric->cuts,
                          .n_cuts = metric->n_cuts };
    return mapped_department(take, metric->department, &spec.department, error) &&
           cx_metric_ensure(take->ctx, &spec, how, &take->metrics[i_metric], &take->is_changed,
                            error);
}

bool
cx_facts_taking_resolve(CxFactsTaking *take, CxMetricEnsure how, GError **error)
{
    const size_t n = take->mapping->n_metrics;
    if (take->metrics == NULL) {
        take->metrics = g_new0(CxMetricId, n);
        take->counts = g_new0(int64_t, n);
    }
    if (!refresh_departments(take, error))
        return false;
    for (size_t i = 0; i < n; i++) {
        if (!ensure_metric(take, i, how, error))
            return false;
    }
    return mapped_department(take, take->mapping->department_constant, &take->constant, error);
}

/* ---- Rows ---- */

static bool
set_aside(CxFactsTaking *take, int64_t line, const char *reason, GError **error)
{
    CxFactsReport *report = take->report;
    const CxFactsRow *row = take->row;
    if (report->n_rejected++ >= CX_IMPORT_REJECTS_MAX)
        return true;
    const bool has_column = row->i_reject != CX_HEADER_NO_COLUMN;
    const char *column = has_column ? take->bound->header->names[row->i_reject] : NULL;
    const CxFactRejectAddParams params = {
        .file_id = report->id.v,
        .i_reject = report->n_rejected - 1,
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
    return take->contents != NULL || cx_q_fact_reject_add(take->ctx->db, &params, error);
}

typedef enum { ROW_TAKEN, ROW_ASIDE, ROW_FAILED } RowEnd;

/* The department a row is of; one that is not known is added only where the mapping says so. */
static RowEnd
row_department(CxFactsTaking *take, CxDepartmentId *ret_id, GError **error)
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
fact_key(const CxFactsTaking *take, CxDepartmentId department)
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
fact_of(const CxFactsTaking *take, const CxFactsValue *value, CxDepartmentId department,
        int64_t line)
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

/* What a fact is known by in its file. */
static CxDigest
name_fact(const CxFact *fact)
{
    g_autofree char *span = cx_fact_span(fact);
    g_autoptr(CxDigester) digester = cx_digester_new();
    cx_digester_add_i64(digester, fact->metric.v);
    cx_digester_add_text(digester, span);
    cx_digester_add_text(digester, fact->key);
    return cx_digester_end(digester);
}

/* The name with what the fact says. */
static CxDigest
name_content(const CxFact *fact, const CxDigest *name)
{
    g_autoptr(CxDigester) digester = cx_digester_new();
    cx_digester_add(digester, name->bytes, sizeof name->bytes);
    cx_digester_add_i64(digester, fact->value);
    cx_digester_add_i64(digester, fact->from.v);
    cx_digester_add_i64(digester, fact->to.v);
    cx_digester_add_i64(digester, fact->department.v);
    cx_digester_add_text(digester, fact->currency);
    return cx_digester_end(digester);
}

/* Whether a fact that came before in this file said the same. */
static bool
said_same(CxFactsTaking *take, const CxFact *fact, const CxDigest *name, bool *ret_is_same,
          GError **error)
{
    if (take->contents != NULL) {
        const CxDigest said = name_content(fact, name);
        *ret_is_same = cx_seen_get(take->contents, said.bytes) != 0;
        return true;
    }
    CxFactOutcome outcome = CX_FACT_SAME;
    if (!cx_fact_look(take->ctx, fact, &outcome, error))
        return false;
    *ret_is_same = outcome == CX_FACT_SAME;
    return true;
}

/* A fact that came before in this file with another value cannot be told which is right. */
static RowEnd
check_seen(CxFactsTaking *take, const CxFact *fact, const CxFactsValue *value, GError **error)
{
    const CxDigest name = name_fact(fact);
    const uint32_t line = cx_seen_get(take->seen, name.bytes);
    bool is_same = true;
    if (line != 0 && !said_same(take, fact, &name, &is_same, error))
        return ROW_FAILED;
    if (is_same)
        return ROW_TAKEN;
    g_string_printf(take->row->reason,
                    "%s \"%s\" stands on line %" PRIu32 " already, with another value",
                    cx_fact_kind_key(fact->kind), fact->key, line);
    take->row->i_reject = value->i_column;
    take->row->reject_value = "";
    return ROW_ASIDE;
}

/* Notes the facts of a row that is taken. */
static bool
note_row(CxFactsTaking *take, CxDepartmentId department, int64_t line, GError **error)
{
    const GArray *values = take->row->values;
    for (guint i = 0; i < values->len; i++) {
        const CxFact fact =
            fact_of(take, &g_array_index(values, CxFactsValue, i), department, line);
        const CxDigest name = name_fact(&fact);
        const uint32_t number = (uint32_t)CLAMP(line, 1, UINT32_MAX);
        if (cx_seen_get(take->seen, name.bytes) != 0)
            continue;
        if (!cx_seen_set(take->seen, name.bytes, number, error))
            return false;
        if (take->contents == NULL)
            continue;
        const CxDigest said = name_content(&fact, &name);
        if (!cx_seen_set(take->contents, said.bytes, 1, error))
            return false;
    }
    return true;
}

static void
count_fact(CxFactsTaking *take, const CxFact *fact, size_t i_metric, CxFactOutcome outcome)
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
read_account(CxFactsTaking *take, const CxTableRow *from, CxAccountPut *put)
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
put_account(CxFactsTaking *take, const CxAccountPut *put, GError **error)
{
    if (take->mapping->kind != CX_FACT_ACCOUNT)
        return true;
    bool is_changed = false;
    const bool is_put = take->contents != NULL ? cx_account_look(take->ctx, put, &is_changed, error)
                                               : cx_account_put(take->ctx, put, &is_changed, error);
    if (!is_put)
        return false;
    take->report->n_accounts += is_changed ? 1 : 0;
    take->is_changed = take->is_changed || is_changed;
    return true;
}

/* Keeps a fact; in a trial one that came before in the file is as known. */
static bool
put_fact(CxFactsTaking *take, const CxFact *fact, CxFactOutcome *ret_outcome, GError **error)
{
    if (take->contents == NULL)
        return cx_fact_put(take->ctx, fact, ret_outcome, error);
    const CxDigest name = name_fact(fact);
    *ret_outcome = CX_FACT_SAME;
    return cx_seen_get(take->seen, name.bytes) < fact->line ||
           cx_fact_look(take->ctx, fact, ret_outcome, error);
}

static RowEnd
put_facts(CxFactsTaking *take, CxDepartmentId department, int64_t line, GError **error)
{
    const GArray *values = take->row->values;
    for (guint i = 0; i < values->len; i++) {
        const CxFactsValue *value = &g_array_index(values, CxFactsValue, i);
        const CxFact fact = fact_of(take, value, department, line);
        const RowEnd end = check_seen(take, &fact, value, error);
        if (end != ROW_TAKEN)
            return end;
    }
    if (!note_row(take, department, line, error))
        return ROW_FAILED;
    for (guint i = 0; i < values->len; i++) {
        const CxFactsValue *value = &g_array_index(values, CxFactsValue, i);
        const CxFact fact = fact_of(take, value, department, line);
        CxFactOutcome outcome = CX_FACT_SAME;
        if (!put_fact(take, &fact, &outcome, error))
            return ROW_FAILED;
        count_fact(take, &fact, value->i_metric, outcome);
    }
    return ROW_TAKEN;
}

static bool
take_row(CxFactsTaking *take, const CxTableRow *from, GError **error)
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
set_bad_aside(CxFactsTaking *take, const CxTableRow *from, GError **error)
{
    take->row->i_reject = CX_HEADER_NO_COLUMN;
    return set_aside(take, from->line, from->problem, error);
}

bool
cx_facts_taking_step(CxFactsTaking *take, bool *ret_is_end, GError **error)
{
    CxFactsReport *report = take->report;
    CxTableRow row;
    const CxTableStep step = cx_table_next(take->table, &row, error);
    *ret_is_end = step == CX_TABLE_END;
    if (step != CX_TABLE_ROW && step != CX_TABLE_BAD)
        return *ret_is_end;
    report->n_rows++;
    bool is_well = true;
    if (step == CX_TABLE_BAD)
        is_well = set_bad_aside(take, &row, error);
    else if (cx_facts_is_skipped(take->bound, take->row, &row))
        report->n_skipped++;
    else
        is_well = take_row(take, &row, error);
    if (!is_well)
        g_prefix_error(error, "line %" PRId64 ": ", row.line);
    return is_well;
}

/* ---- Records that an earlier try has dealt with ---- */

/* Whether the record of this line was set aside; lines are asked for in their order. */
static bool
was_set_aside(CxFactsTaking *take, int64_t line)
{
    const GArray *lines = take->aside;
    while (take->i_aside < lines->len && g_array_index(lines, int64_t, take->i_aside) < line)
        take->i_aside++;
    return take->i_aside < lines->len && g_array_index(lines, int64_t, take->i_aside) == line;
}

bool
cx_facts_taking_pass(CxFactsTaking *take, GError **error)
{
    CxTableRow row;
    const CxTableStep step = cx_table_next(take->table, &row, error);
    if (step == CX_TABLE_ERROR)
        return false;
    if (step != CX_TABLE_ROW || cx_facts_is_skipped(take->bound, take->row, &row) ||
        was_set_aside(take, row.line) || !cx_facts_row_read(take->bound, take->row, &row) ||
        take->row->is_unwanted)
        return true;
    const CxDepartment *known = take->row->department != NULL && *take->row->department != '\0'
                                    ? known_department(take, take->row->department)
                                    : NULL;
    return note_row(take, known != NULL ? known->id : take->constant, row.line, error);
}
