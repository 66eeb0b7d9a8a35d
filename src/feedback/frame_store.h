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

/* The frame of a survey as of now: from the context's shelf while the data version stands, else
 * loaded and put there. (transfer full): one reference. No wall of its own: who counts in it asks
 * cx_ctx_can_see_department first. Must not be called inside a read transaction. CORRUPT when
 * stored answers do not fit the survey. */
CX_MUST_USE CxFrame *cx_frame_store_ref(CxCtx *ctx, const CxSurvey *survey, GError **error);
/* The same, always read from the store. */
CX_MUST_USE CxFrame *cx_frame_store_load(CxCtx *ctx, const CxSurvey *survey, GError **error);
/* The same with days cut at midnight UTC where the time of an answer is known: for who asks what
 * another tool's days would make of it. Never on the shelf. */
CX_MUST_USE CxFrame *cx_frame_store_load_utc(CxCtx *ctx, const CxSurvey *survey, GError **error);
/* What a shelf is made with (cx_frame_shelf_new); context is a CxCtx. */
CX_MUST_USE CxFrame *cx_frame_store_loader(void *context, int64_t survey_id, GError **error);

/* The name of the column in which a version's answers to an item stand: its key, or "KEY-VERSION"
 * under an older scale. (transfer full); NULL for texts and numbers, and for a version that did not
 * ask it. */
char *cx_frame_store_column(const CxSurvey *survey, const CxItem *item, size_t i_version);
