/* What the files of drivers share. Inside evidence/ only. */
#pragma once

#include "evidence/drivers.h"
#include "evidence/score_priv.h"

/* One asking, with all it is made of. */
typedef struct {
    CxCtx *ctx;
    const CxSurvey *survey;
    const CxDriversQuery *query;
    CxFrame *frame;
    CxSlice *slice; /* of the outcome, in the period */
    const CxItem *outcome;
    const CxItem *items[CX_DRIVERS_MAX];
    size_t n_items;
    CxDriversColumn columns[CX_DRIVERS_MAX + 1]; /* the outcome's last */
    uint8_t *mask;
    bool is_weighted;
    CxDrivers *found;
    CxDrivers *other; /* the other way; NULL: there is none */
} CxDriversRun;

void cx_drivers_run_clear(CxDriversRun *run);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CxDriversRun, cx_drivers_run_clear)

/* The method asked for, or the usual one. */
CxDriversMethod cx_drivers_method_of(const CxDriversRun *run);
/* drivers_keep.c: as cx_stat_drivers, of columns of the run's frame; found again while it is the newest. (transfer
 * full), by g_free. */
CxDrivers *cx_drivers_keep(const CxDriversRun *run, const CxDriversAsk *ask);
/* drivers_items.c: which questions are asked about, into run->items and finding->left. */
CX_MUST_USE bool cx_drivers_choose(CxDriversRun *run, CxDriversFinding *finding, GError **error);
/* The slice of an item's own score in the run's period; (transfer full). */
CxSlice *cx_drivers_item_slice(const CxDriversRun *run, const CxItem *item);
/* drivers_card.c: gives every number of a finding its card. */
CX_MUST_USE bool cx_drivers_fill_cards(CxDriversRun *run, CxDriversFinding *finding,
                                       CxDriversItem *items, GError **error);
