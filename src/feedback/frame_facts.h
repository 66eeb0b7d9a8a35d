/* Facts in a frame: what operational metrics were for each response. Inside feedback/ only.
 *
 * A fact meets a response by the response itself, its transaction, its respondent or its account, in
 * this order where a metric has more than one kind. Of an account or a respondent it is the latest
 * fact that begins on the day of the response or before. Money is in the reporting currency, by the
 * rate of the fact's first day; without a rate it is not known. */
#pragma once

#include "business/rate.h"
#include "column/frame.h"
#include "feedback/survey.h"

#define CX_FRAME_FACT_PREFIX "fact-" /* of the item that holds a fact's classes */

typedef struct CxFrameFacts CxFrameFacts;

/* The metrics that can meet responses of a survey. (transfer full) */
CX_MUST_USE CxFrameFacts *cx_frame_facts_new(CxCtx *ctx, const CxSurvey *survey, GError **error);
void cx_frame_facts_free(CxFrameFacts *facts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxFrameFacts, cx_frame_facts_free)

/* Adds a column of values for each metric, and an item of its classes beside the items there are. */
CX_MUST_USE bool cx_frame_facts_add_columns(CxFrameFacts *facts, CxFrameBuilder *builder,
                                            GError **error);
/* Items that were added. */
size_t cx_frame_facts_n_items(const CxFrameFacts *facts);
/* Whether responses to come leave the facts of those before them as they are. Not where facts of
 * responses are kept over several versions: an id that two of them have is a fact of neither. */
bool cx_frame_facts_can_follow(const CxFrameFacts *facts, const CxSurvey *survey);

typedef struct {
    const CxSurvey *survey;
    size_t i_version;
    int64_t after; /* id: only of responses after this one; 0: of all */
} CxFrameFactsOf;

/* Begins a version, inside a read or write transaction: its responses come in order of id. */
CX_MUST_USE bool cx_frame_facts_begin(CxFrameFacts *facts, const CxFrameFactsOf *of,
                                      GError **error);
/* What is known for a response, later than the last asked for: a value for each fact, borrowed until
 * the next call, and the codes of the items added, into classes. NULL when the store fails. */
CX_MUST_USE const int64_t *cx_frame_facts_row(CxFrameFacts *facts, int64_t response, CxDay day,
                                              uint8_t *classes, GError **error);
