/* Releases: what readers who do not hold the answers are shown of them, and when that changes.
 *
 * Who compares a number of today with that of yesterday learns of the answers that came in between.
 * So what an import brings, and what it changes, is let out only where at least as many people as
 * the wall's minimum stand behind every difference: in the answers to each question, in each version and
 * month. The others wait for later imports. The answers let out are one frame (frame_store.h), from which
 * everything is computed that such readers are told: so parts and wholes fit together, and there is no
 * second rule to keep in step. They are parted by time alone, so that every number is a sum of these
 * cells, and whatever is made of numbers holds as many people as a cell (docs/methods/wall.md). They must not
 * all say the same either: their number would be what each of them said.
 *
 * While nobody but those who hold the answers can sign in and no brief went out, nothing was told, and
 * all answers are let out. How many there were by month is kept as each question's first release:
 * months that are small in it, or in which all say the same, cannot be told later either. */
#pragma once

#include "feedback/answers.h"
#include "feedback/import.h"
#include "feedback/survey.h"

typedef struct {
    int64_t number; /* 0: nothing was released yet, all answers are shown */
    CxDay day;      /* CX_DAY_NONE for 0 */
    int64_t n_waiting;
} CxRelease;

/* The newest release of a survey. */
CX_MUST_USE bool cx_release_load(CxCtx *ctx, CxSurveyId survey, CxRelease *ret_release,
                                 GError **error);
/* Whether answers of the survey wait. */
CX_MUST_USE bool cx_release_is_waiting(CxCtx *ctx, CxSurveyId survey, bool *ret_is_waiting,
                                       GError **error);

/* What the answers of an import say by month, added up as they are stored, so that the first release
 * need not read them back. */
typedef struct CxReleaseGathering CxReleaseGathering;

/* Of new responses to one version; (transfer full). */
CxReleaseGathering *cx_release_gathering_new(CxSurveyVersionId version);
void cx_release_gathering_free(CxReleaseGathering *gathering);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxReleaseGathering, cx_release_gathering_free)
/* Adds what one response says: n_answers, as they are coded. */
void cx_release_gather(CxReleaseGathering *gathering, CxDay day, const CxAnswer *answers,
                       size_t n_answers);

/* Makes a release of what an import brings and of what waits, or of as much of it as can be let out;
 * in the write transaction in which the import begins to count, just after it does.
 *
 * after_response  the import's responses have greater ids
 * gathered        all that the import brings, each new; (nullable): it is read back
 *
 * It is read back as well where somebody was told of answers or some wait: then it counts who said what. */
CX_MUST_USE bool cx_release_make(CxCtx *ctx, CxSurveyId survey, CxImportId import,
                                 int64_t after_response, const CxReleaseGathering *gathered,
                                 GError **error);

/* What people said to a question, added up so that it can be taken away again. Without n: nobody. */
typedef struct {
    int64_t n;
    uint64_t sum, squares; /* of codes */
    bool is_open; /* it is not known what they said, or they said nothing but that they came */
} CxReleaseSum;

CxReleaseSum cx_release_sum_of(int64_t code);
void cx_release_sum_add(CxReleaseSum *sum, const CxReleaseSum *other);
void cx_release_sum_take(CxReleaseSum *sum, const CxReleaseSum *other);
/* Whether somebody said something, and nobody anything else. */
bool cx_release_sum_is_alike(const CxReleaseSum *sum);

/* Adds up the first release of a question by month: said[0] is month `from` (cx_day_month_index), n_months
 * of them. item NULL: how many answered at all; else the versions whose answers stand in the column
 * (cx_frame_store_column). All 0 where there was none. */
typedef struct {
    const CxItem *item;
    const char *column;
    int32_t from;
    size_t n_months;
} CxReleaseFirst;

CX_MUST_USE bool cx_release_first_load(CxCtx *ctx, const CxSurvey *survey,
                                       const CxReleaseFirst *first, CxReleaseSum *said,
                                       GError **error);

/* What waits, for who reads the rest. */
typedef struct {
    GHashTable *waiting; /* of int64_t, ids of responses */
    GHashTable *instead; /* of int64_t, ids of the revisions shown meanwhile */
} CxReleaseHeld;

CX_MUST_USE bool cx_release_held_load(CxCtx *ctx, CxSurveyId survey, CxReleaseHeld *ret_held,
                                      GError **error);
/* Whether a revision is among what was released. */
bool cx_release_held_shows(const CxReleaseHeld *held, int64_t response, bool is_counted);
void cx_release_held_clear(CxReleaseHeld *held);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CxReleaseHeld, cx_release_held_clear)
