/* How cost grows with rows, groups and filters: NPS and three shares over a frame of 100 million responses,
 * beside the time it takes to read the columns concerned once, which is the limit, a kernel written by hand for one
 * of the questions, and SQLite with a covering index on the first million. One thread each. */
#include "measure.h"

#include <math.h>
#include <sqlite3.h>
#include <string.h>

#include "column/breakdown.h"
#include "lang/lang.h"

#define FIRST_DAY  19358 /* 2023-01-01 */
#define N_DAYS     1096
#define N_MODES    6
#define N_ROUNDS   5
#define MILLION    1000000
#define ROWS_QUICK MILLION
#define ROWS_MID   (20 * MILLION)
#define ROWS_FULL  (100 * MILLION)
#define COLUMNS    8

enum { NPS, R0, R1, R2, DEPT, REGION, SEGMENT, N_ITEMS };

static const struct {
    const char *key;
    CxFrameKind kind;
    uint8_t n_codes;
} items[N_ITEMS] = {
    [NPS] = { "nps", CX_FRAME_NPS, 11 },           [R0] = { "r0", CX_FRAME_RATING, 5 },
    [R1] = { "r1", CX_FRAME_RATING, 5 },           [R2] = { "r2", CX_FRAME_RATING, 5 },
    [DEPT] = { "dept", CX_FRAME_CHOICE, 40 },      [REGION] = { "region", CX_FRAME_CHOICE, 12 },
    [SEGMENT] = { "segment", CX_FRAME_CHOICE, 5 },
};

typedef struct {
    CxFrame *frame;
    CxBreakdownAsk ask;
    uint64_t answer;
    size_t n_rows; /* from the first on */
    const uint8_t *columns[COLUMNS];
    size_t n_columns;
    sqlite3_stmt *query; /* or NULL */
} Input;

static void
must(bool is_done)
{
    g_assert_true(is_done);
}

/* ---- The responses ---- */

/* Numbers enough for codes, quickly: Marsaglia's xorshift. */
static uint32_t
draw(uint64_t *state, uint32_t n)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (uint32_t)(((*state >> 32) * n) >> 32);
}

static void
add_labels(CxFrameBuilder *builder)
{
    static const char *const keys[N_MODES] = { "m0", "m1", "m2", "m3", "m4", "m5" };
    uint8_t code = 0;
    must(cx_frame_builder_add_version(builder, "v", "v", &code, NULL));
    for (size_t i = 0; i < N_MODES; i++)
        must(cx_frame_builder_add_mode(builder, keys[i], keys[i], &code, NULL));
}

static void
add_item(CxFrameBuilder *builder, int k)
{
    char keys[64][8];
    CxFrameChoice list[64];
    size_t index = 0;
    const bool is_choice = items[k].kind == CX_FRAME_CHOICE;
    CxFrameItem item = { .key = items[k].key, .label = items[k].key, .kind = items[k].kind };
    if (items[k].kind == CX_FRAME_RATING) {
        item.lo = 1;
        item.hi = items[k].n_codes;
    }
    for (uint8_t c = 0; is_choice && c < items[k].n_codes; c++) {
        g_snprintf(keys[c], sizeof keys[c], "c%d", c);
        list[c] = (CxFrameChoice){ c, keys[c], keys[c] };
        item.choices = list;
        item.n_choices = items[k].n_codes;
    }
    must(cx_frame_builder_add_item(builder, &item, &index, NULL));
}

static CxFrame *
make(size_t n_rows)
{
    const CxFrameSpec spec = { .survey = "growth", .title = "Growth", .overall = "nps" };
    g_autoptr(CxFrameBuilder) builder = cx_frame_builder_new(&spec);
    uint64_t state = 88172645463325252U;
    add_labels(builder);
    for (int k = 0; k < N_ITEMS; k++)
        add_item(builder, k);
    for (size_t i = 0; i < n_rows; i++) {
        uint8_t answers[N_ITEMS];
        for (int k = 0; k < N_ITEMS; k++) {
            const bool is_rating = items[k].kind == CX_FRAME_RATING;
            const bool is_silent = k <= R2 && draw(&state, 100) < 8;
            const uint32_t answer = draw(&state, items[k].n_codes) + is_rating;
            answers[k] = is_silent ? CX_CODE_MISSING : (uint8_t)answer;
        }
        const CxFrameRow row = { .day = { FIRST_DAY + (int32_t)(i * N_DAYS / n_rows) },
                                 .mode = (uint8_t)draw(&state, N_MODES),
                                 .answers = answers,
                                 .weight = NAN };
        must(cx_frame_builder_add_row(builder, &row, NULL));
    }
    CxFrame *frame = cx_frame_builder_end(builder, NULL);
    g_assert_nonnull(frame);
    return frame;
}

/* ---- Contestants ---- */

static const CxBreakdownQuestion questions[] = { { "nps", CX_BREAKDOWN_BANDS },
                                                 { "r0", CX_BREAKDOWN_TOP2 },
                                                 { "r1", CX_BREAKDOWN_TOP2 },
                                                 { "r2", CX_BREAKDOWN_TOP2 } };

/* Each answer counts by the number of its class. */
static uint64_t
run_ours(const void *data)
{
    const Input *input = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(CxBreakdown) breakdown = cx_breakdown_run(input->frame, &input->ask, &error);
    g_assert_no_error(error);
    int64_t sum = 0;
    for (size_t g = 0; g < breakdown->n_groups; g++) {
        for (size_t k = 0; k < input->ask.n_questions; k++) {
            const int64_t *counts = cx_breakdown_counts(breakdown, g, k);
            for (size_t c = 0; c <= breakdown->n_classes[k]; c++)
                sum += counts[c] * (int64_t)(c + 1);
        }
    }
    return (uint64_t)sum;
}

/* Reads the columns and does nothing with them but what keeps a compiler from leaving it out. */
static uint64_t
run_memory(const void *data)
{
    const Input *input = data;
    uint64_t bits = 0;
    for (size_t k = 0; k < input->n_columns; k++) {
        for (size_t i = 0; i + 8 <= input->n_rows; i += 8) {
            uint64_t eight;
            memcpy(&eight, input->columns[k] + i, sizeof eight);
            bits |= eight;
        }
    }
    return bits == 0 ? 0 : input->answer;
}

static uint64_t
run_sqlite(const void *data)
{
    const Input *input = data;
    must(sqlite3_step(input->query) == SQLITE_ROW);
    const uint64_t answer = (uint64_t)sqlite3_column_int64(input->query, 0);
    must(sqlite3_reset(input->query) == SQLITE_OK);
    return answer;
}

/* The question by region and segment as one writes it by hand, for nothing else: classes by comparing, joint
 * codes a block at a time, counters that stay in the first cache. */
#define HAND_BLOCK 4096
#define HAND_CELLS (12 * 5 * 108)

CX_CLONES static void
hand_join(uint16_t *restrict joint, const uint8_t *const *columns, size_t first, size_t n)
{
    const uint8_t *restrict nps = columns[0] + first;
    const uint8_t *restrict r0 = columns[1] + first, *restrict r1 = columns[2] + first;
    const uint8_t *restrict r2 = columns[3] + first;
    const uint8_t *restrict region = columns[4] + first, *restrict segment = columns[5] + first;
    for (size_t i = 0; i < n; i++) {
        const uint8_t score = (uint8_t)((nps[i] >= 7) + (nps[i] >= 9) + (nps[i] > 10));
        const uint8_t a = (uint8_t)((r0[i] >= 4) + (r0[i] > 5));
        const uint8_t b = (uint8_t)((r1[i] >= 4) + (r1[i] > 5));
        const uint8_t c = (uint8_t)((r2[i] >= 4) + (r2[i] > 5));
        const uint8_t inner = (uint8_t)(score * 27 + a * 9 + b * 3 + c);
        const uint8_t outer = (uint8_t)(region[i] * 5 + segment[i]);
        joint[i] = (uint16_t)(outer * 108 + inner);
    }
}

static uint64_t
run_hand(const void *data)
{
    const Input *input = data;
    static uint32_t count[HAND_CELLS];
    uint16_t joint[HAND_BLOCK];
    memset(count, 0, sizeof count);
    for (size_t first = 0; first < input->n_rows; first += HAND_BLOCK) {
        const size_t n = MIN((size_t)HAND_BLOCK, input->n_rows - first);
        hand_join(joint, input->columns, first, n);
        for (size_t i = 0; i < n; i++)
            count[joint[i]]++;
    }
    uint64_t sum = 0;
    for (size_t cell = 0; cell < HAND_CELLS; cell++) {
        const size_t inner = cell % 108;
        sum += count[cell] * (inner / 27 + inner / 9 % 3 + inner / 3 % 3 + inner % 3 + 4);
    }
    return sum;
}

static void
bind_answer(sqlite3_stmt *insert, int at, uint8_t code)
{
    if (code == CX_CODE_MISSING)
        must(sqlite3_bind_null(insert, at) == SQLITE_OK);
    else
        must(sqlite3_bind_int(insert, at, code) == SQLITE_OK);
}

/* The first rows in memory, under an index that holds all the question needs. */
static sqlite3 *
open_sqlite(const CxFrame *frame, size_t n_rows)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *insert = NULL;
    must(sqlite3_open(":memory:", &db) == SQLITE_OK);
    must(sqlite3_exec(db, "CREATE TABLE t (nps, r0, r1, r2, dept, region, segment); BEGIN", NULL,
                      NULL, NULL) == SQLITE_OK);
    must(sqlite3_prepare_v2(db, "INSERT INTO t VALUES (?, ?, ?, ?, ?, ?, ?)", -1, &insert, NULL) ==
         SQLITE_OK);
    for (size_t i = 0; i < n_rows; i++) {
        for (int k = 0; k < N_ITEMS; k++)
            bind_answer(insert, k + 1, cx_frame_answers(frame, (size_t)k)[i]);
        must(sqlite3_step(insert) == SQLITE_DONE);
        must(sqlite3_reset(insert) == SQLITE_OK);
    }
    must(sqlite3_finalize(insert) == SQLITE_OK);
    must(sqlite3_exec(db, "CREATE INDEX t_i ON t (region, segment, nps, r0, r1, r2); COMMIT", NULL,
                      NULL, NULL) == SQLITE_OK);
    return db;
}

/* ---- What grows ---- */

static void
find_columns(Input *input)
{
    input->n_columns = 0;
    for (size_t k = 0; k < G_N_ELEMENTS(questions); k++)
        input->columns[input->n_columns++] = cx_frame_answers(input->frame, NPS + k);
    for (size_t k = 0; k < CX_BREAKDOWN_BY_MAX && input->ask.by[k] != NULL; k++) {
        size_t index = 0;
        must(cx_frame_find_item(input->frame, input->ask.by[k], &index));
        input->columns[input->n_columns++] = cx_frame_answers(input->frame, index);
    }
    if (input->ask.n_filters > 0)
        input->columns[input->n_columns++] = cx_frame_modes(input->frame);
    for (size_t k = 1; k < input->ask.n_filters; k++)
        input->columns[input->n_columns++] = cx_frame_answers(input->frame, k == 1 ? DEPT : REGION);
}

static void
compare(Input *input, const char *name)
{
    find_columns(input);
    input->answer = run_ours(input);
    const BenchPeer peers[] = {
        { .name = "memory, read once", .run = run_memory },
        { .name = "a kernel by hand", .run = run_hand, .target = 1.0 / 1.3 },
        { .name = "SQLite, covering index", .run = run_sqlite },
    };
    const bool is_by_hand = g_str_has_prefix(name, "growth, rows");
    bench_compare(&(BenchCase){ .name = name,
                                .ours = run_ours,
                                .peers = peers,
                                .n_peers = input->query != NULL ? 3
                                           : is_by_hand         ? 2
                                                                : 1,
                                .input = input,
                                .n_rounds = N_ROUNDS });
}

/* The first n_rows of all there are, which lie in order of their days. */
static void
ask_rows(Input *input, size_t n_rows)
{
    const size_t n_all = cx_frame_n_rows(input->frame);
    const int32_t last = FIRST_DAY + (int32_t)(n_rows * N_DAYS / n_all) - 1;
    input->ask = (CxBreakdownAsk){ .from = CX_DAY_NONE,
                                   .to = n_rows == n_all ? CX_DAY_NONE : (CxDay){ last },
                                   .by = { "region", "segment" },
                                   .questions = questions,
                                   .n_questions = G_N_ELEMENTS(questions) };
    input->n_rows = n_rows == n_all ? n_all : cx_frame_day_row(input->frame, (CxDay){ last + 1 });
}

static void
grow_rows(Input *input)
{
    const size_t sizes[] = { MILLION, ROWS_MID, ROWS_FULL };
    for (size_t k = 0; k < G_N_ELEMENTS(sizes); k++) {
        if (sizes[k] > cx_frame_n_rows(input->frame))
            continue;
        g_autofree char *name = g_strdup_printf("growth, rows: %zu million", sizes[k] / MILLION);
        ask_rows(input, sizes[k]);
        sqlite3 *db = sizes[k] == MILLION ? open_sqlite(input->frame, input->n_rows) : NULL;
        if (db != NULL) {
            must(
                sqlite3_prepare_v2(
                    db,
                    "SELECT sum(a) FROM (SELECT sum(CASE WHEN nps >= 9 THEN 3 WHEN nps >= 7 THEN 2 "
                    "WHEN nps >= 0 THEN 1 ELSE 4 END + CASE WHEN r0 >= 4 THEN 2 WHEN r0 >= 0 THEN "
                    "1 "
                    "ELSE 3 END + CASE WHEN r1 >= 4 THEN 2 WHEN r1 >= 0 THEN 1 ELSE 3 END + CASE "
                    "WHEN "
                    "r2 >= 4 THEN 2 WHEN r2 >= 0 THEN 1 ELSE 3 END) a FROM t GROUP BY region, "
                    "segment)",
                    -1, &input->query, NULL) == SQLITE_OK);
        }
        compare(input, name);
        must(sqlite3_finalize(g_steal_pointer(&input->query)) == SQLITE_OK);
        must(sqlite3_close(db) == SQLITE_OK);
    }
}

static void
grow_groups(Input *input, size_t n_rows)
{
    static const char *const by[][3] = { { NULL },
                                         { "region" },
                                         { "region", "segment" },
                                         { "dept", "region" },
                                         { "dept", "region", "segment" } };
    static const int n_groups[] = { 1, 12, 60, 480, 2400 };
    for (size_t k = 0; k < G_N_ELEMENTS(by); k++) {
        g_autofree char *name = g_strdup_printf("growth, groups: %d", n_groups[k]);
        ask_rows(input, n_rows);
        for (size_t i = 0; i < G_N_ELEMENTS(by[k]); i++)
            input->ask.by[i] = by[k][i];
        compare(input, name);
    }
}

static void
grow_filters(Input *input, size_t n_rows)
{
    static char mode[] = "mode", dept[] = "dept", region[] = "region", m1[] = "m1", m3[] = "m3",
                c1[] = "c1", c2[] = "c2", c3[] = "c3";
    static char *modes[] = { m1, m3, NULL }, *depts[] = { c1, c2, c3, NULL },
                *regions[] = { c1, c2, NULL };
    static const CxSliceFilter by_mode = { mode, modes }, by_dept = { dept, depts },
                               by_region = { region, regions };
    static const CxSliceFilter *const filters[] = { &by_mode, &by_dept, &by_region };
    for (size_t k = 0; k <= G_N_ELEMENTS(filters); k++) {
        g_autofree char *name = g_strdup_printf("growth, filters: %zu", k);
        ask_rows(input, n_rows);
        input->ask.by[0] = "segment";
        input->ask.by[1] = NULL;
        input->ask.filters = filters;
        input->ask.n_filters = k;
        compare(input, name);
    }
}

int
main(int argc, char **argv)
{
    const bool is_quick = argc > 1 && strcmp(argv[1], "--quick") == 0;
    Input input = { .frame = make(is_quick ? ROWS_QUICK : ROWS_FULL) };
    const size_t n_rows = is_quick ? ROWS_QUICK : ROWS_MID;
    bench_stay_on_one();
    grow_rows(&input);
    grow_groups(&input, n_rows);
    grow_filters(&input, n_rows);
    cx_frame_unref(input.frame);
    return 0;
}
