/* A dimension: a row column whose few codes have names, by which a slice filters and groups. It is
 * the version, the mode, or a choice item. Borrowed from the frame. */
#pragma once

#include <stdbool.h>

#include "column/frame.h"

typedef struct {
    const CxFrame *frame;
    const uint8_t *column;   /* codes, one a row */
    size_t n;                /* named codes */
    const CxFrameItem *item; /* NULL for version and mode */
    bool is_mode;            /* of version and mode */
} CxDimension;

/* "version", "mode", or the key of a choice item; false when there is none of that name. */
bool cx_dimension_find(const CxFrame *frame, const char *name, CxDimension *ret_dimension);

/* Code, key and label of the i-th named code, i < n. */
uint8_t cx_dimension_code(const CxDimension *dimension, size_t i);
const char *cx_dimension_key(const CxDimension *dimension, size_t i);
const char *cx_dimension_label(const CxDimension *dimension, size_t i);
/* False when no code has that key. */
bool cx_dimension_find_key(const CxDimension *dimension, const char *key, uint8_t *ret_code);
