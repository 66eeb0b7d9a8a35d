/* What the files of links share. Inside evidence/ only. */
#pragma once

#include "business/series.h"
#include "column/frame.h"
#include "evidence/link.h"
#include "evidence/score_priv.h"

#define CX_LINK_ALPHA .05
#define CX_LINK_SIGNS .10

struct CxLinkAsker {
    CxCtx *ctx;
    const CxSurvey *survey;
    CxFrame *frame;
    GPtrArray *metrics;  /* of CxMetric: those the reader may see */
    bool *is_of_answers; /* by metric: joined to the responses, of what was rated itself */
    GPtrArray *series;   /* of CxSeries, by metric; NULL: not loaded yet */
};

/* One asking, with all it is made of. */
typedef struct {
    CxLinkAsker *asker;
    const CxItem *item;
    CxSlice *slice;        /* the measure by month */
    const CxFrameItem *by; /* the choice whose units are looked at; NULL: the whole */
    CxLinkFinding *finding;
    CxLinkItem *items;
    size_t n_items;
    int32_t first_month; /* by cx_day_month_index */
    size_t n_months;
    double y[CX_LINK_PERIODS_MAX], se[CX_LINK_PERIODS_MAX];
    int64_t n[CX_LINK_PERIODS_MAX]; /* answers */
    int stretch[CX_LINK_PERIODS_MAX];
    /* What is searched month by month: items by their place, and their values from CX_LINK_LAG_MAX months
     * before the first. */
    size_t searched[CX_LINK_METRICS_MAX];
    const CxMetric *metrics[CX_LINK_METRICS_MAX];
    const char *currencies[CX_LINK_METRICS_MAX]; /* of money, else NULL */
    size_t n_searched;
    double x[CX_LINK_METRICS_MAX * (CX_LINK_LAG_MAX + CX_LINK_PERIODS_MAX)];
} CxLinkRun;

/* link_series.c: the measure by month, and a metric's values beside it. */
CX_MUST_USE bool cx_link_fill_measure(CxLinkRun *run, CxDay to, GError **error);
/* The values of a metric for the run's question, out of run->x; NULL with *ret_state where there are none
 * by month, NULL alone with an error. */
double *cx_link_values(CxLinkRun *run, size_t i_metric, const char **ret_state, GError **error);
/* A change of a metric that people can picture: 1, 2 or 5 times a power of ten near how far it varies. */
double cx_link_step(const CxMetric *metric, const char *currency, double spread);
const char *cx_link_step_text(CxCtx *ctx, const CxMetric *metric, const char *currency,
                              double step);
/* A value of the metric as read; NULL for NaN. */
const char *cx_link_value_text(CxCtx *ctx, const CxMetric *metric, const char *currency,
                               double value);
/* Whether a metric may be set against the run's question month by month. */
bool cx_link_is_series(const CxLinkRun *run, const CxMetric *metric);
/* link_units.c: metrics kept of the units that a choice tells apart, searched over all of them together. */
CX_MUST_USE bool cx_link_fill_units(CxLinkRun *run, const char *by, GError **error);
/* link_answers.c: metrics known answer by answer. */
CX_MUST_USE bool cx_link_fill_answers(CxLinkRun *run, GError **error);
/* An item of which nothing is known yet. */
CxLinkItem cx_link_item(const CxLinkRun *run, const CxMetric *metric);
/* link_words.c */
void cx_link_say(const CxLinkRun *run, CxLinkItem *item);
const char *cx_link_headline(const CxLinkRun *run);
/* link_card.c: the card of the measure over a slice; and gives every effect its card. */
CX_MUST_USE bool cx_link_base_card(const CxLinkRun *run, CxSlice *slice, CxCard *ret_card,
                                   GError **error);
CX_MUST_USE bool cx_link_fill_cards(CxLinkRun *run, GError **error);
/* link_keep.c: what the estimator gave for the same ask, kept in memory; (transfer full). */
CX_MUST_USE CxLinks *cx_link_keep(const CxLinkAsk *ask);
