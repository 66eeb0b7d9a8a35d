#include "csv_show.h"

#include <math.h>
#include <string.h>

#include "base/limits.h"
#include "codec/csv.h"

/* clang-format off */
static const struct {
    const char *why, *text, *want;
} reading[] = {
    { "nothing", "", "" },
    { "only a BOM", "\xef\xbb\xbf", "" },
    { "half a BOM is text", "\xef\xbb", "1:[\xef\xbb]\n" },
    { "LF, CRLF and CR", "a,b\nc,d\r\ne,f\rg,h", "1:[a][b]\n2:[c][d]\n3:[e][f]\n4:[g][h]\n" },
    { "BOM, then quotes", "\xef\xbb\xbf\"a\",b\n", "1:{a}[b]\n" },
    { "empty lines are no records", "\n\na\r\n\r\n\rb\n\n", "3:[a]\n6:[b]\n" },
    { "an empty quoted field is one", "\"\"\n\n\"\"", "1:{}\n3:{}\n" },
    { "empty fields", ",\n,,\na,", "1:[][]\n2:[][][]\n3:[a][]\n" },
    { "blanks belong to the field", " a ,\tb\n \n", "1:[ a ][\tb]\n2:[ ]\n" },
    { "blanks around quotes do not", " \"a\" , \t\"b\"\t\nc", "1:{a}{b}\n2:[c]\n" },
    { "doubled quotes", "\"a\"\"b\",\"\"\"\",\"\"\"\"\"\"\n", "1:{a\"b}{\"}{\"\"}\n" },
    { "delimiters and line ends inside", "\"a,b\nc\r\nd\re\",f\ng", "1:{a,b\nc\r\nd\re}[f]\n5:[g]\n" },
    { "LF inside a file of CR", "a,b\r\"x\ny\",2\rz,3\r", "1:[a][b]\n2:{x\ny}[2]\n4:[z][3]\n" },
    { "CR LF split by quotes", "\"a\r\"\nb", "1:{a\r}\n3:[b]\n" },
    { "quote in an unquoted field", "5\" pipe,a\"b\"\nc", "1:[5\" pipe][a\"b\"]\n2:[c]\n" },
    { "quoted at the end of the text", "a,\"b\"", "1:[a]{b}\n" },
    { "quoted, blanks, the end", "\"b\"  ", "1:{b}\n" },
    { "quote open to the end: its line only", "a,b\nc,\"d\ne,f\n\"g\",h\n",
      "1:[a][b]\n2!QUOTE_STRAY@2\n3:[e][f]\n4:{g}[h]\n" },
    { "the same without another quote", "a,b\nc,\"d\ne,f\ng,h\n",
      "1:[a][b]\n2!QUOTE_OPEN@2\n3:[e][f]\n4:[g][h]\n" },
    { "open quote in CRLF", "\"d\r\ne,f\r\n", "1!QUOTE_OPEN@1\n2:[e][f]\n" },
    { "open quote in CR", "\"d\re,f", "1!QUOTE_OPEN@1\n2:[e][f]\n" },
    { "open quote alone", "\"", "1!QUOTE_OPEN@1\n" },
    { "opened on the record's second line", "\"a\nb\",\"c\nd,e\n",
      "1!QUOTE_OPEN@2\n3:[d][e]\n" },
    { "text after a closing quote", "\"a\"b,c\nd,e\n", "1!QUOTE_STRAY@1\n2:[d][e]\n" },
    { "a quote not doubled", "\"say \"hi\" to\",c\nd,e\n", "1!QUOTE_STRAY@1\n2:[d][e]\n" },
    { "two in a row", "\"a\nb,\"c\nd,e\n", "1!QUOTE_STRAY@1\n2!QUOTE_OPEN@2\n3:[d][e]\n" },
    { "lines across blocks",
      "0123456789012345678901234567890123456789012345678901234567890123,x\n"
      "012345678901234567890123456789012345678901234567890123456789012,\"\n\"\n",
      "1:[0123456789012345678901234567890123456789012345678901234567890123][x]\n"
      "2:[012345678901234567890123456789012345678901234567890123456789012]{\n}\n" },
};
/* clang-format on */

static void
test_reading(void)
{
    const CxCsvFormat format = { 0 };
    for (size_t i = 0; i < G_N_ELEMENTS(reading); i++) {
        g_test_message("%s", reading[i].why);
        g_autofree char *got = csv_show(&format, reading[i].text, strlen(reading[i].text));
        g_assert_cmpstr(got, ==, reading[i].want);
    }
}

static void
test_formats(void)
{
    static const char tabs[] = "a\t\"b\tc\"\t d\n";
    const CxCsvFormat tab = { .delimiter = '\t' };
    g_autofree char *by_tab = csv_show(&tab, tabs, sizeof tabs - 1);
    g_assert_cmpstr(by_tab, ==, "1:[a]{b\tc}[ d]\n");
    static const char plain[] = "\"a\";b\";\"\n";
    const CxCsvFormat no_quote = { .delimiter = ';', .quote = CX_CSV_NO_QUOTE };
    g_autofree char *unquoted = csv_show(&no_quote, plain, sizeof plain - 1);
    g_assert_cmpstr(unquoted, ==, "1:[\"a\"][b\"][\"]\n");
    static const char single[] = "'it''s'|\"x|'|'\n";
    const CxCsvFormat apostrophe = { .delimiter = '|', .quote = '\'' };
    g_autofree char *by_apostrophe = csv_show(&apostrophe, single, sizeof single - 1);
    g_assert_cmpstr(by_apostrophe, ==, "1:{it's}[\"x]{|}\n");
    static const char nul[] = "a\0b,c\n";
    const CxCsvFormat usual = { 0 };
    g_autoptr(CxCsvReader) reader = cx_csv_reader_new(&usual, nul, sizeof nul - 1);
    CxCsvRow row;
    g_assert_cmpint((int)cx_csv_reader_next(reader, &row), ==, (int)CX_CSV_ROW);
    g_assert_cmpuint(row.n_fields, ==, 2);
    g_assert_cmpuint(row.fields[0].len_bytes, ==, 3);
}

static void
test_row_facts(void)
{
    static const char text[] = "\xef\xbb\xbfid,x\r\n7\",\"a\"\"b\"\r\n8,\"c\nrest\n";
    const CxCsvFormat format = { 0 };
    g_autoptr(CxCsvReader) reader = cx_csv_reader_new(&format, text, sizeof text - 1);
    CxCsvRow row;
    g_assert_cmpint((int)cx_csv_reader_next(reader, &row), ==, (int)CX_CSV_ROW);
    g_assert_cmpint(row.offset_bytes, ==, 3);
    g_assert_true(cx_csv_field_is(&row.fields[0], "id"));
    g_assert_false(cx_csv_field_is(&row.fields[0], "i"));
    g_assert_cmpint((int)cx_csv_reader_next(reader, &row), ==, (int)CX_CSV_ROW);
    g_assert_cmpint(row.offset_bytes, ==, 9);
    g_assert_cmpint(row.n_odd_quotes, ==, 1);
    g_assert_cmpint((int)row.problem, ==, (int)CX_CSV_FINE);
    g_assert_cmpint(row.problem_line, ==, 0);
    g_autofree char *raw = g_strndup(row.raw, row.raw_bytes);
    g_assert_cmpstr(raw, ==, "7\",\"a\"\"b\"");
    g_autofree char *second = cx_csv_field_dup(&row.fields[1]);
    g_assert_cmpstr(second, ==, "a\"b");
    g_assert_cmpint((int)cx_csv_reader_next(reader, &row), ==, (int)CX_CSV_BAD);
    g_autofree char *bad = g_strndup(row.raw, row.raw_bytes);
    g_assert_cmpstr(bad, ==, "8,\"c");
    g_assert_cmpuint(row.n_fields, ==, 0);
    g_assert_cmpstr(cx_csv_problem_text(row.problem), ==, "a quote opens here and does not close");
    g_assert_cmpint((int)cx_csv_reader_next(reader, &row), ==, (int)CX_CSV_ROW);
    g_assert_cmpint(row.line, ==, 4);
}

/* clang-format off */
static const struct {
    const char *why, *text, *want;
} limited[] = {
    { "as long as may be", "12345678,\"12345678\"\n", "1:[12345678]{12345678}\n" },
    { "a field too long", "a,123456789,b\nc\n", "1!FIELD_TOO_LONG@1\n2:[c]\n" },
    { "a last field too long", "a,123456789", "1!FIELD_TOO_LONG@1\n" },
    { "a quoted field too long", "\"1234\n56789\",b\nc\n", "1!QUOTE_OPEN@1\n2:[56789\"][b]\n3:[c]\n" },
    { "pairs count as in the file", "\"12345\"\"67\"\nc\n", "1!QUOTE_OPEN@1\n2:[c]\n" },
    { "columns as many as may be", "1,2,3,4\n\"1\",2,3,\"4\"\n", "1:[1][2][3][4]\n2:{1}[2][3]{4}\n" },
    { "a column too many", "1,2,3,4,5\n1,2,3,4,\nc", "1!COLUMNS_TOO_MANY@1\n2!COLUMNS_TOO_MANY@2\n3:[c]\n" },
    { "many too many", "1,2,3,4,5,6,7,8,9,10,11\nc", "1!COLUMNS_TOO_MANY@1\n2:[c]\n" },
    { "the fifth is quoted", "1,2,\"3\n\",4,\"5\"\nc", "1!COLUMNS_TOO_MANY@2\n3:[c]\n" },
    { "a record as long as may be", "1234567,1234567,1234\nc", "1:[1234567][1234567][1234]\n2:[c]\n" },
    { "a record too long", "1234567,1234567,12345\nc", "1!RECORD_TOO_LONG@1\n2:[c]\n" },
    { "too long inside quotes", "1234567,1234567,\"12345\"\nc", "1!QUOTE_OPEN@1\n2:[c]\n" },
    { "too long by blanks", "\"a\"                     ,\nc", "1!RECORD_TOO_LONG@1\n2:[c]\n" },
    { "much too long", "12345678901234567890123456789012345678901234567890\nc", "1!FIELD_TOO_LONG@1\n2:[c]\n" },
};
/* clang-format on */

static const CxCsvFormat narrow = { .field_bytes_max = 8,
                                    .record_bytes_max = 20,
                                    .columns_max = 4 };

static void
test_limits(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(limited); i++) {
        g_test_message("%s", limited[i].why);
        g_autofree char *got = csv_show(&narrow, limited[i].text, strlen(limited[i].text));
        g_assert_cmpstr(got, ==, limited[i].want);
    }
}

/* The limits of base/limits.h hold when the format names none. */
static void
test_usual_limits(void)
{
    const CxCsvFormat format = { 0 };
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 0; i < CX_CSV_COLUMNS_MAX; i++)
        g_string_append(text, i == 0 ? "x" : ",x");
    g_string_append(text, "\n");
    const size_t n_line = text->len;
    g_string_append_len(text, text->str, (gssize)n_line - 1);
    g_string_append(text, ",y\n\"");
    g_autofree char *wide = g_strnfill(CX_CSV_FIELD_BYTES_MAX, 'w');
    g_string_append_printf(text, "%s\"\n%sw\nz\n", wide, wide);
    g_autoptr(CxCsvReader) reader = cx_csv_reader_new(&format, text->str, text->len);
    CxCsvRow row;
    g_assert_cmpint((int)cx_csv_reader_next(reader, &row), ==, (int)CX_CSV_ROW);
    g_assert_cmpuint(row.n_fields, ==, CX_CSV_COLUMNS_MAX);
    g_assert_cmpint((int)cx_csv_reader_next(reader, &row), ==, (int)CX_CSV_BAD);
    g_assert_cmpint((int)row.problem, ==, (int)CX_CSV_COLUMNS_TOO_MANY);
    g_assert_cmpint((int)cx_csv_reader_next(reader, &row), ==, (int)CX_CSV_ROW);
    g_assert_cmpuint(row.fields[0].len_bytes, ==, CX_CSV_FIELD_BYTES_MAX);
    g_assert_cmpint((int)cx_csv_reader_next(reader, &row), ==, (int)CX_CSV_BAD);
    g_assert_cmpint((int)row.problem, ==, (int)CX_CSV_FIELD_TOO_LONG);
    g_assert_cmpint((int)cx_csv_reader_next(reader, &row), ==, (int)CX_CSV_ROW);
    g_assert_cmpint(row.line, ==, 5);
}

/* A quote on each line that never closes costs a few passes, not a pass per line. */
static void
test_open_quotes_stay_linear(void)
{
    static const char *const lines[] = {
        "a,\"b\n",   "\"\"\"\n", "\"\"\"\"\n,\"", "x\",\"y\n",
        "\" \"\"\n", "\"\n",     "\"   \n",       "\"\"\"\"\"\"a\n"
    };
    const CxCsvFormat format = { 0 };
    for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
        g_autoptr(GString) text = g_string_new(NULL);
        while (text->len < (size_t)8 << 20)
            g_string_append(text, lines[i]);
        g_autoptr(CxCsvReader) reader = cx_csv_reader_new(&format, text->str, text->len);
        CxCsvRow row;
        g_test_timer_start();
        while (cx_csv_reader_next(reader, &row) != CX_CSV_END)
            g_assert_cmpint(row.line, >, 0);
        g_assert_cmpfloat(g_test_timer_elapsed(), <, 20.0);
    }
}

static void
test_sniff(void)
{
    static const struct {
        const char *why, *text;
        char delimiter;
        CxCsvLineEnd line_end;
        size_t n_columns;
    } rows[] = {
        { "comma", "a,b,c\n1,2,3\n", ',', CX_CSV_LF, 3 },
        { "semicolon, decimal commas", "a;b\r\n1,5;2,5\r\n3,5;4,5\r\n", ';', CX_CSV_CRLF, 2 },
        { "tab in a file of CR", "a\tb\r1\t\"x\ny\"\r", '\t', CX_CSV_CR, 2 },
        { "bar", "a|b|c\n1|2,5|3\n", '|', CX_CSV_LF, 3 },
        { "quoted commas", "\"a, b\";\"c, d\"\n\"e, f\";\"g, h\"\n", ';', CX_CSV_LF, 2 },
        { "one column", "a\n1\n2\n", ',', CX_CSV_LF, 1 },
        { "nothing", "", ',', CX_CSV_LF, 0 },
        { "a ragged row", "a,b,c\n1,2,3\n1,2\n1,2,3\n", ',', CX_CSV_LF, 3 },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].why);
        const CxCsvSniff sniff = cx_csv_sniff(rows[i].text, strlen(rows[i].text));
        g_assert_cmpint(sniff.format.delimiter, ==, rows[i].delimiter);
        g_assert_cmpint((int)sniff.format.line_end, ==, (int)rows[i].line_end);
        g_assert_cmpuint(sniff.n_columns, ==, rows[i].n_columns);
    }
}

static void
test_writing(void)
{
    g_autoptr(GString) out = g_string_new(NULL);
    const CxCsvFormat format = { .delimiter = ';', .line_end = CX_CSV_CRLF };
    CxCsvWriter writer = cx_csv_writer(out, &format, CX_CSV_AS_IS);
    static const char *const texts[] = { "a",  "b;c", "d\"e", "f\ng", " h", "=1+1",
                                         NULL, "",    "i,j",  "\rk",  "l " };
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        cx_csv_writer_text(&writer, texts[i]);
    cx_csv_writer_int(&writer, INT64_MIN);
    cx_csv_writer_number(&writer, 0.1);
    cx_csv_writer_number(&writer, (double)NAN);
    cx_csv_writer_end_row(&writer);
    cx_csv_writer_text(&writer, NULL);
    cx_csv_writer_end_row(&writer);
    cx_csv_writer_text_n(&writer, "xyz", 2);
    cx_csv_writer_end_row(&writer);
    g_assert_cmpstr(out->str, ==,
                    "a;\"b;c\";\"d\"\"e\";\"f\ng\";\" h\";=1+1;;;i,j;\"\rk\";\"l \";"
                    "-9223372036854775808;0.1;\r\n\"\"\r\nxy\r\n");
}

static void
test_guard(void)
{
    static const struct {
        const char *text, *want;
    } rows[] = {
        { "=1+1", "'=1+1" },
        { "+cmd", "'+cmd" },
        { "@SUM(A1)", "'@SUM(A1)" },
        { "-2+3", "'-2+3" },
        { "-5", "-5" },
        { "+1.5e3", "+1.5e3" },
        { "-", "'-" },
        { "  =1", "'  =1" },
        { "\t=1", "'\t=1" },
        { "\xef\xbc\x9d"
          "1",
          "'\xef\xbc\x9d"
          "1" },
        { "a=1", "a=1" },
        { "\"=1\"", "\"\"\"=1\"\"\"" },
        { "", "" },
        { "   ", "\"   \"" },
        { "=HYPERLINK(\"x\",1)", "\"'=HYPERLINK(\"\"x\"\",1)\"" },
    };
    const CxCsvFormat format = { 0 };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GString) out = g_string_new(NULL);
        CxCsvWriter writer = cx_csv_writer(out, &format, CX_CSV_GUARDED);
        cx_csv_writer_int(&writer, 1);
        cx_csv_writer_text(&writer, rows[i].text);
        g_autofree char *want = g_strconcat("1,", rows[i].want, NULL);
        g_assert_cmpstr(out->str, ==, want);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/csv/reading", test_reading);
    g_test_add_func("/csv/formats", test_formats);
    g_test_add_func("/csv/row_facts", test_row_facts);
    g_test_add_func("/csv/limits", test_limits);
    g_test_add_func("/csv/usual_limits", test_usual_limits);
    g_test_add_func("/csv/open_quotes_stay_linear", test_open_quotes_stay_linear);
    g_test_add_func("/csv/sniff", test_sniff);
    g_test_add_func("/csv/writing", test_writing);
    g_test_add_func("/csv/guard", test_guard);
    return g_test_run();
}
