/* What the files that print statistics for R share. */
#pragma once

#include <glib.h>

#include "base/random.h"

extern CxRandom chance;

double below(uint64_t n);
/* One line: a name, inputs, what we make of them. */
void emit(const char *name, const GArray *inputs, const double *outputs, size_t n_outputs);
/* (transfer full) of doubles */
GArray *inputs_new(const double *values, size_t n);

/* emit_change.c */
void emit_fcr(void);
void emit_shared(void);
/* emit_odds.c */
void emit_logistic(void);
void emit_odds(void);
void emit_firth(void);
