/* Slices over a frame beside DuckDB, one thread each: NPS by month and department, four questions by
 * region and segment, correlations of thirteen questions, scores by delay, churn and revenue by score,
 * medians. The frame is made by the builder every import uses, DuckDB's table has the same columns as
 * small integers in the same order. Each answer ends in one number, which must be the same for all.
 *
 * "DuckDB" is the query one writes first, "DuckDB, tuned" what helps it most: a month column instead of
 * dates, groups by the joint codes first. Left out, by name, where node or DuckDB is not installed, as
 * ClickHouse is where COALITION_TEST_CLICKHOUSE is not set (tools/with_clickhouse.sh). */
#include "clickhouse.h"
#include "measure.h"
#include "peer.h"
#include "slices_sql.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "column/breakdown.h"
#include "kernel/cross.h"
#include "kernel/cube.h"

#define FIRST_DAY   19358 /* 2023-01-01 */
#define N_DAYS      1096
#define LAST_YEAR   20089 /* 2025-01-01 */
#define N_RATINGS   12
#define N_ASKED     (1 + N_RATINGS) /* NPS first */
#define N_CHOICES   5
#define N_ITEMS     (N_ASKED + N_CHOICES)
#define N_MODES     6
#define N_ROUNDS    7
#define I_SEGMENT   (N_ASKED + 2)
#define I_CHURNED   (N_ASKED + 3)
#define REVENUE_MAX 900000
#define ROWS_QUICK  1000000
#define ROWS_FULL   20000000

static const struct {
    const char *key;
    uint8_t n_codes;
} choices[N_CHOICES] = {
    { "dept", 40 }, { "region", 12 }, { "segment", 5 }, { "churned", 2 }, { "late", 30 }
};

typedef struct {
    CxFrame *frame;
    BenchPeerProcess *peer;
    const char *question;
    const char *tuned;
    CxClickhouse *clickhouse; /* or NULL */
    const char *asked;        /* of ClickHouse */
} Input;

/* ---- The responses ---- */

static uint8_t
rating_hi(int i_rating)
{
    return i_rating < N_RATINGS / 2 ? 5 : 10;
}

/* Follows the recommendation with some luck of its own; 5 to 22 in a hundred are missing. */
static uint8_t
draw_rating(GRand *random, int i_rating, int mood)
{
    const int percent_missing = 5 + i_rating * 17 / (N_RATINGS - 1);
    const int hi = rating_hi(i_rating);
    if (g_rand_int_range(random, 0, 100) < percent_missing)
        return CX_CODE_MISSING;
    const int value = 1 + (mood * (hi - 1) + g_rand_int_range(random, -30, 31)) / 10;
    return (uint8_t)CLAMP(value, 1, hi);
}

typedef struct {
    CxFrameRow row;
    uint8_t answers[N_ITEMS];
    int64_t revenue;
} Drawn;

static void
draw(GRand *random, int i_row, int n_rows, Drawn *drawn)
{
    const int mood = g_rand_int_range(random, 0, 11);
    drawn->row.day.v = FIRST_DAY + (int32_t)((int64_t)i_row * N_DAYS / n_rows);
    drawn->row.version = (uint8_t)g_rand_int_range(random, 0, 4);
    drawn->row.mode = (uint8_t)g_rand_int_range(random, 0, N_MODES);
    drawn->row.weight = NAN;
    const bool is_silent = g_rand_int_range(random, 0, 100) < 3;
    drawn->answers[0] = is_silent ? CX_CODE_MISSING : (uint8_t)mood;
    for (int k = 0; k < N_RATINGS; k++)
        drawn->answers[1 + k] = draw_rating(random, k, mood);
    for (int k = 0; k < N_CHOICES; k++)
        drawn->answers[N_ASKED + k] = (uint8_t)g_rand_int_range(random, 0, choices[k].n_codes);
    const int other = g_rand_int_range(random, 0, choices[0].n_codes);
    drawn->answers[N_ASKED] = (uint8_t)MIN(drawn->answers[N_ASKED], other);
    drawn->revenue = g_rand_int_range(random, 0, REVENUE_MAX);
}

static void
must(bool is_done)
{
    g_assert_true(is_done);
}

static void
add_labels(CxFrameBuilder *builder)
{
    static const char *const keys[] = { "m0", "m1", "m2", "m3", "m4", "m5" };
    uint8_t code = 0;
    for (size_t i = 0; i < N_MODES; i++) {
        must(cx_frame_builder_add_mode(builder, keys[i], keys[i], &code, NULL));
        if (i < 4)
            must(cx_frame_builder_add_version(builder, keys[i], keys[i], &code, NULL));
    }
}

static void
add_choice(CxFrameBuilder *builder, size_t k)
{
    char keys[64][8];
    CxFrameChoice list[64];
    size_t index = 0;
    for (uint8_t c = 0; c < choices[k].n_codes; c++) {
        g_snprintf(keys[c], sizeof keys[c], "c%d", c);
        list[c] = (CxFrameChoice){ c, keys[c], keys[c] };
    }
    const CxFrameItem item = { .key = choices[k].key,
                               .label = choices[k].key,
                               .kind = CX_FRAME_CHOICE,
                               .choices = list,
                               .n_choices = choices[k].n_codes };
    must(cx_frame_builder_add_item(builder, &item, &index, NULL));
}

static void
add_items(CxFrameBuilder *builder)
{
    size_t index = 0;
    const CxFrameItem nps = { .key = "nps", .label = "NPS", .kind = CX_FRAME_NPS };
    must(cx_frame_builder_add_item(builder, &nps, &index, NULL));
    for (int k = 0; k < N_RATINGS; k++) {
        g_autofree char *key = g_strdup_printf("r%d", k);
        const CxFrameItem item = {
            .key = key, .label = key, .kind = CX_FRAME_RATING, .lo = 1, .hi = rating_hi(k)
        };
        must(cx_frame_builder_add_item(builder, &item, &index, NULL));
    }
    for (size_t k = 0; k < N_CHOICES; k++)
        add_choice(builder, k);
    const CxFrameFact revenue = {
        .key = "revenue", .label = "Revenue", .unit = "EUR", .decimals = 2
    };
    must(cx_frame_builder_add_fact(builder, &revenue, &index, NULL));
}

/* day, month, mode, the items, revenue; what is missing is empty. */
static void
append_line(GString *out, const Drawn *drawn)
{
    const CxDay day = drawn->row.day;
    const CxDay month =
        cx_slice_period_first_day(CX_SLICE_BY_MONTH, cx_slice_period_index(CX_SLICE_BY_MONTH, day));
    g_string_append_printf(out, "%d,%d,%d", day.v, month.v, drawn->row.mode);
    for (size_t k = 0; k < N_ITEMS; k++) {
        g_string_append_c(out, ',');
        if (drawn->answers[k] != CX_CODE_MISSING)
            g_string_append_printf(out, "%d", drawn->answers[k]);
    }
    g_string_append_printf(out, ",%d\n", (int)drawn->revenue);
}

static void
write_header(FILE *file)
{
    (void)fputs("day,month,mode,nps", file);
    for (int k = 0; k < N_RATINGS; k++)
        (void)fprintf(file, ",r%d", k);
    for (size_t k = 0; k < N_CHOICES; k++)
        (void)fprintf(file, ",%s", choices[k].key);
    (void)fputs(",revenue\n", file);
}

/* Draws the responses into a frame and a file. */
static CxFrame *
make(int n_rows, const char *path)
{
    const CxFrameSpec spec = { .survey = "bench", .title = "Bench", .overall = "nps" };
    g_autoptr(CxFrameBuilder) builder = cx_frame_builder_new(&spec);
    g_autoptr(GRand) random = g_rand_new_with_seed(22);
    g_autoptr(GString) line = g_string_new(NULL);
    FILE *file = g_fopen(path, "w");
    add_labels(builder);
    add_items(builder);
    write_header(file);
    for (int i = 0; i < n_rows; i++) {
        Drawn drawn = { 0 };
        draw(random, i, n_rows, &drawn);
        drawn.row.answers = drawn.answers;
        drawn.row.facts = &drawn.revenue;
        must(cx_frame_builder_add_row(builder, &drawn.row, NULL));
        g_string_truncate(line, 0);
        append_line(line, &drawn);
        (void)fputs(line->str, file);
    }
    (void)fclose(file);
    CxFrame *frame = cx_frame_builder_end(builder, NULL);
    g_assert_nonnull(frame);
    return frame;
}

static char *
duckdb_columns(void)
{
    GString *out = g_string_new("{'day': 'INTEGER', 'month': 'INTEGER', 'mode': 'UTINYINT'");
    g_string_append(out, ", 'nps': 'UTINYINT'");
    for (int k = 0; k < N_RATINGS; k++)
        g_string_append_printf(out, ", 'r%d': 'UTINYINT'", k);
    for (size_t k = 0; k < N_CHOICES; k++)
        g_string_append_printf(out, ", '%s': 'UTINYINT'", choices[k].key);
    g_string_append(out, ", 'revenue': 'INTEGER'}");
    return g_string_free(out, FALSE);
}

/* ---- Questions, ours ---- */

static int64_t
net_points(const int64_t *bands)
{
    return 100 * (bands[2] - bands[0]) + bands[0] + bands[1] + bands[2];
}

static CxBreakdown *
ask(const Input *input, const CxBreakdownAsk *asked)
{
    g_autoptr(GError) error = NULL;
    CxBreakdown *breakdown = cx_breakdown_run(input->frame, asked, &error);
    g_assert_no_error(error);
    return breakdown;
}

static uint64_t
run_months(const void *data)
{
    static char mode[] = "mode", m1[] = "m1", m3[] = "m3";
    static char *two[] = { m1, m3, NULL };
    static const CxSliceFilter filter = { mode, two };
    static const CxSliceFilter *const filters[] = { &filter };
    static const CxBreakdownQuestion nps = { "nps", CX_BREAKDOWN_BANDS };
    const CxBreakdownAsk asked = { .from = { LAST_YEAR },
                                   .to = CX_DAY_NONE,
                                   .period = CX_SLICE_BY_MONTH,
                                   .by = { "dept" },
                                   .filters = filters,
                                   .n_filters = 1,
                                   .questions = &nps,
                                   .n_questions = 1 };
    g_autoptr(CxBreakdown) breakdown = ask(data, &asked);
    int64_t sum = 0;
    for (size_t g = 0; g < breakdown->n_groups; g++)
        sum += net_points(cx_breakdown_counts(breakdown, g, 0));
    return (uint64_t)sum;
}

static uint64_t
run_regions(const void *data)
{
    static const CxBreakdownQuestion questions[] = { { "nps", CX_BREAKDOWN_BANDS },
                                                     { "r0", CX_BREAKDOWN_TOP2 },
                                                     { "r1", CX_BREAKDOWN_TOP2 },
                                                     { "r2", CX_BREAKDOWN_TOP2 } };
    const CxBreakdownAsk asked = { .from = CX_DAY_NONE,
                                   .to = CX_DAY_NONE,
                                   .by = { "region", "segment" },
                                   .questions = questions,
                                   .n_questions = G_N_ELEMENTS(questions) };
    g_autoptr(CxBreakdown) breakdown = ask(data, &asked);
    int64_t sum = 0;
    for (size_t g = 0; g < breakdown->n_groups; g++) {
        sum += net_points(cx_breakdown_counts(breakdown, g, 0));
        for (size_t k = 1; k < G_N_ELEMENTS(questions); k++)
            sum += cx_breakdown_counts(breakdown, g, k)[1];
    }
    return (uint64_t)sum;
}

static uint64_t
run_delays(const void *data)
{
    static const CxBreakdownQuestion nps = { "nps", CX_BREAKDOWN_ANSWERS };
    const CxBreakdownAsk asked = { .from = CX_DAY_NONE,
                                   .to = CX_DAY_NONE,
                                   .by = { "late" },
                                   .questions = &nps,
                                   .n_questions = 1 };
    g_autoptr(CxBreakdown) breakdown = ask(data, &asked);
    int64_t sum = 0;
    for (size_t g = 0; g < breakdown->n_groups; g++) {
        const int64_t *counts = cx_breakdown_counts(breakdown, g, 0);
        for (int c = 0; c <= 10; c++)
            sum += counts[c] * c + (c <= 6 ? counts[c] : 0);
    }
    return (uint64_t)sum;
}

static uint64_t
run_medians(const void *data)
{
    static const CxBreakdownQuestion rating = { "r6", CX_BREAKDOWN_ANSWERS };
    const CxBreakdownAsk asked = { .from = CX_DAY_NONE,
                                   .to = CX_DAY_NONE,
                                   .by = { "dept" },
                                   .questions = &rating,
                                   .n_questions = 1 };
    g_autoptr(CxBreakdown) breakdown = ask(data, &asked);
    double sum = 0.0;
    for (size_t g = 0; g + 1 < breakdown->n_groups; g++)
        sum += 1.0 + cx_breakdown_median(cx_breakdown_counts(breakdown, g, 0), 10);
    return (uint64_t)(sum * 2.0);
}

/* Codes up to a last one, which stands for all others. */
static void
fill_clamped(uint8_t table[CX_CUBE_CODES], int last)
{
    for (int c = 0; c < CX_CUBE_CODES; c++)
        table[c] = (uint8_t)MIN(c, last);
}

static uint64_t
run_churn(const void *data)
{
    const CxFrame *frame = ((const Input *)data)->frame;
    uint8_t eleven[CX_CUBE_CODES], five[CX_CUBE_CODES], two[CX_CUBE_CODES];
    fill_clamped(eleven, 11);
    fill_clamped(five, 5);
    fill_clamped(two, 2);
    const CxCubeAxis axes[] = { { cx_frame_answers(frame, 0), eleven, 12 },
                                { cx_frame_answers(frame, I_SEGMENT), five, 6 },
                                { cx_frame_answers(frame, I_CHURNED), two, 3 } };
    const CxCube cube = { axes, G_N_ELEMENTS(axes), NULL, 0, cx_frame_n_rows(frame) };
    int64_t count[12 * 6 * 3] = { 0 }, n_valued[12 * 6 * 3] = { 0 }, sum[12 * 6 * 3] = { 0 };
    const CxCubeSums sums = { count, n_valued, sum };
    cx_kernel_cube_sum(&cube, cx_frame_fact_values(frame, 0), sums);
    int64_t all = 0;
    for (size_t cell = 0; cell < G_N_ELEMENTS(count); cell++)
        all += sum[cell] + (cell % 3 == 1 ? count[cell] : 0);
    return (uint64_t)all;
}

static double
correlation(const CxCrossPair *pair)
{
    const double n = (double)pair->n;
    const double x = (double)pair->x, y = (double)pair->y;
    const double xy = n * (double)pair->xy - x * y;
    const double xx = n * (double)pair->xx - x * x;
    const double yy = n * (double)pair->yy - y * y;
    return xy / sqrt(xx * yy);
}

typedef void (*Cross)(const CxCrossColumn *columns, size_t p, const uint8_t *keep, size_t n,
                      CxCrossPair *pair);

static uint64_t
run_cross(const void *data, Cross cross)
{
    const CxFrame *frame = ((const Input *)data)->frame;
    uint8_t value[CX_CUBE_CODES];
    CxCrossColumn columns[N_ASKED];
    CxCrossPair pair[N_ASKED * N_ASKED] = { 0 };
    for (int c = 0; c < CX_CUBE_CODES; c++)
        value[c] = c <= 10 ? (uint8_t)c : CX_CROSS_NO_VALUE;
    for (size_t k = 0; k < N_ASKED; k++)
        columns[k] = (CxCrossColumn){ cx_frame_answers(frame, k), value };
    cross(columns, N_ASKED, NULL, cx_frame_n_rows(frame), pair);
    double sum = 0.0;
    for (size_t i = 0; i < N_ASKED; i++) {
        for (size_t j = i + 1; j < N_ASKED; j++)
            sum += correlation(&pair[i * N_ASKED + j]);
    }
    return (uint64_t)llround(sum * 1e6);
}

static uint64_t
run_pairwise(const void *data)
{
    return run_cross(data, cx_kernel_cross_pairwise);
}

static uint64_t
run_listwise(const void *data)
{
    return run_cross(data, cx_kernel_cross_listwise);
}

/* ---- Questions, the peers' ---- */

/* The sum of all correlations, over the rows a condition names. */
static char *
sql_correlations(const char *where)
{
    GString *out = g_string_new("select round((0");
    const char *names[N_ASKED] = { "nps", "r0", "r1", "r2", "r3",  "r4", "r5",
                                   "r6",  "r7", "r8", "r9", "r10", "r11" };
    for (size_t i = 0; i < N_ASKED; i++) {
        for (size_t j = i + 1; j < N_ASKED; j++)
            g_string_append_printf(out, " + corr(%s, %s)", names[i], names[j]);
    }
    g_string_append_printf(out, ") * 1000000)::bigint from t%s", where);
    return g_string_free(out, FALSE);
}

static char *
sql_complete(void)
{
    GString *where = g_string_new(" where nps is not null");
    for (int k = 0; k < N_RATINGS; k++)
        g_string_append_printf(where, " and r%d is not null", k);
    char *sql = sql_correlations(where->str);
    g_string_free(where, TRUE);
    return sql;
}

static uint64_t
ask_duckdb(const void *data)
{
    const Input *input = data;
    return bench_peer_ask(input->peer, input->question);
}

static uint64_t
ask_duckdb_tuned(const void *data)
{
    const Input *input = data;
    return bench_peer_ask(input->peer, input->tuned);
}

static int64_t
processor_of_duckdb(const void *data)
{
    return bench_peer_processor_us(((const Input *)data)->peer);
}

/* It is no child of ours: its time is always by the clock. */
static int64_t
clock_of_clickhouse(const void *data G_GNUC_UNUSED)
{
    return g_get_monotonic_time();
}

static uint64_t
ask_clickhouse(const void *data)
{
    const Input *input = data;
    return bench_clickhouse_ask(input->clickhouse, input->frame, input->asked);
}

/* ---- Side by side ---- */

typedef struct {
    const char *name;
    BenchRun ours;
    const char *question;
    double target;
    const char *tuned; /* NULL: nothing helps */
    double target_tuned;
    int n_rounds;
    const char *clickhouse; /* NULL: not asked */
    double target_clickhouse;
} Question;

static void
compare(Input *input, const Question *question)
{
    BenchPeer peers[3] = { { "DuckDB, 1 thread", ask_duckdb, question->target,
                             processor_of_duckdb } };
    size_t n_peers = 1;
    if (question->tuned != NULL) {
        peers[n_peers++] = (BenchPeer){ "DuckDB, tuned, 1 thread", ask_duckdb_tuned,
                                        question->target_tuned, processor_of_duckdb };
    }
    if (question->clickhouse != NULL && input->clickhouse != NULL) {
        peers[n_peers++] = (BenchPeer){ "ClickHouse, 1 thread", ask_clickhouse,
                                        question->target_clickhouse, clock_of_clickhouse };
        input->asked = question->clickhouse;
    }
    input->question = question->question;
    input->tuned = question->tuned;
    g_autofree char *name =
        g_strdup_printf("%s, %zu million", question->name, cx_frame_n_rows(input->frame) / 1000000);
    bench_compare(&(BenchCase){ .name = name,
                                .ours = question->ours,
                                .peers = peers,
                                .n_peers = n_peers,
                                .input = input,
                                .n_rounds = question->n_rounds });
}

static void
compare_all(Input *input)
{
    g_autofree char *pairwise = sql_correlations("");
    g_autofree char *listwise = sql_complete();
    const Question questions[] = {
        { "Q1 NPS by month and department", run_months, sql_months, 150, sql_months_tuned, 100,
          N_ROUNDS, ch_months, 0 },
        { "Q2 NPS and three shares by region and segment", run_regions, sql_regions, 80,
          sql_regions_tuned, 30, N_ROUNDS, ch_regions, 0 },
        { "Q3 correlations, pairwise", run_pairwise, pairwise, 300, NULL, 0, 3, NULL, 0 },
        { "Q3 correlations, listwise", run_listwise, listwise, 70, NULL, 0, 3, NULL, 0 },
        { "Q4 mean and detractors by days late", run_delays, sql_delays, 40, sql_delays_tuned, 15,
          N_ROUNDS, ch_delays, 0 },
        { "Q5 churn and revenue by score and segment", run_churn, sql_churn, 12, NULL, 0, N_ROUNDS,
          NULL, 0 },
        { "Q6 median by department", run_medians, sql_medians, 45, sql_medians_tuned, 10, N_ROUNDS,
          NULL, 0 },
    };
    for (size_t k = 0; k < G_N_ELEMENTS(questions); k++)
        compare(input, &questions[k]);
}

int
main(int argc, char **argv)
{
    const bool is_quick = argc > 1 && strcmp(argv[1], "--quick") == 0;
    g_autofree char *path = g_build_filename(g_get_tmp_dir(), "bench_slices_XXXXXX", NULL);
    close(g_mkstemp(path));
    Input input = { .frame = make(is_quick ? ROWS_QUICK : ROWS_FULL, path) };
    g_autofree char *columns = duckdb_columns();
    input.clickhouse = bench_clickhouse_start(input.frame);
    bench_stay_on_one();
    input.peer =
        bench_peer_start((const char *const[]){ BENCH_DUCKDB_SLICES, path, columns, NULL });
    if (input.peer != NULL) {
        (void)bench_peer_ask(input.peer, ""); /* says when it has read the file */
        compare_all(&input);
    } else {
        g_printerr("left out: slices (node and bench/node_modules are not there)\n");
    }
    bench_peer_end(input.peer);
    unlink(path);
    cx_clickhouse_unref(input.clickhouse);
    cx_frame_unref(input.frame);
    return 0;
}
