#include "workbook.h"

#define ZLIB_CONST
#include <string.h>
#include <zlib.h>

static void
put(GByteArray *out, guint64 value, guint n_bytes)
{
    for (guint i = 0; i < n_bytes; i++) {
        const guint8 byte = (guint8)(i < 8 ? value >> (8 * i) : 0);
        g_byte_array_append(out, &byte, 1);
    }
}

static GByteArray *
deflated(const char *text, gsize len_bytes)
{
    z_stream stream = { 0 };
    g_assert_cmpint(deflateInit2(&stream, 9, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY), ==, Z_OK);
    GByteArray *out = g_byte_array_new();
    g_byte_array_set_size(out, (guint)deflateBound(&stream, len_bytes));
    stream.next_in = (const Bytef *)text;
    stream.avail_in = (uInt)len_bytes;
    stream.next_out = out->data;
    stream.avail_out = out->len;
    g_assert_cmpint(deflate(&stream, Z_FINISH), ==, Z_STREAM_END);
    g_byte_array_set_size(out, (guint)stream.total_out);
    deflateEnd(&stream);
    return out;
}

/* What the head of a part and its entry in the directory say alike. */
static void
put_facts(GByteArray *out, const ArchivePart *part, gsize len_bytes, gsize packed_bytes)
{
    put(out, 20, 2); /* version needed */
    put(out, 0, 2);  /* flags */
    put(out, 8, 2);  /* deflated */
    put(out, 0, 2);
    put(out, 0x21, 2); /* 1980-01-01 */
    put(out, crc32(0, (const Bytef *)part->text, (uInt)len_bytes), 4);
    put(out, packed_bytes, 4);
    put(out, len_bytes, 4);
    put(out, strlen(part->path), 2);
    put(out, 0, 2);
}

GByteArray *
archive_make(const ArchivePart *parts, gsize n_parts)
{
    GByteArray *out = g_byte_array_new();
    g_autoptr(GByteArray) directory = g_byte_array_new();
    guint n = 0;
    for (gsize i = 0; i < n_parts; i++) {
        const ArchivePart *part = &parts[i];
        if (part->text == NULL)
            continue;
        const gsize len_bytes = part->len_bytes > 0 ? part->len_bytes : strlen(part->text);
        g_autoptr(GByteArray) packed = deflated(part->text, len_bytes);
        const guint at = out->len;
        put(out, 0x04034b50, 4);
        put_facts(out, part, len_bytes, packed->len);
        g_byte_array_append(out, (const guint8 *)part->path, (guint)strlen(part->path));
        g_byte_array_append(out, packed->data, packed->len);
        put(directory, 0x02014b50, 4);
        put(directory, 20, 2);
        put_facts(directory, part, len_bytes, packed->len);
        put(directory, 0, 2 + 2 + 2 + 4); /* comment, disk, attributes */
        put(directory, at, 4);
        g_byte_array_append(directory, (const guint8 *)part->path, (guint)strlen(part->path));
        n++;
    }
    const guint at = out->len;
    g_byte_array_append(out, directory->data, directory->len);
    put(out, 0x06054b50, 4);
    put(out, 0, 4);
    put(out, n, 2);
    put(out, n, 2);
    put(out, directory->len, 4);
    put(out, at, 4);
    put(out, 0, 2);
    return out;
}

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define REL  "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

static const char relations[] =
    HEAD "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
         "<Relationship Id=\"rId1\" Type=\"" REL "/officeDocument\" Target=\"xl/workbook.xml\"/>"
         "</Relationships>";
static const char book_relations[] =
    HEAD "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
         "<Relationship Id=\"rId1\" Type=\"" REL "/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
         "<Relationship Id=\"rId2\" Type=\"" REL "/sharedStrings\" Target=\"sharedStrings.xml\"/>"
         "<Relationship Id=\"rId3\" Type=\"" REL "/styles\" Target=\"/xl/styles.xml\"/>"
         "<Relationship Id=\"rId4\" Type=\"" REL "/worksheet\" Target=\"worksheets/sheet2.xml\"/>"
         "<Relationship Id=\"rId5\" Type=\"" REL "/chartsheet\" Target=\"worksheets/chart.xml\"/>"
         "</Relationships>";

GByteArray *
workbook_make(const Workbook *book)
{
    const char *rows = book->rows != NULL ? book->rows : "";
    g_autofree char *sheet =
        g_strconcat(HEAD "<worksheet xmlns=\"" MAIN "\"><sheetData>", rows,
                    "</sheetData><mergeCells count=\"1\"><mergeCell ref=\"A1:B1\"/></mergeCells>"
                    "</worksheet>",
                    NULL);
    g_autofree char *shared = g_strconcat(HEAD "<sst xmlns=\"" MAIN "\">",
                                          book->shared != NULL ? book->shared : "", "</sst>", NULL);
    g_autofree char *styles = g_strconcat(
        HEAD "<styleSheet xmlns=\"" MAIN "\"><numFmts>", book->formats != NULL ? book->formats : "",
        "</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/>",
        book->styles != NULL ? book->styles : "", "</cellXfs></styleSheet>", NULL);
    static const char workbook[] =
        HEAD "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" REL "\"><sheets>"
             "<sheet name=\"Sheet\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
    const ArchivePart parts[] = {
        { "_rels/.rels", relations, 0 },
        { "xl/workbook.xml", book->workbook != NULL ? book->workbook : workbook, 0 },
        { "xl/_rels/workbook.xml.rels", book_relations, 0 },
        { "xl/sharedStrings.xml", shared, 0 },
        { "xl/styles.xml", styles, 0 },
        { "xl/worksheets/sheet1.xml", book->sheet != NULL ? book->sheet : sheet, 0 },
        { "xl/worksheets/sheet2.xml",
          "<worksheet><sheetData><row><c><v>2</v></c></row></sheetData></worksheet>", 0 },
    };
    return archive_make(parts, G_N_ELEMENTS(parts));
}

GByteArray *
workbook_from_csv(const char *csv)
{
    g_auto(GStrv) lines = g_strsplit(csv, "\n", 0);
    g_autoptr(GString) rows = g_string_new(NULL);
    for (gsize i = 0; lines[i] != NULL; i++) {
        g_auto(GStrv) fields = g_strsplit(lines[i], ",", 0);
        g_string_append_printf(rows, "<row r=\"%d\">", (int)i + 1);
        for (gsize j = 0; fields[j] != NULL; j++) {
            g_autofree char *text = g_markup_escape_text(fields[j], -1);
            char *end = NULL;
            const gboolean is_number = *text != '\0' && (g_ascii_strtod(text, &end), *end == '\0');
            if (*text == '\0')
                continue;
            g_string_append_printf(rows, "<c r=\"%c%d\"", (char)('A' + j), (int)i + 1);
            if (is_number)
                g_string_append_printf(rows, "><v>%s</v></c>", text);
            else
                g_string_append_printf(rows, " t=\"inlineStr\"><is><t>%s</t></is></c>", text);
        }
        g_string_append(rows, "</row>");
    }
    const Workbook book = { .rows = rows->str };
    return workbook_make(&book);
}
