/* How answers were taken, as a card may say it: no part of fewer answers than may be shown. */
#include "evidence/card.h"

static int64_t
least(const CxCardMode *modes, size_t n)
{
    size_t at = 0;
    for (size_t i = 1; i < n; i++) {
        if (modes[i].n < modes[at].n)
            at = i;
    }
    return (int64_t)at;
}

/* Takes the smallest mode away and adds it to the rest. */
static void
move_least(CxCardMode *modes, size_t *n, CxCardMode *rest)
{
    const size_t at = (size_t)least(modes, *n);
    rest->n += modes[at].n;
    rest->share += modes[at].share;
    for (size_t i = at; i + 1 < *n; i++)
        modes[i] = modes[i + 1];
    (*n)--;
}

size_t
cx_card_lump_modes(CxCardMode *modes, size_t n, int64_t min_n, const char *label)
{
    CxCardMode rest = { .label = label };
    size_t n_kept = n;
    while (n_kept > 0 && modes[least(modes, n_kept)].n < min_n)
        move_least(modes, &n_kept, &rest);
    /* One small part alone could be had by subtraction. */
    while (n_kept > 0 && rest.n > 0 && rest.n < min_n)
        move_least(modes, &n_kept, &rest);
    if (rest.n == 0)
        return n_kept;
    modes[n_kept] = rest;
    return n_kept + 1;
}
