#include <glib.h>
#include <string.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/embed.h"

static void
test_sorted_and_found(void)
{
    size_t n = 0;
    const CxEmbed *list = cx_embed_list(&n);
    g_assert_cmpuint(n, >, 0);
    for (size_t i = 0; i < n; i++) {
        g_assert_true(cx_embed_find(list[i].name) == &list[i]);
        if (i > 0)
            g_assert_cmpstr(list[i - 1].name, <, list[i].name);
    }
    g_assert_null(cx_embed_find("assets/none.css"));
    g_assert_null(cx_embed_find(""));
    g_assert_null(cx_embed_find("zzz"));
}

/* The bytes are those of the file, a 0 follows, and the digest is base/digest's. */
static void
test_content(void)
{
    size_t n = 0;
    const CxEmbed *list = cx_embed_list(&n);
    for (size_t i = 0; i < n; i++) {
        g_autofree char *path = g_build_filename(g_getenv("CX_SOURCE_ROOT"), list[i].name, NULL);
        g_autofree char *data = NULL;
        gsize len_bytes = 0;
        g_assert_true(g_file_get_contents(path, &data, &len_bytes, NULL));
        g_assert_cmpuint(len_bytes, ==, list[i].len_bytes);
        g_assert_true(memcmp(data, list[i].data, len_bytes) == 0);
        g_assert_cmpint(list[i].data[list[i].len_bytes], ==, 0);
        const CxDigest digest = cx_digest(list[i].data, list[i].len_bytes);
        g_autofree char *hex = cx_digest_hex(&digest, 8);
        g_assert_cmpstr(hex, ==, list[i].digest);
    }
}

/* Pieces of any size are zeroed, aligned and apart from each other. */
static void
test_arena(void)
{
    g_autoptr(CxArena) arena = cx_arena_new();
    uint8_t *pieces[400];
    size_t sizes[400];
    for (size_t i = 0; i < G_N_ELEMENTS(pieces); i++) {
        sizes[i] = (size_t)g_test_rand_int_range(1, i % 50 == 0 ? 60000 : 300);
        pieces[i] = cx_arena_alloc(arena, sizes[i]);
        g_assert_cmpuint((uintptr_t)pieces[i] % 16, ==, 0);
        for (size_t j = 0; j < sizes[i]; j++)
            g_assert_cmpint(pieces[i][j], ==, 0);
        memset(pieces[i], (int)(i % 251), sizes[i]);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(pieces); i++) {
        for (size_t j = 0; j < sizes[i]; j++)
            g_assert_cmpint(pieces[i][j], ==, (int)(i % 251));
    }
    g_assert_cmpstr(cx_arena_text(arena, "abc"), ==, "abc");
    g_assert_cmpstr(cx_arena_text_n(arena, "abc", 2), ==, "ab");
    g_assert_null(cx_arena_text(arena, NULL));
    g_assert_cmpstr(cx_arena_printf(arena, "%d-%s", 7, "x"), ==, "7-x");
    g_assert_cmpstr(cx_arena_take(arena, g_strdup("mine")), ==, "mine");
    g_assert_cmpuint(cx_arena_used_bytes(arena), >, 400);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/embed/sorted_and_found", test_sorted_and_found);
    g_test_add_func("/embed/content", test_content);
    g_test_add_func("/arena/pieces", test_arena);
    return g_test_run();
}
