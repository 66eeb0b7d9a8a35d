/* What an answer counts as, when a scale is read another way. */
#include "evidence/reconcile_priv.h"

/* The best points that count: from which rating on, and the highest that counts against. */
static double
nps_score(CxReading reading, unsigned code)
{
    static const struct {
        unsigned up, down;
    } bands[CX_READING_N] = {
        [CX_READING_DETRACTORS_5] = { 9, 5 },
        [CX_READING_PROMOTERS_8] = { 8, 6 },
        [CX_READING_ONE_HIGHER] = { 8, 5 },
        [CX_READING_ONE_LOWER] = { 10, 7 },
    };
    if (reading == CX_READING_BOTTOM)
        return code <= 6 ? 100.0 : 0.0;
    const unsigned up = bands[reading].up != 0 ? bands[reading].up : 9;
    const unsigned down = bands[reading].up != 0 ? bands[reading].down : 6;
    if (code >= up)
        return 100.0;
    return code <= down ? -100.0 : 0.0;
}

double
cx_reconcile_score(const CxFrameItem *item, CxSliceMeasure measure, CxReading reading,
                   unsigned code)
{
    if (measure == CX_SLICE_NPS)
        return nps_score(reading, code);
    const bool is_turned = item->direction == CX_FRAME_LOW_IS_GOOD;
    const unsigned rating = is_turned ? (unsigned)item->lo + item->hi - code : code;
    if (reading == CX_READING_ONE_TO_FIVE && rating == item->hi)
        return 100.0;
    if (reading == CX_READING_ONE_TO_FIVE)
        return rating + 2 <= item->hi ? -100.0 : 0.0;
    if (reading == CX_READING_BOTTOM)
        return rating <= (unsigned)item->lo + 1 ? 100.0 : 0.0;
    if (measure == CX_SLICE_MEAN)
        return rating;
    unsigned below = 1;
    if (reading == CX_READING_TOP_1)
        below = 0;
    else if (reading == CX_READING_TOP_3)
        below = 2;
    return rating + below >= item->hi ? 100.0 : 0.0;
}

bool
cx_reconcile_is_stretch(const CxFrameItem *item, CxReading reading, double *ret_factor,
                        double *ret_shift)
{
    if (reading < CX_READING_HALF || reading >= CX_READING_N)
        return false;
    const double lo = item->lo;
    const double hi = item->hi;
    *ret_factor = 1.0;
    *ret_shift = 0.0;
    if (reading == CX_READING_HALF) {
        *ret_factor = 0.5;
        *ret_shift = 50.0;
    } else if (reading == CX_READING_PERCENT) {
        *ret_factor = 100.0 / (hi - lo);
        *ret_shift = -100.0 * lo / (hi - lo);
    } else if (reading == CX_READING_OF_BEST) {
        *ret_factor = 100.0 / hi;
    } else if (reading == CX_READING_FROM_0) {
        *ret_shift = -lo;
    } else if (reading == CX_READING_FROM_1) {
        *ret_shift = 1.0 - lo;
    } else {
        *ret_factor = -1.0;
        *ret_shift = lo + hi;
    }
    return true;
}
