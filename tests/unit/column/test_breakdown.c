/* Breakdowns of random frames agree with a twin that goes row by row. */
#include "make_frame.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "column/breakdown.h"
#include "column/cube_threads.h"
#include "support/rounds.h"

#define N_QUESTIONS 4

/* What the questions below make of an answer; the last class is none. */
static const CxBreakdownQuestion questions[N_QUESTIONS] = {
    { "recommend", CX_BREAKDOWN_BANDS },
    { "overall", CX_BREAKDOWN_TOP2 },
    { "effort", CX_BREAKDOWN_ANSWERS },
    { "effort", CX_BREAKDOWN_TOP2 },
};
static const size_t n_classes[N_QUESTIONS] = { 3, 2, 7, 2 };

static size_t
twin_class(size_t i_question, const MadeRow *row)
{
    static const size_t items[N_QUESTIONS] = { 0, 1, 2, 2 };
    const uint8_t code = row->answers[items[i_question]];
    if (code >= CX_CODE_NOT_APPLICABLE)
        return n_classes[i_question];
    switch (i_question) {
    case 0:
        return code >= 9 ? 2 : code <= 6 ? 0 : 1;
    case 1:
        return code >= 4;
    case 2:
        return code - 1U;
    default:
        return code <= 2;
    }
}

/* In the order of the frame's lists: t3, t1, international; no, yes turned round. */
static size_t
twin_terminal(const MadeRow *row)
{
    const uint8_t code = row->answers[3];
    return code == 3 ? 0 : code == 1 ? 1 : code == 7 ? 2 : 3;
}

static size_t
twin_mode(const MadeRow *row)
{
    return row->mode == CX_CODE_MISSING ? 3 : row->mode;
}

typedef struct {
    CxBreakdownAsk ask;
    CxSliceFilter filter;
    const CxSliceFilter *filters[1];
} Asked;

static void
ask_random(Asked *asked)
{
    static char bags[] = "bags", word[] = "no";
    static char *no[] = { word, NULL };
    static const CxSliceBy periods[] = { CX_SLICE_BY_NONE, CX_SLICE_BY_MONTH, CX_SLICE_BY_QUARTER,
                                         CX_SLICE_BY_YEAR };
    *asked = (Asked){
        .filter = { .item = bags, .values = no },
        .ask = { .from = { g_test_rand_int_range(17000, 17500) },
                 .to = { g_test_rand_int_range(17400, 18300) },
                 .period = periods[g_test_rand_int_range(0, 4)],
                 .by = { "terminal", "mode" },
                 .n_filters = (size_t)g_test_rand_int_range(0, 2),
                 .questions = questions,
                 .n_questions = (size_t)g_test_rand_int_range(1, N_QUESTIONS + 1) },
    };
    asked->filters[0] = &asked->filter;
    asked->ask.filters = asked->filters;
}

/* Counts of the rows of one question, laid out as the breakdown's. */
static int64_t *
twin_counts(const Made *made, const CxBreakdownAsk *ask, const CxBreakdown *have, size_t i_question)
{
    const size_t n = n_classes[i_question] + 1;
    int64_t *counts = g_new0(int64_t, have->n_groups * n);
    for (size_t r = 0; r < made->n; r++) {
        const MadeRow *row = &made->rows[r];
        if (row->day.v < ask->from.v || row->day.v > ask->to.v ||
            (ask->n_filters > 0 && row->answers[4] != 0))
            continue;
        size_t period = 0;
        if (ask->period != CX_SLICE_BY_NONE)
            period = (size_t)(cx_slice_period_index(ask->period, row->day) - have->first_period);
        const size_t group = (period * 4 + twin_terminal(row)) * 4 + twin_mode(row);
        counts[group * n + twin_class(i_question, row)]++;
    }
    return counts;
}

static void
check_question(const Made *made, const CxBreakdownAsk *ask, const CxBreakdown *have, size_t k)
{
    g_autofree int64_t *want = twin_counts(made, ask, have, k);
    const size_t n = n_classes[k];
    g_assert_cmpuint(have->n_classes[k], ==, n);
    for (size_t g = 0; g < have->n_groups; g++) {
        const int64_t *counts = cx_breakdown_counts(have, g, k);
        for (size_t c = 0; c <= n; c++)
            g_assert_cmpint(counts[c], ==, want[g * (n + 1) + c]);
    }
}

static void
check_random(void)
{
    g_autoptr(Made) made = made_random((size_t)g_test_rand_int_range(0, 900), 0);
    g_autoptr(CxFrame) frame = made_frame(made, 0, made->n);
    Asked asked;
    ask_random(&asked);
    g_autoptr(CxBreakdown) have = cx_breakdown_run(frame, &asked.ask, NULL);
    g_assert_nonnull(have);
    for (size_t k = 0; k < asked.ask.n_questions; k++)
        check_question(made, &asked.ask, have, k);
}

static void
test_twin(void)
{
    for (int round = 0; round < cx_test_rounds(60); round++)
        check_random();
}

static void
assert_refused(const CxFrame *frame, const CxBreakdownAsk *ask, int code, const char *words)
{
    g_autoptr(GError) error = NULL;
    g_assert_null(cx_breakdown_run(frame, ask, &error));
    g_assert_error(error, CX_ERROR, code);
    g_assert_nonnull(strstr(error->message, words));
}

static void
test_refused(void)
{
    g_autoptr(Made) made = made_random(40, 0);
    g_autoptr(CxFrame) frame = made_frame(made, 0, made->n);
    const CxBreakdownQuestion bands = { "overall", CX_BREAKDOWN_BANDS };
    const CxBreakdownQuestion gone = { "food", CX_BREAKDOWN_TOP2 };
    const CxBreakdownAsk by_gone = { CX_DAY_NONE, CX_DAY_NONE, CX_SLICE_BY_NONE, { "food" },
                                     NULL,        0,           questions,        1 };
    assert_refused(frame, &by_gone, CX_ERROR_NOT_FOUND, "food");
    CxBreakdownAsk ask = by_gone;
    ask.by[0] = NULL;
    ask.questions = &bands;
    assert_refused(frame, &ask, CX_ERROR_INVALID, "overall");
    ask.questions = &gone;
    assert_refused(frame, &ask, CX_ERROR_NOT_FOUND, "food");
    ask = (CxBreakdownAsk){ .from = CX_DAY_NONE,
                            .to = CX_DAY_NONE,
                            .period = CX_SLICE_BY_MONTH,
                            .by = { "terminal", "mode", "terminal", "mode" } };
    assert_refused(frame, &ask, CX_ERROR_TOO_LARGE, "groups");
}

enum { N_ROWS = 9000, N_CELLS = 41 * 12 };

static uint8_t code[2][N_ROWS], classes[2][CX_CUBE_CODES], keep[CX_CUBE_CODES];

static void
columns_random(void)
{
    for (int i = 0; i < N_ROWS; i++) {
        code[0][i] = (uint8_t)g_test_rand_int_range(0, 256);
        code[1][i] = (uint8_t)g_test_rand_int_range(0, 256);
    }
    for (int c = 0; c < CX_CUBE_CODES; c++) {
        classes[0][c] = (uint8_t)MIN(c, 40);
        classes[1][c] = (uint8_t)MIN(c, 11);
        keep[c] = c % 3 == 0;
    }
}

/* However many threads, the same counts. */
static void
test_threads(void)
{
    columns_random();
    const CxCubeAxis axes[] = { { code[0], classes[0], 41 }, { code[1], classes[1], 12 } };
    const CxCubeFilter filter = { code[1], keep };
    const CxCube cube = { axes, 2, &filter, 1, (size_t)g_test_rand_int_range(0, N_ROWS + 1) };
    int64_t want[N_CELLS] = { 0 };
    cx_kernel_cube_count(&cube, want);
    for (size_t n_threads = 1; n_threads <= CX_CUBE_THREADS_MAX; n_threads++) {
        int64_t have[N_CELLS] = { 0 };
        cx_cube_count_on(&cube, n_threads, have);
        g_assert_cmpint(memcmp(have, want, sizeof want), ==, 0);
    }
}

static void
test_median(void)
{
    g_assert_true(isnan(cx_breakdown_median((const int64_t[]){ 0, 0, 5 }, 2)));
    g_assert_cmpfloat(cx_breakdown_median((const int64_t[]){ 0, 1, 0 }, 3), ==, 1.0);
    g_assert_cmpfloat(cx_breakdown_median((const int64_t[]){ 2, 0, 2 }, 3), ==, 1.0);
    g_assert_cmpfloat(cx_breakdown_median((const int64_t[]){ 2, 1, 2 }, 3), ==, 1.0);
    g_assert_cmpfloat(cx_breakdown_median((const int64_t[]){ 3, 0, 2 }, 3), ==, 0.0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/breakdown/twin", test_twin);
    g_test_add_func("/breakdown/refused", test_refused);
    g_test_add_func("/breakdown/threads", test_threads);
    g_test_add_func("/breakdown/median", test_median);
    return g_test_run();
}
