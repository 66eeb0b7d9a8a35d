/* Edit distance (Levenshtein 1966) over the letters and digits of two names, in one row. */
#include "base/near.h"

#include <glib.h>
#include <string.h>

#define LETTERS_MAX 64 /* names are compared up to here */

/* Letters and digits in lower case; returns how many. */
static size_t
letters_of(const char *name, char letters[LETTERS_MAX])
{
    size_t n = 0;
    for (const char *at = name; *at != '\0' && n < LETTERS_MAX; at++) {
        if (g_ascii_isalnum(*at) || ((unsigned char)*at) >= 0x80)
            letters[n++] = g_ascii_tolower(*at);
    }
    return n;
}

static size_t
distance(const char *a, size_t n_a, const char *b, size_t n_b)
{
    size_t row[LETTERS_MAX + 1];
    for (size_t j = 0; j <= n_b; j++)
        row[j] = j;
    for (size_t i = 1; i <= n_a; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= n_b; j++) {
            const size_t above = row[j];
            const size_t step = MIN(row[j - 1], above) + 1;
            row[j] = MIN(step, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
            diagonal = above;
        }
    }
    return row[n_b];
}

/* How far two names are apart: 0 for the same letters, 1 or more for a beginning or few letters that
 * differ, LETTERS_MAX when they are not near. */
static size_t
how_far(const char *a, const char *b)
{
    char letters_a[LETTERS_MAX] = { 0 };
    char letters_b[LETTERS_MAX] = { 0 };
    const size_t n_a = letters_of(a, letters_a);
    const size_t n_b = letters_of(b, letters_b);
    const size_t shorter = MIN(n_a, n_b);
    if (shorter == 0)
        return LETTERS_MAX;
    const size_t apart = distance(letters_a, n_a, letters_b, n_b);
    if (apart <= CLAMP(shorter / 3, 1, 3))
        return apart;
    const bool is_beginning = shorter >= 3 && memcmp(letters_a, letters_b, shorter) == 0;
    return is_beginning ? MIN(apart, LETTERS_MAX - 1) : LETTERS_MAX;
}

bool
cx_near(const char *a, const char *b)
{
    return how_far(a, b) < LETTERS_MAX;
}

const char *
cx_near_find(const char *name, const char *const *names, size_t n)
{
    const char *nearest = NULL;
    size_t least = LETTERS_MAX;
    for (size_t i = 0; i < n; i++) {
        const size_t apart = how_far(name, names[i]);
        if (apart < least) {
            least = apart;
            nearest = names[i];
        }
    }
    return nearest;
}
