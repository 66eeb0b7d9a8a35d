#include "pages/resistance_view.h"

#include <inttypes.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"

/* ---- Fields ---- */

static const CxViewField entry_fields[] = {
    CX_FIELD(CxResistanceEntryView, kind, CX_FIELD_TEXT, "signal, cause, plan or outcome"),
    CX_FIELD(CxResistanceEntryView, key, CX_FIELD_TEXT, "Of the kind: quiet, control, eased …"),
    CX_FIELD(CxResistanceEntryView, said, CX_FIELD_TEXT, "All of it as read"),
    CX_FIELD_DATA(CxResistanceEntryView, day, CX_FIELD_DAY, "The day it was so"),
};
static const CxViewType entry_type =
    CX_VIEW_TYPE("ResistanceEntry", CxResistanceEntryView, entry_fields, "Something noted of it");

static const CxViewField resistance_fields[] = {
    CX_FIELD(CxResistanceView, id, CX_FIELD_COUNT, "Id"),
    CX_FIELD(CxResistanceView, leader, CX_FIELD_COUNT, "Id of the leader"),
    CX_FIELD(CxResistanceView, name, CX_FIELD_TEXT, "Their name"),
    CX_FIELD_PAGE(CxResistanceView, url, CX_FIELD_TEXT, "Its page"),
    CX_FIELD(CxResistanceView, state, CX_FIELD_TEXT, "signal, cause, planned, due or closed"),
    CX_FIELD_PAGE(CxResistanceView, next, CX_FIELD_TEXT, "What comes next"),
    CX_FIELD(CxResistanceView, signal, CX_FIELD_TEXT, "The newest sign, as read"),
    CX_FIELD(CxResistanceView, cause, CX_FIELD_TEXT, "Its root, null: not found"),
    CX_FIELD_DATA(CxResistanceView, cause_key, CX_FIELD_TEXT, "Key of the root"),
    CX_FIELD(CxResistanceView, plan, CX_FIELD_TEXT, "The plan, null: none"),
    CX_FIELD(CxResistanceView, recheck, CX_FIELD_DAY, "When it is looked at again"),
    CX_FIELD_PAGE(CxResistanceView, is_due, CX_FIELD_FLAG, "That day is over"),
    CX_FIELD_PAGE(CxResistanceView, is_closed, CX_FIELD_FLAG, "It eased, or was none"),
    CX_FIELD_CHILD(CxResistanceView, entries, CX_FIELD_LIST, &entry_type,
                   "What was noted, oldest first"),
};
const CxViewType cx_resistance_view_type =
    CX_VIEW_TYPE("Resistance", CxResistanceView, resistance_fields, "A case of resistance");

static const CxViewField cause_fields[] = {
    CX_FIELD(CxCauseView, cause, CX_FIELD_TEXT, "Key of the root"),
    CX_FIELD(CxCauseView, name, CX_FIELD_TEXT, "What it is called"),
    CX_FIELD(CxCauseView, hear, CX_FIELD_TEXT, "What one hears or sees"),
    CX_FIELD(CxCauseView, ask, CX_FIELD_TEXT, "What tells it from the others when asked"),
    CX_FIELD_CHILD(CxCauseView, actions, CX_FIELD_LIST, &cx_view_text_type, "What fits it"),
};
const CxViewType cx_cause_view_type =
    CX_VIEW_TYPE("ResistanceCause", CxCauseView, cause_fields, "A root of resistance");

static const CxViewField work_fields[] = {
    CX_FIELD(CxResistanceWorkView, action, CX_FIELD_TEXT, "Key of the action"),
    CX_FIELD(CxResistanceWorkView, text, CX_FIELD_TEXT, "The action"),
    CX_FIELD(CxResistanceWorkView, n_tried, CX_FIELD_COUNT, "How often it was tried"),
    CX_FIELD(CxResistanceWorkView, n_eased, CX_FIELD_COUNT, "How often it eased after it"),
};
static const CxViewType work_type =
    CX_VIEW_TYPE("ResistanceWork", CxResistanceWorkView, work_fields,
                 "An action tried with three leaders or more");

static const CxViewField burden_fields[] = {
    CX_FIELD(CxBurdenView, name, CX_FIELD_TEXT, "The department"),
    CX_FIELD_PAGE(CxBurdenView, url, CX_FIELD_TEXT, "The departments"),
    CX_FIELD(CxBurdenView, n, CX_FIELD_COUNT, "How many changes it carries"),
    CX_FIELD_CHILD(CxBurdenView, items, CX_FIELD_LIST, &cx_view_text_type, "Which"),
    CX_FIELD_PAGE(CxBurdenView, has_items, CX_FIELD_FLAG, "Whether there is any"),
};
static const CxViewType burden_type =
    CX_VIEW_TYPE("Burden", CxBurdenView, burden_fields, "How much change a department carries");

static const CxViewField page_fields[] = {
    CX_FIELD(CxResistancePageView, headline, CX_FIELD_TEXT, "What it says in a sentence"),
    CX_FIELD(CxResistancePageView, is_on, CX_FIELD_FLAG, "Whether such notes are kept here"),
    CX_FIELD(CxResistancePageView, can_read, CX_FIELD_FLAG, "Whether this reader sees them"),
    CX_FIELD_CHILD(CxResistancePageView, open, CX_FIELD_LIST, &cx_resistance_view_type,
                   "Cases that are open; for readers"),
    CX_FIELD_CHILD(CxResistancePageView, closed, CX_FIELD_LIST, &cx_resistance_view_type,
                   "Cases that eased or were none; for readers"),
    CX_FIELD_PAGE(CxResistancePageView, has_open, CX_FIELD_FLAG, "Whether there is any"),
    CX_FIELD_PAGE(CxResistancePageView, has_closed, CX_FIELD_FLAG, "Whether there is any"),
    CX_FIELD_CHILD(CxResistancePageView, works, CX_FIELD_LIST, &work_type,
                   "What works, without names; for readers"),
    CX_FIELD_PAGE(CxResistancePageView, has_works, CX_FIELD_FLAG, "Whether there is any"),
    CX_FIELD_CHILD(CxResistancePageView, causes, CX_FIELD_LIST, &cx_cause_view_type,
                   "Roots, and how to tell them apart"),
    CX_FIELD_CHILD(CxResistancePageView, burdens, CX_FIELD_LIST, &burden_type,
                   "How much change each department carries, the heaviest first"),
    CX_FIELD_CHILD_PAGE(CxResistancePageView, form, CX_FIELD_OBJECT, &cx_form_view_type,
                        "To note a sign"),
};
const CxViewType cx_resistance_page_type =
    CX_VIEW_TYPE("ResistancePage", CxResistancePageView, page_fields,
                 "Resistance, its roots and plans, and what departments carry");

/* ---- Words ---- */

#define SAY(ctx, key, ...)                                                                         \
    cx_arena_take((ctx)->arena, cx_message_format((ctx)->catalogue, (key), __VA_ARGS__))

static const char *
words(CxCtx *ctx, const char *area, const char *key, const char *part)
{
    g_autofree char *full = g_strconcat(area, key, part, NULL);
    return cx_message_text(ctx->catalogue, full);
}

static const char *
day_text(CxCtx *ctx, CxDay day)
{
    return cx_day_is_none(day) ? "" : cx_arena_take(ctx->arena, cx_day_format_long(day));
}

static const char *
key_text(CxCtx *ctx, const CxResistanceEntry *entry)
{
    static const char *const areas[CX_RESISTANCE_N] = {
        [CX_RESISTANCE_SIGNAL] = "resistance.signal.short.",
        [CX_RESISTANCE_CAUSE] = "cause.",
        [CX_RESISTANCE_PLAN] = "cause.",
        [CX_RESISTANCE_OUTCOME] = "resistance.outcome.",
    };
    return *entry->key != '\0' ? words(ctx, areas[entry->kind], entry->key, "") : NULL;
}

const char *
cx_resistance_entry_text(CxCtx *ctx, const CxResistanceEntry *entry)
{
    return SAY(ctx, "resistance.entry", CX_ARG_TEXT("kind", cx_resistance_kind_key(entry->kind)),
               CX_ARG_TEXT("has_key", *entry->key != '\0' ? "yes" : "no"),
               CX_ARG_TEXT("key", key_text(ctx, entry)), CX_ARG_TEXT("what", entry->what),
               CX_ARG_TEXT("who", entry->noted_by), CX_ARG_TEXT("day", day_text(ctx, entry->day)));
}

CxCauseView
cx_cause_view(CxCtx *ctx, CxCause cause)
{
    static const char *const parts[CX_CAUSE_ACTIONS] = { ".1", ".2", ".3" };
    const char *key = cx_cause_key(cause);
    const char **actions = cx_arena_new0_n(ctx->arena, const char *, CX_CAUSE_ACTIONS);
    for (size_t i = 0; i < CX_CAUSE_ACTIONS; i++)
        actions[i] = words(ctx, "cause.", key, parts[i]);
    return (CxCauseView){
        .cause = key,
        .name = words(ctx, "cause.", key, ""),
        .hear = words(ctx, "cause.", key, ".hear"),
        .ask = words(ctx, "cause.", key, ".ask"),
        .actions = CX_VIEW_LIST(actions, CX_CAUSE_ACTIONS),
    };
}

/* ---- Cases ---- */

static const char *
next_text(CxCtx *ctx, const CxResistance *resistance)
{
    g_autofree char *key =
        g_strconcat("resistance.state.", cx_resistance_state_key(resistance->state), NULL);
    const bool is_closed = resistance->state == CX_RESISTANCE_IS_CLOSED;
    const CxDay day = is_closed                  ? resistance->outcome->day
                      : resistance->plan != NULL ? resistance->plan->due
                                                 : CX_DAY_NONE;
    return SAY(ctx, key, CX_ARG_TEXT("day", day_text(ctx, day)),
               CX_ARG_TEXT("outcome", is_closed ? key_text(ctx, resistance->outcome) : ""));
}

static CxViewList
list_entries(CxCtx *ctx, const CxResistance *resistance)
{
    CxResistanceEntryView *views =
        cx_arena_new0_n(ctx->arena, CxResistanceEntryView, resistance->n_entries);
    for (size_t i = 0; i < resistance->n_entries; i++) {
        const CxResistanceEntry *entry = &resistance->entries[i];
        views[i] = (CxResistanceEntryView){ .kind = cx_resistance_kind_key(entry->kind),
                                            .key = entry->key,
                                            .said = cx_resistance_entry_text(ctx, entry),
                                            .day = entry->day };
    }
    return CX_VIEW_LIST(views, resistance->n_entries);
}

static CxResistanceView
case_view(CxCtx *ctx, const GPtrArray *leaders, const CxResistance *resistance)
{
    const bool is_running =
        resistance->state == CX_RESISTANCE_IS_PLANNED || resistance->state == CX_RESISTANCE_IS_DUE;
    CxResistanceView view = {
        .id = resistance->id,
        .leader = resistance->leader.v,
        .url = cx_arena_printf(ctx->arena, "/leaders/resistance/%" PRId64, resistance->id),
        .state = cx_resistance_state_key(resistance->state),
        .next = next_text(ctx, resistance),
        .signal =
            resistance->signal != NULL ? cx_resistance_entry_text(ctx, resistance->signal) : NULL,
        .cause = resistance->cause != NULL ? key_text(ctx, resistance->cause) : NULL,
        .cause_key = resistance->cause != NULL ? resistance->cause->key : NULL,
        .plan = resistance->plan != NULL ? resistance->plan->what : NULL,
        .recheck = is_running ? resistance->plan->due : CX_DAY_NONE,
        .is_due = resistance->state == CX_RESISTANCE_IS_DUE,
        .is_closed = resistance->state == CX_RESISTANCE_IS_CLOSED,
        .entries = list_entries(ctx, resistance),
    };
    for (guint i = 0; i < leaders->len; i++) {
        const CxLeader *leader = leaders->pdata[i];
        if (leader->id.v == resistance->leader.v)
            view.name = cx_arena_text(ctx->arena, leader->name);
    }
    return view;
}

const CxResistanceView *
cx_resistance_view(CxCtx *ctx, int64_t id, GError **error)
{
    CxResistances all;
    if (!cx_resistance_list(ctx, &all, error))
        return NULL;
    g_autoptr(GPtrArray) leaders = cx_leader_list(ctx, error);
    if (leaders == NULL)
        return NULL;
    for (size_t i = 0; i < all.n; i++) {
        if (all.items[i].id != id)
            continue;
        CxResistanceView *view = cx_arena_new0(ctx->arena, CxResistanceView);
        *view = case_view(ctx, leaders, &all.items[i]);
        return view;
    }
    g_set_error_literal(error, CX_ERROR, CX_ERROR_NOT_FOUND, "there is no such note of resistance");
    return NULL;
}

static void
add_works(CxCtx *ctx, const CxResistances *all, CxResistancePageView *view)
{
    size_t n = 0;
    const CxResistanceWork *works = cx_resistance_sum(ctx->arena, all, &n);
    CxResistanceWorkView *views = cx_arena_new0_n(ctx->arena, CxResistanceWorkView, n);
    for (size_t i = 0; i < n; i++) {
        views[i] = (CxResistanceWorkView){ .action = works[i].action,
                                           .text = words(ctx, "cause.", works[i].action, ""),
                                           .n_tried = works[i].n_tried,
                                           .n_eased = works[i].n_eased };
    }
    view->works = CX_VIEW_LIST(views, n);
    view->has_works = n > 0;
}

static bool
add_cases(CxCtx *ctx, CxResistancePageView *view, GError **error)
{
    CxResistances all;
    if (!cx_resistance_list(ctx, &all, error))
        return false;
    g_autoptr(GPtrArray) leaders = cx_leader_list(ctx, error);
    if (leaders == NULL)
        return false;
    CxResistanceView *open = cx_arena_new0_n(ctx->arena, CxResistanceView, all.n);
    CxResistanceView *closed = cx_arena_new0_n(ctx->arena, CxResistanceView, all.n);
    size_t n_open = 0;
    size_t n_closed = 0;
    int64_t n_due = 0;
    for (size_t i = 0; i < all.n; i++) {
        const CxResistanceView each = case_view(ctx, leaders, &all.items[i]);
        n_due += each.is_due;
        if (each.is_closed)
            closed[n_closed++] = each;
        else
            open[n_open++] = each;
    }
    view->open = CX_VIEW_LIST(open, n_open);
    view->closed = CX_VIEW_LIST(closed, n_closed);
    view->has_open = n_open > 0;
    view->has_closed = n_closed > 0;
    view->headline =
        SAY(ctx, "resistance.headline", CX_ARG_NUMBER("n", n_open), CX_ARG_NUMBER("due", n_due));
    add_works(ctx, &all, view);
    return true;
}

/* ---- What departments carry ---- */

enum { BURDEN_WORDS_MAX = 5 };

static CxBurdenView
burden_view(CxCtx *ctx, const CxBurden *burden)
{
    const char **items =
        cx_arena_new0_n(ctx->arena, const char *, burden->n_carries + BURDEN_WORDS_MAX);
    size_t n = 0;
    for (size_t i = 0; i < burden->n_carries; i++)
        items[n++] = burden->carries[i];
    if (burden->n_reorgs > 0)
        items[n++] = SAY(ctx, "burden.reorg", CX_ARG_NUMBER("n", burden->n_reorgs));
    if (burden->head == NULL) {
        items[n++] = cx_message_text(ctx->catalogue, "burden.vacant");
    } else if (!cx_day_is_none(burden->head_since)) {
        items[n++] = SAY(ctx, "burden.head", CX_ARG_TEXT("day", day_text(ctx, burden->head_since)));
    }
    if (burden->n_new_targets > 0)
        items[n++] = SAY(ctx, "burden.target", CX_ARG_NUMBER("n", burden->n_new_targets));
    if (burden->n_promises > 0)
        items[n++] = SAY(ctx, "burden.promise", CX_ARG_NUMBER("n", burden->n_promises));
    return (CxBurdenView){ .name = burden->name,
                           .url = "/departments",
                           .n = burden->n,
                           .items = CX_VIEW_LIST(items, n),
                           .has_items = n > 0 };
}

static bool
add_burdens(CxCtx *ctx, CxResistancePageView *view, GError **error)
{
    CxBurdens burdens;
    if (!cx_burden_list(ctx, &burdens, error))
        return false;
    CxBurdenView *views = cx_arena_new0_n(ctx->arena, CxBurdenView, burdens.n);
    for (size_t i = 0; i < burdens.n; i++)
        views[i] = burden_view(ctx, &burdens.items[i]);
    view->burdens = CX_VIEW_LIST(views, burdens.n);
    return true;
}

CxResistancePageView *
cx_resistance_page_view(CxCtx *ctx, GError **error)
{
    CxBasis basis;
    CxResistancePageView *view = cx_arena_new0(ctx->arena, CxResistancePageView);
    if (!cx_ctx_check_change(ctx, "see what is known of resistance", error) ||
        !cx_basis_load(ctx, &basis, error) || !add_burdens(ctx, view, error))
        return NULL;
    CxCauseView *causes = cx_arena_new0_n(ctx->arena, CxCauseView, CX_CAUSE_N);
    for (size_t i = 0; i < CX_CAUSE_N; i++)
        causes[i] = cx_cause_view(ctx, (CxCause)i);
    view->causes = CX_VIEW_LIST(causes, CX_CAUSE_N);
    view->is_on = basis.is_on;
    view->can_read = cx_basis_can_read(ctx, &basis);
    view->headline = cx_message_text(ctx->catalogue, basis.is_on ? "resistance.headline.facts"
                                                                 : "resistance.headline.off");
    return view->can_read && !add_cases(ctx, view, error) ? NULL : view;
}
