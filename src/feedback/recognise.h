/* What kind of file is this, and which column is what?
 *
 * Looks at a bounded sample of a file and drafts a mapping (feedback/mapping.h) with a sentence for
 * everything it decided. A draft is for a person to look at: nothing is imported by it. What a file
 * cannot tell (the zone, the order of day and month where no day is over 12, whether everybody was
 * asked) is drafted in the most careful way and listed among the questions.
 *
 * Pure: no store, no clock. One thread; a draft never changes. */
#pragma once

#include <glib.h>

#include "base/clock.h"
#include "lang/lang.h"

typedef enum {
    CX_LAYOUT_PLAIN,
    CX_LAYOUT_QUALTRICS,
    CX_LAYOUT_QUALTRICS_LEGACY,
    CX_LAYOUT_SURVEYMONKEY,
    CX_LAYOUT_LIMESURVEY,
    CX_LAYOUT_N
} CxLayout;

typedef enum {
    CX_TAKEN_IGNORED,
    CX_TAKEN_ID,
    CX_TAKEN_DATE,
    CX_TAKEN_MODE,
    CX_TAKEN_WEIGHT,
    CX_TAKEN_CLUSTER,
    CX_TAKEN_ACCOUNT,     /* the customer the answers belong to */
    CX_TAKEN_TRANSACTION, /* what was bought or done */
    CX_TAKEN_RESPONDENT,
    CX_TAKEN_PERSON,     /* says who somebody is: left out */
    CX_TAKEN_DEPARTMENT, /* of the respondent: a fact to compare by */
    CX_TAKEN_ITEM,       /* a rating */
    CX_TAKEN_COMMENT,
    CX_TAKEN_FACT,
    CX_TAKEN_COMPUTED, /* a date that a fact is computed from */
    CX_TAKEN_N
} CxTaken;

/* "id", "date" …; borrowed for ever. */
const char *cx_taken_key(CxTaken taken);
/* "SurveyMonkey" …; borrowed for ever. */
const char *cx_layout_name(CxLayout layout);

typedef struct {
    const char *name;     /* the header, without blanks around it */
    const char *question; /* what was asked, as far as the file says */
    CxTaken taken;
    const char *reason; /* a sentence */
} CxDraftColumn;

typedef struct {
    CxLayout layout;
    const char *layout_reason;    /* a sentence */
    const CxDraftColumn *columns; /* in the order of the file */
    size_t n_columns;
    size_t n_headers;             /* records before the first response */
    int64_t n_sampled;            /* rows looked at */
    bool is_whole;                /* these are all rows of the file */
    const char *const *questions; /* sentences: what a person has to settle */
    size_t n_questions;
    const char *mapping; /* the document, indented; NULL: see lack */
    const char *lack;    /* why there is no mapping, a sentence, or NULL */
    struct CxArena *arena;
} CxDraft;

typedef struct {
    const char *name; /* of the file: its key and year are looked for there; may hold a path */
    const void *data;
    size_t len_bytes;
    const char *zone; /* NULL: as the file says, else UTC */
    CxDay today;      /* for responses without a date */
} CxRecogniseFile;

/* Looks at a file. INVALID when it is empty or its header cannot be read; UNSUPPORTED when it is no
 * text. Time and memory are bounded by the sample, whatever the size of the file. (transfer full) */
CX_MUST_USE CxDraft *cx_recognise(const CxRecogniseFile *file, GError **error);
void cx_draft_free(CxDraft *draft);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxDraft, cx_draft_free)
