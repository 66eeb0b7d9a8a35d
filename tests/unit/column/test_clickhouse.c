/* The conformance of ClickHouse: slices pushed down say what slices run here say.
 *
 * COALITION_TEST_CLICKHOUSE names one server, COALITION_TEST_CLICKHOUSE_SHARDS two shards
 * (tools/with_clickhouse.sh starts both). */
#include "make_slice.h"

#include <glib.h>
#include <string.h>

#include "base/error.h"
#include "column/clickhouse.h"
#include "column/clickhouse_priv.h"
#include "support/rounds.h"

static int n_told; /* times that a slice was run here instead */

static void
tell(const char *words)
{
    g_test_message("%s", words);
    n_told++;
}

static CxClickhouse *
server(const char *variable)
{
    const char *address = g_getenv(variable);
    if (address == NULL) {
        g_autofree char *why = g_strdup_printf("%s is not set", variable);
        g_test_skip(why);
        return NULL;
    }
    g_autoptr(GError) error = NULL;
    CxClickhouse *clickhouse = cx_clickhouse_new(address, &error);
    g_assert_no_error(error);
    cx_clickhouse_set_tell(clickhouse, tell);
    n_told = 0;
    return clickhouse;
}

static CxFrame *
pushed(const Made *made, CxClickhouse *clickhouse)
{
    g_autoptr(GError) error = NULL;
    CxFrame *frame = made_frame(made, 0, made->n);
    const bool is_loaded = cx_clickhouse_load(clickhouse, frame, NULL, NULL, &error);
    g_assert_no_error(error);
    g_assert_true(is_loaded);
    cx_frame_push_down(frame, clickhouse);
    return frame;
}

static void
assert_same_hist(const CxTally *got, const CxTally *want)
{
    const int len_bytes = 256 * (int)sizeof(*got->hist);
    g_assert_cmpmem(got->hist, len_bytes, want->hist, len_bytes);
}

static void
assert_same(const CxTallies *got, const CxTallies *want)
{
    tally_assert_same(&got->whole, &want->whole);
    assert_same_hist(&got->whole, &want->whole);
    g_assert_cmpuint(got->n_groups, ==, want->n_groups);
    g_assert_cmpint(got->n_ungrouped, ==, want->n_ungrouped);
    for (size_t g = 0; g < got->n_groups; g++) {
        g_assert_cmpstr(got->groups[g].key, ==, want->groups[g].key);
        tally_assert_same(&got->groups[g], &want->groups[g]);
        assert_same_hist(&got->groups[g], &want->groups[g]);
    }
}

static void
test_conforms(gconstpointer data)
{
    g_autoptr(CxClickhouse) clickhouse = server(data);
    if (clickhouse == NULL)
        return;
    for (int round = 0; round < cx_test_rounds(12); round++) {
        g_autoptr(Made) made = made_any();
        if (made->n == 0)
            continue;
        g_autoptr(CxFrame) here = made_frame(made, 0, made->n);
        g_autoptr(CxFrame) there = pushed(made, clickhouse);
        for (int i = 0; i < 25; i++) {
            g_autoptr(CxSlice) slice = slice_random(here);
            g_autofree char *text = cx_slice_format(slice);
            g_test_message("%s", text);
            g_autoptr(CxTallies) want = slice_run(here, slice);
            g_autoptr(CxTallies) got = slice_run(there, slice);
            assert_same(got, want);
        }
    }
    g_assert_cmpint(n_told, ==, 0);
}

/* More rows than one portion: every one arrives once, on whichever shard. */
static void
test_portions(gconstpointer data)
{
    g_autoptr(CxClickhouse) clickhouse = server(data);
    if (clickhouse == NULL)
        return;
    g_autoptr(Made) few = made_random(1000, MADE_WEIGHTS | MADE_UNITS);
    const size_t n = (1 << 21) + 12345;
    Made many = { .rows = g_new(MadeRow, n), .n = n, .is_weighted = true };
    for (size_t i = 0; i < n; i++)
        many.rows[i] = few->rows[i % few->n];
    g_autoptr(CxFrame) here = made_frame(&many, 0, n);
    g_autoptr(CxFrame) there = pushed(&many, clickhouse);
    static const char *const texts[] = { "measure=nps&group=quarter&weighting=weighted",
                                         "measure=mean&question=overall&weighting=unweighted" };
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(CxSlice) slice = slice_of(texts[i], here);
        g_autoptr(CxTallies) want = slice_run(here, slice);
        g_autoptr(CxTallies) got = slice_run(there, slice);
        assert_same(got, want);
    }
    g_free(many.rows);
}

/* ---- What is there already is not sent ---- */

static size_t n_to_send; /* as the loading says */

static bool
note_rows(void *context CX_UNUSED, size_t n_done CX_UNUSED, size_t n_rows)
{
    n_to_send = n_rows;
    return true;
}

/* Brings a frame, takes random slices of it here and there; how many rows were sent. */
static size_t
bring(CxClickhouse *clickhouse, CxFrame *frame)
{
    g_autoptr(GError) error = NULL;
    GPtrArray *slices = g_ptr_array_new_with_free_func((GDestroyNotify)cx_slice_free);
    GPtrArray *wanted = g_ptr_array_new_with_free_func((GDestroyNotify)cx_tallies_unref);
    for (int i = 0; i < 15; i++) {
        g_ptr_array_add(slices, slice_random(frame));
        g_ptr_array_add(wanted, slice_run(frame, g_ptr_array_index(slices, i)));
    }
    n_to_send = 0;
    g_assert_true(cx_clickhouse_load(clickhouse, frame, note_rows, NULL, &error));
    g_assert_no_error(error);
    cx_frame_push_down(frame, clickhouse);
    for (guint i = 0; i < slices->len; i++) {
        g_autoptr(CxTallies) got = slice_run(frame, g_ptr_array_index(slices, i));
        assert_same(got, g_ptr_array_index(wanted, i));
    }
    g_ptr_array_unref(slices);
    g_ptr_array_unref(wanted);
    g_assert_cmpint(n_told, ==, 0);
    return n_to_send;
}

/* Tables of before, on each server, so that the newest is known. */
static void
drop_all(const CxClickhouse *clickhouse)
{
    for (size_t s = 0; s < cx_clickhouse_n_servers(clickhouse); s++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *names =
            cx_clickhouse_ask(clickhouse, s,
                              "SELECT name FROM system.tables WHERE database = currentDatabase()"
                              " AND name LIKE 'frame%' FORMAT TabSeparated",
                              &error);
        g_assert_no_error(error);
        g_auto(GStrv) tables = g_strsplit(g_strchomp(names), "\n", -1);
        for (size_t i = 0; tables[i] != NULL && *tables[i] != '\0'; i++) {
            g_autofree char *sql = g_strconcat("DROP TABLE ", tables[i], NULL);
            g_autofree char *answer = cx_clickhouse_ask(clickhouse, s, sql, &error);
            g_assert_no_error(error);
        }
    }
}

/* Rows 0 … n - 1 that are of a day of one of the rows begin … end - 1. */
static size_t
n_of_days(const Made *made, size_t n, size_t begin, size_t end)
{
    size_t n_found = 0;
    for (size_t r = 0; r < n; r++) {
        bool is_found = false;
        for (size_t s = begin; s < end; s++)
            is_found = is_found || made->rows[s].day.v == made->rows[r].day.v;
        n_found += is_found ? 1 : 0;
    }
    return n_found;
}

/* Answers that come, one that is revised, some that are erased, and other columns: the days that these touch are
 * sent, and no others. */
static void
test_since(gconstpointer data)
{
    enum { N = 2000, MORE = 30 };
    g_autoptr(CxClickhouse) clickhouse = server(data);
    if (clickhouse == NULL)
        return;
    g_autoptr(GError) error = NULL;
    g_autoptr(Made) made = made_random(N + MORE, MADE_WEIGHTS | MADE_UNITS);
    made->rows[0].day.v = 17106; /* the first there is, so that any row may follow */
    g_autoptr(CxFrame) base = made_frame(made, 0, N);
    drop_all(clickhouse);
    g_assert_cmpuint(bring(clickhouse, base), ==, N);
    g_autoptr(CxFrame) more = made_frame_onto(base, made, N, N + MORE, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(bring(clickhouse, more), ==, n_of_days(made, N + MORE, N, N + MORE));

    uint8_t *answer = &made->rows[7].answers[4];
    *answer = *answer == 1 ? 0 : 1;
    g_autoptr(CxFrame) revised = made_frame(made, 0, N + MORE);
    const size_t n_new = n_of_days(made, N + MORE, N, N + MORE);
    /* Of the tables of one second any may be taken for the newest. */
    g_assert_cmpuint(bring(clickhouse, revised), <=, n_new + n_of_days(made, N + MORE, 7, 8));

    /* Without the last rows it is the frame of before but for the one revised. */
    g_autoptr(CxFrame) fewer = made_frame(made, 0, N);
    const size_t n_fewer = bring(clickhouse, fewer);
    g_assert_cmpuint(n_fewer, <=, n_new + n_of_days(made, N, 7, 8));
    g_assert_cmpuint(n_fewer, >, 0);

    g_autoptr(Made) plain = made_random(500, 0);
    g_autoptr(CxFrame) unweighted = made_frame(plain, 0, plain->n);
    g_assert_cmpuint(bring(clickhouse, unweighted), ==, plain->n);
}

static bool
stop_at_once(void *context CX_UNUSED, size_t n_done CX_UNUSED, size_t n_rows CX_UNUSED)
{
    return false;
}

static int64_t
count_tables(const CxClickhouse *clickhouse, const char *like)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *sql = g_strdup_printf("SELECT count() FROM system.tables WHERE database = "
                                           "currentDatabase() AND name LIKE '%s'",
                                           like);
    g_autofree char *answer = cx_clickhouse_ask(clickhouse, 0, sql, &error);
    g_assert_no_error(error);
    return g_ascii_strtoll(answer, NULL, 10);
}

/* A loading that is ended leaves nothing, and a survey keeps the tables of its newest frames only. */
static void
test_tables(gconstpointer data)
{
    g_autoptr(CxClickhouse) clickhouse = server(data);
    if (clickhouse == NULL)
        return;
    g_autoptr(Made) made = made_random(50, 0);
    g_autoptr(CxFrame) frame = made_frame(made, 0, made->n);
    g_autofree char *table = cx_clickhouse_table(frame);
    g_autofree char *own = g_strconcat(table, "%", NULL);
    g_autoptr(GError) error = NULL;
    g_assert_false(cx_clickhouse_load(clickhouse, frame, stop_at_once, NULL, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_CANCELLED);
    g_assert_cmpint(count_tables(clickhouse, own), ==, 0);

    for (int i = 0; i < 8; i++) {
        g_autoptr(Made) another = made_random(50, 0);
        g_autoptr(CxFrame) there = pushed(another, clickhouse);
    }
    g_autofree char *survey = g_strndup(table, strlen(table) - 32);
    g_autofree char *all = g_strconcat(survey, "%", NULL);
    const bool has_shards = cx_clickhouse_cluster(clickhouse) != NULL;
    g_assert_cmpint(count_tables(clickhouse, all), <=, has_shards ? 8 : 4);
}

/* The server has lost the table: the slice is run here, which is told once. */
static void
test_falls_back(gconstpointer data)
{
    g_autoptr(CxClickhouse) clickhouse = server(data);
    if (clickhouse == NULL)
        return;
    g_autoptr(Made) made = made_random(80, MADE_UNITS);
    g_autoptr(CxFrame) here = made_frame(made, 0, made->n);
    g_autoptr(CxFrame) there = pushed(made, clickhouse);
    g_autofree char *table = cx_clickhouse_table(there);
    g_autofree char *sql = g_strdup_printf("DROP TABLE %s", table);
    g_autoptr(GError) error = NULL;
    g_autofree char *answer = cx_clickhouse_ask(clickhouse, 0, sql, &error);
    g_assert_no_error(error);
    g_autoptr(CxSlice) slice = slice_of("measure=nps", here);
    g_autoptr(CxTallies) want = slice_run(here, slice);
    for (int i = 0; i < 2; i++) { /* the second time it is not asked */
        g_autoptr(CxTallies) got = slice_run(there, slice);
        assert_same(got, want);
        g_assert_cmpint(n_told, ==, 1);
    }
}

static void
test_addresses(void)
{
    static const char *const refused[] = {
        "",
        "clickhouse",
        "http://",
        "http://host:8123",
        "http://host/db",
        "http://host:8123/",
        "http://host:8123/a-b",
        "http://host:8123/db?user=x",
        "http://host:8123/db?cluster=",
        "http://a:8123,b:8123/db",
        "http://:8123/db",
        "ftp://host:8123/db",
        "http://host:8123/db;DROP",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(refused); i++) {
        g_autoptr(GError) error = NULL;
        g_test_message("%s", refused[i]);
        g_assert_null(cx_clickhouse_new(refused[i], &error));
        g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
    }
    static const char *const taken[] = {
        "http://host:8123/db",
        "https://user:p%40ss@host.example:8443/db",
        "http://u:p@a:8123,b:8123/db?cluster=two",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(taken); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(CxClickhouse) clickhouse = cx_clickhouse_new(taken[i], &error);
        g_assert_no_error(error);
        g_assert_nonnull(clickhouse);
    }
}

/* Nobody there: named by host and port, without user and password. */
static void
test_nobody(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxClickhouse) clickhouse =
        cx_clickhouse_new("http://ann:secret@127.0.0.1:1/db", &error);
    g_assert_no_error(error);
    g_autofree char *answer = cx_clickhouse_ask(clickhouse, 0, "SELECT 1", &error);
    g_assert_null(answer);
    g_assert_error(error, CX_ERROR, CX_ERROR_BUSY);
    g_assert_nonnull(strstr(error->message, "http://127.0.0.1:1 did not answer"));
    g_assert_null(strstr(error->message, "secret"));
    g_assert_null(strstr(error->message, "ann"));
}

static void
add(const char *name, GTestDataFunc func)
{
    static const char *const variables[] = { "COALITION_TEST_CLICKHOUSE",
                                             "COALITION_TEST_CLICKHOUSE_SHARDS" };
    static const char *const places[] = { "one", "shards" };
    for (size_t i = 0; i < G_N_ELEMENTS(variables); i++) {
        g_autofree char *path = g_strdup_printf("/column/clickhouse/%s/%s", name, places[i]);
        g_test_add_data_func(path, variables[i], func);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/column/clickhouse/addresses", test_addresses);
    g_test_add_func("/column/clickhouse/nobody", test_nobody);
    add("conforms", test_conforms);
    add("portions", test_portions);
    add("since", test_since);
    add("tables", test_tables);
    add("falls-back", test_falls_back);
    return g_test_run();
}
