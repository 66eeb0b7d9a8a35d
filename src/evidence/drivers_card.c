/* Evidence cards of drivers: those of the item's own score in the same slice, with how its importance was
 * made. */
#include <math.h>

#include "base/message.h"
#include "base/text.h"
#include "column/run.h"
#include "evidence/drivers_priv.h"
#include "stat/estimate.h"

#define CAVEATS_MAX 24

typedef struct {
    CxDriversRun *run;
    const char *asked; /* what all ids have in common */
} Filler;

/* One number. */
typedef struct {
    const char *part; /* "importance", "r2": names the messages, and distinguishes the ids */
    const CxItem *item;
    CxMeasured *value;
    double other; /* the other way, %; NaN: none */
} Part;

#define SAY(filler, key, ...)                                                                      \
    cx_arena_take((filler)->run->ctx->arena,                                                       \
                  cx_message_format((filler)->run->ctx->catalogue, key, __VA_ARGS__))

static const char *
list_items(const CxDriversRun *run)
{
    g_autoptr(GString) out = g_string_new(NULL);
    for (size_t i = 0; i < run->n_items; i++)
        g_string_append_printf(out, "%s%s", i > 0 ? ", " : "", run->items[i]->label);
    return cx_arena_text(run->ctx->arena, out->str);
}

static const char *
interval_words(const Filler *filler, const CxMeasured *value)
{
    const CxDrivers *found = filler->run->found;
    if (!cx_measured_has_interval(value)) {
        return cx_message_text(filler->run->ctx->catalogue, found->status == CX_DRIVERS_FEW_CLUSTERS
                                                                ? "drivers.card.few_clusters"
                                                                : "drivers.card.no_interval");
    }
    return SAY(filler, "drivers.card.interval",
               CX_ARG_NUMBER("draws", (int64_t)found->n_replicates),
               CX_ARG_NUMBER("units", found->clusters));
}

static void
fill_caveats(const Filler *filler, const CxCard *base, CxCard *card)
{
    const CxDrivers *found = filler->run->found;
    const char **caveats = cx_arena_new0_n(filler->run->ctx->arena, const char *, CAVEATS_MAX);
    size_t n = 0;
    caveats[n++] = cx_message_text(filler->run->ctx->catalogue, "drivers.card.goes_with");
    caveats[n++] = SAY(filler, "drivers.card.listwise", CX_ARG_NUMBER("n", found->n),
                       CX_ARG_NUMBER("all", found->n_rows));
    for (size_t i = 0; i < base->n_caveats && n < CAVEATS_MAX; i++)
        caveats[n++] = base->caveats[i];
    card->caveats = caveats;
    card->n_caveats = n;
}

/* The card of the item's own score: what was asked, of whom, how. */
static bool
fill_base(const Filler *filler, const CxItem *item, CxCard *base, GError **error)
{
    CxDriversRun *run = filler->run;
    g_autoptr(CxSlice) slice = cx_drivers_item_slice(run, item);
    g_autoptr(CxTallies) tallies = cx_slice_run(run->frame, slice, error);
    if (tallies == NULL)
        return false;
    const CxNumber number = {
        .ctx = run->ctx,
        .survey = run->survey,
        .item = item,
        .frame = run->frame,
        .slice = slice,
        .slice_text = cx_arena_take(run->ctx->arena, cx_slice_format(slice)),
        .is_weighted = tallies->is_weighted,
        .range_lo = tallies->lo,
        .range_hi = tallies->hi,
    };
    const CxMeasured score = cx_number_measure(&number, &tallies->whole);
    return cx_number_fill_card(&number, &tallies->whole, &score, base, error);
}

static void
fill_card(const Filler *filler, const Part *part, CxCard *card)
{
    const CxDriversRun *run = filler->run;
    g_autofree char *measure = g_strconcat("drivers.card.measure.", part->part, NULL);
    g_autofree char *method = g_strconcat("drivers.card.method.", part->part, NULL);
    card->value = *part->value;
    card->has_other = !isnan(part->other);
    card->other = (CxMeasured){ .value = part->other,
                                .lo = (double)NAN,
                                .hi = (double)NAN,
                                .n = run->other != NULL ? run->other->n : 0,
                                .rule = cx_stat_rule_key(CX_STAT_RULE_NONE) };
    card->measure = SAY(filler, measure, CX_ARG_TEXT("outcome", run->outcome->label));
    card->unit = "%";
    card->decimals = 1;
    card->method = SAY(filler, method, CX_ARG_TEXT("outcome", run->outcome->label),
                       CX_ARG_TEXT("items", list_items(run)),
                       CX_ARG_TEXT("method", cx_drivers_method_key(cx_drivers_method_of(run))));
    card->interval = interval_words(filler, part->value);
}

static bool
keep(const Filler *filler, const Part *part, GError **error)
{
    CxDriversRun *run = filler->run;
    g_autofree char *asked =
        g_strdup_printf("drivers 1 %s of %s, %s", part->part, part->item->key, filler->asked);
    part->value->card = cx_card_id(asked, cx_frame_fingerprint(run->frame), part->value);
    bool is_kept = false;
    if (!cx_card_is_kept(run->ctx, &part->value->card, &is_kept, error))
        return false;
    if (is_kept)
        return true;
    CxCard base;
    if (!fill_base(filler, part->item, &base, error))
        return false;
    CxCard *card = cx_arena_new0(run->ctx->arena, CxCard);
    *card = base;
    fill_card(filler, part, card);
    fill_caveats(filler, &base, card);
    cx_card_keep(run->ctx, run->survey, part->item, card);
    return true;
}

bool
cx_drivers_fill_cards(CxDriversRun *run, CxDriversFinding *finding, CxDriversItem *items,
                      GError **error)
{
    g_autoptr(GString) asked = g_string_new("by ");
    g_string_append_printf(asked, "%s, %zu draws, of",
                           cx_drivers_method_key(cx_drivers_method_of(run)),
                           run->query->n_replicates);
    for (size_t i = 0; i < run->n_items; i++)
        g_string_append_printf(asked, " %s", run->items[i]->key);
    g_autofree char *slice = cx_slice_format(run->slice);
    g_string_append_printf(asked, " | %s", slice);
    const Filler filler = { run, asked->str };
    for (size_t i = 0; i < run->n_items; i++) {
        const Part part = { "importance", run->items[i], &items[i].importance, items[i].other };
        if (!keep(&filler, &part, error))
            return false;
    }
    const bool has_other = run->other != NULL && cx_drivers_has_values(run->other);
    const Part whole = { "r2", run->outcome, &finding->r2,
                         has_other ? 100.0 * run->other->r2 : (double)NAN };
    return keep(&filler, &whole, error);
}
