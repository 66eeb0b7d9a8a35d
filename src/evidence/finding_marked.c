/* What became of a measure after a marked change: said once, when six months that the change can have reached have
 * been answered, beside what the link of before predicted. Until then the links' pages show it night by night. */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "evidence/finding_priv.h"
#include "evidence/link.h"
#include "evidence/marked.h"

#define LIFE_DAYS   137
#define FOLLOW_DAYS 730 /* a change longer ago is no news */
#define MONTHS_FULL 6

typedef struct {
    const CxMarked *marked;
    const CxLinkFinding *finding;
    const CxLinkFollow *follow;
    int decimals;
} Followed;

static void
say(CxCtx *ctx, CxCandidate *candidate)
{
    const Followed *followed = candidate->data;
    const CxMeasured *expected = &followed->follow->expected;
    CxFindingArgs *args = cx_finding_args_new();
    g_autofree char *since = cx_day_format_long(followed->marked->since);
    cx_finding_args_text(args, "label", followed->finding->label);
    cx_finding_args_text(args, "what", followed->marked->what);
    cx_finding_args_text(args, "since", since);
    cx_finding_args_text(args, "state", cx_link_follow_key(followed->follow->state));
    cx_finding_args_number(args, "value", candidate->value.value, followed->decimals);
    cx_finding_args_range(args, "range", candidate->value.lo, candidate->value.hi,
                          followed->decimals);
    cx_finding_args_number(args, "before", followed->follow->before->whole.value,
                           followed->decimals);
    cx_finding_args_number(args, "expected", expected->value, followed->decimals);
    cx_finding_args_count(args, "n", candidate->value.n);
    candidate->arguments = cx_finding_args_end(args, ctx->arena);
    candidate->message = "finding.marked";
    candidate->state = cx_arena_text(ctx->arena, cx_link_follow_key(followed->follow->state));
}

/* Whether it moved, and six months of it have been answered. */
static bool
is_worth_saying(const CxLinkFollow *follow)
{
    if (follow->state == CX_LINK_FOLLOW_NO_LINK || follow->state == CX_LINK_FOLLOW_TOO_FEW ||
        follow->state == CX_LINK_FOLLOW_STILL || !cx_measured_has_interval(&follow->after->whole))
        return false;
    const int32_t from = cx_day_month_index(follow->after->from);
    const int32_t to = cx_day_month_index(follow->after->to);
    return to - from + 1 >= MONTHS_FULL;
}

static void
add(CxNoticer *noticer, const Followed *followed)
{
    CxArena *arena = noticer->ctx->arena;
    const CxLinkFollow *follow = followed->follow;
    const CxMeasured *after = &follow->after->whole;
    const bool is_up = after->value > follow->before->whole.value;
    const CxCandidate candidate = {
        .kind = CX_FINDING_DRIVER,
        .tone = is_up ? CX_FINDING_TONE_GOOD : CX_FINDING_TONE_BAD,
        .department = followed->finding->department,
        .item = cx_survey_item(noticer->survey, followed->finding->question),
        .subject = cx_arena_printf(arena, "marked:%" PRId64 ":%s", followed->marked->id.v,
                                   followed->finding->question),
        .value = *after,
        .decimals = followed->decimals,
        .p = (double)NAN,
        .p_adjusted = (double)NAN,
        .slice = follow->after->slice,
        .before_slice = follow->before->slice,
        .url = cx_arena_printf(arena, "/links/%s/%s?survey=%s", followed->marked->metric,
                               followed->finding->question, noticer->survey->key),
        .days = LIFE_DAYS,
        .data = followed,
        .say = say,
    };
    g_array_append_val(noticer->found, candidate);
}

static bool
follow_one(CxNoticer *noticer, CxLinkAsker *asker, const CxMarked *marked,
           const CxLinkFinding *finding, GError **error)
{
    const CxLinkFollow *follow =
        cx_link_follow(asker, finding->question, marked->metric, marked->since, error);
    if (follow == NULL)
        return false;
    if (!is_worth_saying(follow))
        return true;
    Followed *followed = cx_arena_new0(noticer->ctx->arena, Followed);
    *followed = (Followed){ marked, finding, follow, follow->after->decimals };
    add(noticer, followed);
    return true;
}

static bool
has_metric(const CxLinkFinding *finding, const char *metric)
{
    for (size_t i = 0; i < finding->n_items; i++) {
        if (g_str_equal(finding->items[i].metric, metric))
            return true;
    }
    return false;
}

bool
cx_notice_marked(CxNoticer *noticer, CxLinkAsker *asker, const CxLinkFindings *findings,
                 GError **error)
{
    CxMarkedList list;
    if (!cx_marked_list(noticer->ctx, NULL, &list, error))
        return false;
    for (size_t i = 0; i < list.n; i++) {
        const CxMarked *marked = &list.items[i];
        if (marked->since.v < noticer->ctx->today.v - FOLLOW_DAYS)
            continue;
        for (size_t j = 0; j < findings->n; j++) {
            if (has_metric(findings->items[j], marked->metric) &&
                !follow_one(noticer, asker, marked, findings->items[j], error))
                return false;
        }
    }
    return true;
}
