#include "pages/funnel_view.h"

#include <math.h>

#include "base/civil.h"
#include "base/text.h"

static const CxViewField row_fields[] = {
    CX_FIELD(CxFunnelRowView, label, CX_FIELD_TEXT, "The department, or the group"),
    CX_FIELD(CxFunnelRowView, what, CX_FIELD_TEXT, "Its question, where each has its own"),
    CX_FIELD_PAGE(CxFunnelRowView, url, CX_FIELD_TEXT, "Its scores"),
    CX_FIELD_CHILD(CxFunnelRowView, score, CX_FIELD_OBJECT_IN, &cx_mark_type, "Its score"),
    CX_FIELD(CxFunnelRowView, place, CX_FIELD_TEXT, "within, above, below, or none: not judged"),
    CX_FIELD_PAGE(CxFunnelRowView, place_text, CX_FIELD_TEXT, "The same in words"),
    CX_FIELD_PAGE(CxFunnelRowView, is_apart, CX_FIELD_FLAG, "Stands apart"),
    CX_FIELD_DATA(CxFunnelRowView, limit_lo, CX_FIELD_NUMBER, "Lower 95 % limit at its n"),
    CX_FIELD_DATA(CxFunnelRowView, limit_hi, CX_FIELD_NUMBER, "Upper 95 % limit at its n"),
    CX_FIELD_PAGE(CxFunnelRowView, limit_text, CX_FIELD_TEXT, "The limits as read"),
    CX_FIELD_DATA(CxFunnelRowView, p, CX_FIELD_NUMBER, "Adjusted p of standing apart"),
    CX_FIELD_DATA(CxFunnelRowView, expected, CX_FIELD_NUMBER,
                  "What the next period is to bring if nothing changes; null: cannot be said"),
    CX_FIELD_DATA(CxFunnelRowView, expected_lo, CX_FIELD_NUMBER, "Lower end of 95 %"),
    CX_FIELD_DATA(CxFunnelRowView, expected_hi, CX_FIELD_NUMBER, "Upper end of 95 %"),
    CX_FIELD_PAGE(CxFunnelRowView, expected_text, CX_FIELD_TEXT, "The same as read"),
};
static const CxViewType row_type =
    CX_VIEW_TYPE("FunnelRow", CxFunnelRowView, row_fields, "One of those compared");

static const CxViewField funnel_fields[] = {
    CX_FIELD(CxFunnelView, headline, CX_FIELD_TEXT, "The sentence to remember"),
    CX_FIELD(CxFunnelView, caution, CX_FIELD_TEXT, "On regression to the mean"),
    CX_FIELD(CxFunnelView, measure, CX_FIELD_TEXT, "How answers are put together"),
    CX_FIELD(CxFunnelView, unit, CX_FIELD_TEXT, "Unit of the values"),
    CX_FIELD(CxFunnelView, period, CX_FIELD_TEXT, "Of which period"),
    CX_FIELD_DATA(CxFunnelView, centre, CX_FIELD_NUMBER, "The level of all"),
    CX_FIELD_PAGE(CxFunnelView, centre_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD(CxFunnelView, n_judged, CX_FIELD_COUNT, "How many are compared"),
    CX_FIELD(CxFunnelView, n_apart, CX_FIELD_COUNT, "How many stand apart"),
    CX_FIELD(CxFunnelView, has_allowance, CX_FIELD_FLAG, "Ten or more, so that expectations exist"),
    CX_FIELD_PAGE(CxFunnelView, has_rows, CX_FIELD_FLAG, "Whether there is any"),
    CX_FIELD_CHILD(CxFunnelView, rows, CX_FIELD_LIST, &row_type, "Each, never ranked"),
};
const CxViewType cx_funnel_view_type = CX_VIEW_TYPE("Funnel", CxFunnelView, funnel_fields,
                                                    "Departments or groups compared by a funnel");

static const char *
range_text(CxCtx *ctx, double lo, double hi, int decimals)
{
    return isnan(lo) ? NULL : cx_arena_take(ctx->arena, cx_text_interval(lo, hi, decimals));
}

static CxFunnelRowView
row_view(CxCtx *ctx, const CxFunnelFinding *finding, const CxFunnelRow *row)
{
    const CxMarkWords words = { .decimals = finding->decimals, .what = row->label };
    g_autofree char *key = g_strconcat("funnel.place.", cx_funnel_place_key(row->place), NULL);
    CxFunnelRowView view = {
        .label = row->label,
        .what = row->what,
        .url = row->slice != NULL ? cx_arena_printf(ctx->arena, "/scores?%s", row->slice) : NULL,
        .score = cx_mark_make(ctx, &row->value, &words),
        .place = cx_funnel_place_key(row->place),
        .place_text = cx_message_text(ctx->catalogue, key),
        .is_apart = row->place == CX_FUNNEL_ABOVE || row->place == CX_FUNNEL_BELOW,
        .limit_lo = row->lo,
        .limit_hi = row->hi,
        .limit_text = range_text(ctx, row->lo, row->hi, finding->decimals),
        .p = row->p_adjusted,
        .expected = row->expected,
        .expected_lo = row->expected_lo,
        .expected_hi = row->expected_hi,
    };
    if (!isnan(row->expected)) {
        g_autofree char *value = cx_text_number(row->expected, finding->decimals);
        view.expected_text =
            cx_arena_printf(ctx->arena, "%s (%s)", value,
                            range_text(ctx, row->expected_lo, row->expected_hi, finding->decimals));
    }
    return view;
}

const CxFunnelView *
cx_funnel_view(CxCtx *ctx, const CxFunnelFinding *finding)
{
    CxFunnelView *view = cx_arena_new0(ctx->arena, CxFunnelView);
    CxFunnelRowView *rows = cx_arena_new0_n(ctx->arena, CxFunnelRowView, finding->n_rows + 1);
    for (size_t i = 0; i < finding->n_rows; i++)
        rows[i] = row_view(ctx, finding, &finding->rows[i]);
    *view = (CxFunnelView){
        .headline = finding->headline,
        .caution = finding->n_judged > 1 ? finding->caution : NULL,
        .measure = finding->measure,
        .unit = finding->unit,
        .centre = finding->centre,
        .n_judged = (int64_t)finding->n_judged,
        .n_apart = (int64_t)finding->n_apart,
        .has_allowance = finding->has_allowance,
        .has_rows = finding->n_rows > 0,
        .rows = CX_VIEW_LIST(rows, finding->n_rows),
    };
    if (finding->n_rows > 0 && !cx_day_is_none(finding->from)) {
        view->period = cx_arena_take(ctx->arena, cx_day_format_period(finding->from, finding->to));
    }
    if (!isnan(finding->centre)) {
        view->centre_text =
            cx_arena_take(ctx->arena, cx_text_number(finding->centre, finding->decimals));
    }
    return view;
}
