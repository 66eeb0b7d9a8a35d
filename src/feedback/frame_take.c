/* The frame of a survey for who asks: all answers, or those released, from the shelf where there is one. */
#include "business/metric.h"
#include "column/shelf.h"
#include "db/version.h"
#include "feedback/frame_other_priv.h"
#include "feedback/frame_segment.h"
#include "feedback/frame_store.h"
#include "feedback/release.h"
#include "feedback/survey_store.h"

/* Counts up with every change a frame can see. */
static bool
version_now(CxCtx *ctx, int64_t *ret_version, GError **error)
{
    int64_t of_feedback = 0;
    int64_t of_business = 0;
    if (!cx_data_version(ctx->db, CX_FEEDBACK_AREA, &of_feedback, error) ||
        !cx_data_version(ctx->db, CX_BUSINESS_AREA, &of_business, error))
        return false;
    *ret_version = of_feedback + of_business;
    return true;
}

/* The newest frame of all answers. */
static CxFrame *
take_newest(CxCtx *ctx, CxSurveyId survey, GError **error)
{
    int64_t version = 0;
    return version_now(ctx, &version, error)
               ? cx_frame_shelf_take(ctx->frames, survey.v, version, ctx, error)
               : NULL;
}

/* The frame of all answers, or of those released, which are all while nothing waits: for a page the one that
 * stands while another is being made. */
static CxFrame *
take(CxCtx *ctx, int64_t place, GError **error)
{
    int64_t version = 0;
    if (!version_now(ctx, &version, error))
        return NULL;
    return ctx->request != NULL
               ? cx_frame_shelf_take_standing(ctx->frames, place, version, ctx, error)
               : cx_frame_shelf_take(ctx->frames, place, version, ctx, error);
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
    return ctx->frames != NULL ? take_newest(ctx, survey->id, error)
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
