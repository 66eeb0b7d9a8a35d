/* Departments as pages, the API and the command line show them: heads, questions, and what
 * reorganisations made of them, in words. */
#pragma once

#include "people/ctx.h"
#include "view/field.h"
#include "view/form.h"

typedef struct {
    int64_t id;
    const char *name;
    const char *title;
    CxDay from;
    const char *since; /* "since 1 March 2018", NULL when not known */
    const char *url;
} CxHeadView;

typedef struct {
    int64_t id;
    const char *key;
    const char *name;
    CxViewList heads; /* of CxHeadView, by name */
    int64_t n_questions;
    CxDay from, to;
    CxViewList history; /* of texts, earliest first */
    const char *url;    /* its own page; NULL: not for this reader */
} CxDepartmentView;

typedef struct {
    int64_t id;
    const char *kind; /* "rename", "split", "merge", "end", "undo" */
    CxDay from;
    const char *from_text;
    const char *text; /* "Supply was split into Delivery and Stores" */
    const char *reason;
    const char *recorded_by;
    bool is_undone;
    const char *undo_url; /* NULL: cannot be undone, or not by this reader */
} CxReorgView;

typedef struct {
    CxViewList departments; /* of CxDepartmentView, by name: those of today and to come */
    CxViewList former;      /* of the same: those that ended */
    int64_t n_departments;
    int64_t n_headless;
    CxViewList changes;      /* of CxReorgView, latest first */
    const CxFormView *form;  /* to add one; NULL: the reader may not */
    const CxFormView *reorg; /* to record a reorganisation */
} CxDepartmentsView;

extern const CxViewType cx_department_view_type;

/* Where a department's own page is, in the arena; NULL for none and where the reader may not see it. */
const char *cx_department_url(CxCtx *ctx, CxDepartmentId department);
/* What reorganisations made of a department, in words, earliest first: CxViewList of texts. */
CX_MUST_USE bool cx_department_history(CxCtx *ctx, CxDepartmentId department,
                                       CxViewList *ret_history, GError **error);
/* Fills all but the forms. */
CX_MUST_USE bool cx_departments_view(CxCtx *ctx, CxDepartmentsView *view, GError **error);
