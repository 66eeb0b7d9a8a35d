/* Responses that came since a frame was made. Inside feedback/ only. */
#pragma once

#include "column/frame.h"
#include "feedback/survey.h"

typedef struct {
    const CxFrame *base; /* the frame, borrowed; NULL: it is to be made anew */
    int64_t version;     /* of the area "feedback" when it was made */
    int64_t after;       /* id: of the responses that came none is this one or before it */
} CxFrameSince;

/* Finds what came since a frame was made, if all that changed are responses added to it or to other surveys;
 * else ret_since->base is NULL. Inside the transaction in which they are then read. now is the stamp of the
 * store as it is. */
CX_MUST_USE bool cx_frame_since_find(CxCtx *ctx, const CxSurvey *survey, const CxFrame *base,
                                     const char *now, CxFrameSince *ret_since, GError **error);

/* The frame of all: what came is read and put onto the frame there is. Inside a read transaction.
 * CONFLICT: it cannot be, everything is to be read. (transfer full) */
CX_MUST_USE CxFrame *cx_frame_store_load_since(CxCtx *ctx, const CxSurvey *survey,
                                               const CxFrameSince *since, const char *stamp,
                                               GError **error);

/* What a frame would be made of now; (transfer full), or NULL with error set. */
char *cx_frame_segment_stamp(CxCtx *ctx, const CxSurvey *survey, GError **error);
