#include <string.h>

#include "codec/encoding.h"

typedef struct {
    const char *why, *bytes;
    size_t n_bytes;
    CxEncoding encoding;
    size_t bom_bytes;
    const char *want;
    int64_t n_replaced, first_replaced, n_as_1252;
} Row;

#define BYTES(text) text, sizeof(text) - 1

/* clang-format off */
static const Row rows[] = {
    { "nothing", BYTES(""), CX_ENCODING_UTF8, 0, "", 0, -1, 0 },
    { "ASCII", BYTES("a,b"), CX_ENCODING_UTF8, 0, "a,b", 0, -1, 0 },
    { "UTF-8", BYTES("\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"), CX_ENCODING_UTF8, 0,
      "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", 0, -1, 0 },
    { "UTF-8 with a BOM", BYTES("\xef\xbb\xbf" "a"), CX_ENCODING_UTF8, 3, "a", 0, -1, 0 },
    { "a BOM decides, the rest is repaired", BYTES("\xef\xbb\xbf" "a\xff" "b\xc3"), CX_ENCODING_UTF8, 3,
      "a\xef\xbf\xbd" "b\xef\xbf\xbd", 2, 4, 0 },
    { "UTF-16 little-endian with a BOM", BYTES("\xff\xfe" "a\0\xe9\0\xac\x20\x3d\xd8\x00\xde"),
      CX_ENCODING_UTF16_LE, 2, "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", 0, -1, 0 },
    { "UTF-16 big-endian with a BOM", BYTES("\xfe\xff\0a\0\xe9\x20\xac\xd8\x3d\xde\x00"),
      CX_ENCODING_UTF16_BE, 2, "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", 0, -1, 0 },
    { "UTF-16 without", BYTES("i\0d\0,\0x\0\n\0"), CX_ENCODING_UTF16_LE, 0, "id,x\n", 0, -1, 0 },
    { "UTF-16 without, the other way", BYTES("\0i\0d\0,\0x\0\n"), CX_ENCODING_UTF16_BE, 0, "id,x\n", 0, -1, 0 },
    { "half pairs and half a unit", BYTES("\xff\xfe\x00\xdc" "a\0\x3d\xd8" "b\0\x3d\xd8" "c"),
      CX_ENCODING_UTF16_LE, 2, "\xef\xbf\xbd" "a\xef\xbf\xbd" "b\xef\xbf\xbd\xef\xbf\xbd", 4, 2, 0 },
    { "Windows-1252", BYTES("caf\xe9 \x80\x93\x94 na\xefve"), CX_ENCODING_WINDOWS_1252, 0,
      "caf\xc3\xa9 \xe2\x82\xac\xe2\x80\x9c\xe2\x80\x9d na\xc3\xafve", 0, -1, 0 },
    { "five bytes it does not have", BYTES("\x81\x8d\x8f\x90\x9d."), CX_ENCODING_WINDOWS_1252, 0,
      "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd.", 5, 0, 0 },
    { "mixed", BYTES("\xc3\xa9\xe2\x82\xac and \x92"), CX_ENCODING_MIXED, 0,
      "\xc3\xa9\xe2\x82\xac and \xe2\x80\x99", 0, -1, 1 },
    { "surrogates and overlong forms are not UTF-8", BYTES("\xed\xa0\x80\xc0\xaf"), CX_ENCODING_WINDOWS_1252, 0,
      "\xc3\xad\xc2\xa0\xe2\x82\xac\xc3\x80\xc2\xaf", 0, -1, 0 },
};
/* clang-format on */

static void
test_guess_and_convert(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const Row *row = &rows[i];
        g_test_message("%s", row->why);
        const CxEncodingGuess guess = cx_encoding_guess(row->bytes, row->n_bytes);
        g_assert_cmpint((int)guess.encoding, ==, (int)row->encoding);
        g_assert_cmpuint(guess.bom_bytes, ==, row->bom_bytes);
        size_t n = 0;
        CxEncodingReport report;
        g_autoptr(GError) error = NULL;
        g_autofree char *text =
            cx_encoding_to_utf8(guess, row->bytes, row->n_bytes, &n, &report, &error);
        g_assert_no_error(error);
        g_assert_cmpstr(text, ==, row->want);
        g_assert_cmpuint(n, ==, strlen(row->want));
        g_assert_cmpint(report.n_replaced, ==, row->n_replaced);
        g_assert_cmpint(report.first_replaced, ==, row->first_replaced);
        g_assert_cmpint(report.n_as_1252, ==, row->n_as_1252);
    }
}

static void
test_parts(void)
{
    static const char text[] = "caf\xc3\xa9 \xf0\x9f\x98\x80";
    for (size_t n = 0; n < sizeof text; n++) {
        const CxEncodingGuess guess = cx_encoding_guess_part(text, n);
        g_assert_cmpint((int)guess.encoding, ==, (int)CX_ENCODING_UTF8);
    }
    g_assert_cmpint((int)cx_encoding_guess(text, 4).encoding, ==, (int)CX_ENCODING_WINDOWS_1252);
    g_assert_cmpuint(cx_encoding_valid_bytes("a\0b\xff", 4), ==, 3);
    g_assert_cmpuint(cx_encoding_valid_bytes("a\0b\0", 4), ==, 4);
    g_assert_cmpstr(cx_encoding_name(CX_ENCODING_UTF16_BE), ==, "UTF-16 (big-endian)");
}

/* Whatever the bytes and whatever is assumed of them, what comes out is UTF-8; and characters written
 * in an encoding that has them come back. */
static void
test_any_bytes(void)
{
    for (int i = 0; i < 5000; i++) {
        char bytes[64];
        const size_t n = (size_t)g_test_rand_int_range(0, sizeof bytes);
        for (size_t k = 0; k < n; k++)
            bytes[k] = (char)g_test_rand_int_range(0, i % 2 == 0 ? 256 : 140);
        for (int encoding = 0; encoding < CX_ENCODING_N; encoding++) {
            const CxEncodingGuess guess = { .encoding = (CxEncoding)encoding,
                                            .bom_bytes = (size_t)i % 4 };
            size_t n_text = 0;
            g_autofree char *text = cx_encoding_to_utf8(guess, bytes, n, &n_text, NULL, NULL);
            g_assert_cmpuint(cx_encoding_valid_bytes(text, n_text), ==, n_text);
            g_assert_true(text[n_text] == '\0');
        }
    }
}

/* How far a text is UTF-8, the plain way: zeros count as characters. */
static size_t
valid_bytes_plainly(const char *bytes, size_t n)
{
    g_autofree char *copy = g_memdup2(bytes, n);
    for (size_t i = 0; i < n; i++)
        copy[i] = copy[i] == '\0' ? ' ' : copy[i];
    const char *stop = copy;
    (void)g_utf8_validate_len(copy, n, &stop);
    return (size_t)(stop - copy);
}

static void
test_valid_bytes_in_any_place(void)
{
    static const char *const pieces[] = { "\xc3\xa4", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "\xff" };
    for (int i = 0; i < 3000; i++) {
        char bytes[800];
        const size_t n = (size_t)g_test_rand_int_range(0, sizeof bytes);
        memset(bytes, i % 5 == 0 ? '\0' : 'x', sizeof bytes);
        for (int k = g_test_rand_int_range(0, 60); n > 8 && k > 0; k--) {
            const char *piece = pieces[g_test_rand_int_range(0, i % 3 == 0 ? 4 : 3)];
            memcpy(bytes + g_test_rand_int_range(0, (int)n - 4), piece, strlen(piece));
        }
        g_assert_cmpuint(cx_encoding_valid_bytes(bytes, n), ==, valid_bytes_plainly(bytes, n));
    }
}

static void
test_utf16_round_trip(void)
{
    for (int i = 0; i < 2000; i++) {
        gunichar characters[20];
        for (size_t k = 0; k < G_N_ELEMENTS(characters); k++) {
            do
                characters[k] = (gunichar)g_test_rand_int_range(1, k % 3 == 0 ? 0x110000 : 0x250);
            while (!g_unichar_validate(characters[k]));
        }
        glong n_units = 0;
        glong n_text = 0;
        g_autofree gunichar2 *units = g_ucs4_to_utf16(characters, 20, NULL, &n_units, NULL);
        g_autofree char *text = g_ucs4_to_utf8(characters, 20, NULL, &n_text, NULL);
        const bool is_le = G_BYTE_ORDER == G_LITTLE_ENDIAN;
        const CxEncodingGuess guess = { .encoding =
                                            is_le ? CX_ENCODING_UTF16_LE : CX_ENCODING_UTF16_BE };
        size_t n = 0;
        g_autofree char *back =
            cx_encoding_to_utf8(guess, units, (size_t)n_units * 2, &n, NULL, NULL);
        g_assert_cmpuint(n, ==, (size_t)n_text);
        g_assert_true(memcmp(back, text, n) == 0);
    }
}

static void
test_real_files(void)
{
    static const struct {
        const char *name;
        CxEncoding encoding;
    } files[] = {
        { "csps_uk/raw-data/2015/csps2015_allorganisations_csv.csv", CX_ENCODING_WINDOWS_1252 },
        { "csps_uk/raw-data/2014/csps2014_allorganisations_20141120.csv", CX_ENCODING_UTF8 },
        { "limesurvey/relationship_full_long_es_semicolon.csv", CX_ENCODING_UTF8 },
    };
    const char *folder = g_getenv("CX_SHARED_DATA");
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autofree char *path =
            g_build_filename(folder != NULL ? folder : ".", files[i].name, NULL);
        g_autofree char *bytes = NULL;
        gsize n = 0;
        if (!g_file_get_contents(path, &bytes, &n, NULL)) {
            g_test_skip("the real files are not here: CX_SHARED_DATA");
            return;
        }
        g_assert_cmpint((int)cx_encoding_guess(bytes, n).encoding, ==, (int)files[i].encoding);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/encoding/guess_and_convert", test_guess_and_convert);
    g_test_add_func("/encoding/parts", test_parts);
    g_test_add_func("/encoding/any_bytes", test_any_bytes);
    g_test_add_func("/encoding/valid_bytes_in_any_place", test_valid_bytes_in_any_place);
    g_test_add_func("/encoding/utf16_round_trip", test_utf16_round_trip);
    g_test_add_func("/encoding/real_files", test_real_files);
    return g_test_run();
}
