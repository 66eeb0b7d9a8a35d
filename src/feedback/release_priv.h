/* What of a pool of answers can be let out together. Inside feedback/release*.c only; pure. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "feedback/release.h"

/* People whose answers touch the same cells. A cell is a number that readers may ask for. */
typedef struct {
    int64_t n_people;
    uint32_t *cells;    /* each once, owned */
    CxReleaseSum *said; /* by them in each cell, owned; NULL: not known */
    size_t n_cells;
    bool is_held; /* not let out, whoever stands beside it */
    bool is_out;  /* out: may be let out */
} CxReleaseGroup;

/* Lets out the most people, of groups that are not held, of whom in each cell there is none or at least
 * `least` who do not all say the same: the largest such set, and there is one, since two of them
 * together are one again.
 *
 * groups   n_groups of them, their cells below n_cells */
void cx_release_core(CxReleaseGroup *const *groups, size_t n_groups, size_t n_cells, int64_t least);

/* ---- Groups of a pool (release_group.c) ---- */

/* Who is counted in a cell: who is new to it; or who changed an answer in it, by what they said before, by what
 * they say now, and by whether they came to be low or ceased to be. Who changed must be enough without those who
 * are new, and differ in each: else what is gone from a number is what one of them said before. */
typedef enum {
    CX_RELEASE_NEW,
    CX_RELEASE_BEFORE,
    CX_RELEASE_NOW,
    CX_RELEASE_CROSSED,
} CxReleaseWho;

/* Of a question (0: how many answered at all), in one month of one version. */
typedef struct {
    int64_t item;
    int64_t when;
    CxReleaseWho who;
} CxReleaseCell;

/* What one response says there. */
typedef struct {
    CxReleaseCell cell;
    uint64_t says;     /* its code, changed by whatever else changes a number */
    CxReleaseSum said; /* its code */
    bool is_low;
} CxReleaseMark;

typedef struct {
    int64_t when;  /* month and version */
    GArray *said;  /* of CxReleaseMark, by item; empty: there is no response */
    GArray *early; /* of CxReleaseMark: said to questions of which nothing was told */
} CxReleaseReading;

void cx_release_reading_clear(CxReleaseReading *reading);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CxReleaseReading, cx_release_reading_clear)

/* Questions of which too few are released to be told, or all of one answer: what comes to them belongs to their first
 * release. By version, since one that asks on another scale has a column and a beginning of its own: a set of
 * CxReleaseCell whose `when` is the index of the version. (transfer full); NULL with an error. (release_young.c) */
GHashTable *cx_release_young(CxCtx *ctx, const CxSurvey *survey, GError **error);

/* For hash tables of cells. */
guint cx_release_cell_hash(gconstpointer data);
gboolean cx_release_cell_equal(gconstpointer a, gconstpointer b);
/* In the order of cells, then of what is said. */
int cx_release_compare_marks(const void *a, const void *b);

/* The cells and groups met so far. */
typedef struct {
    GHashTable *cells;     /* CxReleaseCell → index + 1 */
    GHashTable *groups_by; /* groups → index + 1 */
    GPtrArray *groups;     /* of CxReleaseGroup, owning */
    GArray *said;          /* of CxReleaseSum: by whom cx_release_group_of was asked of last */
} CxReleaseBook;

void cx_release_book_init(CxReleaseBook *book);
void cx_release_book_clear(CxReleaseBook *book);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CxReleaseBook, cx_release_book_clear)
/* The index of the group of those who said one thing and now say the other; either may be without a
 * response. Nobody is counted in it. */
uint32_t cx_release_group_of(CxReleaseBook *book, const CxReleaseReading *was,
                             const CxReleaseReading *is);
/* Adds what they say now to their group, the one just told. */
void cx_release_group_say(CxReleaseBook *book, uint32_t i_group);

/* ---- First releases (release_first.c) ---- */

enum { CX_RELEASE_RECENT = 1024 }; /* a power of two */

/* What comes to the first releases of questions, by cell. */
typedef struct {
    GHashTable *sums; /* CxReleaseCell → CxReleaseSum, owned */
    /* Those met last, where their cell says: a large import asks for few, and for these millions of times. */
    struct {
        CxReleaseCell cell;
        CxReleaseSum *sum; /* borrowed; NULL: none was met */
    } recent[CX_RELEASE_RECENT];
} CxReleaseFirsts;

void cx_release_firsts_init(CxReleaseFirsts *firsts);
void cx_release_firsts_clear(CxReleaseFirsts *firsts);
/* Adds what one person said, or takes it away. */
void cx_release_firsts_count(CxReleaseFirsts *firsts, const CxReleaseMark *mark, bool is_gone);
/* Adds a sum of what several said. */
void cx_release_firsts_add(CxReleaseFirsts *firsts, const CxReleaseCell *cell,
                           const CxReleaseSum *sum);
/* Adds all of it to what is stored. */
CX_MUST_USE bool cx_release_firsts_keep(CxCtx *ctx, const CxSurvey *survey,
                                        const CxReleaseFirsts *firsts, GError **error);

struct CxReleaseGathering {
    CxSurveyVersionId version;
    int64_t n_people;
    CxReleaseFirsts said; /* cells of items and months */
};
