/* A value as people read it: "31 (28–34) n 3,412", where n opens the evidence card. Every number
 * about customers reaches a page, a document or a program in this form.
 *
 * templates/value.html writes it in a sentence or cell, one.html as the one number of a page,
 * ev.html the mark alone. As JSON it is {"value","lo","hi","n","clusters","status","rule","card"}. */
#pragma once

#include "evidence/measured.h"
#include "people/ctx.h"
#include "view/field.h"

typedef struct {
    /* for programs */
    double value; /* NaN, as all below, where there is none to show */
    double lo;
    double hi;
    double n;
    double clusters;
    const char *status; /* "ok", "hidden" … */
    const char *rule;   /* how the interval was made */
    const char *card;   /* id of the evidence card; NULL when hidden */
    /* for people; NULL where there is none */
    const char *text;       /* "31" */
    const char *unit;       /* "points"; may be NULL */
    const char *range;      /* "28–34" */
    const char *range_long; /* "28 to 34" */
    const char *n_text;     /* "n 3,412" */
    const char *href;       /* of the card */
    const char *about;      /* ", evidence card for the overall rating" */
    const char *why;        /* in words, why there is no value or no interval */
} CxMark;

extern const CxViewType cx_mark_type;

/* Rows of a field table for what programs read of a mark, at the top of the document of a view that
 * holds one: CX_MARK_FIELDS(offsetof(CardView, score)). */
#define CX_MARK_FIELDS(at)                                                                         \
    CX_MARK_FIELD(at, value, CX_FIELD_NUMBER, "The value in its unit, null when there is none"),   \
        CX_MARK_FIELD(at, lo, CX_FIELD_NUMBER, "Lower end of the 95 % interval"),                  \
        CX_MARK_FIELD(at, hi, CX_FIELD_NUMBER, "Upper end of the 95 % interval"),                  \
        CX_MARK_FIELD(at, n, CX_FIELD_NUMBER, "Answers counted, null when hidden"),                \
        CX_MARK_FIELD(at, clusters, CX_FIELD_NUMBER, "Sampling units the interval is by"),         \
        CX_MARK_FIELD(at, status, CX_FIELD_TEXT, "What can be said of the value"),                 \
        CX_MARK_FIELD(at, rule, CX_FIELD_TEXT, "How the interval was made"),                       \
        CX_MARK_FIELD(at, card, CX_FIELD_TEXT, "Id of the evidence card")

#define CX_MARK_FIELD(at, member, field_kind, field_about)                                         \
    {                                                                                              \
        .name = #member, .kind = (field_kind), .where = CX_FIELD_IN_DATA,                          \
        .offset = (at) + offsetof(CxMark, member) + CX_FIELD_CHECK(CxMark, member, field_kind),    \
        .about = (field_about)                                                                     \
    }

/* What a measured value does not know of itself. */
typedef struct {
    int decimals;     /* that the interval supports */
    const char *unit; /* may be NULL */
    const char *what; /* completes "evidence card for": "Delivery overall" */
} CxMarkWords;

/* The mark of a measured value; texts live in the context's arena, `words` need not. */
CxMark cx_mark_make(const CxCtx *ctx, const CxMeasured *measured, const CxMarkWords *words);
/* What the link to a mark's card is called where it stands in a figure: "n 3,412, evidence card for …", as
 * read; NULL without a card. In the context's arena. */
const char *cx_mark_link_label(const CxCtx *ctx, const CxMark *mark);
