/* What findings are made of: what goes with the overall rating, and which of the metrics kept inside go with what
 * customers say. Both are estimated anew every night; links are tested once a quarter. */
#include <inttypes.h>
#include <math.h>

#include "base/error.h"
#include "evidence/drivers.h"
#include "evidence/finding_priv.h"
#include "evidence/link.h"
#include "evidence/usual.h"

#define LIFE_DAYS 137
#define DRAWS     200

/* ---- Drivers ---- */

static void
say_driver(CxCtx *ctx, CxCandidate *candidate)
{
    const CxDriversFinding *found = candidate->data;
    const CxDriversItem *first = &found->items[0];
    CxFindingArgs *args = cx_finding_args_new();
    cx_finding_args_text(args, "label", first->label);
    cx_finding_args_text(args, "outcome", found->label);
    cx_finding_args_number(args, "percent", candidate->value.value, 0);
    cx_finding_args_range(args, "range", candidate->value.lo, candidate->value.hi, 0);
    cx_finding_args_count(args, "of", (int64_t)found->n_items);
    cx_finding_args_count(args, "n", candidate->value.n);
    candidate->arguments = cx_finding_args_end(args, ctx->arena);
    candidate->message = "finding.driver";
    candidate->state = cx_arena_text(ctx->arena, first->item);
}

/* The slice of the question that goes most with the outcome, over the same days. */
static const char *
item_slice(const CxNoticer *noticer, const CxDriversFinding *found)
{
    g_autoptr(CxSlice) slice = cx_slice_new();
    const CxItem *item = cx_survey_item(noticer->survey, found->items[0].item);
    slice->survey = g_strdup(noticer->survey->key);
    slice->question = g_strdup(item->key);
    (void)cx_usual_measure(item, &slice->measure);
    slice->from = found->from;
    slice->to = found->to;
    return cx_arena_take(noticer->ctx->arena, cx_slice_format(slice));
}

static void
add_driver(CxNoticer *noticer, const CxDriversFinding *found)
{
    const CxItem *item = cx_survey_item(noticer->survey, found->items[0].item);
    const CxCandidate candidate = {
        .kind = CX_FINDING_DRIVER,
        .tone = CX_FINDING_TONE_NEUTRAL,
        .department = item->department,
        .item = item,
        .subject = cx_arena_printf(noticer->ctx->arena, "driver:%" PRId64, noticer->survey->id.v),
        .value = found->items[0].importance,
        .decimals = 1,
        .p = (double)NAN,
        .p_adjusted = (double)NAN,
        .slice = item_slice(noticer, found),
        .url = cx_arena_printf(noticer->ctx->arena, "/drivers?survey=%s", noticer->survey->key),
        .days = LIFE_DAYS,
        .data = found,
        .say = say_driver,
    };
    g_array_append_val(noticer->found, candidate);
}

bool
cx_notice_drivers(CxNoticer *noticer, GError **error)
{
    const CxDriversQuery query = { .method = CX_DRIVERS_METHOD_N, .n_replicates = DRAWS };
    g_autoptr(GError) local = NULL;
    const CxDriversFinding *found = cx_drivers_run(noticer->ctx, noticer->survey, &query, &local);
    if (found == NULL && (g_error_matches(local, CX_ERROR, CX_ERROR_INVALID) ||
                          g_error_matches(local, CX_ERROR, CX_ERROR_NOT_FOUND)))
        return true; /* nothing to compare */
    if (found == NULL) {
        g_propagate_error(error, g_steal_pointer(&local));
        return false;
    }
    /* Only where one stands apart: its interval overlaps no other's. */
    if (found->status == CX_DRIVERS_OK && found->n_items > 1 && found->items[0].rank == 1)
        add_driver(noticer, found);
    return true;
}

/* ---- Links ---- */

/* A metric and the question it goes with most. */
typedef struct {
    const CxLinkFinding *finding;
    const CxLinkItem *item;
} Link;

static void
say_link(CxCtx *ctx, CxCandidate *candidate)
{
    const Link *link = candidate->data;
    const CxMeasured *value = &candidate->value;
    const bool is_up = value->value > 0.0;
    CxFindingArgs *args = cx_finding_args_new();
    cx_finding_args_text(args, "label", link->finding->label);
    cx_finding_args_text(args, "metric", link->item->metric_label);
    cx_finding_args_text(args, "step", link->item->step_text);
    cx_finding_args_text(args, "unit", link->finding->unit);
    cx_finding_args_text(args, "way", is_up ? "up" : "down");
    cx_finding_args_text(args, "by", cx_link_way_key(link->item->way));
    cx_finding_args_number(args, "amount", fabs(value->value), candidate->decimals);
    cx_finding_args_range(args, "range", is_up ? value->lo : -value->hi,
                          is_up ? value->hi : -value->lo, candidate->decimals);
    cx_finding_args_count(args, "lag", link->item->lag);
    cx_finding_args_count(args, "n", value->n);
    candidate->arguments = cx_finding_args_end(args, ctx->arena);
    candidate->message = "finding.link";
    candidate->state =
        cx_arena_printf(ctx->arena, "%s %d", link->finding->question, link->item->lag);
}

static void
add_link(CxNoticer *noticer, const Link *link)
{
    CxArena *arena = noticer->ctx->arena;
    const CxLinkFinding *finding = link->finding;
    const CxItem *item = cx_survey_item(noticer->survey, finding->question);
    const CxCandidate candidate = {
        .kind = CX_FINDING_DRIVER,
        .tone = CX_FINDING_TONE_NEUTRAL,
        .department = finding->department,
        .item = item,
        .subject = cx_arena_printf(arena, "link:%" PRId64 ":%s", noticer->survey->id.v,
                                   link->item->metric),
        .value = link->item->effect,
        .decimals = link->item->decimals,
        .p = link->item->p,
        .slice = finding->score->slice,
        .url = cx_arena_printf(arena, "/links/%s/%s?survey=%s", link->item->metric,
                               finding->question, noticer->survey->key),
        .days = LIFE_DAYS,
        .data = link,
        .say = say_link,
    };
    g_array_append_val(noticer->family, candidate);
}

/* Whether one shows more than another of the same metric: in units of its own error. */
static bool
is_more(const CxLinkItem *item, const CxLinkItem *than)
{
    const CxMeasured *a = &item->effect;
    const CxMeasured *b = &than->effect;
    return fabs(a->value) / (a->hi - a->lo) > fabs(b->value) / (b->hi - b->lo);
}

static void
take_link(GArray *links, const CxLinkFinding *finding, const CxLinkItem *item)
{
    const Link link = { finding, item };
    for (guint i = 0; i < links->len; i++) {
        Link *known = &g_array_index(links, Link, i);
        if (!g_str_equal(known->item->metric, item->metric))
            continue;
        if (is_more(item, known->item))
            *known = link;
        return;
    }
    g_array_append_val(links, link);
}

bool
cx_notice_links(CxNoticer *noticer, GError **error)
{
    g_autoptr(CxLinkAsker) asker = cx_link_asker_new(noticer->ctx, noticer->survey, error);
    CxLinkFindings findings;
    if (asker == NULL || !cx_link_list(asker, NULL, &findings, error) ||
        !cx_notice_marked(noticer, asker, &findings, error))
        return false;
    g_autoptr(GArray) links = g_array_new(FALSE, FALSE, sizeof(Link));
    double n_tested = 0.0;
    for (size_t i = 0; i < findings.n; i++) {
        const CxLinkFinding *finding = findings.items[i];
        for (size_t j = 0; j < finding->n_items; j++) {
            if (isnan(finding->items[j].p))
                continue;
            n_tested += 1.0;
            take_link(links, finding, &finding->items[j]);
        }
    }
    /* A metric's best question was picked out of all of them: p pays for it. */
    const double per_metric = links->len > 0 ? n_tested / (double)links->len : 1.0;
    Link *kept = cx_arena_new0_n(noticer->ctx->arena, Link, links->len + 1);
    for (guint i = 0; i < links->len; i++) {
        kept[i] = g_array_index(links, Link, i);
        add_link(noticer, &kept[i]);
        CxCandidate *added = &g_array_index(noticer->family, CxCandidate, noticer->family->len - 1);
        added->p = fmin(1.0, added->p * ceil(per_metric));
    }
    return true;
}
