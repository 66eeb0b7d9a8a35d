/* Mappings: the document as a whole, its survey and its version. */
#include "feedback/mapping.h"

#include <string.h>

#include "base/civil.h"
#include "base/limits.h"
#include "feedback/mapping_priv.h"

#define MAPPING_FORMAT 1

static void
check_document(CxMappingReader *reader)
{
    static const char *const names[] = { "format",      "about",   "survey",  "version",
                                         "file",        "columns", "missing", "scales",
                                         "departments", "items",   "skip",    NULL };
    cx_mapping_check_names(reader, reader->root, names);
    if (cx_json_member(reader->root, "format") == NULL) {
        cx_mapping_issue(reader, reader->root, "format", "required", "is needed and is %d",
                         MAPPING_FORMAT);
    } else if (cx_mapping_int(reader, reader->root, "format", MAPPING_FORMAT) != MAPPING_FORMAT) {
        cx_mapping_issue(reader, reader->root, "format", "range",
                         "this program reads format %d only", MAPPING_FORMAT);
    }
}

static void
read_survey(CxMappingReader *reader)
{
    const CxJson *json =
        cx_mapping_tree(reader, reader->root, "survey", CX_JSON_OBJECT, CX_MEMBER_NEEDED);
    if (json == NULL)
        return;
    static const char *const names[] = { "key", "title", "zone", "overall", "weighted", NULL };
    cx_mapping_check_names(reader, json, names);

    CxMapping *mapping = reader->mapping;
    mapping->survey_key = cx_mapping_key(reader, json, "key", CX_MEMBER_NEEDED);
    mapping->survey_title =
        cx_mapping_text(reader, json, "title", CX_MEMBER_NEEDED, CX_NAME_BYTES_MAX);
    mapping->overall = cx_mapping_key(reader, json, "overall", CX_MEMBER_NEEDED);
    mapping->is_weighted = cx_mapping_flag(reader, json, "weighted", false);
    mapping->zone = cx_mapping_text(reader, json, "zone", CX_MEMBER_NEEDED, CX_KEY_BYTES_MAX);
    if (mapping->zone == NULL)
        return;
    g_autoptr(GError) error = NULL;
    GTimeZone *zone = cx_zone_load(mapping->zone, &error);
    if (zone == NULL)
        cx_mapping_issue(reader, json, "zone", "zone", "%s", error->message);
    else
        g_time_zone_unref(zone);
}

/* {"kind": "first_hand", "text": "…"} */
static void
read_experience(CxMappingReader *reader, const CxJson *json, CxSurveyVersion *version)
{
    const CxJson *experience =
        cx_mapping_tree(reader, json, "experience", CX_JSON_OBJECT, CX_MEMBER_OPTIONAL);
    if (experience == NULL)
        return;
    static const char *const names[] = { "kind", "text", NULL };
    cx_mapping_check_names(reader, experience, names);
    const char *kind =
        cx_mapping_text(reader, experience, "kind", CX_MEMBER_NEEDED, CX_KEY_BYTES_MAX);
    if (kind != NULL && !cx_experience_find(kind, &version->experience)) {
        cx_mapping_issue(reader, experience, "kind", "choice",
                         "\"%s\" is none of unknown, first_hand, heard, mixed", kind);
    }
    version->experience_text =
        cx_mapping_text(reader, experience, "text", CX_MEMBER_OPTIONAL, CX_TEXT_BYTES_MAX);
}

static void
read_gathering(CxMappingReader *reader, const CxJson *json, CxSurveyVersion *version)
{
    const struct {
        const char *name;
        const char **ret_text;
    } texts[] = {
        { "population", &version->population },
        { "gathered", &version->gathered },
        { "rate_definition", &version->rate_definition },
        { "cluster", &version->cluster_text },
        { "weighting", &version->weight_text },
        { "note", &version->note },
        { "source", &version->source },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        *texts[i].ret_text =
            cx_mapping_text(reader, json, texts[i].name, CX_MEMBER_OPTIONAL, CX_TEXT_BYTES_MAX);
    }

    const char *sampling =
        cx_mapping_text(reader, json, "sampling", CX_MEMBER_NEEDED, CX_KEY_BYTES_MAX);
    if (sampling != NULL && !cx_sampling_find(sampling, &version->sampling)) {
        cx_mapping_issue(reader, json, "sampling", "choice",
                         "\"%s\" is none of probability, census, open", sampling);
    }
    version->invited = cx_mapping_int(reader, json, "invited", -1);
    if (version->invited < 0 && cx_json_type(cx_json_member(json, "invited")) == CX_JSON_INT)
        cx_mapping_issue(reader, json, "invited", "range", "cannot be negative");
}

static void
read_version(CxMappingReader *reader)
{
    const CxJson *json =
        cx_mapping_tree(reader, reader->root, "version", CX_JSON_OBJECT, CX_MEMBER_NEEDED);
    if (json == NULL)
        return;
    static const char *const names[] = {
        "key",     "title",           "from",    "to",        "population", "gathered", "sampling",
        "invited", "rate_definition", "cluster", "weighting", "experience", "note",     "source",
        NULL,
    };
    cx_mapping_check_names(reader, json, names);

    CxSurveyVersion *version = &reader->mapping->version;
    version->key = cx_mapping_key(reader, json, "key", CX_MEMBER_NEEDED);
    version->title = cx_mapping_text(reader, json, "title", CX_MEMBER_OPTIONAL, CX_NAME_BYTES_MAX);
    if (version->title == NULL)
        version->title = version->key;
    version->from = cx_mapping_day(reader, json, "from");
    version->to = cx_mapping_day(reader, json, "to");
    if (!cx_day_is_none(version->from) && !cx_day_is_none(version->to) &&
        version->to.v < version->from.v)
        cx_mapping_issue(reader, json, "to", "order", "is before \"from\"");
    read_gathering(reader, json, version);
    read_experience(reader, json, version);
}

/* ";" and the like: one byte, or "auto". */
static void
read_delimiter(CxMappingReader *reader, const CxJson *json)
{
    const char *delimiter = cx_json_text(cx_json_member(json, "delimiter"), "auto");
    if (strcmp(delimiter, "auto") == 0)
        return;
    if (strlen(delimiter) != 1 || strchr(",;\t|", *delimiter) == NULL) {
        cx_mapping_issue(reader, json, "delimiter", "choice",
                         "is none of \",\", \";\", \"|\", a tab, or \"auto\"");
        return;
    }
    reader->mapping->delimiter = *delimiter;
}

/* {"delimiter": ";", "header_rows": 2} */
static void
read_file(CxMappingReader *reader)
{
    reader->mapping->delimiter = '\0';
    reader->mapping->n_headers = 1;
    const CxJson *json =
        cx_mapping_tree(reader, reader->root, "file", CX_JSON_OBJECT, CX_MEMBER_OPTIONAL);
    if (json == NULL)
        return;
    static const char *const names[] = { "delimiter", "header_rows", "escapes", NULL };
    cx_mapping_check_names(reader, json, names);
    read_delimiter(reader, json);
    const char *escapes =
        cx_mapping_text(reader, json, "escapes", CX_MEMBER_OPTIONAL, CX_KEY_BYTES_MAX);
    reader->mapping->has_vv_escapes = g_strcmp0(escapes, "vv") == 0;
    if (escapes != NULL && !reader->mapping->has_vv_escapes)
        cx_mapping_issue(reader, json, "escapes", "choice", "\"%s\" is not \"vv\"", escapes);
    const int64_t n_headers = cx_mapping_int(reader, json, "header_rows", 1);
    if (n_headers < 1 || n_headers > CX_MAPPING_HEADERS_MAX) {
        cx_mapping_issue(reader, json, "header_rows", "range", "should be from 1 to %d",
                         CX_MAPPING_HEADERS_MAX);
        return;
    }
    reader->mapping->n_headers = (size_t)n_headers;
}

/* {"column": "Status", "values": ["Survey Preview"], "reason": "previews"} */
static void
read_skip(CxMappingReader *reader, const CxJson *json, CxMappingSkip *skip)
{
    static const char *const names[] = { "column", "values", "reason", NULL };
    cx_mapping_check_names(reader, json, names);
    skip->column = cx_mapping_text(reader, json, "column", CX_MEMBER_NEEDED, CX_NAME_BYTES_MAX);
    skip->reason = cx_mapping_text(reader, json, "reason", CX_MEMBER_OPTIONAL, CX_TEXT_BYTES_MAX);
    const CxJson *list = cx_mapping_tree(reader, json, "values", CX_JSON_ARRAY, CX_MEMBER_NEEDED);
    const size_t n = cx_json_n(list);
    if (list != NULL && n == 0)
        cx_mapping_issue(reader, list, NULL, "required", "names no value");
    const char **values = cx_arena_new0_n(reader->arena, const char *, n);
    for (size_t i = 0; i < n; i++)
        values[i] = cx_mapping_source(reader, cx_json_at(list, i));
    skip->values = values;
    skip->n_values = n;
}

static void
read_skips(CxMappingReader *reader)
{
    const CxJson *list =
        cx_mapping_tree(reader, reader->root, "skip", CX_JSON_ARRAY, CX_MEMBER_OPTIONAL);
    const size_t n = cx_json_n(list);
    CxMappingSkip *skips = cx_arena_new0_n(reader->arena, CxMappingSkip, n);
    for (size_t i = 0; i < n; i++)
        read_skip(reader, cx_json_at(list, i), &skips[i]);
    reader->mapping->skips = skips;
    reader->mapping->n_skips = n;
}

/* Says so when the i-th department has the key of an earlier one. */
static void
check_department_key(CxMappingReader *reader, const CxJson *json,
                     const CxMappingDepartment *departments, size_t i)
{
    for (size_t j = 0; departments[i].key != NULL && j < i; j++) {
        if (g_strcmp0(departments[j].key, departments[i].key) == 0) {
            cx_mapping_issue(reader, json, "key", "repeated", "\"%s\" stands twice",
                             departments[i].key);
        }
    }
}

static void
read_departments(CxMappingReader *reader)
{
    const CxJson *list =
        cx_mapping_tree(reader, reader->root, "departments", CX_JSON_ARRAY, CX_MEMBER_OPTIONAL);
    const size_t n = cx_json_n(list);
    CxMappingDepartment *departments = cx_arena_new0_n(reader->arena, CxMappingDepartment, n);
    for (size_t i = 0; i < n; i++) {
        const CxJson *json = cx_json_at(list, i);
        static const char *const names[] = { "key", "name", NULL };
        cx_mapping_check_names(reader, json, names);
        departments[i].key = cx_mapping_key(reader, json, "key", CX_MEMBER_NEEDED);
        departments[i].name =
            cx_mapping_text(reader, json, "name", CX_MEMBER_NEEDED, CX_NAME_BYTES_MAX);
        check_department_key(reader, json, departments, i);
    }
    reader->mapping->departments = departments;
    reader->mapping->n_departments = n;
}

/* What only the document as a whole can tell. */
static void
check_overall(CxMappingReader *reader)
{
    const CxMapping *mapping = reader->mapping;
    const CxJson *survey = cx_json_member(reader->root, "survey");
    if (mapping->overall == NULL || mapping->n_items == 0)
        return;
    for (size_t i = 0; i < mapping->n_items; i++) {
        const CxMappingItem *item = &mapping->items[i];
        if (item->key == NULL || strcmp(item->key, mapping->overall) != 0)
            continue;
        if (item->role != CX_ITEM_ROLE_OVERALL) {
            cx_mapping_issue(reader, survey, "overall", "role",
                             "item \"%s\" does not have the role overall", item->key);
        }
        return;
    }
    cx_mapping_issue(reader, survey, "overall", "unknown", "no item has the key \"%s\"",
                     mapping->overall);
}

CxMapping *
cx_mapping_parse(const char *text, size_t len_bytes, CxIssues *issues, GError **error)
{
    g_autoptr(CxJson) root = cx_json_parse(text, len_bytes, error);
    if (root == NULL)
        return NULL;

    CxArena *arena = cx_arena_new();
    g_autoptr(CxMapping) mapping = cx_arena_new0(arena, CxMapping);
    mapping->arena = arena;
    mapping->json = cx_arena_text_n(arena, text, len_bytes);
    mapping->version.invited = -1;

    const size_t n_before = cx_issues_count(issues);
    CxMappingReader reader = { .arena = arena, .issues = issues, .mapping = mapping, .root = root };
    if (cx_json_type(root) != CX_JSON_OBJECT) {
        cx_mapping_issue(&reader, root, NULL, "type", "a mapping is an object");
        return NULL;
    }
    check_document(&reader);
    read_survey(&reader);
    read_version(&reader);
    read_file(&reader);
    read_skips(&reader);
    read_departments(&reader);
    cx_mapping_read_columns(&reader);
    cx_mapping_read_items(&reader);
    check_overall(&reader);
    if (cx_issues_count(issues) > n_before)
        return NULL;
    return g_steal_pointer(&mapping);
}

void
cx_mapping_free(CxMapping *mapping)
{
    if (mapping == NULL)
        return;
    /* The mapping itself lies in its arena. */
    cx_arena_free(mapping->arena);
}
