/* Scores of small surveys for tests. Answers are given as lines of feedback/guests.h's files. */
#pragma once

#include "column/shelf.h"
#include "evidence/score.h"
#include "feedback/survey.h"
#include "unit/feedback/guests.h"
#include "unit/people/cast.h"

/* Adds n lines with ids counted on from *id: day, mode (1 self, 2 asked), weight, cluster, NPS, food,
 * area (A, B or C). */
void asked_lines(GString *lines, int *id, int n, const char *answers);
/* Imports lines under the guests' mapping as it is: weighted, by cluster. */
void asked_import(CxDb *db, const char *lines);
/* The same, of any day. */
void asked_import_any_day(CxDb *db, const char *lines);
/* The same under a mapping without weights and clusters. */
void asked_import_simple(CxDb *db, const char *lines);
/* ctx with the words that cards are made of; returns ctx. */
CxCtx *asked_words(CxCtx *ctx);
/* The system's context at noon of a day, with these words. (transfer full) */
CxCtx *asked_at_noon(CxDb *db, CxFrameShelf *shelf, int32_t day);
/* The score of a slice in its text form; fails the test if it cannot be had. */
const CxScore *asked_score(CxCtx *ctx, const char *slice);
/* The error with which it cannot be had. */
void asked_refused(CxCtx *ctx, const char *slice, int code);
/* The group of a key, which must be there. */
const CxMeasured *asked_group(const CxScore *score, const char *key);
/* Within the tolerance, or both NaN. */
void asked_near(double value, double want, double tolerance);
