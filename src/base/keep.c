#include "base/keep.h"

#include <string.h>

#include "lang/assert.h"

typedef struct Entry {
    CxDigest key;
    void *value; /* owned: one reference */
    const CxKeepKind *kind;
    struct Entry *newer, *older; /* in the order of asking; NULL at the ends */
} Entry;

struct CxKeep {
    size_t n_max;
    GMutex lock;         /* guards all below */
    GHashTable *entries; /* CxDigest, within the entry -> Entry, owned */
    Entry *newest;       /* asked for last */
    Entry *oldest;
};

/* The first bytes of a digest are as good as any. */
static guint
key_hash(gconstpointer data)
{
    guint hash = 0;
    memcpy(&hash, ((const CxDigest *)data)->bytes, sizeof hash);
    return hash;
}

static gboolean
key_equal(gconstpointer a, gconstpointer b)
{
    return memcmp(a, b, sizeof(CxDigest)) == 0;
}

static void
entry_free(gpointer data)
{
    Entry *entry = data;
    if (entry == NULL)
        return;
    entry->kind->unref(entry->value);
    g_free(entry);
}

static GHashTable *
entries_new(void)
{
    return g_hash_table_new_full(key_hash, key_equal, NULL, entry_free);
}

CxKeep *
cx_keep_new(size_t n_max)
{
    cx_assert(n_max > 0);
    CxKeep *keep = g_new0(CxKeep, 1);
    keep->n_max = n_max;
    g_mutex_init(&keep->lock);
    keep->entries = entries_new();
    return keep;
}

void
cx_keep_free(CxKeep *keep)
{
    if (keep == NULL)
        return;
    g_hash_table_unref(keep->entries);
    g_mutex_clear(&keep->lock);
    g_free(keep);
}

/* Out of the order; under the lock. */
static void
order_leave(CxKeep *keep, Entry *entry)
{
    *(entry->newer != NULL ? &entry->newer->older : &keep->newest) = entry->older;
    *(entry->older != NULL ? &entry->older->newer : &keep->oldest) = entry->newer;
    entry->newer = entry->older = NULL;
}

/* Into the order as the one asked for last; under the lock. */
static void
order_enter(CxKeep *keep, Entry *entry)
{
    entry->older = keep->newest;
    *(keep->newest != NULL ? &keep->newest->newer : &keep->oldest) = entry;
    keep->newest = entry;
}

void *
cx_keep_take(CxKeep *keep, const CxDigest *key)
{
    void *value = NULL;
    g_mutex_lock(&keep->lock);
    Entry *entry = g_hash_table_lookup(keep->entries, key);
    if (entry != NULL) {
        order_leave(keep, entry);
        order_enter(keep, entry);
        value = entry->kind->ref(entry->value);
    }
    g_mutex_unlock(&keep->lock);
    return value;
}

/* Takes an entry out; under the lock. */
static Entry *
take_out(CxKeep *keep, Entry *entry)
{
    if (entry == NULL)
        return NULL;
    order_leave(keep, entry);
    (void)g_hash_table_steal(keep->entries, &entry->key);
    return entry;
}

void
cx_keep_put(CxKeep *keep, const CxDigest *key, void *value, const CxKeepKind *kind)
{
    Entry *entry = g_new0(Entry, 1);
    *entry = (Entry){ .key = *key, .value = kind->ref(value), .kind = kind };
    g_mutex_lock(&keep->lock);
    Entry *old = take_out(keep, g_hash_table_lookup(keep->entries, key));
    Entry *last = NULL;
    if (g_hash_table_size(keep->entries) >= keep->n_max)
        last = take_out(keep, keep->oldest);
    (void)g_hash_table_insert(keep->entries, &entry->key, entry);
    order_enter(keep, entry);
    g_mutex_unlock(&keep->lock);
    entry_free(old); /* given back after the lock is: it may be large */
    entry_free(last);
}

void
cx_keep_clear(CxKeep *keep)
{
    GHashTable *none = entries_new();
    g_mutex_lock(&keep->lock);
    GHashTable *old = keep->entries;
    keep->entries = none;
    keep->newest = keep->oldest = NULL;
    g_mutex_unlock(&keep->lock);
    g_hash_table_unref(old);
}
