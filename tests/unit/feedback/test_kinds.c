/* Imports of every kind of file: the same responses come out, and what is set aside is named. */
#include "guests.h"

#include <string.h>

#include "base/error.h"
#include "support/engines.h"
#include "support/store.h"
#include "support/workbook.h"

#define COMMA                                                                                      \
    "ID,D,M,WT,*RUN ,NPS,F,A,T\n"                                                                  \
    "1,2018-05-01,1,1.5,a,10,5,A,Good\n"                                                           \
    "2,2018-05-02,2,0.5,a,3,6,B,\n"                                                                \
    "3,2018-05-31,1,1,,11,0,,caf\u00e9 & more\n"

static CxImportReport *
import_bytes(CxDb *db, const CxMapping *mapping, const void *data, size_t len_bytes)
{
    g_autoptr(CxCtx) ctx = cx_ctx_open_system(db, NULL, (CxInstant){ CX_TEST_NOW_US });
    g_autoptr(GError) error = NULL;
    CxImportReport *report = cx_import_run(ctx, "guests", data, len_bytes, mapping, &error);
    g_assert_no_error(error);
    for (guint i = 0; i < report->rejects->len; i++) {
        g_autofree char *text = cx_import_reject_format(g_ptr_array_index(report->rejects, i));
        g_test_message("%s", text);
    }
    return report;
}

/* The text with another delimiter. (transfer full) */
static char *
delimited(const char *text, char delimiter)
{
    return g_strdelimit(g_strdup(text), ",", delimiter);
}

static void
assert_same(CxDb *db, const CxMapping *mapping, const void *data, size_t len_bytes)
{
    g_autoptr(CxImportReport) report = import_bytes(db, mapping, data, len_bytes);
    g_assert_cmpint(report->n_rows, ==, 3);
    g_assert_cmpint(report->n_same, ==, 3);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM response"), ==, 3);
}

/* Whatever kind of file says it, a known response is the same response. */
static void
check_same(CxDb *db, const CxMapping *mapping)
{
    g_autoptr(CxImportReport) first = import_bytes(db, mapping, COMMA, strlen(COMMA));
    g_assert_cmpint(first->n_new, ==, 3);
    static const char delimiters[] = { ';', '\t', '|' };
    for (size_t i = 0; i < sizeof delimiters; i++) {
        g_autofree char *text = delimited(COMMA, delimiters[i]);
        assert_same(db, mapping, text, strlen(text));
        gsize n = 0;
        g_autofree char *wide = g_convert(text, -1, "UTF-16", "UTF-8", NULL, &n, NULL);
        assert_same(db, mapping, wide, n);
    }
    static const char json[] =
        "{\"ID\":1,\"D\":\"2018-05-01\",\"M\":1,\"WT\":1.5,\"*RUN \":\"a\",\"NPS\":10,\"F\":5,"
        "\"A\":\"A\",\"T\":\"Good\"}\n"
        "{\"ID\":2,\"D\":\"2018-05-02\",\"M\":2,\"WT\":0.5,\"*RUN \":\"a\",\"NPS\":3,\"F\":6,"
        "\"A\":\"B\"}\r\n\n"
        "{\"ID\":\"3\",\"D\":\"2018-05-31\",\"M\":1,\"WT\":1,\"*RUN \":null,\"NPS\":11,\"F\":0,"
        "\"T\":\"caf\u00e9 & more\"}";
    assert_same(db, mapping, json, strlen(json));
    g_autoptr(GByteArray) book = workbook_from_csv(COMMA);
    assert_same(db, mapping, book->data, book->len);
    g_autoptr(CxCtx) ctx = cx_ctx_open_system(db, NULL, (CxInstant){ CX_TEST_NOW_US });
    g_autoptr(CxImportReport) last = import_bytes(db, mapping, book->data, book->len);
    g_autoptr(GBytes) original = cx_import_original(ctx, last->id, NULL);
    g_assert_cmpuint(g_bytes_get_size(original), ==, book->len);
    g_assert_cmpint(memcmp(g_bytes_get_data(original, NULL), book->data, book->len), ==, 0);
}

static void
test_same(CxDb *db)
{
    g_autoptr(CxMapping) mapping = guests_parse(NULL, NULL);
    check_same(db, mapping);
}

/* Without ids a row is known by its content, which is the same too. */
static void
test_same_without_ids(CxDb *db)
{
    g_autoptr(CxMapping) mapping = guests_parse("\"id\":\"ID\",", "", NULL);
    check_same(db, mapping);
}

/* Cells that are dates are read under a rule for dates as text. */
static void
test_dates(CxDb *db)
{
    g_autoptr(CxMapping) mapping = guests_parse("\"kind\":\"iso\"", "\"kind\":\"mdy\"", NULL);
    static const char text[] = "ID,D,M,WT,*RUN ,NPS,F,A,T\n1,5/31/2018,1,1,a,10,5,A,Good\n";
    g_autoptr(CxImportReport) first = import_bytes(db, mapping, text, strlen(text));
    g_assert_cmpint(first->n_new, ==, 1);
    static const Workbook book = {
        .rows = "<row><c t=\"str\"><v>ID</v></c><c t=\"str\"><v>D</v></c><c t=\"str\"><v>M</v></c>"
                "<c t=\"str\"><v>WT</v></c><c t=\"str\"><v>RUN</v></c><c t=\"str\"><v>NPS</v></c>"
                "<c t=\"str\"><v>F</v></c><c t=\"str\"><v>A</v></c><c t=\"str\"><v>T</v></c></row>"
                "<row><c><v>1</v></c><c s=\"1\"><v>43251</v></c><c><v>1</v></c><c><v>1</v></c>"
                "<c t=\"str\"><v>a</v></c><c><v>10</v></c><c><v>5</v></c><c t=\"str\"><v>A</v></c>"
                "<c t=\"str\"><v>Good</v></c></row>",
        .styles = "<xf numFmtId=\"14\"/>",
    };
    g_autoptr(GByteArray) bytes = workbook_make(&book);
    g_autoptr(CxImportReport) again = import_bytes(db, mapping, bytes->data, bytes->len);
    g_assert_cmpint(again->n_same, ==, 1);
}

static void
assert_reject(const CxImportReport *report, guint i, const char *want)
{
    g_assert_cmpuint(i, <, report->rejects->len);
    g_autofree char *text = cx_import_reject_format(g_ptr_array_index(report->rejects, i));
    g_assert_cmpstr(text, ==, want);
}

/* What is set aside names its line, the row of a sheet, and comes back as CSV to be corrected. */
static void
test_set_aside(CxDb *db)
{
    g_autoptr(CxMapping) mapping = guests_parse(NULL, NULL);
    g_autoptr(CxCtx) ctx = cx_ctx_open_system(db, NULL, (CxInstant){ CX_TEST_NOW_US });
    static const char text[] = "ID,D,M,WT,*RUN ,NPS,F,A,T\n"
                               "1,2018-05-01,1,1,a,12,5,A,=1+1\n\n"
                               "2,2018-05-02,1,1,a,3,5,A,x y\n"
                               "3,2018-05-02,1,1,a,3,9,A,\n";
    g_autoptr(GByteArray) book = workbook_from_csv(text);
    g_autoptr(CxImportReport) of_book = import_bytes(db, mapping, book->data, book->len);
    g_assert_cmpint(of_book->n_new, ==, 1);
    g_assert_cmpint(of_book->n_rejected, ==, 2);
    assert_reject(of_book, 0,
                  "line 2, column NPS: \"12\" is not on the scale 0 to 10 and is not a declared "
                  "missing code");
    assert_reject(of_book, 1,
                  "line 5, column F: \"9\" is not on the scale 1 to 5 and is not a declared "
                  "missing code");
    g_autoptr(GString) csv = cx_import_rejects_csv(ctx, of_book->id, NULL);
    g_assert_cmpstr(csv->str, ==,
                    "ID,D,M,WT,\"*RUN \",NPS,F,A,T\n1,2018-05-01,1,1,a,12,5,A,'=1+1\n"
                    "3,2018-05-02,1,1,a,3,9,A,\n");

    static const char json[] =
        "{\"ID\":7,\"D\":\"2018-05-02\",\"M\":1,\"WT\":1,\"RUN\":\"a\",\"NPS\":3,\"F\":9,"
        "\"A\":\"A\",\"T\":\"a,b\"}\n"
        "{\"ID\":8,\n"
        "{\"ID\":9,\"D\":\"2018-05-02\",\"M\":1,\"WT\":1,\"RUN\":\"a\",\"NPS\":3,\"F\":5}\n";
    g_autoptr(CxImportReport) of_json = import_bytes(db, mapping, json, strlen(json));
    g_assert_cmpint(of_json->n_new, ==, 1);
    assert_reject(of_json, 0,
                  "line 1, column F: \"9\" is not on the scale 1 to 5 and is not a declared "
                  "missing code");
    g_assert_cmpint(((CxImportReject *)g_ptr_array_index(of_json->rejects, 1))->line, ==, 2);
    g_autoptr(GString) of_lines = cx_import_rejects_csv(ctx, of_json->id, NULL);
    g_assert_cmpstr(of_lines->str, ==,
                    "ID,D,M,WT,RUN,NPS,F,A,T\n7,2018-05-02,1,1,a,3,9,A,\"a,b\"\n"
                    "\"{\"\"ID\"\":8,\"\n");
}

/* A workbook that is damaged further on leaves nothing behind. */
static void
test_damaged(CxDb *db)
{
    g_autoptr(CxMapping) mapping = guests_parse(NULL, NULL);
    g_autoptr(CxCtx) ctx = cx_ctx_open_system(db, NULL, (CxInstant){ CX_TEST_NOW_US });
    g_autoptr(GString) rows = g_string_new("<worksheet><sheetData><row>");
    g_auto(GStrv) names = g_strsplit("ID,D,M,WT,RUN,NPS,F,A,T", ",", 0);
    for (size_t i = 0; names[i] != NULL; i++)
        g_string_append_printf(rows, "<c t=\"str\"><v>%s</v></c>", names[i]);
    g_string_append(rows, "</row><row><c><v>1</v></c></row><row><c><v>");
    const Workbook book = { .sheet = rows->str };
    g_autoptr(GByteArray) bytes = workbook_make(&book);
    g_autoptr(GError) error = NULL;
    g_assert_null(cx_import_run(ctx, "x", bytes->data, bytes->len, mapping, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
    g_test_message("%s", error->message);
    g_assert_nonnull(strstr(error->message, "at row 3: "));
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM response"), ==, 0);
    g_autoptr(GPtrArray) surveys = cx_survey_list(ctx, NULL);
    g_assert_cmpuint(surveys->len, ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add("/feedback/kinds/same", test_same);
    cx_test_engines_add("/feedback/kinds/same_without_ids", test_same_without_ids);
    cx_test_engines_add("/feedback/kinds/dates", test_dates);
    cx_test_engines_add("/feedback/kinds/set_aside", test_set_aside);
    cx_test_engines_add("/feedback/kinds/damaged", test_damaged);
    return g_test_run();
}
