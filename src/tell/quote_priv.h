/* What the files of quotes share. Inside tell/. */
#pragma once

#include "tell/quote.h"

/* The places of the comments chosen among all, low and high; -1: none. */
typedef struct {
    int64_t low, high;
} CxQuotePlaces;

/* Chooses among comments: GArray of CxComment. Reads leader, account_person, account_state. */
CX_MUST_USE bool cx_quote_choose_places(CxCtx *ctx, const GArray *comments,
                                        CxQuotePlaces *ret_places, GError **error);
/* A text in one line, in the arena. */
const char *cx_quote_join_blanks(CxArena *arena, const char *text);
