/* A file into columns: codec/table.h and feedback/intake.h with every check an import makes (fields
 * counted, dates real, codes declared, ratings on their scale), against DuckDB's read_csv on one
 * thread with the types of all columns told. Both hold the columns in memory in the end, and the sum
 * over them shows it. Left out, by name, where node or DuckDB is not installed. */
#include "measure.h"
#include "peer.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "codec/json.h"
#include "codec/table.h"
#include "feedback/intake.h"

#define N_RATINGS 13
#define N_CODED   (4 + N_RATINGS + 3) /* four choices, the ratings, money, a flag, days late */
#define I_RATINGS 4
#define N_ROUNDS  7
#define MISSING   UINT8_MAX /* of a narrow column, as in a frame */
#define I_MONEY   (I_RATINGS + N_RATINGS)

static const struct {
    const char *name;
    int n_codes;
} choices[I_RATINGS] = { { "dept", 40 }, { "region", 12 }, { "segment", 5 }, { "version", 4 } };

typedef struct {
    char *path;
    CxMapping *mapping;
    BenchPeerProcess *peer;
} Input;

/* ---- The file ---- */

static void
append_row(GString *text, GRand *random)
{
    const int day = g_rand_int_range(random, 0, 1096);
    g_string_append_printf(text, "%d-%02d-%02d,web", 2023 + day % 3, 1 + day % 12, 1 + day % 28);
    for (int k = 0; k < I_RATINGS; k++)
        g_string_append_printf(text, ",%s%02d", choices[k].name, day % choices[k].n_codes);
    for (int k = 0; k < N_RATINGS; k++) {
        if (g_rand_int_range(random, 0, 100) < 12)
            g_string_append_c(text, ',');
        else
            g_string_append_printf(text, ",%d", g_rand_int_range(random, 0, 11));
    }
    g_string_append_printf(text, ",%d.%02d,%d,%d\n", g_rand_int_range(random, 0, 9000), day % 100,
                           day % 2, day % 30);
}

static char *
write_file(int n_rows)
{
    g_autoptr(GString) text = g_string_new("day,channel");
    g_autoptr(GRand) random = g_rand_new_with_seed(22);
    for (int k = 0; k < I_RATINGS; k++)
        g_string_append_printf(text, ",%s", choices[k].name);
    for (int k = 0; k < N_RATINGS; k++)
        g_string_append_printf(text, ",r%d", k);
    g_string_append(text, ",revenue,churned,late\n");
    for (int i = 0; i < n_rows; i++)
        append_row(text, random);
    char *path = g_build_filename(g_get_tmp_dir(), "bench_columns_XXXXXX", NULL);
    const int fd = g_mkstemp(path);
    g_assert_cmpint(fd, >=, 0);
    g_assert_true(g_file_set_contents(path, text->str, (gssize)text->len, NULL));
    close(fd);
    return path;
}

/* ---- Ours ---- */

static void
append_items(GString *json)
{
    for (int k = 0; k < I_RATINGS; k++) {
        g_string_append_printf(json,
                               "{\"key\":\"%s\",\"column\":\"%s\",\"kind\":\"choice\",\"role\":"
                               "\"fact\",\"wording\":\"-\",\"codes\":{",
                               choices[k].name, choices[k].name);
        for (int i = 0; i < choices[k].n_codes; i++) {
            g_string_append_printf(json, "%s\"%s%02d\":{\"code\":%d,\"label\":\"%d\"}",
                                   i > 0 ? "," : "", choices[k].name, i, i, i);
        }
        g_string_append(json, "}},");
    }
    for (int k = 0; k < N_RATINGS; k++) {
        g_string_append_printf(json,
                               "{\"key\":\"r%d\",\"column\":\"r%d\",\"kind\":\"nps\",\"role\":"
                               "\"%s\",\"wording\":\"-\"},",
                               k, k, k == 0 ? "overall" : "measure");
    }
    g_string_append(json,
                    "{\"key\":\"revenue\",\"column\":\"revenue\",\"kind\":\"number\",\"role\":"
                    "\"fact\",\"wording\":\"-\",\"lo\":0,\"hi\":10000,\"decimals\":2},"
                    "{\"key\":\"churned\",\"column\":\"churned\",\"kind\":\"number\",\"role\":"
                    "\"fact\",\"wording\":\"-\",\"lo\":0,\"hi\":1},"
                    "{\"key\":\"late\",\"column\":\"late\",\"kind\":\"number\",\"role\":"
                    "\"fact\",\"wording\":\"-\",\"lo\":0,\"hi\":99}");
}

static CxMapping *
make_mapping(void)
{
    g_autoptr(GString) json = g_string_new(
        "{\"format\":1,\"survey\":{\"key\":\"b\",\"title\":\"B\",\"zone\":\"UTC\",\"overall\":"
        "\"r0\"},\"version\":{\"key\":\"1\",\"sampling\":\"census\"},\"columns\":{\"date\":{"
        "\"column\":\"day\",\"kind\":\"iso\"},\"mode\":{\"column\":\"channel\",\"codes\":{"
        "\"web\":{\"key\":\"web\",\"label\":\"Web\"}}}},\"items\":[");
    append_items(json);
    g_string_append(json, "]}");
    g_autoptr(CxIssues) issues = cx_issues_new();
    CxMapping *mapping = cx_mapping_parse(json->str, json->len, issues, NULL);
    if (mapping == NULL) {
        g_error("the mapping: %s: %s", cx_issues_at(issues, 0)->field,
                cx_issues_at(issues, 0)->text);
    }
    return mapping;
}

/* What is read: as many days as rows, the money, and a code or MISSING for each other item. */
typedef struct {
    size_t n_rows;
    size_t n_max;
    uint16_t *days;
    int32_t *money;
    uint8_t *codes[N_CODED];
} Columns;

static void
grow(Columns *columns)
{
    columns->n_max = MAX(columns->n_max * 2, 1024);
    columns->days = g_renew(uint16_t, columns->days, columns->n_max);
    columns->money = g_renew(int32_t, columns->money, columns->n_max);
    for (size_t k = 0; k < N_CODED; k++)
        columns->codes[k] = g_renew(uint8_t, columns->codes[k], columns->n_max);
}

static void
keep(Columns *columns, const CxIntakeRow *taken)
{
    if (columns->n_rows == columns->n_max)
        grow(columns);
    const size_t i = columns->n_rows++;
    columns->days[i] = (uint16_t)taken->when.day.v;
    columns->money[i] = (int32_t)taken->answers[I_MONEY].code;
    for (size_t k = 0; k < N_CODED; k++) {
        const CxIntakeAnswer *answer = &taken->answers[k];
        columns->codes[k][i] =
            answer->meaning == CX_MEANING_VALUE ? (uint8_t)answer->code : MISSING;
    }
}

static uint64_t
sum_and_free(Columns *columns)
{
    uint64_t sum = columns->n_rows;
    for (size_t i = 0; i < columns->n_rows; i++)
        sum += columns->days[i] + (uint64_t)columns->money[i];
    for (size_t k = 0; k < N_CODED; k++) {
        for (size_t i = 0; i < columns->n_rows && k != I_MONEY; i++) {
            const uint8_t code = columns->codes[k][i];
            sum += code != MISSING ? code : 0;
        }
        g_free(columns->codes[k]);
    }
    g_free(columns->days);
    g_free(columns->money);
    return sum;
}

static uint64_t
read_ours(const void *data)
{
    const Input *input = data;
    g_autoptr(GMappedFile) file = g_mapped_file_new(input->path, FALSE, NULL);
    g_autoptr(CxTable) table =
        cx_table_open(g_mapped_file_get_contents(file), g_mapped_file_get_length(file), NULL, NULL);
    CxTableRow row;
    g_assert_cmpint(cx_table_next(table, &row, NULL), ==, CX_TABLE_ROW);
    g_autoptr(CxIntake) intake = cx_intake_new(input->mapping, &row, NULL);
    Columns columns = { 0 };
    while (cx_table_next(table, &row, NULL) == CX_TABLE_ROW) {
        CxIntakeRow taken;
        CxIntakeReject reject;
        g_assert_true(cx_intake_read(intake, &row, &taken, &reject));
        keep(&columns, &taken);
    }
    return sum_and_free(&columns);
}

/* ---- DuckDB ---- */

static uint64_t
read_duckdb(const void *data)
{
    return bench_peer_ask(((const Input *)data)->peer, "go");
}

static int64_t
processor_of_duckdb(const void *data)
{
    return bench_peer_processor_us(((const Input *)data)->peer);
}

static char *
duckdb_columns(void)
{
    GString *out = g_string_new("{'day': 'DATE', 'channel': 'VARCHAR'");
    for (int k = 0; k < I_RATINGS; k++)
        g_string_append_printf(out, ", '%s': 'VARCHAR'", choices[k].name);
    for (int k = 0; k < N_RATINGS; k++)
        g_string_append_printf(out, ", 'r%d': 'TINYINT'", k);
    g_string_append(out, ", 'revenue': 'DECIMAL(9,2)', 'churned': 'TINYINT', 'late': 'TINYINT'}");
    return g_string_free(out, FALSE);
}

static char *
duckdb_sum(void)
{
    GString *out = g_string_new("count(*) + sum(day - date '1970-01-01') + sum(revenue) * 100 + "
                                "sum(churned) + sum(late)");
    for (int k = 0; k < I_RATINGS; k++)
        g_string_append_printf(out, " + sum(%s[-2:]::int)", choices[k].name);
    for (int k = 0; k < N_RATINGS; k++)
        g_string_append_printf(out, " + sum(r%d)", k);
    return g_string_free(out, FALSE);
}

int
main(int argc, char **argv)
{
    const int n_rows = argc > 1 && strcmp(argv[1], "--quick") == 0 ? 50000 : 500000;
    static const BenchPeer peers[] = { { "DuckDB read_csv, 1 thread", read_duckdb, 5.0,
                                         processor_of_duckdb } };
    Input input = { .path = write_file(n_rows), .mapping = make_mapping() };
    g_autofree char *columns = duckdb_columns();
    g_autofree char *sum = duckdb_sum();
    input.peer =
        bench_peer_start((const char *const[]){ BENCH_DUCKDB, input.path, columns, sum, NULL });
    if (input.peer != NULL) {
        bench_compare(&(BenchCase){ .name = "csv into columns, 22 columns, every check",
                                    .ours = read_ours,
                                    .peers = peers,
                                    .n_peers = G_N_ELEMENTS(peers),
                                    .input = &input,
                                    .n_rounds = N_ROUNDS });
    } else {
        g_printerr("left out: csv into columns (node and bench/node_modules are not there)\n");
    }
    bench_peer_end(input.peer);
    unlink(input.path);
    g_free(input.path);
    cx_mapping_free(input.mapping);
    return 0;
}
