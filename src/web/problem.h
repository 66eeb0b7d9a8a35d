/* What went wrong, as the error page shows it and as programs get it (RFC 9457). */
#pragma once

#include "view/field.h"

typedef struct {
    const char *field; /* name in the form or JSON; "" for the whole */
    const char *code;
    const char *text;
} CxProblemIssueView;

typedef struct {
    const char *type;  /* "urn:coalition:problem:not_found" */
    const char *title; /* one sentence */
    int64_t status;    /* of HTTP */
    const char *detail;
    CxViewList issues; /* of CxProblemIssueView */
    const char *request_id;
    /* for the page */
    bool is_signed_out;     /* signing in would help */
    bool is_our_fault;      /* 5xx: nothing the reader can do but report it */
    const char *sign_in_to; /* address of the sign-in page that leads back here, or NULL */
} CxProblemView;

extern const CxViewType cx_problem_view_type;
