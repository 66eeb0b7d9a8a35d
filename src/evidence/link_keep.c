/* Links are kept in memory, as thresholds are (docs/decisions/0066): by a digest of all that is asked. */
#include <string.h>

#include "base/digest.h"
#include "evidence/link_priv.h"

enum { KEPT_MAX = 256 };

typedef struct {
    CxDigest key;
    CxLinks *links; /* NULL: nothing kept here yet */
} Kept;

static GMutex lock; /* guards all below */
static Kept kept[KEPT_MAX];
static size_t next; /* to be replaced */

static CxDigest
key_of(const CxLinkAsk *ask)
{
    const uint64_t whole[] = { ask->n_units, ask->n_periods, ask->n_metrics, ask->n_replicates,
                               ask->seed };
    const size_t n_y = ask->n_units * ask->n_periods;
    const size_t n_x = ask->n_metrics * ask->n_units * (CX_LINK_LAG_MAX + ask->n_periods);
    g_autoptr(CxDigester) digester = cx_digester_new();
    cx_digester_add(digester, whole, sizeof whole);
    cx_digester_add(digester, ask->y, n_y * sizeof *ask->y);
    cx_digester_add(digester, ask->se, n_y * sizeof *ask->se);
    cx_digester_add(digester, ask->stretch, ask->n_periods * sizeof *ask->stretch);
    cx_digester_add(digester, ask->x, n_x * sizeof *ask->x);
    return cx_digester_end(digester);
}

static CxLinks *
find(const CxDigest *key)
{
    CxLinks *links = NULL;
    g_mutex_lock(&lock);
    for (size_t i = 0; i < KEPT_MAX && links == NULL; i++) {
        if (kept[i].links != NULL && memcmp(&kept[i].key, key, sizeof *key) == 0)
            links = g_memdup2(kept[i].links, sizeof *links);
    }
    g_mutex_unlock(&lock);
    return links;
}

static void
keep(const CxDigest *key, const CxLinks *links)
{
    CxLinks *copy = g_memdup2(links, sizeof *links);
    g_mutex_lock(&lock);
    CxLinks *old = kept[next].links;
    kept[next] = (Kept){ *key, copy };
    next = (next + 1) % KEPT_MAX;
    g_mutex_unlock(&lock);
    g_free(old);
}

CxLinks *
cx_link_keep(const CxLinkAsk *ask)
{
    const CxDigest key = key_of(ask);
    CxLinks *links = find(&key);
    if (links == NULL) {
        links = cx_stat_links(ask);
        keep(&key, links);
    }
    return links;
}
