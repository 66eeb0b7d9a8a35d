/* NDJSON as a table: objects are laid flat, and their keys become columns. */
#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "codec/json.h"
#include "codec/table_priv.h"

struct CxTableJson {
    const char *text;
    size_t n;
    size_t at;    /* where the next line starts */
    int64_t line; /* of text[at], 1-based */
    bool is_begun;

    GPtrArray *names;    /* of char *, the columns */
    GHashTable *columns; /* name -> guint *, its index; names borrowed from the above */
    bool is_too_wide;

    /* The record at hand. */
    CxCsvField *fields; /* as many as names; text is NULL where nothing was said */
    size_t *from;       /* where each begins in values */
    GString *values;
    GString *path;
    GString *problem;
};

/* ---- Lines ---- */

typedef struct {
    const char *text;
    size_t len_bytes;
    size_t offset;
    int64_t line;
} Line;

static bool
is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

/* The next line that is not blank; false at the end. */
static bool
next_line(CxTableJson *json, Line *ret_line)
{
    while (json->at < json->n) {
        const char *from = json->text + json->at;
        size_t len = 0;
        const size_t left = json->n - json->at;
        const char *feed = memchr(from, '\n', left);
        const size_t n_feed = feed != NULL ? (size_t)(feed - from) : left;
        const char *back = memchr(from, '\r', n_feed);
        len = back != NULL ? (size_t)(back - from) : n_feed;
        const bool is_pair = back != NULL && len + 1 == n_feed && feed != NULL;
        *ret_line = (Line){ from, len, json->at, json->line };
        json->at += MIN(left, len + (is_pair ? 2 : 1));
        json->line++;
        for (size_t i = 0; i < len; i++) {
            if (!is_blank(from[i]))
                return true;
        }
    }
    return false;
}

/* ---- Objects laid flat ---- */

typedef void (*Visit)(CxTableJson *json, const char *name, const CxJson *value);

static void
lay_flat(CxTableJson *json, const CxJson *object, Visit visit)
{
    for (size_t i = 0; i < cx_json_n(object); i++) {
        const CxJson *value = cx_json_at(object, i);
        const size_t len = json->path->len;
        if (len > 0)
            g_string_append_c(json->path, '.');
        g_string_append(json->path, cx_json_name(value));
        if (cx_json_type(value) == CX_JSON_OBJECT)
            lay_flat(json, value, visit);
        else
            visit(json, json->path->str, value);
        g_string_truncate(json->path, len);
    }
}

static void
append_plain(GString *out, const CxJson *value)
{
    const CxJsonType type = cx_json_type(value);
    if (type == CX_JSON_TEXT)
        g_string_append(out, cx_json_text(value, ""));
    else if (type == CX_JSON_INT)
        g_string_append_printf(out, "%" G_GINT64_FORMAT, (gint64)cx_json_int(value, 0));
    else if (type == CX_JSON_NUMBER)
        cx_text_append_double(out, cx_json_number(value, 0.0));
    else if (type == CX_JSON_FLAG)
        g_string_append(out, cx_json_flag(value, false) ? "true" : "false");
}

static bool
is_plain_list(const CxJson *list)
{
    for (size_t i = 0; i < cx_json_n(list); i++) {
        const CxJsonType type = cx_json_type(cx_json_at(list, i));
        if (type == CX_JSON_ARRAY || type == CX_JSON_OBJECT)
            return false;
    }
    return true;
}

static void
append_value(GString *out, const CxJson *value)
{
    if (cx_json_type(value) != CX_JSON_ARRAY) {
        append_plain(out, value);
        return;
    }
    if (!is_plain_list(value)) {
        cx_json_append_canonical(out, value);
        return;
    }
    for (size_t i = 0; i < cx_json_n(value); i++) {
        if (i > 0)
            g_string_append(out, "; ");
        append_plain(out, cx_json_at(value, i));
    }
}

/* ---- Columns ---- */

static void
note_column(CxTableJson *json, const char *name, const CxJson *value)
{
    (void)value;
    if (g_hash_table_contains(json->columns, name))
        return;
    if (json->names->len >= CX_CSV_COLUMNS_MAX) {
        json->is_too_wide = true;
        return;
    }
    char *copy = g_strdup(name);
    g_ptr_array_add(json->names, copy);
    guint *index = g_new(guint, 1);
    *index = json->names->len - 1;
    g_hash_table_insert(json->columns, copy, index);
}

static void
read_ahead(CxTableJson *json)
{
    Line line;
    for (int i = 0; i < CX_TABLE_AHEAD_ROWS && !json->is_too_wide; i++) {
        if (json->at > CX_TABLE_AHEAD_BYTES || !next_line(json, &line))
            break;
        if (line.len_bytes > CX_CSV_RECORD_BYTES_MAX)
            continue;
        g_autoptr(CxJson) object = cx_json_parse(line.text, line.len_bytes, NULL);
        if (cx_json_type(object) == CX_JSON_OBJECT)
            lay_flat(json, object, note_column);
    }
    json->at = 0;
    json->line = 1;
    json->fields = g_new0(CxCsvField, json->names->len + 1);
    json->from = g_new0(size_t, json->names->len + 1);
}

bool
cx_table_json_is(const char *text, size_t len_bytes)
{
    size_t i = 0;
    while (i < len_bytes && strchr(" \t\r\n", text[i]) != NULL && text[i] != '\0')
        i++;
    if (i == len_bytes || text[i] != '{')
        return false;
    for (i++; i < len_bytes && is_blank(text[i]);)
        i++;
    return i < len_bytes && (text[i] == '"' || text[i] == '}');
}

CxTableJson *
cx_table_json_new(const char *text, size_t len_bytes)
{
    CxTableJson *json = g_new0(CxTableJson, 1);
    json->text = text;
    json->n = len_bytes;
    json->line = 1;
    json->names = g_ptr_array_new_with_free_func(g_free);
    json->columns = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
    json->values = g_string_new(NULL);
    json->path = g_string_new(NULL);
    json->problem = g_string_new(NULL);
    read_ahead(json);
    return json;
}

void
cx_table_json_free(CxTableJson *json)
{
    if (json == NULL)
        return;
    g_hash_table_unref(json->columns);
    g_ptr_array_unref(json->names);
    g_free(json->fields);
    g_free(json->from);
    g_string_free(json->values, TRUE);
    g_string_free(json->path, TRUE);
    g_string_free(json->problem, TRUE);
    g_free(json);
}

/* ---- Records ---- */

static void
take_value(CxTableJson *json, const char *name, const CxJson *value)
{
    const guint *index = g_hash_table_lookup(json->columns, name);
    if (index == NULL || json->problem->len > 0)
        return; /* a key that came late is no column */
    CxCsvField *field = &json->fields[*index];
    if (field->text != NULL) {
        g_string_printf(json->problem, "there are two values for \"%s\"", name);
        return;
    }
    const size_t from = json->values->len;
    append_value(json->values, value);
    const size_t len = json->values->len - from;
    if (len > CX_CSV_FIELD_BYTES_MAX) {
        g_string_assign(json->problem, cx_csv_problem_text(CX_CSV_FIELD_TOO_LONG));
        return;
    }
    *field = (CxCsvField){ .text = "",
                           .len_bytes = (uint32_t)len,
                           .was_quoted = cx_json_type(value) == CX_JSON_TEXT };
    json->from[*index] = from;
}

/* Fills the fields from a line; the problem tells when it cannot. */
static void
read_record(CxTableJson *json, const Line *line)
{
    const size_t n = json->names->len;
    memset(json->fields, 0, n * sizeof *json->fields);
    g_string_truncate(json->values, 0);
    g_string_truncate(json->problem, 0);
    if (line->len_bytes > CX_CSV_RECORD_BYTES_MAX) {
        g_string_assign(json->problem, cx_csv_problem_text(CX_CSV_RECORD_TOO_LONG));
        return;
    }
    g_autoptr(GError) error = NULL;
    g_autoptr(CxJson) object = cx_json_parse(line->text, line->len_bytes, &error);
    if (object == NULL) {
        const char *words = error->message;
        if (g_str_has_prefix(words, "line 1, ")) /* of the record, not of the file */
            words += strlen("line 1, ");
        g_string_printf(json->problem, "the line is not JSON: %s", words);
        return;
    }
    if (cx_json_type(object) != CX_JSON_OBJECT) {
        g_string_printf(json->problem, "the line is %s, not an object in { }",
                        cx_json_type_name(cx_json_type(object)));
        return;
    }
    lay_flat(json, object, take_value);
    for (size_t i = 0; i < n; i++) {
        json->fields[i].text =
            json->fields[i].text != NULL ? json->values->str + json->from[i] : "";
    }
}

static CxTableStep
give_header(CxTableJson *json, CxTableRow *ret_row)
{
    json->is_begun = true;
    if (json->is_too_wide) {
        *ret_row = (CxTableRow){ .problem = cx_csv_problem_text(CX_CSV_COLUMNS_TOO_MANY) };
        return CX_TABLE_BAD;
    }
    for (guint i = 0; i < json->names->len; i++) {
        const char *name = g_ptr_array_index(json->names, i);
        json->fields[i] = (CxCsvField){ .text = name, .len_bytes = (uint32_t)strlen(name) };
    }
    *ret_row = (CxTableRow){ .fields = json->fields, .n_fields = json->names->len };
    return CX_TABLE_ROW;
}

CxTableStep
cx_table_json_next(CxTableJson *json, CxTableRow *ret_row)
{
    if (!json->is_begun)
        return give_header(json, ret_row);
    Line line;
    if (!next_line(json, &line))
        return CX_TABLE_END;
    read_record(json, &line);
    CxTableRow row = { .line = line.line,
                       .offset_bytes = (int64_t)line.offset,
                       .raw = line.text,
                       .raw_bytes = MIN(line.len_bytes, CX_CSV_RECORD_BYTES_MAX) };
    if (json->problem->len > 0) {
        row.problem = json->problem->str;
        row.problem_line = line.line;
        *ret_row = row;
        return CX_TABLE_BAD;
    }
    row.fields = json->fields;
    row.n_fields = json->names->len;
    *ret_row = row;
    return CX_TABLE_ROW;
}
