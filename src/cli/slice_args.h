/* A slice as the options of a command, and a score as a line. */
#pragma once

#include "cli/cli.h"
#include "column/slice.h"
#include "tell/mark.h"

/* survey, question, measure … weighting, organised. */
extern const CxCliOption cx_cli_slice_options[];
/* The slice the options name; INVALID in people's words. (transfer full) */
CX_MUST_USE CxSlice *cx_cli_slice(const CxCliArgs *args, GError **error);
/* "Overall        31  (28–34)  n 3,412  card 1f0a…", or why there is none. */
void cx_cli_print_mark(const char *label, const CxMark *mark);
