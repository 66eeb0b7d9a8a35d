/* What happens of itself in a lived year of the sample: what is said at meetings, who comes and goes, rounds, plans,
 * calls that leaders note themselves. The same every time. */
#pragma once

#include "people/ctx.h"
#include "plays/play.h"

/* A use case that must not fail; it takes `error`. */
#define DO(call)                                                                                   \
    G_STMT_START                                                                                   \
    {                                                                                              \
        g_autoptr(GError) do_error = NULL;                                                         \
        GError **error = &do_error;                                                                \
        const bool is_done = (call);                                                               \
        g_assert_no_error(do_error);                                                               \
        g_assert_true(is_done);                                                                    \
    }                                                                                              \
    G_STMT_END

/* Notes a line in which "@" stands for a leader. */
void life_note(CxCtx *ctx, CxLeaderId leader, const char *format);
/* What a meeting is about, and what is said there beside. */
void life_meet(CxCtx *ctx, const CxPlayProposal *proposal);
void life_ask(CxCtx *ctx, const CxPlayProposal *proposal);
/* The week before a Monday, the first of the year being 0. */
void life_pass_week(CxCtx *ctx, int week);
