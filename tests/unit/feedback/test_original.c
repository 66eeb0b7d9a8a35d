/* Originals on both engines: every byte as it came, once, also after keeping was broken off. */
#include "guests.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/limits.h"
#include "feedback/original.h"
#include "support/engines.h"
#include "support/store.h"

#define MIB ((size_t)1 << 20)

static CxCtx *
open_system(CxDb *db)
{
    return cx_ctx_open_system(db, NULL, (CxInstant){ CX_TEST_NOW_US });
}

/* Bytes of every value, no two chunks alike. */
static GBytes *
make_bytes(size_t len_bytes)
{
    uint8_t *data = g_malloc(len_bytes + 1);
    uint32_t state = 12345;
    for (size_t i = 0; i < len_bytes; i++) {
        state = state * 1664525U + 1013904223U;
        data[i] = (uint8_t)(state >> 24);
    }
    return g_bytes_new_take(data, len_bytes);
}

static CxOriginalId
add(CxCtx *ctx, GBytes *bytes)
{
    g_autoptr(GError) error = NULL;
    gsize len_bytes = 0;
    const void *data = g_bytes_get_data(bytes, &len_bytes);
    CxOriginalId id = { 0 };
    g_assert_true(cx_original_add(ctx, data, len_bytes, &id, &error));
    g_assert_no_error(error);
    return id;
}

static void
assert_reads(CxCtx *ctx, CxOriginalId id, GBytes *want)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) is = cx_original_read(ctx, id, &error);
    g_assert_no_error(error);
    g_assert_true(g_bytes_equal(is, want));
}

static void
test_lengths(CxDb *db)
{
    g_autoptr(CxCtx) ctx = open_system(db);
    const size_t lengths[] = { 0, 1, MIB - 1, MIB, MIB + 1, 8 * MIB, 17 * MIB + 5 };
    for (size_t i = 0; i < G_N_ELEMENTS(lengths); i++) {
        g_autoptr(GBytes) bytes = make_bytes(lengths[i]);
        const CxOriginalId id = add(ctx, bytes);
        assert_reads(ctx, id, bytes);
        g_assert_cmpint(add(ctx, bytes).v, ==, id.v);
    }
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM original"), ==,
                    G_N_ELEMENTS(lengths));
}

/* Lets a few steps pass, then wants the end. */
typedef struct {
    int n_left;
} Patience;

static bool
lose_patience(void *data, int64_t n_done G_GNUC_UNUSED, int64_t n_total G_GNUC_UNUSED)
{
    Patience *patience = data;
    return patience->n_left-- > 0;
}

static void
test_broken_off(CxDb *db)
{
    g_autoptr(CxCtx) ctx = open_system(db);
    g_autoptr(GBytes) bytes = make_bytes(20 * MIB);
    gsize len_bytes = 0;
    const void *data = g_bytes_get_data(bytes, &len_bytes);
    Patience patience = { 2 };
    ctx->progress = (CxProgress){ lose_patience, &patience };
    g_autoptr(GError) error = NULL;
    CxOriginalId id = { 0 };
    g_assert_false(cx_original_add(ctx, data, len_bytes, &id, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_CANCELLED);
    g_clear_error(&error);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM original_chunk"), ==, 16);

    ctx->progress = (CxProgress){ 0 };
    id.v = cx_test_count(db, "SELECT max(id) AS n FROM original");
    g_assert_null(cx_original_read(ctx, id, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_NOT_FOUND);
    g_assert_cmpint(add(ctx, bytes).v, ==, id.v);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM original_chunk"), ==, 20);
    assert_reads(ctx, id, bytes);
}

static void
test_path(CxDb *db)
{
    g_autoptr(CxCtx) ctx = open_system(db);
    g_autoptr(GError) error = NULL;
    g_autofree char *dir = g_dir_make_tmp("cx-original-XXXXXX", &error);
    g_assert_no_error(error);
    g_autofree char *path = g_build_filename(dir, "file.csv", NULL);
    g_autoptr(GBytes) bytes = make_bytes(3 * MIB + 7);
    g_assert_true(g_file_set_contents(path, g_bytes_get_data(bytes, NULL),
                                      (gssize)g_bytes_get_size(bytes), &error));
    CxOriginalId id = { 0 };
    g_assert_true(cx_original_add_path(ctx, path, &id, &error));
    g_assert_no_error(error);
    assert_reads(ctx, id, bytes);
    g_assert_cmpint(add(ctx, bytes).v, ==, id.v);

    g_assert_cmpint(g_unlink(path), ==, 0);
    g_assert_false(cx_original_add_path(ctx, path, &id, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_NOT_FOUND);
    g_clear_error(&error);
    g_assert_false(cx_original_add_path(ctx, dir, &id, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_IO);
    g_assert_cmpint(g_rmdir(dir), ==, 0);
}

/* Writes into a file between two readings of it. */
static bool
change_file(void *data, int64_t n_done G_GNUC_UNUSED, int64_t n_total G_GNUC_UNUSED)
{
    FILE *file = g_fopen(data, "r+");
    g_assert_nonnull(file);
    g_assert_cmpint(fputs("OTHER", file), >=, 0);
    g_assert_cmpint(fclose(file), ==, 0);
    return true;
}

static void
test_changed(CxDb *db)
{
    g_autoptr(CxCtx) ctx = open_system(db);
    g_autoptr(GError) error = NULL;
    g_autofree char *path = NULL;
    const int file = g_file_open_tmp("cx-original-XXXXXX", &path, &error);
    g_assert_no_error(error);
    g_assert_cmpint(write(file, "a,b\n1,2\n", 8), ==, 8);
    g_assert_cmpint(close(file), ==, 0);
    ctx->progress = (CxProgress){ change_file, path };
    CxOriginalId id = { 0 };
    g_assert_false(cx_original_add_path(ctx, path, &id, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_CONFLICT);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM original"), ==, 0);
    g_assert_cmpint(g_unlink(path), ==, 0);
}

static void
test_wall(CxDb *db)
{
    g_autoptr(CxCtx) ctx = cx_ctx_open_nobody(db, (CxInstant){ CX_TEST_NOW_US });
    g_autoptr(GError) error = NULL;
    CxOriginalId id = { 0 };
    g_assert_false(cx_original_add(ctx, "a", 1, &id, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
    g_clear_error(&error);
    g_assert_null(cx_original_read(ctx, (CxOriginalId){ 1 }, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add("/feedback/original/lengths", test_lengths);
    cx_test_engines_add("/feedback/original/broken_off", test_broken_off);
    cx_test_engines_add("/feedback/original/path", test_path);
    cx_test_engines_add("/feedback/original/changed", test_changed);
    cx_test_engines_add("/feedback/original/wall", test_wall);
    return g_test_run();
}
