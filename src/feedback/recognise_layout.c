/* Which tool wrote the file, and what it calls its columns. */
#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "feedback/recognise_priv.h"

#define LABEL_BYTES_MAX 4000 /* of a question kept */

static const char *const layout_names[] = {
    [CX_LAYOUT_PLAIN] = "a table",
    [CX_LAYOUT_QUALTRICS] = "Qualtrics",
    [CX_LAYOUT_QUALTRICS_LEGACY] = "Qualtrics (legacy)",
    [CX_LAYOUT_SURVEYMONKEY] = "SurveyMonkey",
    [CX_LAYOUT_LIMESURVEY] = "LimeSurvey",
};

const char *
cx_layout_name(CxLayout layout)
{
    return layout_names[layout];
}

const char *
cx_recognise_header(const CxRecognition *r, size_t i_record, size_t i_column)
{
    if (i_record >= r->headers->len)
        return "";
    const GPtrArray *record = g_ptr_array_index(r->headers, i_record);
    return i_column < record->len ? g_ptr_array_index(record, i_column) : "";
}

const char *
cx_recognise_letters(CxRecognition *r, const char *text)
{
    char *out = cx_arena_text(r->arena, text);
    size_t n = 0;
    for (const char *at = text; *at != '\0'; at++) {
        if (g_ascii_isalnum(*at) || (*at & 0x80) != 0)
            out[n++] = g_ascii_tolower(*at);
    }
    out[n] = '\0';
    return out;
}

/* Without tags, control characters and double blanks; at most LABEL_BYTES_MAX bytes. */
static const char *
clean(CxRecognition *r, const char *text)
{
    g_autoptr(GString) out = g_string_new(NULL);
    for (const char *at = text; *at != '\0' && out->len < LABEL_BYTES_MAX; at++) {
        const char *end = *at == '<' && g_ascii_isalpha(at[*at == '<' && at[1] == '/' ? 2 : 1])
                              ? strchr(at, '>')
                              : NULL;
        const bool is_blank = (unsigned char)*at <= ' ' || *at == 0x7F || end != NULL;
        if (end != NULL)
            at = end;
        if (!is_blank)
            g_string_append_c(out, *at);
        else if (out->len > 0 && out->str[out->len - 1] != ' ')
            g_string_append_c(out, ' ');
    }
    const char *end = NULL;
    g_utf8_validate(out->str, (gssize)out->len, &end);
    g_string_truncate(out, (gsize)(end - out->str));
    return cx_text_trim(cx_arena_text(r->arena, out->str));
}

/* A header as the import compares it: trimmed, and without a "*" before it. */
static char *
clean_header(CxRecognition *r, const char *text)
{
    char *name = cx_text_trim(cx_arena_text(r->arena, text));
    while (*name == '*')
        name++;
    return cx_text_trim(name);
}

/* A column is named by its header where that is a name of its own, else by its place. */
static void
name_references(CxRecognition *r)
{
    g_autoptr(GHashTable) first = g_hash_table_new(g_str_hash, g_str_equal);
    for (size_t i = 0; i < r->n_columns; i++) {
        CxColumn *column = &r->columns[i];
        CxColumn *other = g_hash_table_lookup(first, column->name);
        column->is_repeated = other != NULL;
        if (other != NULL)
            other->is_repeated = true;
        else
            g_hash_table_insert(first, column->name, column);
    }
    for (size_t i = 0; i < r->n_columns; i++) {
        CxColumn *column = &r->columns[i];
        if (!column->is_repeated && *column->name != '\0' &&
            strlen(column->name) <= CX_NAME_BYTES_MAX && cx_text_is_clean(column->name)) {
            column->ref = column->name;
            continue;
        }
        const char *place = cx_recognise_text(r, "#%zu", i + 1);
        column->ref = g_hash_table_contains(first, place) ? NULL : place;
    }
}

/* All that is said about a column, in lower case and with blanks around, to look words up in. */
static const char *
make_hint(CxRecognition *r, const CxColumn *column)
{
    /* "Q20Age" says "age" too. */
    const char *stem = column->name;
    if (*stem == 'Q' || *stem == 'q')
        stem += 1 + strspn(stem + 1, "0123456789");
    g_autofree char *all = g_strconcat(" ", column->name, " ", stem, " ", column->question, " ",
                                       column->option != NULL ? column->option : "", " ", NULL);
    g_autofree char *low =
        g_utf8_validate(all, -1, NULL) ? g_utf8_strdown(all, -1) : g_ascii_strdown(all, -1);
    for (char *at = low; *at != '\0'; at++) {
        if (!g_ascii_isalnum(*at) && (*at & 0x80) == 0)
            *at = ' ';
    }
    return cx_arena_text(r->arena, low);
}

static void
name_plain(CxRecognition *r)
{
    for (size_t i = 0; i < r->n_columns; i++) {
        CxColumn *column = &r->columns[i];
        column->question = column->name;
        column->known = cx_recognise_letters(r, column->name);
    }
}

void
cx_recognise_layout(CxRecognition *r)
{
    const GPtrArray *first = g_ptr_array_index(r->headers, 0);
    r->n_columns = first->len;
    r->columns = cx_arena_new0_n(r->arena, CxColumn, r->n_columns);
    for (size_t i = 0; i < r->n_columns; i++) {
        CxColumn *column = &r->columns[i];
        column->name = clean_header(r, g_ptr_array_index(first, i));
        cx_profile_init(&column->profile);
    }
    r->n_headers = 1;
    r->layout = CX_LAYOUT_PLAIN;
    if (cx_recognise_is_qualtrics(r)) {
        cx_recognise_name_qualtrics(r);
    } else if (cx_recognise_is_surveymonkey(r)) {
        cx_recognise_name_surveymonkey(r);
    } else if (cx_recognise_is_limesurvey(r)) {
        cx_recognise_name_limesurvey(r);
    } else {
        r->layout_reason = "The headers are those of no tool known here: the first row names the "
                           "columns, every other is a response.";
        name_plain(r);
    }
    for (size_t i = 0; i < r->n_columns; i++) {
        CxColumn *column = &r->columns[i];
        column->question = clean(r, column->question);
        column->option = column->option == NULL ? NULL : clean(r, column->option);
        column->hint = make_hint(r, column);
    }
    name_references(r);
}
