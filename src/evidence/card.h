/* Evidence cards: the sceptic's four questions answered for one number, as it was when shown.
 *
 * How was this gathered? What did you ask? Which customers answered? Do they understand? A card is
 * written once, kept for ever, and opened only by who may see the number it stands for. */
#pragma once

#include "evidence/measured.h"
#include "feedback/survey.h"
#include "people/ctx.h"

/* How many answers came which way. */
typedef struct {
    const char *label;
    int64_t n;
    double share; /* 0..1 of the answers counted */
} CxCardMode;

/* All texts live in the context's arena; NULL where nobody has said. */
typedef struct {
    CxInstant computed_at;
    const char *label;   /* short name of the question */
    const char *measure; /* "Net Promoter Score" */
    const char *unit;
    int64_t decimals;
    CxMeasured value;
    const char *group;        /* the group's label, or NULL for the whole */
    const char *slice;        /* canonical text */
    const char *before_slice; /* of what it is compared with, of a change; else NULL */
    const char *survey;       /* title */

    /* How was this gathered? */
    const char *gathered;
    const char *period;
    const CxCardMode *modes;
    size_t n_modes;
    const char *method;   /* the formula in words */
    const char *interval; /* how the interval was made */
    const char *source;   /* where the data came from */

    /* What did you ask? */
    const char *wording;
    const char *answers; /* the scale in words, with what is missing and what does not apply */
    const char *version;
    const char *department;

    /* Which customers answered? */
    const char *population;
    const char *sampling;
    int64_t invited;   /* -1: not known */
    int64_t n_missing; /* responses of the slice without an answer */
    int64_t n_not_applicable;
    const char *rate; /* response rate in words, or why there is none */
    const char *weighting;
    bool is_weighted;
    bool has_other;     /* whether weights exist, so that there are two ways */
    CxMeasured other;   /* unweighted when weighted, and the other way round */
    double n_effective; /* Kish; NaN when unweighted */

    /* Do they understand? */
    const char *experience;

    /* Before you rely on it. */
    const char *const *caveats;
    size_t n_caveats;
    const char *frame;   /* fingerprint of the data */
    int64_t n_responses; /* in the frame */
} CxCard;

/* Puts ways of fewer than min_n answers together under one label, with the next smallest where they
 * would still be fewer: what a card says of modes tells nobody's answer. n rows; returns how many are
 * left, the label's last. Pure. */
size_t cx_card_lump_modes(CxCardMode *modes, size_t n, int64_t min_n, const char *label);

/* The id of a number's card: a digest of what was asked, the data it was asked of, the method and
 * the result. The same question of the same data has the same card. */
CxCardId cx_card_id(const char *slice, const char *frame, const CxMeasured *value);
/* Whether the card is in the store already, or on its way (cx_card_keep). */
CX_MUST_USE bool cx_card_is_kept(CxCtx *ctx, const CxCardId *id, bool *ret_is_kept, GError **error);
/* Leaves the card of an item's number to be kept before the answer goes out (cx_ctx_defer). */
void cx_card_keep(CxCtx *ctx, const CxSurvey *survey, const CxItem *item, const CxCard *card);

/* The same, written at once: inside a write transaction. */
CX_MUST_USE bool cx_card_write(CxCtx *ctx, const CxSurvey *survey, const CxItem *item,
                               const CxCard *card, GError **error);

/* Opens a card by its id, or by the beginning of its id (at least 4 digits; CONFLICT when two begin
 * so). Lives in the context's arena. NOT_FOUND, FORBIDDEN by the wall. */
CX_MUST_USE const CxCard *cx_card_load(CxCtx *ctx, const char *id, GError **error);
