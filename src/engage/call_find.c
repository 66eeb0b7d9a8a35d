/* The night's work: who is worth a leader's call.
 *
 * Of each survey whose answers name accounts, an account's newest overall rating counts when it is no
 * older than CX_CALL_NEWS_DAYS: low, or at the top of its scale. Ratings fell when those of the last
 * CX_CALL_NOW_DAYS lie CX_CALL_FELL_SHARE of the scale below those of the CX_CALL_WAS_DAYS before, with
 * CX_CALL_RATINGS_MIN on either side, all asked in the same words on the same scale without a declared
 * change between. The order is reasons times revenue of the latest period, in the reporting currency. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "business/metric.h"
#include "business/rate.h"
#include "db/db.h"
#include "db/txn.h"
#include "engage/call.h"
#include "feedback/answers.h"
#include "feedback/survey.h"
#include "sql/engage.h"

#define REVENUE "revenue" /* keys of metrics of accounts, in money */
#define MARGIN  "margin"
#define MINOR   100.0

typedef struct {
    int64_t account;
    const char *asked; /* label of the overall item */
    CxDay day;         /* of the newest rating, CX_DAY_NONE: there is none */
    int64_t rating, best;
    double share; /* of the newest, 0: worst .. 1: best */
    bool is_likelihood;
    double was_sum, now_sum; /* as coded */
    int64_t was_n, now_n;
    double span;               /* of the scale, signed: below 0, less is better */
    CxDepartmentId department; /* rated lowest with the newest, 0: none stands out */
    CxDay left_on;
    CxOptI64 revenue, margin;
    CxDay money_to;
} Tally;

typedef struct {
    CxCtx *ctx;
    GHashTable *items;   /* of one survey: id to 1 + index */
    GHashTable *tallies; /* account to Tally, owned */
    const CxSurvey *survey;
    size_t i_version;
    bool is_comparable; /* this version's ratings with the newest version's */
} Finding;

static Tally *
ensure(GHashTable *tallies, int64_t account)
{
    Tally *tally = g_hash_table_lookup(tallies, &account);
    if (tally == NULL) {
        tally = g_new0(Tally, 1);
        *tally = (Tally){
            .account = account, .day = CX_DAY_NONE, .left_on = CX_DAY_NONE, .money_to = CX_DAY_NONE
        };
        g_hash_table_insert(tallies, &tally->account, tally);
    }
    return tally;
}

/* ---- Answers ---- */

static double
share_of(const CxItemVersion *asked, int64_t code)
{
    if (asked->hi == asked->lo)
        return 1.0;
    const double share = (double)(code - asked->lo) / (double)(asked->hi - asked->lo);
    return asked->direction == CX_DIRECTION_UP ? share : 1.0 - share;
}

/* What one response says of the whole, and of which department least. */
typedef struct {
    bool has_overall;
    int64_t overall;
    double lowest;
    CxDepartmentId department;
} Said;

static void
hear(const Finding *finding, const CxAnswer *answer, Said *said)
{
    const size_t place =
        GPOINTER_TO_SIZE(g_hash_table_lookup(finding->items, GINT_TO_POINTER((int)answer->item)));
    const CxItem *item = place > 0 ? &finding->survey->items[place - 1] : NULL;
    const CxItemVersion *asked = item != NULL ? cx_item_in(item, finding->i_version) : NULL;
    if (asked == NULL || answer->is_not_applicable)
        return;
    if (item == &finding->survey->items[finding->survey->i_overall]) {
        said->has_overall = true;
        said->overall = answer->code;
        return;
    }
    const bool is_scale = asked->kind == CX_ITEM_KIND_RATING || asked->kind == CX_ITEM_KIND_NPS;
    if (!is_scale || item->role != CX_ITEM_ROLE_MEASURE || item->department.v == 0)
        return;
    const double share = share_of(asked, answer->code);
    if (share < said->lowest) {
        said->lowest = share;
        said->department = item->department;
    }
}

static bool
listen(const Finding *finding, const CxBlob *answers, Said *ret_said, GError **error)
{
    CxAnswersReader reader;
    CxAnswer answer;
    Said said = { .lowest = 0.5 }; /* below the middle of a scale stands out */
    if (!cx_answers_reader_init(&reader, answers->data, answers->len_bytes, error))
        return false;
    CxAnswersStep step = cx_answers_reader_next(&reader, &answer, error);
    for (; step == CX_ANSWERS_ANSWER; step = cx_answers_reader_next(&reader, &answer, error))
        hear(finding, &answer, &said);
    *ret_said = said;
    return step == CX_ANSWERS_END;
}

static void
count(const Finding *finding, const CxItemVersion *asked, CxDay day, const Said *said, Tally *tally)
{
    const int32_t age = finding->ctx->today.v - day.v;
    if (finding->is_comparable && age < CX_CALL_NOW_DAYS) {
        tally->now_sum += (double)said->overall;
        tally->now_n++;
    } else if (finding->is_comparable && age < CX_CALL_NOW_DAYS + CX_CALL_WAS_DAYS) {
        tally->was_sum += (double)said->overall;
        tally->was_n++;
    }
    if (!cx_day_is_none(tally->day) && day.v < tally->day.v)
        return;
    const bool is_up = asked->direction == CX_DIRECTION_UP;
    tally->asked = finding->survey->items[finding->survey->i_overall].label;
    tally->day = day;
    tally->rating = said->overall;
    tally->best = is_up ? asked->hi : asked->lo;
    tally->share = share_of(asked, said->overall);
    tally->is_likelihood = asked->kind == CX_ITEM_KIND_NPS;
    tally->span = (double)(asked->hi - asked->lo) * (is_up ? 1.0 : -1.0);
    tally->department = said->department;
}

static bool
read_version(const Finding *finding, const CxItemVersion *asked, GError **error)
{
    const CxCallAnswerListParams params = {
        .version_id = finding->survey->versions[finding->i_version].id.v,
        .from_day = finding->ctx->today.v - CX_CALL_NOW_DAYS - CX_CALL_WAS_DAYS,
    };
    g_autoptr(CxStmt) stmt = cx_q_call_answer_list(finding->ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    CxCallAnswerListRow row;
    CxStep step = cx_q_call_answer_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_call_answer_list_next(stmt, &row, error)) {
        Said said;
        const CxDay day = { (int32_t)row.day };
        if (!listen(finding, &row.answers, &said, error))
            return false;
        if (said.has_overall && day.v <= finding->ctx->today.v)
            count(finding, asked, day, &said, ensure(finding->tallies, row.account_id));
    }
    return step == CX_STEP_DONE;
}

static bool
is_scale(const CxItemVersion *asked)
{
    return asked != NULL && (asked->kind == CX_ITEM_KIND_NPS || asked->kind == CX_ITEM_KIND_RATING);
}

/* From the newest version back: comparable until the words, the scale or something declared changed. */
static bool
read_survey(Finding *finding, GError **error)
{
    const CxItem *overall = &finding->survey->items[finding->survey->i_overall];
    const CxItemVersion *newer = NULL;
    finding->is_comparable = true;
    for (size_t i = finding->survey->n_versions; i > 0; i--) {
        const CxItemVersion *asked = cx_item_in(overall, i - 1);
        if (!is_scale(asked))
            continue;
        if (newer != NULL) {
            finding->is_comparable = finding->is_comparable &&
                                     cx_item_version_same_scale(asked, newer) &&
                                     strcmp(asked->wording, newer->wording) == 0 &&
                                     finding->survey->versions[newer->i_version].note == NULL;
        }
        finding->i_version = i - 1;
        if (!read_version(finding, asked, error))
            return false;
        newer = asked;
    }
    return true;
}

static bool
is_fallen(const Tally *tally)
{
    if (tally->was_n < CX_CALL_RATINGS_MIN || tally->now_n < CX_CALL_RATINGS_MIN)
        return false;
    const double was = tally->was_sum / (double)tally->was_n;
    const double now = tally->now_sum / (double)tally->now_n;
    return (was - now) / tally->span >= CX_CALL_FELL_SHARE;
}

static bool
is_news(const Finding *finding, const Tally *tally)
{
    return !cx_day_is_none(tally->day) && tally->day.v > finding->ctx->today.v - CX_CALL_NEWS_DAYS;
}

static void
judge(const Finding *finding, const Tally *tally, bool has[static CX_CALL_REASON_N])
{
    const double low = tally->is_likelihood ? CX_CALL_LOW_SHARE : CX_CALL_LOW_STEPS;
    const bool has_left = !cx_day_is_none(tally->left_on);
    const bool is_new = is_news(finding, tally);
    memset(has, 0, CX_CALL_REASON_N * sizeof *has);
    has[CX_CALL_LEFT] = has_left && tally->left_on.v > finding->ctx->today.v - CX_CALL_NEWS_DAYS;
    has[CX_CALL_UNHAPPY] = is_new && tally->share <= low;
    has[CX_CALL_FALLEN] = is_new && is_fallen(tally);
    has[CX_CALL_LOYAL] = is_new && tally->share >= 1.0 && !has[CX_CALL_FALLEN] && !has_left;
    if (has_left && !has[CX_CALL_LEFT])
        memset(has, 0, CX_CALL_REASON_N * sizeof *has);
}

/* Of two surveys, an account counts by the one that makes it the more pressing. */
static void
merge(Finding *finding, GHashTable *into)
{
    GHashTableIter each;
    void *value = NULL;
    g_hash_table_iter_init(&each, finding->tallies);
    while (g_hash_table_iter_next(&each, NULL, &value)) {
        Tally *tally = value;
        bool now[CX_CALL_REASON_N];
        bool before[CX_CALL_REASON_N];
        Tally *known = ensure(into, tally->account);
        judge(finding, tally, now);
        judge(finding, known, before);
        if (cx_call_reasons_weight(now) > cx_call_reasons_weight(before)) {
            const int64_t account = known->account;
            *known = *tally;
            known->account = account;
            known->asked = cx_arena_text(finding->ctx->arena, tally->asked);
        }
    }
}

static bool
find_in(CxCtx *ctx, const CxSurvey *survey, GHashTable *into, GError **error)
{
    g_autoptr(GHashTable) items = g_hash_table_new(g_direct_hash, g_direct_equal);
    g_autoptr(GHashTable) tallies =
        g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, g_free);
    for (size_t i = 0; i < survey->n_items; i++) {
        const int id = (int)survey->items[i].id.v;
        g_hash_table_insert(items, GINT_TO_POINTER(id), GSIZE_TO_POINTER(i + 1));
    }
    Finding finding = { .ctx = ctx, .items = items, .tallies = tallies, .survey = survey };
    if (!read_survey(&finding, error))
        return false;
    merge(&finding, into);
    return true;
}

/* ---- Business ---- */

static bool
add_left(CxCtx *ctx, GHashTable *tallies, GError **error)
{
    const CxCallLeftListParams params = { .to_day = ctx->today.v };
    g_autoptr(CxStmt) stmt = cx_q_call_left_list(ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    CxCallLeftListRow row;
    CxStep step = cx_q_call_left_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_call_left_list_next(stmt, &row, error))
        ensure(tallies, row.account_id)->left_on = (CxDay){ (int32_t)row.closed_day.v };
    return step == CX_STEP_DONE;
}

static void
take_money(const CxRateTable *rates, const CxCallMoneyListRow *row, Tally *tally,
           CxOptI64 *ret_amount)
{
    CxMoney money = { .minor = row->value };
    int64_t minor = 0;
    const CxDay day = row->to_day.is_set ? (CxDay){ (int32_t)row->to_day.v } : CX_DAY_NONE;
    if (ret_amount->is_set || row->currency == NULL || cx_day_is_none(day))
        return; /* a later period was there before */
    (void)g_strlcpy(money.currency, row->currency, sizeof money.currency);
    if (!cx_rate_table_convert(rates, money, day, &minor))
        return;
    *ret_amount = CX_SOME_I64(minor);
    tally->money_to = day;
}

static bool
add_money(CxCtx *ctx, const CxRateTable *rates, const CxMetric *metric, GHashTable *tallies,
          GError **error)
{
    const bool is_margin = strcmp(metric->key, MARGIN) == 0;
    const CxCallMoneyListParams params = { .metric_id = metric->id.v, .to_day = ctx->today.v };
    g_autoptr(CxStmt) stmt = cx_q_call_money_list(ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    CxCallMoneyListRow row;
    CxStep step = cx_q_call_money_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_call_money_list_next(stmt, &row, error)) {
        Tally *tally = g_hash_table_lookup(tallies, &row.account_id);
        if (tally != NULL)
            take_money(rates, &row, tally, is_margin ? &tally->margin : &tally->revenue);
    }
    return step == CX_STEP_DONE;
}

static bool
add_moneys(CxCtx *ctx, const CxRateTable *rates, GHashTable *tallies, GError **error)
{
    g_autoptr(GPtrArray) metrics = cx_metric_list(ctx, error);
    if (metrics == NULL)
        return false;
    for (guint i = 0; i < metrics->len; i++) {
        const CxMetric *metric = metrics->pdata[i];
        const bool is_wanted = metric->is_money && (strcmp(metric->key, REVENUE) == 0 ||
                                                    strcmp(metric->key, MARGIN) == 0);
        if (is_wanted && !add_money(ctx, rates, metric, tallies, error))
            return false;
    }
    return true;
}

/* ---- Keeping ---- */

typedef struct {
    Tally *tally;
    bool has[CX_CALL_REASON_N];
    double weight;
} Ranked;

static int
compare(const void *a, const void *b)
{
    const Ranked *x = a;
    const Ranked *y = b;
    if (x->weight > y->weight || x->weight < y->weight)
        return x->weight > y->weight ? -1 : 1;
    return x->tally->account < y->tally->account ? -1 : 1;
}

static GArray *
rank(CxCtx *ctx, GHashTable *tallies)
{
    GArray *ranked = g_array_new(FALSE, FALSE, sizeof(Ranked));
    const Finding finding = { .ctx = ctx };
    GHashTableIter each;
    void *value = NULL;
    g_hash_table_iter_init(&each, tallies);
    while (g_hash_table_iter_next(&each, NULL, &value)) {
        Ranked row = { .tally = value };
        judge(&finding, row.tally, row.has);
        const CxOptI64 revenue = row.tally->revenue;
        row.weight = cx_call_reasons_weight(row.has) *
                     (revenue.is_set ? fmax((double)revenue.v / MINOR, 1.0) : 1.0);
        if (row.weight > 0.0)
            g_array_append_val(ranked, row);
    }
    g_array_sort(ranked, compare);
    return ranked;
}

static CxOptI64
opt(bool is_set, int64_t value)
{
    return is_set ? CX_SOME_I64(value) : (CxOptI64){ 0 };
}

static CxOptReal
mean(bool is_set, double sum, int64_t n)
{
    return is_set ? CX_SOME_REAL(sum / (double)n) : (CxOptReal){ 0 };
}

static bool
keep(CxCtx *ctx, const char *currency, const Ranked *row, GError **error)
{
    const Tally *tally = row->tally;
    const bool is_rated = row->has[CX_CALL_UNHAPPY] || row->has[CX_CALL_LOYAL];
    const bool has_fallen = row->has[CX_CALL_FALLEN];
    const CxCallCandidateAddParams params = {
        .account_id = tally->account,
        .department_id = opt(tally->department.v != 0, tally->department.v),
        .asked = tally->asked,
        .low_day = opt(row->has[CX_CALL_UNHAPPY], tally->day.v),
        .high_day = opt(row->has[CX_CALL_LOYAL], tally->day.v),
        .rating = opt(is_rated, tally->rating),
        .rating_max = opt(is_rated, tally->best),
        .was_mean = mean(has_fallen, tally->was_sum, tally->was_n),
        .was_n = opt(has_fallen, tally->was_n),
        .now_mean = mean(has_fallen, tally->now_sum, tally->now_n),
        .now_n = opt(has_fallen, tally->now_n),
        .left_day = opt(row->has[CX_CALL_LEFT], tally->left_on.v),
        .revenue = tally->revenue,
        .margin = tally->margin,
        .currency = tally->revenue.is_set || tally->margin.is_set ? currency : NULL,
        .money_day = opt(!cx_day_is_none(tally->money_to), tally->money_to.v),
        .weight = row->weight,
        .found_day = ctx->today.v,
    };
    return cx_q_call_candidate_add(ctx->db, &params, error);
}

static bool
find_all(CxCtx *ctx, GHashTable *tallies, GError **error)
{
    g_autoptr(GPtrArray) surveys = cx_survey_load_all(ctx, error);
    for (guint i = 0; surveys != NULL && i < surveys->len; i++) {
        if (!find_in(ctx, surveys->pdata[i], tallies, error))
            return false;
    }
    return surveys != NULL && add_left(ctx, tallies, error);
}

bool
cx_call_find(CxCtx *ctx, int64_t *ret_n, GError **error)
{
    if (!cx_ctx_check_change(ctx, "find who is worth a call", error))
        return false;
    g_autoptr(GHashTable) tallies =
        g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, g_free);
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    g_autoptr(CxRateTable) rates = txn != NULL ? cx_rate_table_load(ctx, error) : NULL;
    if (rates == NULL || !find_all(ctx, tallies, error) ||
        !add_moneys(ctx, rates, tallies, error) || !cx_q_call_candidate_clear(ctx->db, error))
        return false;
    g_autoptr(GArray) ranked = rank(ctx, tallies);
    const guint n = MIN(ranked->len, (guint)CX_CALL_CANDIDATES_MAX);
    for (guint i = 0; i < n; i++) {
        if (!keep(ctx, rates->reporting, &g_array_index(ranked, Ranked, i), error))
            return false;
    }
    if (!cx_txn_commit(&txn, error))
        return false;
    *ret_n = n;
    return true;
}
