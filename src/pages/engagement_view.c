#include "pages/engagement_view.h"

#include <inttypes.h>

#include "base/civil.h"
#include "engage/engagement.h"
#include "engage/inherit.h"

/* ---- Fields ---- */

static const CxViewField contact_fields[] = {
    CX_FIELD(CxContactView, day, CX_FIELD_DAY, "The day"),
    CX_FIELD_PAGE(CxContactView, day_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD(CxContactView, kind, CX_FIELD_TEXT, "meeting, call, mail or message"),
    CX_FIELD(CxContactView, with_sponsor, CX_FIELD_FLAG, "Whether the sponsor was there"),
    CX_FIELD(CxContactView, topic, CX_FIELD_TEXT, "What it was about"),
    CX_FIELD_PAGE(CxContactView, said, CX_FIELD_TEXT, "All of it but the day, as read"),
};
static const CxViewType contact_type =
    CX_VIEW_TYPE("Contact", CxContactView, contact_fields, "A contact with a leader");

static const CxViewField promise_fields[] = {
    CX_FIELD(CxPromiseView, id, CX_FIELD_COUNT, "Id"),
    CX_FIELD(CxPromiseView, what, CX_FIELD_TEXT, "What was promised"),
    CX_FIELD(CxPromiseView, direction, CX_FIELD_TEXT, "ours: to the leader; theirs: by the leader"),
    CX_FIELD(CxPromiseView, made_on, CX_FIELD_DAY, "The day it was made"),
    CX_FIELD(CxPromiseView, due_on, CX_FIELD_DAY, "The day it is due, null when none was named"),
    CX_FIELD(CxPromiseView, is_overdue, CX_FIELD_FLAG, "Whether that day is over"),
    CX_FIELD(CxPromiseView, origin, CX_FIELD_TEXT,
             "Who had the office it was taken over with, null when it was made with this leader"),
    CX_FIELD_PAGE(CxPromiseView, said, CX_FIELD_TEXT, "Whose it is and its days, as read"),
    CX_FIELD_PAGE(CxPromiseView, kept_url, CX_FIELD_TEXT, "Where it is said to be kept"),
    CX_FIELD_PAGE(CxPromiseView, withdrawn_url, CX_FIELD_TEXT, "Where it is withdrawn"),
};
const CxViewType cx_promise_view_type =
    CX_VIEW_TYPE("Promise", CxPromiseView, promise_fields, "An open promise");

static const CxViewField inherited_fields[] = {
    CX_FIELD(CxInheritedView, id, CX_FIELD_COUNT, "Id"),
    CX_FIELD(CxInheritedView, what, CX_FIELD_TEXT, "What was promised"),
    CX_FIELD(CxInheritedView, direction, CX_FIELD_TEXT, "ours: to them; theirs: by them"),
    CX_FIELD(CxInheritedView, origin, CX_FIELD_TEXT, "Who had the office"),
    CX_FIELD(CxInheritedView, made_on, CX_FIELD_DAY, "The day it was made"),
    CX_FIELD(CxInheritedView, due_on, CX_FIELD_DAY, "The day it is due, null when none was named"),
    CX_FIELD_PAGE(CxInheritedView, said, CX_FIELD_TEXT, "Whose it is and its days, as read"),
    CX_FIELD_PAGE(CxInheritedView, accept_url, CX_FIELD_TEXT, "Where it is accepted"),
    CX_FIELD_PAGE(CxInheritedView, decline_url, CX_FIELD_TEXT, "Where it is declined"),
};
const CxViewType cx_inherited_view_type =
    CX_VIEW_TYPE("InheritedPromise", CxInheritedView, inherited_fields,
                 "A promise still open with whoever had the office before");

static const CxViewField said_fields[] = {
    CX_FIELD(CxSaidView, day, CX_FIELD_DAY, "The day it was said"),
    CX_FIELD_PAGE(CxSaidView, day_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD(CxSaidView, what, CX_FIELD_TEXT, "What it was about"),
};
static const CxViewType said_type =
    CX_VIEW_TYPE("Said", CxSaidView, said_fields, "What a leader wants, or was thanked for");

static const CxViewField engagement_fields[] = {
    CX_FIELD(CxEngagementView, state, CX_FIELD_TEXT,
             "First meeting: none, early, open, closing, missed or met; for the CX team"),
    CX_FIELD(CxEngagementView, opens_on, CX_FIELD_DAY, "First day of its window"),
    CX_FIELD(CxEngagementView, closes_on, CX_FIELD_DAY, "Last day of its window"),
    CX_FIELD(CxEngagementView, propose_on, CX_FIELD_DAY, "The day to propose"),
    CX_FIELD_PAGE(CxEngagementView, window, CX_FIELD_TEXT, "The window as read"),
    CX_FIELD_PAGE(CxEngagementView, propose_text, CX_FIELD_TEXT,
                  "The same as read; on the command line"),
    CX_FIELD_PAGE(CxEngagementView, meeting_url, CX_FIELD_TEXT, "The appointment"),
    CX_FIELD(CxEngagementView, weeks, CX_FIELD_COUNT, "Weeks in office; -1: not known"),
    CX_FIELD(CxEngagementView, last_on, CX_FIELD_DAY, "When last met or called"),
    CX_FIELD_PAGE(CxEngagementView, last_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD_CHILD(CxEngagementView, contacts, CX_FIELD_LIST, &contact_type,
                   "Contacts, newest first"),
    CX_FIELD_CHILD(CxEngagementView, promises, CX_FIELD_LIST, &cx_promise_view_type,
                   "Open promises, the first due first"),
    CX_FIELD_CHILD(CxEngagementView, inherited, CX_FIELD_LIST, &cx_inherited_view_type,
                   "For the CX team: open promises of who headed their department before"),
    CX_FIELD_PAGE(CxEngagementView, has_inherited, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_CHILD(CxEngagementView, declined, CX_FIELD_LIST, &cx_view_text_type,
                   "For the CX team: such promises that were declined, with the reason"),
    CX_FIELD_PAGE(CxEngagementView, has_declined, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_CHILD(CxEngagementView, priorities, CX_FIELD_LIST, &said_type, "What they want"),
    CX_FIELD_CHILD(CxEngagementView, thanks, CX_FIELD_LIST, &said_type,
                   "What they were thanked for"),
    CX_FIELD_PAGE(CxEngagementView, has_contacts, CX_FIELD_FLAG, "Whether there are contacts"),
    CX_FIELD_PAGE(CxEngagementView, has_promises, CX_FIELD_FLAG, "Whether promises are open"),
    CX_FIELD_PAGE(CxEngagementView, has_priorities, CX_FIELD_FLAG, "Whether a wish is known"),
    CX_FIELD_PAGE(CxEngagementView, has_thanks, CX_FIELD_FLAG, "Whether they were thanked"),
    CX_FIELD(CxEngagementView, n_kept, CX_FIELD_COUNT, "Promises kept, either way"),
    CX_FIELD_PAGE(CxEngagementView, kept_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD_PAGE(CxEngagementView, handle, CX_FIELD_TEXT, "What a line about them begins with"),
};
const CxViewType cx_engagement_view_type =
    CX_VIEW_TYPE("Engagement", CxEngagementView, engagement_fields,
                 "What is known of the program and one leader");

/* ---- Filling ---- */

static const char *
day_text(CxCtx *ctx, CxDay day)
{
    return cx_day_is_none(day) ? NULL : cx_arena_take(ctx->arena, cx_day_format_long(day));
}

static const char *
yes_no(bool is_yes)
{
    return is_yes ? "yes" : "no";
}

static CxViewList
list_contacts(CxCtx *ctx, const CxContacts *contacts)
{
    CxContactView *views = cx_arena_new0_n(ctx->arena, CxContactView, contacts->n);
    for (size_t i = 0; i < contacts->n; i++) {
        const CxContact *contact = &contacts->items[i];
        char *said = cx_message_format(ctx->catalogue, "engage.contact",
                                       CX_ARG_TEXT("kind", cx_contact_kind_key(contact->kind)),
                                       CX_ARG_TEXT("sponsor", yes_no(contact->with_sponsor)),
                                       CX_ARG_TEXT("has_topic", yes_no(contact->topic != NULL)),
                                       CX_ARG_TEXT("topic", contact->topic));
        views[i] = (CxContactView){ .day = contact->day,
                                    .day_text = day_text(ctx, contact->day),
                                    .kind = cx_contact_kind_key(contact->kind),
                                    .with_sponsor = contact->with_sponsor,
                                    .topic = contact->topic,
                                    .said = cx_arena_take(ctx->arena, said) };
    }
    return CX_VIEW_LIST(views, contacts->n);
}

static const char *
promise_said(CxCtx *ctx, const CxPromise *promise)
{
    const char *direction = cx_promise_direction_key(promise->direction);
    const char *due = day_text(ctx, promise->due_on);
    return cx_arena_take(
        ctx->arena,
        cx_message_format(ctx->catalogue, "engage.promise", CX_ARG_TEXT("direction", direction),
                          CX_ARG_TEXT("made", day_text(ctx, promise->made_on)),
                          CX_ARG_TEXT("has_due", yes_no(due != NULL)), CX_ARG_TEXT("due", due),
                          CX_ARG_TEXT("has_origin", yes_no(promise->origin != NULL)),
                          CX_ARG_TEXT("origin", promise->origin)));
}

static CxViewList
list_promises(CxCtx *ctx, const CxPromises *promises)
{
    CxPromiseView *views = cx_arena_new0_n(ctx->arena, CxPromiseView, promises->n);
    for (size_t i = 0; i < promises->n; i++) {
        const CxPromise *promise = &promises->items[i];
        views[i] = (CxPromiseView){ .id = promise->id,
                                    .what = promise->what,
                                    .direction = cx_promise_direction_key(promise->direction),
                                    .made_on = promise->made_on,
                                    .due_on = promise->due_on,
                                    .is_overdue = cx_promise_is_overdue(promise, ctx->today),
                                    .origin = promise->origin,
                                    .said = promise_said(ctx, promise) };
        const bool is_own =
            promise->leader.v == ctx->actor.leader.v && promise->direction == CX_PROMISE_THEIRS;
        if (!ctx->wall.can_change_program && !is_own)
            continue;
        views[i].kept_url = cx_arena_printf(ctx->arena, "/promises/%" PRId64 "/kept", promise->id);
        views[i].withdrawn_url =
            cx_arena_printf(ctx->arena, "/promises/%" PRId64 "/withdrawn", promise->id);
    }
    return CX_VIEW_LIST(views, promises->n);
}

static CxViewList
list_priorities(CxCtx *ctx, const CxPriorities *priorities)
{
    CxSaidView *views = cx_arena_new0_n(ctx->arena, CxSaidView, priorities->n);
    for (size_t i = 0; i < priorities->n; i++) {
        const CxPriority *priority = &priorities->items[i];
        views[i] = (CxSaidView){ priority->from, day_text(ctx, priority->from), priority->what };
    }
    return CX_VIEW_LIST(views, priorities->n);
}

static CxViewList
list_thanks(CxCtx *ctx, const CxCredits *credits)
{
    CxSaidView *views = cx_arena_new0_n(ctx->arena, CxSaidView, credits->n);
    for (size_t i = 0; i < credits->n; i++) {
        const CxCredit *credit = &credits->items[i];
        views[i] = (CxSaidView){ credit->day, day_text(ctx, credit->day), credit->what };
    }
    return CX_VIEW_LIST(views, credits->n);
}

static CxInheritedView
inherited_view(CxCtx *ctx, CxLeaderId leader, const CxPromise *promise, const char *origin)
{
    const char *base = cx_arena_printf(ctx->arena, "/leaders/%" PRId64 "/taken-over/%" PRId64,
                                       leader.v, promise->id);
    const char *due = day_text(ctx, promise->due_on);
    char *said = cx_message_format(
        ctx->catalogue, "engage.inherited.promise",
        CX_ARG_TEXT("direction", cx_promise_direction_key(promise->direction)),
        CX_ARG_TEXT("who", origin), CX_ARG_TEXT("made", day_text(ctx, promise->made_on)),
        CX_ARG_TEXT("has_due", yes_no(due != NULL)), CX_ARG_TEXT("due", due));
    return (CxInheritedView){
        .id = promise->id,
        .what = promise->what,
        .direction = cx_promise_direction_key(promise->direction),
        .origin = origin,
        .made_on = promise->made_on,
        .due_on = promise->due_on,
        .said = cx_arena_take(ctx->arena, said),
        .accept_url = cx_arena_printf(ctx->arena, "%s/accepted", base),
        .decline_url = cx_arena_printf(ctx->arena, "%s/declined", base),
    };
}

static CxViewList
list_declined(CxCtx *ctx, const CxPromises *declined)
{
    const char **texts = cx_arena_new0_n(ctx->arena, const char *, declined->n);
    for (size_t i = 0; i < declined->n; i++) {
        const CxPromise *promise = &declined->items[i];
        texts[i] = cx_arena_take(
            ctx->arena, cx_message_format(ctx->catalogue, "engage.inherited.declined",
                                          CX_ARG_TEXT("what", promise->what),
                                          CX_ARG_TEXT("reason", promise->declined),
                                          CX_ARG_TEXT("day", day_text(ctx, promise->ended_on))));
    }
    return CX_VIEW_LIST(texts, declined->n);
}

/* What was open between the program and whoever had the office before. */
static bool
list_inherited(CxCtx *ctx, const CxLeader *leader, CxEngagementView *view, GError **error)
{
    CxInherited inherited;
    if (!ctx->wall.can_change_program)
        return true;
    if (!cx_inherited_list(ctx, leader, &inherited, error))
        return false;
    CxInheritedView *views = cx_arena_new0_n(ctx->arena, CxInheritedView, inherited.promises.n);
    for (size_t i = 0; i < inherited.promises.n; i++) {
        views[i] =
            inherited_view(ctx, leader->id, &inherited.promises.items[i], inherited.owners[i]);
    }
    view->inherited = CX_VIEW_LIST(views, inherited.promises.n);
    view->declined = list_declined(ctx, &inherited.declined);
    view->has_inherited = inherited.promises.n > 0;
    view->has_declined = inherited.declined.n > 0;
    return true;
}

/* The window and what to propose: for those who propose it. */
static void
show_window(CxCtx *ctx, const CxLeader *leader, const CxOnboarding *onboarding,
            CxEngagementView *view)
{
    const bool is_known = !cx_day_is_none(onboarding->since);
    view->state = cx_onboarding_state_key(onboarding->state);
    view->opens_on = onboarding->opens_on;
    view->closes_on = onboarding->closes_on;
    view->propose_on = onboarding->propose_on;
    view->window = cx_arena_take(
        ctx->arena,
        cx_message_format(ctx->catalogue, "engage.window", CX_ARG_TEXT("state", view->state),
                          CX_ARG_TEXT("opens", day_text(ctx, onboarding->opens_on)),
                          CX_ARG_TEXT("closes", day_text(ctx, onboarding->closes_on)),
                          CX_ARG_TEXT("known", yes_no(is_known))));
    view->handle = cx_arena_printf(ctx->arena, "@%s ", leader->key);
    view->meeting_url =
        cx_arena_printf(ctx->arena, "/leaders/%" PRId64 "/meeting.ics", leader->id.v);
    if (cx_day_is_none(onboarding->propose_on))
        return;
    view->propose_text = cx_arena_take(
        ctx->arena, cx_message_format(ctx->catalogue, "engage.propose.day",
                                      CX_ARG_TEXT("day", day_text(ctx, onboarding->propose_on))));
}

const CxEngagementView *
cx_engagement_view(CxCtx *ctx, const CxLeader *leader, GError **error)
{
    CxEngagement engagement;
    if (!cx_engagement_load(ctx, leader, &engagement, error))
        return NULL;
    const CxDay last_on = engagement.last != NULL ? engagement.last->day : CX_DAY_NONE;
    char *last = cx_message_format(ctx->catalogue, "engage.last",
                                   CX_ARG_TEXT("known", yes_no(engagement.last != NULL)),
                                   CX_ARG_TEXT("day", day_text(ctx, last_on)));
    char *kept = cx_message_format(ctx->catalogue, "engage.promises.kept",
                                   CX_ARG_NUMBER("n", engagement.n_kept));
    CxEngagementView *view = cx_arena_new0_n(ctx->arena, CxEngagementView, 1);
    *view = (CxEngagementView){
        .opens_on = CX_DAY_NONE,
        .closes_on = CX_DAY_NONE,
        .propose_on = CX_DAY_NONE,
        .weeks = engagement.onboarding.weeks,
        .last_on = last_on,
        .last_text = cx_arena_take(ctx->arena, last),
        .contacts = list_contacts(ctx, &engagement.contacts),
        .promises = list_promises(ctx, &engagement.open),
        .priorities = list_priorities(ctx, &engagement.priorities),
        .thanks = list_thanks(ctx, &engagement.credits),
        .has_contacts = engagement.contacts.n > 0,
        .has_promises = engagement.open.n > 0,
        .has_priorities = engagement.priorities.n > 0,
        .has_thanks = engagement.credits.n > 0,
        .n_kept = engagement.n_kept,
        .kept_text = cx_arena_take(ctx->arena, kept),
    };
    if (ctx->wall.can_change_program)
        show_window(ctx, leader, &engagement.onboarding, view);
    return list_inherited(ctx, leader, view, error) ? view : NULL;
}
