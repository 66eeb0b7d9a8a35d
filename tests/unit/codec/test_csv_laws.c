/* What must hold for every table, whatever is in it. Seeds are printed; --seed replays one. */
#include "csv_show.h"
#include "csv_twin.h"

#include <string.h>

#include "codec/csv.h"

static const char delimiters[] = { ',', ';', '\t', '|' };

typedef struct {
    GPtrArray *rows; /* of GPtrArray of char * */
    GArray *lines;   /* int64_t, where each row should start */
    GArray *starts;  /* size_t, where each row starts in the text, and the end */
    GString *text;
    CxCsvFormat format;
} Table;

static void
table_clear(Table *table)
{
    g_ptr_array_unref(table->rows);
    g_array_unref(table->lines);
    g_array_unref(table->starts);
    g_string_free(table->text, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Table, table_clear)

static char *
random_text(const char *alphabet, int n_max)
{
    const int n_letters = (int)strlen(alphabet);
    GString *text = g_string_new(NULL);
    for (int i = g_test_rand_int_range(0, n_max + 1); i > 0; i--)
        g_string_append_c(text, alphabet[g_test_rand_int_range(0, n_letters)]);
    return g_string_free(text, FALSE);
}

static int64_t
count_lines(const char *text)
{
    int64_t n = 0;
    for (const char *p = text; *p != '\0'; p++)
        n += *p == '\r' || (*p == '\n' && (p == text || p[-1] != '\r'));
    return n;
}

/* A table of random cells, written by our writer. With is_safe each row starts with its own number
 * and no cell starts with what could follow a closing quote. */
static Table
table_new(char delimiter, CxCsvLineEnd line_end, bool is_safe)
{
    Table table = {
        .rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref),
        .lines = g_array_new(FALSE, FALSE, sizeof(int64_t)),
        .starts = g_array_new(FALSE, FALSE, sizeof(size_t)),
        .text = g_string_new(NULL),
        .format = { .delimiter = delimiter, .line_end = line_end },
    };
    CxCsvWriter writer = cx_csv_writer(table.text, &table.format, CX_CSV_AS_IS);
    const int n_rows = g_test_rand_int_range(1, 12);
    for (int i = 0; i < n_rows; i++) {
        GPtrArray *cells = g_ptr_array_new_with_free_func(g_free);
        const size_t start = table.text->len;
        const int64_t line = 1 + count_lines(table.text->str);
        g_array_append_val(table.starts, start);
        g_array_append_val(table.lines, line);
        if (is_safe)
            g_ptr_array_add(cells, g_strdup_printf("%d", i));
        for (int k = g_test_rand_int_range(1, 6); k > 0; k--) {
            g_autofree char *cell = random_text("ab,;\t|\"\"\r\n \xc3\xa9", 9);
            g_ptr_array_add(cells, g_strconcat(is_safe ? "x" : "", cell, NULL));
        }
        for (size_t k = 0; k < cells->len; k++)
            cx_csv_writer_text(&writer, g_ptr_array_index(cells, k));
        cx_csv_writer_end_row(&writer);
        g_ptr_array_add(table.rows, cells);
    }
    g_array_append_val(table.starts, table.text->len);
    return table;
}

static bool
row_is(const CxCsvRow *row, const GPtrArray *cells)
{
    if (row->n_fields != cells->len)
        return false;
    for (size_t k = 0; k < cells->len; k++) {
        if (!cx_csv_field_is(&row->fields[k], g_ptr_array_index(cells, k)))
            return false;
    }
    return true;
}

static void
test_round_trip(void)
{
    for (int i = 0; i < 4000; i++) {
        g_auto(Table) table = table_new(delimiters[i % 4], (CxCsvLineEnd)(i / 4 % 3), false);
        g_autoptr(CxCsvReader) reader =
            cx_csv_reader_new(&table.format, table.text->str, table.text->len);
        CxCsvRow row;
        for (size_t k = 0; k < table.rows->len; k++) {
            g_assert_cmpint((int)cx_csv_reader_next(reader, &row), ==, (int)CX_CSV_ROW);
            g_assert_true(row_is(&row, g_ptr_array_index(table.rows, k)));
            g_assert_cmpint(row.line, ==, g_array_index(table.lines, int64_t, k));
            g_assert_cmpint(row.offset_bytes, ==, g_array_index(table.starts, size_t, k));
        }
        g_assert_cmpint((int)cx_csv_reader_next(reader, &row), ==, (int)CX_CSV_END);
    }
}

/* libcsv reads what we write, and we read what libcsv reads the same way. */
static void
test_twin_well_formed(void)
{
    for (int i = 0; i < 4000; i++) {
        const char delimiter = delimiters[i % 4];
        g_autoptr(GString) text = g_string_new(i % 5 == 0 ? "\xef\xbb\xbf" : NULL);
        for (int k = g_test_rand_int_range(0, 40); k > 0; k--) {
            static const char *const plain[] = { "", "a", " b c ", "5\"", "d\"e\"f", "\xc3\xa9" };
            static const char *const ends[] = { "\n", "\r\n", "\r", "\n\n", "\n \n" };
            const int kind = g_test_rand_int_range(0, 10);
            if (kind < 4) {
                g_string_append(text, plain[g_test_rand_int_range(0, 6)]);
            } else if (kind < 8) {
                g_autofree char *cell = random_text("ab,;|\r\n ", 6);
                g_string_append_printf(text, "%s\"%s%s\"%s", kind == 4 ? " " : "", cell,
                                       kind == 5 ? "\"\"" : "", kind == 6 ? "  " : "");
            }
            if (kind < 7)
                g_string_append_c(text, delimiter);
            else
                g_string_append(text, ends[g_test_rand_int_range(0, 5)]);
        }
        size_t n_bad = 0;
        g_autofree char *ours = csv_twin_show_ours(delimiter, text->str, text->len, &n_bad);
        g_autofree char *theirs = csv_twin_show(delimiter, text->str, text->len);
        g_assert_cmpuint(n_bad, ==, 0);
        g_assert_cmpstr(ours, ==, theirs);
    }
}

/* ---- Cut anywhere ---- */

static char *
show_fed(const CxCsvFormat *format, const char *text, size_t n, int n_chunk_max)
{
    GString *out = g_string_new(NULL);
    g_autoptr(CxCsvReader) reader = cx_csv_reader_new_feed(format);
    CxCsvRow row;
    size_t at = 0;
    CxCsvStep step = cx_csv_reader_next(reader, &row);
    for (; step != CX_CSV_END; step = cx_csv_reader_next(reader, &row)) {
        if (step != CX_CSV_MORE) {
            csv_show_row(out, step, &row);
        } else if (at == n) {
            cx_csv_reader_finish(reader);
        } else {
            const size_t n_wanted = (size_t)g_test_rand_int_range(0, n_chunk_max + 1);
            const size_t n_chunk = MIN(n - at, n_wanted);
            cx_csv_reader_feed(reader, text + at, n_chunk);
            at += n_chunk;
        }
    }
    g_assert_cmpuint(at, ==, n);
    return g_string_free(out, FALSE);
}

/* Any bytes, cut into any chunks, give the same rows as in one piece, and never a crash. */
static void
test_chunks(void)
{
    static const CxCsvFormat formats[] = {
        { 0 },
        { .field_bytes_max = 7, .record_bytes_max = 19, .columns_max = 4 },
        { .field_bytes_max = 30, .record_bytes_max = 12, .columns_max = 3, .delimiter = '\t' },
        { .quote = CX_CSV_NO_QUOTE },
    };
    static const char *const alphabets[] = { "ab,\"\"\r\n \t", "aaaaaaaaa,,\"\n",
                                             "aaaaaaa,\r\n\xef\xbb\xbf", "\"\"\",\n" };
    for (int i = 0; i < 20000; i++) {
        const CxCsvFormat *format = &formats[i % 4];
        g_autofree char *text = random_text(alphabets[i / 4 % 4], i % 10 == 0 ? 400 : 40);
        const size_t n = strlen(text);
        g_autofree char *whole = csv_show(format, text, n);
        g_autofree char *fed = show_fed(format, text, n, i % 3 == 0 ? 1 : 9);
        g_assert_cmpstr(whole, ==, fed);
    }
}

/* Cut off at any byte, the records that were whole are still there. */
static void
test_truncation(void)
{
    for (int i = 0; i < 100; i++) {
        g_auto(Table) table = table_new(delimiters[i % 4], (CxCsvLineEnd)(i / 4 % 3), false);
        for (size_t n = 0; n <= table.text->len; n++) {
            g_autofree char *copy = g_memdup2(table.text->str, n + 1);
            g_autoptr(CxCsvReader) reader = cx_csv_reader_new(&table.format, copy, n);
            CxCsvRow row;
            for (size_t k = 0; g_array_index(table.starts, size_t, k + 1) <= n; k++) {
                g_assert_cmpint((int)cx_csv_reader_next(reader, &row), ==, (int)CX_CSV_ROW);
                g_assert_true(row_is(&row, g_ptr_array_index(table.rows, k)));
                if (k + 1 == table.rows->len)
                    break;
            }
            for (int k = 0; cx_csv_reader_next(reader, &row) != CX_CSV_END; k++)
                g_assert_cmpint(k, <, 100);
        }
    }
}

/* ---- One wrong byte ---- */

static void
assert_row_present(const Table *table, size_t i_row, const char *text, size_t i_flip)
{
    g_autoptr(CxCsvReader) reader = cx_csv_reader_new(&table->format, text, table->text->len);
    CxCsvRow row;
    CxCsvStep step = cx_csv_reader_next(reader, &row);
    for (; step != CX_CSV_END; step = cx_csv_reader_next(reader, &row)) {
        if (step == CX_CSV_ROW && row_is(&row, g_ptr_array_index(table->rows, i_row)))
            return;
    }
    g_autofree char *before = g_strescape(table->text->str, NULL);
    g_autofree char *after = g_strescape(text, NULL);
    g_test_message("byte %zu flipped lost row %zu:\n%s\n%s", i_flip, i_row, before, after);
    g_test_fail();
}

/* One wrong byte spoils the record it stands in, and the next one when it was in the line end
 * between them, but no other: the reader finds its way back. */
static void
test_flips(void)
{
    for (int i = 0; i < 20000 && !g_test_failed(); i++) {
        g_auto(Table) table = table_new(delimiters[i % 4], (CxCsvLineEnd)(i / 4 % 3), true);
        const size_t n = table.text->len;
        g_autofree char *text = g_memdup2(table.text->str, n + 1);
        const size_t i_flip = (size_t)g_test_rand_int_range(0, (int)n);
        static const char bytes[] = "\"\"\"\r\n,;x \xff";
        text[i_flip] = bytes[g_test_rand_int_range(0, sizeof bytes - 1)];
        for (size_t k = 0; k < table.rows->len; k++) {
            const size_t start = g_array_index(table.starts, size_t, k);
            const size_t end = g_array_index(table.starts, size_t, k + 1);
            const size_t n_line_end = table.format.line_end == CX_CSV_CRLF ? 2 : 1;
            const bool is_spoilt = i_flip < end && i_flip + (k > 0 ? n_line_end : 0) >= start;
            if (!is_spoilt)
                assert_row_present(&table, k, text, i_flip);
        }
    }
}

/* ---- Real files ---- */

static size_t
compare_file(const char *path)
{
    g_autofree char *text = NULL;
    gsize n = 0;
    g_assert_true(g_file_get_contents(path, &text, &n, NULL));
    const CxCsvSniff sniff = cx_csv_sniff(text, n);
    size_t n_bad = 0;
    g_autofree char *ours = csv_twin_show_ours(sniff.format.delimiter, text, n, &n_bad);
    g_autofree char *theirs = csv_twin_show(sniff.format.delimiter, text, n);
    g_test_message("%s: '%c', %zu columns, %.3f regular, %zu bad", path, sniff.format.delimiter,
                   sniff.n_columns, sniff.share_regular, n_bad);
    g_assert_cmpuint(n_bad, ==, 0);
    g_assert_true(strcmp(ours, theirs) == 0);
    const CxCsvFormat format = sniff.format;
    g_autofree char *whole = csv_show(&format, text, n);
    g_autofree char *fed = show_fed(&format, text, n, 5000);
    g_assert_true(strcmp(whole, fed) == 0);
    return 1;
}

static size_t
compare_folder(const char *folder)
{
    size_t n_files = 0;
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    for (const char *name = NULL; dir != NULL && (name = g_dir_read_name(dir)) != NULL;) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        if (g_file_test(path, G_FILE_TEST_IS_DIR))
            n_files += compare_folder(path);
        else if (g_str_has_suffix(name, ".csv"))
            n_files += compare_file(path);
    }
    return n_files;
}

static void
test_real_files(void)
{
    const char *folder = g_getenv("CX_SHARED_DATA");
    if (folder == NULL || !g_file_test(folder, G_FILE_TEST_IS_DIR)) {
        g_test_skip("the real files are not here: CX_SHARED_DATA");
        return;
    }
    g_assert_cmpuint(compare_folder(folder), >, 50);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/csv_laws/round_trip", test_round_trip);
    g_test_add_func("/csv_laws/twin_well_formed", test_twin_well_formed);
    g_test_add_func("/csv_laws/chunks", test_chunks);
    g_test_add_func("/csv_laws/truncation", test_truncation);
    g_test_add_func("/csv_laws/flips", test_flips);
    g_test_add_func("/csv_laws/real_files", test_real_files);
    return g_test_run();
}
