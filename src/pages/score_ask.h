/* What a request asks the scores page for: which question of which survey, over which slice, along
 * which course of time. What it leaves open is settled as the survey is usually read. */
#pragma once

#include "column/slice.h"
#include "feedback/survey.h"
#include "people/ctx.h"
#include "web/request.h"

typedef struct {
    CxCtx *ctx;         /* borrowed */
    CxSurvey *survey;   /* NULL: nothing has been imported yet, nor is anything below there */
    const CxItem *item; /* of the survey */
    CxSlice *slice;     /* never by time: that is in trend_by */
    CxSliceBy trend_by; /* month, quarter or year; NONE when the groups are no periods */
} CxScoreAsk;

/* Reads the query of a request: the names of a slice, and `period`, "all" or FROM..TO, as the form
 * writes it. INVALID in people's words, NOT_FOUND without survey or question. (transfer full) */
CX_MUST_USE CxScoreAsk *cx_score_ask_read(CxCtx *ctx, const CxRequest *request, GError **error);
/* The same for a page with parameters of its own, which are passed over; NULL ends the names. */
CX_MUST_USE CxScoreAsk *cx_score_ask_read_beside(CxCtx *ctx, const CxRequest *request,
                                                 const char *const *own, GError **error);
void cx_score_ask_free(CxScoreAsk *ask);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxScoreAsk, cx_score_ask_free)
