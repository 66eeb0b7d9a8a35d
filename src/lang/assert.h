/* Assertions state what the program believes of itself; input is never asserted.
 *
 * cx_assert is compiled in always: it prints the place and the words, then aborts.
 * cx_dassert is for loops in kernels and exists in debug builds only. */
#pragma once

#include <stdio.h>
#include <stdlib.h>

#include "lang/lang.h"

static inline CX_NORETURN void
cx_assert_fail(const char *file, int line, const char *words)
{
    (void)fprintf(stderr, "coalition: %s:%d: assertion failed: %s\n", file, line, words);
    abort();
}

#define cx_assert(condition)                                                                       \
    do {                                                                                           \
        if (__builtin_expect(!(condition), 0))                                                     \
            cx_assert_fail(__FILE__, __LINE__, #condition);                                        \
    } while (0)

#ifdef CX_DEBUG
#define cx_dassert(condition) cx_assert(condition)
#else
#define cx_dassert(condition) ((void)0)
#endif
