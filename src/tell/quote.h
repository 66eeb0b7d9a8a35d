/* Comments chosen to represent and not to identify, for a brief (docs/methods/verbatims.md).
 *
 * Of what customers wrote beside a rating, at most two: one from those who rated low, one from those
 * who rated high; each the one that says most nearly what its side says. What could tell who wrote it
 * is dropped, never masked. */
#pragma once

#include "evidence/theme.h"
#include "feedback/comment.h"
#include "people/ctx.h"

enum { CX_QUOTES_MAX = 2 };

typedef struct {
    const char *text; /* as written, blanks joined */
    const char *from; /* "Rated 4 of 5" */
    int64_t rating;
    int64_t best; /* of the scale */
    bool is_low;
} CxQuote;

typedef struct {
    CxQuote items[CX_QUOTES_MAX]; /* the low one first */
    size_t n;
    int64_t n_comments; /* among which they were chosen; 0 when none may be shown */
} CxQuotes;

/* Chooses among the comments of a period; none when the reader's wall has no comments or there are
 * fewer than its minimum. Texts live in the arena. */
CX_MUST_USE bool cx_quote_choose(CxCtx *ctx, const CxSurvey *survey, const CxCommentAsk *ask,
                                 CxQuotes *ret_quotes, GError **error);

/* The same among the comments that name a theme. */
CX_MUST_USE bool cx_quote_choose_theme(CxCtx *ctx, const CxSurvey *survey, const CxTheme *theme,
                                       CxQuotes *ret_quotes, GError **error);

/* ---- The rules, pure ---- */

/* False where a comment's form alone could tell who wrote it, or it cannot stand by itself: shorter than 40
 * or longer than 220 letters, fewer than six different words, shouted, an address, a link, three digits in a
 * row, letters and digits in one word, a form of address before a name. */
bool cx_quote_is_plain(const char *text);
/* How near each text is to all the others together: the cosine of its words, weighted by how rare they
 * are, with the others' sum; 0..1. n of each. */
void cx_quote_nearness(const char *const *texts, size_t n, double *ret_nearness);
