/* Links in words. */
#include <math.h>

#include "base/message.h"
#include "base/text.h"
#include "evidence/link_priv.h"

#define SAY(run, key, ...)                                                                         \
    cx_arena_take((run)->asker->ctx->arena,                                                        \
                  cx_message_format((run)->asker->ctx->catalogue, key, __VA_ARGS__))

static const char *
state_words(const CxLinkRun *run, const CxLinkItem *item)
{
    if (g_str_equal(item->state, "ok"))
        return NULL;
    g_autofree char *key = g_strconcat("link.why.", item->state, NULL);
    return SAY(run, key, CX_ARG_TEXT("metric", item->metric_label),
               CX_ARG_TEXT("label", run->item->label), CX_ARG_NUMBER("n", item->n_months),
               CX_ARG_NUMBER("units", item->n_units),
               CX_ARG_NUMBER("least", (int64_t)CX_LINK_PERIODS_MIN),
               CX_ARG_NUMBER("lags", (int64_t)CX_LINK_LAG_MAX),
               CX_ARG_NUMBER("max", (int64_t)CX_LINK_METRICS_MAX));
}

void
cx_link_say(const CxLinkRun *run, CxLinkItem *item)
{
    item->why = state_words(run, item);
    if (item->why != NULL) {
        item->sentence = item->why;
        return;
    }
    const CxMeasured *effect = &item->effect;
    const bool is_up = effect->value > 0.0;
    g_autofree char *amount = cx_text_number(fabs(effect->value), item->decimals);
    g_autofree char *range = cx_text_interval(is_up ? effect->lo : -effect->hi,
                                              is_up ? effect->hi : -effect->lo, item->decimals);
    item->sentence = SAY(
        run, item->is_found || item->is_sign ? "link.sentence.found" : "link.sentence.none",
        CX_ARG_TEXT("sure", item->is_found ? "yes" : "no"), CX_ARG_TEXT("step", item->step_text),
        CX_ARG_TEXT("metric", item->metric_label), CX_ARG_TEXT("label", run->item->label),
        CX_ARG_TEXT("amount", amount), CX_ARG_TEXT("range", range),
        CX_ARG_TEXT("unit", run->finding->unit), CX_ARG_TEXT("way", is_up ? "up" : "down"),
        CX_ARG_TEXT("by", cx_link_way_key(item->way)), CX_ARG_NUMBER("lag", (int64_t)item->lag));
}

const char *
cx_link_headline(const CxLinkRun *run)
{
    const CxLinkFinding *finding = run->finding;
    if (finding->n_found + finding->n_signs > 0)
        return finding->items[0].sentence;
    return SAY(run, "link.headline.none", CX_ARG_TEXT("label", finding->label),
               CX_ARG_TEXT("form", finding->n_searched > 0 ? "none"
                                   : finding->n_items > 0  ? "cannot"
                                                           : "nothing"),
               CX_ARG_NUMBER("n", (int64_t)finding->n_searched));
}
