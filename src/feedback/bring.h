/* Making a draft of a survey file that was brought: it is recognised, or read like an earlier file,
 * and tried. The other half of feedback/upload.h: what stands in an upload before it is kept. */
#pragma once

#include "feedback/file_head.h"
#include "feedback/findings.h"
#include "feedback/trial.h"
#include "feedback/upload.h"

/* How surely a file with this head is a survey export, 0 (no) to 120. */
int cx_bring_survey_fit(const CxFileHead *head);

/* Fills findings, mapping and trial of an upload of kind "survey" from its bytes. What cannot be
 * recognised is a result (findings say what is lacking); fails as the store does. */
CX_MUST_USE bool cx_bring_survey(CxCtx *ctx, CxUpload *upload, GBytes *bytes, GError **error);
/* Tries all of a survey file, as a job does: fills its trial. */
CX_MUST_USE bool cx_bring_try_whole(CxCtx *ctx, CxUpload *upload, GError **error);
/* Gives ratings of the upload's mapping that nobody has to the departments their words name
 * (cx_draft_edit_propose); nothing is kept. */
CX_MUST_USE bool cx_bring_propose(CxCtx *ctx, CxUpload *upload, GError **error);
/* Sets the upload's mapping to this text, and tries it. NULL: there is none. `issues` gets what is
 * wrong with the mapping, and nothing of the upload is changed then (false, *error unset). */
CX_MUST_USE bool cx_bring_mapping(CxCtx *ctx, CxUpload *upload, const char *mapping,
                                  CxIssues *issues, GError **error);
