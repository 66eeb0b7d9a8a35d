/* Drivers over many responses, for bench_drivers.py: writes the answers to a file and prints, as JSON, what came
 * of them and how long it took.
 *
 *     drivers RESPONSES DRAWS FILE
 *
 * Twelve drivers of 1 to 5, half of them held together by what customers feel at all, and an outcome of 0 to
 * 10; each respondent a sampling unit, all questions answered. The file holds 13 columns of bytes. */
#include "stat/drivers.h"

#include <glib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "base/text.h"
#include "stat/estimate.h"

enum { DRIVERS = 12, COLUMNS = DRIVERS + 1, LMG_ROUNDS = 200 };

static uint8_t *
make_answers(size_t n)
{
    uint8_t *codes = g_malloc(n * COLUMNS);
    CxRandom random = cx_random_seeded(20261122);
    for (size_t i = 0; i < n; i++) {
        const double mood = cx_random_normal(&random);
        double liking = 6.5;
        for (size_t k = 0; k < DRIVERS; k++) {
            const double own = 0.5 * mood + cx_random_normal(&random);
            const double code = fmin(fmax(round(3.4 + own), 1.0), 5.0);
            codes[k * n + i] = (uint8_t)code;
            liking += 0.08 * (double)(k + 1) * (code - 3.0);
        }
        liking += 1.5 * cx_random_normal(&random);
        codes[DRIVERS * n + i] = (uint8_t)fmin(fmax(round(liking), 0.0), 10.0);
    }
    return codes;
}

static double
ms_since(gint64 start_us)
{
    return (double)(g_get_monotonic_time() - start_us) / 1000.0;
}

/* Importance of the same moments again and again: one run in milliseconds. */
static double
time_lmg(const uint8_t *codes, size_t n)
{
    double moments[COLUMNS * COLUMNS];
    double mean[COLUMNS] = { 0.0 };
    for (size_t c = 0; c < COLUMNS; c++) {
        for (size_t i = 0; i < n; i++)
            mean[c] += codes[c * n + i] / (double)n;
    }
    for (size_t a = 0; a < COLUMNS; a++) {
        for (size_t b = 0; b <= a; b++) {
            double sum = 0.0;
            for (size_t i = 0; i < n; i++)
                sum += (codes[a * n + i] - mean[a]) * (codes[b * n + i] - mean[b]);
            moments[a * COLUMNS + b] = moments[b * COLUMNS + a] = sum;
        }
    }
    double importance[DRIVERS];
    const gint64 start = g_get_monotonic_time();
    for (int i = 0; i < LMG_ROUNDS; i++)
        cx_stat_lmg(moments, DRIVERS, importance);
    return ms_since(start) / LMG_ROUNDS;
}

static void
print_number(const char *name, double value, const char *after)
{
    g_autoptr(GString) text = g_string_new(NULL);
    cx_text_append_double(text, value);
    g_print("%s%s%s", name, text->str, after);
}

int
main(int argc, char **argv)
{
    if (argc != 4)
        return 2;
    const size_t n = (size_t)g_ascii_strtoull(argv[1], NULL, 10);
    const size_t draws = (size_t)g_ascii_strtoull(argv[2], NULL, 10);
    g_autofree uint8_t *codes = make_answers(n);
    cx_stat_start();
    if (!g_file_set_contents(argv[3], (const char *)codes, (gssize)(n * COLUMNS), NULL))
        return 1;
    CxDriversColumn columns[COLUMNS];
    for (size_t c = 0; c < COLUMNS; c++) {
        columns[c] = (CxDriversColumn){ .codes = codes + c * n,
                                        .lo = c < DRIVERS ? 1 : 0,
                                        .hi = c < DRIVERS ? 5 : 10,
                                        .knot = c < DRIVERS ? 3.0 : 7.5 };
    }
    const CxDriversAsk ask = { .outcome = &columns[DRIVERS],
                               .drivers = columns,
                               .n_drivers = DRIVERS,
                               .n_rows = n,
                               .method = CX_DRIVERS_LMG,
                               .n_replicates = draws,
                               .seed = 1 };
    const gint64 start = g_get_monotonic_time();
    g_autofree CxDrivers *found = cx_stat_drivers(&ask);
    print_number("{\"ms\": ", ms_since(start), ", ");
    print_number("\"lmg_ms\": ", time_lmg(codes, n), ", \"importance\": [");
    for (size_t k = 0; k < DRIVERS; k++)
        print_number("", found->drivers[k].importance, k + 1 < DRIVERS ? ", " : "]}\n");
    return 0;
}
