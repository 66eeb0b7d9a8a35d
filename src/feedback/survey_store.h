/* Surveys in the store. Used inside feedback; others use the use cases of survey.h. */
#pragma once

#include "base/digest.h"
#include "db/db.h"
#include "feedback/mapping.h"

/* Reads survey, survey_version, item, item_version, item_code, mode, department. NOT_FOUND, also when
 * nothing was imported into it yet; CORRUPT when it has no version, no item or no headline. Versions
 * into which nothing was imported yet are left out, with the items of theirs alone.
 * (transfer full) */
CX_MUST_USE CxSurvey *cx_survey_store_load(CxDb *db, CxSurveyId id, GError **error);
/* The same with everything imports under way have brought along. (transfer full) */
CX_MUST_USE CxSurvey *cx_survey_store_load_all(CxDb *db, CxSurveyId id, GError **error);
/* The survey's id, or 0 in *ret_id if there is none of that key. */
CX_MUST_USE bool cx_survey_store_find(CxDb *db, const char *key, CxSurveyId *ret_id,
                                      GError **error);
/* A digest of everything a loaded survey says: equal surveys, equal digests. */
CxDigest cx_survey_digest(const CxSurvey *survey);

/* What a mapping became in the store; arrays run parallel to the mapping's. */
typedef struct {
    CxSurveyId survey;
    CxSurveyVersionId version;
    CxItemId *items;
    CxModeId *modes;
    GPtrArray *departments_new; /* of char *, keys */
    bool is_changed;            /* anything but responses is new or differs */
    bool has_responses;         /* the version has had some before */
} CxSurveyApplied;

void cx_survey_applied_clear(CxSurveyApplied *applied);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CxSurveyApplied, cx_survey_applied_clear)

typedef enum {
    CX_SURVEY_ADD,    /* what responses refer to; what readers see is left as it is */
    CX_SURVEY_SETTLE, /* all that the mapping says */
} CxSurveyApply;

/* Makes or brings up to date the survey, version, items, codes, modes and departments a mapping
 * names; inside a write transaction. CONFLICT for a mapping that changes the zone of a survey, or
 * the scale or the meaning of a code in a version that has responses or waits for some. The headline
 * is that of the newest version. ret_applied is initialised by the call. */
CX_MUST_USE bool cx_survey_store_apply(CxCtx *ctx, const CxMapping *mapping, CxSurveyApply how,
                                       CxSurveyApplied *ret_applied, GError **error);
/* Finds what cx_survey_store_apply made of a mapping before. */
CX_MUST_USE bool cx_survey_store_resolve(CxDb *db, const CxMapping *mapping,
                                         CxSurveyApplied *ret_applied, GError **error);
