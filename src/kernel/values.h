/* A column of whole numbers, such as amounts: in four bytes each where all of them fit, which is half of what
 * memory has to give, else in eight. The least number of either kind says that nothing is known of a row. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Of a row of which nothing is known. */
#define CX_VALUES_NONE INT64_MIN

typedef struct {
    const int32_t *narrow; /* NULL: they are wide */
    const int64_t *wide;
} CxValues;

/* The value of row i, or CX_VALUES_NONE. */
static inline int64_t
cx_values_at(CxValues values, size_t i)
{
    if (values.narrow == NULL)
        return values.wide[i];
    return values.narrow[i] == INT32_MIN ? CX_VALUES_NONE : values.narrow[i];
}

/* Whether it can be one of a narrow column. */
static inline int
cx_values_is_narrow(int64_t value)
{
    return value == CX_VALUES_NONE || (value > INT32_MIN && value <= INT32_MAX);
}
