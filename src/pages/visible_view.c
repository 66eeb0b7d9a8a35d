#include "pages/visible_view.h"

#include <inttypes.h>

#include "base/civil.h"
#include "pages/leader_choices.h"
#include "people/leader.h"

#define QUIET_DAYS 91 /* a quarter without a word */

static const CxViewField commitment_fields[] = {
    CX_FIELD(CxCommitmentRow, id, CX_FIELD_COUNT, "Id"),
    CX_FIELD_DATA(CxCommitmentRow, leader_id, CX_FIELD_COUNT, "Id of the leader"),
    CX_FIELD(CxCommitmentRow, leader, CX_FIELD_TEXT, "Name of the leader"),
    CX_FIELD_PAGE(CxCommitmentRow, leader_url, CX_FIELD_TEXT, "Their page"),
    CX_FIELD(CxCommitmentRow, what, CX_FIELD_TEXT, "What they committed to"),
    CX_FIELD_DATA(CxCommitmentRow, made_on, CX_FIELD_DAY, "The day they did"),
    CX_FIELD_DATA(CxCommitmentRow, due_on, CX_FIELD_DAY, "By when"),
    CX_FIELD_DATA(CxCommitmentRow, ended_on, CX_FIELD_DAY, "When it ended, null while open"),
    CX_FIELD_DATA(CxCommitmentRow, state, CX_FIELD_TEXT, "open, done or withdrawn"),
    CX_FIELD(CxCommitmentRow, evidence, CX_FIELD_TEXT, "How it shows that it happened, or null"),
    CX_FIELD_PAGE(CxCommitmentRow, said, CX_FIELD_TEXT, "Its days as read"),
    CX_FIELD(CxCommitmentRow, is_overdue, CX_FIELD_FLAG, "Open, and its day is over"),
    CX_FIELD_PAGE(CxCommitmentRow, done_url, CX_FIELD_TEXT, "Where it is said to be done"),
    CX_FIELD_PAGE(CxCommitmentRow, withdraw_url, CX_FIELD_TEXT, "Where it is withdrawn"),
};
const CxViewType cx_commitment_type = CX_VIEW_TYPE("Commitment", CxCommitmentRow, commitment_fields,
                                                   "Something a leader committed to in person");

static const CxViewField communication_fields[] = {
    CX_FIELD(CxCommunicationRow, id, CX_FIELD_COUNT, "Id"),
    CX_FIELD_DATA(CxCommunicationRow, leader_id, CX_FIELD_COUNT, "Id of the leader"),
    CX_FIELD(CxCommunicationRow, leader, CX_FIELD_TEXT, "Name of the leader"),
    CX_FIELD_DATA(CxCommunicationRow, day, CX_FIELD_DAY, "The day"),
    CX_FIELD_PAGE(CxCommunicationRow, day_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD_DATA(CxCommunicationRow, channel, CX_FIELD_TEXT,
                  "meeting, mail, video, page, chat or other"),
    CX_FIELD_PAGE(CxCommunicationRow, said, CX_FIELD_TEXT, "Channel, audience, subject as read"),
    CX_FIELD_DATA(CxCommunicationRow, audience, CX_FIELD_TEXT, "To whom"),
    CX_FIELD(CxCommunicationRow, about, CX_FIELD_TEXT, "About what"),
    CX_FIELD_PAGE(CxCommunicationRow, withdraw_url, CX_FIELD_TEXT, "Where it is taken back"),
};
static const CxViewType communication_type = CX_VIEW_TYPE(
    "Communication", CxCommunicationRow, communication_fields, "What a leader said, to whom");

static const CxViewField quiet_fields[] = {
    CX_FIELD(CxQuietView, name, CX_FIELD_TEXT, "Name of the leader"),
    CX_FIELD_PAGE(CxQuietView, url, CX_FIELD_TEXT, "What they could speak of"),
};
static const CxViewType quiet_type =
    CX_VIEW_TYPE("QuietLeader", CxQuietView, quiet_fields, "Who said nothing for a quarter");

static const CxViewField visible_fields[] = {
    CX_FIELD(CxVisibleView, headline, CX_FIELD_TEXT, "Where it stands, in a sentence"),
    CX_FIELD_CHILD(CxVisibleView, open, CX_FIELD_LIST, &cx_commitment_type,
                   "Open commitments, the first due first"),
    CX_FIELD_CHILD(CxVisibleView, ended, CX_FIELD_LIST, &cx_commitment_type, "Done or withdrawn"),
    CX_FIELD_CHILD(CxVisibleView, communications, CX_FIELD_LIST, &communication_type,
                   "What leaders said, newest first"),
    CX_FIELD_CHILD(CxVisibleView, quiet, CX_FIELD_LIST, &quiet_type,
                   "For the CX team: leaders in office who said nothing for a quarter"),
    CX_FIELD_CHILD(CxVisibleView, called, CX_FIELD_LIST, &cx_call_view_type,
                   "Calls that were made, newest first"),
    CX_FIELD_PAGE(CxVisibleView, has_called, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_PAGE(CxVisibleView, has_open, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_PAGE(CxVisibleView, has_ended, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_PAGE(CxVisibleView, has_communications, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_PAGE(CxVisibleView, has_quiet, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_PAGE(CxVisibleView, is_team, CX_FIELD_FLAG, "Whether the reader is of the CX team"),
    CX_FIELD_CHILD_PAGE(CxVisibleView, commit_form, CX_FIELD_OBJECT, &cx_form_view_type,
                        "To commit to something"),
    CX_FIELD_CHILD_PAGE(CxVisibleView, say_form, CX_FIELD_OBJECT, &cx_form_view_type,
                        "To note what was said"),
};
const CxViewType cx_visible_view_type =
    CX_VIEW_TYPE("Visible", CxVisibleView, visible_fields, "How leaders make customers visible");

/* ---- Filling ---- */

static const char *
say(CxCtx *ctx, const char *key, const CxMessageArg *args)
{
    return cx_arena_take(ctx->arena, cx_message_format_args(ctx->catalogue, key, args));
}

static const char *
day_text(CxCtx *ctx, CxDay day)
{
    return cx_day_is_none(day) ? NULL : cx_arena_take(ctx->arena, cx_day_format_long(day));
}

static CxCommitmentRow
commitment_row(CxCtx *ctx, const GPtrArray *leaders, const CxCommitment *from)
{
    const CxMessageArg args[] = {
        CX_ARG_TEXT("state", cx_commitment_state_key(from->state)),
        CX_ARG_TEXT("due", day_text(ctx, from->due_on)),
        CX_ARG_TEXT("ended", day_text(ctx, from->ended_on)),
        CX_ARG_TEXT("evidence", from->evidence),
        { .name = NULL },
    };
    CxCommitmentRow row = {
        .id = from->id,
        .leader_id = from->leader.v,
        .leader = cx_leader_name(ctx, leaders, from->leader),
        .leader_url = cx_arena_printf(ctx->arena, "/leaders/%" PRId64, from->leader.v),
        .what = from->what,
        .made_on = from->made_on,
        .due_on = from->due_on,
        .ended_on = from->ended_on,
        .state = cx_commitment_state_key(from->state),
        .evidence = from->evidence,
        .said = say(ctx, "visible.commitment", args),
        .is_overdue = cx_commitment_is_overdue(from, ctx->today),
    };
    if (from->state == CX_COMMITMENT_OPEN) {
        row.done_url =
            cx_arena_printf(ctx->arena, "/visible/commitments/%" PRId64 "/done", from->id);
        row.withdraw_url =
            cx_arena_printf(ctx->arena, "/visible/commitments/%" PRId64 "/withdraw", from->id);
    }
    return row;
}

typedef enum { STANDING, ENDED } Which;

static CxViewList
list_commitments(CxCtx *ctx, const GPtrArray *leaders, const CxCommitments *all, Which which)
{
    CxCommitmentRow *rows = cx_arena_new0_n(ctx->arena, CxCommitmentRow, all->n);
    size_t n = 0;
    for (size_t i = 0; i < all->n; i++) {
        const Which state = all->items[i].state == CX_COMMITMENT_OPEN ? STANDING : ENDED;
        if (state == which)
            rows[n++] = commitment_row(ctx, leaders, &all->items[i]);
    }
    return CX_VIEW_LIST(rows, n);
}

bool
cx_commitment_rows(CxCtx *ctx, CxLeaderId leader, CxViewList *ret_rows, GError **error)
{
    CxCommitments all;
    g_autoptr(GPtrArray) leaders = cx_leader_list(ctx, error);
    if (leaders == NULL || !cx_commitment_list(ctx, &all, error))
        return false;
    CxCommitmentRow *rows = cx_arena_new0_n(ctx->arena, CxCommitmentRow, all.n);
    size_t n = 0;
    for (size_t i = 0; i < all.n; i++) {
        if (all.items[i].leader.v == leader.v && all.items[i].state == CX_COMMITMENT_OPEN)
            rows[n++] = commitment_row(ctx, leaders, &all.items[i]);
    }
    *ret_rows = CX_VIEW_LIST(rows, n);
    return true;
}

static CxViewList
list_communications(CxCtx *ctx, const GPtrArray *leaders, const CxCommunications *all)
{
    CxCommunicationRow *rows = cx_arena_new0_n(ctx->arena, CxCommunicationRow, all->n);
    for (size_t i = 0; i < all->n; i++) {
        const CxCommunication *from = &all->items[i];
        const char *channel = cx_channel_key(from->channel);
        const CxMessageArg args[] = { CX_ARG_TEXT("channel", channel),
                                      CX_ARG_TEXT("audience", from->audience),
                                      CX_ARG_TEXT("about", from->about),
                                      { .name = NULL } };
        rows[i] = (CxCommunicationRow){
            .id = from->id,
            .leader_id = from->leader.v,
            .leader = cx_leader_name(ctx, leaders, from->leader),
            .day = from->day,
            .day_text = day_text(ctx, from->day),
            .channel = channel,
            .said = say(ctx, "visible.said", args),
            .audience = from->audience,
            .about = from->about,
        };
        if (ctx->wall.can_change_program) {
            rows[i].withdraw_url =
                cx_arena_printf(ctx->arena, "/visible/said/%" PRId64 "/withdraw", from->id);
        }
    }
    return CX_VIEW_LIST(rows, all->n);
}

static bool
spoke_since(const CxCommunications *all, CxLeaderId leader, CxDay day)
{
    for (size_t i = 0; i < all->n; i++) {
        if (all->items[i].leader.v == leader.v && all->items[i].day.v >= day.v)
            return true;
    }
    return false;
}

/* Nobody is called quiet where nothing is noted of anybody. */
static CxViewList
list_quiet(CxCtx *ctx, const GPtrArray *leaders, const CxCommunications *all)
{
    CxQuietView *quiet = cx_arena_new0_n(ctx->arena, CxQuietView, leaders->len);
    const CxDay since = { ctx->today.v - QUIET_DAYS };
    size_t n = 0;
    for (guint i = 0; all->n > 0 && ctx->wall.can_change_program && i < leaders->len; i++) {
        const CxLeader *leader = g_ptr_array_index(leaders, i);
        if (cx_leader_term(leader, ctx->today) == NULL || spoke_since(all, leader->id, since))
            continue;
        quiet[n++] = (CxQuietView){ cx_arena_text(ctx->arena, leader->name),
                                    cx_arena_printf(ctx->arena, "/leaders/%" PRId64 "/brief",
                                                    leader->id.v) };
    }
    return CX_VIEW_LIST(quiet, n);
}

static const char *
headline(CxCtx *ctx, const CxVisibleView *view)
{
    const CxCommitmentRow *open = view->open.items;
    size_t n_overdue = 0;
    for (size_t i = 0; i < view->open.n; i++)
        n_overdue += open[i].is_overdue;
    return say(ctx, "visible.headline",
               (const CxMessageArg[]){ CX_ARG_NUMBER("n", (double)view->open.n),
                                       CX_ARG_NUMBER("overdue", (double)n_overdue),
                                       { .name = NULL } });
}

CxVisibleView *
cx_visible_view(CxCtx *ctx, GError **error)
{
    CxCommitments commitments;
    CxCommunications communications;
    g_autoptr(GPtrArray) leaders = cx_leader_list(ctx, error);
    if (leaders == NULL || !cx_commitment_list(ctx, &commitments, error) ||
        !cx_communication_list(ctx, &communications, error))
        return NULL;
    CxVisibleView *view = cx_arena_new0(ctx->arena, CxVisibleView);
    if (!cx_call_views(ctx, (CxLeaderId){ 0 }, CX_CALLS_ENDED, &view->called, error))
        return NULL;
    view->has_called = view->called.n > 0;
    view->open = list_commitments(ctx, leaders, &commitments, STANDING);
    view->ended = list_commitments(ctx, leaders, &commitments, ENDED);
    view->communications = list_communications(ctx, leaders, &communications);
    view->quiet = list_quiet(ctx, leaders, &communications);
    view->has_open = view->open.n > 0;
    view->has_ended = view->ended.n > 0;
    view->has_communications = view->communications.n > 0;
    view->has_quiet = view->quiet.n > 0;
    view->is_team = ctx->wall.can_change_program;
    view->headline = headline(ctx, view);
    return view;
}

/* ---- What is held of one leader ---- */

static void
add_commitments(CxCtx *ctx, CxViewList rows, CxLeaderId leader, GPtrArray *texts)
{
    const CxCommitmentRow *items = rows.items;
    for (size_t i = 0; i < rows.n; i++) {
        if (items[i].leader_id == leader.v) {
            g_ptr_array_add(texts,
                            cx_arena_printf(ctx->arena, "%s, %s", items[i].what, items[i].said));
        }
    }
}

/* Without the customers' names: the paper is about the leader. */
static void
add_calls(CxCtx *ctx, CxViewList rows, CxLeaderId leader, GPtrArray *texts)
{
    const CxCallView *items = rows.items;
    for (size_t i = 0; i < rows.n; i++) {
        if (items[i].leader_id == leader.v) {
            char *text = cx_message_format(ctx->catalogue, "visible.held.call",
                                           CX_ARG_TEXT("outcome", items[i].outcome),
                                           CX_ARG_TEXT("when", items[i].when));
            g_ptr_array_add(texts, cx_arena_take(ctx->arena, text));
        }
    }
}

bool
cx_visible_held(CxCtx *ctx, CxLeaderId leader, CxViewList *ret_texts, GError **error)
{
    const CxVisibleView *view = cx_visible_view(ctx, error);
    if (view == NULL)
        return false;
    g_autoptr(GPtrArray) texts = g_ptr_array_new();
    add_commitments(ctx, view->open, leader, texts);
    add_commitments(ctx, view->ended, leader, texts);
    add_calls(ctx, view->called, leader, texts);
    const CxCommunicationRow *said = view->communications.items;
    for (size_t i = 0; i < view->communications.n; i++) {
        if (said[i].leader_id == leader.v) {
            g_ptr_array_add(texts,
                            cx_arena_printf(ctx->arena, "%s, %s", said[i].said, said[i].day_text));
        }
    }
    const char **kept = cx_arena_new0_n(ctx->arena, const char *, texts->len);
    for (guint i = 0; i < texts->len; i++)
        kept[i] = texts->pdata[i];
    *ret_texts = CX_VIEW_LIST(kept, texts->len);
    return true;
}
