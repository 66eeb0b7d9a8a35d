/* Which people can be let out together: examples, and the law against a naive twin. */
#include <glib.h>

#include "feedback/release_priv.h"
#include "lang/lang.h"

enum { GROUPS_MAX = 10, CELLS = 6, LEAST = 5 };

typedef struct {
    int64_t n_people;
    uint32_t cells[4];
    size_t n_cells;
    bool is_out;
} Given;

static const struct {
    const char *why;
    Given groups[4];
    size_t n_groups;
} rows[] = {
    { "nobody", { { 0 } }, 0 },
    { "four wait", { { 4, { 0 }, 1, false } }, 1 },
    { "five go", { { 5, { 0 }, 1, true } }, 1 },
    { "two and three in one cell go together",
      { { 2, { 0 }, 1, true }, { 3, { 0 }, 1, true } },
      2 },
    { "two in a cell of their own wait, the others stay enough",
      { { 5, { 0, 1 }, 2, true }, { 2, { 0, 2 }, 2, false } },
      2 },
    { "without the two the others are too few",
      { { 4, { 0, 1 }, 2, false }, { 2, { 0, 2 }, 2, false } },
      2 },
    { "it goes on through the cells",
      { { 4, { 0 }, 1, false }, { 3, { 0, 1 }, 2, false }, { 3, { 1, 2 }, 2, false } },
      3 },
    { "who touches nothing goes", { { 1, { 0 }, 0, true } }, 1 },
};

static void
test_examples(void)
{
    for (size_t i = 0; i < CX_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].why);
        CxReleaseGroup groups[4];
        CxReleaseGroup *list[4];
        uint32_t cells[4][4];
        for (size_t j = 0; j < rows[i].n_groups; j++) {
            const Given *given = &rows[i].groups[j];
            for (size_t k = 0; k < given->n_cells; k++)
                cells[j][k] = given->cells[k];
            groups[j] = (CxReleaseGroup){ .n_people = given->n_people,
                                          .cells = cells[j],
                                          .n_cells = given->n_cells };
            list[j] = &groups[j];
        }
        cx_release_core(list, rows[i].n_groups, CELLS, LEAST);
        for (size_t j = 0; j < rows[i].n_groups; j++)
            g_assert_cmpint(groups[j].is_out, ==, rows[i].groups[j].is_out);
    }
}

/* Who is held stays, and is nobody's company: four beside them are four. */
static void
test_held(void)
{
    uint32_t cells[] = { 0 };
    CxReleaseGroup held = { .n_people = 9, .cells = cells, .n_cells = 1, .is_held = true };
    CxReleaseGroup four = { .n_people = 4, .cells = cells, .n_cells = 1 };
    CxReleaseGroup *list[] = { &held, &four };
    cx_release_core(list, CX_N_ELEMENTS(list), CELLS, LEAST);
    g_assert_false(held.is_out || four.is_out);
    four.n_people = 5;
    cx_release_core(list, CX_N_ELEMENTS(list), CELLS, LEAST);
    g_assert_true(four.is_out && !held.is_out);
}

/* What the people of each group said in each of its cells, a bit for each code. */
static unsigned said[GROUPS_MAX][CELLS];

/* Whether in each cell nobody of the chosen is, or enough are and not all say the same. */
static bool
is_fit(const CxReleaseGroup *groups, size_t n_groups, unsigned chosen)
{
    int64_t n[CELLS] = { 0 };
    unsigned codes[CELLS] = { 0 }; /* a bit for each that is said */
    for (size_t i = 0; i < n_groups; i++) {
        for (size_t j = 0; (chosen >> i & 1U) != 0 && j < groups[i].n_cells; j++) {
            n[groups[i].cells[j]] += groups[i].n_people;
            codes[groups[i].cells[j]] |= said[i][j];
        }
    }
    for (size_t i = 0; i < CELLS; i++) {
        const bool is_alike = (codes[i] & (codes[i] - 1U)) == 0;
        if (n[i] > 0 && (n[i] < LEAST || is_alike))
            return false;
    }
    for (size_t i = 0; i < n_groups; i++) {
        if ((chosen >> i & 1U) != 0 && groups[i].is_held)
            return false;
    }
    return true;
}

/* What a group's people say in one of its cells. */
static CxReleaseSum
draw_said(int64_t n_people, unsigned *ret_codes)
{
    CxReleaseSum sum = { 0 };
    *ret_codes = 0;
    for (int64_t i = 0; i < n_people; i++) {
        const int64_t code = g_test_rand_int_range(0, 3) / 2;
        const CxReleaseSum one = cx_release_sum_of(code);
        cx_release_sum_add(&sum, &one);
        *ret_codes |= 1U << code;
    }
    return sum;
}

static size_t
make_random(CxReleaseGroup *groups, uint32_t cells[][CELLS], CxReleaseSum sums[][CELLS])
{
    const size_t n_groups = (size_t)g_test_rand_int_range(1, GROUPS_MAX + 1);
    for (size_t i = 0; i < n_groups; i++) {
        groups[i] = (CxReleaseGroup){ .n_people = g_test_rand_int_range(1, 5),
                                      .cells = cells[i],
                                      .said = sums[i],
                                      .is_held = g_test_rand_int_range(0, 8) == 0 };
        for (uint32_t c = 0; c < CELLS; c++) {
            if (g_test_rand_int_range(0, 3) != 0)
                continue;
            const size_t j = groups[i].n_cells++;
            cells[i][j] = c;
            sums[i][j] = draw_said(groups[i].n_people, &said[i][j]);
        }
    }
    return n_groups;
}

/* Of all choices that are fit, what is let out is the union, and it is fit itself. */
static void
check_random(void)
{
    CxReleaseGroup groups[GROUPS_MAX];
    uint32_t cells[GROUPS_MAX][CELLS];
    CxReleaseSum sums[GROUPS_MAX][CELLS];
    const size_t n_groups = make_random(groups, cells, sums);
    unsigned best = 0;
    for (unsigned chosen = 0; chosen < 1U << n_groups; chosen++)
        best |= is_fit(groups, n_groups, chosen) ? chosen : 0;
    g_assert_true(is_fit(groups, n_groups, best));
    CxReleaseGroup *list[GROUPS_MAX];
    for (size_t i = 0; i < n_groups; i++)
        list[i] = &groups[i];
    cx_release_core(list, n_groups, CELLS, LEAST);
    for (size_t i = 0; i < n_groups; i++)
        g_assert_cmpint(groups[i].is_out, ==, best >> i & 1U);
}

static void
test_law(void)
{
    for (int round = 0; round < 300; round++)
        check_random();
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/feedback/release/examples", test_examples);
    g_test_add_func("/feedback/release/held", test_held);
    g_test_add_func("/feedback/release/law", test_law);
    return g_test_run();
}
