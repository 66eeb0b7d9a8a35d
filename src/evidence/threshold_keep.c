#include "evidence/threshold_keep.h"

#include <string.h>

#include "base/digest.h"

enum { KEPT_MAX = 256, CHUNK_MAX = 1024 };

typedef struct {
    CxDigest key;
    CxThreshold *found; /* NULL: nothing kept here yet */
    CxThresholdMore more;
} Kept;

static GMutex lock; /* guards all below */
static Kept kept[KEPT_MAX];
static size_t next; /* to be replaced */

static void
add_double(CxDigester *digester, double value)
{
    cx_digester_add(digester, &value, sizeof value);
}

/* The members of the answers one by one: between them lies what nobody wrote. */
static void
add_answers(CxDigester *digester, const CxThresholdAsk *ask)
{
    struct {
        double x[CHUNK_MAX], w[CHUNK_MAX];
        uint32_t cluster[CHUNK_MAX];
        uint8_t code[CHUNK_MAX];
    } chunk;
    for (size_t first = 0; first < ask->n; first += CHUNK_MAX) {
        const size_t n = MIN(ask->n - first, (size_t)CHUNK_MAX);
        for (size_t i = 0; i < n; i++) {
            const CxThresholdAnswer *answer = &ask->answers[first + i];
            chunk.x[i] = answer->x;
            chunk.w[i] = answer->w;
            chunk.cluster[i] = answer->cluster;
            chunk.code[i] = answer->code;
        }
        cx_digester_add(digester, chunk.x, n * sizeof chunk.x[0]);
        cx_digester_add(digester, chunk.w, n * sizeof chunk.w[0]);
        cx_digester_add(digester, chunk.cluster, n * sizeof chunk.cluster[0]);
        cx_digester_add(digester, chunk.code, n);
    }
}

static CxDigest
key_of(const CxThresholdAsk *ask, bool has_more)
{
    g_autoptr(CxDigester) digester = cx_digester_new();
    const int64_t whole[] = { (int64_t)ask->n,      (int64_t)ask->n_clusters,   ask->low_from,
                              ask->low_to,          (int64_t)ask->worse,        has_more ? 1 : 0,
                              (int64_t)ask->seed,   (int64_t)ask->n_replicates, ask->point_n,
                              ask->is_mixed ? 1 : 0 };
    cx_digester_add(digester, whole, sizeof whole);
    add_double(digester, ask->level);
    add_double(digester, ask->target);
    add_answers(digester, ask);
    return cx_digester_end(digester);
}

static CxThreshold *
copy_of(const CxThreshold *found)
{
    CxThreshold *copy = g_new(CxThreshold, 1);
    *copy = *found;
    copy->points = g_new0(CxThresholdPoint, found->n_points + 1);
    for (size_t i = 0; i < found->n_points; i++)
        copy->points[i] = found->points[i];
    return copy;
}

static CxThreshold *
find(const CxDigest *key, CxThresholdMore *ret_more)
{
    CxThreshold *found = NULL;
    g_mutex_lock(&lock);
    for (size_t i = 0; i < KEPT_MAX && found == NULL; i++) {
        if (kept[i].found == NULL || memcmp(&kept[i].key, key, sizeof *key) != 0)
            continue;
        found = copy_of(kept[i].found);
        *ret_more = kept[i].more;
    }
    g_mutex_unlock(&lock);
    return found;
}

static void
keep(const CxDigest *key, const CxThreshold *found, const CxThresholdMore *more)
{
    CxThreshold *copy = copy_of(found);
    g_mutex_lock(&lock);
    Kept *place = &kept[next];
    CxThreshold *old = place->found;
    *place = (Kept){ *key, copy, *more };
    next = (next + 1) % KEPT_MAX;
    g_mutex_unlock(&lock);
    cx_threshold_free(old);
}

CxThreshold *
cx_threshold_keep(const CxThresholdAsk *ask, CxThresholdMore *ret_more)
{
    const CxDigest key = key_of(ask, ret_more != NULL);
    CxThresholdMore more = { .breaks = { .is_break = false } };
    CxThreshold *found = find(&key, &more);
    if (found == NULL) {
        found = cx_stat_threshold(ask);
        if (ret_more != NULL && found->status == CX_THRESHOLD_OK)
            more.breaks = cx_stat_threshold_break(ask, found);
        if (ret_more != NULL && found->status != CX_THRESHOLD_TOO_FEW)
            more.odds = cx_stat_threshold_odds(ask);
        keep(&key, found, &more);
    }
    if (ret_more != NULL)
        *ret_more = more;
    return found;
}
