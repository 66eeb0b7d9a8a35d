/* The evidence card of a change: that of the newer period, with what was compared and how. */
#include <math.h>
#include <string.h>

#include "base/message.h"
#include "base/text.h"
#include "evidence/change_priv.h"
#include "evidence/score_priv.h"
#include "lang/assert.h"

#define CAVEATS_MAX 24

typedef struct {
    CxCtx *ctx;
    const CxClosing *closing;
    CxCard *card;
    const char **caveats;
} Filler;

#define SAY(filler, key, ...)                                                                      \
    cx_arena_take((filler)->ctx->arena,                                                            \
                  cx_message_format((filler)->ctx->catalogue, key, __VA_ARGS__))

static const char *
number(const Filler *filler, double value, int decimals)
{
    if (isnan(value))
        return "\xe2\x80\x93";
    return cx_arena_take(filler->ctx->arena, cx_text_number(value, decimals));
}

static void
add(Filler *filler, const char *text)
{
    cx_assert(filler->card->n_caveats < CAVEATS_MAX);
    filler->caveats[filler->card->n_caveats++] = text;
}

static const char *
interval_words(const Filler *filler)
{
    const CxClosing *closing = filler->closing;
    const CxEstimate *change = &closing->judged.change.difference;
    if (!cx_measured_has_interval(&closing->value)) {
        return SAY(filler, "change.card.interval.none",
                   CX_ARG_TEXT("why", cx_stat_status_meaning(change->status)));
    }
    const char *level = number(filler, 100.0 * change->level, change->level > 0.95 ? 2 : 0);
    const char *rule = cx_stat_rule_words(change->rule);
    const CxWording wording = closing->judged.wording;
    if (wording == CX_WORDING_SIGNS) {
        return SAY(filler, "change.card.interval.signs", CX_ARG_TEXT("level", level),
                   CX_ARG_TEXT("rule", rule));
    }
    if (wording == CX_WORDING_IMPROVED || wording == CX_WORDING_WORSENED) {
        return SAY(filler, "change.card.interval.adjusted", CX_ARG_TEXT("level", level),
                   CX_ARG_NUMBER("n", (int64_t)closing->n_family), CX_ARG_TEXT("rule", rule));
    }
    return SAY(filler, "change.card.interval", CX_ARG_TEXT("level", level),
               CX_ARG_TEXT("rule", rule));
}

static void
add_test(Filler *filler)
{
    const CxClosing *closing = filler->closing;
    const CxJudged *judged = &closing->judged;
    if (isnan(judged->p)) {
        add(filler, SAY(filler, "change.card.not_tested", CX_ARG_TEXT("reason", closing->reason),
                        CX_ARG_TEXT("p", number(filler, judged->change.p, 3))));
        return;
    }
    add(filler, SAY(filler, "change.card.tested", CX_ARG_TEXT("p", number(filler, judged->p, 4)),
                    CX_ARG_TEXT("adjusted", number(filler, judged->p_adjusted, 4)),
                    CX_ARG_NUMBER("n", (int64_t)closing->n_family),
                    CX_ARG_TEXT("alpha", number(filler, closing->alpha, 4))));
    if (judged->is_whole) {
        add(filler, cx_message_text(filler->ctx->catalogue, "change.card.whole"));
    } else if (!judged->has_allowance) {
        add(filler, cx_message_text(filler->ctx->catalogue, "change.card.no_expected"));
    } else {
        const CxExpected *expected = &judged->expected;
        add(filler, SAY(filler, "change.card.expected",
                        CX_ARG_TEXT("expected", number(filler, expected->value, 1)),
                        CX_ARG_TEXT("lo", number(filler, expected->lo, 1)),
                        CX_ARG_TEXT("hi", number(filler, expected->hi, 1))));
    }
}

/* The same change weighted where it is not, and the other way round. */
static bool
add_other(Filler *filler, const CxChangePlan *plan, GError **error)
{
    const CxClosing *closing = filler->closing;
    filler->card->has_other = false;
    if (cx_frame_weights(plan->frame) == NULL)
        return true;
    g_autoptr(CxSlice) after = cx_slice_copy(closing->after);
    g_autoptr(CxSlice) before = cx_slice_copy(closing->before);
    after->weighting = before->weighting =
        closing->measured.is_weighted ? CX_SLICE_UNWEIGHTED : CX_SLICE_WEIGHTED;
    CxChangeMeasured measured;
    if (!cx_change_measure(plan->frame, after, before, &measured, error))
        return false;
    const CxComparison other = cx_change_compare(&measured, CX_STAT_LEVEL);
    if (isnan(other.difference.lo))
        return true;
    g_autofree char *range = cx_text_interval(other.difference.lo, other.difference.hi, 1);
    add(filler, SAY(filler, "change.card.other",
                    CX_ARG_TEXT("value", number(filler, other.difference.value, 1)),
                    CX_ARG_TEXT("range", range)));
    return true;
}

static bool
fill_caveats(Filler *filler, const CxChangePlan *plan, GError **error)
{
    const CxClosing *closing = filler->closing;
    const CxCatalogue *catalogue = filler->ctx->catalogue;
    const char *const *inherited = filler->card->caveats;
    const size_t n_inherited = filler->card->n_caveats;
    filler->card->n_caveats = 0;
    filler->card->caveats = filler->caveats;
    add(filler, SAY(filler, "change.card.sides", CX_ARG_TEXT("period", closing->period),
                    CX_ARG_TEXT("after", number(filler, closing->measured.after.value, 1)),
                    CX_ARG_NUMBER("n_after", closing->measured.after.n),
                    CX_ARG_TEXT("against", closing->against),
                    CX_ARG_TEXT("before", number(filler, closing->measured.before.value, 1)),
                    CX_ARG_NUMBER("n_before", closing->measured.before.n)));
    add_test(filler);
    if (!isnan(closing->judged.detectable)) {
        add(filler, SAY(filler, "change.card.detectable",
                        CX_ARG_TEXT("detectable", number(filler, closing->judged.detectable, 1))));
    }
    if (closing->planned.is_exploratory)
        add(filler, cx_message_text(catalogue, "change.card.exploratory"));
    if (closing->planned.is_other_season)
        add(filler, cx_message_text(catalogue, "change.card.season"));
    if (closing->measured.n_shared > 0) {
        add(filler,
            SAY(filler, "change.card.shared", CX_ARG_NUMBER("n", closing->measured.n_shared)));
    }
    if (!add_other(filler, plan, error))
        return false;
    for (size_t i = 0; i < n_inherited; i++)
        add(filler, inherited[i]);
    return true;
}

bool
cx_change_fill_card(CxCtx *ctx, const CxChangePlan *plan, const CxClosing *closing, CxCard *card,
                    GError **error)
{
    g_autoptr(CxTallies) tallies = cx_slice_run(plan->frame, closing->after, error);
    if (tallies == NULL)
        return false;
    const CxNumber after = {
        .ctx = ctx,
        .survey = plan->survey,
        .item = closing->item,
        .frame = plan->frame,
        .slice = closing->after,
        .slice_text = cx_arena_take(ctx->arena, cx_slice_format(closing->after)),
        .is_weighted = closing->measured.is_weighted,
        .range_lo = tallies->lo,
        .range_hi = tallies->hi,
    };
    const CxMeasured newer = cx_number_measure(&after, &tallies->whole);
    if (!cx_number_fill_card(&after, &tallies->whole, &newer, card, error))
        return false;
    Filler filler = { .ctx = ctx,
                      .closing = closing,
                      .card = card,
                      .caveats = cx_arena_new0_n(ctx->arena, const char *, CAVEATS_MAX) };
    card->value = closing->value;
    card->decimals = cx_number_decimals(&after, &closing->value);
    card->before_slice = cx_arena_take(ctx->arena, cx_slice_format(closing->before));
    card->label = SAY(&filler, "change.card.label", CX_ARG_TEXT("label", card->label));
    card->measure = SAY(&filler, "change.card.measure", CX_ARG_TEXT("measure", card->measure));
    card->period = SAY(&filler, "change.card.period", CX_ARG_TEXT("period", closing->period),
                       CX_ARG_TEXT("against", closing->against));
    card->method =
        SAY(&filler, "change.card.method", CX_ARG_TEXT("period", closing->period),
            CX_ARG_TEXT("against", closing->against), CX_ARG_TEXT("method", card->method));
    card->interval = interval_words(&filler);
    return fill_caveats(&filler, plan, error);
}
