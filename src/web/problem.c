#include "web/problem.h"

static const CxViewField issue_fields[] = {
    CX_FIELD(CxProblemIssueView, field, CX_FIELD_TEXT, "Name of the field, empty for the whole"),
    CX_FIELD(CxProblemIssueView, code, CX_FIELD_TEXT, "Stable word for programs"),
    CX_FIELD(CxProblemIssueView, text, CX_FIELD_TEXT, "A sentence for people"),
};

static const CxViewType issue_type =
    CX_VIEW_TYPE("ProblemIssue", CxProblemIssueView, issue_fields, "What is wrong with one field");

static const CxViewField problem_fields[] = {
    CX_FIELD(CxProblemView, type, CX_FIELD_TEXT, "Names the kind of problem"),
    CX_FIELD(CxProblemView, title, CX_FIELD_TEXT, "The kind of problem in a sentence"),
    CX_FIELD(CxProblemView, status, CX_FIELD_COUNT, "Status of HTTP"),
    CX_FIELD(CxProblemView, detail, CX_FIELD_TEXT, "What happened this time"),
    CX_FIELD_CHILD(CxProblemView, issues, CX_FIELD_LIST, &issue_type, "Field by field"),
    CX_FIELD(CxProblemView, request_id, CX_FIELD_TEXT, "Names this request in the log"),
    CX_FIELD_PAGE(CxProblemView, is_signed_out, CX_FIELD_FLAG, "Signing in would help"),
    CX_FIELD_PAGE(CxProblemView, is_our_fault, CX_FIELD_FLAG, "The server failed"),
    CX_FIELD_PAGE(CxProblemView, sign_in_to, CX_FIELD_TEXT, "Sign-in page that leads back here"),
};

const CxViewType cx_problem_view_type =
    CX_VIEW_TYPE("Problem", CxProblemView, problem_fields, "What went wrong (RFC 9457)");
