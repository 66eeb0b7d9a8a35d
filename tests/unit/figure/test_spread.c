#include "drawn.h"
#include "hostile.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#include "figure/spread.h"
#include "support/golden.h"

static CxSpread
spread_of(const CxSpreadBar *bars, size_t n_bars)
{
    return (CxSpread){ .id = "s",
                       .title = "How answers spread: would recommend us",
                       .desc = "Most give 8 or 9; 22 of 100 give 6 or less.",
                       .heading = "Answers from 0 to 10, % of all",
                       .bars = bars,
                       .n_bars = n_bars,
                       .n_text = "n 3,412",
                       .card_href = "/cards/1",
                       .card_about = "n 3,412, evidence card",
                       .empty = "hidden: fewer than 5 answers" };
}

static char *
drawn(const CxSpread *spread)
{
    GString *out = g_string_new(NULL);
    cx_spread_draw(out, spread);
    char *svg = g_string_free(out, FALSE);
    cx_test_drawn_is_valid(svg);
    cx_test_drawn_is_legible(svg);
    return svg;
}

static void
test_answers(void)
{
    static const double shares[] = { 2, 1, 1, 2, 3, 6, 7, 14, 25, 22, 17 };
    static const char *const labels[] = { "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10" };
    static const char *const texts[] = {
        "2", "1", "1", "2", "3", "6", "7", "14", "25", "22", "17"
    };
    static const CxSpreadGroup groups[] = {
        { 0, 6, "0–6: 22 % (20–24)", "22 %", true },
        { 7, 8, "7–8: 39 % (37–41)", "39 %", false },
        { 9, 10, "9–10: 39 % (37–41)", "39 %", false },
    };
    CxSpreadBar bars[11];
    for (size_t i = 0; i < 11; i++) {
        bars[i] = (CxSpreadBar){ .label = labels[i],
                                 .share = shares[i],
                                 .lo = fmax(shares[i] - 1.3, 0.0),
                                 .hi = shares[i] + 1.3,
                                 .text = texts[i],
                                 .is_point = i < 7 };
    }
    CxSpread spread = spread_of(bars, 11);
    spread.groups = groups;
    spread.n_groups = G_N_ELEMENTS(groups);
    g_autofree char *svg = drawn(&spread);
    cx_test_golden("figure/spread.svg", svg);
}

static void
test_little(void)
{
    const CxSpreadBar one = { .label = "10", .share = 100, .lo = NAN, .hi = NAN, .text = "100" };
    CxSpread spread = spread_of(&one, 0);
    g_autofree char *none = drawn(&spread);
    g_assert_nonnull(strstr(none, "hidden: fewer than 5 answers"));
    g_assert_null(strstr(none, "n 3,412"));
    spread.n_bars = 1;
    g_free(drawn(&spread));
}

static void
test_law(void)
{
    for (int round = 0; round < 200; round++) {
        CxSpreadBar bars[CX_SPREAD_BARS_MAX];
        const size_t n = (size_t)g_test_rand_int_range(0, CX_SPREAD_BARS_MAX + 1);
        for (size_t i = 0; i < n; i++) {
            const double share = g_test_rand_double_range(0, 100);
            bars[i] = (CxSpreadBar){
                .label = cx_test_hostile_name((unsigned)g_test_rand_int_range(0, 8)),
                .share = share,
                .lo = g_test_rand_bit() ? fmax(share - 5.0, 0.0) : (double)NAN,
                .hi = fmin(share + 5.0, 100.0),
                .text = "17 %",
                .is_point = g_test_rand_bit(),
            };
        }
        CxSpread spread = spread_of(bars, n);
        const CxSpreadGroup group = { 0, n / 2, cx_test_hostile_name(0), NULL, true };
        spread.groups = &group;
        spread.n_groups = n > 0 ? 1 : 0;
        g_free(drawn(&spread));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/figure/spread/answers", test_answers);
    g_test_add_func("/figure/spread/little", test_little);
    g_test_add_func("/figure/spread/law", test_law);
    return g_test_run();
}
