/* A frame's rows into ClickHouse, as blocks of columns ("Native"), a portion of rows at a time to one shard
 * after the other. They are loaded under a name of their own; when they are whole the frame's table is
 * made of them in one statement: renamed, or with shards the table that reaches all parts. Days that are there
 * already, in the table of a frame before, are not sent (clickhouse_same.c). */
#include <string.h>

#include "base/error.h"
#include "base/random.h"
#include "column/clickhouse_load_priv.h"
#include "column/slice.h"

enum {
    PORTION_ROWS = 1 << 20,
    FRAMES_KEPT = 4, /* of a survey, the newest: who still reads an older one finds it */
    FINGERPRINT_CHARS = 32,
};

/* ---- Columns ---- */

static void
add_column(CxClickhouseLoad *load, const char *name, const char *type, const void *data,
           size_t row_bytes)
{
    CxClickhouseColumn column = { .type = type, .data = data, .row_bytes = row_bytes };
    (void)g_strlcpy(column.name, name, sizeof(column.name)); /* all are shorter */
    (void)g_array_append_val(load->columns, column);         /* the array itself */
}

static void
find_columns(CxClickhouseLoad *load)
{
    const CxFrame *frame = load->frame;
    load->columns = g_array_new(FALSE, FALSE, sizeof(CxClickhouseColumn));
    add_column(load, "day", "UInt16", cx_frame_days(frame), sizeof(uint16_t));
    add_column(load, "month", "Int32", NULL, sizeof(int32_t));
    add_column(load, "version", "UInt8", cx_frame_versions(frame), 1);
    add_column(load, "mode", "UInt8", cx_frame_modes(frame), 1);
    if (cx_frame_weights(frame) != NULL)
        add_column(load, "weight", "Float64", cx_frame_weights(frame), sizeof(double));
    if (cx_frame_clusters(frame) != NULL)
        add_column(load, "cluster", "UInt32", cx_frame_clusters(frame), sizeof(uint32_t));
    for (size_t i = 0; i < cx_frame_n_items(frame); i++) {
        char name[16];
        (void)g_snprintf(name, sizeof(name), CX_CLICKHOUSE_ITEM, i);
        add_column(load, name, "UInt8", cx_frame_answers(frame, i), 1);
    }
}

static void
load_clear(CxClickhouseLoad *load)
{
    g_free(load->table);
    g_free(load->part);
    g_array_unref(load->columns);
    g_array_unref(load->ranges);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CxClickhouseLoad, load_clear)

/* ---- A block ---- */

/* Seven bits a byte, the lowest first. */
static void
put_length(GByteArray *block, size_t n)
{
    for (; n > 0x7F; n >>= 7) {
        const guint8 byte = (guint8)(n | 0x80);
        (void)g_byte_array_append(block, &byte, 1); /* the array itself, here and below */
    }
    const guint8 last = (guint8)n;
    (void)g_byte_array_append(block, &last, 1);
}

static void
put_text(GByteArray *block, const char *text)
{
    put_length(block, strlen(text));
    (void)g_byte_array_append(block, (const guint8 *)text, (guint)strlen(text));
}

int32_t
cx_clickhouse_month(const CxFrame *frame, size_t row)
{
    const CxDay day = { cx_frame_first_day(frame).v + cx_frame_days(frame)[row] };
    return cx_slice_period_index(CX_SLICE_BY_MONTH, day);
}

static void
put_months(GByteArray *block, const CxFrame *frame, size_t first, size_t n)
{
    const uint16_t *days = cx_frame_days(frame);
    int32_t month = 0;
    for (size_t row = first; row < first + n; row++) {
        if (row == first || days[row] != days[row - 1])
            month = cx_clickhouse_month(frame, row);
        (void)g_byte_array_append(block, (const guint8 *)&month, sizeof(month));
    }
}

static void
put_column(const CxClickhouseLoad *load, GByteArray *block, const CxClickhouseColumn *column,
           const GArray *ranges)
{
    put_text(block, column->name);
    put_text(block, column->type);
    for (guint r = 0; r < ranges->len; r++) {
        const CxClickhouseRange *range = &g_array_index(ranges, CxClickhouseRange, r);
        if (column->data == NULL) {
            put_months(block, load->frame, range->first, range->n);
        } else {
            (void)g_byte_array_append(block, column->data + range->first * column->row_bytes,
                                      (guint)(range->n * column->row_bytes));
        }
    }
}

/* A block of the rows of some ranges, n in all. */
static void
put_block(const CxClickhouseLoad *load, GByteArray *block, const GArray *ranges, size_t n)
{
    g_byte_array_set_size(block, 0);
    put_length(block, load->columns->len);
    put_length(block, n);
    for (guint i = 0; i < load->columns->len; i++)
        put_column(load, block, &g_array_index(load->columns, CxClickhouseColumn, i), ranges);
}

/* ---- Tables ---- */

/* Takes ownership of the statement. */
static bool
tell(const CxClickhouse *clickhouse, size_t i_server, char *statement, GError **error)
{
    g_autofree char *sql = statement;
    g_autofree char *answer = cx_clickhouse_ask(clickhouse, i_server, sql, error);
    return answer != NULL;
}

static bool
make_tables(const CxClickhouseLoad *load, GError **error)
{
    g_autoptr(GString) columns = g_string_new(NULL);
    for (guint i = 0; i < load->columns->len; i++) {
        const CxClickhouseColumn *column = &g_array_index(load->columns, CxClickhouseColumn, i);
        g_string_append_printf(columns, "%s%s %s", i == 0 ? "" : ", ", column->name, column->type);
    }
    for (size_t s = 0; s < cx_clickhouse_n_servers(load->clickhouse); s++) {
        char *sql = g_strdup_printf("CREATE TABLE %s (%s) ENGINE = MergeTree ORDER BY day",
                                    load->part, columns->str);
        if (!tell(load->clickhouse, s, sql, error))
            return false;
    }
    return true;
}

/* Moves the next portion of rows from the ranges, of which i_range are done, into `portion`; how many. */
static size_t
take_portion(GArray *ranges, guint *i_range, GArray *portion)
{
    size_t n = 0;
    g_array_set_size(portion, 0);
    while (*i_range < ranges->len && n < PORTION_ROWS) {
        CxClickhouseRange *range = &g_array_index(ranges, CxClickhouseRange, *i_range);
        const CxClickhouseRange taken = { range->first, MIN(range->n, PORTION_ROWS - n) };
        (void)g_array_append_val(portion, taken); /* the array itself */
        n += taken.n;
        range->first += taken.n;
        range->n -= taken.n;
        *i_range += range->n == 0;
    }
    return n;
}

/* Sends the ranges, which are empty then. */
static bool
send_rows(const CxClickhouseLoad *load, CxClickhouseProgress progress, void *context,
          GError **error)
{
    const size_t n_servers = cx_clickhouse_n_servers(load->clickhouse);
    size_t n_rows = 0;
    for (guint r = 0; r < load->ranges->len; r++)
        n_rows += g_array_index(load->ranges, CxClickhouseRange, r).n;
    g_autoptr(GByteArray) block = g_byte_array_new();
    g_autoptr(GArray) portion = g_array_new(FALSE, FALSE, sizeof(CxClickhouseRange));
    g_autofree char *sql = g_strconcat("INSERT INTO ", load->part, " FORMAT Native", NULL);
    size_t n_sent = 0;
    guint i_range = 0;
    for (size_t i_portion = 0; n_sent < n_rows; i_portion++) {
        if (progress != NULL && !progress(context, n_sent, n_rows)) {
            g_set_error_literal(error, CX_ERROR, CX_ERROR_CANCELLED, "cancelled");
            return false;
        }
        const size_t n = take_portion(load->ranges, &i_range, portion);
        n_sent += n;
        put_block(load, block, portion, n);
        if (!cx_clickhouse_send(load->clickhouse, i_portion % n_servers, sql, block, error))
            return false;
    }
    return true;
}

static bool
publish(const CxClickhouseLoad *load, GError **error)
{
    const CxClickhouse *clickhouse = load->clickhouse;
    const char *cluster = cx_clickhouse_cluster(clickhouse);
    char *sql =
        cluster == NULL
            ? g_strdup_printf("RENAME TABLE %s TO %s", load->part, load->table)
            : g_strdup_printf("CREATE TABLE %s AS %s ENGINE = Distributed(%s, %s, %s)", load->table,
                              load->part, cluster, cx_clickhouse_database(clickhouse), load->part);
    return tell(clickhouse, 0, sql, error);
}

/* Whether the parts have so many rows together. */
static bool
has_rows(const CxClickhouseLoad *load, size_t n_rows)
{
    size_t n = 0;
    g_autofree char *sql = g_strconcat("SELECT count() FROM ", load->part, NULL);
    for (size_t s = 0; s < cx_clickhouse_n_servers(load->clickhouse); s++) {
        g_autofree char *answer = cx_clickhouse_ask(load->clickhouse, s, sql, NULL);
        n += answer != NULL ? g_ascii_strtoull(answer, NULL, 10) : 0;
    }
    return n == n_rows;
}

static void
drop_part(const CxClickhouseLoad *load)
{
    for (size_t s = 0; s < cx_clickhouse_n_servers(load->clickhouse); s++) {
        char *sql = g_strdup_printf("DROP TABLE IF EXISTS %s", load->part);
        (void)tell(load->clickhouse, s, sql, NULL); /* what failed before is what is said */
    }
}

/* ---- Tables of before ---- */

char *
cx_clickhouse_fingerprint_of(const CxClickhouseLoad *load, const char *table)
{
    const size_t n_prefix = strlen(load->table) - FINGERPRINT_CHARS;
    if (strncmp(table, load->table, n_prefix) != 0)
        return NULL;
    const char *rest = table + n_prefix;
    const size_t n_hex = strspn(rest, "0123456789abcdef");
    const bool is_frame = n_hex == FINGERPRINT_CHARS && (rest[n_hex] == '\0' || rest[n_hex] == '_');
    return is_frame ? g_strndup(rest, n_hex) : NULL;
}

/* Whether the table's frame is among the newest; `kept` are their fingerprints so far. */
static bool
is_kept(GPtrArray *kept, char *fingerprint)
{
    g_autofree char *own = fingerprint;
    if (own == NULL || g_ptr_array_find_with_equal_func(kept, own, g_str_equal, NULL))
        return true;
    if (kept->len >= FRAMES_KEPT)
        return false;
    g_ptr_array_add(kept, g_steal_pointer(&own));
    return true;
}

char **
cx_clickhouse_tables(const CxClickhouse *clickhouse, size_t i_server, GError **error)
{
    g_autofree char *names = cx_clickhouse_ask(
        clickhouse, i_server,
        "SELECT name FROM system.tables WHERE database = currentDatabase() AND name LIKE "
        "'frame%' ORDER BY metadata_modification_time DESC, name FORMAT TabSeparated",
        error);
    return names != NULL ? g_strsplit(names, "\n", -1) : NULL;
}

/* Drops the survey's tables on one server, but for those of the newest frames. */
static bool
drop_old(const CxClickhouseLoad *load, size_t i_server, GError **error)
{
    g_auto(GStrv) tables = cx_clickhouse_tables(load->clickhouse, i_server, error);
    if (tables == NULL)
        return false;
    g_autoptr(GPtrArray) kept = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(kept, g_strdup(load->table + strlen(load->table) - FINGERPRINT_CHARS));
    for (size_t i = 0; tables[i] != NULL; i++) {
        if (is_kept(kept, cx_clickhouse_fingerprint_of(load, tables[i])))
            continue;
        if (!tell(load->clickhouse, i_server, g_strdup_printf("DROP TABLE IF EXISTS %s", tables[i]),
                  error))
            return false;
    }
    return true;
}

/* ---- All of it ---- */

/* A name that nobody else loads under. (transfer full) */
static char *
part_name(const char *table)
{
    uint32_t number = 0;
    cx_random_bytes(&number, sizeof(number));
    return g_strdup_printf("%s_part_%08x", table, number);
}

static void
range_whole(CxClickhouseLoad *load)
{
    const CxClickhouseRange whole = { 0, cx_frame_n_rows(load->frame) };
    g_array_set_size(load->ranges, 0);
    (void)g_array_append_val(load->ranges, whole); /* the array itself */
}

/* Makes the tables, with the rows in them that are there already. What goes wrong with these is no more than a
 * reason to send everything. */
static bool
begin_tables(CxClickhouseLoad *load, GError **error)
{
    size_t n_copied = 0;
    range_whole(load);
    if (!make_tables(load, error))
        return false;
    if (cx_clickhouse_copy_same(load, &n_copied, NULL) && has_rows(load, n_copied))
        return true;
    drop_part(load);
    range_whole(load);
    return make_tables(load, error);
}

static bool
load_rows(CxClickhouseLoad *load, CxClickhouseProgress progress, void *context, GError **error)
{
    if (!begin_tables(load, error) || !send_rows(load, progress, context, error) ||
        !publish(load, error))
        return false;
    for (size_t s = 0; s < cx_clickhouse_n_servers(load->clickhouse); s++) {
        if (!drop_old(load, s, error))
            return false;
    }
    return true;
}

bool
cx_clickhouse_load(const CxClickhouse *clickhouse, const CxFrame *frame,
                   CxClickhouseProgress progress, void *context, GError **error)
{
    bool is_there = false;
    if (!cx_clickhouse_find(clickhouse, frame, &is_there, error))
        return false;
    if (is_there)
        return true;
    g_auto(CxClickhouseLoad) load = { .clickhouse = clickhouse, .frame = frame };
    load.table = cx_clickhouse_table(frame);
    load.part = part_name(load.table);
    load.ranges = g_array_new(FALSE, FALSE, sizeof(CxClickhouseRange));
    find_columns(&load);
    g_autoptr(GError) problem = NULL;
    if (load_rows(&load, progress, context, &problem))
        return true;
    drop_part(&load);
    /* Another process may have been quicker with the same rows. */
    if (cx_clickhouse_find(clickhouse, frame, &is_there, NULL) && is_there)
        return true;
    g_propagate_error(error, g_steal_pointer(&problem));
    return false;
}
