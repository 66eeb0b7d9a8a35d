/* A frame: the responses of one survey as columns, ordered by day, immutable once made.
 *
 * A frame is counted atomically and shared between threads by reference; nothing in it changes
 * after cx_frame_builder_end. Rows are responses, ordered by day, those of a day by version, those of a
 * day and version as they were added: a period is a range of rows. Row columns:
 *   day      uint16, days since cx_frame_first_day, ascending
 *   version  uint8, 0..n_versions-1
 *   mode     uint8, 0..n_modes-1, or CX_CODE_MISSING
 *   weight   double, finite and >= 0, or NaN where the response has none; absent when none has
 *   cluster  uint32, 0..n_clusters-1; absent when every response is a sampling unit of its own
 * and one uint8 column for each item: the code answered (lo..hi for ratings, a listed code for
 * choices), CX_CODE_NOT_APPLICABLE, or CX_CODE_MISSING. All columns are cx_frame_n_rows long. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "kernel/values.h"
#include "lang/lang.h"

#define CX_CODE_MISSING        UINT8_C(0xFF) /* not answered, refused, not asked */
#define CX_CODE_NOT_APPLICABLE UINT8_C(0xFE) /* answered "does not apply to me", "never used" */
#define CX_CODE_MAX            UINT8_C(253)  /* the highest code an answer can have */
#define CX_FRAME_DAYS_MAX      65536         /* from first to last day */

typedef enum {
    CX_FRAME_NPS,    /* 0..10, likelihood to recommend */
    CX_FRAME_RATING, /* lo..hi */
    CX_FRAME_CHOICE, /* one of listed codes; a dimension */
    CX_FRAME_KIND_N
} CxFrameKind;

typedef enum {
    CX_FRAME_HIGH_IS_GOOD,
    CX_FRAME_LOW_IS_GOOD,
} CxFrameDirection;

/* One listed answer of a choice item. */
typedef struct {
    uint8_t code;      /* 0..CX_CODE_MAX, once in the list */
    const char *key;   /* [a-z0-9_-], once in the list; NULL on adding: made from the label */
    const char *label; /* for people */
} CxFrameChoice;

/* An item of the survey, over all its versions. */
typedef struct {
    const char *key;    /* [a-z0-9_-] */
    const char *label;  /* for people: the latest wording, or a short title */
    int64_t department; /* whose it is, or 0: the program's */
    CxFrameKind kind;
    uint8_t lo, hi; /* scale; 0..10 for NPS; not used for choices */
    CxFrameDirection direction;
    const CxFrameChoice *choices; /* n_choices, in the order to show; NULL unless a choice */
    size_t n_choices;
    bool is_fact; /* not asked: the classes of a fact (CxFrameFact) */
} CxFrameItem;

#define CX_FACT_MISSING CX_VALUES_NONE /* nothing is known for this response */

/* What an operational metric was for each response: of its transaction, account, respondent or the
 * response itself. Its classes, where it has some, are an item beside it under `class_item`. */
typedef struct {
    const char *key;    /* of the metric */
    const char *label;  /* for people */
    const char *unit;   /* "days"; of money the currency; "" for a plain number */
    int decimals;       /* values are whole numbers of 10^-decimals */
    int64_t department; /* whose it is, or 0 */
    CxFrameDirection direction;
    const char *class_item; /* key of the item, or NULL */
} CxFrameFact;

/* A version of the survey or a mode of answering. */
typedef struct {
    const char *key;   /* [a-z0-9_-] */
    const char *label; /* for people */
} CxFrameLabel;

typedef struct CxFrame CxFrame;
typedef struct CxFrameBuilder CxFrameBuilder;

/* ---- Making ---- */

typedef struct {
    const char *survey;  /* key */
    const char *title;   /* of the survey */
    const char *overall; /* key of the overall item, or NULL */
    bool is_weighted;    /* the headline, as declared for the survey */
    CxDay as_of;         /* newer answers wait since that day; day 0: none do */
} CxFrameSpec;

CxFrameBuilder *cx_frame_builder_new(const CxFrameSpec *spec);
void cx_frame_builder_free(CxFrameBuilder *builder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxFrameBuilder, cx_frame_builder_free)

/* Adding returns the code rows use: 0, 1, 2 … in order of adding. Everything passed is copied. Add
 * all before the first row (asserted). Each fails with INVALID for a key that is not one or is
 * there already, TOO_LARGE beyond CX_VERSIONS_MAX, CX_MODES_MAX, CX_ITEMS_MAX (of facts too); add_item also with
 * INVALID for a scale or a list of choices that cannot be. */
CX_MUST_USE bool cx_frame_builder_add_version(CxFrameBuilder *builder, const char *key,
                                              const char *label, uint8_t *ret_code, GError **error);
CX_MUST_USE bool cx_frame_builder_add_mode(CxFrameBuilder *builder, const char *key,
                                           const char *label, uint8_t *ret_code, GError **error);
CX_MUST_USE bool cx_frame_builder_add_item(CxFrameBuilder *builder, const CxFrameItem *item,
                                           size_t *ret_index, GError **error);
CX_MUST_USE bool cx_frame_builder_add_fact(CxFrameBuilder *builder, const CxFrameFact *fact,
                                           size_t *ret_index, GError **error);

typedef struct {
    CxDay day;
    uint8_t version; /* from add_version */
    uint8_t mode;    /* from add_mode, or CX_CODE_MISSING */
    double weight;   /* finite and >= 0, or NaN: has none */
    /* The sampling unit, unique over the whole survey (the caller prefixes it with the wave where
     * numbers start anew). NULL: this response is a unit of its own. "" is the one blank unit. */
    const char *cluster;
    const uint8_t *answers; /* one code for each item, in order of adding */
    const int64_t *facts;   /* one value for each fact, or CX_FACT_MISSING; NULL: none is known */
} CxFrameRow;

/* Fails with INVALID, naming the item, for a code outside its scale or list, an unknown version or
 * mode, a weight that is no weight; TOO_LARGE beyond CX_FRAME_ROWS_MAX or memory. */
CX_MUST_USE bool cx_frame_builder_add_row(CxFrameBuilder *builder, const CxFrameRow *row,
                                          GError **error);

/* Says what the frame is made of (cx_frame_stamp). */
void cx_frame_builder_set_stamp(CxFrameBuilder *builder, const char *stamp);
/* How many numbers a month the frame may keep that answer slices beforehand (column/margin_priv.h); without
 * it as many as are worth it for so many rows. */
void cx_frame_builder_set_margins(CxFrameBuilder *builder, size_t n_cells);
/* Makes the rows to come those that follow the rows of another frame: what is ended is the frame that would be
 * made of all of them, at the cost of the rows added and of those that come after them. After all is
 * added but the first row. False, and nothing is changed, when the frames have not the same survey,
 * versions, modes, items and facts, each with the same words. */
CX_MUST_USE bool cx_frame_builder_continue(CxFrameBuilder *builder, const CxFrame *base);

/* Sorts, fingerprints, and publishes. The builder may then only be freed. INVALID when the days span
 * more than CX_FRAME_DAYS_MAX, TOO_LARGE when memory is short; CONFLICT when the rows cannot follow those
 * of the frame they continue: they begin before it, or are the first with a weight or a unit. (transfer full) */
CX_MUST_USE CxFrame *cx_frame_builder_end(CxFrameBuilder *builder, GError **error);

CxFrame *cx_frame_ref(const CxFrame *frame);
void cx_frame_unref(CxFrame *frame);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxFrame, cx_frame_unref)

/* ---- Reading; all borrowed, for as long as the frame lives ---- */

const char *cx_frame_survey(const CxFrame *frame);
const char *cx_frame_title(const CxFrame *frame);
const char *cx_frame_overall(const CxFrame *frame); /* key of the overall item, or NULL */
bool cx_frame_is_weighted(const CxFrame *frame);    /* the headline is declared weighted */
CxDay cx_frame_as_of(const CxFrame *frame);         /* CX_DAY_NONE: nothing newer waits */
/* 32 hex digits over everything a slice can depend on; equal content in equal order, equal text. */
const char *cx_frame_fingerprint(const CxFrame *frame);
/* What it was made of (column/segment.h); NULL where nobody said. */
const char *cx_frame_stamp(const CxFrame *frame);
size_t cx_frame_n_rows(const CxFrame *frame);
/* How many of them came since it was made or mapped (cx_frame_builder_continue). */
size_t cx_frame_n_late(const CxFrame *frame);
CxDay cx_frame_first_day(const CxFrame *frame); /* CX_DAY_NONE without rows */
CxDay cx_frame_last_day(const CxFrame *frame);

size_t cx_frame_n_versions(const CxFrame *frame);
const CxFrameLabel *cx_frame_version(const CxFrame *frame, size_t code);
size_t cx_frame_n_modes(const CxFrame *frame);
const CxFrameLabel *cx_frame_mode(const CxFrame *frame, size_t code);
size_t cx_frame_n_items(const CxFrame *frame);
const CxFrameItem *cx_frame_item(const CxFrame *frame, size_t index);
/* False when there is none of that key; ret_index may be NULL. */
bool cx_frame_find_item(const CxFrame *frame, const char *key, size_t *ret_index);

const uint16_t *cx_frame_days(const CxFrame *frame);
const uint8_t *cx_frame_versions(const CxFrame *frame);
const uint8_t *cx_frame_modes(const CxFrame *frame);
const uint8_t *cx_frame_answers(const CxFrame *frame, size_t index);
size_t cx_frame_n_facts(const CxFrame *frame);
const CxFrameFact *cx_frame_fact(const CxFrame *frame, size_t index);
/* False when there is none of that key. */
bool cx_frame_find_fact(const CxFrame *frame, const char *key, size_t *ret_index);
/* One value a row, or CX_FACT_MISSING; in four bytes each where all of the frame fit. */
CxValues cx_frame_fact_values(const CxFrame *frame, size_t index);
const double *cx_frame_weights(const CxFrame *frame);    /* NULL: no response has one */
const uint32_t *cx_frame_clusters(const CxFrame *frame); /* NULL: each row is its own */
size_t cx_frame_n_clusters(const CxFrame *frame);
/* The first row of that day or a later one; n_rows when there is none. */
size_t cx_frame_day_row(const CxFrame *frame, CxDay day);
