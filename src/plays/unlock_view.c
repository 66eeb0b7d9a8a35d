#include "plays/unlock_view.h"

#include "base/civil.h"

static const CxViewField can_fields[] = {
    CX_FIELD(CxUnlockCanView, key, CX_FIELD_TEXT, "What can be done"),
    CX_FIELD(CxUnlockCanView, name, CX_FIELD_TEXT, "The same in words"),
    CX_FIELD_PAGE(CxUnlockCanView, title, CX_FIELD_TEXT, "The same as a line of its own"),
    CX_FIELD(CxUnlockCanView, url, CX_FIELD_TEXT, "Where"),
    CX_FIELD(CxUnlockCanView, play, CX_FIELD_TEXT, "The play that speaks then, or null"),
};
static const CxViewType can_type =
    CX_VIEW_TYPE("UnlockCan", CxUnlockCanView, can_fields, "Something the data makes possible");

static const CxViewField offer_fields[] = {
    CX_FIELD(CxUnlockOfferView, rank, CX_FIELD_COUNT, "1 is the most useful"),
    CX_FIELD(CxUnlockOfferView, key, CX_FIELD_TEXT, "Which file"),
    CX_FIELD(CxUnlockOfferView, kind, CX_FIELD_TEXT, "survey, roster, facts or past"),
    CX_FIELD(CxUnlockOfferView, name, CX_FIELD_TEXT, "The same in words"),
    CX_FIELD(CxUnlockOfferView, what, CX_FIELD_TEXT, "Which columns it has"),
    CX_FIELD(CxUnlockOfferView, why, CX_FIELD_TEXT, "What is lacking here"),
    CX_FIELD(CxUnlockOfferView, worth, CX_FIELD_COUNT, "What it would gain, for the ranking"),
    CX_FIELD_CHILD(CxUnlockOfferView, cans, CX_FIELD_LIST, &can_type,
                   "What it alone would make possible"),
    CX_FIELD_PAGE(CxUnlockOfferView, gain, CX_FIELD_TEXT, "The same in a line"),
};
static const CxViewType offer_type =
    CX_VIEW_TYPE("UnlockOffer", CxUnlockOfferView, offer_fields, "A file one could bring");

static const CxViewField unlock_fields[] = {
    CX_FIELD(CxUnlockView, headline, CX_FIELD_TEXT, "The sentence to remember"),
    CX_FIELD_CHILD_PAGE(CxUnlockView, next, CX_FIELD_OBJECT, &offer_type, "The most useful"),
    CX_FIELD_CHILD(CxUnlockView, offers, CX_FIELD_LIST, &offer_type, "Most useful first"),
    CX_FIELD_CHILD(CxUnlockView, cans, CX_FIELD_LIST, &can_type, "What is possible now"),
    CX_FIELD_CHILD_PAGE(CxUnlockView, others, CX_FIELD_LIST, &offer_type, "All but the first"),
    CX_FIELD_PAGE(CxUnlockView, has_others, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_PAGE(CxUnlockView, n_cans, CX_FIELD_COUNT, "How much is possible"),
    CX_FIELD_PAGE(CxUnlockView, kind, CX_FIELD_TEXT, "The kind of file this is about"),
};
const CxViewType cx_unlock_view_type =
    CX_VIEW_TYPE("Unlock", CxUnlockView, unlock_fields, "What files make possible");

/* A message of an area and a key, with a part of it. */
static const char *
say(CxCtx *ctx, const char *area, const char *key, const char *part)
{
    g_autofree char *name = g_strconcat("unlock.", area, key, part, NULL);
    return cx_message_text(ctx->catalogue, name);
}

static CxUnlockCanView
can_view(CxCtx *ctx, const CxUnlockCan *can)
{
    const char *name = say(ctx, "can.", can->key, "");
    char *title = cx_arena_text(ctx->arena, name);
    title[0] = g_ascii_toupper(title[0]);
    return (CxUnlockCanView){ can->key, name, title, can->url, can->play };
}

/* What is lacking, in this home's own numbers. */
static const char *
why_text(CxCtx *ctx, const CxUnlockOffer *offer, const CxHoldings *holdings)
{
    g_autofree char *name = g_strconcat("unlock.file.", offer->file->key, ".why", NULL);
    const bool is_met = (holdings->has & CX_HOLDING_CONTACTS) != 0;
    const char *period = "";
    if (!cx_day_is_none(holdings->first_day)) {
        period = cx_arena_take(ctx->arena,
                               cx_day_format_period(holdings->first_day, holdings->last_day));
    }
    return cx_arena_take(
        ctx->arena, cx_message_format(
                        ctx->catalogue, name, CX_ARG_NUMBER("leaders", holdings->n_leaders),
                        CX_ARG_NUMBER("without_start", holdings->n_without_start),
                        CX_ARG_NUMBER("without_head", holdings->n_without_head),
                        CX_ARG_TEXT("first", holdings->without_head),
                        CX_ARG_TEXT("met", is_met ? "yes" : "no"), CX_ARG_TEXT("period", period)));
}

static CxUnlockOfferView
offer_view(CxCtx *ctx, const CxUnlock *unlock, size_t i_offer)
{
    const CxUnlockOffer *offer = &unlock->offers[i_offer];
    CxUnlockCanView *cans = cx_arena_new0_n(ctx->arena, CxUnlockCanView, offer->n_cans);
    g_autoptr(GString) gain = g_string_new(NULL);
    for (size_t i = 0; i < offer->n_cans; i++) {
        cans[i] = can_view(ctx, offer->cans[i]);
        g_string_append_printf(gain, "%s%s", i > 0 ? "; " : "", cans[i].name);
    }
    return (CxUnlockOfferView){
        .rank = (int64_t)i_offer + 1,
        .key = offer->file->key,
        .kind = offer->file->kind,
        .name = say(ctx, "file.", offer->file->key, ""),
        .what = say(ctx, "file.", offer->file->key, ".what"),
        .why = why_text(ctx, offer, &unlock->holdings),
        .worth = offer->worth,
        .cans = CX_VIEW_LIST(cans, offer->n_cans),
        .gain = cx_arena_text(ctx->arena, gain->str),
    };
}

static CxViewList
list_cans(CxCtx *ctx, const CxUnlock *unlock, const char *kind)
{
    CxUnlockCanView *cans = cx_arena_new0_n(ctx->arena, CxUnlockCanView, unlock->n_cans);
    size_t n = 0;
    for (size_t i = 0; i < unlock->n_cans; i++) {
        if (kind == NULL || cx_unlock_is_owed_to(unlock->cans[i], kind))
            cans[n++] = can_view(ctx, unlock->cans[i]);
    }
    return CX_VIEW_LIST(cans, n);
}

const CxUnlockView *
cx_unlock_view(CxCtx *ctx, const CxUnlock *unlock, const char *kind)
{
    CxUnlockView *view = cx_arena_new0(ctx->arena, CxUnlockView);
    CxUnlockOfferView *offers = cx_arena_new0_n(ctx->arena, CxUnlockOfferView, unlock->n_offers);
    for (size_t i = 0; i < unlock->n_offers; i++)
        offers[i] = offer_view(ctx, unlock, i);
    view->offers = CX_VIEW_LIST(offers, unlock->n_offers);
    view->next = unlock->n_offers > 0 ? &offers[0] : NULL;
    view->has_others = unlock->n_offers > 1;
    if (view->has_others)
        view->others = CX_VIEW_LIST(offers + 1, unlock->n_offers - 1);
    view->cans = list_cans(ctx, unlock, kind);
    view->n_cans = (int64_t)view->cans.n;
    view->kind = kind;
    view->headline = cx_arena_take(
        ctx->arena,
        cx_message_format(ctx->catalogue, "unlock.headline", CX_ARG_NUMBER("n", unlock->n_offers),
                          CX_ARG_TEXT("name", view->next != NULL ? view->next->name : "")));
    return view;
}
