#include "tell/mark.h"

#include <math.h>
#include <string.h>

#include "base/message.h"
#include "base/text.h"

static const CxViewField mark_fields[] = {
    CX_MARK_FIELDS(0),
    CX_FIELD_PAGE(CxMark, text, CX_FIELD_TEXT, "The value in words"),
    CX_FIELD_PAGE(CxMark, unit, CX_FIELD_TEXT, "Its unit"),
    CX_FIELD_PAGE(CxMark, range, CX_FIELD_TEXT, "The interval in words"),
    CX_FIELD_PAGE(CxMark, range_long, CX_FIELD_TEXT, "The interval with \"to\""),
    CX_FIELD_PAGE(CxMark, n_text, CX_FIELD_TEXT, "The number of answers in words"),
    CX_FIELD_PAGE(CxMark, href, CX_FIELD_TEXT, "Address of the evidence card"),
    CX_FIELD_PAGE(CxMark, about, CX_FIELD_TEXT, "What the card is for, read aloud only"),
    CX_FIELD_PAGE(CxMark, why, CX_FIELD_TEXT, "Why there is no value, or no interval"),
};
const CxViewType cx_mark_type =
    CX_VIEW_TYPE("Measured", CxMark, mark_fields, "A measured value with its evidence");

/* Why a value, or its interval, is not there; NULL when both are. */
static const char *
reason(const CxCtx *ctx, CxMeasuredStatus status)
{
    switch (status) {
    case CX_MEASURED_OK:
        return NULL;
    case CX_MEASURED_FEW_CLUSTERS:
        return cx_message_text(ctx->catalogue, "mark.few_clusters");
    case CX_MEASURED_DEGENERATE:
        return cx_message_text(ctx->catalogue, "mark.degenerate");
    case CX_MEASURED_TOO_FEW:
        return cx_message_text(ctx->catalogue, "mark.too_few");
    case CX_MEASURED_HIDDEN:
        return cx_arena_take(ctx->arena, cx_message_format(ctx->catalogue, "mark.hidden",
                                                           CX_ARG_NUMBER("n", ctx->wall.min_n)));
    case CX_MEASURED_HIDDEN_TOO:
        return cx_message_text(ctx->catalogue, "mark.hidden_too");
    case CX_MEASURED_N:
        break;
    }
    return NULL;
}

static void
add_interval(const CxCtx *ctx, const CxMeasured *measured, int decimals, CxMark *mark)
{
    mark->lo = measured->lo;
    mark->hi = measured->hi;
    mark->range = cx_arena_take(ctx->arena, cx_text_interval(mark->lo, mark->hi, decimals));
    if (mark->lo < 0.0 || mark->hi < 0.0) {
        mark->range_long = mark->range;
        return;
    }
    g_autofree char *lo = cx_text_number(mark->lo, decimals);
    g_autofree char *hi = cx_text_number(mark->hi, decimals);
    mark->range_long =
        cx_arena_take(ctx->arena, cx_message_format(ctx->catalogue, "mark.range_long",
                                                    CX_ARG_TEXT("lo", lo), CX_ARG_TEXT("hi", hi)));
}

CxMark
cx_mark_make(const CxCtx *ctx, const CxMeasured *measured, const CxMarkWords *words)
{
    CxMark mark = { .value = NAN,
                    .lo = NAN,
                    .hi = NAN,
                    .n = NAN,
                    .clusters = NAN,
                    .status = cx_measured_status_key(measured->status),
                    .rule = measured->rule,
                    .why = reason(ctx, measured->status) };
    if (cx_measured_is_hidden(measured))
        return mark;

    mark.n = (double)measured->n;
    mark.clusters = (double)measured->clusters;
    mark.n_text = cx_arena_take(
        ctx->arena, cx_message_format(ctx->catalogue, "mark.n", CX_ARG_NUMBER("n", measured->n)));
    if (cx_measured_has_value(measured)) {
        mark.value = measured->value;
        mark.text = cx_arena_take(ctx->arena, cx_text_number(mark.value, words->decimals));
        mark.unit = cx_arena_text(ctx->arena, words->unit);
    }
    if (cx_measured_has_interval(measured))
        add_interval(ctx, measured, words->decimals, &mark);
    if (measured->card.hex[0] != '\0') {
        mark.card = cx_arena_text(ctx->arena, measured->card.hex);
        mark.href = cx_arena_printf(ctx->arena, "/cards/%s", mark.card);
        mark.about = cx_arena_take(ctx->arena, cx_message_format(ctx->catalogue, "mark.about",
                                                                 CX_ARG_TEXT("what", words->what)));
    }
    return mark;
}

const char *
cx_mark_link_label(const CxCtx *ctx, const CxMark *mark)
{
    return mark->href == NULL ? NULL
                              : cx_arena_printf(ctx->arena, "%s%s", mark->n_text, mark->about);
}
