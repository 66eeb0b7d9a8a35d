/* Reading CSV: our reader with all its checks, against libcsv, and against the bare minimum of
 * finding every delimiter and line end with memchr. Each returns the number of fields plus the number
 * of their bytes: the reader sums lengths, which keeps the compiler from dropping the work. */
#include "measure.h"

#include <csv.h>
#include <glib.h>
#include <string.h>

#include "codec/csv.h"

typedef struct {
    const char *text;
    size_t n;
} Text;

static uint64_t
read_ours(const void *input)
{
    const Text *text = input;
    const CxCsvFormat format = { 0 };
    g_autoptr(CxCsvReader) reader = cx_csv_reader_new(&format, text->text, text->n);
    CxCsvRow row;
    uint64_t n = 0;
    while (cx_csv_reader_next(reader, &row) == CX_CSV_ROW) {
        n += row.n_fields;
        for (size_t i = 0; i < row.n_fields; i++)
            n += row.fields[i].len_bytes;
    }
    return n;
}

static void
count_field(void *field, size_t n_bytes, void *n)
{
    (void)field; /* its length is enough */
    *(uint64_t *)n += 1 + n_bytes;
}

static uint64_t
read_libcsv(const void *input)
{
    const Text *text = input;
    struct csv_parser parser;
    uint64_t n = 0;
    g_assert_cmpint(csv_init(&parser, 0), ==, 0);
    g_assert_cmpuint(csv_parse(&parser, text->text, text->n, count_field, NULL, &n), ==, text->n);
    g_assert_cmpint(csv_fini(&parser, count_field, NULL, &n), ==, 0);
    csv_free(&parser);
    return n;
}

/* Right only where nothing is quoted. */
static uint64_t
scan_memchr(const void *input)
{
    const Text *text = input;
    const char *p = text->text;
    const char *end = p + text->n;
    uint64_t n = 0;
    while (p < end) {
        const char *line_end = memchr(p, '\n', (size_t)(end - p));
        const char *comma = memchr(p, ',', (size_t)(line_end - p));
        for (; comma != NULL; comma = memchr(p, ',', (size_t)(line_end - p))) {
            n += 1 + (uint64_t)(comma - p);
            p = comma + 1;
        }
        n += 1 + (uint64_t)(line_end - p);
        p = line_end + 1;
    }
    return n;
}

/* Responses as exports have them: a date, codes, ratings, a few gaps, money; 22 columns. */
static GString *
responses(int n_rows)
{
    GString *text = g_string_new(NULL);
    g_autoptr(GRand) random = g_rand_new_with_seed(20);
    for (int i = 0; i < n_rows; i++) {
        const int day = g_rand_int_range(random, 0, 1096);
        g_string_append_printf(text, "2023-%02d-%02d,dept%02d,r%d,s%d,web,v%d", 1 + day % 12,
                               1 + day % 28, day % 40, day % 12, day % 5, day % 4);
        for (int k = 0; k < 13; k++) {
            if (g_rand_int_range(random, 0, 100) < 12)
                g_string_append_c(text, ',');
            else
                g_string_append_printf(text, ",%d", g_rand_int_range(random, 0, 11));
        }
        g_string_append_printf(text, ",%d.%02d,%d,%d\n", g_rand_int_range(random, 0, 9000),
                               day % 100, day % 2, day % 30);
    }
    return text;
}

/* Comments and labels: every field quoted, some with commas, doubled quotes and line ends. */
static GString *
comments(int n_rows)
{
    static const char *const texts[] = {
        "Very satisfied",
        "The queue was long, but people were kind",
        "She said \"\"next week\"\" and it was",
        "First line\nsecond line",
        "",
        "9",
    };
    GString *text = g_string_new(NULL);
    g_autoptr(GRand) random = g_rand_new_with_seed(21);
    for (int i = 0; i < n_rows; i++) {
        for (int k = 0; k < 12; k++) {
            const char *cell = texts[g_rand_int_range(random, 0, G_N_ELEMENTS(texts))];
            g_string_append_printf(text, "%s\"%s\"", k == 0 ? "" : ",", cell);
        }
        g_string_append_c(text, '\n');
    }
    return text;
}

int
main(int argc, char **argv)
{
    const int n_rows = argc > 1 && strcmp(argv[1], "--quick") == 0 ? 50000 : 500000;
    const int n_rounds = 9;
    static const BenchPeer plain_peers[] = {
        { "libcsv", read_libcsv, 2.0 },
        { "memchr scan", scan_memchr, 1.0 },
    };
    static const BenchPeer quoted_peers[] = { { "libcsv", read_libcsv, 1.5 } };
    g_autoptr(GString) plain = responses(n_rows);
    g_autoptr(GString) quoted = comments(n_rows / 2);
    bench_compare(&(BenchCase){ .name = "csv parse, 22 columns",
                                .ours = read_ours,
                                .peers = plain_peers,
                                .n_peers = G_N_ELEMENTS(plain_peers),
                                .input = &(Text){ plain->str, plain->len },
                                .n_rounds = n_rounds });
    bench_compare(&(BenchCase){ .name = "csv parse, quoted comments",
                                .ours = read_ours,
                                .peers = quoted_peers,
                                .n_peers = G_N_ELEMENTS(quoted_peers),
                                .input = &(Text){ quoted->str, quoted->len },
                                .n_rounds = n_rounds });
    return 0;
}
