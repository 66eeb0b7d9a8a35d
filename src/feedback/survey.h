/* Surveys: what was asked, in which version, of whom, and how its answers are coded.
 *
 * A survey is asked again and again; each time (or each change of the questionnaire) is a version.
 * An item is one question under a key that stays the same across versions, so that its answers can
 * be followed; its wording and scale belong to the version. A loaded survey is a value: immutable,
 * owned by whoever loaded it, and safe to read from any thread. All its texts and arrays live and
 * die with it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/id.h"
#include "lang/lang.h"
#include "people/ctx.h"

CX_ID_TYPE(CxSurveyId);
CX_ID_TYPE(CxSurveyVersionId);
CX_ID_TYPE(CxItemId);
CX_ID_TYPE(CxModeId);

/* The area of the data version (db/version.h) that counts changes of surveys and responses. */
#define CX_FEEDBACK_AREA "feedback"

/* What an item is in the program. */
#define CX_ITEM_ROLE_MAP(X)                                                                        \
    X(OVERALL, "overall") /* about the whole, nobody's in particular */                            \
    X(MEASURE, "measure") /* rates something a department is responsible for */                    \
    X(COMMENT, "comment") /* what customers wrote */                                               \
    X(FACT, "fact")       /* about the respondent or the visit; used to filter and group */

typedef enum {
#define X(name, key) CX_ITEM_ROLE_##name,
    CX_ITEM_ROLE_MAP(X)
#undef X
        CX_ITEM_ROLE_N
} CxItemRole;

/* How an item is answered. */
#define CX_ITEM_KIND_MAP(X)                                                                        \
    X(NPS, "nps")       /* 0..10, would recommend */                                               \
    X(RATING, "rating") /* whole numbers lo..hi */                                                 \
    X(CHOICE, "choice") /* one of the listed codes */                                              \
    X(NUMBER, "number") /* a number lo..hi with a fixed count of decimals */                       \
    X(TEXT, "text")     /* words */

typedef enum {
#define X(name, key) CX_ITEM_KIND_##name,
    CX_ITEM_KIND_MAP(X)
#undef X
        CX_ITEM_KIND_N
} CxItemKind;

/* Which end of a scale is the good one. */
#define CX_DIRECTION_MAP(X)                                                                        \
    X(UP, "up")     /* more is better */                                                           \
    X(DOWN, "down") /* less is better, as in the old effort score */

typedef enum {
#define X(name, key) CX_DIRECTION_##name,
    CX_DIRECTION_MAP(X)
#undef X
        CX_DIRECTION_N
} CxDirection;

/* How respondents were chosen. */
#define CX_SAMPLING_MAP(X)                                                                         \
    X(PROBABILITY, "probability") /* drawn with known chances from the population */               \
    X(CENSUS, "census")           /* everybody was asked */                                        \
    X(OPEN, "open")               /* whoever came: nobody was drawn, there is no response rate */

typedef enum {
#define X(name, key) CX_SAMPLING_##name,
    CX_SAMPLING_MAP(X)
#undef X
        CX_SAMPLING_N
} CxSampling;

/* Whether respondents knew at first hand what they were asked about. */
#define CX_EXPERIENCE_MAP(X)                                                                       \
    X(UNKNOWN, "unknown") /* nobody has said */                                                    \
    X(FIRST_HAND, "first_hand")                                                                    \
    X(HEARD, "heard") /* they had only heard of it */                                              \
    X(MIXED, "mixed")

typedef enum {
#define X(name, key) CX_EXPERIENCE_##name,
    CX_EXPERIENCE_MAP(X)
#undef X
        CX_EXPERIENCE_N
} CxExperience;

/* In what the name of a cluster is that of one cluster. */
#define CX_CLUSTER_SCOPE_MAP(X)                                                                    \
    X(VERSION, "version") /* flight 12 of one year is not flight 12 of another */                  \
    X(SURVEY, "survey")   /* shop 12 is shop 12 every year */

typedef enum {
#define X(name, key) CX_CLUSTER_SCOPE_##name,
    CX_CLUSTER_SCOPE_MAP(X)
#undef X
        CX_CLUSTER_SCOPE_N
} CxClusterScope;

/* "overall", "nps", "up", "open", "mixed": keys as stored and in mappings; borrowed for ever. */
const char *cx_item_role_key(CxItemRole role);
const char *cx_item_kind_key(CxItemKind kind);
const char *cx_direction_key(CxDirection direction);
const char *cx_sampling_key(CxSampling sampling);
const char *cx_experience_key(CxExperience experience);
const char *cx_cluster_scope_key(CxClusterScope scope);
/* False, *ret_ untouched, for a key not known (NULL included). */
CX_MUST_USE bool cx_item_role_find(const char *key, CxItemRole *ret_role);
CX_MUST_USE bool cx_item_kind_find(const char *key, CxItemKind *ret_kind);
CX_MUST_USE bool cx_direction_find(const char *key, CxDirection *ret_direction);
CX_MUST_USE bool cx_sampling_find(const char *key, CxSampling *ret_sampling);
CX_MUST_USE bool cx_experience_find(const char *key, CxExperience *ret_experience);
CX_MUST_USE bool cx_cluster_scope_find(const char *key, CxClusterScope *ret_scope);

/* What a text in the source file stands for. */
#define CX_MEANING_MAP(X)                                                                          \
    X(VALUE, "value")                   /* an answer */                                            \
    X(NOT_APPLICABLE, "not_applicable") /* "never used", "does not apply": an answer, no number */ \
    X(MISSING, "missing")               /* no answer */

typedef enum {
#define X(name, key) CX_MEANING_##name,
    CX_MEANING_MAP(X)
#undef X
        CX_MEANING_N
} CxMeaning;

const char *cx_meaning_key(CxMeaning meaning);
CX_MUST_USE bool cx_meaning_find(const char *key, CxMeaning *ret_meaning);

/* One code of an item in one version. Ratings list only codes that have a label, not-applicable
 * and missing codes; a choice lists all it has. */
typedef struct {
    const char *source; /* as the file says it; "" is an empty cell */
    int64_t code;       /* as stored; 0 unless meaning is VALUE */
    CxMeaning meaning;
    const char *key;   /* of a choice: stable across versions, [a-z0-9_-]; else NULL */
    const char *label; /* for people, or NULL */
} CxItemCode;

/* An item as one version asked it. */
typedef struct {
    size_t i_item;         /* into CxSurvey.items */
    size_t i_version;      /* into CxSurvey.versions */
    const char *wording;   /* what was asked, as faithfully as is known */
    CxItemKind kind;       /* */
    int64_t lo;            /* scale ends, lo <= hi; 0 and 0 for text; of a number in its decimals */
    int64_t hi;            /* */
    int decimals;          /* of a number: 0..6, a code of 125 with 2 decimals is 1.25; else 0 */
    CxDirection direction; /* */
    const char *column;    /* name of the source column */
    int64_t position;      /* 1.. in the questionnaire (order of the mapping) */
    const CxItemCode *codes;
    size_t n_codes;
} CxItemVersion;

/* Whose an item is for a time; both days included. */
typedef struct {
    CxDay from;                  /* CX_DAY_NONE: from the beginning */
    CxDay to;                    /* CX_DAY_NONE: open */
    CxDepartmentId department;   /* 0: nobody's in particular */
    const char *department_name; /* as called on its last day, or today; NULL for 0 */
} CxItemSpell;

typedef struct {
    CxItemId id;
    const char *key;   /* stable across versions, unique in the survey */
    const char *label; /* short name for tables and figures */
    CxItemRole role;
    const CxItemSpell *spells;   /* whose it was and is, oldest first (feedback/owner.h) */
    size_t n_spells;             /* >= 1 in a survey of a use case, 0 inside the store */
    CxDay own_from;              /* first day surely of today's department; CX_DAY_NONE: all */
    CxDepartmentId department;   /* whose it is today, or 0 */
    const char *department_key;  /* or NULL */
    const char *department_name; /* or NULL */
    const CxItemVersion *in;     /* its versions, oldest first */
    size_t n_in;                 /* >= 1 */
} CxItem;

/* How a version was gathered: what an evidence card says. Texts are plain sentences, NULL where
 * nobody has said. */
typedef struct {
    CxSurveyVersionId id;
    const char *key;   /* "2018" */
    const char *title; /* "May 2018" */
    CxDay from;        /* first and last day of answering, CX_DAY_NONE: not said */
    CxDay to;
    const char *population; /* who was meant to be represented */
    const char *gathered;   /* how the answers were gathered */
    CxSampling sampling;
    int64_t invited; /* people asked; -1: not known */
    const char *rate_definition;
    const char *cluster_text; /* what a cluster is; NULL: each response is its own */
    CxClusterScope cluster_scope;
    const char *weight_text; /* what the weights do; NULL: there are none */
    CxExperience experience;
    const char *experience_text;
    const char *note;   /* what changed against the version before */
    const char *source; /* where the data comes from */
} CxSurveyVersion;

typedef struct {
    CxModeId id;
    const char *key;   /* "self" */
    const char *label; /* "Self-administered" */
} CxMode;

typedef struct {
    CxSurveyId id;
    const char *key;
    const char *title;
    const char *zone;                /* IANA name; days are civil days there */
    bool is_weighted;                /* the declared headline is the weighted score */
    size_t i_overall;                /* the item whose score is the headline, into items */
    const CxItem *items;             /* by position in their latest version, then key */
    size_t n_items;                  /* >= 1 */
    const CxSurveyVersion *versions; /* oldest first: by from (not said last), then id */
    size_t n_versions;               /* >= 1 */
    const CxMode *modes;             /* by id */
    size_t n_modes;
    CxArena *arena; /* owns all of the above */
} CxSurvey;

/* NULL is allowed. */
void cx_survey_free(CxSurvey *survey);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxSurvey, cx_survey_free)

/* Borrowed from the survey, NULL if there is none. */
const CxItem *cx_survey_item(const CxSurvey *survey, const char *key);
const CxSurveyVersion *cx_survey_version(const CxSurvey *survey, const char *key);
/* The item as the version asked it, or NULL if that version did not ask it. */
const CxItemVersion *cx_item_in(const CxItem *item, size_t i_version);
/* The item as last asked; never NULL. */
const CxItemVersion *cx_item_latest(const CxItem *item);
/* The label of a value code ("Outstanding"), or NULL. */
const char *cx_item_version_label(const CxItemVersion *asked, int64_t code);
/* Whether answers to the two can stand in one column: same kind, ends, decimals and direction.
 * Choices only need to be choices: their codes are joined by key. Wording may differ; that is for
 * the trend to say. */
bool cx_item_version_same_scale(const CxItemVersion *a, const CxItemVersion *b);

/* ---- Use cases ---- */

typedef struct {
    CxSurveyId id;
    char *key;
    char *title;
    int64_t n_versions;
    int64_t n_items;
    int64_t n_responses; /* latest revisions */
    CxDay first_day;     /* CX_DAY_NONE without responses */
    CxDay last_day;
    CxInstant imported_at; /* of the last import, us = 0: never */
} CxSurveySummary;

void cx_survey_summary_free(CxSurveySummary *summary);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxSurveySummary, cx_survey_summary_free)

/* All surveys by title: GPtrArray of CxSurveySummary, shared: not to be changed; (transfer full).
 * Everybody signed in may read what is asked; FORBIDDEN for nobody. */
CX_MUST_USE GPtrArray *cx_survey_list(CxCtx *ctx, GError **error);
/* The same with id, key and title only, for those who choose among them: costs nothing by response,
 * where the list counts them all. */
CX_MUST_USE GPtrArray *cx_survey_titles(CxCtx *ctx, GError **error);
/* The survey of a key with its versions, items and modes. NULL key: the only survey there is
 * (CONFLICT naming them if there are several). NOT_FOUND naming those there are. Same wall. */
CX_MUST_USE CxSurvey *cx_survey_load(CxCtx *ctx, const char *key, GError **error);
CX_MUST_USE CxSurvey *cx_survey_load_id(CxCtx *ctx, CxSurveyId id, GError **error);
/* All surveys by title, each whole: GPtrArray of CxSurvey; (transfer full). Same wall. */
CX_MUST_USE GPtrArray *cx_survey_load_all(CxCtx *ctx, GError **error);

/* How many items are given to a department, over all surveys. */
typedef struct {
    CxDepartmentId department;
    int64_t n; /* > 0 */
} CxItemCount;

/* The departments that have been given items, in no order: GArray of CxItemCount; (transfer full).
 * Same wall. */
CX_MUST_USE GArray *cx_item_count(CxCtx *ctx, GError **error);
