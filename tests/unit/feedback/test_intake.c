/* What an intake has seen before changes nothing: each record comes out as from a fresh intake, which
 * reads every cell itself. Wherever the record lies in memory: its cells are compared eight bytes at
 * a time. */
#include <string.h>

#include "feedback/intake.h"

#define N_RECORDS 400

static const char mapping_text[] =
    "{\"format\":1,\"survey\":{\"key\":\"b\",\"title\":\"B\",\"zone\":\"UTC\",\"overall\":\"n\"},"
    "\"version\":{\"key\":\"1\",\"sampling\":\"census\"},"
    "\"columns\":{\"date\":{\"column\":\"d\",\"kind\":\"iso\"}},\"items\":["
    "{\"key\":\"c\",\"column\":\"c\",\"kind\":\"choice\",\"role\":\"fact\",\"wording\":\"-\","
    "\"codes\":{"
    "\"a\":{\"code\":1,\"label\":\"A\"},\"ab\":{\"code\":2,\"label\":\"B\"},"
    "\"abcdefg\":{\"code\":3,\"label\":\"C\"},\"abcdefgh\":{\"code\":4,\"label\":\"D\"},"
    "\"abcdefghabcdefghx\":{\"code\":5,\"label\":\"E\"},"
    "\"abcdefghabcdefg\":{\"code\":6,\"label\":\"F\"},"
    "\"abcdefghabcdefgh\":{\"code\":7,\"label\":\"G\"},"
    "\"abcdefghi\":{\"code\":8,\"label\":\"H\"}}},"
    "{\"key\":\"s\",\"column\":\"s\",\"kind\":\"number\",\"role\":\"fact\",\"wording\":\"-\","
    "\"lo\":-99,\"hi\":99,\"decimals\":2},"
    "{\"key\":\"m\",\"column\":\"m\",\"kind\":\"number\",\"role\":\"fact\",\"wording\":\"-\","
    "\"lo\":-90000000,\"hi\":90000000,\"decimals\":2},"
    "{\"key\":\"n\",\"column\":\"n\",\"kind\":\"nps\",\"role\":\"overall\",\"wording\":\"-\"}]}";

static CxMapping *
load_mapping(void)
{
    g_autoptr(CxIssues) issues = cx_issues_new();
    CxMapping *mapping = cx_mapping_parse(mapping_text, strlen(mapping_text), issues, NULL);
    if (mapping == NULL)
        g_error("%s: %s", cx_issues_at(issues, 0)->field, cx_issues_at(issues, 0)->text);
    return mapping;
}

static const char *
draw(const char *const *texts, int n_texts)
{
    return texts[g_test_rand_int_range(0, n_texts)];
}

/* Most cells are right; those that are not are as near to a right one as can be. */
static char *
random_file(void)
{
    static const char *const days[] = { "2026-01-31", "2026-02-03", " 2026-01-31", "2026-02-30",
                                        "2026-01-3" };
    static const char *const choices[] = { "a",
                                           "ab",
                                           " ab",
                                           "ab ",
                                           "abcdefg",
                                           "abcdefgh",
                                           "abcdefghabcdefghx",
                                           "ba",
                                           "abcdefgx",
                                           "abcdef",
                                           "\"a\"",
                                           "abcdefghabxdefghx",
                                           "abcdefghabcdefg",
                                           "abcdefghabcdefgh",
                                           "abcdefghi",
                                           "abcdefghj",
                                           "xbcdefghi",
                                           "abcdefghabcdxfg",
                                           "abcdefghabcdefg " };
    static const char *const sums[] = { "0",     "1.50",     "-1.5",        "1.5 ", "89999999.99",
                                        "1.505", "00000001", "90000000.00", "1e2",  "" };
    static const char *const scores[] = { "0", "1", "10", "", " 7", "11", "7 ", "07", "1\xc3\xa9" };
    GString *out = g_string_new("d,c,m,s,n\n");
    for (int i = 0; i < N_RECORDS; i++) {
        g_string_append_printf(out, "%s,%s,%s,%s,%s\n", draw(days, G_N_ELEMENTS(days)),
                               draw(choices, G_N_ELEMENTS(choices)), draw(sums, G_N_ELEMENTS(sums)),
                               draw(sums, G_N_ELEMENTS(sums)), draw(scores, G_N_ELEMENTS(scores)));
    }
    return g_string_free(out, FALSE);
}

static void
assert_same(const CxIntakeRow *row, const CxIntakeRow *twin)
{
    g_assert_cmpint(row->when.day.v, ==, twin->when.day.v);
    for (size_t i = 0; i < 4; i++) {
        g_assert_cmpint(row->answers[i].meaning, ==, twin->answers[i].meaning);
        g_assert_cmpint(row->answers[i].code, ==, twin->answers[i].code);
        g_assert_cmpstr(row->answers[i].text, ==, twin->answers[i].text);
    }
}

static void
check_record(const CxMapping *mapping, const CxTableRow *header, CxIntake *used,
             const CxTableRow *record)
{
    g_autoptr(CxIntake) fresh = cx_intake_new(mapping, header, NULL);
    CxIntakeRow row;
    CxIntakeRow twin;
    CxIntakeReject reject = { 0 };
    CxIntakeReject twin_reject = { 0 };
    const bool is_taken = cx_intake_read(used, record, &row, &reject);
    g_assert_cmpint(is_taken, ==, cx_intake_read(fresh, record, &twin, &twin_reject));
    if (is_taken) {
        assert_same(&row, &twin);
    } else {
        g_assert_cmpstr(reject.column, ==, twin_reject.column);
        g_assert_cmpstr(reject.value, ==, twin_reject.value);
        g_assert_cmpstr(reject.reason, ==, twin_reject.reason);
    }
}

static void
test_seen_before(void)
{
    g_autoptr(CxMapping) mapping = load_mapping();
    g_autofree char *text = random_file();
    g_autoptr(CxTable) table = cx_table_open(text, strlen(text), NULL, NULL);
    g_autoptr(CxTable) head = cx_table_open(text, strlen(text), NULL, NULL);
    CxTableRow header;
    CxTableRow row;
    g_assert_cmpint(cx_table_next(head, &header, NULL), ==, CX_TABLE_ROW);
    g_assert_cmpint(cx_table_next(table, &row, NULL), ==, CX_TABLE_ROW);
    g_autoptr(CxIntake) used = cx_intake_new(mapping, &header, NULL);
    while (cx_table_next(table, &row, NULL) == CX_TABLE_ROW) {
        check_record(mapping, &header, used, &row);
        row.raw = NULL; /* as of a workbook */
        check_record(mapping, &header, used, &row);
    }
}

/* A record that ends where its memory ends: sanitizers see a byte read past it. */
static void
test_at_the_edge(void)
{
    g_autoptr(CxMapping) mapping = load_mapping();
    static const char *const files[] = { "d,c,m,s,n\n2026-01-31,a,1,1,1",
                                         "d,c,m,s,n\n2026-01-31,a,1,1,",
                                         "n,m,s,c,d\n1,1,1,a,2026-01-31",
                                         "c,d,n,s,m\nabcdefgh,2026-01-31,1,1,1",
                                         "n,d,m,s,c\n1,2026-01-31,1,1,abcdefghi" };
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autofree char *text = g_memdup2(files[i], strlen(files[i]));
        g_autoptr(CxTable) table = cx_table_open(text, strlen(files[i]), NULL, NULL);
        CxTableRow row;
        CxIntakeRow taken;
        CxIntakeReject reject = { 0 };
        g_assert_cmpint(cx_table_next(table, &row, NULL), ==, CX_TABLE_ROW);
        g_autoptr(CxIntake) intake = cx_intake_new(mapping, &row, NULL);
        g_assert_cmpint(cx_table_next(table, &row, NULL), ==, CX_TABLE_ROW);
        g_assert_true(cx_intake_read(intake, &row, &taken, &reject));
        g_assert_cmpint(taken.when.day.v, ==, 20484);
    }
}

/* The marks of LimeSurvey's VV files, whole ones and parts of one, in comments alone. */
static void
test_vv_escapes(void)
{
    static const struct {
        const char *cell, *with, *without;
    } rows[] = {
        { "great{newline}left", "great\nleft", "great{newline}left" },
        { "{quote}so{tab}so{cr}", "\"so\tso ", "{quote}so{tab}so{cr}" },
        { "{lbrace}newline} {newlin {", "{newline} {newlin {", "{lbrace}newline} {newlin {" },
        { "{newline}", "\n", "{newline}" },
    };
    static const char *const escapes[] = { "", "\"file\":{\"escapes\":\"vv\"}," };
    for (size_t i = 0; i < 2 * G_N_ELEMENTS(rows); i++) {
        const size_t i_row = i / 2;
        g_autofree char *document = g_strdup_printf(
            "{%s\"format\":1,\"survey\":{\"key\":\"b\",\"title\":\"B\",\"zone\":\"UTC\","
            "\"overall\":\"n\"},\"version\":{\"key\":\"1\",\"sampling\":\"census\"},"
            "\"columns\":{\"date\":{\"column\":\"d\",\"kind\":\"iso\"}},\"items\":["
            "{\"key\":\"n\",\"column\":\"n\",\"kind\":\"nps\",\"role\":\"overall\",\"wording\":\"-"
            "\"},"
            "{\"key\":\"t\",\"column\":\"t\",\"kind\":\"text\",\"wording\":\"-\"}]}",
            escapes[i % 2]);
        g_autoptr(CxIssues) issues = cx_issues_new();
        g_autoptr(CxMapping) mapping = cx_mapping_parse(document, strlen(document), issues, NULL);
        g_assert_nonnull(mapping);
        g_autofree char *text = g_strdup_printf("d;n;t\n2026-01-31;1;%s\n", rows[i_row].cell);
        g_autoptr(CxTable) table = cx_table_open(text, strlen(text), NULL, NULL);
        CxTableRow row;
        CxIntakeRow taken;
        CxIntakeReject reject = { 0 };
        g_assert_cmpint(cx_table_next(table, &row, NULL), ==, CX_TABLE_ROW);
        g_autoptr(CxIntake) intake = cx_intake_new(mapping, &row, NULL);
        g_assert_cmpint(cx_table_next(table, &row, NULL), ==, CX_TABLE_ROW);
        g_assert_true(cx_intake_read(intake, &row, &taken, &reject));
        g_assert_cmpstr(taken.answers[1].text, ==,
                        i % 2 == 1 ? rows[i_row].with : rows[i_row].without);
    }
    g_autoptr(CxIssues) issues = cx_issues_new();
    static const char wrong[] = "{\"format\":1,\"file\":{\"escapes\":\"html\"}}";
    g_assert_null(cx_mapping_parse(wrong, strlen(wrong), issues, NULL));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/intake/seen_before", test_seen_before);
    g_test_add_func("/intake/at_the_edge", test_at_the_edge);
    g_test_add_func("/intake/vv_escapes", test_vv_escapes);
    return g_test_run();
}
