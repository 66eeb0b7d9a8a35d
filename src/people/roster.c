#include "people/roster.h"

#include <inttypes.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "codec/table.h"
#include "db/db.h"
#include "db/txn.h"
#include "db/version.h"
#include "people/department.h"
#include "people/leader_priv.h"
#include "sql/people.h"

#define MIDNIGHT " 00:00:00"

typedef enum {
    COLUMN_NAME,
    COLUMN_DEPARTMENT,
    COLUMN_TITLE,
    COLUMN_START,
    COLUMN_END,
    COLUMN_EMAIL,
    COLUMN_N
} Column;

/* What people call the columns, as keys; the first is ours. */
static const char *const column_names[COLUMN_N][8] = {
    [COLUMN_NAME] = { "name", "leader", "full_name", "person", "head" },
    [COLUMN_DEPARTMENT] = { "department", "dept", "unit", "area", "function" },
    [COLUMN_TITLE] = { "title", "role", "position", "job_title", "office" },
    [COLUMN_START] = { "start", "start_date", "from", "since", "in_office_since" },
    [COLUMN_END] = { "end", "end_date", "to", "until" },
    [COLUMN_EMAIL] = { "email", "e_mail", "mail", "email_address" },
};

/* One import under way. */
typedef struct {
    CxCtx *ctx;
    CxRosterReport *report;
    GPtrArray *leaders;     /* as they stand; read again after each change */
    GPtrArray *departments; /* the same */
    size_t at[COLUMN_N];    /* field of each column, SIZE_MAX if the file has none */
    char *header[COLUMN_N]; /* as the file calls it */
    size_t n_columns;
} Roster;

static void
reject_destroy(gpointer data)
{
    CxRosterReject *reject = data;
    g_free(reject->column);
    g_free(reject->reason);
    g_free(reject);
}

void
cx_roster_report_free(CxRosterReport *report)
{
    if (report == NULL)
        return;
    g_ptr_array_unref(report->rejects);
    g_free(report);
}

static void
roster_clear(Roster *roster)
{
    for (size_t i = 0; i < COLUMN_N; i++)
        g_free(roster->header[i]);
    g_clear_pointer(&roster->leaders, g_ptr_array_unref);
    g_clear_pointer(&roster->departments, g_ptr_array_unref);
    cx_roster_report_free(roster->report);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Roster, roster_clear)

static void
reject(Roster *roster, int64_t line, const char *column, const char *reason)
{
    CxRosterReject *entry = g_new0(CxRosterReject, 1);
    entry->line = line;
    entry->column = g_strdup(column != NULL ? column : "");
    entry->reason = g_strdup(reason);
    g_ptr_array_add(roster->report->rejects, entry);
}

static bool
is_column(size_t i_column, const char *key)
{
    for (size_t j = 0; column_names[i_column][j] != NULL; j++) {
        if (g_str_equal(key, column_names[i_column][j]))
            return true;
    }
    return false;
}

/* Notes what a column of the file is; two for one thing cannot be told apart. */
static bool
find_column(Roster *roster, const char *header, size_t i_field, GError **error)
{
    g_autofree char *key = cx_text_key(header);
    for (size_t i = 0; i < COLUMN_N; i++) {
        if (!is_column(i, key))
            continue;
        if (roster->at[i] != SIZE_MAX) {
            g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                        "the roster has a column for \"%s\" twice: \"%s\" and \"%s\"",
                        column_names[i][0], roster->header[i], header);
            return false;
        }
        roster->at[i] = i_field;
        roster->header[i] = g_strdup(header);
    }
    return true;
}

static bool
read_header(Roster *roster, CxTable *table, GError **error)
{
    for (size_t i = 0; i < COLUMN_N; i++)
        roster->at[i] = SIZE_MAX;
    CxTableRow row;
    const CxTableStep step = cx_table_next(table, &row, error);
    if (step == CX_TABLE_ERROR)
        return false;
    if (step == CX_TABLE_END) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID, "the roster is empty");
        return false;
    }
    if (step == CX_TABLE_BAD) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "the roster's header cannot be read: %s",
                    row.problem);
        return false;
    }
    g_autoptr(GString) found = g_string_new(NULL);
    roster->n_columns = row.n_fields;
    for (size_t i = 0; i < row.n_fields; i++) {
        g_autofree char *header = cx_csv_field_dup(&row.fields[i]);
        cx_text_trim(header);
        if (!find_column(roster, header, i, error))
            return false;
        g_string_append_printf(found, "%s%s", i > 0 ? ", " : "", header);
    }
    if (roster->at[COLUMN_NAME] == SIZE_MAX) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    "the roster has no column \"name\"; it has %s. Columns understood are name, "
                    "department, title, start, end and email",
                    found->str);
        return false;
    }
    return true;
}

/* The cell, trimmed; "" where the file has no such column. (transfer full) */
static char *
cell(const Roster *roster, const CxTableRow *row, Column column)
{
    const size_t at = roster->at[column];
    if (at == SIZE_MAX || at >= row->n_fields)
        return g_strdup("");
    return cx_text_trim(cx_csv_field_dup(&row->fields[at]));
}

/* A date as 2026-03-31, or 31.03.2026, which nobody reads the other way round; a workbook may have a
 * midnight behind it. Blank is none. */
static bool
parse_date(const char *text, CxDay *ret_day, GError **error)
{
    if (*text == '\0') {
        *ret_day = CX_DAY_NONE;
        return true;
    }
    if (g_str_has_suffix(text, MIDNIGHT)) {
        g_autofree char *day = g_strndup(text, strlen(text) - strlen(MIDNIGHT));
        return cx_day_parse(day, ret_day, error);
    }
    g_auto(GStrv) parts = g_strsplit(text, ".", 4);
    if (g_strv_length(parts) == 3 && strlen(parts[2]) == 4) {
        g_autofree char *iso =
            g_strdup_printf("%s-%s%s-%s%s", parts[2], strlen(parts[1]) == 1 ? "0" : "", parts[1],
                            strlen(parts[0]) == 1 ? "0" : "", parts[0]);
        return cx_day_parse(iso, ret_day, error);
    }
    return cx_day_parse(text, ret_day, error);
}

/* The leader a row is about: same address, else same name; NULL if new. */
static const CxLeader *
known_leader(const Roster *roster, const char *name, const char *email)
{
    const CxLeader *by_name = NULL;
    g_autofree char *wanted = g_utf8_casefold(name, -1);
    g_autofree char *address = g_utf8_strdown(email, -1); /* as leaders' are kept */
    for (guint i = 0; i < roster->leaders->len; i++) {
        const CxLeader *leader = g_ptr_array_index(roster->leaders, i);
        if (*email != '\0' && g_strcmp0(leader->email, address) == 0)
            return leader;
        g_autofree char *folded = g_utf8_casefold(leader->name, -1);
        const bool is_other = *email != '\0' && leader->email != NULL;
        if (!is_other && g_str_equal(folded, wanted))
            by_name = leader;
    }
    return by_name;
}

/* The known term a row repeats: same department and title, and no other start. */
static const CxTerm *
known_term(const CxLeader *leader, CxDepartmentId department, const CxLeaderAdd *add)
{
    for (guint i = 0; i < leader->terms->len; i++) {
        const CxTerm *term = g_ptr_array_index(leader->terms, i);
        const bool is_same_start = cx_day_is_none(add->from) || term->from.v == add->from.v;
        if (term->department.v == department.v && g_str_equal(term->title, add->title) &&
            is_same_start)
            return term;
    }
    return NULL;
}

static bool
refresh(Roster *roster, GError **error)
{
    g_autoptr(GPtrArray) leaders = cx_leader_list(roster->ctx, error);
    if (leaders == NULL)
        return false;
    g_ptr_array_unref(roster->leaders);
    roster->leaders = g_steal_pointer(&leaders);
    return true;
}

/* Brings a known term up to date: only its end can be new. */
static bool
update_term(Roster *roster, const CxTerm *term, const CxLeader *leader, CxDay to, GError **error)
{
    if (cx_day_is_none(to) || to.v == term->to.v) {
        roster->report->n_same++;
        return true;
    }
    if (!cx_day_is_none(term->to)) {
        g_autofree char *day = cx_day_format(term->to);
        g_set_error(error, CX_ERROR, CX_ERROR_CONFLICT, "this term has ended already, on %s", day);
        return false;
    }
    if (to.v < term->from.v) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID, "the term ends before it begins");
        return false;
    }
    const CxTermEndParams params = {
        .id = term->id,
        .leader_id = leader->id.v,
        .to_day = to.v,
    };
    if (!cx_q_term_end(roster->ctx->db, &params, error))
        return false;
    roster->report->n_terms_ended++;
    return refresh(roster, error);
}

/* The department that words mean: its name in any letters, or what its key is made from; NULL if
 * there is none. Keys keep ASCII only and are cut, so other words are known by name alone. */
static const CxDepartment *
known_department(const Roster *roster, const char *words)
{
    g_autofree char *wanted = g_utf8_casefold(words, -1);
    g_autofree char *key = cx_text_key(words);
    const bool is_key_enough = g_str_is_ascii(words) && strlen(words) <= CX_KEY_BYTES_MAX;
    const CxDepartment *by_key = NULL;
    for (guint i = 0; i < roster->departments->len; i++) {
        const CxDepartment *department = g_ptr_array_index(roster->departments, i);
        g_autofree char *name = g_utf8_casefold(department->name, -1);
        if (g_str_equal(name, wanted))
            return department;
        if (is_key_enough && g_str_equal(department->key, key))
            by_key = department;
    }
    return by_key;
}

/* The department of a row, added if it is not known; 0 for a row without. */
static bool
take_department(Roster *roster, const char *words, CxDepartmentId *ret_id, GError **error)
{
    *ret_id = (CxDepartmentId){ 0 };
    if (*words == '\0')
        return true;
    const CxDepartment *known = known_department(roster, words);
    if (known != NULL) {
        *ret_id = known->id;
        return true;
    }
    g_autofree char *key = cx_department_key(words);
    bool is_new = false;
    if (!cx_department_ensure(roster->ctx, key, words, ret_id, &is_new, error))
        return false;
    roster->report->n_departments_new += is_new ? 1 : 0;
    g_ptr_array_unref(roster->departments);
    roster->departments = cx_department_list(roster->ctx, error);
    return roster->departments != NULL;
}

/* Takes one row. What could be wrong with it is found before anything is written. */
static bool
take(Roster *roster, const CxLeaderAdd *add, GError **error)
{
    CxDepartmentId department = { 0 };
    if (!cx_leader_check(add, error) ||
        !take_department(roster, add->department, &department, error))
        return false;
    const CxLeader *leader = known_leader(roster, add->name, add->email);
    const CxTerm *term = leader != NULL ? known_term(leader, department, add) : NULL;
    if (term != NULL)
        return update_term(roster, term, leader, add->to, error);

    CxLeaderId id = { leader != NULL ? leader->id.v : 0 };
    if (leader == NULL && !cx_leader_insert(roster->ctx, roster->leaders, add, &id, error))
        return false;
    if (!cx_term_insert(roster->ctx, id, add, department, error))
        return false;
    roster->report->n_leaders_new += leader == NULL ? 1 : 0;
    roster->report->n_terms_new++;
    return refresh(roster, error);
}

/* Reads one row; what is wrong with it is listed, and only a failing store ends the import. */
static bool
read_row(Roster *roster, const CxTableRow *row, GError **error)
{
    g_autofree char *name = cell(roster, row, COLUMN_NAME);
    g_autofree char *department = cell(roster, row, COLUMN_DEPARTMENT);
    g_autofree char *title = cell(roster, row, COLUMN_TITLE);
    g_autofree char *start = cell(roster, row, COLUMN_START);
    g_autofree char *end = cell(roster, row, COLUMN_END);
    g_autofree char *email = cell(roster, row, COLUMN_EMAIL);
    CxLeaderAdd add = { .name = name, .email = email, .title = title, .department = department };
    g_autoptr(GError) local = NULL;
    if (row->n_fields != roster->n_columns) {
        g_autofree char *reason = g_strdup_printf("the header has %zu columns, this line %zu",
                                                  roster->n_columns, row->n_fields);
        reject(roster, row->line, NULL, reason);
        return true;
    }
    if (*name == '\0') {
        reject(roster, row->line, roster->header[COLUMN_NAME], "there is no name");
        return true;
    }
    if (!parse_date(start, &add.from, &local)) {
        reject(roster, row->line, roster->header[COLUMN_START], local->message);
        return true;
    }
    if (!parse_date(end, &add.to, &local)) {
        reject(roster, row->line, roster->header[COLUMN_END], local->message);
        return true;
    }
    if (take(roster, &add, &local))
        return true;
    const CxErrorCode code = cx_error_code(local);
    if (code == CX_ERROR_INVALID || code == CX_ERROR_CONFLICT) {
        reject(roster, row->line, NULL, local->message);
        return true;
    }
    g_propagate_error(error, g_steal_pointer(&local));
    return false;
}

static bool
read_rows(Roster *roster, CxTable *table, GError **error)
{
    CxTableRow row;
    CxTableStep step;
    while ((step = cx_table_next(table, &row, error)) == CX_TABLE_ROW || step == CX_TABLE_BAD) {
        roster->report->n_rows++;
        if (step == CX_TABLE_BAD)
            reject(roster, row.line, NULL, row.problem);
        else if (!read_row(roster, &row, error))
            return false;
    }
    return step == CX_TABLE_END;
}

static bool
audit(Roster *roster, const char *file_name, GError **error)
{
    const CxRosterReport *report = roster->report;
    g_autofree char *n_leaders = g_strdup_printf("%" PRId64, report->n_leaders_new);
    g_autofree char *n_terms = g_strdup_printf("%" PRId64, report->n_terms_new);
    g_autofree char *n_ended = g_strdup_printf("%" PRId64, report->n_terms_ended);
    g_autofree char *after = cx_audit_texts("file", file_name, "leaders_new", n_leaders,
                                            "terms_new", n_terms, "terms_ended", n_ended, NULL);
    return cx_ctx_audit(roster->ctx, "roster.import", "roster", 0, NULL, after, error);
}

CxRosterReport *
cx_roster_import(CxCtx *ctx, const char *file_name, const char *data, size_t len_bytes,
                 GError **error)
{
    if (!cx_ctx_check_change(ctx, "import a roster", error))
        return NULL;
    g_autoptr(CxTable) table = cx_table_open(data, len_bytes, NULL, error);
    if (table == NULL) {
        g_prefix_error(error, "\"%s\": ", file_name);
        return NULL;
    }
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL)
        return NULL;
    g_auto(Roster) roster = { .ctx = ctx, .report = g_new0(CxRosterReport, 1) };
    roster.report->rejects = g_ptr_array_new_with_free_func(reject_destroy);
    roster.leaders = cx_leader_list(ctx, error);
    roster.departments = roster.leaders != NULL ? cx_department_list(ctx, error) : NULL;
    if (roster.departments == NULL)
        return NULL;

    if (!read_header(&roster, table, error) || !read_rows(&roster, table, error))
        return NULL;
    const CxRosterReport *report = roster.report;
    const bool is_changed =
        report->n_terms_new + report->n_terms_ended + report->n_departments_new > 0;
    if (is_changed &&
        (!audit(&roster, file_name, error) || !cx_data_version_bump(ctx->db, "people", error)))
        return NULL;
    if (!cx_txn_commit(&txn, error))
        return NULL;
    return g_steal_pointer(&roster.report);
}
