/* Evidence cards of links: those of the measure over the same months, with how the link was made. */
#include <math.h>

#include "base/message.h"
#include "base/text.h"
#include "evidence/link_priv.h"
#include "stat/estimate.h"

#define CAVEATS_MAX 24

typedef struct {
    CxLinkRun *run;
    CxSlice *slice; /* the measure of all the months together: its card says how it was gathered */
    const char *slice_text;
    CxCard base;
    bool has_base;
} Filler;

#define SAY(filler, key, ...)                                                                      \
    cx_arena_take((filler)->run->asker->ctx->arena,                                                \
                  cx_message_format((filler)->run->asker->ctx->catalogue, key, __VA_ARGS__))

bool
cx_link_base_card(const CxLinkRun *run, CxSlice *slice, CxCard *ret_card, GError **error)
{
    g_autoptr(CxTallies) tallies = cx_slice_run(run->asker->frame, slice, error);
    if (tallies == NULL)
        return false;
    const CxNumber number = {
        .ctx = run->asker->ctx,
        .survey = run->asker->survey,
        .item = run->item,
        .frame = run->asker->frame,
        .slice = slice,
        .slice_text = cx_arena_take(run->asker->ctx->arena, cx_slice_format(slice)),
        .is_weighted = tallies->is_weighted,
        .range_lo = tallies->lo,
        .range_hi = tallies->hi,
    };
    const CxMeasured value = cx_number_measure(&number, &tallies->whole);
    return cx_number_fill_card(&number, &tallies->whole, &value, ret_card, error);
}

static void
fill_caveats(const Filler *filler, const CxLinkItem *item, CxCard *card)
{
    const CxLinkFinding *finding = filler->run->finding;
    const CxCatalogue *catalogue = filler->run->asker->ctx->catalogue;
    const char **caveats =
        cx_arena_new0_n(filler->run->asker->ctx->arena, const char *, CAVEATS_MAX);
    size_t n = 0;
    caveats[n++] = cx_message_text(catalogue, "link.card.goes_with");
    if (item->way == CX_LINK_WAY_SERIES && item->n_months < CX_LINK_SEASON_MIN)
        caveats[n++] = cx_message_text(catalogue, "link.card.no_season");
    if (item->way == CX_LINK_WAY_SERIES && finding->splices.n > 0) {
        caveats[n++] =
            SAY(filler, "link.card.splices", CX_ARG_NUMBER("n", (int64_t)finding->splices.n));
    }
    for (size_t i = 0; i < filler->base.n_caveats && n < CAVEATS_MAX; i++)
        caveats[n++] = filler->base.caveats[i];
    card->caveats = caveats;
    card->n_caveats = n;
}

/* Each way of setting metrics against a measure is a search of its own. */
static int64_t
count_searched(const CxLinkRun *run, CxLinkWay way)
{
    int64_t n = 0;
    for (size_t i = 0; i < run->n_items; i++)
        n += run->items[i].way == way && !isnan(run->items[i].p) ? 1 : 0;
    return n;
}

static void
fill_card(const Filler *filler, const CxLinkItem *item, CxCard *card)
{
    const CxLinkRun *run = filler->run;
    g_autofree char *p = cx_text_number(item->p, 3);
    card->value = item->effect;
    card->has_other = false;
    card->label = SAY(filler, "link.card.label", CX_ARG_TEXT("metric", item->metric_label),
                      CX_ARG_TEXT("label", run->item->label));
    card->measure = SAY(
        filler, "link.card.measure", CX_ARG_TEXT("measure", run->finding->measure),
        CX_ARG_TEXT("step", item->step_text), CX_ARG_TEXT("metric", item->metric_label),
        CX_ARG_TEXT("by", cx_link_way_key(item->way)), CX_ARG_NUMBER("lag", (int64_t)item->lag));
    card->unit = run->finding->unit;
    card->decimals = item->decimals;
    card->method = SAY(
        filler, "link.card.method", CX_ARG_TEXT("by", cx_link_way_key(item->way)),
        CX_ARG_NUMBER("months", item->n_months), CX_ARG_NUMBER("lags", (int64_t)CX_LINK_LAG_MAX),
        CX_ARG_NUMBER("metrics", count_searched(run, item->way)), CX_ARG_TEXT("p", p),
        CX_ARG_TEXT("over", run->by != NULL ? run->by->label : ""),
        CX_ARG_NUMBER("units", item->n_units));
    card->interval = SAY(
        filler, "link.card.interval", CX_ARG_TEXT("by", cx_link_way_key(item->way)),
        CX_ARG_NUMBER("draws", (int64_t)CX_LINK_REPLICATES), CX_ARG_NUMBER("units", item->n_units));
}

static bool
keep(Filler *filler, CxLinkItem *item, GError **error)
{
    const CxLinkRun *run = filler->run;
    CxCtx *ctx = run->asker->ctx;
    g_autofree char *over =
        run->by != NULL ? g_strdup_printf(" over %s", run->by->key) : g_strdup("");
    g_autofree char *asked = g_strdup_printf(
        "link 1 %s by %s%s, lag %d, step %s, p %ld | %s", item->metric, cx_link_way_key(item->way),
        over, item->lag, item->step_text, lround(1e6 * item->p), filler->slice_text);
    item->effect.card = cx_card_id(asked, cx_frame_fingerprint(run->asker->frame), &item->effect);
    bool is_kept = false;
    if (!cx_card_is_kept(ctx, &item->effect.card, &is_kept, error))
        return false;
    if (is_kept)
        return true;
    if (!filler->has_base && !cx_link_base_card(run, filler->slice, &filler->base, error))
        return false;
    filler->has_base = true;
    CxCard *card = cx_arena_new0(ctx->arena, CxCard);
    *card = filler->base;
    fill_card(filler, item, card);
    fill_caveats(filler, item, card);
    cx_card_keep(ctx, run->asker->survey, run->item, card);
    return true;
}

bool
cx_link_fill_cards(CxLinkRun *run, GError **error)
{
    g_autoptr(CxSlice) slice = cx_slice_copy(run->slice);
    slice->by = CX_SLICE_BY_NONE;
    Filler filler = { .run = run, .slice = slice };
    filler.slice_text = cx_arena_take(run->asker->ctx->arena, cx_slice_format(slice));
    bool is_good = true;
    for (size_t i = 0; is_good && i < run->n_items; i++)
        is_good = isnan(run->items[i].effect.value) || keep(&filler, &run->items[i], error);
    return is_good;
}
