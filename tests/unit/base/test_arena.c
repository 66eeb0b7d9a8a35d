/* An arena hands out zeros, also after a reset, whatever was written before. */
#include <string.h>

#include "base/arena.h"

static void
test_zeros_after_reset(void)
{
    g_autoptr(CxArena) arena = cx_arena_new();
    for (int i_round = 0; i_round < 200; i_round++) {
        const int n_pieces = g_test_rand_int_range(0, 40);
        size_t n_taken = 0;
        for (int i = 0; i < n_pieces; i++) {
            const size_t n = (size_t)g_test_rand_int_range(1, i % 7 == 0 ? 9000 : 300);
            unsigned char *piece = cx_arena_alloc(arena, n);
            for (size_t k = 0; k < n; k++)
                g_assert_cmpuint(piece[k], ==, 0);
            memset(piece, 0xa5, n);
            n_taken += n;
        }
        (void)cx_arena_printf(arena, "%d", i_round);
        g_assert_cmpuint(cx_arena_used_bytes(arena), >=, n_taken);
        cx_arena_reset(arena);
        g_assert_cmpuint(cx_arena_used_bytes(arena), ==, 0);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/arena/zeros_after_reset", test_zeros_after_reset);
    return g_test_run();
}
