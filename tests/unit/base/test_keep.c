/* A keep gives back what was put under a key, forgets what was longest not asked for, and is shared by
 * threads; values live as long as somebody holds them. */
#include "base/keep.h"

enum { N_MAX = 8, N_KEYS = 20, N_THREADS = 4, N_ROUNDS = 3000 };

static int n_alive;

static void
value_clear(gpointer value)
{
    *(int *)value = -1;
    g_atomic_int_dec_and_test(&n_alive);
}

static int *
value_new(int number)
{
    int *value = g_atomic_rc_box_new(int);
    *value = number;
    g_atomic_int_inc(&n_alive);
    return value;
}

static void *
value_ref(void *value)
{
    return g_atomic_rc_box_acquire(value);
}

static void
value_unref(void *value)
{
    g_atomic_rc_box_release_full(value, value_clear);
}

static const CxKeepKind kind = { value_ref, value_unref };

static CxDigest
key_of(int number)
{
    return cx_digest(&number, sizeof number);
}

static void
put(CxKeep *keep, int key, int number)
{
    const CxDigest digest = key_of(key);
    int *value = value_new(number);
    cx_keep_put(keep, &digest, value, &kind);
    value_unref(value);
}

/* The number kept under a key; 0 for none. */
static int
take(CxKeep *keep, int key)
{
    const CxDigest digest = key_of(key);
    int *value = cx_keep_take(keep, &digest);
    const int number = value != NULL ? *value : 0;
    if (value != NULL)
        value_unref(value);
    return number;
}

static void
test_forgets(void)
{
    CxKeep *keep = cx_keep_new(2);
    put(keep, 1, 10);
    put(keep, 2, 20);
    g_assert_cmpint(take(keep, 1), ==, 10); /* now 2 is the one longest not asked for */
    put(keep, 3, 30);
    g_assert_cmpint(take(keep, 2), ==, 0);
    g_assert_cmpint(take(keep, 1), ==, 10);
    put(keep, 1, 11);
    g_assert_cmpint(take(keep, 1), ==, 11);
    g_assert_cmpint(take(keep, 3), ==, 30);
    g_assert_cmpint(n_alive, ==, 2);
    cx_keep_free(keep);
    g_assert_cmpint(n_alive, ==, 0);
}

static void
test_held_beyond(void)
{
    CxKeep *keep = cx_keep_new(1);
    put(keep, 1, 10);
    const CxDigest digest = key_of(1);
    int *held = cx_keep_take(keep, &digest);
    put(keep, 2, 20);
    cx_keep_free(keep);
    g_assert_cmpint(*held, ==, 10);
    value_unref(held);
    g_assert_cmpint(n_alive, ==, 0);
}

static gpointer
work(gpointer data)
{
    CxKeep *keep = data;
    for (int i = 0; i < N_ROUNDS; i++) {
        const int key = 1 + (i * 7) % N_KEYS;
        const int found = take(keep, key);
        g_assert_true(found == 0 || found == 100 * key);
        if (found == 0)
            put(keep, key, 100 * key);
    }
    return NULL;
}

static void
test_threads(void)
{
    CxKeep *keep = cx_keep_new(N_MAX);
    GThread *threads[N_THREADS];
    for (int i = 0; i < N_THREADS; i++)
        threads[i] = g_thread_new("keep", work, keep);
    for (int i = 0; i < N_THREADS; i++)
        g_thread_join(threads[i]);
    g_assert_cmpint(n_alive, <=, N_MAX);
    cx_keep_free(keep);
    g_assert_cmpint(n_alive, ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/keep/forgets", test_forgets);
    g_test_add_func("/keep/held_beyond", test_held_beyond);
    g_test_add_func("/keep/threads", test_threads);
    return g_test_run();
}
