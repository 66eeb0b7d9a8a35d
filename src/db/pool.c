#include "db/pool.h"

#include "base/clock.h"
#include "base/limits.h"
#include "db/db_priv.h"
#include "lang/assert.h"

#define N_MODES 2

struct CxDbPool {
    char *url;
    size_t n_max; /* of each mode */
    GMutex lock;  /* guards what follows */
    GCond came_back;
    GPtrArray *idle[N_MODES]; /* CxDb, by mode */
    size_t n_taken[N_MODES];
};

CxDbPool *
cx_db_pool_new(const char *url, size_t n_max)
{
    cx_assert(n_max > 0);
    CxDbPool *pool = g_new0(CxDbPool, 1);
    pool->url = g_strdup(url);
    pool->n_max = n_max;
    g_mutex_init(&pool->lock);
    g_cond_init(&pool->came_back);
    for (size_t mode = 0; mode < N_MODES; mode++)
        pool->idle[mode] = g_ptr_array_new();
    return pool;
}

void
cx_db_pool_free(CxDbPool *pool)
{
    if (pool == NULL)
        return;
    for (size_t mode = 0; mode < N_MODES; mode++) {
        cx_assert(pool->n_taken[mode] == 0);
        for (guint i = 0; i < pool->idle[mode]->len; i++)
            cx_db_destroy(g_ptr_array_index(pool->idle[mode], i));
        g_ptr_array_unref(pool->idle[mode]);
    }
    g_cond_clear(&pool->came_back);
    g_mutex_clear(&pool->lock);
    g_free(pool->url);
    g_free(pool);
}

/* Waits until a connection may be taken and counts it as taken; false when the wait was too long. */
static bool
wait_for_turn(CxDbPool *pool, CxDbMode mode)
{
    const int64_t until_us = cx_clock_monotonic_us() + CX_DB_LOCK_WAIT_MS * INT64_C(1000);
    while (pool->n_taken[mode] == pool->n_max) {
        if (!g_cond_wait_until(&pool->came_back, &pool->lock, until_us))
            return false;
    }
    pool->n_taken[mode]++;
    return true;
}

CxDb *
cx_db_pool_take(CxDbPool *pool, CxDbMode mode, GError **error)
{
    CxDb *db = NULL;
    g_mutex_lock(&pool->lock);
    const bool is_my_turn = wait_for_turn(pool, mode);
    if (is_my_turn && pool->idle[mode]->len > 0)
        db = g_ptr_array_steal_index(pool->idle[mode], pool->idle[mode]->len - 1);
    g_mutex_unlock(&pool->lock);
    if (!is_my_turn) {
        g_set_error(error, CX_ERROR, CX_ERROR_BUSY, "all %zu connections to the store are in use",
                    pool->n_max);
        return NULL;
    }
    if (db != NULL)
        return db;

    db = cx_db_open(pool->url, mode, error);
    if (db == NULL) {
        g_mutex_lock(&pool->lock);
        pool->n_taken[mode]--;
        g_cond_broadcast(&pool->came_back);
        g_mutex_unlock(&pool->lock);
        return NULL;
    }
    db->pool = pool;
    return db;
}

void
cx_db_pool_give(CxDbPool *pool, CxDb *db)
{
    g_mutex_lock(&pool->lock);
    g_ptr_array_add(pool->idle[db->mode], db);
    pool->n_taken[db->mode]--;
    g_cond_broadcast(&pool->came_back);
    g_mutex_unlock(&pool->lock);
}
