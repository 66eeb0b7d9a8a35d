/* The footnotes of a brief, numbered in order of appearance: what each number rests on. For
 * tell/brief_view.c. */
#pragma once

#include "tell/brief.h"
#include "view/field.h"

typedef struct {
    int64_t number;
    const char *text;
    const char *card; /* NULL: what was chosen, not measured */
    const char *card_short;
    const char *card_url;
} CxBriefNote;

extern const CxViewType cx_brief_note_type;

/* What is numbered so far; the caller has room for all. */
typedef struct {
    CxCtx *ctx;
    const CxBrief *brief;
    CxBriefNote *items;
    size_t n;
    int64_t first;             /* the note that says how the survey was gathered, or 0 */
    const char *first_measure; /* what the others need not say again */
    const char *first_period;
    const CxChange *first_change; /* what was tested first, and the number of its note */
    int64_t first_change_number;
} CxBriefNotes;

/* Each gives the number of a footnote, the same one when its card comes again, 0 when there is no
 * card.
 *
 * Of a value of a score: the first one says how the survey was gathered, the others refer to it. */
int64_t cx_brief_note_score(CxBriefNotes *notes, const CxScore *score, const CxMeasured *value,
                            const char *period);
/* Of what became of a measure; change may be NULL. */
int64_t cx_brief_note_change(CxBriefNotes *notes, const CxChange *change);
/* Of the point where ratings fall, and of a share of the transactions before or behind it. */
int64_t cx_brief_note_threshold(CxBriefNotes *notes, const CxThresholdFinding *finding);
int64_t cx_brief_note_transactions(CxBriefNotes *notes, const CxThresholdFinding *finding,
                                   const CxMeasured *share);
/* Of what ratings go with inside a department. */
int64_t cx_brief_note_link(CxBriefNotes *notes, const CxFinding *finding);
/* Of comments chosen among n. */
int64_t cx_brief_note_quotes(CxBriefNotes *notes, int64_t n_comments);
