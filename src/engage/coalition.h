/* The coalition: where each leader in office stands and how much they decide, how that moved, through
 * whom they are reached, whose seat is empty and which department has no supporter (practice C1).
 *
 * For the CX team. Where somebody stands is filled for the basis's readers alone; who leads what, when
 * they were last met and what is promised is there without it. Values in the context's arena. */
#pragma once

#include "engage/contact.h"
#include "engage/influence.h"
#include "engage/judgement.h"
#include "engage/promise.h"
#include "engage/settings.h"

#define CX_COALITION_SUPPORTS   4.0 /* stance from which a leader supports the program */
#define CX_COALITION_INFLUENCE  3.5 /* influence from which a leader decides much */
#define CX_COALITION_TRAIL_MAX  2
#define CX_COALITION_TRAIL_DAYS 60 /* between the points of a trail */
#define CX_COALITION_QUORUM     4  /* leaders from which a map says more than a list */

typedef struct {
    CxLeaderId id;
    const char *key;
    const char *name;
    const char *title; /* of the present office */
    const char *department;
    CxDay leaves_on;           /* last day in office, CX_DAY_NONE: open */
    const CxContact *last;     /* real contact; NULL: none is known */
    int64_t n_open, n_overdue; /* promises, either way */
    CxMiddle influence, stance;
    CxMiddle was_influence[CX_COALITION_TRAIL_MAX]; /* 60 and 120 days ago, nearest first */
    CxMiddle was_stance[CX_COALITION_TRAIL_MAX];
    const char *through; /* supporters who have their ear, "A, B"; NULL: none is known */
    bool is_unwon;       /* much influence, and no support yet */
} CxCoalitionRow;

typedef struct {
    const CxCoalitionRow
        *rows; /* leaders in office: not yet won by influence first, then by name */
    size_t n;
    const char *const *vacant; /* names of departments nobody heads today */
    size_t n_vacant;
    const char *const *alone; /* departments whose heads do not support it; readers only */
    size_t n_alone;
    size_t n_unwon;
    size_t n_judged; /* leaders with influence and stance */
    CxBasis basis;
    bool can_read; /* where they stand */
    bool has_map;  /* enough leaders, or switched on (engage setting "map") */
} CxCoalition;

CX_MUST_USE const CxCoalition *cx_coalition_load(CxCtx *ctx, GError **error);
