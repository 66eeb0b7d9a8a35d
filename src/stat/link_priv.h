/* What the files of links share. Inside stat/ only. */
#pragma once

#include "stat/link.h"

#define CX_LINK_MODELS 31 /* of the drift: none, and each persistence with each size */

/* Some periods, with what is taken out of them under each model of the drift. */
typedef struct {
    size_t n;
    size_t rows[CX_LINK_PERIODS_MAX]; /* periods, ascending */
    bool is_one;                      /* a line and a season are taken out too */
    double mean_variance;             /* of the sampling error */
    double variance[CX_LINK_PERIODS_MAX];
    size_t rank;                    /* of what is taken out */
    double *weight[CX_LINK_MODELS]; /* n × n: covariance^-1 less what is taken out */
    double log_det[CX_LINK_MODELS]; /* of the covariance and of what is taken out */
} CxLinkWindow;

/* Rows are given; variance by period of the ask. (transfer full) */
CxLinkWindow *cx_link_window_new(const CxLinkAsk *ask, const size_t *rows, size_t n,
                                 const double *variance);
void cx_link_window_free(CxLinkWindow *window);
/* Lower root of the covariance under a model, n × n: what draws are made with. */
void cx_link_window_root(const CxLinkWindow *window, size_t model, double *root);
