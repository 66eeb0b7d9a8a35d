#include "web/throttle.h"

#include "base/clock.h"
#include "base/digest.h"
#include "lang/assert.h"

#define FORGET_US   (INT64_C(3600) * CX_US_PER_SECOND)
#define ENTRIES_MAX 30000 /* at 100 bytes: 3 MB; beyond, the oldest are forgotten */

typedef enum { KIND_PAIR, KIND_ADDRESS, KIND_LOGIN, KIND_N } Kind;

static const struct {
    int64_t n_free;     /* tries without waiting */
    int64_t wait_s_max; /* however many more */
} rules[KIND_N] = {
    [KIND_PAIR] = { 5, 900 },
    [KIND_ADDRESS] = { 30, 900 },
    [KIND_LOGIN] = { 30, 30 },
};

typedef struct {
    int64_t n_failed;
    int64_t last_us; /* monotonic */
} Entry;

struct CxThrottle {
    GMutex lock;
    GHashTable *entries; /* hex key, owned -> Entry, owned */
};

CxThrottle *
cx_throttle_new(void)
{
    CxThrottle *throttle = g_new0(CxThrottle, 1);
    g_mutex_init(&throttle->lock);
    throttle->entries = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    return throttle;
}

void
cx_throttle_free(CxThrottle *throttle)
{
    if (throttle == NULL)
        return;
    g_hash_table_unref(throttle->entries);
    g_mutex_clear(&throttle->lock);
    g_free(throttle);
}

/* Digests, so that memory holds no names and long ones cost no more. */
static char *
key_of(Kind kind, const char *login, const char *address)
{
    g_autofree char *folded = g_utf8_casefold(login, -1);
    g_autoptr(CxDigester) digester = cx_digester_new();
    cx_digester_add_i64(digester, kind);
    cx_digester_add_text(digester, kind == KIND_ADDRESS ? "" : folded);
    cx_digester_add_text(digester, kind == KIND_LOGIN ? "" : address);
    const CxDigest digest = cx_digester_end(digester);
    return cx_digest_hex(&digest, 16);
}

/* Seconds until the entry lets another try through; 0 for now. */
static int64_t
entry_wait_s(const Entry *entry, Kind kind, int64_t now_us)
{
    const int64_t n_over = entry->n_failed - rules[kind].n_free;
    if (n_over < 0)
        return 0;
    int64_t wait_s = n_over >= 20 ? rules[kind].wait_s_max : INT64_C(1) << n_over;
    wait_s = MIN(wait_s, rules[kind].wait_s_max);
    const int64_t left_us = entry->last_us + wait_s * CX_US_PER_SECOND - now_us;
    return left_us <= 0 ? 0 : (left_us + CX_US_PER_SECOND - 1) / CX_US_PER_SECOND;
}

static void
forget_old(CxThrottle *throttle, int64_t older_than_us)
{
    GHashTableIter iter;
    gpointer value = NULL;
    g_hash_table_iter_init(&iter, throttle->entries);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        const Entry *entry = value;
        if (entry->last_us < older_than_us)
            g_hash_table_iter_remove(&iter);
    }
}

/* Room for one try's entries: first the forgotten ones go, then in steps ever younger ones. */
static void
make_room(CxThrottle *throttle, int64_t now_us)
{
    int64_t age_us = FORGET_US;
    while (g_hash_table_size(throttle->entries) + KIND_N > ENTRIES_MAX) {
        forget_old(throttle, now_us - age_us);
        if (age_us == 0) {
            g_hash_table_remove_all(throttle->entries);
            return;
        }
        age_us /= 2;
    }
}

/* One more try under a key; entry: what is kept under it, NULL for nothing yet. */
static void
count_try(CxThrottle *throttle, Entry *entry, const char *key, int64_t now_us)
{
    if (entry == NULL) {
        entry = g_new0(Entry, 1);
        g_hash_table_insert(throttle->entries, g_strdup(key), entry);
    }
    entry->n_failed++;
    entry->last_us = now_us;
}

int64_t
cx_throttle_try(CxThrottle *throttle, const char *login, const char *address, int64_t now_us)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&throttle->lock);
    Entry *found[KIND_N];
    char *keys[KIND_N];
    int64_t wait_s = 0;
    make_room(throttle, now_us);
    for (Kind kind = KIND_PAIR; kind < KIND_N; kind++) {
        keys[kind] = key_of(kind, login, address);
        found[kind] = g_hash_table_lookup(throttle->entries, keys[kind]);
        if (found[kind] != NULL && now_us - found[kind]->last_us > FORGET_US)
            found[kind]->n_failed = 0;
        if (found[kind] != NULL)
            wait_s = MAX(wait_s, entry_wait_s(found[kind], kind, now_us));
    }
    for (Kind kind = KIND_PAIR; kind < KIND_N; kind++) {
        if (wait_s == 0)
            count_try(throttle, found[kind], keys[kind], now_us);
        g_free(keys[kind]);
    }
    return wait_s;
}

void
cx_throttle_forgive(CxThrottle *throttle, const char *login, const char *address)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&throttle->lock);
    g_autofree char *pair = key_of(KIND_PAIR, login, address);
    g_hash_table_remove(throttle->entries, pair);
    static const Kind others[] = { KIND_ADDRESS, KIND_LOGIN };
    for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
        g_autofree char *key = key_of(others[i], login, address);
        Entry *entry = g_hash_table_lookup(throttle->entries, key);
        if (entry != NULL && entry->n_failed > 0)
            entry->n_failed--;
    }
}
