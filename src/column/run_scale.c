/* What answers score under a measure. */
#include "column/run_priv.h"
#include "column/slice_priv.h"
#include "lang/assert.h"

static void
scale_range(const CxFrameItem *item, CxRunScale *scale)
{
    if (item->kind == CX_FRAME_CHOICE) {
        for (size_t i = 0; i < item->n_choices; i++)
            scale->is_valid[item->choices[i].code] = 1;
        return;
    }
    for (unsigned c = item->lo; c <= item->hi; c++)
        scale->is_valid[c] = 1;
}

static double
nps_score(unsigned code)
{
    if (code >= 9)
        return 100.0;
    return code >= 7 ? 0.0 : -100.0;
}

void
cx_run_scale_fill(CxRun *run, const CxFrameItem *item)
{
    CxTallies *tallies = &run->owned->tallies;
    CxRunScale *scale = &run->scale;
    scale_range(item, scale);
    const bool is_turned = item->direction == CX_FRAME_LOW_IS_GOOD;
    const CxSliceMeasure measure = run->slice->measure;
    tallies->lo = 0.0;
    tallies->hi = 1.0;
    if (measure == CX_SLICE_NPS) {
        tallies->lo = -100.0;
        tallies->hi = 100.0;
    } else if (measure == CX_SLICE_MEAN) {
        tallies->lo = item->lo;
        tallies->hi = item->hi;
    }
    for (unsigned c = 0; c < CX_KERNEL_CODES; c++) {
        if (!scale->is_valid[c])
            continue;
        const unsigned rating = is_turned ? (unsigned)item->lo + item->hi - c : c;
        switch (measure) {
        case CX_SLICE_NPS:
            scale->score[c] = nps_score(c);
            break;
        case CX_SLICE_MEAN:
            scale->score[c] = rating;
            break;
        case CX_SLICE_TOP2:
            scale->score[c] = rating + 1 >= item->hi ? 1.0 : 0.0;
            break;
        case CX_SLICE_SHARE:
            scale->score[c] = 0.0;
            break;
        case CX_SLICE_COUNT:
        case CX_SLICE_MEASURE_N:
            scale->score[c] = 1.0;
            break;
        }
    }
    for (size_t i = 0; measure == CX_SLICE_SHARE && run->slice->answers[i] != NULL; i++) {
        uint8_t code = 0;
        const bool is_answer = cx_slice_answer_code(item, run->slice->answers[i], &code);
        cx_assert(is_answer);
        scale->score[code] = 1.0;
    }
}

void
cx_run_scale_fill_rows(CxRun *run)
{
    run->owned->tallies.lo = 0.0;
    run->owned->tallies.hi = 1.0;
    for (size_t c = 0; c < CX_KERNEL_CODES; c++) {
        run->scale.score[c] = 1.0;
        run->scale.is_valid[c] = 1;
    }
}
