/* Near matches among names, for "did you mean". Pure. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* True when the names are equal but for case, blanks and punctuation, when one begins with the
 * other (3 letters or more), or when at most a third of the letters (1..3) differ. */
bool cx_near(const char *a, const char *b);
/* The nearest of n names, the first of several as near; NULL if none is near. Borrowed. */
const char *cx_near_find(const char *name, const char *const *names, size_t n);
