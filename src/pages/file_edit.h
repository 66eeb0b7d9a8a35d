/* The forms by which a draft is corrected, as its page shows them. Pages only. */
#pragma once

#include "pages/file.h"
#include "view/form.h"

typedef struct {
    int64_t position; /* of the column, from 1: the form field is "d.12" */
    const char *name;
    const char *label;
    const char *samples;
    const char *scale;
    const char *department; /* name, or NULL */
} CxRatingView;

/* A column the mapping names and the file does not have. */
typedef struct {
    int64_t position; /* the form field is "g.1" */
    const char *name;
    const char *taken_text;
} CxGoneView;

typedef struct {
    CxViewList ratings; /* of CxRatingView: those a department can answer for */
    int64_t n_ratings;
    int64_t n_ratings_more; /* not listed: their columns' forms give them away */
    int64_t n_given;
    CxViewList departments; /* of const char *: names to choose from */
    const CxFormView *settle;
    const CxFormView *column; /* of the column asked for, or NULL */
    int64_t column_position;
    const char *column_name;
    CxViewList gone; /* of CxGoneView */
    int64_t n_gone;
    CxViewList arrived; /* of const char *: columns the earlier file did not have */
    int64_t n_arrived;
    CxViewList unused; /* of const char *: columns the mapping does not use */
} CxFileEditView;

extern const CxViewType cx_file_edit_view_type;

/* The forms of a survey draft, with what was just sent where a form came back; NULL where there is
 * nothing to correct. In the context's arena. */
CX_MUST_USE bool cx_file_edit_view(CxCtx *ctx, const CxRequest *request, const CxFileDraft *draft,
                                   const CxFileEditView **ret_view, GError **error);
/* The first different values of a column, " · " between them; in the arena. */
const char *cx_file_samples(CxArena *arena, const CxFileDraft *draft, size_t i_column);
/* The columns the mapping names and the file does not have, in order of the mapping: (transfer
 * full) array of borrowed names. */
GPtrArray *cx_file_gone(const CxFileDraft *draft);
typedef struct {
    const char *survey; /* "new", or the key of one there is */
    const char *title;
    const char *version;
    const char *version_title;
    const char *zone;
    const char *overall;
    bool weighted;
    const char *sampling;
    int64_t invited;
    const char *date_kind;
} CxFileSettle;

typedef struct {
    const char *taken;
    const char *label;
    const char *wording;
    const char *kind;
    int64_t lo;
    int64_t hi;
    const char *direction;
    const char *missing;
    const char *not_applicable;
    const char *department;
    const char *date_written;
} CxFileColumn;
