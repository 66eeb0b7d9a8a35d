/* What ClickHouse has already of a frame that is to be brought there.
 *
 * Answers that come make a new frame of mostly old rows, whose table is another one. A day whose rows are the same in
 * the survey's newest table is copied by each server from its own rows; the others are sent. Whether they are
 * the same is not remembered but seen: a day's sum of a hash of each row (the finaliser of MurmurHash3 over a
 * linear form of the row's values), made here and there. A server that hashes otherwise finds nothing the
 * same, and everything is sent. */
#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "column/clickhouse_load_priv.h"

#define CHUNK_ROWS 1024
#define RUNS_MAX   2000 /* of days in one statement; more are too scattered to be worth it */

/* Rows of a day: how many, and the sum of their hashes. */
typedef struct {
    uint64_t n;
    uint64_t sum;
} Content;

/* ---- Hashes ---- */

/* Odd, all bits random; of the i-th column. */
static uint64_t
factor(size_t i_column)
{
    uint64_t x = UINT64_C(0x9E3779B97F4A7C15) * (i_column + 1);
    x = (x ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ x >> 27) * UINT64_C(0x94D049BB133111EB);
    return (x ^ x >> 31) | 1 | UINT64_C(1) << 63;
}

/* ClickHouse's intHash64. */
static uint64_t
int_hash64(uint64_t x)
{
    x ^= UINT64_C(0x4CF2D2BAAE6DA887);
    x = (x ^ x >> 33) * UINT64_C(0xFF51AFD7ED558CCD);
    x = (x ^ x >> 33) * UINT64_C(0xC4CEB9FE1A85EC53);
    return x ^ x >> 33;
}

/* The same in SQL. A day is what is grouped by. */
static char *
hash_sql(const CxClickhouseLoad *load)
{
    g_autoptr(GString) sql = g_string_new("sum(intHash64(");
    for (guint i = 1; i < load->columns->len; i++) {
        const CxClickhouseColumn *column = &g_array_index(load->columns, CxClickhouseColumn, i);
        const bool is_real = strcmp(column->type, "Float64") == 0;
        g_string_append_printf(sql, "%s%s%s%s * %" PRIu64, i == 1 ? "" : " + ",
                               is_real ? "reinterpretAsUInt64(reinterpretAsString(" : "toUInt64(",
                               column->name, is_real ? "))" : ")", factor(i));
    }
    g_string_append(sql, "))");
    return g_string_free(g_steal_pointer(&sql), FALSE);
}

/* Little-endian, as ClickHouse is. Inlined, so that there is a loop for each width. */
static inline void
add_wide(uint64_t *restrict form, const uint8_t *restrict at, size_t row_bytes, size_t n,
         uint64_t times)
{
    for (size_t i = 0; i < n; i++) {
        uint64_t value = 0;
        memcpy(&value, at + i * row_bytes, row_bytes);
        form[i] += value * times;
    }
}

static void
add_values(uint64_t *restrict form, const CxClickhouseColumn *column, size_t first, size_t n,
           uint64_t times)
{
    const uint8_t *at = column->data + first * column->row_bytes;
    if (column->row_bytes == 1)
        add_wide(form, at, 1, n, times);
    else if (column->row_bytes == sizeof(uint32_t))
        add_wide(form, at, sizeof(uint32_t), n, times);
    else
        add_wide(form, at, column->row_bytes, n, times);
}

/* Of rows of one day. */
static Content
content_here(const CxClickhouseLoad *load, size_t first, size_t end)
{
    Content content = { .n = end - first };
    uint64_t form[CHUNK_ROWS];
    const uint64_t month = (uint64_t)cx_clickhouse_month(load->frame, first);
    for (size_t at = first; at < end; at += CHUNK_ROWS) {
        const size_t n = MIN(CHUNK_ROWS, end - at);
        for (size_t i = 0; i < n; i++)
            form[i] = month * factor(1);
        for (guint c = 2; c < load->columns->len; c++) {
            add_values(form, &g_array_index(load->columns, CxClickhouseColumn, c), at, n,
                       factor(c));
        }
        for (size_t i = 0; i < n; i++)
            content.sum += int_hash64(form[i]);
    }
    return content;
}

/* ---- The table of before ---- */

/* The survey's newest whole table, NULL without an error: there is none. (transfer full) */
static char *
find_newest(const CxClickhouseLoad *load, GError **error)
{
    g_auto(GStrv) tables = cx_clickhouse_tables(load->clickhouse, 0, error);
    for (size_t i = 0; tables != NULL && tables[i] != NULL; i++) {
        g_autofree char *fingerprint = cx_clickhouse_fingerprint_of(load, tables[i]);
        if (fingerprint != NULL && g_str_has_suffix(tables[i], fingerprint))
            return g_strdup(tables[i]);
    }
    return NULL;
}

static bool
has_same_columns(const CxClickhouseLoad *load, const char *table, bool *ret_is_same, GError **error)
{
    g_autofree char *sql = g_strdup_printf("DESCRIBE TABLE %s FORMAT TabSeparated", table);
    g_autofree char *answer = cx_clickhouse_ask(load->clickhouse, 0, sql, error);
    if (answer == NULL)
        return false;
    g_auto(GStrv) lines = g_strsplit(g_strchomp(answer), "\n", -1);
    *ret_is_same = g_strv_length(lines) == load->columns->len;
    for (guint i = 0; *ret_is_same && i < load->columns->len; i++) {
        const CxClickhouseColumn *column = &g_array_index(load->columns, CxClickhouseColumn, i);
        g_autofree char *begin = g_strdup_printf("%s\t%s", column->name, column->type);
        *ret_is_same = g_str_has_prefix(lines[i], begin) &&
                       (lines[i][strlen(begin)] == '\t' || lines[i][strlen(begin)] == '\0');
    }
    return true;
}

/* Where the rows of a table lie on each server. (transfer full) */
static char *
find_part(const CxClickhouseLoad *load, const char *table, GError **error)
{
    if (cx_clickhouse_cluster(load->clickhouse) == NULL)
        return g_strdup(table);
    g_autofree char *sql = g_strdup_printf("SHOW CREATE TABLE %s FORMAT TabSeparatedRaw", table);
    g_autofree char *made = cx_clickhouse_ask(load->clickhouse, 0, sql, error);
    if (made == NULL)
        return NULL;
    g_autofree char *begin = g_strdup_printf("%s_part_", table);
    const char *at = strstr(made, begin);
    if (at != NULL)
        return g_strndup(at, strlen(begin) + strspn(at + strlen(begin), "0123456789abcdef"));
    g_set_error(error, CX_ERROR, CX_ERROR_CORRUPT, "%s does not say where its rows lie", table);
    return NULL;
}

/* Content by day, as the frame counts days: of Content, zero for days that are not there. */
static Content *
content_there(const CxClickhouseLoad *load, const char *table, size_t n_days, GError **error)
{
    g_autofree char *hash = hash_sql(load);
    g_autofree char *sql = g_strconcat("SELECT day, count(), ", hash, " FROM ", table,
                                       " GROUP BY day FORMAT TabSeparated", NULL);
    g_autofree char *answer = cx_clickhouse_ask_long(load->clickhouse, 0, sql, error);
    if (answer == NULL)
        return NULL;
    g_autofree Content *content = g_new0(Content, n_days);
    char *at = answer;
    while (*at != '\0') {
        const uint64_t day = g_ascii_strtoull(at, &at, 10);
        const uint64_t n = g_ascii_strtoull(at, &at, 10);
        const uint64_t sum = g_ascii_strtoull(at, &at, 10);
        if (*at != '\n') {
            g_set_error(error, CX_ERROR, CX_ERROR_CORRUPT, "%s said something else than its days",
                        table);
            return NULL;
        }
        at++;
        if (day < n_days)
            content[day] = (Content){ n, sum };
    }
    return g_steal_pointer(&content);
}

/* ---- What is the same ---- */

/* The days found the same, as a condition in SQL, in runs; and the rows of all others. */
typedef struct {
    GString *days;
    size_t n_runs;
    size_t n_rows;
    GArray *others; /* of CxClickhouseRange */
} Same;

static void
same_clear(Same *same)
{
    g_string_free(same->days, TRUE);
    g_array_unref(same->others);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Same, same_clear)

static void
add_run(Same *same, size_t from, size_t to)
{
    g_string_append_printf(same->days, "%sday BETWEEN %zu AND %zu", same->n_runs == 0 ? "" : " OR ",
                           from, to);
    same->n_runs++;
}

static void
add_others(Same *same, size_t first, size_t n)
{
    GArray *others = same->others;
    CxClickhouseRange *last =
        others->len > 0 ? &g_array_index(others, CxClickhouseRange, others->len - 1) : NULL;
    if (last != NULL && last->first + last->n == first) {
        last->n += n;
        return;
    }
    const CxClickhouseRange range = { first, n };
    (void)g_array_append_val(others, range); /* the array itself */
}

/* Goes through the frame's days beside what is there of them. A run may pass over days that are in neither. */
static void
compare(const CxClickhouseLoad *load, const Content *there, Same *same)
{
    const size_t n_rows = cx_frame_n_rows(load->frame);
    const uint16_t *days = cx_frame_days(load->frame);
    bool is_open = false;
    size_t from = 0;
    size_t to = 0;
    size_t next = 0; /* day not yet looked at */
    for (size_t first = 0; first < n_rows;) {
        size_t end = first + 1;
        while (end < n_rows && days[end] == days[first])
            end++;
        const size_t day = days[first];
        const Content here = content_here(load, first, end);
        bool is_gap = false; /* a day that is there alone ends a run */
        for (; next < day; next++)
            is_gap = is_gap || there[next].n > 0;
        next = day + 1;
        const bool is_same = here.n == there[day].n && here.sum == there[day].sum;
        if (is_open && (is_gap || !is_same))
            add_run(same, from, to);
        if (is_same) {
            from = is_open && !is_gap ? from : day;
            to = day;
            same->n_rows += here.n;
        } else {
            add_others(same, first, here.n);
        }
        is_open = is_same;
        first = end;
    }
    if (is_open)
        add_run(same, from, to);
}

static bool
copy(const CxClickhouseLoad *load, const char *from, const char *days, GError **error)
{
    g_autoptr(GString) names = g_string_new(NULL);
    for (guint i = 0; i < load->columns->len; i++) {
        g_string_append_printf(names, "%s%s", i == 0 ? "" : ", ",
                               g_array_index(load->columns, CxClickhouseColumn, i).name);
    }
    g_autofree char *sql = g_strconcat("INSERT INTO ", load->part, " (", names->str, ") SELECT ",
                                       names->str, " FROM ", from, " WHERE ", days, NULL);
    for (size_t s = 0; s < cx_clickhouse_n_servers(load->clickhouse); s++) {
        g_autofree char *answer = cx_clickhouse_ask_long(load->clickhouse, s, sql, error);
        if (answer == NULL)
            return false;
    }
    return true;
}

bool
cx_clickhouse_copy_same(CxClickhouseLoad *load, size_t *ret_n_copied, GError **error)
{
    *ret_n_copied = 0;
    g_autoptr(GError) problem = NULL;
    g_autofree char *table = find_newest(load, &problem);
    if (table == NULL) {
        if (problem != NULL)
            g_propagate_error(error, g_steal_pointer(&problem));
        return problem == NULL;
    }
    bool is_alike = false;
    if (!has_same_columns(load, table, &is_alike, error))
        return false;
    if (!is_alike)
        return true;
    const CxFrame *frame = load->frame;
    const size_t n_days = (size_t)(cx_frame_last_day(frame).v - cx_frame_first_day(frame).v) + 1;
    g_autofree Content *there = content_there(load, table, n_days, error);
    if (there == NULL)
        return false;
    g_auto(Same) same = { .days = g_string_new(NULL),
                          .others = g_array_new(FALSE, FALSE, sizeof(CxClickhouseRange)) };
    compare(load, there, &same);
    if (same.n_runs == 0 || same.n_runs > RUNS_MAX)
        return true;
    g_autofree char *part = find_part(load, table, error);
    if (part == NULL || !copy(load, part, same.days->str, error))
        return false;
    g_array_unref(load->ranges);
    load->ranges = g_array_ref(same.others);
    *ret_n_copied = same.n_rows;
    return true;
}
