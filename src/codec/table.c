/* Which kind of table a file is, and its rows in one shape. */
#include "codec/table.h"

#include <string.h>

#include "base/error.h"
#include "codec/encoding.h"
#include "codec/table_priv.h"
#include "codec/xlsx.h"
#include "lang/assert.h"

#define LOOK_BYTES 64   /* of a text, for what it begins with */
#define HEAD_BYTES 1024 /* of one, for what kind of document it says it is */

struct CxTable {
    CxTableKind kind;
    char *owned;      /* the file as UTF-8, where it had to be converted */
    const char *text; /* what offsets count in: of owned, or borrowed from the caller */
    size_t text_bytes;
    int64_t offset_bytes; /* of the last row in text */
    char delimiter;       /* of a CSV */
    CxCsvReader *csv;
    CxXlsx *xlsx;
    CxTableJson *json;
    bool is_begun; /* the header was given */
};

/* ---- What is no table ---- */

static bool
begins(const void *data, size_t len_bytes, const char *head, size_t n_head)
{
    return len_bytes >= n_head && memcmp(data, head, n_head) == 0;
}

/* Old Excel files and encrypted new ones come in the same wrapping. */
static const char *
compound_words(const void *data, size_t len_bytes)
{
    static const char name[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
    if (memmem(data, len_bytes, name, sizeof name - 1) != NULL)
        return "the workbook is protected by a password; save it without one and try again";
    return "the file is of an old Office format (.xls); save it as Excel workbook (.xlsx) or CSV";
}

static const char *
other_words(const void *data, size_t len_bytes)
{
    static const char compound[] = {
        '\xd0', '\xcf', '\x11', '\xe0', '\xa1', '\xb1', '\x1a', '\xe1'
    };
    if (begins(data, len_bytes, compound, sizeof compound))
        return compound_words(data, len_bytes);
    if (begins(data, len_bytes, "%PDF-", 5))
        return "the file is a PDF document; get the table as CSV or Excel workbook";
    if (begins(data, len_bytes, "\x1f\x8b", 2))
        return "the file is compressed (gzip); unpack it first";
    if (begins(data, len_bytes, "\x89PNG", 4) || begins(data, len_bytes, "\xff\xd8\xff", 3) ||
        begins(data, len_bytes, "GIF8", 4))
        return "the file is a picture; get the table as CSV or Excel workbook";
    if (begins(data, len_bytes, "$FL2", 4) || begins(data, len_bytes, "$FL3", 4))
        return "the file is of SPSS (.sav); export the answers as CSV or Excel workbook";
    return NULL;
}

/* Whether a name in quotes has a list of objects, as in {"responses":[{…: all of a file in one object. */
static bool
holds_list(const char *name)
{
    const char *end = strchr(name + 1, '"');
    if (end == NULL)
        return false;
    const char *value = end + 1 + strspn(end + 1, " \t\r\n:");
    return *value == '[' && value[1 + strspn(value + 1, " \t\r\n")] == '{';
}

/* LimeSurvey's export of answers is one of many files it writes; the others say what to take. */
static const char *
limesurvey_words(const char *head, size_t len_bytes)
{
#define INSTEAD "; export the responses as CSV or Excel workbook"
    static const struct {
        const char *mark; /* stands near the beginning of such a file */
        const char *words;
    } files[] = {
        { "<LimeSurveyDocType>Survey<",
          "the file is a LimeSurvey questionnaire (.lss), which holds no answers" INSTEAD },
        { "\tclass\ttype/scale\tname\trelevance\t",
          "the file is a LimeSurvey questionnaire (.txt), which holds no answers" INSTEAD },
        { "<questionnaireInfo>",
          "the file is a questionnaire in queXML, which holds no answers" INSTEAD },
        { "# LimeSurvey Field type:",
          "the file is a script for R, which reads answers and holds none" INSTEAD },
        { "\nGET DATA\n",
          "the file is a script for SPSS (.sps), which reads answers and holds none" INSTEAD },
        { "{\"responses\": [{\"id\":",
          "the file is the answers as one JSON document, which is not read" INSTEAD },
    };
#undef INSTEAD
    for (size_t i = 0; i < CX_N_ELEMENTS(files); i++) {
        if (memmem(head, len_bytes, files[i].mark, strlen(files[i].mark)) != NULL)
            return files[i].words;
    }
    return NULL;
}

/* The same for what has become a text. */
static const char *
other_text_words(const char *text, size_t len_bytes)
{
    g_autofree char *look = g_strndup(text, MIN(len_bytes, LOOK_BYTES));
    const char *from = look + strspn(look, " \t\r\n");
    const char *tool = limesurvey_words(text, MIN(len_bytes, HEAD_BYTES));
    if (tool != NULL)
        return tool;
    static const char *const pages[] = { "<!doctype html", "<html", "<table", "<?xml" };
    for (size_t i = 0; i < CX_N_ELEMENTS(pages); i++) {
        if (g_ascii_strncasecmp(from, pages[i], strlen(pages[i])) == 0)
            return "the file is a web page or XML; save it as Excel workbook (.xlsx) or CSV";
    }
    if (*from != '[' && *from != '{')
        return NULL;
    const char *next = from + 1 + strspn(from + 1, " \t\r\n");
    const bool is_laid_out = memchr(from, '\n', (size_t)(next - from)) != NULL;
    const bool is_alone = memmem(text, len_bytes, "\n{", 2) == NULL;
    if ((*from == '[' && *next == '{') ||
        (*from == '{' && *next == '"' && (is_laid_out || (is_alone && holds_list(next))))) {
        return "the file is one JSON document; what is read is one object a line (NDJSON), or a "
               "CSV or Excel export of the same";
    }
    return NULL;
}

static bool
refuse(const char *words, GError **error)
{
    if (words == NULL)
        return false;
    g_set_error_literal(error, CX_ERROR, CX_ERROR_UNSUPPORTED, words);
    return true;
}

/* ---- Opening ---- */

/* The reader of CSV passes a byte order mark by itself, and offsets count it. */
static size_t
bom_bytes(const char *text, size_t len_bytes)
{
    return begins(text, len_bytes, "\xef\xbb\xbf", 3) ? 3 : 0;
}

/* The bytes as UTF-8: *ret_text borrows data or table->owned. */
static bool
take_text(CxTable *table, const void *data, size_t *len_bytes, const char **ret_text,
          GError **error)
{
    const CxEncodingGuess guess = cx_encoding_guess(data, *len_bytes);
    *ret_text = data;
    /* Behind a byte order mark the guess has not looked. */
    const bool is_valid =
        guess.encoding == CX_ENCODING_UTF8 &&
        (guess.bom_bytes == 0 || cx_encoding_valid_bytes(data, *len_bytes) == *len_bytes);
    if (!is_valid) {
        table->owned = cx_encoding_to_utf8(guess, data, *len_bytes, len_bytes, NULL, error);
        if (table->owned == NULL)
            return false;
        *ret_text = table->owned;
    }
    if (*len_bytes > 0 && memchr(*ret_text, '\0', *len_bytes) != NULL)
        return !refuse("the file is not a text: it holds bytes of zero", error);
    const size_t n_bom = bom_bytes(*ret_text, *len_bytes);
    return !refuse(other_text_words(*ret_text + n_bom, *len_bytes - n_bom), error);
}

static void
open_text(CxTable *table, const char *text, size_t len_bytes, char delimiter)
{
    const size_t n_bom = bom_bytes(text, len_bytes);
    if (delimiter == '\0' && cx_table_json_is(text + n_bom, len_bytes - n_bom)) {
        table->kind = CX_TABLE_NDJSON;
        table->text = text + n_bom;
        table->text_bytes = len_bytes - n_bom;
        table->json = cx_table_json_new(table->text, table->text_bytes);
        return;
    }
    CxCsvFormat format = { .delimiter = delimiter };
    if (delimiter == '\0')
        format = cx_csv_sniff(text, len_bytes).format;
    table->kind = CX_TABLE_CSV;
    table->delimiter = format.delimiter;
    table->text = text;
    table->text_bytes = len_bytes;
    table->csv = cx_csv_reader_new(&format, text, len_bytes);
}

CxTable *
cx_table_open(const void *data, size_t len_bytes, const CxTableOptions *options, GError **error)
{
    static const CxTableOptions none = { 0 };
    if (options == NULL)
        options = &none;
    if (len_bytes == 0)
        data = "";
    g_autoptr(CxTable) table = g_new0(CxTable, 1);
    if (cx_xlsx_is_archive(data, len_bytes)) {
        table->kind = CX_TABLE_XLSX;
        table->xlsx = cx_xlsx_open(data, len_bytes, options->sheet, error);
        return table->xlsx != NULL ? g_steal_pointer(&table) : NULL;
    }
    const char *text = NULL;
    if (refuse(other_words(data, len_bytes), error) ||
        !take_text(table, data, &len_bytes, &text, error))
        return NULL;
    open_text(table, text, len_bytes, options->delimiter);
    return g_steal_pointer(&table);
}

void
cx_table_free(CxTable *table)
{
    if (table == NULL)
        return;
    cx_csv_reader_free(table->csv);
    cx_xlsx_free(table->xlsx);
    cx_table_json_free(table->json);
    g_free(table->owned);
    g_free(table);
}

/* ---- Rows ---- */

static CxTableStep
next_of_csv(CxTable *table, CxTableRow *ret_row)
{
    CxCsvRow row;
    const CxCsvStep step = cx_csv_reader_next(table->csv, &row);
    cx_assert(step != CX_CSV_MORE);
    if (step == CX_CSV_END)
        return CX_TABLE_END;
    *ret_row = (CxTableRow){
        .fields = row.fields,
        .n_fields = row.n_fields,
        .line = row.line,
        .offset_bytes = row.offset_bytes,
        .raw = row.raw,
        .raw_bytes = row.raw_bytes,
        .problem = step == CX_CSV_BAD ? cx_csv_problem_text(row.problem) : NULL,
        .problem_line = row.problem_line,
    };
    return step == CX_CSV_BAD ? CX_TABLE_BAD : CX_TABLE_ROW;
}

static CxTableStep
next_of_xlsx(CxTable *table, CxTableRow *ret_row, GError **error)
{
    CxXlsxRow row;
    const CxXlsxStep step = cx_xlsx_next(table->xlsx, &row, error);
    if (step == CX_XLSX_END || step == CX_XLSX_ERROR)
        return step == CX_XLSX_END ? CX_TABLE_END : CX_TABLE_ERROR;
    *ret_row = (CxTableRow){
        .fields = row.fields,
        .n_fields = row.n_fields,
        .line = row.row,
        .problem = row.problem,
        .problem_line = step == CX_XLSX_BAD ? row.row : 0,
    };
    if (step == CX_XLSX_BAD)
        return CX_TABLE_BAD;
    if (!table->is_begun)
        cx_xlsx_set_width(table->xlsx, row.n_fields);
    table->is_begun = true;
    return CX_TABLE_ROW;
}

CxTableStep
cx_table_next(CxTable *table, CxTableRow *ret_row, GError **error)
{
    if (table->xlsx != NULL)
        return next_of_xlsx(table, ret_row, error);
    const CxTableStep step =
        table->csv != NULL ? next_of_csv(table, ret_row) : cx_table_json_next(table->json, ret_row);
    if (step != CX_TABLE_END)
        table->offset_bytes = ret_row->offset_bytes;
    return step;
}

double
cx_table_share_done(const CxTable *table)
{
    if (table->xlsx != NULL)
        return cx_xlsx_share_done(table->xlsx);
    return table->text_bytes > 0 ? (double)table->offset_bytes / (double)table->text_bytes : 1.0;
}

CxTableKind
cx_table_kind(const CxTable *table)
{
    return table->kind;
}

const char *
cx_table_text(const CxTable *table, size_t *ret_len_bytes)
{
    *ret_len_bytes = table->text_bytes;
    return table->text;
}

const char *
cx_table_kind_name(CxTableKind kind)
{
    static const char *const names[CX_TABLE_KIND_N] = { "CSV", "Excel workbook", "NDJSON" };
    cx_assert(kind < CX_TABLE_KIND_N);
    return names[kind];
}

const char *
cx_table_line_word(CxTableKind kind)
{
    return kind == CX_TABLE_XLSX ? "row" : "line";
}

char
cx_table_delimiter(const CxTable *table)
{
    return table->delimiter != '\0' ? table->delimiter : ',';
}
