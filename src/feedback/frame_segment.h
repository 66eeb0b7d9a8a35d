/* The segments of surveys: frames kept as files in the home's folder, so that the next process maps what
 * this one made (column/segment.h). What is kept never matters for what is true: a segment that is of
 * other data, damaged or not to be written is passed over, and the frame is made from the store.
 *
 * A segment is SURVEY.seg in the folder. One process writes at a time (the lock file beside them); one
 * that finds another writing goes on without. */
#pragma once

#include "column/frame.h"
#include "feedback/survey.h"

/* The frame of a survey as of now: the older one the caller has, borrowed, or the one that is mapped, with what
 * came since put onto it; or made and written for the next, where the disk takes it. The folder is that of
 * the context's shelf; without one nothing is kept. Errors as cx_frame_store_load. (transfer full) */
CX_MUST_USE CxFrame *cx_frame_segment_load(CxCtx *ctx, const CxSurvey *survey, const CxFrame *old,
                                           GError **error);

typedef enum {
    CX_SEGMENT_NONE,    /* not kept: nobody asked for its scores yet, or it has no responses */
    CX_SEGMENT_CURRENT, /* whole, and of the data as it is */
    CX_SEGMENT_OLD,     /* whole, and of data that changed since */
    CX_SEGMENT_DAMAGED,
} CxSegmentState;

typedef struct {
    CxSegmentState state;
    int64_t n_bytes; /* on disk; 0 for none */
    int64_t n_rows;  /* responses, where it is current; else 0 */
    char *why;       /* of one damaged, for people; else NULL */
} CxSegmentReport;

void cx_segment_report_clear(CxSegmentReport *report);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CxSegmentReport, cx_segment_report_clear)
/* Looks at a survey's segment without using it. */
CX_MUST_USE bool cx_frame_segment_report(CxCtx *ctx, const CxSurvey *survey, const char *folder,
                                         CxSegmentReport *ret_report, GError **error);
/* Makes the frame from the store and writes its segment, whatever is there. IO when it cannot be
 * written, BUSY when another process is writing. */
CX_MUST_USE bool cx_frame_segment_rebuild(CxCtx *ctx, const CxSurvey *survey, const char *folder,
                                          GError **error);
