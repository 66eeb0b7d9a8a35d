/* Evidence cards of the customers' threshold and of the shares beside it: those of the share of low
 * answers in the same period, with how the number was made of them. */
#include <math.h>

#include "base/message.h"
#include "base/text.h"
#include "evidence/threshold_priv.h"
#include "stat/estimate.h"

#define CAVEATS_MAX 24

/* One number of a finding. */
typedef struct {
    const char *part; /* "threshold", "between": distinguishes the ids, and names the messages */
    const char *unit;
    int decimals;
    CxMeasured *value;
    const char *target;   /* it is about, NULL: that of the finding */
    const char *interval; /* how its interval was made, NULL: as the threshold's */
    const char *method;   /* NULL: the threshold's */
} Part;

typedef struct {
    CxThresholdRun *run;
    const CxThresholdFinding *finding;
    const CxNumber *number;
    const CxCard *base;
} Filler;

#define SAY(filler, key, ...)                                                                      \
    cx_arena_take((filler)->run->ctx->arena,                                                       \
                  cx_message_format((filler)->run->ctx->catalogue, key, __VA_ARGS__))

static const char *
text(const Filler *filler, double value, int decimals)
{
    if (!isfinite(value))
        return "–"; /* too few answers to have one */
    return cx_arena_take(filler->run->ctx->arena, cx_text_number(value, decimals));
}

static const char *
method_words(const Filler *filler)
{
    const CxThresholdFinding *finding = filler->finding;
    return SAY(filler, "threshold.card.method", CX_ARG_TEXT("low", finding->low_text),
               CX_ARG_TEXT("level", text(filler, 100.0 * finding->level, 0)),
               CX_ARG_TEXT("declared", finding->is_level_declared ? "yes" : "no"),
               CX_ARG_TEXT("fact", finding->fact_label),
               CX_ARG_TEXT("worse", finding->worse == CX_THRESHOLD_MORE ? "more" : "less"));
}

static const char *
interval_words(const Filler *filler, const CxMeasured *value)
{
    const CxThresholdRun *run = filler->run;
    if (!cx_measured_has_interval(value)) {
        return cx_message_text(run->ctx->catalogue,
                               g_str_equal(value->rule, cx_stat_rule_key(CX_STAT_RULE_COUNTED))
                                   ? "threshold.card.counted"
                                   : "threshold.card.no_interval");
    }
    return SAY(filler, "threshold.card.interval",
               CX_ARG_NUMBER("draws", (int64_t)run->found->n_replicates),
               CX_ARG_NUMBER("units", run->found->clusters));
}

static const char *
odds_method(const Filler *filler)
{
    const CxThresholdFinding *finding = filler->finding;
    return SAY(filler, "threshold.card.odds.method", CX_ARG_TEXT("low", finding->low_text),
               CX_ARG_TEXT("step", finding->odds.step_text),
               CX_ARG_TEXT("fact", finding->fact_label),
               CX_ARG_TEXT("worse", finding->worse == CX_THRESHOLD_MORE ? "more" : "less"),
               CX_ARG_TEXT("firth", finding->odds.is_firth ? "yes" : "no"));
}

static const char *
odds_interval(const Filler *filler)
{
    const CxThresholdOddsFinding *odds = &filler->finding->odds;
    const char *kind = odds->is_firth ? "firth" : "likelihood";
    if (!cx_measured_has_interval(&odds->value))
        kind = odds->is_firth ? "shared" : "few";
    return SAY(filler, "threshold.card.odds.interval", CX_ARG_TEXT("kind", kind),
               CX_ARG_NUMBER("units", odds->value.clusters));
}

static void
fill_caveats(const Filler *filler, CxCard *card)
{
    const CxThresholdFinding *finding = filler->finding;
    const CxCatalogue *catalogue = filler->run->ctx->catalogue;
    const char **caveats = cx_arena_new0_n(filler->run->ctx->arena, const char *, CAVEATS_MAX);
    size_t n = 0;
    caveats[n++] = cx_message_text(catalogue, "threshold.card.goes_with");
    if (finding->status == CX_THRESHOLD_OK && !finding->is_break &&
        !cx_threshold_is_parted(finding))
        caveats[n++] = cx_message_text(catalogue, "threshold.card.gradual");
    if (finding->splice != NULL)
        caveats[n++] = SAY(filler, "threshold.card.splice", CX_ARG_TEXT("why", finding->splice));
    if (finding->is_counted) {
        caveats[n++] =
            SAY(filler, "threshold.card.transactions", CX_ARG_NUMBER("n", finding->n_transactions));
    }
    const int64_t n_rest = filler->base->value.n - filler->run->found->n;
    if (n_rest > 0)
        caveats[n++] = SAY(filler, "threshold.card.rest", CX_ARG_NUMBER("n", n_rest));
    for (size_t i = 0; i < filler->base->n_caveats && n < CAVEATS_MAX; i++)
        caveats[n++] = filler->base->caveats[i];
    card->caveats = caveats;
    card->n_caveats = n;
}

static bool
keep(const Filler *filler, const Part *part, GError **error)
{
    CxThresholdRun *run = filler->run;
    const CxThresholdFinding *finding = filler->finding;
    const char *target = finding->has_target ? finding->target_text : "none";
    g_autofree char *asked =
        g_strdup_printf("threshold 1 %s of %s, low %s, level %ld, target %s | %s", part->part,
                        finding->fact, finding->low_text, lround(1e6 * finding->level),
                        part->target != NULL ? part->target : target, filler->number->slice_text);
    part->value->card = cx_card_id(asked, cx_frame_fingerprint(run->frame), part->value);
    bool is_kept = false;
    if (!cx_card_is_kept(run->ctx, &part->value->card, &is_kept, error))
        return false;
    if (is_kept)
        return true;
    CxCard *card = cx_arena_new0(run->ctx->arena, CxCard);
    *card = *filler->base;
    g_autofree char *measure = g_strconcat("threshold.card.measure.", part->part, NULL);
    card->value = *part->value;
    card->has_other = false;
    card->label = SAY(filler, "threshold.card.label", CX_ARG_TEXT("fact", finding->fact_label),
                      CX_ARG_TEXT("label", finding->label));
    card->measure = cx_message_text(run->ctx->catalogue, measure);
    card->unit = part->unit;
    card->decimals = part->decimals;
    card->method = part->method != NULL ? part->method : method_words(filler);
    card->interval = part->interval != NULL ? part->interval : interval_words(filler, part->value);
    fill_caveats(filler, card);
    cx_card_keep(run->ctx, run->survey, run->item, card);
    return true;
}

bool
cx_threshold_fill_cards(CxThresholdRun *run, CxThresholdFinding *finding, GError **error)
{
    const CxNumber number = {
        .ctx = run->ctx,
        .survey = run->survey,
        .item = run->item,
        .frame = run->frame,
        .slice = run->slice,
        .slice_text = cx_arena_take(run->ctx->arena, cx_slice_format(run->slice)),
        .is_weighted = run->tallies->is_weighted,
        .range_lo = run->tallies->lo,
        .range_hi = run->tallies->hi,
    };
    finding->low = cx_number_measure(&number, &run->tallies->whole);
    CxCard *base = cx_arena_new0(run->ctx->arena, CxCard);
    if (!cx_number_fill_card(&number, &run->tallies->whole, &finding->low, base, error))
        return false;
    const Filler filler = { run, finding, &number, base };
    const char *times = cx_message_text(run->ctx->catalogue, "threshold.odds.unit");
    const char *method = finding->odds.status != NULL ? odds_method(&filler) : NULL;
    const Part parts[] = {
        { "curve", base->unit, (int)base->decimals, &finding->low, NULL, base->interval, NULL },
        { "threshold", finding->unit, finding->decimals, &finding->threshold, NULL, NULL, NULL },
        { "on_target", "%", 0, &finding->on_target, NULL, NULL, NULL },
        { "before", "%", 0, &finding->before, NULL, NULL, NULL },
        { "between", "%", 0, &finding->between, NULL, NULL, NULL },
        { "beyond", "%", 0, &finding->beyond, NULL, NULL, NULL },
        { "odds", times, finding->odds.decimals, &finding->odds.value, NULL, odds_interval(&filler),
          method },
    };
    for (size_t i = 0; i < CX_N_ELEMENTS(parts); i++) {
        if (cx_measured_has_value(parts[i].value) && !keep(&filler, &parts[i], error))
            return false;
    }
    for (size_t i = 0; i < finding->n_moves; i++) {
        const Part part = {
            "on_target", "%", 0, &finding->moves[i].on_target, finding->moves[i].target_text,
            NULL,        NULL
        };
        if (!keep(&filler, &part, error))
            return false;
    }
    return true;
}
