#include "feedback/file_head.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "codec/json.h"
#include "feedback/beginning.h"

void
cx_file_head_free(CxFileHead *head)
{
    /* The head lies in its arena. */
    if (head != NULL)
        cx_arena_free(head->arena);
}

/* A cell without NUL, cut at a character. */
static const char *
keep_cell(CxArena *arena, const char *text, size_t len_bytes)
{
    size_t len = MIN(len_bytes, (size_t)CX_HEAD_CELL_BYTES_MAX);
    while (len < len_bytes && len > 0 && (text[len] & 0xC0) == 0x80)
        len--;
    char *copy = cx_arena_text_n(arena, text, len);
    for (size_t i = 0; i < len; i++)
        copy[i] = copy[i] == '\0' ? ' ' : copy[i];
    return copy;
}

static CxHeadRow
make_row(CxArena *arena, const char *const *cells, size_t n_cells, int64_t line)
{
    CxCsvField *fields = cx_arena_new0_n(arena, CxCsvField, n_cells);
    for (size_t i = 0; i < n_cells; i++) {
        fields[i].text = cells[i];
        fields[i].len_bytes = (uint32_t)strlen(cells[i]);
    }
    return (CxHeadRow){ .row = { .fields = fields, .n_fields = n_cells, .line = line },
                        .cells = cells };
}

/* A row of the table as a row of the head; adds to *bytes. */
static CxHeadRow
keep_row(CxArena *arena, const CxTableRow *row, size_t *bytes)
{
    const char **cells = cx_arena_new0_n(arena, const char *, row->n_fields);
    for (size_t i = 0; i < row->n_fields; i++) {
        cells[i] = keep_cell(arena, row->fields[i].text, row->fields[i].len_bytes);
        *bytes += strlen(cells[i]);
    }
    return make_row(arena, cells, row->n_fields, row->line);
}

static void
name_columns(CxFileHead *head)
{
    const size_t n = head->rows[0].row.n_fields;
    const char **names = cx_arena_new0_n(head->arena, const char *, n);
    for (size_t i = 0; i < n; i++)
        names[i] = cx_text_trim(cx_arena_text(head->arena, head->rows[0].cells[i]));
    head->names = names;
}

CxFileHead *
cx_file_head_read(const void *data, size_t len_bytes, GError **error)
{
    const size_t n_bytes = cx_beginning_bytes(data, len_bytes);
    g_autoptr(CxTable) table = cx_table_open(data, n_bytes, NULL, error);
    if (table == NULL)
        return NULL;
    CxArena *arena = cx_arena_new();
    g_autoptr(CxFileHead) head = cx_arena_new0(arena, CxFileHead);
    CxHeadRow *rows = cx_arena_new0_n(arena, CxHeadRow, CX_HEAD_ROWS_MAX);
    *head = (CxFileHead){ .kind_name = cx_table_kind_name(cx_table_kind(table)),
                          .line_word = cx_table_line_word(cx_table_kind(table)),
                          .rows = rows,
                          .arena = arena };
    size_t bytes = 0;
    CxTableRow row;
    CxTableRow first = { 0 }; /* that could not be read, before any that could */
    CxTableStep step = CX_TABLE_ROW;
    while (head->n_rows < CX_HEAD_ROWS_MAX && (head->n_rows == 0 || bytes < CX_HEAD_BYTES_MAX)) {
        step = cx_table_next(table, &row, error);
        if (step == CX_TABLE_ERROR)
            return NULL;
        if (step == CX_TABLE_END)
            break;
        if (step == CX_TABLE_ROW)
            rows[head->n_rows++] = keep_row(arena, &row, &bytes);
        else if (head->n_rows == 0 && first.problem == NULL)
            first = (CxTableRow){ .line = row.line, .problem = cx_arena_text(arena, row.problem) };
    }
    head->is_whole = step == CX_TABLE_END && n_bytes == len_bytes;
    if (head->n_rows > 0) {
        name_columns(head);
        return g_steal_pointer(&head);
    }
    if (first.problem != NULL) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "line %" G_GINT64_FORMAT ": %s", first.line,
                    first.problem);
    } else {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID, "the file is empty");
    }
    return NULL;
}

size_t
cx_file_head_n_columns(const CxFileHead *head)
{
    return head->rows[0].row.n_fields;
}

const char *
cx_file_head_column(const CxFileHead *head, size_t i)
{
    return i < cx_file_head_n_columns(head) ? head->names[i] : "";
}

char *
cx_file_head_json(const CxFileHead *head)
{
    GString *out = g_string_new(NULL);
    {
        g_autoptr(CxJsonWriter) json = cx_json_writer_new(out, CX_JSON_COMPACT);
        cx_json_writer_begin_object(json);
        cx_json_writer_put_text(json, "kind", head->kind_name);
        cx_json_writer_put_text(json, "line_word", head->line_word);
        cx_json_writer_put_flag(json, "is_whole", head->is_whole);
        cx_json_writer_name(json, "rows");
        cx_json_writer_begin_array(json);
        for (size_t i = 0; i < head->n_rows; i++) {
            const CxHeadRow *row = &head->rows[i];
            cx_json_writer_begin_array(json);
            cx_json_writer_int(json, row->row.line);
            for (size_t j = 0; j < row->row.n_fields; j++)
                cx_json_writer_text(json, row->cells[j]);
            cx_json_writer_end_array(json);
        }
        cx_json_writer_end_array(json);
        cx_json_writer_end_object(json);
    }
    return g_string_free(out, FALSE);
}

static CxHeadRow
read_row(CxArena *arena, const CxJson *json)
{
    const size_t n = cx_json_n(json) > 0 ? cx_json_n(json) - 1 : 0;
    const char **cells = cx_arena_new0_n(arena, const char *, n);
    for (size_t i = 0; i < n; i++)
        cells[i] = cx_arena_text(arena, cx_json_text(cx_json_at(json, i + 1), ""));
    return make_row(arena, cells, n, cx_json_int(cx_json_at(json, 0), 0));
}

CxFileHead *
cx_file_head_parse(const char *text, GError **error)
{
    g_autoptr(CxJson) json = cx_json_parse(text, strlen(text), NULL);
    const CxJson *list = cx_json_member(json, "rows");
    const size_t n = cx_json_n(list);
    if (n == 0) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_CORRUPT,
                            "what was kept of a file's first rows cannot be read");
        return NULL;
    }
    CxArena *arena = cx_arena_new();
    CxFileHead *head = cx_arena_new0(arena, CxFileHead);
    CxHeadRow *rows = cx_arena_new0_n(arena, CxHeadRow, n);
    for (size_t i = 0; i < n; i++)
        rows[i] = read_row(arena, cx_json_at(list, i));
    *head = (CxFileHead){
        .kind_name = cx_arena_text(arena, cx_json_text(cx_json_member(json, "kind"), "")),
        .line_word = cx_arena_text(arena, cx_json_text(cx_json_member(json, "line_word"), "line")),
        .rows = rows,
        .n_rows = n,
        .is_whole = cx_json_flag(cx_json_member(json, "is_whole"), false),
        .arena = arena,
    };
    name_columns(head);
    return head;
}
