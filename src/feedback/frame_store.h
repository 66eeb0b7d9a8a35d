/* Frames of surveys: the latest revision of every response as columns (column/frame.h).
 *
 * One frame holds all versions of a survey. Each item that can be counted (nps, rating, choice) has
 * a column under its stable key. Where an item's scale changed, only the versions with the latest
 * scale share that column; those with an older scale get one of their own, "KEY-VERSION" after the
 * last version that had it, so that no score ever mixes scales. Choices are joined by the keys of
 * their codes and never part. Texts and numbers stay in the store.
 *
 * A response's sampling unit is the cluster its version names, else its account, else its
 * respondent, else itself. Clusters of different versions are different, unless their names last
 * (CxClusterScope). */
#pragma once

#include "column/frame.h"
#include "feedback/survey.h"

/* The frame of a survey as of now: of all answers, or of those released (cx_ctx_reads_all); from
 * the context's shelf while the data version stands, else loaded and put there. (transfer full):
 * one reference. No wall of its own: who counts in it asks cx_ctx_can_see_department first. Must
 * not be called inside a read transaction. CORRUPT when stored answers do not fit the survey. */
CX_MUST_USE CxFrame *cx_frame_store_ref(CxCtx *ctx, const CxSurvey *survey, GError **error);
/* All answers, always read from the store. */
CX_MUST_USE CxFrame *cx_frame_store_load(CxCtx *ctx, const CxSurvey *survey, GError **error);
/* Other readings of the same answers, for who asks what another tool makes of them. */
typedef enum {
    CX_FRAME_ZONE,           /* days cut in another zone where the time of an answer is known */
    CX_FRAME_OTHER_DATES,    /* each response on the day another column of its file gives */
    CX_FRAME_EVERY_REVISION, /* a response counts as often as it came with other answers */
    CX_FRAME_LAST_OF_EACH,   /* of each respondent the last response alone */
    CX_FRAME_FIRST_OF_EACH,
    CX_FRAME_RELEASED, /* without what waits (feedback/release.h); by cx_frame_store_ref alone */
} CxFrameReading;

typedef struct {
    CxFrameReading reading;
    const struct CxOtherDates *dates; /* of OTHER_DATES (feedback/other_dates.h), borrowed */
    const char *zone;                 /* of ZONE: "UTC", "Europe/Berlin"; borrowed */
} CxFrameOther;

/* Whether EVERY_REVISION, and LAST and FIRST_OF_EACH, can differ from the usual reading at all. */
typedef struct {
    bool has_revisions;
    bool has_repeats;
} CxFrameRepeats;

CX_MUST_USE bool cx_frame_store_repeats(CxCtx *ctx, const CxSurvey *survey,
                                        CxFrameRepeats *ret_repeats, GError **error);

/* A frame of another reading; equal content has the fingerprint of the usual one. Never on the
 * shelf; kept while nothing changes, unless it is large or by other dates. Errors as
 * cx_frame_store_load. (transfer full) */
CX_MUST_USE CxFrame *cx_frame_store_load_other(CxCtx *ctx, const CxSurvey *survey,
                                               const CxFrameOther *other, GError **error);
/* What a shelf is made with (cx_frame_shelf_new); context is a CxCtx. What is released has the place of
 * the survey's id below zero; while nothing waits it is the same frame. */
CX_MUST_USE CxFrame *cx_frame_store_loader(void *context, int64_t place, const CxFrame *old,
                                           GError **error);

/* The name of the column in which a version's answers to an item stand: its key, or "KEY-VERSION"
 * under an older scale. (transfer full); NULL for texts and numbers, and for a version that did not
 * ask it. */
char *cx_frame_store_column(const CxSurvey *survey, const CxItem *item, size_t i_version);
