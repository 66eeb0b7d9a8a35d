/* Loading a frame: columns are laid out from the survey, then each version's responses are read in
 * order of being added and their blobs walked beside a plan sorted by item id. */
#include "feedback/frame_store.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/limits.h"
#include "db/txn.h"
#include "feedback/answers.h"
#include "feedback/frame_facts.h"
#include "feedback/frame_other_priv.h"
#include "feedback/frame_since_priv.h"
#include "feedback/other_dates.h"
#include "feedback/release.h"
#include "feedback/unit.h"
#include "lang/assert.h"
#include "sql/feedback.h"

#define CODES_MAX 256 /* codes of a choice are bytes */

/* Where a version's answers to one item go. */
typedef struct {
    int64_t item;      /* id */
    size_t i_column;   /* in the frame */
    const uint8_t *to; /* of a choice: stored code -> frame code; NULL: the code itself */
    int64_t lo;
    int64_t hi;
} Target;

typedef struct {
    CxCtx *ctx;
    const CxSurvey *survey;
    CxArena *arena;
    CxFrameBuilder *builder;
    GArray **targets; /* by version: of Target, sorted by item id */
    CxFrameFacts *facts;
    size_t n_columns;
    uint8_t *answers;          /* of the row at hand: n_columns, then the classes of facts */
    uint8_t *modes;            /* frame code of each of the survey's modes */
    const CxFrameOther *other; /* NULL: as stored */
    GTimeZone *zone;           /* days are cut there; NULL: in the survey's zone */
    GHashTable *chosen;        /* ids of the one response of each respondent; NULL: all of them */
    const CxReleaseHeld *held; /* of RELEASED: what waits */
    const CxFrameSince *since; /* only what came since; NULL: everything */
} Loader;

static bool
has_column(const CxItemVersion *asked)
{
    return asked->kind == CX_ITEM_KIND_NPS || asked->kind == CX_ITEM_KIND_RATING ||
           asked->kind == CX_ITEM_KIND_CHOICE;
}

/* The newest version of the item that shares a column with this one. */
static const CxItemVersion *
column_leader(const CxItem *item, const CxItemVersion *asked)
{
    for (size_t i = item->n_in; i-- > 0;) {
        if (cx_item_version_same_scale(&item->in[i], asked))
            return &item->in[i];
    }
    return asked;
}

static char *
column_name(const CxSurvey *survey, const CxItem *item, const CxItemVersion *leader)
{
    if (leader == cx_item_latest(item))
        return g_strdup(item->key);
    return g_strdup_printf("%s-%s", item->key, survey->versions[leader->i_version].key);
}

char *
cx_frame_store_column(const CxSurvey *survey, const CxItem *item, size_t i_version)
{
    const CxItemVersion *asked = cx_item_in(item, i_version);
    if (asked == NULL || !has_column(asked))
        return NULL;
    return column_name(survey, item, column_leader(item, asked));
}

/* The choices of an item over its versions, latest first, each key once. */
static GArray *
join_choices(const CxItem *item)
{
    GArray *choices = g_array_new(FALSE, TRUE, sizeof(CxFrameChoice));
    for (size_t i = item->n_in; i-- > 0;) {
        const CxItemVersion *asked = &item->in[i];
        for (size_t j = 0; has_column(asked) && j < asked->n_codes; j++) {
            const CxItemCode *code = &asked->codes[j];
            bool is_known = code->meaning != CX_MEANING_VALUE;
            for (guint k = 0; !is_known && k < choices->len; k++)
                is_known = strcmp(g_array_index(choices, CxFrameChoice, k).key, code->key) == 0;
            if (is_known)
                continue;
            const CxFrameChoice choice = { .code = (uint8_t)choices->len,
                                           .key = code->key,
                                           .label = code->label };
            g_array_append_val(choices, choice);
        }
    }
    return choices;
}

/* Stored code -> frame code for one version of a choice. */
static const uint8_t *
choice_codes(Loader *loader, const CxItemVersion *asked, const GArray *choices)
{
    uint8_t *to = cx_arena_alloc(loader->arena, CODES_MAX);
    memset(to, CX_CODE_MISSING, CODES_MAX);
    for (size_t i = 0; i < asked->n_codes; i++) {
        const CxItemCode *code = &asked->codes[i];
        if (code->meaning != CX_MEANING_VALUE || code->code < 0 || code->code >= CODES_MAX)
            continue;
        for (guint j = 0; j < choices->len; j++) {
            const CxFrameChoice *choice = &g_array_index(choices, CxFrameChoice, j);
            if (strcmp(choice->key, code->key) == 0)
                to[code->code] = choice->code;
        }
    }
    return to;
}

static void
add_targets(Loader *loader, const CxItem *item, const CxItemVersion *leader, size_t i_column,
            const GArray *choices)
{
    for (size_t i = 0; i < item->n_in; i++) {
        const CxItemVersion *asked = &item->in[i];
        if (!cx_item_version_same_scale(asked, leader))
            continue;
        const Target target = {
            .item = item->id.v,
            .i_column = i_column,
            .to = choices != NULL ? choice_codes(loader, asked, choices) : NULL,
            .lo = asked->lo,
            .hi = asked->hi,
        };
        g_array_append_val(loader->targets[asked->i_version], target);
    }
}

static bool
add_column(Loader *loader, const CxItem *item, const CxItemVersion *leader, GError **error)
{
    const bool is_choice = leader->kind == CX_ITEM_KIND_CHOICE;
    g_autoptr(GArray) choices = is_choice ? join_choices(item) : NULL;
    if (choices != NULL && choices->len > CX_CODE_MAX) {
        g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE,
                    "item \"%s\" has %u choices over all versions, the limit is %d", item->key,
                    choices->len, CX_CODE_MAX);
        return false;
    }
    g_autofree char *name = column_name(loader->survey, item, leader);
    const CxFrameItem column = {
        .key = name,
        .label = item->label,
        .department = item->department.v,
        .kind = is_choice                          ? CX_FRAME_CHOICE
                : leader->kind == CX_ITEM_KIND_NPS ? CX_FRAME_NPS
                                                   : CX_FRAME_RATING,
        .lo = is_choice ? 0 : (uint8_t)leader->lo,
        .hi = is_choice ? 0 : (uint8_t)leader->hi,
        .direction =
            leader->direction == CX_DIRECTION_DOWN ? CX_FRAME_LOW_IS_GOOD : CX_FRAME_HIGH_IS_GOOD,
        .choices = choices != NULL ? (const CxFrameChoice *)(const void *)choices->data : NULL,
        .n_choices = choices != NULL ? choices->len : 0,
    };
    size_t i_column = 0;
    if (!cx_frame_builder_add_item(loader->builder, &column, &i_column, error))
        return false;
    loader->n_columns++;
    add_targets(loader, item, leader, i_column, choices);
    return true;
}

static bool
add_columns(Loader *loader, GError **error)
{
    for (size_t i = 0; i < loader->survey->n_items; i++) {
        const CxItem *item = &loader->survey->items[i];
        for (size_t j = item->n_in; j-- > 0;) {
            const CxItemVersion *asked = &item->in[j];
            if (has_column(asked) && column_leader(item, asked) == asked &&
                !add_column(loader, item, asked, error))
                return false;
        }
    }
    return true;
}

static bool
add_labels(Loader *loader, GError **error)
{
    const CxSurvey *survey = loader->survey;
    for (size_t i = 0; i < survey->n_versions; i++) {
        uint8_t code = 0;
        if (!cx_frame_builder_add_version(loader->builder, survey->versions[i].key,
                                          survey->versions[i].title, &code, error))
            return false;
        cx_assert(code == i);
    }
    for (size_t i = 0; i < survey->n_modes; i++) {
        if (!cx_frame_builder_add_mode(loader->builder, survey->modes[i].key,
                                       survey->modes[i].label, &loader->modes[i], error))
            return false;
    }
    return true;
}

static int
compare_targets(const void *a, const void *b)
{
    const int64_t left = ((const Target *)a)->item;
    const int64_t right = ((const Target *)b)->item;
    return left < right ? -1 : left > right;
}

/* The frame code of an answer; false for one that does not fit its item. */
static bool
frame_code(const Target *target, const CxAnswer *answer, uint8_t *ret_code)
{
    if (answer->is_not_applicable) {
        *ret_code = CX_CODE_NOT_APPLICABLE;
        return true;
    }
    if (answer->code < target->lo || answer->code > target->hi)
        return false;
    *ret_code = target->to != NULL ? target->to[answer->code] : (uint8_t)answer->code;
    return *ret_code != CX_CODE_MISSING;
}

/* Fills the row's answers from a blob. */
static bool
read_answers(Loader *loader, size_t i_version, const CxResponseListLatestRow *row, GError **error)
{
    memset(loader->answers, CX_CODE_MISSING, loader->n_columns);
    CxAnswersReader reader;
    if (!cx_answers_reader_init(&reader, row->answers.data, row->answers.len_bytes, error))
        return false;
    const GArray *targets = loader->targets[i_version];
    guint i_target = 0;
    CxAnswer answer;
    CxAnswersStep step;
    while ((step = cx_answers_reader_next(&reader, &answer, error)) == CX_ANSWERS_ANSWER) {
        while (i_target < targets->len &&
               g_array_index(targets, Target, i_target).item < answer.item)
            i_target++;
        if (i_target == targets->len)
            continue;
        const Target *target = &g_array_index(targets, Target, i_target);
        if (target->item != answer.item)
            continue;
        if (!frame_code(target, &answer, &loader->answers[target->i_column])) {
            g_set_error(error, CX_ERROR, CX_ERROR_CORRUPT,
                        "item %" PRId64 " has the code %" PRId64 ", which it cannot have",
                        answer.item, answer.code);
            return false;
        }
    }
    return step != CX_ANSWERS_ERROR;
}

static uint8_t
mode_code(const Loader *loader, CxOptI64 mode)
{
    for (size_t i = 0; mode.is_set && i < loader->survey->n_modes; i++) {
        if (loader->survey->modes[i].id.v == mode.v)
            return loader->modes[i];
    }
    return CX_CODE_MISSING;
}

static CxDay
day_of(const Loader *loader, const CxResponseListLatestRow *row)
{
    if (loader->zone != NULL && row->at_us.is_set)
        return cx_instant_day((CxInstant){ row->at_us.v }, loader->zone);
    return (CxDay){ (int32_t)row->day };
}

static bool
add_row(Loader *loader, size_t i_version, const CxResponseListLatestRow *row, GString *cluster,
        GError **error)
{
    if (!read_answers(loader, i_version, row, error))
        return false;
    const int64_t *facts = cx_frame_facts_row(loader->facts, row->id, (CxDay){ (int32_t)row->day },
                                              loader->answers + loader->n_columns, error);
    if (facts == NULL)
        return false;
    const CxUnitKeys keys = { row->cluster_key, row->account_key,
                              row->respondent_id.is_set ? row->respondent_id.v : 0 };
    const bool has_cluster = cx_unit_name(&loader->survey->versions[i_version], &keys, cluster);
    const CxFrameRow frame_row = {
        .day = day_of(loader, row),
        .version = (uint8_t)i_version,
        .mode = mode_code(loader, row->mode_id),
        .weight = row->weight.is_set ? row->weight.v : (double)NAN,
        .cluster = has_cluster ? cluster->str : NULL,
        .answers = loader->answers,
        .facts = facts,
    };
    return cx_frame_builder_add_row(loader->builder, &frame_row, error);
}

/* A row of every revision as one of those that count. */
static CxResponseListLatestRow
as_counted(const CxResponseListEveryRow *row)
{
    return (CxResponseListLatestRow){
        .id = row->id,
        .day = row->day,
        .at_us = row->at_us,
        .mode_id = row->mode_id,
        .respondent_id = row->respondent_id,
        .weight = row->weight,
        .cluster_key = row->cluster_key,
        .account_key = row->account_key,
        .answers = row->answers,
    };
}

/* Whether the reading has this row at all, and on which day. */
static bool
read_otherwise(const Loader *loader, const CxResponseListEveryRow *row,
               CxResponseListLatestRow *ret_row)
{
    *ret_row = as_counted(row);
    if (loader->held != NULL)
        return cx_release_held_shows(loader->held, row->id, row->is_counted != 0);
    if (row->is_counted == 0 && loader->other->reading != CX_FRAME_EVERY_REVISION)
        return false;
    if (loader->chosen != NULL && row->respondent_id.is_set &&
        !g_hash_table_contains(loader->chosen, &row->id))
        return false;
    const CxOtherDates *dates = loader->other->dates;
    if (dates != NULL)
        ret_row->day = cx_other_dates_day(dates, row->import_id, row->line, row->day);
    return true;
}

static bool
add_rows_otherwise(Loader *loader, size_t i_version, GError **error)
{
    const CxResponseListEveryParams params = { .version_id =
                                                   loader->survey->versions[i_version].id.v };
    g_autoptr(CxStmt) stmt = cx_q_response_list_every(loader->ctx->db, &params, error);
    const CxFrameFactsOf of = { loader->survey, i_version, 0 };
    if (stmt == NULL || !cx_frame_facts_begin(loader->facts, &of, error))
        return false;
    g_autoptr(GString) cluster = g_string_new(NULL);
    CxResponseListEveryRow row;
    CxStep step;
    while ((step = cx_q_response_list_every_next(stmt, &row, error)) == CX_STEP_ROW) {
        CxResponseListLatestRow read;
        if (read_otherwise(loader, &row, &read) &&
            !add_row(loader, i_version, &read, cluster, error)) {
            g_prefix_error(error, "response %" PRId64 ": ", row.id);
            return false;
        }
    }
    return step != CX_STEP_ERROR;
}

/* A row that was added as one of those that count. */
static CxResponseListLatestRow
as_latest(const CxResponseListAddedRow *row)
{
    return (CxResponseListLatestRow){
        .id = row->id,
        .day = row->day,
        .at_us = row->at_us,
        .mode_id = row->mode_id,
        .respondent_id = row->respondent_id,
        .weight = row->weight,
        .cluster_key = row->cluster_key,
        .account_key = row->account_key,
        .answers = row->answers,
    };
}

/* Sampling units are numbered version after version: a frame that has them is continued in its last
 * version alone. */
static bool
check_follows(const Loader *loader, size_t i_version, GError **error)
{
    if (i_version + 1 == loader->survey->n_versions ||
        cx_frame_clusters(loader->since->base) == NULL)
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_CONFLICT,
                "sampling units of \"%s\" came to an earlier version", loader->survey->key);
    return false;
}

static bool
add_rows_since(Loader *loader, size_t i_version, GError **error)
{
    const CxFrameSince *since = loader->since;
    const CxResponseListAddedParams params = {
        .version_id = loader->survey->versions[i_version].id.v,
        .after_id = since->after,
        .since = since->version,
    };
    const CxFrameFactsOf of = { loader->survey, i_version, since->after };
    g_autoptr(CxStmt) stmt = cx_q_response_list_added(loader->ctx->db, &params, error);
    if (stmt == NULL || !cx_frame_facts_begin(loader->facts, &of, error))
        return false;
    g_autoptr(GString) cluster = g_string_new(NULL);
    CxResponseListAddedRow row;
    CxStep step;
    while ((step = cx_q_response_list_added_next(stmt, &row, error)) == CX_STEP_ROW) {
        const CxResponseListLatestRow read = as_latest(&row);
        if (!check_follows(loader, i_version, error) ||
            !add_row(loader, i_version, &read, cluster, error)) {
            g_prefix_error(error, "response %" PRId64 ": ", row.id);
            return false;
        }
    }
    return step != CX_STEP_ERROR;
}

static bool
add_rows(Loader *loader, size_t i_version, GError **error)
{
    if (loader->other != NULL)
        return add_rows_otherwise(loader, i_version, error);
    if (loader->since != NULL)
        return add_rows_since(loader, i_version, error);
    const CxResponseListLatestParams params = { .version_id =
                                                    loader->survey->versions[i_version].id.v };
    g_autoptr(CxStmt) stmt = cx_q_response_list_latest(loader->ctx->db, &params, error);
    const CxFrameFactsOf of = { loader->survey, i_version, 0 };
    if (stmt == NULL || !cx_frame_facts_begin(loader->facts, &of, error))
        return false;
    g_autoptr(GString) cluster = g_string_new(NULL);
    CxResponseListLatestRow row;
    CxStep step;
    while ((step = cx_q_response_list_latest_next(stmt, &row, error)) == CX_STEP_ROW) {
        if (!add_row(loader, i_version, &row, cluster, error)) {
            g_prefix_error(error, "response %" PRId64 ": ", row.id);
            return false;
        }
    }
    return step != CX_STEP_ERROR;
}

/* Makes the rows to come follow those of the frame there is. */
static bool
follow(Loader *loader, GError **error)
{
    if (cx_frame_facts_can_follow(loader->facts, loader->survey) &&
        cx_frame_builder_continue(loader->builder, loader->since->base))
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_CONFLICT, "the columns of \"%s\" are no longer the same",
                loader->survey->key);
    return false;
}

static bool
fill(Loader *loader, GError **error)
{
    if (!add_labels(loader, error) || !add_columns(loader, error) ||
        !cx_frame_facts_add_columns(loader->facts, loader->builder, error))
        return false;
    if (loader->since != NULL && !follow(loader, error))
        return false;
    const size_t n_answers = loader->n_columns + cx_frame_facts_n_items(loader->facts);
    loader->answers = cx_arena_alloc(loader->arena, MAX(n_answers, 1));
    for (size_t i = 0; i < loader->survey->n_versions; i++) {
        g_array_sort(loader->targets[i], compare_targets);
        if (!add_rows(loader, i, error))
            return false;
    }
    return true;
}

static bool
is_released(const CxFrameOther *other)
{
    return other != NULL && other->reading == CX_FRAME_RELEASED;
}

/* What a frame is to be made of. */
typedef struct {
    const CxFrameOther *other; /* NULL: as stored */
    const CxFrameSince *since; /* NULL: everything */
    const char *stamp;         /* or NULL */
} Reading;

/* The zone days are cut in, NULL for the survey's. */
static bool
load_zone(const CxFrameOther *other, GTimeZone **ret_zone, GError **error)
{
    if (other == NULL || other->reading != CX_FRAME_ZONE)
        return true;
    *ret_zone = cx_zone_load(other->zone, error);
    return *ret_zone != NULL;
}

/* Inside a transaction: rows come in portions, which needs one state of the store to stand. */
static CxFrame *
load_inside(CxCtx *ctx, const CxSurvey *survey, const Reading *reading, GError **error)
{
    const CxFrameOther *other = reading->other;
    CxRelease release = { .day = { 0 } };
    if (is_released(other) && !cx_release_load(ctx, survey->id, &release, error))
        return NULL;
    const CxFrameSpec spec = {
        .as_of = release.day,
        .survey = survey->key,
        .title = survey->title,
        .overall = survey->items[survey->i_overall].key,
        .is_weighted = survey->is_weighted,
    };
    g_autoptr(GTimeZone) zone = NULL;
    if (!load_zone(other, &zone, error))
        return NULL;
    g_autoptr(CxArena) arena = cx_arena_new();
    g_autoptr(CxFrameBuilder) builder = cx_frame_builder_new(&spec);
    cx_frame_builder_set_stamp(builder, reading->stamp);
    g_autoptr(GPtrArray) targets = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    for (size_t i = 0; i < survey->n_versions; i++)
        g_ptr_array_add(targets, g_array_new(FALSE, TRUE, sizeof(Target)));
    g_autoptr(CxFrameFacts) facts = cx_frame_facts_new(ctx, survey, error);
    if (facts == NULL)
        return NULL;
    Loader loader = {
        .ctx = ctx,
        .facts = facts,
        .survey = survey,
        .arena = arena,
        .builder = builder,
        .targets = (GArray **)targets->pdata,
        .modes = cx_arena_alloc(arena, MAX(survey->n_modes, 1)),
        .other = other,
        .since = reading->since,
        .zone = zone,
    };
    g_autoptr(GHashTable) chosen = NULL;
    if (other != NULL && !cx_frame_other_choose(ctx->db, survey, other->reading, &chosen, error))
        return NULL;
    loader.chosen = chosen;
    g_auto(CxReleaseHeld) held = { NULL, NULL };
    if (is_released(other)) {
        if (!cx_release_held_load(ctx, survey->id, &held, error))
            return NULL;
        loader.held = &held;
    }
    if (!fill(&loader, error))
        return NULL;
    return cx_frame_builder_end(builder, error);
}

CxFrame *
cx_frame_store_read(CxCtx *ctx, const CxSurvey *survey, const CxFrameOther *other, GError **error)
{
    /* Inside a write transaction it is of a state that nobody else may ever see: no stamp. */
    if (cx_db_is_writing(ctx->db))
        return load_inside(ctx, survey, &(Reading){ .other = other }, error);
    g_autoptr(CxTxn) txn = cx_txn_begin_read(ctx->db, error);
    if (txn == NULL)
        return NULL;
    g_autofree char *stamp = cx_frame_segment_stamp(ctx, survey, error);
    if (stamp == NULL)
        return NULL;
    const Reading reading = { .other = other, .stamp = other == NULL ? stamp : NULL };
    return load_inside(ctx, survey, &reading, error);
}

CxFrame *
cx_frame_store_load(CxCtx *ctx, const CxSurvey *survey, GError **error)
{
    return cx_frame_store_read(ctx, survey, NULL, error);
}

CxFrame *
cx_frame_store_load_since(CxCtx *ctx, const CxSurvey *survey, const CxFrameSince *since,
                          const char *stamp, GError **error)
{
    return load_inside(ctx, survey, &(Reading){ .since = since, .stamp = stamp }, error);
}
