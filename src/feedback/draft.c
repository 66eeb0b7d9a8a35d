/* The document is never changed in place: decisions are kept as new values by their place in it, and
 * the copy that cx_draft_edit_finish writes takes them instead of the old ones. */
#include "feedback/draft.h"

#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "codec/json.h"
#include "feedback/draft_priv.h"

void
cx_draft_edit_free(CxDraftEdit *edit)
{
    if (edit == NULL)
        return;
    cx_json_free(edit->mapping);
    cx_json_free(edit->drafted);
    g_hash_table_unref(edit->values);
    g_hash_table_unref(edit->added);
    g_hash_table_unref(edit->keys);
    g_free(edit);
}

static CxJson *
parse_object(const char *text, GError **error)
{
    g_autoptr(CxJson) json = cx_json_parse(text, strlen(text), error);
    if (json == NULL || !cx_json_check_type(json, CX_JSON_OBJECT, error))
        return NULL;
    return g_steal_pointer(&json);
}

CxDraftEdit *
cx_draft_edit_new(const char *mapping, const char *drafted, GError **error)
{
    g_autoptr(CxDraftEdit) edit = g_new0(CxDraftEdit, 1);
    edit->values = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    edit->added = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    edit->keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    edit->mapping = parse_object(mapping, error);
    if (edit->mapping == NULL)
        return NULL;
    edit->drafted = drafted != NULL ? parse_object(drafted, error) : NULL;
    return drafted != NULL && edit->drafted == NULL ? NULL : g_steal_pointer(&edit);
}

/* ---- New values by place ---- */

void
cx_draft_set(CxDraftEdit *edit, const char *path, char *json)
{
    g_hash_table_replace(edit->values, g_strdup(path), json);
}

void
cx_draft_add(CxDraftEdit *edit, const char *path, char *json)
{
    const char *before = g_hash_table_lookup(edit->added, path);
    char *joined = before != NULL ? g_strconcat(before, "\n", json, NULL) : g_strdup(json);
    g_free(json);
    g_hash_table_replace(edit->added, g_strdup(path), joined);
}

char *
cx_draft_json_text(const char *text)
{
    GString *out = g_string_new(NULL);
    CxJsonWriter *json = cx_json_writer_new(out, CX_JSON_COMPACT);
    cx_json_writer_text(json, text);
    cx_json_writer_free(json);
    return g_string_free(out, FALSE);
}

/* ---- The copy ---- */

static void copy_value(CxDraftEdit *edit, CxJsonWriter *json, const CxJson *value,
                       const char *path);

static void
write_raw(CxJsonWriter *json, const char *text)
{
    g_autoptr(CxJson) value = cx_json_parse(text, strlen(text), NULL);
    cx_json_writer_json(json, value);
}

/* Whether a new value stands directly under the path, and is not a member of the old object. */
static bool
is_new_member(const CxJson *object, const char *path, const char *place, const char **ret_name)
{
    const size_t len = strlen(path);
    if (strncmp(place, path, len) != 0 || place[len] != '/' || strchr(place + len + 1, '/') != NULL)
        return false;
    *ret_name = place + len + 1;
    return cx_json_member(object, *ret_name) == NULL;
}

static int
compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void
copy_object(CxDraftEdit *edit, CxJsonWriter *json, const CxJson *object, const char *path)
{
    cx_json_writer_begin_object(json);
    for (size_t i = 0; i < cx_json_n(object); i++) {
        const CxJson *member = cx_json_at(object, i);
        g_autofree char *place = g_strconcat(path, "/", cx_json_name(member), NULL);
        gpointer value = NULL;
        const bool is_decided = g_hash_table_lookup_extended(edit->values, place, NULL, &value);
        if (is_decided && value == NULL)
            continue;
        cx_json_writer_name(json, cx_json_name(member));
        if (is_decided)
            write_raw(json, value);
        else
            copy_value(edit, json, member, place);
    }
    guint n_places = 0;
    g_autofree gpointer *places = g_hash_table_get_keys_as_array(edit->values, &n_places);
    qsort(places, n_places, sizeof(gpointer), compare_texts);
    for (guint i = 0; i < n_places; i++) {
        const char *place = places[i];
        const char *value = g_hash_table_lookup(edit->values, place);
        const char *name = NULL;
        if (value == NULL || !is_new_member(object, path, place, &name))
            continue;
        cx_json_writer_name(json, name);
        write_raw(json, value);
    }
    cx_json_writer_end_object(json);
}

static void
write_added(CxDraftEdit *edit, CxJsonWriter *json, const char *path)
{
    const char *added = g_hash_table_lookup(edit->added, path);
    g_auto(GStrv) list = added != NULL ? g_strsplit(added, "\n", -1) : NULL;
    for (size_t i = 0; list != NULL && list[i] != NULL; i++)
        write_raw(json, list[i]);
}

static void
copy_array(CxDraftEdit *edit, CxJsonWriter *json, const CxJson *array, const char *path)
{
    cx_json_writer_begin_array(json);
    for (size_t i = 0; i < cx_json_n(array); i++) {
        g_autofree char *place = g_strdup_printf("%s/%zu", path, i);
        gpointer value = NULL;
        const bool is_decided = g_hash_table_lookup_extended(edit->values, place, NULL, &value);
        if (!is_decided)
            copy_value(edit, json, cx_json_at(array, i), place);
        else if (value != NULL)
            write_raw(json, value);
    }
    write_added(edit, json, path);
    cx_json_writer_end_array(json);
}

static void
copy_value(CxDraftEdit *edit, CxJsonWriter *json, const CxJson *value, const char *path)
{
    if (cx_json_type(value) == CX_JSON_OBJECT)
        copy_object(edit, json, value, path);
    else if (cx_json_type(value) == CX_JSON_ARRAY)
        copy_array(edit, json, value, path);
    else
        cx_json_writer_json(json, value);
}

/* An array that is not there begins with what was added to it. */
static void
begin_array(CxDraftEdit *edit, const char *name)
{
    g_autofree char *path = g_strconcat("/", name, NULL);
    if (cx_json_member(edit->mapping, name) != NULL || !g_hash_table_contains(edit->added, path))
        return;
    GString *out = g_string_new(NULL);
    CxJsonWriter *json = cx_json_writer_new(out, CX_JSON_COMPACT);
    cx_json_writer_begin_array(json);
    write_added(edit, json, path);
    cx_json_writer_end_array(json);
    cx_json_writer_free(json);
    cx_draft_set(edit, path, g_string_free(out, FALSE));
}

char *
cx_draft_edit_finish(CxDraftEdit *edit)
{
    begin_array(edit, "departments");
    begin_array(edit, "items");
    GString *out = g_string_new(NULL);
    CxJsonWriter *json = cx_json_writer_new(out, CX_JSON_INDENTED);
    copy_object(edit, json, edit->mapping, "");
    cx_json_writer_free(json);
    g_string_append_c(out, '\n');
    return g_string_free(out, FALSE);
}

/* ---- Plain texts ---- */

void
cx_draft_edit_text(CxDraftEdit *edit, const char *object, const char *name, const char *text)
{
    g_autofree char *path = g_strdup_printf("/%s/%s", object, name);
    cx_draft_set(edit, path, text != NULL ? cx_draft_json_text(text) : NULL);
}

void
cx_draft_edit_int(CxDraftEdit *edit, const char *object, const char *name, int64_t value)
{
    g_autofree char *path = g_strdup_printf("/%s/%s", object, name);
    cx_draft_set(edit, path, g_strdup_printf("%" PRId64, value));
}

void
cx_draft_edit_flag(CxDraftEdit *edit, const char *object, const char *name, bool flag)
{
    g_autofree char *path = g_strdup_printf("/%s/%s", object, name);
    cx_draft_set(edit, path, g_strdup(flag ? "true" : "false"));
}

void
cx_draft_edit_date_kind(CxDraftEdit *edit, const char *kind)
{
    cx_draft_set(edit, "/columns/date/kind", cx_draft_json_text(kind));
}

void
cx_draft_edit_overall(CxDraftEdit *edit, const char *key)
{
    const CxJson *items = cx_json_member(edit->mapping, "items");
    for (size_t i = 0; i < cx_json_n(items); i++) {
        const CxJson *item = cx_json_at(items, i);
        const bool is_it = g_strcmp0(cx_json_text(cx_json_member(item, "key"), NULL), key) == 0;
        const bool was_it =
            g_strcmp0(cx_json_text(cx_json_member(item, "role"), NULL), "overall") == 0;
        g_autofree char *role = g_strdup_printf("/items/%zu/role", i);
        g_autofree char *department = g_strdup_printf("/items/%zu/department", i);
        if (is_it) {
            cx_draft_set(edit, role, g_strdup("\"overall\""));
            cx_draft_set(edit, department, NULL);
        } else if (was_it) {
            cx_draft_set(edit, role, g_strdup("\"measure\""));
        }
    }
    cx_draft_edit_text(edit, "survey", "overall", key);
}
