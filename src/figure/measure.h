/* How wide a text will be, without a font engine: advance widths of Inter for Latin, fair guesses
 * for other scripts. Good to about 3 % for Latin, so leave a few pixels. Pure. */
#pragma once

#include <stddef.h>

#include "lang/lang.h"

/* Pixels; weight 400, 500 or 600 (0 is 400). Text that is not UTF-8 is measured as far as it is. */
double cx_measure_text(const char *text, double size_px, int weight);

/* The text if it fits into width_px, else as many whole letters as do, then "…". Never splits a
 * letter from its combining marks; keeps the ellipsis on the right side of right-to-left text.
 * Blanks before the ellipsis go. At least one letter is kept, however narrow. (transfer full) */
char *cx_measure_fit(const char *text, double size_px, int weight, double width_px);

/* How letters are set. */
typedef struct {
    double size_px;
    int weight;
} CxMeasureType;

/* The text in lines of width_px at most, broken at blanks, n_max of them; what is left over is cut off the
 * last line, and a word that is wider than a line off its own. NULL-terminated. (transfer full) */
char **cx_measure_wrap(const char *text, CxMeasureType type, double width_px, size_t n_max);
