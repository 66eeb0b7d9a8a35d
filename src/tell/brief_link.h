/* What is counted inside the reader's department that its customers' ratings go with (practice B3), as
 * the findings of every night say it (evidence/finding.h), with its footnotes, for tell/brief_view.c. */
#pragma once

#include "tell/brief_note.h"

/* As many as a brief has room for. */
#define CX_BRIEF_LINKS_MAX 2

typedef struct {
    const char *text; /* the finding's sentence */
    const char *url;  /* where the link is shown in full */
    const char *card;
    int64_t fn; /* number of its footnote */
} CxBriefLink;

extern const CxViewType cx_brief_link_type;

/* The links that live today of the reader's own departments, newest first; none along the fact whose
 * threshold the brief shows already. In the arena. */
CX_MUST_USE bool cx_brief_add_links(CxCtx *ctx, const CxSurvey *survey, CxBrief *brief,
                                    GError **error);
/* The same to be shown: list of CxBriefLink, in the arena; numbers the footnotes. */
CxViewList cx_brief_links(CxBriefNotes *notes);
