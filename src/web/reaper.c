#include "web/reaper.h"

#include <stdatomic.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "lang/assert.h"

struct CxSlot {
    int socket;
    _Atomic CxPhase phase;
    _Atomic int64_t since_us; /* monotonic */
};

struct CxReaper {
    int64_t phase_us_max[CX_PHASE_N]; /* 0: any time */
    GMutex lock;
    GCond wake;
    GHashTable *slots; /* set of CxSlot, owned; under the lock */
    bool is_ending;    /* under the lock */
    GThread *thread;
};

/* Shutting, not closing: the server still holds the socket and sees its end. */
static void
reap(CxReaper *reaper, int64_t now_us)
{
    GHashTableIter iter;
    gpointer key = NULL;
    g_hash_table_iter_init(&iter, reaper->slots);
    while (g_hash_table_iter_next(&iter, &key, NULL)) {
        CxSlot *slot = key;
        const CxPhase phase = atomic_load(&slot->phase);
        const int64_t age_us = now_us - atomic_load(&slot->since_us);
        const int64_t us_max = reaper->phase_us_max[phase];
        if (us_max > 0 && age_us > us_max)
            (void)shutdown(slot->socket, SHUT_RDWR); /* it may have ended by itself */
    }
}

static gpointer
run(gpointer data)
{
    CxReaper *reaper = data;
    g_mutex_lock(&reaper->lock);
    while (!reaper->is_ending) {
        const int64_t now_us = cx_clock_monotonic_us();
        reap(reaper, now_us);
        (void)g_cond_wait_until(&reaper->wake, &reaper->lock, now_us + CX_US_PER_SECOND);
    }
    g_mutex_unlock(&reaper->lock);
    return NULL;
}

CxReaper *
cx_reaper_new(unsigned asking_s_max, unsigned bringing_s_max, unsigned answering_s_max)
{
    CxReaper *reaper = g_new0(CxReaper, 1);
    reaper->phase_us_max[CX_PHASE_ASKING] = asking_s_max * CX_US_PER_SECOND;
    reaper->phase_us_max[CX_PHASE_BRINGING] = bringing_s_max * CX_US_PER_SECOND;
    reaper->phase_us_max[CX_PHASE_ANSWERING] = answering_s_max * CX_US_PER_SECOND;
    g_mutex_init(&reaper->lock);
    g_cond_init(&reaper->wake);
    reaper->slots = g_hash_table_new_full(NULL, NULL, g_free, NULL);
    reaper->thread = g_thread_new("reaper", run, reaper);
    return reaper;
}

void
cx_reaper_free(CxReaper *reaper)
{
    if (reaper == NULL)
        return;
    g_mutex_lock(&reaper->lock);
    reaper->is_ending = true;
    g_cond_signal(&reaper->wake);
    g_mutex_unlock(&reaper->lock);
    (void)g_thread_join(reaper->thread);
    cx_assert(g_hash_table_size(reaper->slots) == 0);
    g_hash_table_unref(reaper->slots);
    g_cond_clear(&reaper->wake);
    g_mutex_clear(&reaper->lock);
    g_free(reaper);
}

CxSlot *
cx_reaper_add(CxReaper *reaper, int socket)
{
    CxSlot *slot = g_new0(CxSlot, 1);
    slot->socket = socket;
    cx_slot_enter(slot, CX_PHASE_ASKING);
    g_mutex_lock(&reaper->lock);
    (void)g_hash_table_add(reaper->slots, slot);
    g_mutex_unlock(&reaper->lock);
    return slot;
}

void
cx_reaper_remove(CxReaper *reaper, CxSlot *slot)
{
    g_mutex_lock(&reaper->lock);
    (void)g_hash_table_remove(reaper->slots, slot);
    g_mutex_unlock(&reaper->lock);
}

/* Time first: a reader between the two stores sees a young connection, never an old one. */
void
cx_slot_enter(CxSlot *slot, CxPhase phase)
{
    atomic_store(&slot->since_us, cx_clock_monotonic_us());
    atomic_store(&slot->phase, phase);
}
