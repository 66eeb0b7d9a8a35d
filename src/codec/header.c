#include "codec/header.h"

#include <string.h>

#include "base/error.h"
#include "base/near.h"
#include "base/text.h"

static char *
clean_name(const char *text, size_t len_bytes)
{
    const size_t n_guard = cx_csv_guard_bytes(text, len_bytes);
    g_autofree char *name = cx_text_trim(g_strndup(text + n_guard, len_bytes - n_guard));
    const char *from = name;
    while (*from == '*')
        from++;
    return cx_text_trim(g_strdup(from));
}

CxHeader *
cx_header_new(const CxTableRow *row)
{
    CxHeader *header = g_new0(CxHeader, 1);
    header->n_columns = row->n_fields;
    header->names = g_new0(char *, row->n_fields + 1);
    header->is_used = g_new0(bool, row->n_fields + 1);
    for (size_t i = 0; i < row->n_fields; i++)
        header->names[i] = clean_name(row->fields[i].text, row->fields[i].len_bytes);
    header->missing = g_string_new(NULL);
    header->doubled = g_string_new(NULL);
    return header;
}

void
cx_header_free(CxHeader *header)
{
    if (header == NULL)
        return;
    g_strfreev(header->names);
    g_free(header->is_used);
    g_string_free(header->missing, TRUE);
    g_string_free(header->doubled, TRUE);
    g_free(header);
}

static void
note_missing(CxHeader *header, const char *name)
{
    g_string_append_printf(header->missing, "%s\"%s\"", header->n_missing++ > 0 ? ", " : "", name);
    const char *near = cx_near_find(name, (const char *const *)header->names, header->n_columns);
    if (near != NULL)
        g_string_append_printf(header->missing, " (did you mean \"%s\"?)", near);
}

static size_t
bind_position(CxHeader *header, const char *name)
{
    int64_t position = 0;
    if (*name != '#' || !cx_text_parse_i64(name + 1, &position, NULL) || position < 1 ||
        (size_t)position > header->n_columns)
        return CX_HEADER_NO_COLUMN;
    header->is_used[position - 1] = true;
    return (size_t)position - 1;
}

size_t
cx_header_bind(CxHeader *header, const char *column)
{
    if (column == NULL)
        return CX_HEADER_NO_COLUMN;
    g_autofree char *name = clean_name(column, strlen(column));
    size_t found = CX_HEADER_NO_COLUMN;
    for (size_t i = 0; i < header->n_columns; i++) {
        if (strcmp(header->names[i], name) != 0)
            continue;
        if (found != CX_HEADER_NO_COLUMN) {
            g_string_append_printf(header->doubled, "%s\"%s\" (columns %zu and %zu)",
                                   header->doubled->len > 0 ? ", " : "", name, found + 1, i + 1);
            return found;
        }
        found = i;
        header->is_used[i] = true;
    }
    if (found == CX_HEADER_NO_COLUMN)
        found = bind_position(header, name);
    if (found == CX_HEADER_NO_COLUMN)
        note_missing(header, name);
    return found;
}

bool
cx_header_check(const CxHeader *header, GError **error)
{
    if (header->n_missing > 0) {
        g_autoptr(GString) found = g_string_new(NULL);
        const size_t n_shown = MIN(header->n_columns, CX_HEADER_SHOWN_MAX);
        for (size_t i = 0; i < n_shown; i++)
            g_string_append_printf(found, "%s%s", i > 0 ? ", " : "", header->names[i]);
        if (header->n_columns > n_shown)
            g_string_append_printf(found, " and %zu more", header->n_columns - n_shown);
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    "the file lacks %d column%s the mapping names: %s; its %zu columns are: %s",
                    header->n_missing, header->n_missing == 1 ? "" : "s", header->missing->str,
                    header->n_columns, found->str);
        return false;
    }
    if (header->doubled->len > 0) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    "columns the mapping names stand twice in the file: %s", header->doubled->str);
        return false;
    }
    return true;
}
