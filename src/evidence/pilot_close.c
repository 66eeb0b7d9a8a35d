/* Pilots that have ended: tested once, with their card, and kept. */
#include <inttypes.h>
#include <math.h>

#include "base/civil.h"
#include "base/message.h"
#include "base/text.h"
#include "db/txn.h"
#include "evidence/card.h"
#include "evidence/pilot_priv.h"
#include "evidence/score_priv.h"
#include "feedback/frame_store.h"
#include "sql/evidence.h"

#define CAVEATS_MAX 24

typedef struct {
    CxCtx *ctx;
    const CxSurvey *survey;
    const CxFrame *frame;
    const CxPilot *pilot;
    CxSlice *slice; /* of the pilot's period, all its units */
    CxPilotMeasured measured;
    CxWording wording;
    const char *limit; /* key, or NULL */
    CxMeasured value;
} Closing;

static void
closing_clear(Closing *closing)
{
    cx_slice_free(closing->slice);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Closing, closing_clear)

static const char *
number(const Closing *closing, double value, int decimals)
{
    if (!isfinite(value))
        return "–";
    return cx_arena_take(closing->ctx->arena, cx_text_number(value, decimals));
}

#define SAY(closing, key, ...)                                                                     \
    cx_arena_take((closing)->ctx->arena,                                                           \
                  cx_message_format((closing)->ctx->catalogue, key, __VA_ARGS__))

static CxMeasured
value_of(const CxPilotMeasured *measured)
{
    const CxEstimate *effect = &measured->effect.difference;
    return (CxMeasured){
        .value = effect->value,
        .lo = effect->lo,
        .hi = effect->hi,
        .n = measured->n_answers,
        .clusters = measured->n_treated + measured->n_compared,
        .status = effect->status == CX_STAT_OK        ? CX_MEASURED_OK
                  : effect->status == CX_STAT_TOO_FEW ? CX_MEASURED_TOO_FEW
                                                      : CX_MEASURED_DEGENERATE,
        .rule = cx_stat_rule_key(effect->rule),
    };
}

/* ---- The card ---- */

static const char *
cells_words(const Closing *closing)
{
    const CxPilotMeasured *m = &closing->measured;
    return SAY(closing, "pilot.card.cells",
               CX_ARG_TEXT("treated_before", number(closing, m->value[1][0], 1)),
               CX_ARG_TEXT("treated_after", number(closing, m->value[1][1], 1)),
               CX_ARG_TEXT("compared_before", number(closing, m->value[0][0], 1)),
               CX_ARG_TEXT("compared_after", number(closing, m->value[0][1], 1)));
}

static void
fill_caveats(const Closing *closing, CxCard *card)
{
    const CxPilot *pilot = closing->pilot;
    const CxPilotMeasured *m = &closing->measured;
    const char **caveats = cx_arena_new0_n(closing->ctx->arena, const char *, CAVEATS_MAX);
    size_t n = 0;
    caveats[n++] = cells_words(closing);
    caveats[n++] = SAY(closing, "pilot.card.units", CX_ARG_NUMBER("treated", m->n_treated),
                       CX_ARG_NUMBER("compared", m->n_compared),
                       CX_ARG_TEXT("design", cx_pilot_design_key(pilot->design)),
                       CX_ARG_TEXT("drawn", pilot->is_drawn ? "yes" : "no"));
    caveats[n++] =
        SAY(closing, "pilot.card.tested", CX_ARG_TEXT("p", number(closing, m->effect.p, 4)),
            CX_ARG_TEXT("lot", number(closing, m->p_lot, 4)),
            CX_ARG_TEXT("has_lot", isnan(m->p_lot) ? "no" : "yes"));
    caveats[n++] =
        SAY(closing, "pilot.card.detectable", CX_ARG_TEXT("now", number(closing, m->detectable, 1)),
            CX_ARG_TEXT("planned", number(closing, pilot->plan.detectable, 1)),
            CX_ARG_TEXT("wanted", number(closing, pilot->wanted, 1)));
    if (!isnan(pilot->plan.trend_p)) {
        caveats[n++] = SAY(closing, "pilot.card.trend",
                           CX_ARG_TEXT("trend", number(closing, pilot->plan.trend, 1)),
                           CX_ARG_TEXT("p", number(closing, pilot->plan.trend_p, 3)),
                           CX_ARG_NUMBER("n", pilot->plan.n_periods));
    }
    for (size_t i = 0; i < card->n_caveats && n < CAVEATS_MAX; i++)
        caveats[n++] = card->caveats[i];
    card->caveats = caveats;
    card->n_caveats = n;
}

static bool
fill_card(const Closing *closing, CxCard *card, GError **error)
{
    const CxPilot *pilot = closing->pilot;
    CxCtx *ctx = closing->ctx;
    g_autoptr(CxTallies) tallies = cx_slice_run(closing->frame, closing->slice, error);
    if (tallies == NULL)
        return false;
    const CxNumber after = {
        .ctx = ctx,
        .survey = closing->survey,
        .item = pilot->item,
        .frame = closing->frame,
        .slice = closing->slice,
        .slice_text = cx_arena_take(ctx->arena, cx_slice_format(closing->slice)),
        .is_weighted = tallies->is_weighted,
        .range_lo = tallies->lo,
        .range_hi = tallies->hi,
    };
    const CxMeasured whole = cx_number_measure(&after, &tallies->whole);
    if (!cx_number_fill_card(&after, &tallies->whole, &whole, card, error))
        return false;
    card->value = closing->value;
    card->has_other = false;
    card->decimals = cx_number_decimals(&after, &closing->value);
    card->label = SAY(closing, "pilot.card.label", CX_ARG_TEXT("title", pilot->title));
    card->measure = SAY(closing, "pilot.card.measure", CX_ARG_TEXT("measure", card->measure));
    card->method = SAY(closing, "pilot.card.method", CX_ARG_TEXT("method", card->method));
    card->interval = SAY(closing, "pilot.card.interval",
                         CX_ARG_TEXT("design", cx_pilot_design_key(pilot->design)));
    fill_caveats(closing, card);
    return true;
}

/* ---- One pilot ---- */

static CxOptReal
opt_real(double value)
{
    return isfinite(value) ? CX_SOME_REAL(value) : (CxOptReal){ 0 };
}

static const char *
reason_of(const Closing *closing)
{
    if (closing->wording == CX_WORDING_TOO_FEW)
        return cx_message_text(closing->ctx->catalogue, "pilot.reason.too_few");
    if (closing->limit == NULL)
        return NULL;
    g_autofree char *key = g_strconcat("pilot.reason.", closing->limit, NULL);
    return cx_message_text(closing->ctx->catalogue, key);
}

static bool
store(const Closing *closing, GError **error)
{
    const CxPilotMeasured *m = &closing->measured;
    const CxPilotResultAddParams params = {
        .pilot_id = closing->pilot->id.v,
        .wording = cx_wording_key(closing->wording),
        .reason = reason_of(closing),
        .effect = opt_real(closing->value.value),
        .lo = opt_real(closing->value.lo),
        .hi = opt_real(closing->value.hi),
        .rule = closing->value.rule,
        .p_units = opt_real(m->effect.p),
        .p_lot = opt_real(m->p_lot),
        .detectable = opt_real(m->detectable),
        .n_treated = m->n_treated,
        .n_compared = m->n_compared,
        .n_least = m->n_least,
        .n_answers = m->n_answers,
        .treated_before = opt_real(m->value[1][0]),
        .treated_after = opt_real(m->value[1][1]),
        .compared_before = opt_real(m->value[0][0]),
        .compared_after = opt_real(m->value[0][1]),
        .card_id = closing->value.card.hex,
        .closed_us = closing->ctx->now.us,
        .actor = closing->ctx->actor.login,
    };
    g_autofree char *after = cx_audit_texts("wording", params.wording, NULL);
    return cx_q_pilot_result_add(closing->ctx->db, &params, error) &&
           cx_ctx_audit(closing->ctx, "pilot.close", "pilot", closing->pilot->id.v, NULL, after,
                        error);
}

/* All its units in its period, as the card shows them. */
static CxSlice *
whole_slice(const Closing *closing, GError **error)
{
    g_autoptr(CxSlice) slice = cx_pilot_slice(closing->survey, closing->pilot);
    g_autoptr(GString) keys = g_string_new(NULL);
    for (size_t i = 0; i < closing->pilot->n_units; i++)
        g_string_append_printf(keys, "%s%s", i > 0 ? "," : "", closing->pilot->units[i].key);
    slice->from = closing->pilot->from;
    slice->to = closing->pilot->to;
    if (!cx_slice_set_filter(slice, closing->pilot->unit_item, keys->str, error))
        return NULL;
    return g_steal_pointer(&slice);
}

static bool
close_one(Closing *closing, GError **error)
{
    g_autoptr(CxSlice) base = cx_pilot_slice(closing->survey, closing->pilot);
    const CxPilotAsk ask = { closing->frame, base, closing->pilot };
    closing->slice = whole_slice(closing, error);
    if (closing->slice == NULL || !cx_pilot_measure(&ask, &closing->measured, error))
        return false;
    closing->wording = cx_pilot_judge(closing->pilot, &closing->measured, &closing->limit);
    closing->value = value_of(&closing->measured);
    if (!cx_measured_has_value(&closing->value))
        return store(closing, error);
    g_autofree char *text = cx_slice_format(closing->slice);
    g_autofree char *asked =
        g_strdup_printf("pilot 1 %" PRId64 " | %s", closing->pilot->id.v, text);
    closing->value.card = cx_card_id(asked, cx_frame_fingerprint(closing->frame), &closing->value);
    CxCard card;
    return fill_card(closing, &card, error) &&
           cx_card_write(closing->ctx, closing->survey, closing->pilot->item, &card, error) &&
           store(closing, error);
}

static bool
has_ended(const CxPilot *pilot, const CxFrame *frame, CxDay as_of)
{
    if (pilot->result != NULL || !cx_day_is_none(pilot->withdrawn_on) || pilot->to.v >= as_of.v)
        return false;
    const bool is_later_in = cx_frame_n_rows(frame) > 0 && cx_frame_last_day(frame).v > pilot->to.v;
    return is_later_in || as_of.v > pilot->to.v + CX_CHANGE_GRACE_DAYS;
}

static bool
close_survey(CxCtx *ctx, const CxSurvey *survey, CxDay as_of, int64_t *n_tested, GError **error)
{
    CxPilots pilots;
    if (!cx_pilot_list(ctx, survey, &pilots, error))
        return false;
    if (pilots.n == 0)
        return true;
    g_autoptr(CxFrame) frame = cx_frame_store_ref(ctx, survey, error);
    g_autoptr(CxTxn) txn = frame != NULL ? cx_txn_begin_write(ctx->db, error) : NULL;
    if (txn == NULL || !cx_pilot_list(ctx, survey, &pilots, error))
        return false;
    int64_t n = 0;
    for (size_t i = 0; i < pilots.n; i++) {
        if (!has_ended(&pilots.items[i], frame, as_of))
            continue;
        g_auto(Closing) closing = {
            .ctx = ctx, .survey = survey, .frame = frame, .pilot = &pilots.items[i]
        };
        if (!close_one(&closing, error)) {
            g_prefix_error(error, "pilot \"%s\": ", pilots.items[i].title);
            return false;
        }
        n++;
    }
    *n_tested += n;
    return n == 0 || cx_txn_commit(&txn, error);
}

bool
cx_pilot_close(CxCtx *ctx, CxDay as_of, int64_t *ret_n_tested, GError **error)
{
    if (!cx_ctx_check_change(ctx, "test pilots", error))
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
