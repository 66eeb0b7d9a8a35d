/* E4, C3: a department whose declared measure improved is thanked, by name; one that worsened is talked
 * with first. Signs of improvement are no reason for either. */
#include <math.h>

#include "base/text.h"
#include "plays/play.h"

#define DAYS_TO_ACT   14
#define MINUTES_THANK 10
#define MINUTES_TALK  30
#define WORTH_THANK   4
#define WORTH_TALK    5

/* Whether the department or its head was thanked since the period closed. */
static bool
is_thanked(const CxPlayState *state, const CxChange *change, const CxLeader *head, CxDay since)
{
    for (size_t i = 0; i < state->credits.n; i++) {
        const CxCredit *credit = &state->credits.items[i];
        const bool is_for = credit->department.v == change->department.v ||
                            (head != NULL && credit->leader.v == head->id.v);
        if (is_for && credit->day.v >= since.v)
            return true;
    }
    return false;
}

/* Whether a finding says it: then its head is proposed by the play that brings bad news first, and has
 * heard it once that is done. */
static bool
is_found(const CxPlayState *state, const CxChange *change)
{
    for (size_t i = 0; i < state->findings.n; i++) {
        const CxFinding *finding = &state->findings.items[i];
        if (finding->kind == CX_FINDING_CHANGE && finding->tone == CX_FINDING_TONE_BAD &&
            (finding->look.is_held || !cx_day_is_none(finding->look.told)) &&
            finding->department.v == change->department.v)
            return true;
    }
    return false;
}

static void
propose(const CxPlayState *state, const CxChange *change, CxDay closed, CxPlayOut *out)
{
    CxArena *arena = state->ctx->arena;
    const bool is_good = change->wording == CX_WORDING_IMPROVED;
    const CxLeader *head = cx_play_head(state, change->department);
    if (is_good ? is_thanked(state, change, head, closed) : is_found(state, change))
        return;
    const CxMeasured *by = &change->change;
    const char *amount = cx_arena_take(arena, cx_text_number(fabs(by->value), change->decimals));
    const char *range = cx_arena_take(arena, cx_text_interval(by->lo, by->hi, change->decimals));
    CxPlayProposal proposal = {
        .key = cx_arena_printf(arena, "tested_change:%" G_GINT64_FORMAT ":%" G_GINT64_FORMAT,
                               head != NULL ? head->id.v : 0, change->id),
        .leader = { head != NULL ? head->id.v : 0 },
        .who = head != NULL ? cx_arena_text(arena, head->name) : change->department_name,
        .n = by->n,
        .card = by->card,
        .by = { MAX(closed.v + DAYS_TO_ACT, cx_play_friday(state).v) },
        .minutes = is_good ? MINUTES_THANK : MINUTES_TALK,
        .worth = is_good ? WORTH_THANK : WORTH_TALK,
        .act = { cx_play_words(state, is_good ? "play.act.thank" : "play.act.changes"),
                 is_good ? "/note" : "/changes" },
    };
    cx_play_say(state, &proposal, is_good ? "improved" : "worsened",
                (const CxMessageArg[]){
                    CX_ARG_TEXT("department", change->department_name),
                    CX_ARG_TEXT("label", change->label),
                    CX_ARG_TEXT("amount", amount),
                    CX_ARG_TEXT("range", range),
                    CX_ARG_TEXT("unit", "points"),
                    CX_ARG_TEXT("against", change->against),
                    CX_ARG_TEXT("period", change->period),
                    CX_ARG_TEXT("head", head != NULL ? cx_play_called(state, head) : ""),
                    CX_ARG_TEXT("has_head", head != NULL ? "yes" : "no"),
                    { .name = NULL },
                });
    if (head != NULL) {
        cx_play_add_material(&proposal, cx_play_words(state, "play.material.brief"),
                             cx_play_leader_url(state, head->id, "/brief"));
    }
    g_array_append_val(out->proposals, proposal);
}

void
cx_play_tested_change(const CxPlayState *state, CxPlayOut *out)
{
    for (size_t i = 0; i < state->n_surveys; i++) {
        const CxChanges *changes = &state->surveys[i].changes;
        for (size_t k = 0; k < changes->n; k++) {
            const CxChange *change = &changes->items[k];
            const bool is_news =
                cx_change_is_credit(change) || change->wording == CX_WORDING_WORSENED;
            if (is_news && change->department.v != 0 && !change->is_exploratory &&
                !cx_measured_is_hidden(&change->change))
                propose(state, change, change->to, out);
        }
    }
}
