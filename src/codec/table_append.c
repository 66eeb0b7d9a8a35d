/* Rows of a table written out again, for people. */
#include "codec/table.h"

static bool
has_formula(const CxCsvField *fields, size_t n_fields)
{
    for (size_t i = 0; i < n_fields; i++) {
        if (cx_csv_is_formula(fields[i].text, fields[i].len_bytes))
            return true;
    }
    return false;
}

static void
append_fields(GString *out, char delimiter, const CxCsvField *fields, size_t n_fields)
{
    const CxCsvFormat format = { .delimiter = delimiter };
    CxCsvWriter writer = cx_csv_writer(out, &format, CX_CSV_GUARDED);
    for (size_t i = 0; i < n_fields; i++)
        cx_csv_writer_text_n(&writer, fields[i].text, fields[i].len_bytes);
    if (n_fields > 0)
        cx_csv_writer_end_row(&writer);
}

/* A record that no reader takes, by its delimiters alone. */
static void
append_bad(GString *out, char delimiter, const CxTableRow *row)
{
    const CxCsvFormat format = { .delimiter = delimiter, .quote = CX_CSV_NO_QUOTE };
    g_autoptr(CxCsvReader) reader = cx_csv_reader_new(&format, row->raw, row->raw_bytes);
    CxCsvRow line;
    CxCsvStep step;
    while ((step = cx_csv_reader_next(reader, &line)) == CX_CSV_ROW || step == CX_CSV_BAD)
        append_fields(out, delimiter, line.fields, line.n_fields);
}

/* Whether a piece of a record would run, quoted or not. */
static bool
has_raw_formula(const CxTableRow *row, char delimiter)
{
    bool is_start = true;
    for (size_t i = 0; i < row->raw_bytes; i++) {
        const char byte = row->raw[i];
        if (is_start && cx_csv_is_formula(row->raw + i, row->raw_bytes - i))
            return true;
        is_start = byte == delimiter || byte == '\n' || byte == '\r' ||
                   (is_start && (byte == '"' || byte == ' '));
    }
    return false;
}

void
cx_table_append_row(GString *out, const CxTable *table, const CxTableRow *row)
{
    const char delimiter = cx_table_delimiter(table);
    const bool is_csv = cx_table_kind(table) == CX_TABLE_CSV;
    const bool is_safe = row->n_fields > 0 ? !has_formula(row->fields, row->n_fields)
                                           : !has_raw_formula(row, delimiter);
    if (is_csv && is_safe && row->raw != NULL) {
        g_string_append_len(out, row->raw, (gssize)row->raw_bytes);
        g_string_append_c(out, '\n');
    } else if (row->n_fields > 0) {
        append_fields(out, delimiter, row->fields, row->n_fields);
    } else if (is_csv && row->raw != NULL) {
        append_bad(out, delimiter, row);
    } else if (row->raw != NULL) {
        const CxCsvField whole = { .text = row->raw, .len_bytes = (uint32_t)row->raw_bytes };
        append_fields(out, delimiter, &whole, 1);
    }
}
