/* A drawing as PNG, for mails, slides and documents that take no SVG.
 *
 * It is drawn as it stands, in its light colours, on white; text in our own Inter, which comes with
 * the program, other scripts in what the system has. The first call prepares the fonts. Any
 * thread, one drawing at a time: the font engine below is not made for more
 * (docs/decisions/0067). */
#pragma once

#include <glib.h>

#include "lang/lang.h"

enum { CX_PNG_WIDTH_MIN = 16, CX_PNG_WIDTH_MAX = 4096, CX_PNG_HEIGHT_MAX = 16384 };

/* The svg element as PNG of exactly width_px, its height as the view box has it, rounded.
 *
 * INVALID for what is no drawing; TOO_LARGE for a width outside the limits, or a height. Links and
 * other files are not followed. (transfer full) */
CX_MUST_USE GBytes *cx_figure_png(const char *svg, size_t len, int width_px, GError **error);

/* Among drawings one after the other, as figures are written, the one for wide screens whose id
 * begins with `id` (NULL: the first there is, wide or not). *ret_len is its length. NULL if there is
 * none. (borrowed from markup) */
const char *cx_figure_find(const char *markup, const char *id, size_t *ret_len);
