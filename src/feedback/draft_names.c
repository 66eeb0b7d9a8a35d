/* Names of columns, and columns that hold names. */
#include <string.h>

#include "base/text.h"
#include "feedback/draft_priv.h"

bool
cx_draft_is_same_column(const char *a, const char *b)
{
    if (a == NULL || b == NULL)
        return false;
    a += strspn(a, "* ");
    b += strspn(b, "* ");
    size_t len_a = strlen(a);
    size_t len_b = strlen(b);
    while (len_a > 0 && a[len_a - 1] == ' ')
        len_a--;
    while (len_b > 0 && b[len_b - 1] == ' ')
        len_b--;
    return len_a == len_b && memcmp(a, b, len_a) == 0;
}

/* Whether a column holds a part of a name, by its header. */
static bool
is_name_part(const char *column)
{
    static const char *const words[] = { "name", "surname", "given", "family", "vorname" };
    g_autofree char *key = cx_text_key(column);
    for (size_t i = 0; i < CX_N_ELEMENTS(words); i++) {
        if (strstr(key, words[i]) != NULL)
            return true;
    }
    return false;
}

/* Whether all columns that say who answered hold parts of a name. */
static bool
are_name_parts(const CxJson *now)
{
    const bool is_list = cx_json_type(now) == CX_JSON_ARRAY;
    bool are_parts = cx_json_type(now) == CX_JSON_TEXT || is_list;
    for (size_t i = 0; are_parts && i < (is_list ? cx_json_n(now) : 1); i++) {
        const char *column = cx_json_text(is_list ? cx_json_at(now, i) : now, NULL);
        are_parts = column != NULL && is_name_part(column);
    }
    return are_parts;
}

/* Who answered: the first name and the last name are one name, every other column replaces. */
void
cx_draft_take_respondent(CxDraftEdit *edit, const char *column)
{
    static const char path[] = "/columns/respondent";
    const CxJson *member = cx_json_member(cx_json_member(edit->mapping, "columns"), "respondent");
    const char *decided = g_hash_table_lookup(edit->values, path);
    g_autoptr(CxJson) own = decided != NULL ? cx_json_parse(decided, strlen(decided), NULL) : NULL;
    const CxJson *now = own != NULL ? own : member;
    if (!is_name_part(column) || !are_name_parts(now)) {
        cx_draft_set(edit, path, cx_draft_json_text(column));
        return;
    }
    const bool is_list = cx_json_type(now) == CX_JSON_ARRAY;
    GString *out = g_string_new(NULL);
    {
        g_autoptr(CxJsonWriter) json = cx_json_writer_new(out, CX_JSON_COMPACT);
        cx_json_writer_begin_array(json);
        for (size_t i = 0; i < (is_list ? cx_json_n(now) : 1); i++) {
            const char *part = cx_json_text(is_list ? cx_json_at(now, i) : now, NULL);
            if (!cx_draft_is_same_column(part, column))
                cx_json_writer_text(json, part);
        }
        cx_json_writer_text(json, column);
        cx_json_writer_end_array(json);
    }
    cx_draft_set(edit, path, g_string_free(out, FALSE));
}
