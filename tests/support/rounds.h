/* How often a law is tried: n times, and a hundred times as often in make test-full. */
#pragma once

#include <glib.h>

static inline int
cx_test_rounds(int n)
{
    return g_getenv("CX_LONG") == NULL ? n : 100 * n;
}
