/* The frame of a survey for who asks: all answers, or those released, from the shelf where there is one. */
#include "business/metric.h"
#include "column/shelf.h"
#include "db/version.h"
#include "feedback/frame_other_priv.h"
#include "feedback/frame_segment.h"
#include "feedback/frame_store.h"
#include "feedback/release.h"
#include "feedback/survey_store.h"

/* The newest frame of all answers, or of those released, which are all while nothing waits. */
static CxFrame *
take(CxCtx *ctx, int64_t place, GError **error)
{
    int64_t of_feedback = 0;
    int64_t of_business = 0;
    if (!cx_data_version(ctx->db, CX_FEEDBACK_AREA, &of_feedback, error) ||
        !cx_data_version(ctx->db, CX_BUSINESS_AREA, &of_business, error))
        return NULL;
    return cx_frame_shelf_take(ctx->frames, place, of_feedback + of_business, ctx, error);
}

static CxFrame *
load_released(CxCtx *ctx, const CxSurvey *survey, GError **error)
{
    static const CxFrameOther released = { .reading = CX_FRAME_RELEASED };
    bool is_waiting = false;
    if (!cx_release_is_waiting(ctx, survey->id, &is_waiting, error))
        return NULL;
    if (is_waiting)
        return cx_frame_store_read(ctx, survey, &released, error);
    return ctx->frames != NULL ? take(ctx, survey->id.v, error)
                               : cx_frame_store_load(ctx, survey, error);
}

CxFrame *
cx_frame_store_loader(void *context, int64_t place, const CxFrame *old, GError **error)
{
    CxCtx *ctx = context;
    const CxSurveyId id = { ABS(place) };
    g_autoptr(CxSurvey) survey = cx_survey_store_load(ctx->db, id, error);
    if (survey == NULL)
        return NULL;
    if (place < 0)
        return load_released(ctx, survey, error);
    return cx_frame_segment_load(ctx, survey, old, error);
}

CxFrame *
cx_frame_store_ref(CxCtx *ctx, const CxSurvey *survey, GError **error)
{
    const bool reads_all = cx_ctx_reads_all(ctx);
    if (ctx->frames != NULL)
        return take(ctx, reads_all ? survey->id.v : -survey->id.v, error);
    return reads_all ? cx_frame_store_load(ctx, survey, error) : load_released(ctx, survey, error);
}
