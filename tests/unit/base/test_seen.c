/* What has come before, against a hash table. */
#include <string.h>

#include "base/seen.h"
#include "support/rounds.h"

static void
make_name(uint64_t key, uint8_t name[CX_SEEN_NAME_BYTES])
{
    memset(name, 0, CX_SEEN_NAME_BYTES);
    memcpy(name, &(uint64_t){ key % 16 }, 8); /* names that fall on the same slots */
    memcpy(name + 8, &key, 8);
}

static void
test_twin(void)
{
    g_autoptr(CxSeen) seen = cx_seen_new();
    g_autoptr(GHashTable) twin = g_hash_table_new(g_direct_hash, g_direct_equal);
    g_autoptr(GError) error = NULL;
    for (int i = 0; i < cx_test_rounds(20000); i++) {
        const int key = g_test_rand_int_range(1, 5000);
        uint8_t name[CX_SEEN_NAME_BYTES];
        make_name((uint64_t)key, name);
        const gpointer was = g_hash_table_lookup(twin, GINT_TO_POINTER(key));
        g_assert_cmpuint(cx_seen_get(seen, name), ==, GPOINTER_TO_UINT(was));
        g_assert_true(cx_seen_set(seen, name, (uint32_t)i + 1, &error));
        g_hash_table_insert(twin, GINT_TO_POINTER(key), GUINT_TO_POINTER((guint)i + 1));
        g_assert_cmpuint(cx_seen_count(seen), ==, g_hash_table_size(twin));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/base/seen/twin", test_twin);
    return g_test_run();
}
