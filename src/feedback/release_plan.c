/* Planning a release. Each response of the pool is read as marks: what it says to each question. Those
 * that say the same in what parts answers, and answered the same questions, are one group with one
 * list of cells, so that a large import is a few groups. Of a changed response only the cells count
 * in which what it says has become another: a person who changed nothing there hides nobody. */
#include <inttypes.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "feedback/answers.h"
#include "feedback/release.h"
#include "feedback/release_priv.h"
#include "feedback/survey_store.h"
#include "feedback/unit.h"
#include "sql/feedback.h"

#define ROW_NONE UINT32_MAX

/* What parts answers, beside the choices, whose part is the id of their item. */
enum { PART_ALL = 0, PART_MONTH = -1, PART_VERSION = -2, PART_MODE = -3 };

/* A number readers may ask for: of a question (0: how many answered at all), in one part. */
typedef struct {
    int64_t item;
    int64_t part;
    int64_t value;
} Cell;

/* What one response says there. */
typedef struct {
    Cell cell;
    uint64_t says;
} Mark;

/* A response of the pool. */
typedef struct {
    int64_t id;
    int64_t was_id; /* the revision shown now, 0: none */
    uint32_t i_group;
    uint32_t i_later; /* the row of the pool that revises it, or ROW_NONE */
    bool has_waited;
} Row;

typedef struct {
    CxSurveyId survey;
    CxImportId import;
    int64_t after_response;
    int64_t number; /* of the release it makes */
    int64_t n_people;
    GArray *rows;   /* of Row, by id */
    GArray *groups; /* of CxReleaseGroup */
} Plan;

/* As stored, of whichever query. */
typedef struct {
    int64_t id;
    int64_t day;
    int64_t mode;
    double weight; /* 0: none */
    CxUnitKeys unit;
    CxBlob answers;
} Stored;

typedef struct {
    CxCtx *ctx;
    const CxSurvey *survey;
    Plan *plan;
    GHashTable *groups_by; /* GBytes of what makes a group → index + 1 */
    GHashTable *cells;     /* Cell → index + 1 */
    GHashTable *codes;     /* "item:key of a choice" → index + 1, the same over versions */
    GHashTable *items;     /* id → index + 1 */
    size_t i_version;      /* of the response at hand */
    bool is_compared;      /* it was shown before, as it said then */
} Planner;

/* ---- Reading a response ---- */

static guint
cell_hash(gconstpointer data)
{
    const Cell *cell = data;
    uint64_t hash = (uint64_t)cell->item * UINT64_C(0x9E3779B97F4A7C15);
    hash = (hash ^ (uint64_t)cell->part) * UINT64_C(0xC2B2AE3D27D4EB4F);
    hash = (hash ^ (uint64_t)cell->value) * UINT64_C(0x165667B19E3779F9);
    return (guint)(hash >> 32U);
}

static gboolean
cell_equal(gconstpointer a, gconstpointer b)
{
    const Cell *left = a;
    const Cell *right = b;
    return left->item == right->item && left->part == right->part && left->value == right->value;
}

static const CxItemVersion *
asked_of(const Planner *planner, int64_t item)
{
    const size_t i = GPOINTER_TO_SIZE(g_hash_table_lookup(planner->items, &item));
    return i > 0 ? cx_item_in(&planner->survey->items[i - 1], planner->i_version) : NULL;
}

/* Beside what is answered: who changes weight or unit changes every number. */
static uint64_t
standing_of(const Planner *planner, const Stored *stored)
{
    if (!planner->is_compared)
        return 0;
    g_autoptr(GString) unit = g_string_new(NULL);
    if (!cx_unit_name(&planner->survey->versions[planner->i_version], &stored->unit, unit))
        g_string_assign(unit, "");
    uint64_t bits = 0;
    memcpy(&bits, &stored->weight, sizeof bits);
    return (bits ^ ((uint64_t)g_str_hash(unit->str) << 16U)) * UINT64_C(0x9E3779B97F4A7C15);
}

typedef struct {
    GArray *parts; /* of Cell with item 0 */
    GArray *said;  /* of Mark with the part all */
} Reading;

static void
reading_clear(Reading *reading)
{
    g_clear_pointer(&reading->parts, g_array_unref);
    g_clear_pointer(&reading->said, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Reading, reading_clear)

static void
add_part(Reading *reading, int64_t part, int64_t value)
{
    const Cell cell = { 0, part, value };
    g_array_append_val(reading->parts, cell);
}

static void
add_answer(const Planner *planner, const CxAnswer *answer, uint64_t standing, Reading *reading)
{
    const CxItemVersion *asked = asked_of(planner, answer->item);
    if (asked == NULL || answer->is_not_applicable)
        return;
    Mark mark = { { answer->item, PART_ALL, 0 }, standing ^ (uint64_t)answer->code };
    if (asked->kind == CX_ITEM_KIND_CHOICE)
        add_part(reading, answer->item, answer->code);
    else if (asked->kind != CX_ITEM_KIND_NPS && asked->kind != CX_ITEM_KIND_RATING)
        return;
    g_array_append_val(reading->said, mark);
}

static bool
read_stored(const Planner *planner, const Stored *stored, Reading *reading, GError **error)
{
    const uint64_t standing = standing_of(planner, stored);
    reading->parts = g_array_new(FALSE, FALSE, sizeof(Cell));
    reading->said = g_array_new(FALSE, FALSE, sizeof(Mark));
    add_part(reading, PART_ALL, 0);
    add_part(reading, PART_MONTH, cx_day_month_index((CxDay){ (int32_t)stored->day }));
    add_part(reading, PART_VERSION, (int64_t)planner->i_version);
    add_part(reading, PART_MODE, stored->mode);
    const Mark here = { { 0, PART_ALL, 0 }, standing };
    g_array_append_val(reading->said, here);
    CxAnswersReader reader;
    CxAnswer answer;
    CxAnswersStep step;
    if (!cx_answers_reader_init(&reader, stored->answers.data, stored->answers.len_bytes, error))
        return false;
    while ((step = cx_answers_reader_next(&reader, &answer, error)) == CX_ANSWERS_ANSWER)
        add_answer(planner, &answer, standing, reading);
    return step == CX_ANSWERS_END;
}

/* ---- Groups ---- */

/* The number of a choice that is the same in all versions. */
static int64_t
choice_of(Planner *planner, int64_t item, int64_t code)
{
    const CxItemVersion *asked = asked_of(planner, item);
    const char *key = "";
    for (size_t i = 0; asked != NULL && i < asked->n_codes; i++) {
        if (asked->codes[i].meaning == CX_MEANING_VALUE && asked->codes[i].code == code)
            key = asked->codes[i].key;
    }
    g_autofree char *name = g_strdup_printf("%" PRId64 ":%s", item, key);
    void *found = g_hash_table_lookup(planner->codes, name);
    if (found == NULL) {
        found = GSIZE_TO_POINTER(g_hash_table_size(planner->codes) + 1);
        g_hash_table_insert(planner->codes, g_steal_pointer(&name), found);
    }
    return (int64_t)GPOINTER_TO_SIZE(found);
}

static void
join_versions(Planner *planner, Reading *reading)
{
    for (guint i = 0; reading->parts != NULL && i < reading->parts->len; i++) {
        Cell *part = &g_array_index(reading->parts, Cell, i);
        if (part->part > 0)
            part->value = choice_of(planner, part->part, part->value);
    }
}

static int
compare_marks(const void *a, const void *b)
{
    const Mark *left = a;
    const Mark *right = b;
    const int64_t l[] = { left->cell.item, left->cell.part, left->cell.value, (int64_t)left->says };
    const int64_t r[] = { right->cell.item, right->cell.part, right->cell.value,
                          (int64_t)right->says };
    for (size_t i = 0; i < CX_N_ELEMENTS(l); i++) {
        if (l[i] != r[i])
            return l[i] < r[i] ? -1 : 1;
    }
    return 0;
}

/* Everything a response says, in order: each question in each part. */
static GArray *
marks_of(const Reading *reading)
{
    GArray *marks = g_array_new(FALSE, FALSE, sizeof(Mark));
    for (guint i = 0; reading->said != NULL && i < reading->said->len; i++) {
        for (guint j = 0; j < reading->parts->len; j++) {
            Mark mark = g_array_index(reading->said, Mark, i);
            const Cell *part = &g_array_index(reading->parts, Cell, j);
            mark.cell.part = part->part;
            mark.cell.value = part->value;
            g_array_append_val(marks, mark);
        }
    }
    g_array_sort(marks, compare_marks);
    return marks;
}

static void
touch(Planner *planner, const Cell *cell, GArray *cells)
{
    void *found = g_hash_table_lookup(planner->cells, cell);
    if (found == NULL) {
        found = GSIZE_TO_POINTER(g_hash_table_size(planner->cells) + 1);
        g_hash_table_insert(planner->cells, g_memdup2(cell, sizeof *cell), found);
    }
    const uint32_t id = (uint32_t)(GPOINTER_TO_SIZE(found) - 1);
    const bool is_there = cells->len > 0 && g_array_index(cells, uint32_t, cells->len - 1) == id;
    if (!is_there) /* marks are sorted by cell */
        g_array_append_val(cells, id);
}

/* The cells in which the two do not say the same. */
static GArray *
cells_between(Planner *planner, const Reading *was, const Reading *is)
{
    g_autoptr(GArray) before = marks_of(was);
    g_autoptr(GArray) after = marks_of(is);
    GArray *cells = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    guint i = 0;
    guint j = 0;
    while (i < before->len || j < after->len) {
        const Mark *a = i < before->len ? &g_array_index(before, Mark, i) : NULL;
        const Mark *b = j < after->len ? &g_array_index(after, Mark, j) : NULL;
        const int order = a == NULL ? 1 : b == NULL ? -1 : compare_marks(a, b);
        if (order != 0)
            touch(planner, order < 0 ? &a->cell : &b->cell, cells);
        i += order <= 0 ? 1 : 0;
        j += order >= 0 ? 1 : 0;
    }
    return cells;
}

/* What makes a group: for a new response who it is and what it answered, not how. */
static GBytes *
group_key(const Reading *was, const Reading *is)
{
    GByteArray *key = g_byte_array_new();
    const Reading *sides[] = { was, is };
    for (size_t i = 0; i < CX_N_ELEMENTS(sides); i++) {
        const guint n_parts = sides[i]->parts != NULL ? sides[i]->parts->len : 0;
        g_byte_array_append(key, (const uint8_t *)&n_parts, sizeof n_parts);
        if (n_parts == 0)
            continue;
        g_byte_array_append(key, (const uint8_t *)sides[i]->parts->data, n_parts * sizeof(Cell));
        for (guint j = 0; j < sides[i]->said->len; j++) {
            Mark mark = g_array_index(sides[i]->said, Mark, j);
            if (was->parts == NULL)
                mark.says = 0;
            g_byte_array_append(key, (const uint8_t *)&mark, sizeof mark);
        }
    }
    return g_byte_array_free_to_bytes(key);
}

static uint32_t
group_of(Planner *planner, Reading *was, Reading *is)
{
    g_autoptr(GBytes) key = group_key(was, is);
    void *found = g_hash_table_lookup(planner->groups_by, key);
    GArray *groups = planner->plan->groups;
    if (found == NULL) {
        join_versions(planner, was);
        join_versions(planner, is);
        GArray *cells = cells_between(planner, was, is);
        CxReleaseGroup group = { .n_cells = cells->len };
        group.cells = (uint32_t *)(void *)g_array_free(cells, FALSE);
        g_array_append_val(groups, group);
        found = GSIZE_TO_POINTER(groups->len);
        g_hash_table_insert(planner->groups_by, g_steal_pointer(&key), found);
    }
    return (uint32_t)(GPOINTER_TO_SIZE(found) - 1);
}

/* ---- The pool ---- */

static uint32_t
row_of(const GArray *rows, int64_t id)
{
    guint lo = 0;
    guint hi = rows->len;
    while (lo < hi) {
        const guint mid = lo + (hi - lo) / 2;
        if (g_array_index(rows, Row, mid).id < id)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < rows->len && g_array_index(rows, Row, lo).id == id ? lo : ROW_NONE;
}

/* Earlier revisions in the pool stand behind the latest. */
static bool
mark_earlier(Planner *planner, const CxReleasePoolRow *row, GError **error)
{
    GArray *rows = planner->plan->rows;
    const CxReleaseChainParams params = { row->version_id, row->source_key, row->revision };
    g_autoptr(CxStmt) stmt = cx_q_release_chain(planner->ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    CxReleaseChainRow earlier;
    CxStep step;
    while ((step = cx_q_release_chain_next(stmt, &earlier, error)) == CX_STEP_ROW) {
        const uint32_t i = row_of(rows, earlier.id);
        if (i != ROW_NONE)
            g_array_index(rows, Row, i).i_later = rows->len;
    }
    return step != CX_STEP_ERROR;
}

/* What is shown of the response now; nothing of a new one. */
static bool
read_was(Planner *planner, const CxReleasePoolRow *row, int64_t *ret_id, Reading *reading,
         GError **error)
{
    *ret_id = 0;
    if (row->revision == 1)
        return true;
    const CxReleaseWasParams params = { row->version_id, row->source_key, row->revision,
                                        planner->plan->import.v };
    g_autoptr(CxStmt) stmt = cx_q_release_was(planner->ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    CxReleaseWasRow was;
    const CxStep step = cx_q_release_was_next(stmt, &was, error);
    if (step != CX_STEP_ROW)
        return step == CX_STEP_DONE && mark_earlier(planner, row, error);
    *ret_id = was.id;
    planner->is_compared = true;
    const Stored stored = {
        .id = was.id,
        .day = was.day,
        .mode = was.mode_id.is_set ? was.mode_id.v : 0,
        .weight = was.weight.is_set ? was.weight.v : 0.0,
        .unit = { was.cluster_key, was.account_key,
                  was.respondent_id.is_set ? was.respondent_id.v : 0 },
        .answers = was.answers,
    };
    return read_stored(planner, &stored, reading, error) && mark_earlier(planner, row, error);
}

static bool
find_version(Planner *planner, int64_t version)
{
    for (size_t i = 0; i < planner->survey->n_versions; i++) {
        planner->i_version = i;
        if (planner->survey->versions[i].id.v == version)
            return true;
    }
    return false;
}

static bool
add_row(Planner *planner, const CxReleasePoolRow *row, GError **error)
{
    g_auto(Reading) was = { NULL, NULL };
    g_auto(Reading) is = { NULL, NULL };
    Row own = { .id = row->id, .i_later = ROW_NONE, .has_waited = row->has_waited != 0 };
    planner->is_compared = false;
    const Stored stored = {
        .id = row->id,
        .day = row->day,
        .mode = row->mode_id.is_set ? row->mode_id.v : 0,
        .weight = row->weight.is_set ? row->weight.v : 0.0,
        .unit = { row->cluster_key, row->account_key,
                  row->respondent_id.is_set ? row->respondent_id.v : 0 },
        .answers = row->answers,
    };
    if (!find_version(planner, row->version_id)) {
        g_set_error(error, CX_ERROR, CX_ERROR_CORRUPT, "response %" PRId64 " is of no version",
                    row->id);
        return false;
    }
    if (!read_was(planner, row, &own.was_id, &was, error) ||
        !read_stored(planner, &stored, &is, error))
        return false;
    own.i_group = group_of(planner, &was, &is);
    g_array_append_val(planner->plan->rows, own);
    return true;
}

static bool
read_pool(Planner *planner, GError **error)
{
    Plan *plan = planner->plan;
    CxWaitingFirstRow first;
    const CxWaitingFirstParams of_survey = { .survey_id = plan->survey.v };
    if (!cx_q_waiting_first(planner->ctx->db, &of_survey, &first, error))
        return false;
    const CxReleasePoolParams params = {
        .import_id = plan->import.v,
        .after_id = first.id != 0 ? MIN(first.id - 1, plan->after_response) : plan->after_response,
        .survey_id = plan->survey.v,
    };
    g_autoptr(CxStmt) stmt = cx_q_release_pool(planner->ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    CxReleasePoolRow row;
    CxStep step;
    while ((step = cx_q_release_pool_next(stmt, &row, error)) == CX_STEP_ROW) {
        if (!add_row(planner, &row, error))
            return false;
    }
    return step != CX_STEP_ERROR;
}

/* ---- The plan ---- */

static void
group_clear(void *data)
{
    g_free(((CxReleaseGroup *)data)->cells);
}

static void
plan_clear(Plan *plan)
{
    g_array_unref(plan->rows);
    g_array_unref(plan->groups);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Plan, plan_clear)

/* Each person once: by the latest of what the pool has of them. */
static void
count_people(Plan *plan)
{
    for (guint i = 0; i < plan->rows->len; i++) {
        const Row *row = &g_array_index(plan->rows, Row, i);
        if (row->i_later == ROW_NONE)
            g_array_index(plan->groups, CxReleaseGroup, row->i_group).n_people++;
    }
}

static GHashTable *
items_of(const CxSurvey *survey)
{
    GHashTable *items = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    for (size_t i = 0; i < survey->n_items; i++) {
        int64_t *id = g_memdup2(&survey->items[i].id.v, sizeof *id);
        g_hash_table_insert(items, id, GSIZE_TO_POINTER(i + 1));
    }
    return items;
}

/* Finds what of the pool can be let out. */
static bool
make_plan(CxCtx *ctx, Plan *plan, GError **error)
{
    g_autoptr(CxSurvey) survey = cx_survey_store_load(ctx->db, plan->survey, error);
    if (survey == NULL)
        return false;
    g_autoptr(GHashTable) groups_by =
        g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL);
    g_autoptr(GHashTable) cells = g_hash_table_new_full(cell_hash, cell_equal, g_free, NULL);
    g_autoptr(GHashTable) codes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GHashTable) items = items_of(survey);
    Planner planner = {
        .ctx = ctx,
        .survey = survey,
        .plan = plan,
        .groups_by = groups_by,
        .cells = cells,
        .codes = codes,
        .items = items,
    };
    if (!read_pool(&planner, error))
        return false;
    count_people(plan);
    CxReleaseGroup *groups = (CxReleaseGroup *)(void *)plan->groups->data;
    cx_release_core(groups, plan->groups->len, g_hash_table_size(cells), ctx->wall.min_n);
    for (guint i = 0; i < plan->groups->len; i++)
        plan->n_people += groups[i].is_out ? groups[i].n_people : 0;
    return true;
}

/* ---- Keeping ---- */

static bool
add_release(CxCtx *ctx, const Plan *plan, int64_t number, int64_t n_people, GError **error)
{
    const CxReleaseAddParams params = { plan->survey.v, number, ctx->today.v, n_people };
    return cx_q_release_add(ctx->db, &params, error);
}

static const Row *
latest_of(const Plan *plan, const Row *row)
{
    while (row->i_later != ROW_NONE)
        row = &g_array_index(plan->rows, Row, row->i_later);
    return row;
}

static bool
keep_row(CxCtx *ctx, const Plan *plan, const Row *row, GError **error)
{
    const Row *latest = latest_of(plan, row);
    const bool is_out = g_array_index(plan->groups, CxReleaseGroup, latest->i_group).is_out;
    const CxWaitingEndParams end = { row->id, plan->number };
    if (is_out)
        return !row->has_waited || cx_q_waiting_end(ctx->db, &end, error);
    const CxWaitingPutParams params = {
        .response_id = row->id,
        .survey_id = plan->survey.v,
        .was_id = latest->was_id != 0 ? CX_SOME_I64(latest->was_id) : (CxOptI64){ 0 },
    };
    return cx_q_waiting_put(ctx->db, &params, error);
}

static bool
keep_first(CxCtx *ctx, const Plan *plan, GError **error)
{
    const CxReleaseImportBeforeParams before = { plan->survey.v, plan->import.v };
    return cx_q_release_import_before(ctx->db, &before, error) &&
           add_release(ctx, plan, 1, 0, error);
}

static bool
keep(CxCtx *ctx, const Plan *plan, bool is_whole, GError **error)
{
    for (guint i = 0; i < plan->rows->len; i++) {
        if (!keep_row(ctx, plan, &g_array_index(plan->rows, Row, i), error))
            return false;
    }
    const CxReleaseImportAddParams params = { plan->import.v, plan->survey.v, plan->number };
    if (!cx_q_release_import_add(ctx->db, &params, error))
        return false;
    return (!is_whole && plan->n_people == 0) ||
           add_release(ctx, plan, plan->number, plan->n_people, error);
}

bool
cx_release_make(CxCtx *ctx, CxSurveyId survey, CxImportId import, int64_t after_response,
                GError **error)
{
    CxRelease last;
    CxReleaseIsAnyBeforeRow before;
    CxReleaseIsToldRow told;
    const CxReleaseIsAnyBeforeParams beside = { survey.v, import.v };
    if (!cx_release_load(ctx, survey, &last, error) ||
        !cx_q_release_is_any_before(ctx->db, &beside, &before, error) ||
        !cx_q_release_is_told(ctx->db, &told, error))
        return false;
    const bool is_new = last.number == 0; /* no release yet */
    const bool is_first = is_new && before.n == 0;
    const bool is_whole = is_first || told.n == 0;
    g_auto(Plan) plan = {
        .survey = survey,
        .import = import,
        .after_response = after_response,
        .number = is_first ? 1 : MAX(last.number, 1) + 1,
        .rows = g_array_new(FALSE, FALSE, sizeof(Row)),
        .groups = g_array_new(FALSE, TRUE, sizeof(CxReleaseGroup)),
    };
    g_array_set_clear_func(plan.groups, group_clear);
    if ((!is_whole && !make_plan(ctx, &plan, error)) ||
        (is_new && !is_first && !keep_first(ctx, &plan, error)))
        return false;
    return keep(ctx, &plan, is_whole, error);
}
