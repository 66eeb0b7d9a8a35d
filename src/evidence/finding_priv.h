/* What the files of findings share. Inside evidence/. */
#pragma once

#include "column/frame.h"
#include "evidence/finding.h"
#include "evidence/link.h"

/* ---- Arguments of a sentence, kept so that any language can say it (finding_words.c) ---- */

typedef struct CxFindingArgs CxFindingArgs;

CxFindingArgs *cx_finding_args_new(void);
/* The arguments as JSON, in the arena; frees the builder. */
const char *cx_finding_args_end(CxFindingArgs *args, CxArena *arena);
void cx_finding_args_text(CxFindingArgs *args, const char *name, const char *text);
void cx_finding_args_count(CxFindingArgs *args, const char *name, int64_t n);
/* Read with so many decimals; NaN reads as "". */
void cx_finding_args_number(CxFindingArgs *args, const char *name, double value, int decimals);
void cx_finding_args_range(CxFindingArgs *args, const char *name, double lo, double hi,
                           int decimals);
void cx_finding_args_period(CxFindingArgs *args, const char *name, CxDay from, CxDay to);
/* The sentence of a message and its kept arguments, in the arena; CORRUPT. */
CX_MUST_USE const char *cx_finding_words(CxCtx *ctx, const char *message, const char *arguments,
                                         GError **error);

/* ---- What may become a finding ---- */

typedef struct CxCandidate CxCandidate;
struct CxCandidate {
    CxFindingKind kind;
    CxFindingTone tone;
    CxDepartmentId department;
    const CxItem *item;  /* whose card it is */
    const char *subject; /* in the arena, as all texts */
    CxMeasured value;    /* with the card of the number it was made of */
    int decimals;        /* that the value's interval supports */
    double p;            /* NaN: not tested here */
    double p_adjusted;   /* set by judging */
    const char *slice, *before_slice, *url;
    int32_t days;     /* of life, from today */
    const void *data; /* for say */
    /* Fills what follows, once the interval stands. */
    void (*say)(CxCtx *ctx, CxCandidate *candidate);
    const char *state, *message, *arguments;
    const char *card_label, *card_measure, *card_method; /* NULL: as the number's own card */
};

/* What a night looks at: one survey. */
typedef struct {
    CxCtx *ctx;
    const CxSurvey *survey;
    const CxFrame *frame;
    CxDay from, to; /* the quarter that closed last; CX_DAY_NONE: none with answers */
    GArray *found;  /* of CxCandidate: not tested here */
    GArray *family; /* of CxCandidate: tested together */
} CxNoticer;

/* The sources; each adds to found or family. */
CX_MUST_USE bool cx_notice_changes(CxNoticer *noticer, GError **error);
CX_MUST_USE bool cx_notice_splices(CxNoticer *noticer, GError **error);
CX_MUST_USE bool cx_notice_thresholds(CxNoticer *noticer, GError **error);
CX_MUST_USE bool cx_notice_fading(CxNoticer *noticer, GError **error);
CX_MUST_USE bool cx_notice_unusual(CxNoticer *noticer, GError **error);
CX_MUST_USE bool cx_notice_drivers(CxNoticer *noticer, GError **error);
CX_MUST_USE bool cx_notice_links(CxNoticer *noticer, GError **error);
/* Of cx_notice_links: follows what was marked, by links that are at hand. */
CX_MUST_USE bool cx_notice_marked(CxNoticer *noticer, CxLinkAsker *asker,
                                  const CxLinkFindings *findings, GError **error);

/* Picks those of a family whose adjusted p is at most alpha, widens their intervals for having been
 * picked (docs/methods/findings.md), and returns how many; the others are left with picked false.
 * Pure. */
size_t cx_finding_judge(CxCandidate *family, size_t n, double alpha);
bool cx_finding_is_picked(const CxCandidate *candidate, double alpha);

/* The subject of a test of a declared measure, in the arena. */
const char *cx_finding_change_subject(CxArena *arena, CxSurveyId survey, CxDepartmentId department);
