/* Archives that are written: names, dates, what is refused. That others read them is asked by
 * tests/cli/test_brief_pdf.py. */
#include <string.h>

#include "base/error.h"
#include "codec/zip.h"

static GBytes *
bytes(const char *text)
{
    return g_bytes_new(text, strlen(text));
}

static GBytes *
make(int64_t day)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxZipWriter) writer = cx_zip_writer_new((CxInstant){ day * CX_US_PER_DAY }, &error);
    g_assert_no_error(error);
    g_autoptr(GBytes) one = bytes("one one one one one one one one");
    g_autoptr(GBytes) none = bytes("");
    bool is_fine = cx_zip_writer_add(writer, "a/one.txt", one, &error) &&
                   cx_zip_writer_add(writer, "leer-ü.txt", none, &error);
    g_assert_no_error(error);
    g_assert_true(is_fine);
    is_fine = cx_zip_writer_add(writer, "a/one.txt", none, &error);
    g_assert_error(error, CX_ERROR, CX_ERROR_CONFLICT);
    g_assert_false(is_fine);
    g_clear_error(&error);
    GBytes *zip = cx_zip_writer_end(writer, &error);
    g_assert_no_error(error);
    return zip;
}

static void
test_written(void)
{
    g_autoptr(GBytes) zip = make(20000);
    gsize len = 0;
    const char *data = g_bytes_get_data(zip, &len);
    g_assert_cmpuint(len, >, 100);
    g_assert_true(memcmp(data, "PK\3\4", 4) == 0);
    g_assert_nonnull(memmem(data, len, "a/one.txt", strlen("a/one.txt")));
    g_assert_nonnull(memmem(data, len, "leer-ü.txt", strlen("leer-ü.txt")));
    g_autoptr(GBytes) again = make(20000);
    g_assert_true(g_bytes_equal(zip, again));
    g_autoptr(GBytes) later = make(20001);
    g_assert_false(g_bytes_equal(zip, later));
}

/* One that is given up leaves nothing behind. */
static void
test_given_up(void)
{
    g_autoptr(CxZipWriter) writer = cx_zip_writer_new((CxInstant){ 0 }, NULL);
    g_autoptr(GBytes) one = bytes("one");
    g_assert_true(cx_zip_writer_add(writer, "one", one, NULL));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/codec/zip/written", test_written);
    g_test_add_func("/codec/zip/given_up", test_given_up);
    return g_test_run();
}
