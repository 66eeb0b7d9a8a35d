/* What was achieved and tested: improvements that were declared beforehand and credited (practice E4),
 * with their footnotes, for tell/brief_view.c. */
#pragma once

#include "tell/brief_note.h"

/* As many as a brief has room for. */
#define CX_BRIEF_CREDITS_MAX 3

typedef struct {
    const char *text;       /* all of it, as read */
    const char *department; /* NULL: the overall rating */
    const char *question;   /* key */
    const char *period;
    const char *against;
    const char *points; /* "+19 (+16 to +23)" */
    const char *card;
    int64_t fn; /* number of its footnote */
} CxBriefCredit;

extern const CxViewType cx_brief_credit_type;

/* The improvements the reader may see that closed in the year up to the brief's last day, the newest
 * of each measure: of the reader's own departments and of the overall rating. In the arena. */
CX_MUST_USE bool cx_brief_add_credits(CxCtx *ctx, const CxSurvey *survey, CxBrief *brief,
                                      GError **error);
/* The same to be shown: list of CxBriefCredit, in the arena; numbers the footnotes. */
CxViewList cx_brief_credits(CxBriefNotes *notes);
