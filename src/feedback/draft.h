/* Corrections of a drafted mapping: what a person decides is written into the mapping document, and
 * everything a decision does not touch stays as it is.
 *
 *     g_autoptr(CxDraftEdit) edit = cx_draft_edit_new(mapping, drafted, error);
 *     cx_draft_edit_column(edit, &decision);
 *     g_autofree char *mapping = cx_draft_edit_finish(edit);
 *
 * The result is not checked here: cx_mapping_parse says what is wrong with it. Columns are named as
 * the mapping names them. Pure; one thread. */
#pragma once

#include <glib.h>

#include "feedback/recognise.h"
#include "feedback/survey.h"

typedef struct CxDraftEdit CxDraftEdit;

/* `drafted` (nullable) is the mapping as it was first drafted: a column that is taken as it was
 * recognised gets back what was found of it. INVALID when a text is no JSON object. (transfer full) */
CX_MUST_USE CxDraftEdit *cx_draft_edit_new(const char *mapping, const char *drafted,
                                           GError **error);
void cx_draft_edit_free(CxDraftEdit *edit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxDraftEdit, cx_draft_edit_free)
/* The document with all that was decided, indented. (transfer full) */
char *cx_draft_edit_finish(CxDraftEdit *edit);

#define CX_DRAFT_AS_IS INT64_MIN

/* What a column is. NULL and CX_DRAFT_AS_IS: as it is now. */
typedef struct {
    const char *column;
    CxTaken taken;
    const char *label;
    const char *wording;
    const char *kind; /* of a rating: "nps" or "rating"; of a date how it is written: "iso" … */
    int64_t lo, hi;
    const char *direction;      /* "up" or "down" */
    const char *missing;        /* codes that are no answer, "; " between them; "": none */
    const char *not_applicable; /* codes that are an answer and no number, likewise */
    const char *const *values;  /* the column's different values, for a choice or the mode */
    size_t n_values;
} CxColumnDecision;

/* The columns of a file: whatever they were before is forgotten when they are taken for something
 * else. */
void cx_draft_edit_column(CxDraftEdit *edit, const CxColumnDecision *decision);
/* Gives the column's question to a department, added to the document if it is not there; NULL key:
 * to nobody. */
void cx_draft_edit_department(CxDraftEdit *edit, const char *column, const char *key,
                              const char *name);
/* The file now has `to` where it had `from`. */
void cx_draft_edit_rename(CxDraftEdit *edit, const char *from, const char *to);
/* A value of a question's column is one more code of that meaning (MISSING or NOT_APPLICABLE). */
void cx_draft_edit_code(CxDraftEdit *edit, const char *column, const char *value,
                        CxMeaning meaning);
/* A text of the document by its place, "survey" and "zone"; NULL removes it. */
void cx_draft_edit_text(CxDraftEdit *edit, const char *object, const char *name, const char *text);
void cx_draft_edit_int(CxDraftEdit *edit, const char *object, const char *name, int64_t value);
void cx_draft_edit_flag(CxDraftEdit *edit, const char *object, const char *name, bool flag);
/* How the date is written; the column stays. */
void cx_draft_edit_date_kind(CxDraftEdit *edit, const char *kind);
/* The question whose score is the headline, by its key; the one before becomes a measure. */
void cx_draft_edit_overall(CxDraftEdit *edit, const char *key);

/* A department questions can be given to; borrowed. */
typedef struct {
    const char *key;
    const char *name;
} CxDraftDepartment;

/* Gives every rating that nobody has, but for the headline, to the department whose name shares most
 * words with the question; where two share as many, or none does, to nobody. Returns how many it
 * gave. */
size_t cx_draft_edit_propose(CxDraftEdit *edit, const CxDraftDepartment *departments, size_t n);
