/* Margins: how often each answer was given, counted beforehand. Inside column/ only.
 *
 * A frame of many rows has, for each calendar month, for each dimension and each pair of dimensions
 * that is not too large, for each question, how many rows there are by class of the dimensions and
 * answer. A slice over whole months that filters and groups by two dimensions at most is a sum of them,
 * whatever the number of rows. Counts are whole numbers, so nobody sees from a tally how it was made.
 * Rows that come are counted into the months they are of; the other months are shared with the frame
 * before (docs/decisions/0072). More dimensions at once, and other rows than whole months, are counted
 * when they are first asked for and kept for a while (margin_joint.c): all slices of a page are sums of
 * the same few passes. Unweighted, and each row its own unit. Immutable, counted atomically, any
 * thread. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "column/frame.h"
#include "kernel/tally.h"
#include "lang/lang.h"

/* A column as classes: a dimension (its listed codes, and one class for all others) or a question (its
 * answers, "does not apply", and one class for all others). */
typedef struct {
    size_t item;                      /* index in the frame; or one of the two below */
    unsigned n;                       /* classes */
    uint8_t classes[CX_KERNEL_CODES]; /* by code */
    uint8_t code[CX_KERNEL_CODES];    /* of a class; any one of its codes */
} CxMarginAxis;

#define CX_MARGIN_VERSION (SIZE_MAX - 1)
#define CX_MARGIN_MODE    (SIZE_MAX - 2)

#define CX_MARGIN_DIMENSIONS_MAX 6 /* counted together */

/* Dimensions counted together. Cells lie by question, then class of the first dimension, of the second …, then
 * answer. */
typedef struct {
    size_t dimension[CX_MARGIN_DIMENSIONS_MAX]; /* indexes, ascending */
    size_t n_dimensions;
    size_t n_classes;  /* the product of theirs */
    size_t first_cell; /* of a month's */
} CxMarginSet;

/* Where what is counted stands; it follows from what the frame is and how many cells there may be. */
typedef struct {
    CxMarginAxis *dimensions; /* the version is one if there are two */
    size_t n_dimensions;
    CxMarginAxis *questions; /* the items in their order, then the version */
    size_t n_questions;
    size_t *first_answer; /* of a question: the answers of those before it */
    size_t n_answers;     /* of all */
    CxMarginSet *sets;    /* the fewest cells first */
    size_t n_sets;
    size_t n_cells;     /* of a month */
    size_t n_cells_max; /* what it was laid out for */
} CxMarginLayout;

typedef struct {
    CxMarginLayout *layout; /* a reference */
    int32_t first_month;    /* cx_slice_period_index of the first month */
    size_t n_months;
    uint32_t **months; /* n_cells each, a reference; NULL: no rows */
    struct CxKeep
        *joints; /* of CxMarginJoint over months: sets that are not laid out, once asked for */
    struct CxKeep *edges; /* the same over other rows */
    gatomicrefcount n_refs;
} CxMargins;

/* Margins of a frame's rows, with n_cells_max cells a month at most; NULL where no set has room. Counts on as
 * many threads as there are processors. (transfer full) */
CxMargins *cx_margins_make(const CxFrame *frame, size_t n_cells_max);
/* Of rows that came before and of others: more is a frame of the same columns whose first day is not before
 * the others'. (transfer full) */
CxMargins *cx_margins_add(const CxMargins *margins, const CxFrame *more);
/* Margins as they are written: none are counted yet, and then n_months times n_cells in one piece, which
 * is copied. (transfer full) */
CxMargins *cx_margins_empty(const CxFrame *frame, size_t n_cells_max);
void cx_margins_fill(CxMargins *margins, const uint32_t *cells);
size_t cx_margins_n_bytes(const CxMargins *margins);
/* In one piece; NULL without memory. (transfer full) */
uint32_t *cx_margins_write(const CxMargins *margins);

CxMargins *cx_margins_ref(CxMargins *margins);
void cx_margins_unref(CxMargins *margins);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxMargins, cx_margins_unref)

/* Cells of one question in a set, of ranges of rows, each counted when it is first asked for. */
typedef struct {
    CxMarginSet set;
    size_t i_question;
    size_t n_ranges;
    uint32_t **cells; /* atomic: of a range, or NULL */
    gatomicrefcount n_refs;
} CxMarginJoint;

/* Of the months of the margins, or of one range of rows; shared by all who ask the same. (transfer full) */
CxMarginJoint *cx_margin_joint_months(const CxMargins *margins, const CxMarginSet *set,
                                      size_t i_question);
CxMarginJoint *cx_margin_joint_rows(const CxMargins *margins, const CxMarginSet *set,
                                    size_t i_question, const size_t rows[2]);
void cx_margin_joint_unref(CxMarginJoint *joint);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxMarginJoint, cx_margin_joint_unref)
/* The cells of the i-th range, which is these rows of the frame whose margins they are. Borrowed. */
const uint32_t *cx_margin_joint_cells(const CxMarginJoint *joint, const CxFrame *frame, size_t i,
                                      const size_t rows[2]);

/* The cells of a question in a set and month; NULL: there are no rows. */
const uint32_t *cx_margins_cells(const CxMargins *margins, const CxMarginSet *set,
                                 size_t i_question, size_t i_month);
/* Counts these rows of a frame; added to cells. */
void cx_margin_count(const CxMarginLayout *layout, const CxMarginSet *set, size_t i_question,
                     const CxFrame *frame, const size_t rows[2], uint32_t *cells);
/* Whether its cells are so few that they lie in one cube. */
bool cx_margin_set_fits(const CxMarginLayout *layout, const CxMarginSet *set, size_t i_question);
/* Classes of the answers that count, of "does not apply", and one for all others. */
void cx_margin_answers(const uint8_t is_valid[CX_KERNEL_CODES], CxMarginAxis *ret_axis);
