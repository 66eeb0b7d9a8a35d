/* Reading a roster file: its columns by their many names, its rows as text and days. */
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/text.h"
#include "codec/header.h"
#include "codec/table.h"
#include "people/roster_priv.h"

#define MIDNIGHT " 00:00:00"

typedef enum {
    COLUMN_NAME,
    COLUMN_DEPARTMENT,
    COLUMN_TITLE,
    COLUMN_START,
    COLUMN_END,
    COLUMN_EMAIL,
    COLUMN_SUPERIOR,
    COLUMN_AS_OF,
    COLUMN_FIRST, /* with COLUMN_LAST the name, where there is no column for that */
    COLUMN_LAST,
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
    [COLUMN_SUPERIOR] = { "manager", "reports_to", "boss", "line_manager", "superior" },
    [COLUMN_AS_OF] = { "as_of", "effective", "effective_date", "as_at", "valid_on", "snapshot" },
    [COLUMN_FIRST] = { "first_name", "firstname", "given_name", "forename", "first" },
    [COLUMN_LAST] = { "last_name", "lastname", "surname", "family_name", "last" },
};

/* One file being read. */
typedef struct {
    CxRosterReport *report;
    CxRosterRows *rows;
    size_t at[COLUMN_N];    /* field of each column, SIZE_MAX if the file has none */
    char *header[COLUMN_N]; /* as the file calls it */
    size_t n_columns;
} Roster;

static void
row_destroy(gpointer data)
{
    CxRosterRow *row = data;
    g_free(row->name);
    g_free(row->department);
    g_free(row->title);
    g_free(row->email);
    g_free(row->superior);
    g_free(row);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxRosterRow, row_destroy)

void
cx_roster_rows_free(CxRosterRows *rows)
{
    if (rows == NULL)
        return;
    g_ptr_array_unref(rows->rows);
    g_ptr_array_unref(rows->unclear);
    g_free(rows);
}

static void
roster_clear(Roster *roster)
{
    for (size_t i = 0; i < COLUMN_N; i++)
        g_free(roster->header[i]);
    cx_roster_rows_free(roster->rows);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Roster, roster_clear)

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
        if (i < CX_HEADER_SHOWN_MAX)
            g_string_append_printf(found, "%s%s", i > 0 ? ", " : "", header);
    }
    if (roster->at[COLUMN_NAME] == SIZE_MAX)
        roster->header[COLUMN_NAME] = g_strdup(roster->header[COLUMN_LAST]);
    if (roster->header[COLUMN_NAME] == NULL) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    "the roster has no column \"name\"; it has %s. Columns understood are name (or "
                    "first name and last name), department, title, start, end, email, manager and "
                    "as of",
                    found->str);
        return false;
    }
    return true;
}

/* The cell as a name is meant; "" where the file has no such column. (transfer full) */
static char *
cell(const Roster *roster, const CxTableRow *row, Column column)
{
    const size_t at = roster->at[column];
    if (at == SIZE_MAX || at >= row->n_fields)
        return g_strdup("");
    g_autofree char *text = cx_csv_field_dup(&row->fields[at]);
    return cx_text_name(text);
}

/* Who the row is of: by one column, or by first and last name. (transfer full) */
static char *
name_of(const Roster *roster, const CxTableRow *row)
{
    if (roster->at[COLUMN_NAME] != SIZE_MAX)
        return cell(roster, row, COLUMN_NAME);
    g_autofree char *first = cell(roster, row, COLUMN_FIRST);
    g_autofree char *last = cell(roster, row, COLUMN_LAST);
    return g_strdup_printf("%s%s%s", first, *first != '\0' && *last != '\0' ? " " : "", last);
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

/* Sets a row aside. Whose it is matters: they must not be taken for gone. */
static void
set_aside(Roster *roster, const CxTableRow *row, const char *column, const char *reason)
{
    cx_roster_reject(roster->report, row->line, column, reason);
    g_autoptr(CxRosterRow) who = g_new0(CxRosterRow, 1);
    who->name = name_of(roster, row);
    who->email = cell(roster, row, COLUMN_EMAIL);
    if (row->n_fields != roster->n_columns || *who->name == '\0')
        roster->rows->has_nameless = true;
    else
        g_ptr_array_add(roster->rows->unclear, g_steal_pointer(&who));
}

static bool
read_day(Roster *roster, const CxTableRow *row, Column column, CxDay *ret_day)
{
    g_autofree char *text = cell(roster, row, column);
    g_autoptr(GError) local = NULL;
    if (parse_date(text, ret_day, &local))
        return true;
    set_aside(roster, row, roster->header[column], local->message);
    return false;
}

/* The day the row says the file is of; a file is of one day. */
static bool
read_as_of(Roster *roster, const CxTableRow *row, bool *ret_is_read, GError **error)
{
    CxDay day = CX_DAY_NONE;
    *ret_is_read = read_day(roster, row, COLUMN_AS_OF, &day);
    if (!*ret_is_read || cx_day_is_none(day))
        return true;
    CxDay *as_of = &roster->rows->as_of;
    if (!cx_day_is_none(*as_of) && as_of->v != day.v) {
        g_autofree char *one = cx_day_format(*as_of);
        g_autofree char *other = cx_day_format(day);
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    "the roster is of two days, %s and %s (line %" G_GINT64_FORMAT
                    "); a file is of one",
                    one, other, row->line);
        return false;
    }
    *as_of = day;
    return true;
}

/* Reads one row; what is wrong with it is listed. */
static bool
read_row(Roster *roster, const CxTableRow *row, GError **error)
{
    if (row->n_fields != roster->n_columns) {
        g_autofree char *reason = g_strdup_printf("the header has %zu columns, this line %zu",
                                                  roster->n_columns, row->n_fields);
        set_aside(roster, row, NULL, reason);
        return true;
    }
    g_autoptr(CxRosterRow) read = g_new0(CxRosterRow, 1);
    read->line = row->line;
    read->name = name_of(roster, row);
    read->department = cell(roster, row, COLUMN_DEPARTMENT);
    read->title = cell(roster, row, COLUMN_TITLE);
    read->email = cell(roster, row, COLUMN_EMAIL);
    read->superior = cell(roster, row, COLUMN_SUPERIOR);
    if (*read->name == '\0') {
        set_aside(roster, row, roster->header[COLUMN_NAME], "there is no name");
        return true;
    }
    bool is_read = false;
    if (!read_day(roster, row, COLUMN_START, &read->from) ||
        !read_day(roster, row, COLUMN_END, &read->to))
        return true;
    if (!read_as_of(roster, row, &is_read, error))
        return false;
    if (is_read)
        g_ptr_array_add(roster->rows->rows, g_steal_pointer(&read));
    return true;
}

static bool
read_rows(Roster *roster, CxTable *table, GError **error)
{
    CxTableRow row;
    CxTableStep step;
    while ((step = cx_table_next(table, &row, error)) == CX_TABLE_ROW || step == CX_TABLE_BAD) {
        roster->report->n_rows++;
        if (step == CX_TABLE_BAD) {
            cx_roster_reject(roster->report, row.line, NULL, row.problem);
            roster->rows->has_nameless = true;
        } else if (!read_row(roster, &row, error)) {
            return false;
        }
    }
    return step == CX_TABLE_END;
}

CxRosterRows *
cx_roster_rows_read(const CxRosterAsk *ask, CxRosterReport *report, GError **error)
{
    const char *data = ask->data != NULL ? ask->data : "";
    g_autoptr(CxTable) table = cx_table_open(data, ask->len_bytes, NULL, error);
    if (table == NULL) {
        g_prefix_error(error, "\"%s\": ", ask->file_name);
        return NULL;
    }
    g_auto(Roster) roster = { .report = report, .rows = g_new0(CxRosterRows, 1) };
    roster.rows->rows = g_ptr_array_new_with_free_func(row_destroy);
    roster.rows->unclear = g_ptr_array_new_with_free_func(row_destroy);
    roster.rows->as_of = CX_DAY_NONE;
    if (!read_header(&roster, table, error) || !read_rows(&roster, table, error))
        return NULL;
    return g_steal_pointer(&roster.rows);
}
