/* What is asked of drivers, as people write it: in an address, a form, or on the command line. */
#pragma once

#include "evidence/drivers.h"

/* Each NULL or "" when not given. */
typedef struct {
    const char *outcome;    /* key */
    const char *items;      /* keys, comma-separated */
    const char *department; /* name or key */
    const char *method;     /* "lmg", "johnson" */
    const char *bootstrap;  /* draws */
    const char *from, *to;
    const char *where;     /* "mode:self,phone" */
    const char *weighting; /* "weighted", "unweighted" */
} CxDriversAskTexts;

/* A query with what it points to. */
typedef struct {
    CxDriversQuery query;
    CxSlice *slice;
    GStrv items;
} CxDriversQueryOwned;

/* INVALID in people's words, NOT_FOUND for a department there is not. The outcome is borrowed.
 * (transfer full) */
CX_MUST_USE CxDriversQueryOwned *cx_drivers_ask_read(CxCtx *ctx, const CxDriversAskTexts *texts,
                                                     GError **error);
void cx_drivers_query_owned_free(CxDriversQueryOwned *query);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxDriversQueryOwned, cx_drivers_query_owned_free)
