/* The roster: a list of leaders, read again and again. */
#include "cast.h"
#include "roll.h"

#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "people/department.h"
#include "people/roster.h"
#include "support/engines.h"
#include "support/store.h"
#include "support/workbook.h"

#define TWO                                                                                        \
    "Name,Department,Title,Start,End,Email\n"                                                      \
    "Ada Byron,Food,Head of Food,2026-01-01,,ada@example.org\n"                                    \
    "Ben Ito,Shops,Head of Shops,2025-07-01,,\n"

static CxRosterAsk
ask_some(const char *file_name, const char *data, size_t len_bytes)
{
    return (CxRosterAsk){ .file_name = file_name,
                          .data = data,
                          .len_bytes = len_bytes,
                          .extent = CX_ROSTER_SOME,
                          .as_of = CX_DAY_NONE };
}

static CxRosterReport *
read_bytes(CxDb *db, const char *text, size_t len_bytes)
{
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(GError) error = NULL;
    const CxRosterAsk ask = ask_some("leaders.csv", text, len_bytes);
    CxRosterReport *report = cx_roster_take(ctx, &ask, &error);
    g_assert_no_error(error);
    g_assert_nonnull(report);
    g_assert_false(cx_db_is_writing(db));
    for (guint i = 0; i < report->rejects->len; i++) {
        const CxRosterReject *reject = g_ptr_array_index(report->rejects, i);
        g_test_message("line %d %s: %s", (int)reject->line, reject->column, reject->reason);
    }
    return report;
}

static CxRosterReport *
read_text(CxDb *db, const char *text)
{
    return read_bytes(db, text, strlen(text));
}

static void
assert_report(const CxRosterReport *report, int64_t n_leaders, int64_t n_terms, int64_t n_same,
              guint n_rejects)
{
    g_assert_cmpint(report->n_leaders_new, ==, n_leaders);
    g_assert_cmpint(report->n_terms_new, ==, n_terms);
    g_assert_cmpint(report->n_same, ==, n_same);
    g_assert_cmpuint(report->rejects->len, ==, n_rejects);
}

static int64_t
n_departments(CxDb *db)
{
    return cx_test_count(db, "SELECT count(*) AS n FROM department");
}

static void
test_first(CxDb *db)
{
    g_autoptr(CxRosterReport) report = read_text(db, TWO);
    assert_report(report, 2, 2, 0, 0);
    g_assert_cmpint(report->n_rows, ==, 2);
    g_assert_cmpint(report->n_departments_new, ==, 2);
    g_assert_cmpint(cast_audited(db), ==, 1);
    g_autoptr(CxLeader) ada = roll_find(db, "ada@example.org");
    g_assert_cmpstr(ada->name, ==, "Ada Byron");
    const CxTerm *term = cx_leader_term(ada, cast_day(0));
    g_assert_cmpstr(term->title, ==, "Head of Food");
    g_assert_cmpstr(term->department_key, ==, "food");
    g_autofree char *from = cx_day_format(term->from);
    g_assert_cmpstr(from, ==, "2026-01-01");
}

static void
test_twice(CxDb *db)
{
    g_autoptr(CxRosterReport) first = read_text(db, TWO);
    g_autoptr(CxRosterReport) second = read_text(db, TWO);
    assert_report(second, 0, 0, 2, 0);
    g_assert_cmpint(roll_leaders(db), ==, 2);
    g_assert_cmpint(roll_terms(db), ==, 2);
    g_assert_cmpint(cast_audited(db), ==, 1);
    /* Nor does the same file with names and addresses in other letters. */
    g_autoptr(CxRosterReport) third =
        read_text(db, "leader;mail;since;unit;position\n"
                      "ADA BYRON;Ada@Example.ORG;1.1.2026;food;Head of Food\n"
                      "ben ito;;01.07.2025;SHOPS;Head of Shops\n");
    assert_report(third, 0, 0, 2, 0);
}

static void
test_new_term(CxDb *db)
{
    g_autoptr(CxRosterReport) first = read_text(db, TWO);
    g_autoptr(CxRosterReport) second =
        read_text(db, "name,department,title,start,end,email\n"
                      "Ada Byron,Food,Head of Food,2026-01-01,2026-09-30,ada@example.org\n"
                      "Ada Byron,Shops,Head of Shops,2026-10-01,,ada@example.org\n"
                      "Ben Ito,Shops,Head of Shops,2025-07-01,2026-09-30,\n");
    assert_report(second, 0, 1, 0, 0);
    g_assert_cmpint(second->n_terms_ended, ==, 2);
    g_assert_cmpint(cast_audited(db), ==, 2);
    g_autoptr(CxLeader) ada = roll_find(db, "ada_byron");
    g_assert_cmpuint(ada->terms->len, ==, 2);
    g_assert_cmpstr(cx_leader_term(ada, cast_day(0))->department_key, ==, "shops");
    g_autoptr(CxLeader) ben = roll_find(db, "ben_ito");
    g_assert_null(cx_leader_term(ben, cast_day(0)));
    /* An end that differs from the one known is not passed over in silence. */
    g_autoptr(CxRosterReport) third =
        read_text(db, "name,department,title,start,end\n"
                      "Ben Ito,Shops,Head of Shops,2025-07-01,2026-12-31\n");
    assert_report(third, 0, 0, 0, 1);
    roll_assert_reject(third, 0, 2, "", "2026-09-30");
    /* An end before the start that is known, in a file without starts. */
    g_autoptr(CxRosterReport) fourth =
        read_text(db, "name,department,title,end,email\n"
                      "Ada Byron,Shops,Head of Shops,2026-01-31,ada@example.org\n");
    assert_report(fourth, 0, 0, 0, 1);
    roll_assert_reject(fourth, 0, 2, "", "before it begins");
}

/* Two rows of one file about one person, and a later file that brings an address. */
static void
test_same_person(CxDb *db)
{
    g_autoptr(CxRosterReport) first = read_text(db, "name,department,title\n"
                                                    "Ada,Food,Head\n"
                                                    "Ada,Shops,Acting head\n"
                                                    "Ada,Food,Head\n");
    assert_report(first, 1, 2, 1, 0);
    g_autoptr(CxRosterReport) second = read_text(db, "name,department,title,email\n"
                                                     "Ada,Food,Head,a@b.c\n");
    assert_report(second, 0, 0, 1, 0);
    g_assert_cmpint(roll_leaders(db), ==, 1);
}

/* An address decides: the same name with another address is someone else. */
static void
test_namesakes(CxDb *db)
{
    g_autoptr(CxRosterReport) report = read_text(db, "name,email\n"
                                                     "Ada,ada@one.org\n"
                                                     "Ada,ada@two.org\n");
    assert_report(report, 2, 2, 0, 0);
    g_autoptr(CxRosterReport) again = read_text(db, "name,email\n"
                                                    "Ada Byron,ADA@TWO.org\n"
                                                    "Ada,ada@one.org\n");
    assert_report(again, 0, 0, 2, 0);
}

static void
assert_refused(CxDb *db, const char *data, size_t len_bytes, const char *part)
{
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(GError) error = NULL;
    const CxRosterAsk ask = ask_some("my leaders.csv", data, len_bytes);
    g_assert_null(cx_roster_take(ctx, &ask, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
    g_test_message("%s", error->message);
    g_assert_nonnull(strstr(error->message, part));
    g_assert_false(cx_db_is_writing(db));
    g_assert_cmpint(roll_leaders(db), ==, 0);
    g_assert_cmpint(cast_audited(db), ==, 0);
}

static void
test_refused(CxDb *db)
{
    static const struct {
        const char *text, *part;
    } rows[] = {
        { "", "empty" },
        { "\n\n", "empty" },
        { "Dept,Office\nFood,Head\n", "no column \"name\"; it has Dept, Office." },
        { "Ada\xe9 Byron,x\n", "it has Ada\u00e9 Byron, x." },
        { "PK\x03\x04", "\"my leaders.csv\": the workbook is damaged" },
        { "\"name,department\nAda,Food\n", "quote" },
        { "name,department,Name\nAda,Food,Ben\n", "\"name\" twice: \"name\" and \"Name\"" },
    };
    for (size_t i = 0; i < CX_N_ELEMENTS(rows); i++)
        assert_refused(db, rows[i].text, strlen(rows[i].text), rows[i].part);

    g_autoptr(CxCtx) nobody = cx_ctx_open_nobody(db, cast_instant(0));
    g_autoptr(GError) error = NULL;
    const CxRosterAsk ask = ask_some("x", TWO, strlen(TWO));
    g_assert_null(cx_roster_take(nobody, &ask, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
}

/* Only the header: nothing to do, and no audit entry that says so. */
static void
test_header_only(CxDb *db)
{
    g_autoptr(CxRosterReport) report = read_text(db, "name,department\n");
    assert_report(report, 0, 0, 0, 0);
    g_assert_cmpint(cast_audited(db), ==, 0);
}

/* The same office twice at a time is a slip; after the other, or as another office, it is none. */
static void
test_overlaps(CxDb *db)
{
    g_autoptr(CxRosterReport) report = read_text(db, "name,department,title,start,end\n"
                                                     "Ann,Food,Head,2026-01-01,2026-08-01\n"
                                                     "Ann,Food,Head,2026-05-01,2026-09-01\n"
                                                     "Ann,Food,Head,2026-08-02,\n"
                                                     "Ann,Shops,Head,2026-05-01,2026-09-01\n");
    g_assert_cmpint(report->n_rows, ==, 4);
    roll_assert_reject(report, 0, 3, "", "overlaps the one that began on 1 January 2026");
    g_assert_cmpint(report->n_terms_new, ==, 3);
}

/* What cannot be used is listed; a row set aside leaves nothing, not even its department. */
static void
test_rejects(CxDb *db)
{
    g_autofree char *too_long = g_strnfill(801, 'n');
    g_autofree char *text = g_strdup_printf("name,department,title,Start date,end,e-mail\n"
                                            "Ada,New1,Head,2026-02-30,,\n"
                                            "Ada,New2,Head,1/2/2026,,\n"
                                            "Ada,New3,Head,2026-01-01,soon,\n"
                                            "Ada,New4,Head,2026-01-02,2026-01-01,\n"
                                            ",New5,Head,,,\n"
                                            "Ada,New6,Head\n"
                                            "Ada,New7,Head,,,,more\n"
                                            "Ada,New8,Head,,,not an address\n"
                                            "%s,New9,Head,,,\n"
                                            "Ada,%s,Head,,,\n"
                                            "Ada,New10,He\001ad,,,\n"
                                            "Ada,Food,Head,2026-01-01,,\n"
                                            "Ada,Food,%s,,,\n",
                                            too_long, too_long, too_long);
    g_autoptr(CxRosterReport) report = read_text(db, text);
    assert_report(report, 1, 1, 0, 12);
    g_assert_cmpint(report->n_rows, ==, 13);
    roll_assert_reject(report, 0, 2, "Start date", "2026-02-30");
    roll_assert_reject(report, 1, 3, "Start date", "1/2/2026");
    roll_assert_reject(report, 2, 4, "end", "soon");
    roll_assert_reject(report, 3, 5, "", "ends before it begins");
    roll_assert_reject(report, 4, 6, "name", "no name");
    roll_assert_reject(report, 5, 7, "", "header has 6 columns, this line 3");
    roll_assert_reject(report, 6, 8, "", "header has 6 columns, this line 7");
    roll_assert_reject(report, 7, 9, "", "\"not an address\" is not an email address");
    roll_assert_reject(report, 8, 10, "", "name of 1 to 200 characters");
    roll_assert_reject(report, 9, 11, "", "name of 1 to 200 characters");
    roll_assert_reject(report, 10, 12, "", "which office");
    roll_assert_reject(report, 11, 14, "", "which office");
    g_assert_cmpint(report->n_departments_new, ==, 1);
    g_assert_cmpint(n_departments(db), ==, 1);
    g_assert_cmpint(roll_leaders(db), ==, 1);
    g_assert_cmpint(roll_terms(db), ==, 1);
}

/* An open quote costs the row it stands in, and no other. */
static void
test_open_quote(CxDb *db)
{
    g_autoptr(CxRosterReport) report = read_text(db, "name,title\n"
                                                     "Ada,Head\n"
                                                     "Ben,\"Head of\n"
                                                     "Cy,Head\n"
                                                     "Dee,Head\n");
    g_assert_cmpuint(report->rejects->len, >=, 1);
    roll_assert_reject(report, 0, 3, "", "quote");
    g_assert_cmpint(report->n_leaders_new, ==, 3);
    g_assert_cmpint(report->n_rows, ==, 4);
}

static void
test_shapes(CxDb *db)
{
    static const struct {
        const char *why, *text;
    } rows[] = {
        { "semicolons", "name;department;title\nAda;Food, drink;Head\nBen;Shops;\n" },
        { "tabs", "name\tdepartment\ttitle\nAda\tFood, drink\tHead\nBen\tShops\t\n" },
        { "a byte order mark", "\xef\xbb\xbfname,department\nAda,\"Food, drink\"\nBen,Shops\n" },
        { "CRLF", "name,department\r\nAda,\"Food, drink\"\r\nBen,Shops\r\n" },
        { "no end of the last line", "name,department\nAda,\"Food, drink\"\nBen,Shops" },
        { "blanks around", " Name , department \n Ada , \"Food, drink\" \n\tBen,Shops \n" },
        { "empty lines", "name,department\n\nAda,\"Food, drink\"\n\n\nBen,Shops\n\n" },
        { "other columns", "no,Full name,x,Dept.,y\n1,Ada,,\"Food, drink\",\n2,Ben,,Shops,\n" },
    };
    for (size_t i = 0; i < CX_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].why);
        cx_test_execute(db, "DELETE FROM term");
        cx_test_execute(db, "DELETE FROM leader");
        cx_test_execute(db, "DELETE FROM department");
        g_autoptr(CxRosterReport) report = read_text(db, rows[i].text);
        assert_report(report, 2, 2, 0, 0);
        g_autoptr(CxLeader) ada = roll_find(db, "ada");
        g_assert_cmpstr(cx_leader_term(ada, cast_day(0))->department_name, ==, "Food, drink");
        g_autoptr(CxLeader) ben = roll_find(db, "ben");
        g_assert_cmpstr(cx_leader_term(ben, cast_day(0))->department_key, ==, "shops");
    }
}

static void
assert_both(CxDb *db, const void *data, size_t len_bytes)
{
    cx_test_execute(db, "DELETE FROM term");
    cx_test_execute(db, "DELETE FROM leader");
    cx_test_execute(db, "DELETE FROM department");
    g_autoptr(CxRosterReport) report = read_bytes(db, data, len_bytes);
    assert_report(report, 2, 2, 0, 0);
    g_autoptr(CxLeader) zoe = roll_find(db, "Zo\u00eb");
    const CxTerm *term = cx_leader_term(zoe, cast_day(0));
    g_assert_cmpstr(term->department_name, ==, "Food");
    g_autofree char *from = cx_day_format(term->from);
    g_assert_cmpstr(from, ==, "2026-01-01");
    g_autoptr(CxRosterReport) again = read_bytes(db, data, len_bytes);
    assert_report(again, 0, 0, 2, 0);
}

/* A roster is a workbook, NDJSON, or a text in any encoding. */
static void
test_kinds(CxDb *db)
{
    static const char text[] = "Name;Department;Start\nZo\u00eb;Food;2026-01-01\nBen;Shops;\n";
    static const char *const codes[] = { "UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE",
                                         "WINDOWS-1252" };
    for (size_t i = 0; i < CX_N_ELEMENTS(codes); i++) {
        gsize n = 0;
        g_autofree char *coded = g_convert(text, -1, codes[i], "UTF-8", &n, &n, NULL);
        assert_both(db, coded, n);
    }
    static const char json[] =
        "{\"name\":\"Zo\u00eb\",\"department\":\"Food\",\"start\":\"2026-01-01\"}\n"
        "{\"name\":\"Ben\",\"department\":\"Shops\"}\n";
    assert_both(db, json, strlen(json));
    static const Workbook book = {
        .rows = "<row r=\"2\"><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c><c "
                "t=\"s\"><v>2</v></c></row>"
                "<row r=\"3\"><c t=\"s\"><v>3</v></c><c t=\"s\"><v>4</v></c><c "
                "s=\"1\"><v>46023</v></c></row>"
                "<row r=\"5\"><c t=\"s\"><v>5</v></c><c t=\"s\"><v>6</v></c></row>",
        .shared =
            "<si><t>Name</t></si><si><t>Department</t></si><si><t>Start</t></si>"
            "<si><t>Zo\u00eb</t></si><si><t>Food</t></si><si><t>Ben</t></si><si><t>Shops</t></si>",
        .styles = "<xf numFmtId=\"22\"/>",
    };
    g_autoptr(GByteArray) bytes = workbook_make(&book);
    assert_both(db, bytes->data, bytes->len);
}

/* The line of a reject is the row of the sheet. */
static void
test_sheet_rows(CxDb *db)
{
    static const Workbook book = {
        .rows = "<row r=\"1\"><c t=\"str\"><v>Name</v></c><c t=\"str\"><v>Start</v></c></row>"
                "<row r=\"4\"><c r=\"B4\"><v>5</v></c></row>"
                "<row r=\"7\"><c t=\"str\"><v>Ada</v></c><c t=\"str\"><v>soon</v></c></row>"
                "<row r=\"8\"><c t=\"str\"><v>Ben</v></c><c r=\"C8\"><v>1</v></c></row>"
                "<row r=\"9\"><c t=\"str\"><v>Cy</v></c></row>",
    };
    g_autoptr(GByteArray) bytes = workbook_make(&book);
    g_autoptr(CxRosterReport) report = read_bytes(db, (const char *)bytes->data, bytes->len);
    assert_report(report, 1, 1, 0, 3);
    roll_assert_reject(report, 0, 4, "Name", "there is no name");
    roll_assert_reject(report, 1, 7, "Start", "soon");
    roll_assert_reject(report, 2, 8, "", "the header has 2 columns, this line 3");
}

/* Names of any script and length; a name without Latin letters has a key all the same. */
static void
test_scripts(CxDb *db)
{
    g_autoptr(GString) arabic = g_string_new(NULL);
    for (int i = 0; i < 200; i++)
        g_string_append(arabic, i % 10 == 9 ? " " : "م");
    g_string_truncate(arabic, strlen(arabic->str) - 1);
    g_string_append(arabic, "د");
    g_assert_cmpint(g_utf8_strlen(arabic->str, -1), ==, 200);
    g_autofree char *text = g_strdup_printf("name,department,title\n"
                                            "%s,المطبخ,رئيس\n"
                                            "李雷,餐饮部,主管\n"
                                            "Åsa Öberg,%s,Chef\n"
                                            "O'Brien <b>,R&D,\"Head, \"\"R&D\"\"\"\n",
                                            arabic->str, arabic->str);
    g_autoptr(CxRosterReport) report = read_text(db, text);
    assert_report(report, 4, 4, 0, 0);
    g_assert_cmpint(report->n_departments_new, ==, 4);
    g_autoptr(CxLeader) found = roll_find(db, arabic->str);
    g_assert_cmpstr(found->name, ==, arabic->str);
    g_assert_cmpstr(cx_leader_term(found, cast_day(0))->department_name, ==, "المطبخ");
    g_autoptr(CxRosterReport) again = read_text(db, text);
    assert_report(again, 0, 0, 4, 0);
    g_assert_cmpint(n_departments(db), ==, 4);
}

/* Departments that only look alike as keys stay apart. */
static void
test_alike_departments(CxDb *db)
{
    g_autofree char *stem = g_strnfill(80, 'a');
    g_autofree char *text = g_strdup_printf("name,department\n"
                                            "Ada,Öst\n"
                                            "Ben,Äst\n"
                                            "Cy,%sx\n"
                                            "Dee,%sy\n"
                                            "Eve,Sales & Service\n"
                                            "Flo,sales and service\n",
                                            stem, stem);
    g_autoptr(CxRosterReport) report = read_text(db, text);
    assert_report(report, 6, 6, 0, 0);
    g_assert_cmpint(n_departments(db), ==, 6);
    g_autoptr(CxRosterReport) again = read_text(db, text);
    assert_report(again, 0, 0, 6, 0);
    g_assert_cmpint(n_departments(db), ==, 6);
}

/* A department the program knows by another name is found by its key. */
static void
test_known_department(CxDb *db)
{
    const CxDepartmentId food = cast_department(db, "food", "Food and drink");
    g_autoptr(CxRosterReport) report = read_text(db, "name,department\n"
                                                     "Ada,food\n"
                                                     "Ben,Food and Drink\n");
    assert_report(report, 2, 2, 0, 0);
    g_assert_cmpint(report->n_departments_new, ==, 0);
    g_autoptr(CxLeader) ben = roll_find(db, "ben");
    g_assert_cmpint(cx_leader_term(ben, cast_day(0))->department.v, ==, food.v);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add("/people/roster/first", test_first);
    cx_test_engines_add("/people/roster/twice", test_twice);
    cx_test_engines_add("/people/roster/new_term", test_new_term);
    cx_test_engines_add("/people/roster/same_person", test_same_person);
    cx_test_engines_add("/people/roster/namesakes", test_namesakes);
    cx_test_engines_add("/people/roster/refused", test_refused);
    cx_test_engines_add("/people/roster/header_only", test_header_only);
    cx_test_engines_add("/people/roster/overlaps", test_overlaps);
    cx_test_engines_add("/people/roster/rejects", test_rejects);
    cx_test_engines_add("/people/roster/open_quote", test_open_quote);
    cx_test_engines_add("/people/roster/shapes", test_shapes);
    cx_test_engines_add("/people/roster/kinds", test_kinds);
    cx_test_engines_add("/people/roster/sheet_rows", test_sheet_rows);
    cx_test_engines_add("/people/roster/scripts", test_scripts);
    cx_test_engines_add("/people/roster/alike_departments", test_alike_departments);
    cx_test_engines_add("/people/roster/known_department", test_known_department);
    return g_test_run();
}
