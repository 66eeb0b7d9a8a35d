#include "pages/signature_view.h"

#include <inttypes.h>

#include "base/civil.h"

static const CxViewField signature_fields[] = {
    CX_FIELD(CxSignatureView, id, CX_FIELD_COUNT, "Id"),
    CX_FIELD(CxSignatureView, verdict, CX_FIELD_TEXT, "signed or objected"),
    CX_FIELD(CxSignatureView, signed_by, CX_FIELD_TEXT, "Who put their name to it"),
    CX_FIELD(CxSignatureView, scope, CX_FIELD_TEXT, "What was examined, or is objected to"),
    CX_FIELD(CxSignatureView, day, CX_FIELD_DAY, "On which day"),
    CX_FIELD(CxSignatureView, until, CX_FIELD_DAY, "Last day it counts"),
    CX_FIELD(CxSignatureView, is_in_force, CX_FIELD_FLAG, "Whether it counts today"),
    CX_FIELD(CxSignatureView, withdrawn_reason, CX_FIELD_TEXT, "Why it was withdrawn, or null"),
    CX_FIELD_PAGE(CxSignatureView, text, CX_FIELD_TEXT, "All of it, as read"),
    CX_FIELD_PAGE(CxSignatureView, withdraw_url, CX_FIELD_TEXT, "Where the reader withdraws it"),
};
const CxViewType cx_signature_view_type =
    CX_VIEW_TYPE("Signature", CxSignatureView, signature_fields, "Somebody examined a number");

/* "Withdrawn on …: …", "It counted until …", or NULL while it counts. */
static char *
after_words(CxCtx *ctx, const CxSignature *signature)
{
    if (signature->is_in_force)
        return NULL;
    if (cx_day_is_none(signature->withdrawn_on)) {
        g_autofree char *until = cx_day_format_long(signature->until);
        return cx_message_format(ctx->catalogue, "card.signature.over", CX_ARG_TEXT("day", until));
    }
    g_autofree char *day = cx_day_format_long(signature->withdrawn_on);
    return cx_message_format(ctx->catalogue, "card.signature.withdrawn", CX_ARG_TEXT("day", day),
                             CX_ARG_TEXT("reason", signature->withdrawn_reason));
}

static const char *
words(CxCtx *ctx, const CxSignature *signature)
{
    g_autofree char *day = cx_day_format_long(signature->day);
    g_autofree char *said =
        cx_message_format(ctx->catalogue,
                          signature->verdict == CX_VERDICT_SIGNED ? "card.signature.signed"
                                                                  : "card.signature.objected",
                          CX_ARG_TEXT("who", signature->signed_by), CX_ARG_TEXT("day", day),
                          CX_ARG_TEXT("scope", signature->scope));
    g_autofree char *after = after_words(ctx, signature);
    return after == NULL ? cx_arena_text(ctx->arena, said)
                         : cx_arena_printf(ctx->arena, "%s %s", said, after);
}

CxViewList
cx_signature_views(CxCtx *ctx, const CxCard *card, const CxSignatures *signatures)
{
    CxSignatureView *views = cx_arena_new0_n(ctx->arena, CxSignatureView, signatures->n + 1);
    for (size_t i = 0; i < signatures->n; i++) {
        const CxSignature *signature = &signatures->items[i];
        views[i] = (CxSignatureView){
            .id = signature->id,
            .verdict = cx_verdict_key(signature->verdict),
            .signed_by = signature->signed_by,
            .scope = signature->scope,
            .day = signature->day,
            .until = signature->until,
            .is_in_force = signature->is_in_force,
            .withdrawn_reason = signature->withdrawn_reason,
            .text = words(ctx, signature),
        };
        if (signature->is_own && cx_day_is_none(signature->withdrawn_on)) {
            views[i].withdraw_url =
                cx_arena_printf(ctx->arena, "/cards/%s/signatures/%" PRId64 "/withdraw",
                                card->value.card.hex, signature->id);
        }
    }
    return CX_VIEW_LIST(views, signatures->n);
}
