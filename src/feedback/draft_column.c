/* Decisions about columns. */
#include <inttypes.h>
#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "feedback/draft_priv.h"

/* ---- Finding ---- */

static const char *
text_of(const CxJson *json, const char *name)
{
    return cx_json_text(cx_json_member(json, name), NULL);
}

size_t
cx_draft_find_item(const CxJson *mapping, const char *column)
{
    const CxJson *items = cx_json_member(mapping, "items");
    for (size_t i = 0; i < cx_json_n(items); i++) {
        if (cx_draft_is_same_column(text_of(cx_json_at(items, i), "column"), column))
            return i;
    }
    return SIZE_MAX;
}

static const CxJson *
item_at(const CxJson *mapping, size_t i_item)
{
    return cx_json_at(cx_json_member(mapping, "items"), i_item);
}

/* The column a member of "columns" names, as text or as {"column": …}. */
static const char *
named_column(const CxJson *member)
{
    return cx_json_type(member) == CX_JSON_TEXT ? cx_json_text(member, NULL)
                                                : text_of(member, "column");
}

/* ---- Forgetting ---- */

/* Whether a member of "columns" names that column, alone or among others. */
static bool
names_column(const CxJson *member, const char *column)
{
    bool is_named = cx_draft_is_same_column(named_column(member), column);
    const size_t n = cx_json_type(member) == CX_JSON_ARRAY ? cx_json_n(member) : 0;
    for (size_t i = 0; i < n && !is_named; i++)
        is_named = cx_draft_is_same_column(cx_json_text(cx_json_at(member, i), NULL), column);
    return is_named;
}

/* Where the document says what a column of that name is for: an array of char *, such as
 * "/columns/id" or "/columns/respondent/1". (transfer full) */
static GPtrArray *
places_of(const CxJson *columns, const char *column)
{
    GPtrArray *places = g_ptr_array_new_with_free_func(g_free);
    for (size_t i = 0; i < cx_json_n(columns); i++) {
        const CxJson *member = cx_json_at(columns, i);
        const char *name = cx_json_name(member);
        if (cx_draft_is_same_column(named_column(member), column))
            g_ptr_array_add(places, g_strconcat("/columns/", name, NULL));
        const bool is_list = cx_json_type(member) == CX_JSON_ARRAY;
        for (size_t j = 0; is_list && j < cx_json_n(member); j++) {
            if (cx_draft_is_same_column(cx_json_text(cx_json_at(member, j), NULL), column))
                g_ptr_array_add(places, g_strdup_printf("/columns/%s/%zu", name, j));
        }
    }
    return places;
}

static void
forget(CxDraftEdit *edit, const char *column)
{
    g_autoptr(GPtrArray) places = places_of(cx_json_member(edit->mapping, "columns"), column);
    for (guint i = 0; i < places->len; i++)
        cx_draft_set(edit, g_ptr_array_index(places, i), NULL);
    const CxJson *skips = cx_json_member(edit->mapping, "skip");
    for (size_t i = 0; i < cx_json_n(skips); i++) {
        if (!cx_draft_is_same_column(text_of(cx_json_at(skips, i), "column"), column))
            continue;
        g_autofree char *path = g_strdup_printf("/skip/%zu", i);
        cx_draft_set(edit, path, NULL);
    }
    const size_t i_item = cx_draft_find_item(edit->mapping, column);
    if (i_item == SIZE_MAX)
        return;
    g_autofree char *path = g_strdup_printf("/items/%zu", i_item);
    cx_draft_set(edit, path, NULL);
}

/* ---- Writing ---- */

/* An object under way. */
typedef struct {
    GString *out;
    CxJsonWriter *json;
} Object;

static Object
object_begin(void)
{
    GString *out = g_string_new(NULL);
    CxJsonWriter *json = cx_json_writer_new(out, CX_JSON_COMPACT);
    cx_json_writer_begin_object(json);
    return (Object){ out, json };
}

static char *
object_end(Object *object)
{
    cx_json_writer_end_object(object->json);
    cx_json_writer_free(object->json);
    return g_string_free(object->out, FALSE);
}

/* The texts of a list "0; BLANK" as {"0":"0","BLANK":"BLANK"}; with the words known for them. */
static char *
codes_json(const char *list, const CxJson *known)
{
    g_auto(GStrv) texts = g_strsplit(list, ";", -1);
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    Object object = object_begin();
    for (size_t i = 0; texts[i] != NULL; i++) {
        const char *text = g_strstrip(texts[i]);
        if (*text == '\0' || !g_hash_table_add(seen, texts[i]))
            continue;
        cx_json_writer_put_text(object.json, text, cx_json_text(cx_json_member(known, text), text));
    }
    return object_end(&object);
}

/* A key nobody has in the document's list. (transfer full) */
static char *
free_key(CxDraftEdit *edit, const char *list, const char *words)
{
    g_autofree char *base = cx_text_key(words);
    if (strlen(base) > 48)
        base[48] = '\0';
    const char *stem = cx_text_is_key(base) ? base : "item";
    const CxJson *array = cx_json_member(edit->mapping, list);
    for (int n = 1;; n++) {
        g_autofree char *key = n == 1 ? g_strdup(stem) : g_strdup_printf("%s_%d", stem, n);
        bool is_free = !g_hash_table_contains(edit->keys, key);
        for (size_t i = 0; is_free && i < cx_json_n(array); i++)
            is_free = g_strcmp0(text_of(cx_json_at(array, i), "key"), key) != 0;
        if (!is_free)
            continue;
        g_hash_table_add(edit->keys, g_strdup(key));
        return g_steal_pointer(&key);
    }
}

static void
write_choices(CxJsonWriter *json, const CxColumnDecision *decision, bool with_codes)
{
    g_autoptr(GHashTable) keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    cx_json_writer_name(json, "codes");
    cx_json_writer_begin_object(json);
    for (size_t i = 0; i < MIN(decision->n_values, CX_MODES_MAX); i++) {
        const char *value = decision->values[i];
        g_autofree char *base = cx_text_key(value);
        if (strlen(base) > 48)
            base[48] = '\0';
        g_autofree char *key = cx_text_is_key(base) ? g_strdup(base) : g_strdup("other");
        for (int n = 2; g_hash_table_contains(keys, key); n++) {
            g_free(key);
            key = g_strdup_printf("%s_%d", cx_text_is_key(base) ? base : "other", n);
        }
        g_hash_table_add(keys, g_strdup(key));
        cx_json_writer_name(json, value);
        cx_json_writer_begin_object(json);
        cx_json_writer_put_text(json, "key", key);
        cx_json_writer_put_text(json, "label", value);
        if (with_codes)
            cx_json_writer_put_int(json, "code", (int64_t)i + 1);
        cx_json_writer_end_object(json);
    }
    cx_json_writer_end_object(json);
}

/* Answers that are no answers, if there are any: words with commas between. */
static void
write_codes(CxJsonWriter *json, const char *name, const char *words)
{
    if (words == NULL || *words == '\0')
        return;
    g_autofree char *codes = codes_json(words, NULL);
    cx_json_writer_name(json, name);
    cx_json_writer_raw(json, codes);
}

/* What says how an item is answered. */
static void
write_answers(CxJsonWriter *json, const CxColumnDecision *decision)
{
    const bool is_nps = g_strcmp0(decision->kind, "nps") == 0;
    if (decision->taken == CX_TAKEN_ITEM) {
        cx_json_writer_put_text(json, "kind", is_nps ? "nps" : "rating");
        if (!is_nps) {
            cx_json_writer_put_int(json, "lo", decision->lo != CX_DRAFT_AS_IS ? decision->lo : 1);
            cx_json_writer_put_int(json, "hi", decision->hi != CX_DRAFT_AS_IS ? decision->hi : 5);
        }
        if (decision->direction != NULL)
            cx_json_writer_put_text(json, "direction", decision->direction);
    } else if (decision->taken == CX_TAKEN_COMMENT || decision->n_values == 0) {
        cx_json_writer_put_text(json, "kind", "text");
        cx_json_writer_put_text(json, "role",
                                decision->taken == CX_TAKEN_COMMENT ? "comment" : "fact");
    } else {
        cx_json_writer_put_text(json, "role", "fact");
        cx_json_writer_put_text(json, "kind", "choice");
        write_choices(json, decision, true);
    }
    write_codes(json, "missing", decision->missing);
    write_codes(json, "not_applicable", decision->not_applicable);
}

/* An item in place of `old` (nullable), whose name and words it keeps. */
static char *
item_json(CxDraftEdit *edit, const CxColumnDecision *decision, const CxJson *old)
{
    g_autofree char *fresh = old == NULL ? free_key(edit, "items", decision->column) : NULL;
    const char *label = decision->label != NULL ? decision->label : text_of(old, "label");
    const char *wording = decision->wording != NULL ? decision->wording : text_of(old, "wording");
    Object object = object_begin();
    cx_json_writer_put_text(object.json, "key", old != NULL ? text_of(old, "key") : fresh);
    cx_json_writer_put_text(object.json, "column", decision->column);
    cx_json_writer_put_text(object.json, "label", label != NULL ? label : decision->column);
    cx_json_writer_put_text(object.json, "wording", wording != NULL ? wording : decision->column);
    if (decision->taken == CX_TAKEN_ITEM && text_of(old, "department") != NULL)
        cx_json_writer_put_text(object.json, "department", text_of(old, "department"));
    if (decision->taken == CX_TAKEN_ITEM && g_strcmp0(text_of(old, "role"), "overall") == 0)
        cx_json_writer_put_text(object.json, "role", "overall");
    write_answers(object.json, decision);
    return object_end(&object);
}

/* ---- Deciding ---- */

static CxTaken
taken_of_item(const CxJson *item)
{
    const char *kind = text_of(item, "kind");
    const char *role = text_of(item, "role");
    if (item == NULL)
        return CX_TAKEN_IGNORED;
    if (g_strcmp0(role, "comment") == 0 || (g_strcmp0(kind, "text") == 0 && role == NULL))
        return CX_TAKEN_COMMENT;
    const bool is_rating = kind == NULL || strcmp(kind, "rating") == 0 || strcmp(kind, "nps") == 0;
    return is_rating && g_strcmp0(role, "fact") != 0 ? CX_TAKEN_ITEM : CX_TAKEN_FACT;
}

static void
set_item_text(CxDraftEdit *edit, size_t i_item, const char *name, const char *text)
{
    if (text == NULL)
        return;
    g_autofree char *path = g_strdup_printf("/items/%zu/%s", i_item, name);
    cx_draft_set(edit, path, cx_draft_json_text(text));
}

static void
set_item_codes(CxDraftEdit *edit, size_t i_item, const char *name, const char *list)
{
    if (list == NULL)
        return;
    const CxJson *known = cx_json_member(item_at(edit->mapping, i_item), name);
    g_autofree char *path = g_strdup_printf("/items/%zu/%s", i_item, name);
    cx_draft_set(edit, path, codes_json(list, known));
}

/* The item stays what it is; what was said about it is said anew. */
static void
correct_item(CxDraftEdit *edit, size_t i_item, const CxColumnDecision *decision)
{
    set_item_text(edit, i_item, "label", decision->label);
    set_item_text(edit, i_item, "wording", decision->wording);
    set_item_codes(edit, i_item, "missing", decision->missing);
    set_item_codes(edit, i_item, "not_applicable", decision->not_applicable);
    if (decision->taken != CX_TAKEN_ITEM)
        return;
    set_item_text(edit, i_item, "kind", decision->kind);
    set_item_text(edit, i_item, "direction", decision->direction);
    const bool is_nps = g_strcmp0(decision->kind, "nps") == 0;
    const int64_t ends[] = { decision->lo, decision->hi };
    static const char *const names[] = { "lo", "hi" };
    for (size_t i = 0; i < CX_N_ELEMENTS(ends); i++) {
        g_autofree char *path = g_strdup_printf("/items/%zu/%s", i_item, names[i]);
        if (is_nps)
            cx_draft_set(edit, path, NULL);
        else if (ends[i] != CX_DRAFT_AS_IS)
            cx_draft_set(edit, path, g_strdup_printf("%" PRId64, ends[i]));
    }
}

static void
take_as_item(CxDraftEdit *edit, const CxColumnDecision *decision)
{
    const size_t i_item = cx_draft_find_item(edit->mapping, decision->column);
    const CxJson *old = i_item != SIZE_MAX ? item_at(edit->mapping, i_item) : NULL;
    if (old != NULL && taken_of_item(old) == decision->taken) {
        correct_item(edit, i_item, decision);
        return;
    }
    const size_t i_drafted = cx_draft_find_item(edit->drafted, decision->column);
    const CxJson *drafted = i_drafted != SIZE_MAX ? item_at(edit->drafted, i_drafted) : NULL;
    char *json = NULL;
    if (drafted != NULL && taken_of_item(drafted) == decision->taken && decision->label == NULL) {
        GString *out = g_string_new(NULL);
        CxJsonWriter *writer = cx_json_writer_new(out, CX_JSON_COMPACT);
        cx_json_writer_json(writer, drafted);
        cx_json_writer_free(writer);
        json = g_string_free(out, FALSE);
    } else {
        json = item_json(edit, decision, old);
    }
    forget(edit, decision->column);
    if (i_item == SIZE_MAX) {
        cx_draft_add(edit, "/items", json);
        return;
    }
    g_autofree char *path = g_strdup_printf("/items/%zu", i_item);
    cx_draft_set(edit, path, json);
}

/* Taken as what tells a response: id, date … */
static void
take_as_key(CxDraftEdit *edit, const CxColumnDecision *decision)
{
    const CxJson *columns = cx_json_member(edit->mapping, "columns");
    g_autofree char *path = g_strconcat("/columns/", cx_taken_key(decision->taken), NULL);
    const CxJson *now = cx_json_member(columns, cx_taken_key(decision->taken));
    const bool is_date = decision->taken == CX_TAKEN_DATE;
    if (names_column(now, decision->column) && !is_date)
        return;
    forget(edit, decision->column);
    if (decision->taken == CX_TAKEN_RESPONDENT) {
        cx_draft_take_respondent(edit, decision->column);
        return;
    }
    if (!is_date && decision->taken != CX_TAKEN_MODE) {
        cx_draft_set(edit, path, cx_draft_json_text(decision->column));
        return;
    }
    Object object = object_begin();
    cx_json_writer_put_text(object.json, "column", decision->column);
    if (is_date) {
        cx_json_writer_put_text(object.json, "kind",
                                decision->kind != NULL ? decision->kind : "iso");
    } else {
        write_choices(object.json, decision, false);
    }
    cx_draft_set(edit, path, object_end(&object));
}

void
cx_draft_edit_column(CxDraftEdit *edit, const CxColumnDecision *decision)
{
    switch (decision->taken) {
    case CX_TAKEN_ITEM:
    case CX_TAKEN_COMMENT:
    case CX_TAKEN_FACT:
        take_as_item(edit, decision);
        return;
    case CX_TAKEN_DEPARTMENT: {
        CxColumnDecision fact = *decision;
        fact.taken = CX_TAKEN_FACT;
        take_as_item(edit, &fact);
        return;
    }
    case CX_TAKEN_ID:
    case CX_TAKEN_DATE:
    case CX_TAKEN_MODE:
    case CX_TAKEN_WEIGHT:
    case CX_TAKEN_CLUSTER:
    case CX_TAKEN_RESPONDENT:
    case CX_TAKEN_ACCOUNT:
    case CX_TAKEN_TRANSACTION:
        take_as_key(edit, decision);
        return;
    case CX_TAKEN_IGNORED:
    case CX_TAKEN_PERSON:
    case CX_TAKEN_COMPUTED:
    case CX_TAKEN_N:
        forget(edit, decision->column);
        return;
    }
}

/* ---- Departments ---- */

static bool
has_department(const CxDraftEdit *edit, const char *key)
{
    const CxJson *list = cx_json_member(edit->mapping, "departments");
    for (size_t i = 0; i < cx_json_n(list); i++) {
        if (g_strcmp0(text_of(cx_json_at(list, i), "key"), key) == 0)
            return true;
    }
    g_autofree char *name = g_strconcat("department:", key, NULL);
    return g_hash_table_contains(edit->keys, name);
}

void
cx_draft_edit_department(CxDraftEdit *edit, const char *column, const char *key, const char *name)
{
    const size_t i_item = cx_draft_find_item(edit->mapping, column);
    if (i_item == SIZE_MAX)
        return;
    g_autofree char *path = g_strdup_printf("/items/%zu/department", i_item);
    cx_draft_set(edit, path, key != NULL ? cx_draft_json_text(key) : NULL);
    if (key == NULL || has_department(edit, key))
        return;
    g_hash_table_add(edit->keys, g_strconcat("department:", key, NULL));
    Object object = object_begin();
    cx_json_writer_put_text(object.json, "key", key);
    cx_json_writer_put_text(object.json, "name", name);
    cx_draft_add(edit, "/departments", object_end(&object));
}

/* Whether a word of the name, or the better part of it, stands in the question. */
static int
count_words(const char *name, const char *question)
{
    g_autofree char *key = cx_text_key(name);
    g_auto(GStrv) words = g_strsplit(key, "_", -1);
    int n = 0;
    for (size_t i = 0; words[i] != NULL; i++) {
        if (strlen(words[i]) < 4)
            continue;
        /* cleaning, cleaned, cleanliness; parking, park */
        words[i][MIN(strlen(words[i]), (size_t)(strlen(words[i]) > 6 ? 5 : 4))] = '\0';
        n += strstr(question, words[i]) != NULL ? 1 : 0;
    }
    return n;
}

static const CxDraftDepartment *
find_department(const CxJson *item, const CxDraftDepartment *departments, size_t n)
{
    g_autofree char *all = g_strjoin(" ", cx_json_text(cx_json_member(item, "column"), ""),
                                     cx_json_text(cx_json_member(item, "label"), ""),
                                     cx_json_text(cx_json_member(item, "wording"), ""), NULL);
    g_autofree char *question = g_utf8_strdown(all, -1);
    const CxDraftDepartment *best = NULL;
    int n_best = 0;
    for (size_t i = 0; i < n; i++) {
        const int n_words = count_words(departments[i].name, question);
        if (n_words > n_best)
            best = &departments[i];
        else if (n_words == n_best)
            best = NULL;
        n_best = MAX(n_best, n_words);
    }
    return n_best > 0 ? best : NULL;
}

size_t
cx_draft_edit_propose(CxDraftEdit *edit, const CxDraftDepartment *departments, size_t n)
{
    const CxJson *items = cx_json_member(edit->mapping, "items");
    size_t n_given = 0;
    for (size_t i = 0; i < cx_json_n(items); i++) {
        const CxJson *item = cx_json_at(items, i);
        if (taken_of_item(item) != CX_TAKEN_ITEM || text_of(item, "department") != NULL ||
            g_strcmp0(text_of(item, "role"), "overall") == 0)
            continue;
        const CxDraftDepartment *department = find_department(item, departments, n);
        if (department == NULL)
            continue;
        cx_draft_edit_department(edit, text_of(item, "column"), department->key, department->name);
        n_given++;
    }
    return n_given;
}

/* ---- A file that changed ---- */

void
cx_draft_edit_rename(CxDraftEdit *edit, const char *from, const char *to)
{
    const CxJson *columns = cx_json_member(edit->mapping, "columns");
    g_autoptr(GPtrArray) places = places_of(columns, from);
    for (guint i = 0; i < places->len; i++) {
        const char *place = g_ptr_array_index(places, i);
        const CxJson *member = cx_json_member(columns, place + strlen("/columns/"));
        const bool is_object = cx_json_type(member) == CX_JSON_OBJECT;
        g_autofree char *path = g_strconcat(place, is_object ? "/column" : "", NULL);
        cx_draft_set(edit, path, cx_draft_json_text(to));
    }
    const CxJson *skips = cx_json_member(edit->mapping, "skip");
    for (size_t i = 0; i < cx_json_n(skips); i++) {
        g_autofree char *path = g_strdup_printf("/skip/%zu/column", i);
        if (cx_draft_is_same_column(text_of(cx_json_at(skips, i), "column"), from))
            cx_draft_set(edit, path, cx_draft_json_text(to));
    }
    const size_t i_item = cx_draft_find_item(edit->mapping, from);
    if (i_item != SIZE_MAX)
        set_item_text(edit, i_item, "column", to);
}

/* The codes of that meaning which hold for the item: its own, its scale's, the document's. */
static const CxJson *
known_codes(const CxDraftEdit *edit, size_t i_item, const char *name)
{
    const CxJson *item = item_at(edit->mapping, i_item);
    const CxJson *scales = cx_json_member(edit->mapping, "scales");
    const char *scale = text_of(item, "scale");
    const CxJson *holders[] = { item, scale != NULL ? cx_json_member(scales, scale) : NULL,
                                strcmp(name, "missing") == 0 ? edit->mapping : NULL };
    for (size_t i = 0; i < CX_N_ELEMENTS(holders); i++) {
        if (cx_json_member(holders[i], name) != NULL)
            return cx_json_member(holders[i], name);
    }
    return NULL;
}

void
cx_draft_edit_code(CxDraftEdit *edit, const char *column, const char *value, CxMeaning meaning)
{
    const size_t i_item = cx_draft_find_item(edit->mapping, column);
    if (i_item == SIZE_MAX || meaning == CX_MEANING_VALUE)
        return;
    const char *name = cx_meaning_key(meaning);
    g_autofree char *path = g_strdup_printf("/items/%zu/%s", i_item, name);
    const char *decided = g_hash_table_lookup(edit->values, path);
    g_autoptr(CxJson) own = decided != NULL ? cx_json_parse(decided, strlen(decided), NULL) : NULL;
    const CxJson *now = own != NULL ? own : known_codes(edit, i_item, name);
    Object object = object_begin();
    for (size_t i = 0; i < cx_json_n(now); i++) {
        const CxJson *known = cx_json_at(now, i);
        const char *source =
            cx_json_name(known) != NULL ? cx_json_name(known) : cx_json_text(known, NULL);
        g_autofree char *number =
            source == NULL ? g_strdup_printf("%" PRId64, cx_json_int(known, 0)) : NULL;
        const char *said = source != NULL ? source : number;
        if (strcmp(said, value) != 0)
            cx_json_writer_put_text(object.json, said, cx_json_text(known, said));
    }
    cx_json_writer_put_text(object.json, value, value);
    cx_draft_set(edit, path, object_end(&object));
}
