/* Words of a text in any script, as Unicode divides it (UAX 29), for telling which texts say much the
 * same. Not for display. Pure; any thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "lang/lang.h"

typedef struct {
    char *text;      /* case folded */
    bool is_capital; /* written with a capital first letter */
    bool is_first;   /* the first of a sentence */
} CxWord;

/* The words of a text in order: GArray of CxWord, owning its texts; numbers count as words, blanks
 * and punctuation do not. What is not UTF-8 has none. (transfer full) */
GArray *cx_words_split(const char *text);
