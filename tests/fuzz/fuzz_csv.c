/* CSV: any bytes give the same records whole and in chunks, within the limits, each once and in
 * order; what was read is written and read again. The first byte chooses the format, the second
 * the size of the chunks. */
#include "fuzz.h"

#include <string.h>

#include "codec/csv.h"
#include "codec/encoding.h"

static const CxCsvFormat formats[] = {
    { .delimiter = ',' },
    { .delimiter = ';', .field_bytes_max = 9, .record_bytes_max = 40, .columns_max = 5 },
    { .delimiter = '\t' },
    { .delimiter = ',', .quote = CX_CSV_NO_QUOTE },
    { .delimiter = '|', .field_bytes_max = 50, .record_bytes_max = 20, .columns_max = 300 },
};

static void
check_row(const CxCsvFormat *format, CxCsvStep step, const CxCsvRow *row)
{
    const size_t field_max = format->field_bytes_max > 0 ? format->field_bytes_max : 1 << 20;
    const size_t columns_max = format->columns_max > 0 ? format->columns_max : 16384;
    g_assert_true((row->problem == CX_CSV_FINE) == (step == CX_CSV_ROW));
    g_assert_true((row->n_fields > 0) == (step == CX_CSV_ROW));
    g_assert_cmpuint(row->n_fields, <=, columns_max);
    for (size_t i = 0; i < row->n_fields; i++)
        g_assert_cmpuint(row->fields[i].len_bytes, <=, field_max);
    if (step == CX_CSV_BAD)
        g_assert_cmpint(row->problem_line, >=, row->line);
}

static void
append_row(GString *out, const CxCsvRow *row)
{
    g_string_append_printf(out, "%d %d %d %d %d %d\n", (int)row->line, (int)row->offset_bytes,
                           (int)row->raw_bytes, (int)row->n_odd_quotes, (int)row->problem,
                           (int)row->problem_line);
    g_string_append_len(out, row->raw, (gssize)row->raw_bytes);
    for (size_t i = 0; i < row->n_fields; i++) {
        const CxCsvField *field = &row->fields[i];
        g_string_append_c(out, field->was_quoted ? 'q' : 'u');
        g_string_append_printf(out, "%d:", (int)field->len_bytes);
        g_string_append_len(out, field->text, field->len_bytes);
    }
}

/* Everything a reader says, n_chunk bytes at a time; 0 for all at once. */
static GString *
read_all(const CxCsvFormat *format, const char *text, size_t n, size_t n_chunk)
{
    GString *out = g_string_new(NULL);
    g_autoptr(CxCsvReader) reader =
        n_chunk == 0 ? cx_csv_reader_new(format, text, n) : cx_csv_reader_new_feed(format);
    size_t at = 0;
    int64_t line = 0;
    int64_t offset_bytes = -1;
    CxCsvRow row;
    CxCsvStep step = cx_csv_reader_next(reader, &row);
    for (; step != CX_CSV_END; step = cx_csv_reader_next(reader, &row)) {
        if (step == CX_CSV_MORE && at == n) {
            cx_csv_reader_finish(reader);
        } else if (step == CX_CSV_MORE) {
            const size_t n_fed = MIN(n_chunk, n - at);
            cx_csv_reader_feed(reader, text + at, n_fed);
            at += n_fed;
        } else {
            check_row(format, step, &row);
            g_assert_cmpint(row.line, >, line);
            g_assert_cmpint(row.offset_bytes, >, offset_bytes);
            line = row.line;
            offset_bytes = row.offset_bytes;
            append_row(out, &row);
        }
    }
    return out;
}

static void
check_written(const CxCsvFormat *format, const char *text, size_t n)
{
    g_autoptr(GString) out = g_string_new(NULL);
    const CxCsvFormat plain = { .delimiter = format->delimiter };
    CxCsvWriter writer = cx_csv_writer(out, &plain, CX_CSV_AS_IS);
    g_autoptr(CxCsvReader) reader = cx_csv_reader_new(format, text, n);
    g_autoptr(GPtrArray) fields = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    CxCsvRow row;
    CxCsvStep step = cx_csv_reader_next(reader, &row);
    for (; step != CX_CSV_END; step = cx_csv_reader_next(reader, &row)) {
        for (size_t i = 0; i < row.n_fields; i++) {
            const CxCsvField *field = &row.fields[i];
            cx_csv_writer_text_n(&writer, field->text, field->len_bytes);
            g_ptr_array_add(fields, g_bytes_new(field->text, field->len_bytes));
        }
        if (step == CX_CSV_ROW)
            cx_csv_writer_end_row(&writer);
    }
    g_autoptr(CxCsvReader) again = cx_csv_reader_new(&plain, out->str, out->len);
    size_t i_field = 0;
    for (step = cx_csv_reader_next(again, &row); step != CX_CSV_END;
         step = cx_csv_reader_next(again, &row)) {
        g_assert_cmpint((int)step, ==, (int)CX_CSV_ROW);
        for (size_t i = 0; i < row.n_fields; i++, i_field++) {
            g_autoptr(GBytes) field = g_bytes_new(row.fields[i].text, row.fields[i].len_bytes);
            g_assert_cmpuint(i_field, <, fields->len);
            g_assert_true(g_bytes_equal(field, g_ptr_array_index(fields, i_field)));
        }
    }
    g_assert_cmpuint(i_field, ==, fields->len);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n_bytes)
{
    if (n_bytes < 2)
        return 0;
    const CxCsvFormat *format = &formats[bytes[0] % G_N_ELEMENTS(formats)];
    const size_t n_chunk = 1 + bytes[1] % 80;
    const char *text = (const char *)bytes + 2;
    const size_t n = n_bytes - 2;
    g_autoptr(GString) whole = read_all(format, text, n, 0);
    g_autoptr(GString) fed = read_all(format, text, n, n_chunk);
    g_assert_true(g_string_equal(whole, fed));
    check_written(format, text, n);
    const CxCsvSniff sniff = cx_csv_sniff(text, n);
    g_assert_true(sniff.share_regular >= 0.0 && sniff.share_regular <= 1.0);

    size_t n_utf8 = 0;
    g_autofree char *utf8 =
        cx_encoding_to_utf8(cx_encoding_guess(text, n), text, n, &n_utf8, NULL, NULL);
    g_assert_cmpuint(cx_encoding_valid_bytes(utf8, n_utf8), ==, n_utf8);
    return 0;
}
