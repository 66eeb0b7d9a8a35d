/* Frames of surveys: the latest revision of every response as columns (column/frame.h).
 *
 * One frame holds all versions of a survey. Each item that can be counted (nps, rating, choice) has
 * a column under its stable key. Where an item's scale changed, only the versions with the latest
 * scale share that column; those with an older scale get one of their own, "KEY.VERSION" after the
 * last version that had it, so that no score ever mixes scales. Choices are joined by the keys of
 * their codes and never part. Texts and numbers stay in the store. */
#pragma once

#include "feedback/survey.h"

struct CxFrame;

/* The frame of a survey as of now: from the context's shelf while the data version stands, else
 * loaded and put there. (transfer full): one reference. No wall of its own: who counts in it asks
 * cx_ctx_can_see_department first. TOO_LARGE when a column needs more codes than a byte holds. */
CX_MUST_USE struct CxFrame *cx_frame_store_ref(CxCtx *ctx, const CxSurvey *survey, GError **error);
/* The same, always read from the store. */
CX_MUST_USE struct CxFrame *cx_frame_store_load(CxCtx *ctx, const CxSurvey *survey, GError **error);

/* The name of the column in which a version's answers to an item stand: its key, or "KEY.VERSION"
 * under an older scale. (transfer full); NULL for texts and numbers. */
char *cx_frame_store_column(const CxSurvey *survey, const CxItem *item, size_t i_version);
