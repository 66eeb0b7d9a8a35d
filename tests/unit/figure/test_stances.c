#include "drawn.h"
#include "hostile.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#include "figure/stances.h"
#include "support/golden.h"

static const char *const columns[] = { "against", "doubtful", "undecided", "for", "leads" };

static CxStances
stances_of(const CxStanceLeader *leaders, size_t n_leaders)
{
    return (CxStances){ .id = "m",
                        .title = "Coalition map: influence against stance",
                        .desc = "High influence and not yet won: Finance, Sales and Delivery.",
                        .more = "More influence",
                        .less = "Less",
                        .leaders = leaders,
                        .n_leaders = n_leaders,
                        .columns = columns,
                        .n_columns = G_N_ELEMENTS(columns),
                        .influence_lo = 1,
                        .influence_hi = 5,
                        .empty = "Nobody has been assessed yet." };
}

static char *
drawn(const CxStances *stances)
{
    GString *out = g_string_new(NULL);
    cx_stances_draw(out, stances);
    char *svg = g_string_free(out, FALSE);
    cx_test_drawn_is_valid(svg);
    cx_test_drawn_is_legible(svg);
    return svg;
}

/* Fourteen leaders on whole steps, as people judge, four of them on one spot. */
static void
test_map(void)
{
    static const CxStanceSpot ceo[] = { { 3, 5 } };
    static const CxStanceSpot operating[] = { { 3, 5 }, { 4, 5 } };
    static const CxStanceSpot cfo[] = { { 1, 5 }, { 1, 5 }, { 2, 5 } };
    static const CxStanceSpot sales[] = { { 2, 4 }, { 1, 4 } };
    static const CxStanceSpot delivery[] = { { 2, 4 } };
    static const CxStanceSpot cio[] = { { 3, 4 }, { 2, 3 } };
    static const CxStanceSpot service[] = { { 2, 3 }, { 3, 4 } };
    static const CxStanceSpot same[] = { { 3, 3 } };
    static const CxStanceSpot low[] = { { 1, 1 }, { 2, 1 } };
    const CxStanceLeader leaders[] = {
        { .label = "Chief Executive", .label_short = "CEO", .spots = ceo, .n_spots = 1 },
        { .label = "Chief Operating Officer",
          .label_short = "Operations",
          .note = "leaves 31 December",
          .spots = operating,
          .n_spots = 2,
          .is_leaving = true },
        { .label = "Chief Financial Officer",
          .label_short = "CFO",
          .spots = cfo,
          .n_spots = 3,
          .href = "/leaders/3" },
        { .label = "Sales", .spots = sales, .n_spots = 2 },
        { .label = "Delivery",
          .note = "first assessed 2 November",
          .spots = delivery,
          .n_spots = 1,
          .is_point = true },
        { .label = "Chief Information Officer", .label_short = "CIO", .spots = cio, .n_spots = 2 },
        { .label = "Customer Service", .spots = service, .n_spots = 2 },
        { .label = "Human Resources", .spots = same, .n_spots = 1 },
        { .label = "Product Supply", .spots = same, .n_spots = 1 },
        { .label = "Returns and Repairs", .spots = same, .n_spots = 1 },
        { .label = "Web Shop", .spots = same, .n_spots = 1 },
        { .label = "Marketing", .spots = low, .n_spots = 2 },
        { .label = "Technical Support", .spots = low, .n_spots = 2 },
        { .label = "Billing", .why = "not assessed yet" },
    };
    const CxStances stances = stances_of(leaders, G_N_ELEMENTS(leaders));
    g_autofree char *svg = drawn(&stances);
    cx_test_golden("figure/stances.svg", svg);
}

static void
test_little(void)
{
    static const CxStanceSpot spot[] = { { 0, 1 } };
    const CxStanceLeader leaders[] = { { .label = "Billing", .why = "not assessed yet" },
                                       { .label = "Sales", .spots = spot, .n_spots = 1 } };
    CxStances stances = stances_of(leaders, 1);
    g_autofree char *none = drawn(&stances);
    g_assert_nonnull(strstr(none, "Nobody has been assessed yet."));
    g_assert_nonnull(strstr(none, "not assessed yet"));
    stances.leaders = leaders + 1;
    g_free(drawn(&stances));
}

static CxStanceLeader
random_leader(CxStanceSpot *spots)
{
    const size_t n_spots = (size_t)g_test_rand_int_range(0, 5);
    for (size_t k = 0; k < n_spots; k++)
        spots[k] = (CxStanceSpot){ g_test_rand_int_range(0, 5), g_test_rand_int_range(1, 6) };
    return (CxStanceLeader){
        .label = cx_test_hostile_name((unsigned)g_test_rand_int_range(0, 8)),
        .note = g_test_rand_bit() ? "leaves 31 December" : NULL,
        .spots = spots,
        .n_spots = n_spots,
        .is_leaving = g_test_rand_bit(),
        .why = "not assessed yet",
    };
}

static void
test_law(void)
{
    for (int round = 0; round < 150; round++) {
        CxStanceLeader leaders[50];
        CxStanceSpot spots[50][4];
        const size_t n = (size_t)g_test_rand_int_range(0, 51);
        for (size_t i = 0; i < n; i++)
            leaders[i] = random_leader(spots[i]);
        const CxStances stances = stances_of(leaders, n);
        g_free(drawn(&stances));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/figure/stances/map", test_map);
    g_test_add_func("/figure/stances/little", test_little);
    g_test_add_func("/figure/stances/law", test_law);
    return g_test_run();
}
