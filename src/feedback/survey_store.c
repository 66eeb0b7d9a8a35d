/* Reading a survey: six lists, joined in memory. */
#include "feedback/survey_store.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "lang/assert.h"
#include "sql/feedback.h"

typedef enum { ONLY_DONE, ALL } Extent;

/* What a load is made of before it is one survey. */
typedef struct {
    CxDb *db;
    CxArena *arena;
    CxSurvey *survey;
    bool has_all;  /* also what is not done */
    GArray *items; /* of CxItem, by id */
    GArray *asked; /* of CxItemVersion, by item, then version */
} Loader;

/* A code and the place it belongs to. */
typedef struct {
    size_t i_item;
    size_t i_version;
    CxItemCode code;
} PlacedCode;

static CxDay
day_of(CxOptI64 day)
{
    return day.is_set ? (CxDay){ (int32_t)day.v } : CX_DAY_NONE;
}

static bool
corrupt(GError **error, const char *what, int64_t id)
{
    g_set_error(error, CX_ERROR, CX_ERROR_CORRUPT, "survey: stored %s %" PRId64 " does not add up",
                what, id);
    return false;
}

static void *
keep_array(CxArena *arena, const GArray *array, size_t item_bytes)
{
    void *kept = cx_arena_alloc_n(arena, array->len, item_bytes);
    if (array->len > 0)
        memcpy(kept, array->data, array->len * item_bytes);
    return kept;
}

static bool
load_versions(Loader *loader, GError **error)
{
    const CxSurveyVersionListParams params = { .survey_id = loader->survey->id.v };
    g_autoptr(CxStmt) stmt = cx_q_survey_version_list(loader->db, &params, error);
    if (stmt == NULL)
        return false;
    g_autoptr(GArray) versions = g_array_new(FALSE, TRUE, sizeof(CxSurveyVersion));
    CxArena *arena = loader->arena;
    CxSurveyVersionListRow row;
    CxStep step;
    while ((step = cx_q_survey_version_list_next(stmt, &row, error)) == CX_STEP_ROW) {
        if (row.has_done == 0 && !loader->has_all)
            continue;
        CxSurveyVersion version = {
            .id = { row.id },
            .key = cx_arena_text(arena, row.key),
            .title = cx_arena_text(arena, row.title),
            .from = day_of(row.from_day),
            .to = day_of(row.to_day),
            .population = cx_arena_text(arena, row.population),
            .gathered = cx_arena_text(arena, row.gathered),
            .invited = row.invited.is_set ? row.invited.v : -1,
            .rate_definition = cx_arena_text(arena, row.rate_definition),
            .cluster_text = cx_arena_text(arena, row.cluster_text),
            .weight_text = cx_arena_text(arena, row.weight_text),
            .experience_text = cx_arena_text(arena, row.experience_text),
            .note = cx_arena_text(arena, row.note),
            .source = cx_arena_text(arena, row.source),
        };
        if (!cx_sampling_find(row.sampling, &version.sampling) ||
            !cx_experience_find(row.experience, &version.experience) ||
            !cx_cluster_scope_find(row.cluster_scope, &version.cluster_scope))
            return corrupt(error, "version", row.id);
        g_array_append_val(versions, version);
    }
    if (step == CX_STEP_ERROR)
        return false;
    loader->survey->n_versions = versions->len;
    loader->survey->versions = keep_array(arena, versions, sizeof(CxSurveyVersion));
    if (versions->len > 0)
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND,
                "nothing was imported into survey %" PRId64 " yet", loader->survey->id.v);
    return false;
}

static bool
load_modes(Loader *loader, GError **error)
{
    const CxModeListParams params = { .survey_id = loader->survey->id.v };
    g_autoptr(CxStmt) stmt = cx_q_mode_list(loader->db, &params, error);
    if (stmt == NULL)
        return false;
    g_autoptr(GArray) modes = g_array_new(FALSE, TRUE, sizeof(CxMode));
    CxModeListRow row;
    CxStep step;
    while ((step = cx_q_mode_list_next(stmt, &row, error)) == CX_STEP_ROW) {
        const CxMode mode = { .id = { row.id },
                              .key = cx_arena_text(loader->arena, row.key),
                              .label = cx_arena_text(loader->arena, row.label) };
        g_array_append_val(modes, mode);
    }
    if (step == CX_STEP_ERROR)
        return false;
    loader->survey->n_modes = modes->len;
    loader->survey->modes = keep_array(loader->arena, modes, sizeof(CxMode));
    return true;
}

static bool
load_items(Loader *loader, int64_t *ret_headline, GError **error)
{
    const CxItemListParams params = { .survey_id = loader->survey->id.v };
    g_autoptr(CxStmt) stmt = cx_q_item_list(loader->db, &params, error);
    if (stmt == NULL)
        return false;
    int64_t headline = 0;
    CxItemListRow row;
    CxStep step;
    while ((step = cx_q_item_list_next(stmt, &row, error)) == CX_STEP_ROW) {
        CxItem item = {
            .id = { row.id },
            .key = cx_arena_text(loader->arena, row.key),
            .label = cx_arena_text(loader->arena, row.label),
            .department = { row.department_id.is_set ? row.department_id.v : 0 },
            .department_key = cx_arena_text(loader->arena, row.department_key),
            .department_name = cx_arena_text(loader->arena, row.department_name),
        };
        if (!cx_item_role_find(row.role, &item.role))
            return corrupt(error, "item", row.id);
        if (row.is_headline == 1)
            headline = row.id;
        g_array_append_val(loader->items, item);
    }
    if (step == CX_STEP_ERROR)
        return false;
    if (headline == 0 && !loader->has_all)
        return corrupt(error, "headline of survey", loader->survey->id.v);
    *ret_headline = headline;
    return true;
}

/* Index into the items (by id) or the versions; G_MAXSIZE if there is none. */
static size_t
find_item(const Loader *loader, int64_t id)
{
    size_t lo = 0;
    size_t hi = loader->items->len;
    while (lo < hi) {
        const size_t mid = lo + (hi - lo) / 2;
        const int64_t at = g_array_index(loader->items, CxItem, mid).id.v;
        if (at == id)
            return mid;
        if (at < id)
            lo = mid + 1;
        else
            hi = mid;
    }
    return G_MAXSIZE;
}

static size_t
find_version(const Loader *loader, int64_t id)
{
    for (size_t i = 0; i < loader->survey->n_versions; i++) {
        if (loader->survey->versions[i].id.v == id)
            return i;
    }
    return G_MAXSIZE;
}

static int
compare_place(size_t i_item_a, size_t i_version_a, size_t i_item_b, size_t i_version_b)
{
    if (i_item_a != i_item_b)
        return i_item_a < i_item_b ? -1 : 1;
    if (i_version_a != i_version_b)
        return i_version_a < i_version_b ? -1 : 1;
    return 0;
}

static int
compare_asked(const void *a, const void *b)
{
    const CxItemVersion *left = a;
    const CxItemVersion *right = b;
    return compare_place(left->i_item, left->i_version, right->i_item, right->i_version);
}

static bool
load_asked(Loader *loader, GError **error)
{
    const CxItemVersionListParams params = { .survey_id = loader->survey->id.v };
    g_autoptr(CxStmt) stmt = cx_q_item_version_list(loader->db, &params, error);
    if (stmt == NULL)
        return false;
    CxItemVersionListRow row;
    CxStep step;
    while ((step = cx_q_item_version_list_next(stmt, &row, error)) == CX_STEP_ROW) {
        CxItemVersion asked = {
            .i_item = find_item(loader, row.item_id),
            .i_version = find_version(loader, row.version_id),
            .wording = cx_arena_text(loader->arena, row.wording),
            .lo = row.lo,
            .hi = row.hi,
            .decimals = (int)row.decimals,
            .column = cx_arena_text(loader->arena, row.column_name),
            .position = row.position,
        };
        if (asked.i_version == G_MAXSIZE && !loader->has_all)
            continue; /* of a version left out */
        if (asked.i_item == G_MAXSIZE || asked.i_version == G_MAXSIZE ||
            !cx_item_kind_find(row.kind, &asked.kind) ||
            !cx_direction_find(row.direction, &asked.direction))
            return corrupt(error, "item", row.item_id);
        g_array_append_val(loader->asked, asked);
    }
    if (step == CX_STEP_ERROR)
        return false;
    g_array_sort(loader->asked, compare_asked);
    return true;
}

static int
compare_codes(const void *a, const void *b)
{
    const PlacedCode *left = a;
    const PlacedCode *right = b;
    return compare_place(left->i_item, left->i_version, right->i_item, right->i_version);
}

static bool
read_codes(Loader *loader, GArray *codes, GError **error)
{
    const CxItemCodeListParams params = { .survey_id = loader->survey->id.v };
    g_autoptr(CxStmt) stmt = cx_q_item_code_list(loader->db, &params, error);
    if (stmt == NULL)
        return false;
    CxItemCodeListRow row;
    CxStep step;
    while ((step = cx_q_item_code_list_next(stmt, &row, error)) == CX_STEP_ROW) {
        PlacedCode placed = {
            .i_item = find_item(loader, row.item_id),
            .i_version = find_version(loader, row.version_id),
            .code = { .source = cx_arena_text(loader->arena, row.source),
                      .code = row.code.v,
                      .key = cx_arena_text(loader->arena, row.key),
                      .label = cx_arena_text(loader->arena, row.label) },
        };
        if (placed.i_version == G_MAXSIZE && !loader->has_all)
            continue;
        if (!cx_meaning_find(row.meaning, &placed.code.meaning))
            return corrupt(error, "code of item", row.item_id);
        g_array_append_val(codes, placed);
    }
    return step != CX_STEP_ERROR;
}

/* Gives each item version its codes; both lists are in the same order. */
static bool
load_codes(Loader *loader, GError **error)
{
    g_autoptr(GArray) placed = g_array_new(FALSE, TRUE, sizeof(PlacedCode));
    if (!read_codes(loader, placed, error))
        return false;
    g_array_sort(placed, compare_codes);

    CxItemCode *codes = cx_arena_new0_n(loader->arena, CxItemCode, placed->len);
    guint next = 0;
    for (guint i = 0; i < loader->asked->len; i++) {
        CxItemVersion *asked = &g_array_index(loader->asked, CxItemVersion, i);
        asked->codes = &codes[next];
        for (; next < placed->len; next++) {
            const PlacedCode *code = &g_array_index(placed, PlacedCode, next);
            if (code->i_item != asked->i_item || code->i_version != asked->i_version)
                break;
            codes[next] = code->code;
            asked->n_codes++;
        }
    }
    return true;
}

static int
compare_items(const void *a, const void *b)
{
    const CxItem *left = a;
    const CxItem *right = b;
    const int64_t at_left = cx_item_latest(left)->position;
    const int64_t at_right = cx_item_latest(right)->position;
    if (at_left != at_right)
        return at_left < at_right ? -1 : 1;
    return strcmp(left->key, right->key);
}

/* Leaves out the items that only versions left out have asked. What was asked is sorted by item. */
static void
drop_unasked(Loader *loader)
{
    guint n_kept = 0;
    guint at = 0;
    for (guint i = 0; i < loader->items->len; i++) {
        const guint first = at;
        for (; at < loader->asked->len; at++) {
            CxItemVersion *asked = &g_array_index(loader->asked, CxItemVersion, at);
            if (asked->i_item != i)
                break;
            asked->i_item = n_kept;
        }
        const CxItem item = g_array_index(loader->items, CxItem, i);
        if (at > first)
            g_array_index(loader->items, CxItem, n_kept++) = item;
    }
    g_array_set_size(loader->items, n_kept);
}

/* Joins items and their versions, and puts the items in order of the questionnaire. */
static bool
join_items(Loader *loader, int64_t headline, GError **error)
{
    CxItemVersion *asked = keep_array(loader->arena, loader->asked, sizeof(CxItemVersion));
    CxItem *items = keep_array(loader->arena, loader->items, sizeof(CxItem));
    const size_t n_items = loader->items->len;
    for (guint i = 0; i < loader->asked->len; i++) {
        CxItem *item = &items[asked[i].i_item];
        if (item->n_in == 0)
            item->in = &asked[i];
        item->n_in++;
    }
    for (size_t i = 0; i < n_items; i++) {
        if (items[i].n_in == 0)
            return corrupt(error, "item", items[i].id.v);
    }
    qsort(items, n_items, sizeof(CxItem), compare_items);

    CxSurvey *survey = loader->survey;
    survey->items = items;
    survey->n_items = n_items;
    for (size_t i = 0; i < n_items; i++) {
        const size_t first = (size_t)(items[i].in - asked);
        for (size_t j = 0; j < items[i].n_in; j++)
            asked[first + j].i_item = i;
        if (items[i].id.v == headline)
            survey->i_overall = i;
    }
    return true;
}

static bool
load_survey_row(Loader *loader, CxSurveyId id, GError **error)
{
    const CxSurveyLoadParams params = { .id = id.v };
    g_autoptr(CxStmt) stmt = cx_q_survey_load(loader->db, &params, error);
    if (stmt == NULL)
        return false;
    CxSurveyLoadRow row;
    const CxStep step = cx_q_survey_load_next(stmt, &row, error);
    if (step == CX_STEP_ERROR)
        return false;
    if (step == CX_STEP_DONE) {
        g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "there is no survey %" PRId64, id.v);
        return false;
    }
    CxSurvey *survey = loader->survey;
    survey->id = id;
    survey->key = cx_arena_text(loader->arena, row.key);
    survey->title = cx_arena_text(loader->arena, row.title);
    survey->zone = cx_arena_text(loader->arena, row.zone);
    survey->is_weighted = row.is_weighted == 1;
    return true;
}

static CxSurvey *
load(CxDb *db, CxSurveyId id, Extent extent, GError **error)
{
    CxArena *arena = cx_arena_new();
    g_autoptr(CxSurvey) survey = cx_arena_new0(arena, CxSurvey);
    survey->arena = arena;
    g_autoptr(GArray) items = g_array_new(FALSE, TRUE, sizeof(CxItem));
    g_autoptr(GArray) asked = g_array_new(FALSE, TRUE, sizeof(CxItemVersion));
    Loader loader = { .db = db, .arena = arena, .survey = survey, .items = items, .asked = asked };
    loader.has_all = extent == ALL;
    int64_t headline = 0;
    if (!load_survey_row(&loader, id, error) || !load_versions(&loader, error) ||
        !load_modes(&loader, error) || !load_items(&loader, &headline, error) ||
        !load_asked(&loader, error) || !load_codes(&loader, error))
        return NULL;
    if (extent == ONLY_DONE)
        drop_unasked(&loader);
    return join_items(&loader, headline, error) ? g_steal_pointer(&survey) : NULL;
}

CxSurvey *
cx_survey_store_load(CxDb *db, CxSurveyId id, GError **error)
{
    return load(db, id, ONLY_DONE, error);
}

CxSurvey *
cx_survey_store_load_all(CxDb *db, CxSurveyId id, GError **error)
{
    return load(db, id, ALL, error);
}

bool
cx_survey_store_find(CxDb *db, const char *key, CxSurveyId *ret_id, GError **error)
{
    const CxSurveyFindParams params = { .key = key };
    g_autoptr(CxStmt) stmt = cx_q_survey_find(db, &params, error);
    if (stmt == NULL)
        return false;
    CxSurveyFindRow row;
    const CxStep step = cx_q_survey_find_next(stmt, &row, error);
    if (step == CX_STEP_ERROR)
        return false;
    ret_id->v = step == CX_STEP_ROW ? row.id : 0;
    return true;
}
