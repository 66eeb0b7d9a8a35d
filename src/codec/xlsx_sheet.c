/* Rows of a sheet out of its elements:
 *
 *   <row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" t="inlineStr"><is><t>so</t></is></c></row>
 *
 * Handlers gather the cells of a row; at its end they pause the parser, and the row is laid out as
 * fields. Texts are not copied before that, and shared ones never. */
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "codec/xlsx_priv.h"

#define LETTERS         26
#define DIGITS_EXACT    15  /* a whole number of so many digits is written as it stands */
#define BLANKS_PER_CELL 64  /* a row may reach so many columns further for each of its cells, ... */
#define BLANKS_FREE     256 /* ... and so many for nothing */

/* ---- What a cell says ---- */

/* "AB12" -> 27; -1 if it does not start with letters or is beyond what any sheet has. */
static int64_t
column_of(const char *reference)
{
    int64_t column = 0;
    const char *at = reference;
    for (; g_ascii_isalpha(*at) && column <= CX_CSV_COLUMNS_MAX; at++)
        column = column * LETTERS + (g_ascii_toupper(*at) - 'A' + 1);
    return at == reference ? -1 : column - 1;
}

static void
say(CxXlsx *xlsx, const char *what)
{
    if (xlsx->problem->len == 0)
        g_string_assign(xlsx->problem, what);
}

/* "C", "AB" */
static void
append_column(GString *out, size_t i_column)
{
    char letters[8];
    size_t n = 0;
    for (size_t rest = i_column + 1; rest > 0 && n < sizeof letters; rest = (rest - 1) / LETTERS)
        letters[n++] = (char)('A' + (rest - 1) % LETTERS);
    while (n > 0)
        g_string_append_c(out, letters[--n]);
}

static void
say_of_cell(CxXlsx *xlsx, const char *what)
{
    if (xlsx->problem->len > 0)
        return;
    g_string_assign(xlsx->problem, "the cell in column ");
    append_column(xlsx->problem, xlsx->i_column);
    g_string_append_printf(xlsx->problem, " %s", what);
}

/* Keeps the cell at hand; with text NULL what is in row_text from `at` on. */
static void
keep_cell(CxXlsx *xlsx, const char *text, uint32_t len_bytes, size_t at)
{
    if (len_bytes == 0 || xlsx->problem->len > 0)
        return;
    if (xlsx->cells->len >= CX_CSV_COLUMNS_MAX) {
        say(xlsx, cx_csv_problem_text(CX_CSV_COLUMNS_TOO_MANY));
        return;
    }
    if (len_bytes > CX_CSV_FIELD_BYTES_MAX) {
        say_of_cell(xlsx, "is too long");
        return;
    }
    xlsx->row_bytes += len_bytes;
    if (xlsx->row_bytes > CX_CSV_RECORD_BYTES_MAX) {
        say(xlsx, cx_csv_problem_text(CX_CSV_RECORD_TOO_LONG));
        return;
    }
    const CxXlsxCell cell = {
        .i_column = xlsx->i_column, .len_bytes = len_bytes, .shared = text, .at = at
    };
    g_array_append_val(xlsx->cells, cell);
}

static void
append_number(CxXlsx *xlsx, const char *digits)
{
    const uint8_t flags = cx_xlsx_styles_at(&xlsx->styles, xlsx->i_style);
    const size_t n_digits = strspn(digits, "0123456789");
    const bool is_plain =
        digits[n_digits] == '\0' && n_digits <= DIGITS_EXACT && (n_digits == 1 || *digits != '0');
    double value = 0.0;
    if (is_plain && flags == 0) {
        g_string_append(xlsx->row_text, digits);
        return;
    }
    if (!cx_text_parse_double(digits, &value, NULL)) {
        g_string_append(xlsx->row_text, digits); /* what it means is for the mapping to say */
        return;
    }
    if (flags == 0 || !cx_xlsx_append_when(xlsx->row_text, value, flags, xlsx->is_1904))
        cx_text_append_double(xlsx->row_text, value);
}

static void
end_shared(CxXlsx *xlsx, const char *digits)
{
    int64_t index = 0;
    const char *text = NULL;
    uint32_t len_bytes = 0;
    if (!cx_text_parse_i64(digits, &index, NULL) ||
        !cx_xlsx_shared_at(&xlsx->shared, index, &text, &len_bytes)) {
        say_of_cell(xlsx, "points to a text that the workbook does not hold");
        return;
    }
    keep_cell(xlsx, text, len_bytes, 0);
}

static void
end_cell(CxXlsx *xlsx)
{
    GString *cell = xlsx->cell;
    GString *row_text = xlsx->row_text;
    if (cell->len == 0)
        return;
    const size_t at = row_text->len;
    if (xlsx->type == CX_XLSX_CELL_TEXT) {
        g_string_append_len(row_text, cell->str, (gssize)cell->len);
        cx_xlsx_unescape(row_text, at);
    } else {
        cx_text_trim(cell->str);
        if (xlsx->type == CX_XLSX_CELL_SHARED) {
            end_shared(xlsx, cell->str);
            return;
        }
        if (xlsx->type == CX_XLSX_CELL_NUMBER)
            append_number(xlsx, cell->str);
        else
            g_string_append(row_text, strcmp(cell->str, "0") == 0 ? "FALSE" : "TRUE");
    }
    keep_cell(xlsx, NULL, (uint32_t)(row_text->len - at), at);
}

/* ---- Elements ---- */

static CxXlsxCellType
cell_type(const char *text)
{
    if (strcmp(text, "s") == 0)
        return CX_XLSX_CELL_SHARED;
    if (strcmp(text, "n") == 0)
        return CX_XLSX_CELL_NUMBER;
    if (strcmp(text, "b") == 0)
        return CX_XLSX_CELL_FLAG;
    return CX_XLSX_CELL_TEXT; /* inlineStr, str, e, and d, a date in words already */
}

static void
start_row(CxXlsxPart *part, CxXlsx *xlsx, const char **attributes)
{
    const char *text = cx_xlsx_attribute(attributes, "r");
    int64_t row = xlsx->row + 1;
    if (text != NULL &&
        (!cx_text_parse_i64(text, &row, NULL) || row <= xlsx->row || row > G_MAXINT32)) {
        cx_xlsx_part_fail(part, g_error_new(CX_ERROR, CX_ERROR_INVALID,
                                            "the workbook is damaged: after row %" G_GINT64_FORMAT
                                            " of the sheet comes row \"%.20s\"",
                                            (gint64)xlsx->row, text));
        return;
    }
    xlsx->row = row;
    xlsx->row_bytes = 0;
    xlsx->i_next = 0;
    xlsx->is_in_row = true;
    g_array_set_size(xlsx->cells, 0);
    g_string_truncate(xlsx->row_text, 0);
    g_string_truncate(xlsx->problem, 0);
}

static void
start_cell(CxXlsx *xlsx, const char **attributes)
{
    int64_t column = xlsx->i_next;
    xlsx->type = CX_XLSX_CELL_NUMBER;
    xlsx->i_style = 0;
    for (size_t i = 0; attributes[i] != NULL; i += 2) {
        const char *value = attributes[i + 1];
        if (strcmp(attributes[i], "r") == 0)
            column = column_of(value);
        else if (strcmp(attributes[i], "t") == 0)
            xlsx->type = cell_type(value);
        else if (strcmp(attributes[i], "s") == 0 && !cx_text_parse_i64(value, &xlsx->i_style, NULL))
            xlsx->i_style = 0;
    }
    if (column < 0 || column >= CX_CSV_COLUMNS_MAX) {
        say(xlsx, column < 0 ? "a cell does not say which column it is in"
                             : cx_csv_problem_text(CX_CSV_COLUMNS_TOO_MANY));
    }
    xlsx->i_column = (uint32_t)CLAMP(column, 0, CX_CSV_COLUMNS_MAX);
    xlsx->i_next = (int64_t)xlsx->i_column + 1;
    xlsx->is_in_cell = true;
    xlsx->n_guides = 0;
    g_string_truncate(xlsx->cell, 0);
}

static void
on_start(CxXlsxPart *part, const char *name, const char **attributes, void *data)
{
    CxXlsx *xlsx = data;
    if (xlsx->is_in_cell) {
        if (strcmp(name, "rPh") == 0)
            xlsx->n_guides++;
        xlsx->is_collected =
            strcmp(name, "v") == 0 || (strcmp(name, "t") == 0 && xlsx->n_guides == 0);
    } else if (xlsx->is_in_row) {
        if (strcmp(name, "c") == 0)
            start_cell(xlsx, attributes);
    } else if (strcmp(name, "row") == 0) {
        start_row(part, xlsx, attributes);
    }
}

static void
on_end(CxXlsxPart *part, const char *name, void *data)
{
    CxXlsx *xlsx = data;
    xlsx->is_collected = false;
    if (strcmp(name, "c") == 0 && xlsx->is_in_cell) {
        xlsx->is_in_cell = false;
        end_cell(xlsx);
    } else if (strcmp(name, "rPh") == 0 && xlsx->n_guides > 0) {
        xlsx->n_guides--;
    } else if (strcmp(name, "row") == 0 && xlsx->is_in_row && !xlsx->is_in_cell) {
        xlsx->is_in_row = false;
        if (xlsx->cells->len > 0 || xlsx->problem->len > 0) {
            xlsx->is_ready = true;
            cx_xlsx_part_pause(part);
        }
    }
}

static void
on_text(CxXlsxPart *part, const char *text, size_t len_bytes, void *data)
{
    CxXlsx *xlsx = data;
    (void)part;
    if (!xlsx->is_collected)
        return;
    if (xlsx->cell->len + len_bytes > CX_CSV_FIELD_BYTES_MAX)
        say_of_cell(xlsx, "is too long");
    else
        g_string_append_len(xlsx->cell, text, (gssize)len_bytes);
}

const CxXlsxHandlers cx_xlsx_sheet_handlers = { on_start, on_end, on_text };

/* ---- The row as fields ---- */

static void
hold_fields(CxXlsx *xlsx, size_t n)
{
    if (xlsx->fields != NULL)
        memset(xlsx->fields, 0, MIN(xlsx->n_given, xlsx->cap_fields) * sizeof *xlsx->fields);
    if (n <= xlsx->cap_fields)
        return;
    const size_t cap = MAX(n, MIN(2 * xlsx->cap_fields, CX_CSV_COLUMNS_MAX));
    xlsx->fields = g_renew(CxCsvField, xlsx->fields, cap);
    memset(xlsx->fields + xlsx->cap_fields, 0, (cap - xlsx->cap_fields) * sizeof *xlsx->fields);
    xlsx->cap_fields = cap;
}

bool
cx_xlsx_row_lay_out(CxXlsx *xlsx, CxXlsxRow *row)
{
    size_t n_fields = 0;
    for (guint i = 0; i < xlsx->cells->len; i++)
        n_fields = MAX(n_fields, g_array_index(xlsx->cells, CxXlsxCell, i).i_column + (size_t)1);
    const size_t n_fair = xlsx->width + BLANKS_FREE + BLANKS_PER_CELL * (size_t)xlsx->cells->len;
    if (n_fields > n_fair) {
        g_string_assign(xlsx->problem, "a cell stands far from the others, in column ");
        append_column(xlsx->problem, n_fields - 1);
        return false;
    }
    n_fields = MAX(n_fields, xlsx->width);
    hold_fields(xlsx, n_fields);
    xlsx->n_given = n_fields;
    for (guint i = 0; i < xlsx->cells->len; i++) {
        const CxXlsxCell *cell = &g_array_index(xlsx->cells, CxXlsxCell, i);
        CxCsvField *field = &xlsx->fields[cell->i_column];
        if (field->len_bytes > 0) {
            xlsx->i_column = cell->i_column;
            say_of_cell(xlsx, "is there twice");
            return false;
        }
        field->text = cell->shared != NULL ? cell->shared : xlsx->row_text->str + cell->at;
        field->len_bytes = cell->len_bytes;
    }
    for (size_t i = 0; i < n_fields; i++) {
        if (xlsx->fields[i].text == NULL)
            xlsx->fields[i].text = "";
    }
    row->fields = xlsx->fields;
    row->n_fields = n_fields;
    return true;
}
