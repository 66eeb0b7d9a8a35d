/* Closing: each period of a declared measure is tested once, with all that close on the same day. */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "db/txn.h"
#include "evidence/change_priv.h"
#include "evidence/score_priv.h"
#include "evidence/splice.h"
#include "feedback/frame_store.h"
#include "lang/assert.h"
#include "sql/evidence.h"

/* Part of every result: a change of method is a new version. */
#define METHOD_VERSION "change 1"

/* What was tested before: never tested again, but of the family it was in. */
typedef struct {
    int64_t department;
    CxDay from, to;
    CxDay close;
    bool is_exploratory;
    double p;
} Tested;

typedef struct {
    CxCtx *ctx;
    CxChangePlan plan;
    GArray *tested;    /* of Tested */
    GPtrArray *closed; /* of CxClosing: those to be stored */
} Closer;

static void
closing_free(gpointer data)
{
    CxClosing *closing = data;
    cx_slice_free(closing->after);
    cx_slice_free(closing->before);
    g_free(closing);
}

static const char *
say(const Closer *closer, const char *key)
{
    return cx_message_text(closer->ctx->catalogue, key);
}

static bool
load_tested(Closer *closer, GError **error)
{
    const CxPeriodTestListParams params = { .survey_id = closer->plan.survey->id.v };
    g_autoptr(CxStmt) stmt = cx_q_period_test_list(closer->ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    CxPeriodTestListRow row;
    CxStep step;
    while ((step = cx_q_period_test_list_next(stmt, &row, error)) == CX_STEP_ROW) {
        const Tested tested = {
            .department = row.department_id.is_set ? row.department_id.v : 0,
            .from = { (int32_t)row.from_day },
            .to = { (int32_t)row.to_day },
            .close = { (int32_t)row.close_day },
            .is_exploratory = row.is_exploratory != 0,
            .p = row.p_adjusted.is_set ? row.p.v : (double)NAN,
        };
        g_array_append_val(closer->tested, tested);
    }
    return step != CX_STEP_ERROR;
}

static bool
is_tested(const Closer *closer, const CxPlanned *planned)
{
    for (guint i = 0; i < closer->tested->len; i++) {
        const Tested *tested = &g_array_index(closer->tested, Tested, i);
        if (tested->department == planned->declaration->department.v &&
            tested->from.v == planned->period.from.v && tested->to.v == planned->period.to.v)
            return true;
    }
    return false;
}

/* ---- One change before it is judged ---- */

static const char *
period_words(const Closer *closer, const CxChangePeriod *period)
{
    if (period->version != NULL)
        return cx_arena_text(closer->ctx->arena, period->version->title);
    return cx_arena_take(closer->ctx->arena, cx_day_format_period(period->from, period->to));
}

/* Whether the two periods are cut apart: the reason, NULL when they are not. False on failure. */
static bool
find_cut(const Closer *closer, const CxClosing *closing, const char **ret_why, GError **error)
{
    const CxPlanned *planned = &closing->planned;
    CxScoreGroup groups[] = {
        { .from = planned->against.from, .to = planned->against.to },
        { .from = planned->period.from, .to = planned->period.to },
    };
    const CxScore two = { .question = closing->item->key, .groups = groups, .n_groups = 2 };
    /* By days alone: a wave's own filter would leave nothing of the other side. */
    g_autoptr(CxSlice) slice = cx_slice_copy(closing->after);
    CxSplices splices;
    if (!cx_slice_set_filter(slice, "version", NULL, error) ||
        !cx_splice_find(closer->ctx, closer->plan.survey, slice, &two, &splices, error))
        return false;
    *ret_why = splices.n > 0 ? splices.items[0].why : NULL;
    return true;
}

/* Measures the two periods; sets why they cannot be compared. */
static bool
measure(const Closer *closer, const char *column, CxClosing *closing, GError **error)
{
    const CxPlanned *planned = &closing->planned;
    const CxChangePlan *plan = &closer->plan;
    const char *other = NULL;
    if (planned->has_against) {
        g_autoptr(GError) local = NULL;
        other = cx_change_column(plan, planned->declaration, &planned->against, closer->ctx->arena,
                                 &local);
        if (local != NULL) {
            g_propagate_error(error, g_steal_pointer(&local));
            return false;
        }
    }
    if (other == NULL) {
        closing->reason = say(closer, "change.reason.nothing");
        return true;
    }
    closing->against = period_words(closer, &planned->against);
    if (strcmp(other, column) != 0) {
        closing->reason = say(closer, "change.reason.scale");
        closing->judged.is_cut = true;
        return true;
    }
    closing->before = cx_change_slice(plan, planned->declaration, column, &planned->against);
    if (!cx_change_measure(plan->frame, closing->after, closing->before, &closing->measured,
                           error) ||
        !find_cut(closer, closing, &closing->reason, error))
        return false;
    closing->has_measured = true;
    closing->judged.is_cut = closing->reason != NULL;
    return true;
}

/* One change to be judged, or NULL with *error unset where there is nothing to say. */
static CxClosing *
prepare(const Closer *closer, const CxPlanned *planned, GError **error)
{
    const CxDeclaration *declaration = planned->declaration;
    const char *column =
        cx_change_column(&closer->plan, declaration, &planned->period, closer->ctx->arena, error);
    if (column == NULL)
        return NULL;
    CxClosing *closing = g_new0(CxClosing, 1);
    closing->planned = *planned;
    closing->item = cx_survey_item(closer->plan.survey, declaration->item_key);
    closing->period = period_words(closer, &planned->period);
    closing->after = cx_change_slice(&closer->plan, declaration, column, &planned->period);
    closing->judged.is_whole = declaration->department.v == 0;
    closing->judged.p = (double)NAN;
    closing->judged.wording = CX_WORDING_TOO_FEW;
    if (planned->is_waiting) {
        closing->reason =
            say(closer, planned->step == CX_CADENCE_HALF ? "change.reason.waiting.half"
                                                         : "change.reason.waiting.year");
    } else if (!measure(closer, column, closing, error)) {
        closing_free(closing);
        return NULL;
    }
    /* History in which nothing could be compared is not worth a line. */
    if (planned->is_exploratory && !closing->has_measured && !closing->judged.is_cut)
        g_clear_pointer(&closing, closing_free);
    return closing;
}

/* ---- A family ---- */

static CxMeasured
value_of(const CxClosing *closing)
{
    const CxEstimate *change = &closing->judged.change.difference;
    return (CxMeasured){
        .value = change->value,
        .lo = change->lo,
        .hi = change->hi,
        .n = MIN(closing->measured.after.n, closing->measured.before.n),
        .clusters = change->clusters,
        .status = isnan(change->lo) ? CX_MEASURED_FEW_CLUSTERS : CX_MEASURED_OK,
        .rule = cx_stat_rule_key(change->rule),
    };
}

/* What the judgement means for what is said. */
static void
conclude(const Closer *closer, CxClosing *closing)
{
    CxJudged *judged = &closing->judged;
    if (!closing->has_measured) {
        judged->wording = judged->is_cut ? CX_WORDING_NOT_COMPARED : CX_WORDING_TOO_FEW;
        return;
    }
    if (judged->wording == CX_WORDING_TOO_FEW)
        closing->reason = say(closer, "change.reason.units");
    if (judged->wording == CX_WORDING_IMPROVED && closing->planned.is_exploratory)
        judged->wording = CX_WORDING_SIGNS;
    closing->value = value_of(closing);
    g_autofree char *after = cx_slice_format(closing->after);
    g_autofree char *before = cx_slice_format(closing->before);
    g_autofree char *both = g_strdup_printf("%s less %s", after, before);
    closing->value.card =
        cx_card_id(both, cx_frame_fingerprint(closer->plan.frame), &closing->value);
}

/* The p values that were tested before in the family a case belongs to. Returns how many. */
static size_t
add_tested(const Closer *closer, const CxPlanned *any, CxJudged *cases)
{
    size_t n = 0;
    for (guint i = 0; i < closer->tested->len; i++) {
        const Tested *tested = &g_array_index(closer->tested, Tested, i);
        if (tested->close.v == any->period.to.v && tested->is_exploratory == any->is_exploratory)
            cases[n++] = (CxJudged){ .p = tested->p };
    }
    return n;
}

/* Judges those of closed from `first` on, with what was tested of the same family before. */
static void
judge(Closer *closer, guint first)
{
    if (first == closer->closed->len)
        return;
    const CxClosing *any = g_ptr_array_index(closer->closed, first);
    const guint n_new = closer->closed->len - first;
    g_autofree CxJudged *cases = g_new0(CxJudged, n_new + closer->tested->len);
    size_t n = 0;
    for (guint i = 0; i < n_new; i++) {
        CxClosing *closing = g_ptr_array_index(closer->closed, first + i);
        closing->judged.measured = closing->has_measured ? &closing->measured : NULL;
        cases[n++] = closing->judged;
    }
    n += add_tested(closer, &any->planned, cases + n);
    const double alpha = cx_change_alpha(cx_change_closes(&closer->plan, any->planned.period.to));
    const size_t n_family = cx_change_judge(cases, n, alpha);
    for (guint i = 0; i < n_new; i++) {
        CxClosing *closing = g_ptr_array_index(closer->closed, first + i);
        closing->judged = cases[i];
        closing->alpha = alpha;
        closing->n_family = n_family;
        conclude(closer, closing);
    }
}

static bool
close_families(Closer *closer, const GArray *planned, GError **error)
{
    guint first = 0;
    const CxPlanned *family = NULL;
    for (guint i = 0; i < planned->len; i++) {
        const CxPlanned *each = &g_array_index(planned, CxPlanned, i);
        if (is_tested(closer, each))
            continue;
        if (family != NULL && (family->period.to.v != each->period.to.v ||
                               family->is_exploratory != each->is_exploratory)) {
            judge(closer, first);
            first = closer->closed->len;
        }
        family = each;
        g_autoptr(GError) local = NULL;
        CxClosing *closing = prepare(closer, each, &local);
        if (local != NULL) {
            g_propagate_error(error, g_steal_pointer(&local));
            return false;
        }
        if (closing != NULL)
            g_ptr_array_add(closer->closed, closing);
    }
    judge(closer, first);
    return true;
}

/* ---- Keeping it ---- */

static CxOptReal
opt_real(double value)
{
    return isnan(value) ? (CxOptReal){ 0 } : CX_SOME_REAL(value);
}

static CxPeriodTestAddParams
test_params(const Closer *closer, const CxClosing *closing)
{
    const CxPlanned *planned = &closing->planned;
    const CxDepartmentId department = planned->declaration->department;
    return (CxPeriodTestAddParams){
        .declaration_id = planned->declaration->id.v,
        .survey_id = closer->plan.survey->id.v,
        .department_id = { .is_set = department.v != 0, .v = department.v },
        .step = cx_cadence_key(planned->step),
        .from_day = planned->period.from.v,
        .to_day = planned->period.to.v,
        .period = closing->period,
        .wording = cx_wording_key(closing->judged.wording),
        .is_exploratory = planned->is_exploratory ? 1 : 0,
        .reason = closing->reason,
        .rule = cx_stat_rule_key(CX_STAT_RULE_NONE),
        .alpha = closing->alpha,
        .n_family = (int64_t)closing->n_family,
        .close_day = planned->period.to.v,
        .method = METHOD_VERSION,
        .closed_us = closer->ctx->now.us,
        .actor = closer->ctx->actor.login,
    };
}

static void
fill_numbers(const CxClosing *closing, CxPeriodTestAddParams *params)
{
    const CxJudged *judged = &closing->judged;
    const CxEstimate *change = &judged->change.difference;
    params->after_value = opt_real(closing->measured.after.value);
    params->before_value = opt_real(closing->measured.before.value);
    params->n_after = closing->measured.after.n;
    params->n_before = closing->measured.before.n;
    params->clusters = change->clusters;
    params->change = opt_real(change->value);
    params->se = opt_real(change->se);
    params->lo = opt_real(change->lo);
    params->hi = opt_real(change->hi);
    params->level = isnan(change->lo) ? (CxOptReal){ 0 } : CX_SOME_REAL(change->level);
    params->rule = cx_stat_rule_key(change->rule);
    params->p = opt_real(isnan(judged->p) ? judged->change.p : judged->p);
    params->p_adjusted = opt_real(judged->p_adjusted);
    params->detectable = opt_real(judged->detectable);
    if (judged->has_allowance)
        params->expected = opt_real(judged->expected.value);
    params->card_id = closing->value.card.hex;
}

static bool
store(const Closer *closer, const CxClosing *closing, GError **error)
{
    CxPeriodTestAddParams params = test_params(closer, closing);
    g_autofree char *after = cx_slice_format(closing->after);
    g_autofree char *before = closing->before != NULL ? cx_slice_format(closing->before) : NULL;
    params.after_slice = after;
    params.before_slice = before;
    if (closing->against != NULL) {
        params.against = closing->against;
        params.against_from_day = CX_SOME_I64(closing->planned.against.from.v);
        params.against_to_day = CX_SOME_I64(closing->planned.against.to.v);
    }
    if (closing->has_measured) {
        fill_numbers(closing, &params);
        CxCard card;
        if (!cx_change_fill_card(closer->ctx, &closer->plan, closing, &card, error) ||
            !cx_card_write(closer->ctx, closer->plan.survey, closing->item, &card, error))
            return false;
    }
    return cx_q_period_test_add(closer->ctx->db, &params, error);
}

static bool
store_all(const Closer *closer, GError **error)
{
    CxCtx *ctx = closer->ctx;
    for (guint i = 0; i < closer->closed->len; i++) {
        if (!store(closer, g_ptr_array_index(closer->closed, i), error))
            return false;
    }
    g_autofree char *n = g_strdup_printf("%u", closer->closed->len);
    g_autofree char *as_of = cx_day_format(closer->plan.as_of);
    g_autofree char *after =
        cx_audit_texts("survey", closer->plan.survey->key, "tests", n, "as_of", as_of, NULL);
    return cx_ctx_audit(ctx, "change.close", "survey", closer->plan.survey->id.v, NULL, after,
                        error);
}

/* ---- The use case ---- */

static bool
close_survey(CxCtx *ctx, const CxSurvey *survey, CxDay as_of, int64_t *ret_n_tested, GError **error)
{
    CxDeclarations declared;
    if (!cx_declaration_list(ctx, survey, &declared, error))
        return false;
    if (declared.n == 0)
        return true;
    g_autoptr(CxFrame) frame = cx_frame_store_ref(ctx, survey, error);
    /* All in one transaction, so that two who close at once do not test twice. */
    g_autoptr(CxTxn) txn = frame != NULL ? cx_txn_begin_write(ctx->db, error) : NULL;
    if (txn == NULL)
        return false;
    g_autoptr(GArray) tested = g_array_new(FALSE, FALSE, sizeof(Tested));
    g_autoptr(GPtrArray) closed = g_ptr_array_new_with_free_func(closing_free);
    Closer closer = {
        .ctx = ctx,
        .plan = { .survey = survey, .frame = frame, .declared = &declared, .as_of = as_of },
        .tested = tested,
        .closed = closed,
    };
    g_autoptr(GArray) planned = cx_change_plan(&closer.plan);
    if (!load_tested(&closer, error) || !close_families(&closer, planned, error))
        return false;
    if (closed->len == 0)
        return true;
    *ret_n_tested += closed->len;
    return store_all(&closer, error) && cx_txn_commit(&txn, error);
}

bool
cx_change_close(CxCtx *ctx, CxDay as_of, int64_t *ret_n_tested, GError **error)
{
    if (!cx_ctx_check_change(ctx, "close periods", error))
        return false;
    g_auto(CxReadsScope) scope = cx_ctx_read_released(ctx); /* it is told to all */
    g_autoptr(GPtrArray) surveys = cx_survey_load_all(ctx, error);
    if (surveys == NULL)
        return false;
    int64_t n_tested = 0;
    for (guint i = 0; i < surveys->len; i++) {
        if (!close_survey(ctx, g_ptr_array_index(surveys, i), as_of, &n_tested, error))
            return false;
    }
    *ret_n_tested = n_tested;
    return true;
}
