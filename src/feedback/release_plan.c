/* Planning a release. Readers who do not hold the answers part them by time alone (evidence/wall_period.c),
 * so what a release brings is cut into cells: the answers to one question, in one version, of one month.
 * Each response of the pool is read as what it says to each question; those of the same month and
 * version that answered the same questions are one group with one list of cells, so that a large
 * import is a few groups. Of a changed response only the cells count in which what it says has become
 * another: a person who changed nothing there hides nobody. Who would leave a cell, by another month or
 * by an answer taken back, waits: the few left in it would be told by subtraction. So do those who all say
 * the same in a cell: its number would be what each of them said. */
#include <inttypes.h>
#include <stdlib.h>
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

/* A response of the pool. */
typedef struct {
    int64_t id;
    int64_t was_id; /* the revision shown now, 0: none */
    uint32_t i_group;
    uint32_t i_later; /* the row of the pool that revises it, or ROW_NONE */
    bool has_waited;
} Row;

/* An answer to a question of which nothing was told yet, of a row of the pool. */
typedef struct {
    guint i_row;
    CxReleaseMark mark;
    bool is_gone; /* it was there, and is no longer */
} Early;

typedef struct {
    CxSurveyId survey;
    CxImportId import;
    int64_t after_response;
    int64_t number; /* of the release it makes */
    int64_t n_people;
    const CxReleaseGathering *gathered; /* (nullable): what the import brings is read */
    bool is_whole;                      /* nobody was told of any question */
    CxReleaseFirsts first;              /* what comes to questions' first releases */
    GArray *early;                      /* of Early: what may come to them */
    GArray *rows;                       /* of Row, by id */
    CxReleaseBook book;
} Plan;

/* As stored, of whichever query. */
typedef struct {
    int64_t id;
    int64_t day;
    double weight; /* 0: none */
    CxUnitKeys unit;
    CxBlob answers;
} Stored;

typedef struct {
    CxCtx *ctx;
    const CxSurvey *survey;
    Plan *plan;
    GHashTable *young;    /* of cx_release_young */
    GArray **questions;   /* by version, of Question by item; NULL: not asked for yet */
    CxReleaseReading was; /* the response at hand: their arrays serve one after the other */
    CxReleaseReading is;
    size_t i_version; /* of the response at hand */
    bool is_compared; /* it was shown before, as it said then */
    bool is_gone;     /* what is being read is no longer said */
} Planner;

/* ---- Questions ---- */

/* A question as one version asked it; only those whose answers are counted. */
typedef struct {
    int64_t item;  /* 0: whether they answered at all */
    bool is_fact;  /* what is known of a customer anyway (region, product) is nothing they said */
    bool is_early; /* nothing was told of it yet */
    int64_t low_from, low_to; /* codes that are low; of a choice none */
} Question;

static bool
is_counted(const CxItemVersion *asked)
{
    return asked != NULL && (asked->kind == CX_ITEM_KIND_CHOICE ||
                             asked->kind == CX_ITEM_KIND_NPS || asked->kind == CX_ITEM_KIND_RATING);
}

/* Low are 0 to 6 of 10, else those below the middle: as thresholds have it. */
static void
find_low(const CxItemVersion *asked, Question *question)
{
    const bool is_nps = asked->kind == CX_ITEM_KIND_NPS;
    const int64_t lo = is_nps ? 0 : asked->lo;
    const int64_t hi = is_nps ? 10 : asked->hi;
    const int64_t n_low = lo == 0 && hi == 10 ? 6 : (hi - lo - 1) / 2;
    const bool is_low_good = asked->direction == CX_DIRECTION_DOWN;
    question->low_from = is_low_good ? hi - n_low : lo;
    question->low_to = is_low_good ? hi : lo + n_low;
}

static int
compare_questions(const void *a, const void *b)
{
    const int64_t left = ((const Question *)a)->item;
    const int64_t right = ((const Question *)b)->item;
    return left < right ? -1 : left > right;
}

static bool
is_early(const Planner *planner, int64_t item)
{
    const CxReleaseCell column = { item, (int64_t)planner->i_version, CX_RELEASE_NEW };
    return planner->plan->is_whole || g_hash_table_contains(planner->young, &column);
}

static GArray *
questions_of(Planner *planner)
{
    GArray **questions = &planner->questions[planner->i_version];
    if (*questions != NULL)
        return *questions;
    *questions = g_array_new(FALSE, FALSE, sizeof(Question));
    const Question came = { .is_fact = true, .is_early = is_early(planner, 0) };
    g_array_append_val(*questions, came);
    for (size_t i = 0; i < planner->survey->n_items; i++) {
        const CxItem *item = &planner->survey->items[i];
        Question question = { .item = item->id.v,
                              .is_fact = item->role == CX_ITEM_ROLE_FACT,
                              .is_early = is_early(planner, item->id.v),
                              .low_to = -1 };
        const CxItemVersion *asked = cx_item_in(item, planner->i_version);
        if (!is_counted(asked))
            continue;
        if (asked->kind != CX_ITEM_KIND_CHOICE)
            find_low(asked, &question);
        g_array_append_val(*questions, question);
    }
    g_array_sort(*questions, compare_questions);
    return *questions;
}

static void
planner_start(Planner *planner)
{
    const guint size = sizeof(CxReleaseMark);
    planner->questions = g_new0(GArray *, planner->survey->n_versions);
    planner->was = (CxReleaseReading){ .said = g_array_new(FALSE, FALSE, size),
                                       .early = g_array_new(FALSE, FALSE, size) };
    planner->is = (CxReleaseReading){ .said = g_array_new(FALSE, FALSE, size),
                                      .early = g_array_new(FALSE, FALSE, size) };
}

static void
planner_clear(Planner *planner)
{
    for (size_t i = 0; i < planner->survey->n_versions; i++)
        g_clear_pointer(&planner->questions[i], g_array_unref);
    g_free(planner->questions);
    cx_release_reading_clear(&planner->was);
    cx_release_reading_clear(&planner->is);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Planner, planner_clear)

/* ---- Reading a response ---- */

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

static int64_t
when_of(const Planner *planner, int64_t month)
{
    return month * (int64_t)planner->survey->n_versions + (int64_t)planner->i_version;
}

/* Its cell is that of the question. */
static void
add_mark(const Planner *planner, const Question *question, CxReleaseMark mark,
         CxReleaseReading *reading)
{
    mark.cell = (CxReleaseCell){ question->item, reading->when, CX_RELEASE_NEW };
    if (planner->plan->is_whole)
        cx_release_firsts_count(&planner->plan->first, &mark, planner->is_gone);
    else if (question->is_early)
        g_array_append_val(reading->early, mark);
    else
        g_array_append_val(reading->said, mark);
}

/* Answers and questions both stand by item. */
static void
add_answer(const Planner *planner, const CxAnswer *answer, uint64_t standing,
           const GArray *questions, guint *i_question, CxReleaseReading *reading)
{
    while (*i_question < questions->len &&
           g_array_index(questions, Question, *i_question).item < answer->item)
        ++*i_question;
    if (*i_question >= questions->len || answer->is_not_applicable)
        return;
    const Question *question = &g_array_index(questions, Question, *i_question);
    if (question->item != answer->item)
        return;
    CxReleaseMark mark = { .says = standing ^ (uint64_t)answer->code,
                           .said = cx_release_sum_of(answer->code),
                           .is_low = answer->code >= question->low_from &&
                                     answer->code <= question->low_to };
    mark.said.is_open = question->is_fact;
    add_mark(planner, question, mark, reading);
}

static bool
read_stored(Planner *planner, const Stored *stored, CxReleaseReading *reading, GError **error)
{
    const uint64_t standing = standing_of(planner, stored);
    const GArray *questions = questions_of(planner);
    guint i_question = 0;
    reading->when = when_of(planner, cx_day_month_index((CxDay){ (int32_t)stored->day }));
    const CxReleaseMark came = { .says = standing, .said = { .n = 1, .is_open = true } };
    add_mark(planner, &g_array_index(questions, Question, 0), came, reading);
    CxAnswersReader reader;
    CxAnswer answer;
    CxAnswersStep step;
    if (!cx_answers_reader_init(&reader, stored->answers.data, stored->answers.len_bytes, error))
        return false;
    while ((step = cx_answers_reader_next(&reader, &answer, error)) == CX_ANSWERS_ANSWER)
        add_answer(planner, &answer, standing, questions, &i_question, reading);
    return step == CX_ANSWERS_END;
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
read_was(Planner *planner, const CxReleasePoolRow *row, int64_t *ret_id, GError **error)
{
    *ret_id = 0;
    if (row->revision == 1)
        return true;
    /* Where nobody was told, an earlier line of the same file counted as well. */
    const int64_t import = planner->plan->is_whole ? 0 : planner->plan->import.v;
    const CxReleaseWasParams params = { row->version_id, row->source_key, row->revision, import };
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
        .weight = was.weight.is_set ? was.weight.v : 0.0,
        .unit = { was.cluster_key, was.account_key,
                  was.respondent_id.is_set ? was.respondent_id.v : 0 },
        .answers = was.answers,
    };
    planner->is_gone = true;
    return read_stored(planner, &stored, &planner->was, error) && mark_earlier(planner, row, error);
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

/* What the row being added does to questions of which nothing was told, if it is let out. */
static void
add_early(Plan *plan, const CxReleaseReading *reading, Early early)
{
    for (guint i = 0; i < reading->early->len; i++) {
        early.mark = g_array_index(reading->early, CxReleaseMark, i);
        g_array_append_val(plan->early, early);
    }
}

static bool
add_row(Planner *planner, const CxReleasePoolRow *row, GError **error)
{
    CxReleaseReading *was = &planner->was;
    CxReleaseReading *is = &planner->is;
    GArray *const arrays[] = { was->said, was->early, is->said, is->early };
    for (size_t i = 0; i < G_N_ELEMENTS(arrays); i++)
        g_array_set_size(arrays[i], 0);
    Row own = { .id = row->id, .i_later = ROW_NONE, .has_waited = row->has_waited != 0 };
    planner->is_compared = false;
    const Stored stored = {
        .id = row->id,
        .day = row->day,
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
    if (!read_was(planner, row, &own.was_id, error))
        return false;
    planner->is_gone = false;
    if (!read_stored(planner, &stored, is, error))
        return false;
    own.i_group = cx_release_group_of(&planner->plan->book, was, is);
    if (row->is_revised == 0)
        cx_release_group_say(&planner->plan->book, own.i_group);
    const guint i_row = planner->plan->rows->len;
    add_early(planner->plan, was, (Early){ .i_row = i_row, .is_gone = true });
    add_early(planner->plan, is, (Early){ .i_row = i_row });
    g_array_append_val(planner->plan->rows, own);
    return true;
}

/* Counts what was gathered, where all of it is told to somebody for the first time. */
static bool
take_gathered(Planner *planner, GError **error)
{
    Plan *plan = planner->plan;
    if (!find_version(planner, plan->gathered->version.v)) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_CORRUPT, "the import is of no version");
        return false;
    }
    const GArray *questions = questions_of(planner);
    GHashTableIter iter;
    void *key = NULL;
    void *value = NULL;
    g_hash_table_iter_init(&iter, plan->gathered->said.sums);
    while (g_hash_table_iter_next(&iter, &key, &value)) {
        const CxReleaseCell *of = key;
        const Question wanted = { .item = of->item };
        const Question *question =
            bsearch(&wanted, questions->data, questions->len, sizeof wanted, compare_questions);
        if (question == NULL)
            continue;
        const CxReleaseCell cell = { of->item, when_of(planner, of->when), CX_RELEASE_NEW };
        CxReleaseSum said = *(const CxReleaseSum *)value;
        said.is_open = question->is_fact;
        cx_release_firsts_add(&plan->first, &cell, &said);
    }
    plan->n_people = plan->gathered->n_people;
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
    if (plan->gathered != NULL && plan->is_whole && first.id == 0)
        return take_gathered(planner, error);
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
plan_clear(Plan *plan)
{
    g_array_unref(plan->rows);
    g_array_unref(plan->early);
    cx_release_firsts_clear(&plan->first);
    cx_release_book_clear(&plan->book);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Plan, plan_clear)

static CxReleaseGroup *
group_at(const Plan *plan, uint32_t i)
{
    return g_ptr_array_index(plan->book.groups, i);
}

/* Each person once: by the latest of what the pool has of them. */
static void
count_people(Plan *plan)
{
    for (guint i = 0; i < plan->rows->len; i++) {
        const Row *row = &g_array_index(plan->rows, Row, i);
        if (row->i_later == ROW_NONE)
            group_at(plan, row->i_group)->n_people++;
    }
}

/* Of questions of which nothing was told, what those bring who are let out. */
static void
count_early(Plan *plan)
{
    for (guint i = 0; i < plan->early->len; i++) {
        const Early *early = &g_array_index(plan->early, Early, i);
        const Row *row = &g_array_index(plan->rows, Row, early->i_row);
        if (row->i_later == ROW_NONE && group_at(plan, row->i_group)->is_out)
            cx_release_firsts_count(&plan->first, &early->mark, early->is_gone);
    }
}

/* Finds what of the pool can be let out. */
static bool
make_plan(CxCtx *ctx, Plan *plan, GError **error)
{
    g_autoptr(CxSurvey) survey = cx_survey_store_load(ctx->db, plan->survey, error);
    if (survey == NULL)
        return false;
    g_autoptr(GHashTable) young = cx_release_young(ctx, survey, error);
    if (young == NULL)
        return false;
    g_auto(Planner) planner = { .ctx = ctx, .survey = survey, .plan = plan, .young = young };
    planner_start(&planner);
    if (!read_pool(&planner, error))
        return false;
    count_people(plan);
    const GPtrArray *groups = plan->book.groups;
    cx_release_core((CxReleaseGroup **)groups->pdata, groups->len,
                    g_hash_table_size(plan->book.cells), ctx->wall.min_n);
    for (guint i = 0; i < groups->len; i++)
        plan->n_people += group_at(plan, i)->is_out ? group_at(plan, i)->n_people : 0;
    count_early(plan);
    return cx_release_firsts_keep(ctx, survey, &plan->first, error);
}

/* ---- Keeping ---- */

static bool
add_release(CxCtx *ctx, const Plan *plan, int64_t number, int64_t n_people, GError **error)
{
    const bool is_whole = plan->is_whole || number == 1;
    const CxReleaseAddParams params = { plan->survey.v, number, ctx->today.v, n_people,
                                        is_whole ? 1 : 0 };
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
    const bool is_out = group_at(plan, latest->i_group)->is_out;
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
keep(CxCtx *ctx, const Plan *plan, GError **error)
{
    for (guint i = 0; i < plan->rows->len; i++) {
        if (!keep_row(ctx, plan, &g_array_index(plan->rows, Row, i), error))
            return false;
    }
    const CxReleaseImportAddParams params = { plan->import.v, plan->survey.v, plan->number };
    if (!cx_q_release_import_add(ctx->db, &params, error))
        return false;
    return (!plan->is_whole && plan->n_people == 0 && plan->number > 1) ||
           add_release(ctx, plan, plan->number, plan->n_people, error);
}

bool
cx_release_make(CxCtx *ctx, CxSurveyId survey, CxImportId import, int64_t after_response,
                const CxReleaseGathering *gathered, GError **error)
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
    g_auto(Plan) plan = {
        .survey = survey,
        .import = import,
        .after_response = after_response,
        .gathered = gathered,
        .number = is_first ? 1 : MAX(last.number, 1) + 1,
        .is_whole = told.n == 0,
        .early = g_array_new(FALSE, FALSE, sizeof(Early)),
        .rows = g_array_new(FALSE, FALSE, sizeof(Row)),
    };
    cx_release_firsts_init(&plan.first);
    cx_release_book_init(&plan.book);
    return make_plan(ctx, &plan, error) && (!is_new || is_first || keep_first(ctx, &plan, error)) &&
           keep(ctx, &plan, error);
}
