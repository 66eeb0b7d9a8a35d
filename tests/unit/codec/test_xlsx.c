/* Workbooks: what each kind of cell gives, and what becomes of files that are damaged or made to
 * hurt. */
#include "table_show.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "support/rounds.h"
#include "support/workbook.h"

/* clang-format off */
static const struct {
    const char *why, *rows, *want;
} cells[] = {
    { "nothing", "", "" },
    { "texts that cells share, in runs, without guides",
      "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c>"
      "<c r=\"C1\" t=\"s\"><v> 2 </v></c></row>", "1:[name][one two][sign]\n" },
    { "texts in place",
      "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>a &amp; b</t></is></c>"
      "<c r=\"B1\" t=\"inlineStr\"><is><r><t>x</t></r><r><rPr><b/></rPr><t xml:space=\"preserve\"> y</t></r>"
      "<rPh sb=\"0\" eb=\"1\"><t>guide</t></rPh></is></c></row>", "1:[a & b][x y]\n" },
    { "a formula gives its value, an error its name",
      "<row r=\"1\"><c r=\"A1\" t=\"str\"><f>A2&amp;\"x\"</f><v>out</v></c><c r=\"B1\"><f>1+1</f><v>2</v></c>"
      "<c r=\"C1\" t=\"e\"><f>1/0</f><v>#DIV/0!</v></c><c r=\"D1\"><f>NOW()</f></c></row>",
      "1:[out][2][#DIV/0!]\n" },
    { "flags", "<row r=\"1\"><c r=\"A1\" t=\"b\"><v>1</v></c><c r=\"B1\" t=\"b\"><v>0</v></c></row>",
      "1:[TRUE][FALSE]\n" },
    { "numbers in their shortest digits",
      "<row r=\"1\"><c r=\"A1\"><v>0.10000000000000001</v></c><c r=\"B1\"><v>2018</v></c>"
      "<c r=\"C1\"><v>-1.50</v></c><c r=\"D1\"><v>1E3</v></c><c r=\"E1\"><v>007</v></c>"
      "<c r=\"F1\" t=\"n\"><v>9007199254740993</v></c></row>",
      "1:[0.1][2018][-1.5][1000][7][9007199254740992]\n" },
    { "cells stand where they say", "<row r=\"1\"><c r=\"C1\"><v>3</v></c><c r=\"A1\"><v>1</v></c></row>",
      "1:[1][][3]\n" },
    { "cells and rows that do not say", "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>",
      "1:[1][2]\n2:[3][]\n" },
    { "blank rows and cells are left out, rows filled up",
      "<row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"B2\"><v>2</v></c><c r=\"C2\" s=\"0\"/></row><row r=\"3\"/>"
      "<row r=\"4\"><c r=\"A4\" t=\"inlineStr\"><is><t></t></is></c></row><row r=\"7\"><c r=\"A7\"><v>3</v></c></row>",
      "2:[1][2]\n7:[3][]\n" },
    { "wider than the header", "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>"
      "<row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"D2\"><v>4</v></c></row><row r=\"3\"><c r=\"A3\"><v>1</v></c></row>",
      "1:[1]\n2:[1][][][4]\n3:[1]\n" },
    { "days and times", "<row r=\"1\"><c r=\"A1\" s=\"1\"><v>43190</v></c><c r=\"B1\" s=\"2\"><v>43190.586863425924</v></c>"
      "<c r=\"C1\" s=\"3\"><v>0.25</v></c><c r=\"D1\" s=\"4\"><v>43190.999994</v></c><c r=\"E1\" s=\"5\"><v>1.5</v></c>"
      "<c r=\"F1\" s=\"6\"><v>43190</v></c><c r=\"G1\" s=\"1\" t=\"s\"><v>0</v></c></row>",
      "1:[2018-03-31][2018-03-31 14:05:05][06:00:00][2018-03-31 23:59:59][36:00:00][43190][name]\n" },
    { "days at the edges", "<row r=\"1\"><c r=\"A1\" s=\"1\"><v>1</v></c><c r=\"B1\" s=\"1\"><v>59</v></c>"
      "<c r=\"C1\" s=\"1\"><v>60</v></c><c r=\"D1\" s=\"1\"><v>61</v></c><c r=\"E1\" s=\"1\"><v>2958465</v></c>"
      "<c r=\"F1\" s=\"1\"><v>2958466</v></c><c r=\"G1\" s=\"1\"><v>-1</v></c><c r=\"H1\" s=\"1\"><v>43190.9</v></c></row>",
      "1:[1900-01-01][1900-02-28][1900-02-29][1900-03-01][9999-12-31][2958466][-1][2018-03-31]\n" },
    { "a date in words", "<row r=\"1\"><c r=\"A1\" t=\"d\"><v>2018-03-31T00:00:00</v></c></row>",
      "1:[2018-03-31T00:00:00]\n" },
    { "characters that XML cannot hold", "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>3</v></c>"
      "<c r=\"B1\" t=\"inlineStr\"><is><t>_x005F_x000D_ _xD800_ _x00_ _x0041</t></is></c></row>",
      "1:[a\r\nb][_x000D_ _xD800_ _x00_ _x0041]\n" },
    { "a text that is not there", "<row r=\"1\"><c r=\"B1\" t=\"s\"><v>9</v></c></row><row r=\"2\"><c r=\"A2\"><v>1</v></c></row>",
      "1!the cell in column B points to a text that the workbook does not hold\n2:[1]\n" },
    { "a number that is none", "<row r=\"1\"><c r=\"A1\"><v>1,5</v></c></row>", "1:[1,5]\n" },
    { "two in one place", "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"A1\"><v>2</v></c></row>",
      "1!the cell in column A is there twice\n" },
    { "beyond the last column", "<row r=\"1\"><c r=\"XFE1\"><v>1</v></c></row><row r=\"2\"><c r=\"11\"><v>1</v></c></row>",
      "1!there are more columns than the limit of 16,384\n2!a cell does not say which column it is in\n" },
    { "far to the right", "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"2\"><c r=\"XFD2\"><v>1</v></c></row>",
      "1:[1]\n2!a cell stands far from the others, in column XFD\n" },
    { "rows that go back", "<row r=\"2\"><c r=\"A2\"><v>1</v></c></row><row r=\"1\"><c r=\"A1\"><v>1</v></c></row>",
      "2:[1]\nerror: at row 2: the workbook is damaged: after row 2 of the sheet comes row \"1\"\n" },
    { "prefixes", "<x:row xmlns:x=\"u\" r=\"1\"><x:c r=\"A1\"><x:v>1</x:v></x:c></x:row>", "1:[1]\n" },
};
/* clang-format on */

static GByteArray *
make(const char *rows)
{
    const Workbook book = {
        .rows = rows,
        .shared =
            "<si><t>name</t></si><si><r><t>one</t></r><r><t xml:space=\"preserve\"> two</t></r>"
            "</si><si><t>sign</t><rPh sb=\"0\" eb=\"2\"><t>guide</t></rPh></si>"
            "<si><t>a_x000D_\nb</t></si>",
        .formats = "<numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd hh:mm:ss\"/>"
                   "<numFmt numFmtId=\"165\" formatCode=\"[$-409]h:mm AM/PM;@\"/>"
                   "<numFmt numFmtId=\"166\" formatCode=\"&quot;day&quot; 0\"/>",
        .styles = "<xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/>"
                  "<xf numFmtId=\"22\"/><xf numFmtId=\"46\"/><xf numFmtId=\"166\"/>",
    };
    return workbook_make(&book);
}

static void
test_cells(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cells); i++) {
        g_test_message("%s", cells[i].why);
        g_autoptr(GByteArray) bytes = make(cells[i].rows);
        g_autofree char *got = table_show(bytes->data, bytes->len, NULL);
        g_assert_cmpstr(got, ==, cells[i].want);
    }
}

static void
test_limits_of_cells(void)
{
    g_autoptr(GString) rows = g_string_new("<row r=\"1\"><c t=\"inlineStr\"><is><t>");
    for (int i = 0; i < CX_CSV_FIELD_BYTES_MAX + 1; i++)
        g_string_append_c(rows, 'x');
    g_string_append(rows, "</t></is></c></row><row r=\"2\"><c><v>1</v></c></row><row r=\"3\">");
    for (int i = 0; i < CX_CSV_COLUMNS_MAX + 1; i++)
        g_string_append(rows, "<c><v>1</v></c>");
    g_string_append(rows, "</row>");
    g_autoptr(GByteArray) bytes = make(rows->str);
    g_autofree char *got = table_show(bytes->data, bytes->len, NULL);
    g_assert_cmpstr(got, ==,
                    "1!the cell in column A is too long\n2:[1]\n3!there are more columns than the "
                    "limit of 16,384\n");
}

#define BOOK(inside) "<workbook xmlns:r=\"u\">" inside "</workbook>"

static void
test_sheets(void)
{
    static const char row[] = "<row r=\"1\"><c r=\"A1\" s=\"1\"><v>43190</v></c></row>";
    static const char two[] =
        BOOK("<workbookPr date1904=\"1\"/><sheets><sheet name=\"Chart\" r:id=\"rId5\"/>"
             "<sheet name=\"Notes\" state=\"hidden\" r:id=\"rId4\"/>"
             "<sheet name=\"D\xc3\xa4ta\" r:id=\"rId1\"/></sheets>");
    const Workbook book = { .rows = row, .styles = "<xf numFmtId=\"15\"/>", .workbook = two };
    const Workbook none = { .rows = row, .workbook = BOOK("<sheets/>") };
    const struct {
        const Workbook *book;
        const char *sheet, *want;
    } table[] = {
        { &book, NULL, "1:[2022-04-01]\n" },
        { &book, "notes", "1:[2]\n" },
        { &book, "D\xc3\x84TA", "1:[2022-04-01]\n" },
        { &book, "Chart",
          "error: the workbook has no sheet \"Chart\"; it has \"Notes\", \"D\xc3\xa4ta\"\n" },
        { &none, NULL, "error: the workbook has no sheet\n" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
        g_autoptr(GByteArray) bytes = workbook_make(table[i].book);
        const CxTableOptions options = { .sheet = table[i].sheet };
        g_autofree char *got = table_show(bytes->data, bytes->len, &options);
        g_assert_cmpstr(got, ==, table[i].want);
    }
}

static void
assert_refused(const GByteArray *bytes, const char *words)
{
    g_autofree char *got = table_show(bytes->data, bytes->len, NULL);
    g_test_message("%s", got);
    g_assert_nonnull(strstr(got, "error: "));
    g_assert_nonnull(strstr(got, words));
}

static void
test_others(void)
{
    const struct {
        const char *path, *text, *words;
    } table[] = {
        { "mimetype", "application/vnd.oasis.opendocument.spreadsheet", "OpenDocument" },
        { "xl/workbook.bin", "x", ".xlsb" },
        { "word/document.xml", "<d/>", "Word" },
        { "data.csv", "a,b\n", "an archive" },
        { "xl/workbook.xml", "<workbook", "cannot be read" },
        { "_rels/.rels", "<a><b></a>", "cannot be read" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
        const ArchivePart part = { table[i].path, table[i].text, 0 };
        g_autoptr(GByteArray) bytes = archive_make(&part, 1);
        assert_refused(bytes, table[i].words);
    }
}

static char *
repeat(const char *head, const char *text, size_t n, const char *tail)
{
    GString *out = g_string_new(head);
    for (size_t i = 0; i < n; i++)
        g_string_append(out, text);
    g_string_append(out, tail);
    return g_string_free(out, FALSE);
}

/* Files made to hurt end in an error, and soon. */
static void
test_bombs(void)
{
    g_autofree char *deep = repeat("", "<a>", CX_XML_DEPTH_MAX + 1, "");
    g_autofree char *blanks = repeat("<worksheet><sheetData>", "          ", 8 << 20, "");
    g_autofree char *tag = repeat("<worksheet a=\"", "x", 4 << 20, "\"/>");
    g_autofree char *remark = repeat("<worksheet><!--", "x", 4 << 20, "--></worksheet>");
    const struct {
        const char *sheet, *words;
    } table[] = {
        { "<!DOCTYPE s [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><worksheet>&b;</worksheet>",
          "declares a document type" },
        { "<!DOCTYPE s SYSTEM \"file:///etc/passwd\"><worksheet/>", "declares a document type" },
        { "<worksheet>&b;</worksheet>", "cannot be read" },
        { deep, "levels deep" },
        { blanks, "times its size" },
        { tag, "too long" },
        { remark, "too long" },
        { "<worksheet><sheetData><row r=\"1\"><c><v>1</v></c>", "cannot be read" },
        { "", "cannot be read" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
        const Workbook book = { .sheet = table[i].sheet };
        g_autoptr(GByteArray) bytes = workbook_make(&book);
        assert_refused(bytes, table[i].words);
    }
}

/* One shared text in many cells is more than a record holds. */
static void
test_shared_bomb(void)
{
    g_autofree char *shared = repeat("<si><t>", "x", 1 << 20, "</t></si>");
    g_autofree char *rows = repeat("<row>", "<c t=\"s\"><v>0</v></c>", 1000, "</row>");
    const Workbook book = { .rows = rows, .shared = shared };
    g_autoptr(GByteArray) bytes = workbook_make(&book);
    g_autofree char *got = table_show(bytes->data, bytes->len, NULL);
    g_assert_cmpstr(got, ==, "1!the record is longer than the limit of 16 MiB\n");
}

/* Parts beyond the limit, and sizes that lie. */
static void
test_archives(void)
{
    g_autofree ArchivePart *parts = g_new0(ArchivePart, CX_XLSX_PARTS_MAX + 1);
    for (size_t i = 0; i <= CX_XLSX_PARTS_MAX; i++)
        parts[i] = (ArchivePart){ "a", "b", 0 };
    g_autoptr(GByteArray) many = archive_make(parts, CX_XLSX_PARTS_MAX + 1);
    assert_refused(many, "parts, the limit is");

    g_autoptr(GByteArray) locked = make("<row><c><v>1</v></c></row>");
    for (guint i = 0; i + 10 < locked->len; i++) {
        const bool is_head = memcmp(locked->data + i, "PK\x03\x04", 4) == 0;
        const bool is_entry = memcmp(locked->data + i, "PK\x01\x02", 4) == 0;
        if (is_head || is_entry)
            locked->data[i + (is_head ? 6 : 8)] |= 1;
    }
    assert_refused(locked, "protected by a password");
}

static const char small[] =
    "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" s=\"1\"><v>43190</v></c></row>"
    "<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>x</t></is></c></row>";

/* Cut anywhere, a workbook is refused in words and never half read. */
static void
test_cut(void)
{
    g_autoptr(GByteArray) bytes = make(small);
    g_autofree char *whole = table_show(bytes->data, bytes->len, NULL);
    g_assert_cmpstr(whole, ==, "1:[name][2018-03-31]\n2:[x][]\n");
    for (guint n = 4; n < bytes->len; n++) {
        g_autofree char *got = table_show(bytes->data, n, NULL);
        g_assert_true(g_str_has_prefix(got, "error: the workbook is damaged or was cut off"));
    }
}

/* With bytes changed at random it is read as it was, or something is said; it never fails otherwise. */
static void
test_flips(void)
{
    g_autoptr(GByteArray) bytes = make(small);
    g_autofree guint8 *copy = g_malloc(bytes->len);
    const int n_rounds = cx_test_rounds(3000);
    for (int i = 0; i < n_rounds; i++) {
        memcpy(copy, bytes->data, bytes->len);
        const int n_flips = g_test_rand_int_range(1, 6);
        for (int j = 0; j < n_flips; j++) {
            copy[g_test_rand_int_range(0, (gint32)bytes->len)] ^=
                (guint8)(1 << g_test_rand_int_range(0, 8));
        }
        g_autofree char *got = table_show(copy, bytes->len, NULL);
        (void)got;
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/codec/xlsx/cells", test_cells);
    g_test_add_func("/codec/xlsx/limits of cells", test_limits_of_cells);
    g_test_add_func("/codec/xlsx/sheets", test_sheets);
    g_test_add_func("/codec/xlsx/other archives", test_others);
    g_test_add_func("/codec/xlsx/bombs", test_bombs);
    g_test_add_func("/codec/xlsx/a shared bomb", test_shared_bomb);
    g_test_add_func("/codec/xlsx/archives", test_archives);
    g_test_add_func("/codec/xlsx/cut anywhere", test_cut);
    g_test_add_func("/codec/xlsx/flipped bits", test_flips);
    return g_test_run();
}
