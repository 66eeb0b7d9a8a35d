/* Drivers of the airport survey of 2017 from its raw file, against METHODS' values, which were computed
 * apart from this program. The data lies beside the project; without it the test is skipped. */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "codec/csv.h"
#include "stat/drivers.h"
#include "stat/estimate.h"

#define NEAR(got, want, tolerance) g_assert_cmpfloat_with_epsilon((got), (want), (tolerance))
#define SIX_DIGITS                 5e-7
#define ITEMS                      9

static const char *const names[ITEMS] = { "Q7ART",  "Q7FOOD",      "Q7STORE",
                                          "Q7SIGN", "Q7WALKWAYS",  "Q7SCREENS",
                                          "Q9ALL",  "Q14PASSTHRU", "Q7ALL" };
static const double wanted[ITEMS - 1] = { .061825, .085773, .069539, .076109,
                                          .084148, .070251, .097765, .036646 };

static size_t
column_of(const CxCsvRow *header, const char *name)
{
    for (size_t i = 0; i < header->n_fields; i++) {
        g_autofree char *own = cx_csv_field_dup(&header->fields[i]);
        if (strcmp(cx_text_trim(own), name) == 0)
            return i;
    }
    g_error("no column \"%s\"", name);
}

/* 1 to 5; 6 is never used, 0 and blank are missing. */
static uint8_t
code_of(const CxCsvRow *row, size_t column)
{
    g_autofree char *text = cx_csv_field_dup(&row->fields[column]);
    int64_t code = 0;
    const bool is_code = cx_text_parse_i64(cx_text_trim(text), &code, NULL);
    return is_code && code >= 1 && code <= 5 ? (uint8_t)code : 0xFF;
}

static size_t
read_codes(const char *path, GByteArray *codes[ITEMS])
{
    g_autofree char *text = NULL;
    gsize len = 0;
    g_assert_true(g_file_get_contents(path, &text, &len, NULL));
    const CxCsvFormat format = { 0 };
    g_autoptr(CxCsvReader) reader = cx_csv_reader_new(&format, text, len);
    CxCsvRow row;
    g_assert_cmpint(cx_csv_reader_next(reader, &row), ==, CX_CSV_ROW);
    size_t columns[ITEMS];
    for (size_t i = 0; i < ITEMS; i++)
        columns[i] = column_of(&row, names[i]);
    while (cx_csv_reader_next(reader, &row) == CX_CSV_ROW) {
        for (size_t i = 0; i < ITEMS; i++) {
            const uint8_t code = code_of(&row, columns[i]);
            g_byte_array_append(codes[i], &code, 1);
        }
    }
    return codes[0]->len;
}

static void
test_2017(void)
{
    g_autofree char *path =
        g_strdup_printf("%s/sfo_survey/2017_SFO_Customer_Survey_20250817.csv",
                        g_getenv("CX_SHARED_DATA") == NULL ? "" : g_getenv("CX_SHARED_DATA"));
    if (!g_file_test(path, G_FILE_TEST_IS_REGULAR)) {
        g_test_skip(path);
        return;
    }
    GByteArray *codes[ITEMS];
    for (size_t i = 0; i < ITEMS; i++)
        codes[i] = g_byte_array_new();
    const size_t n_rows = read_codes(path, codes);
    CxDriversColumn columns[ITEMS];
    for (size_t i = 0; i < ITEMS; i++) {
        columns[i] = (CxDriversColumn){ .codes = codes[i]->data, .lo = 1, .hi = 5, .knot = 3.0 };
    }
    const CxDriversAsk ask = { .outcome = &columns[ITEMS - 1],
                               .drivers = columns,
                               .n_drivers = ITEMS - 1,
                               .n_rows = n_rows,
                               .n_replicates = CX_DRIVERS_REPLICATES };
    g_autofree CxDrivers *found = cx_stat_drivers(&ask);
    g_assert_cmpint(found->status, ==, CX_DRIVERS_OK);
    g_assert_cmpint(found->n, ==, 1601);
    NEAR(found->r2, .582056, SIX_DIGITS);
    for (size_t i = 0; i + 1 < ITEMS; i++) {
        const CxDriver *driver = &found->drivers[i];
        NEAR(driver->importance, wanted[i], SIX_DIGITS);
        g_test_message("%s %.6f (%.6f to %.6f) p %.4f vif %.2f rank %d, %+.2f %+.2f", names[i],
                       driver->importance, driver->lo, driver->hi, driver->p, driver->vif,
                       driver->rank, driver->bend.below, driver->bend.above);
    }
    for (size_t i = 0; i < ITEMS; i++)
        g_byte_array_unref(codes[i]);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_stat_start();
    g_test_add_func("/stat/drivers_airport/2017", test_2017);
    return g_test_run();
}
