#include "evidence/usual.h"

#include "base/civil.h"
#include "base/error.h"
#include "column/frame.h"
#include "feedback/frame_store.h"

bool
cx_usual_measure(const CxItem *item, CxSliceMeasure *ret_measure)
{
    switch (cx_item_latest(item)->kind) {
    case CX_ITEM_KIND_NPS:
        *ret_measure = CX_SLICE_NPS;
        return true;
    case CX_ITEM_KIND_RATING:
        *ret_measure = CX_SLICE_TOP2;
        return true;
    case CX_ITEM_KIND_CHOICE:
    case CX_ITEM_KIND_NUMBER:
    case CX_ITEM_KIND_TEXT:
    case CX_ITEM_KIND_N:
        break;
    }
    return false;
}

bool
cx_usual_settle(const CxItem *item, CxSlice *slice, GError **error)
{
    if (cx_usual_measure(item, &slice->measure))
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "\"%s\" is not a rating", item->label);
    return false;
}

/* What a survey of once a year has to bridge. */
#define CLOSED_QUARTERS_MAX 4

/* Of the quarters with answers; the frame has some. */
static int32_t
usual_quarter(const CxFrame *frame, int32_t open)
{
    const CxDay first = cx_frame_first_day(frame);
    const size_t n_closed = cx_frame_day_row(frame, cx_quarter_first_day(open));
    if (n_closed == 0)
        return cx_day_quarter_index(first);
    const int32_t closed =
        cx_day_quarter_index((CxDay){ first.v + cx_frame_days(frame)[n_closed - 1] });
    const bool is_asked_again = cx_frame_day_row(frame, cx_quarter_first_day(open + 1)) > n_closed;
    return is_asked_again && closed < open - CLOSED_QUARTERS_MAX ? open : closed;
}

bool
cx_usual_period(CxCtx *ctx, const CxSurvey *survey, CxDay *ret_from, CxDay *ret_to, GError **error)
{
    g_autoptr(CxFrame) frame = cx_frame_store_ref(ctx, survey, error);
    if (frame == NULL)
        return false;
    const CxDay first = cx_frame_first_day(frame);
    if (cx_day_is_none(first)) {
        *ret_from = CX_DAY_NONE;
        *ret_to = CX_DAY_NONE;
        return true;
    }
    const int32_t quarter = usual_quarter(frame, cx_day_quarter_index(ctx->today));
    *ret_from = cx_quarter_first_day(quarter);
    *ret_to = (CxDay){ cx_quarter_first_day(quarter + 1).v - 1 };
    return true;
}
