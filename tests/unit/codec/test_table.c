/* Tables: the kind is told from the content, and the same rows come out of every kind. */
#include "table_show.h"

#include <string.h>

#include "base/limits.h"
#include "support/rounds.h"
#include "support/workbook.h"

/* clang-format off */
static const struct {
    const char *why, *text, *want;
} texts[] = {
    { "nothing", "", "" },
    { "commas", "a,b\n1,2\n", "1:[a][b]\n2:[1][2]\n" },
    { "semicolons, quotes, CRLF", "a;b\r\n\"1;\r\n\";2\r\n", "1:[a][b]\n2:[1;\r\n][2]\n" },
    { "tabs", "a\tb\n1\t2,5\n", "1:[a][b]\n2:[1][2,5]\n" },
    { "bars", "a|b\n1|2\n", "1:[a][b]\n2:[1][2]\n" },
    { "a BOM", "\xef\xbb\xbf" "a,b\n", "1:[a][b]\n" },
    { "Windows-1252", "caf\xe9,b\n", "1:[caf\xc3\xa9][b]\n" },
    { "a bad row", "a,b\n\"1,2\n3,4\n", "1:[a][b]\n2!a quote opens here and does not close\n3:[3][4]\n" },
    { "a brace is not yet JSON", "{a},b\n", "1:[{a}][b]\n" },
    { "objects", "{\"a\":1,\"b\":\"x\"}\n{\"b\":\"y\",\"c\":true}\n", "0:[a][b][c]\n1:[1][x][]\n2:[][y][true]\n" },
    { "objects after a BOM, in CRLF and CR, with blank lines",
      "\xef\xbb\xbf\r\n {\"a\":1}\r\n\r\n\t\r{\"a\":2}\r{\"a\":3}", "0:[a]\n2:[1]\n5:[2]\n6:[3]\n" },
    { "values", "{\"a\":null,\"b\":1.50,\"c\":false,\"d\":\"\",\"e\":-3,\"f\":\"\\u00e9\\n\"}",
      "0:[a][b][c][d][e][f]\n1:[][1.5][false][][-3][\xc3\xa9\n]\n" },
    { "inside and lists", "{\"a\":{\"b\":1,\"c\":{\"d\":2}},\"l\":[\"x\",2,null,true],\"m\":[{\"z\":1,\"k\":[]}],\"n\":[],\"o\":{}}",
      "0:[a.b][a.c.d][l][m][n]\n1:[1][2][x; 2; ; true][[{\"k\":[],\"z\":1}]][]\n" },
    { "two values for one column", "{\"a\":{\"b\":1}}\n{\"a.b\":1,\"a\":{\"b\":2}}\n{\"a\":{\"b\":3}}\n",
      "0:[a.b]\n1:[1]\n2!there are two values for \"a.b\"\n3:[3]\n" },
    { "lines that are no object", "{\"a\":1}\n[1]\n{\"a\":\n7\n{\"a\":2}\n",
      "0:[a]\n1:[1]\n2!the line is an array, not an object in { }\n"
      "3!the line is not JSON: column 5: unexpected token near end of file\n"
      "4!the line is a whole number, not an object in { }\n5:[2]\n" },
    { "an object without names", "{}\n", "0:\n1:\n" },
    { "a document over lines", "{\n  \"a\": 1\n}\n",
      "error: the file is one JSON document; what is read is one object a line (NDJSON), or a CSV or Excel export of the same\n" },
    { "a document of a list", "{\"responses\":[{\"a\":1},{\"a\":2}]}\n",
      "error: the file is one JSON document; what is read is one object a line (NDJSON), or a CSV or Excel export of the same\n" },
    { "lists in lines", "{\"l\":[{\"a\":1}]}\n{\"l\":[]}\n", "0:[l]\n1:[[{\"a\":1}]]\n2:[]\n" },
    { "a list", "[{\"a\":1}]",
      "error: the file is one JSON document; what is read is one object a line (NDJSON), or a CSV or Excel export of the same\n" },
    { "a web page", " <!DOCTYPE html>\n<table>",
      "error: the file is a web page or XML; save it as Excel workbook (.xlsx) or CSV\n" },
    { "a PDF", "%PDF-1.4\n", "error: the file is a PDF document; get the table as CSV or Excel workbook\n" },
    { "an old workbook", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1zzz",
      "error: the file is of an old Office format (.xls); save it as Excel workbook (.xlsx) or CSV\n" },
    { "a picture", "\x89PNG\r\n\x1a\nzzz", "error: the file is a picture; get the table as CSV or Excel workbook\n" },
    { "SPSS", "$FL2@(#) IBM SPSS STATISTICS", "error: the file is of SPSS (.sav); export the answers as CSV or Excel workbook\n" },
    { "a questionnaire of LimeSurvey", "<?xml version=\"1.0\"?>\n<document>\n <LimeSurveyDocType>Survey</LimeSurveyDocType>",
      "error: the file is a LimeSurvey questionnaire (.lss), which holds no answers; export the responses as CSV or Excel workbook\n" },
    { "gzip", "\x1f\x8b\x08zzz", "error: the file is compressed (gzip); unpack it first\n" },
    { "the head of an archive", "PK\x03\x04", "error: the workbook is damaged or was cut off "
      "(Not a zip archive); get it again from where it came from\n" },
};
/* clang-format on */

static void
test_texts(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_test_message("%s", texts[i].why);
        g_autofree char *got = table_show(texts[i].text, strlen(texts[i].text), NULL);
        g_assert_cmpstr(got, ==, texts[i].want);
    }
}

static void
test_bytes(void)
{
    static const char zero[] = "a,b\n1,\0";
    g_autofree char *got = table_show(zero, sizeof zero - 1, NULL);
    g_assert_cmpstr(got, ==, "error: the file is not a text: it holds bytes of zero\n");

    static const char locked[] = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....E\0n\0c\0r\0y\0p\0t\0e\0d\0"
                                 "P\0a\0c\0k\0a\0g\0e\0";
    g_autofree char *said = table_show(locked, sizeof locked - 1, NULL);
    g_assert_nonnull(strstr(said, "protected by a password"));

    const CxTableOptions bar = { .delimiter = '|' };
    g_autofree char *barred = table_show("{\"a\",b|c\n", 9, &bar);
    g_assert_cmpstr(barred, ==, "1:[{\"a\",b][c]\n");
}

/* Every kind and encoding of one table gives the same rows. */
static void
test_same(void)
{
    static const char csv[] = "name,n,note\nAnn,1,caf\xc3\xa9\nBob,2.5,\n,-3,x y\n";
    static const char json[] = "{\"name\":\"Ann\",\"n\":1,\"note\":\"caf\xc3\xa9\"}\n"
                               "{\"name\":\"Bob\",\"n\":2.5}\n{\"n\":-3,\"note\":\"x y\"}\n";
    g_autofree char *want = table_show(csv, strlen(csv), NULL);
    g_autoptr(GByteArray) book = workbook_from_csv(csv);
    g_autofree char *of_book = table_show(book->data, book->len, NULL);
    g_assert_cmpstr(of_book, ==, want);

    static const char *const codes[] = { "UTF-16", "UTF-16LE", "UTF-16BE", "WINDOWS-1252" };
    for (size_t i = 0; i < G_N_ELEMENTS(codes); i++) {
        gsize n = 0;
        g_autofree char *coded = g_convert(csv, -1, codes[i], "UTF-8", NULL, &n, NULL);
        g_autofree char *got = table_show(coded, n, NULL);
        g_assert_cmpstr(got, ==, want);
        g_autofree char *lines = g_convert(json, -1, codes[i], "UTF-8", NULL, &n, NULL);
        g_autofree char *of_lines = table_show(lines, n, NULL);
        g_assert_true(g_str_has_prefix(of_lines, "0:[name][n][note]\n1:[Ann][1][caf\xc3\xa9]\n"));
    }
}

/* Columns are those of the first records; what comes first later is left out. */
static void
test_ahead(void)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    for (int i = 0; i < CX_TABLE_AHEAD_ROWS; i++)
        g_string_append_printf(lines, "{\"a\":%d}\n", i);
    g_string_append(lines, "{\"late\":1,\"a\":2}\n");
    g_autofree char *got = table_show(lines->str, lines->len, NULL);
    g_assert_true(g_str_has_prefix(got, "0:[a]\n1:[0]\n"));
    g_assert_true(g_str_has_suffix(got, "10001:[2]\n"));

    g_autoptr(GString) wide = g_string_new("{\"a\":1");
    for (int i = 0; i < CX_CSV_COLUMNS_MAX; i++)
        g_string_append_printf(wide, ",\"%d\":1", i);
    g_string_append(wide, "}\n{\"a\":1}\n");
    g_autofree char *said = table_show(wide->str, wide->len, NULL);
    g_assert_true(g_str_has_prefix(said, "0!there are more columns than the limit of 16,384\n"));

    g_autoptr(GString) cell = g_string_new("{\"a\":1}\n{\"a\":\"");
    for (int i = 0; i <= CX_CSV_FIELD_BYTES_MAX; i++)
        g_string_append_c(cell, 'x');
    g_string_append(cell, "\"}\n{\"a\":2}\n");
    g_autofree char *of_cell = table_show(cell->str, cell->len, NULL);
    g_assert_cmpstr(of_cell, ==,
                    "0:[a]\n1:[1]\n2!a field is longer than the limit of 1 MiB\n3:[2]\n");
}

/* A law: random objects give as many rows as lines, as wide as the header, each cell as it was. */
static void
test_objects(void)
{
    const int n_rounds = cx_test_rounds(300);
    for (int i = 0; i < n_rounds; i++) {
        g_autoptr(GString) lines = g_string_new(NULL);
        g_autoptr(GString) want = g_string_new("0:[id][x][y]\n");
        g_string_append(lines, "{\"id\":0,\"x\":0,\"y\":0}\n");
        g_string_append(want, "1:[0][0][0]\n");
        const int n_rows = g_test_rand_int_range(0, 30);
        for (int j = 2; j < n_rows + 2; j++) {
            const int x = g_test_rand_int_range(-5, 5);
            const bool has_y = g_test_rand_bit();
            g_string_append_printf(
                lines, has_y ? "{\"y\":\"%d\",\"x\":%d}" : "{\"id\":%d,\"x\":%d}", j, x);
            g_string_append(lines, g_test_rand_bit() ? "\n" : "\r\n");
            if (has_y)
                g_string_append_printf(want, "%d:[][%d][%d]\n", j, x, j);
            else
                g_string_append_printf(want, "%d:[%d][%d][]\n", j, j, x);
        }
        g_autofree char *got = table_show(lines->str, lines->len, NULL);
        g_assert_cmpstr(got, ==, want->str);
    }
}

/* Cut anywhere, NDJSON gives its whole lines, and at most one bad one after them. */
static void
test_cut(void)
{
    static const char json[] =
        "{\"a\":1,\"b\":{\"c\":[1,2]}}\n{\"a\":\"x\"}\n{\"a\":3,\"b\":null}\n";
    for (size_t n = 4; n < sizeof json; n++) {
        g_autofree char *got = table_show(json, n, NULL);
        int n_bad = 0;
        for (const char *at = strchr(got, '!'); at != NULL; at = strchr(at + 1, '!'))
            n_bad++;
        g_assert_cmpint(n_bad, <=, 1);
        g_assert_null(strstr(got, "error"));
    }
}

/* ---- Real files ---- */

static bool
load_shared(const char *name, char **ret_bytes, gsize *ret_len_bytes)
{
    const char *folder = g_getenv("CX_SHARED_DATA");
    g_autofree char *path = g_build_filename(folder != NULL ? folder : "", name, NULL);
    if (g_file_get_contents(path, ret_bytes, ret_len_bytes, NULL))
        return true;
    g_autofree char *why = g_strdup_printf("%s is not there", path);
    g_test_skip(why);
    return false;
}

/* The workbook that LimeSurvey writes says what its CSV says. */
static void
test_limesurvey(void)
{
    g_autofree char *book = NULL;
    g_autofree char *csv = NULL;
    gsize n_book = 0;
    gsize n_csv = 0;
    if (!load_shared("limesurvey/relationship_code_long_en.xlsx", &book, &n_book) ||
        !load_shared("limesurvey/relationship_code_short_en.csv", &csv, &n_csv))
        return;
    g_autoptr(CxTable) left = cx_table_open(book, n_book, NULL, NULL);
    g_autoptr(CxTable) right = cx_table_open(csv, n_csv, NULL, NULL);
    g_assert_cmpint((int)cx_table_kind(left), ==, (int)CX_TABLE_XLSX);
    CxTableRow a;
    CxTableRow b;
    int n_rows = 0;
    int n_same = 0;
    int n_cells = 0;
    while (cx_table_next(left, &a, NULL) == CX_TABLE_ROW) {
        g_assert_cmpint((int)cx_table_next(right, &b, NULL), ==, (int)CX_TABLE_ROW);
        g_assert_cmpuint(a.n_fields, ==, 23);
        g_assert_cmpuint(b.n_fields, ==, 23);
        n_rows++;
        for (size_t i = 0; i < a.n_fields; i++) {
            n_cells++;
            n_same += a.fields[i].len_bytes == b.fields[i].len_bytes &&
                      memcmp(a.fields[i].text, b.fields[i].text, a.fields[i].len_bytes) == 0;
        }
    }
    g_assert_cmpint((int)cx_table_next(right, &b, NULL), ==, (int)CX_TABLE_END);
    g_assert_cmpint(n_rows, ==, 1511);
    g_assert_cmpint(n_same, ==, n_cells);
}

/* Rows and a last cell as another reader finds them in the same files. */
static void
test_real_books(void)
{
    static const struct {
        const char *name, *sheet;
        int n_rows;
        int64_t last_row;
        const char *head, *last;
    } books[] = {
        { "sfo_survey/sfo_2018_Data_Dictionary_DataSF.xlsx", NULL, 670, 670, "Field",
          "Weight assigned to each record to proportionally represent SFO passengers" },
        { "sfo_survey/merged.xlsx", NULL, 28666, 28666, "ART", "2015" },
        { "csps_uk/raw-data/2014/csps2014_allorganisations_20141120.xlsx",
          "Table 1 EEI and Theme Scores", 122, 153, "Table 1: Engagement index and theme scores",
          "0.29" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(books); i++) {
        g_autofree char *bytes = NULL;
        gsize n_bytes = 0;
        if (!load_shared(books[i].name, &bytes, &n_bytes))
            return;
        g_autoptr(GError) error = NULL;
        const CxTableOptions options = { .sheet = books[i].sheet };
        g_autoptr(CxTable) table = cx_table_open(bytes, n_bytes, &options, &error);
        g_assert_no_error(error);
        CxTableRow row;
        int n_rows = 0;
        int64_t last_row = 0;
        g_autofree char *last = NULL;
        CxTableStep step;
        while ((step = cx_table_next(table, &row, &error)) == CX_TABLE_ROW) {
            if (n_rows++ == 0)
                g_assert_true(cx_csv_field_is(&row.fields[0], books[i].head));
            last_row = row.line;
            g_free(last);
            last = cx_csv_field_dup(&row.fields[row.n_fields - 1]);
        }
        g_assert_no_error(error);
        g_assert_cmpint((int)step, ==, (int)CX_TABLE_END);
        g_assert_cmpint(n_rows, ==, books[i].n_rows);
        g_assert_cmpint(last_row, ==, books[i].last_row);
        g_assert_cmpstr(last, ==, books[i].last);
    }
}

/* Rows written out for a person: as they stood, unless a spreadsheet would run a cell. */
static void
test_append(void)
{
    static const struct {
        const char *why, *text, *want;
    } rows[] = {
        { "as it stands", "a;b\n 1 ;\"x\"\n", "a;b\n 1 ;\"x\"\n" },
        { "a formula", "a,b\n=1+1,2\n", "a,b\n'=1+1,2\n" },
        { "a formula in quotes", "a;b\n\"=1;\";2\n", "a;b\n\"'=1;\";2\n" },
        { "numbers are none", "a,b\n-1,+2\n", "a,b\n-1,+2\n" },
        { "a header", "=a,b\n1,2\n", "'=a,b\n1,2\n" },
        { "a quote that stays open", "a,b\n1,\"x\n", "a,b\n1,\"x\n" },
        { "and a formula in it", "a,b\n=1,\"@x,2\n", "a,b\n'=1,\"\"\"@x\",2\n" },
        { "NDJSON", "{\"a\":\"=1\",\"b\":2}\n", "a,b\n'=1,2\n" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].why);
        g_autoptr(GError) error = NULL;
        g_autoptr(CxTable) table = cx_table_open(rows[i].text, strlen(rows[i].text), NULL, &error);
        g_assert_no_error(error);
        g_autoptr(GString) out = g_string_new(NULL);
        CxTableRow row;
        CxTableStep step;
        while ((step = cx_table_next(table, &row, &error)) == CX_TABLE_ROW || step == CX_TABLE_BAD)
            cx_table_append_row(out, table, &row);
        g_assert_cmpstr(out->str, ==, rows[i].want);
    }
    const CxCsvField guarded = { .text = "'=1", .len_bytes = 3 };
    g_autofree char *text = cx_csv_field_dup(&guarded);
    g_assert_cmpstr(text, ==, "=1");
    g_assert_cmpuint(cx_csv_guard_bytes("'tis", 4), ==, 0);
    g_assert_cmpuint(cx_csv_guard_bytes("'-1", 3), ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/codec/table/texts", test_texts);
    g_test_add_func("/codec/table/bytes", test_bytes);
    g_test_add_func("/codec/table/every kind the same", test_same);
    g_test_add_func("/codec/table/written out", test_append);
    g_test_add_func("/codec/table/looking ahead", test_ahead);
    g_test_add_func("/codec/table/random objects", test_objects);
    g_test_add_func("/codec/table/cut anywhere", test_cut);
    g_test_add_func("/codec/table/LimeSurvey's workbook", test_limesurvey);
    g_test_add_func("/codec/table/real workbooks", test_real_books);
    return g_test_run();
}
