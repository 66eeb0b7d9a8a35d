/* The reader's calendar address: made, shown once, renewed, ended; and what a calendar program reads
 * under it. */
#include "engage/feed.h"

#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "pages/pages.h"
#include "tell/feed_calendar.h"

typedef struct {
    const char *since;   /* in words; NULL: there is none */
    const char *address; /* shown once, when it was made */
    const char *what;    /* stands in it, for this reader */
} FeedView;

static const CxViewField feed_fields[] = {
    CX_FIELD(FeedView, since, CX_FIELD_TEXT, "Since when there is one, null: there is none"),
    CX_FIELD(FeedView, address, CX_FIELD_TEXT, "The address, when it was just made"),
    CX_FIELD_PAGE(FeedView, what, CX_FIELD_TEXT, "What stands in it"),
};
const CxViewType cx_feed_view_type =
    CX_VIEW_TYPE("CalendarFeed", FeedView, feed_fields, "The reader's calendar address");

static bool
show(CxCtx *ctx, const char *address, CxReply *reply, GError **error)
{
    CxInstant made_at = { 0 };
    if (!cx_feed_since(ctx, &made_at, error))
        return false;
    FeedView view = {
        .address = address,
        .what = cx_message_text(ctx->catalogue,
                                ctx->wall.can_change_program ? "feed.what.team" : "feed.what.own"),
    };
    g_autoptr(GTimeZone) zone = made_at.us != 0 ? cx_zone_load(ctx->zone, NULL) : NULL;
    if (zone != NULL)
        view.since = cx_arena_take(ctx->arena, cx_instant_format_long(made_at, zone));
    const char *title = cx_message_text(ctx->catalogue, "feed.title");
    return cx_reply_view(reply, "feed", title, &cx_feed_view_type, &view, error);
}

bool
cx_page_feed(CxCtx *ctx, CX_UNUSED const CxRequest *request, CxReply *reply, GError **error)
{
    return show(ctx, NULL, reply, error);
}

bool
cx_page_feed_renew(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    g_autofree char *secret = NULL;
    if (!cx_feed_renew(ctx, &secret, error))
        return false;
    cx_reply_status(reply, 201);
    cx_reply_no_store(reply);
    return show(ctx,
                cx_arena_printf(ctx->arena, "%s/feeds/%s/coalition.ics", cx_request_origin(request),
                                secret),
                reply, error);
}

bool
cx_page_feed_end(CxCtx *ctx, CX_UNUSED const CxRequest *request, CxReply *reply, GError **error)
{
    if (!cx_feed_end(ctx, error))
        return false;
    cx_reply_redirect(reply, "/account/calendar");
    return true;
}

/* The secret in the address says who reads; the wall is theirs, as of now. */
bool
cx_page_feed_read(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    CxUserId user = { 0 };
    if (!cx_feed_find(ctx, cx_request_param(request, "secret"), &user, error))
        return false;
    g_autoptr(CxCtx) own = cx_ctx_open_user(ctx->db, NULL, user, ctx->now, error);
    if (own == NULL)
        return false;
    own->catalogue = ctx->catalogue;
    cx_ctx_set_zone(own, ctx->zone);
    char *calendar = cx_feed_calendar(own, cx_request_origin(request), error);
    if (calendar == NULL)
        return false;
    g_autoptr(GBytes) bytes = g_bytes_new_take(calendar, strlen(calendar));
    cx_reply_bytes(reply, "text/calendar; charset=utf-8", bytes, "coalition.ics");
    cx_reply_no_store(reply);
    return true;
}
