/* The part of a file recognition looks at: the beginning and, of a large one, pieces spread over it.
 *
 * A piece begins after the first line end in it. That may lie inside a quoted cell; then the first
 * records of the piece are nonsense, most have another number of columns than the header and are
 * left out, and the few that are not do not matter among thousands. Workbooks and NDJSON cannot be
 * read from the middle: of large ones the first rows count. */
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "codec/encoding.h"
#include "codec/table.h"
#include "feedback/recognise_priv.h"

#define WHOLE_BYTES_MAX (4 << 20)   /* up to here all of a file is read */
#define PIECE_BYTES     (128 << 10) /* of a larger one */
#define N_PIECES        32
#define HEAD_BYTES      (1 << 20)
#define ROWS_MAX        5000
#define ROWS_MIN        20
#define CELLS_MAX       600000 /* rows times columns */
#define HEADERS_MAX     3
#define WALK_ROWS_MAX   20000 /* of a large workbook or NDJSON */

/* A piece of a large file as UTF-8. (transfer full) */
static char *
read_piece(const CxRecogniseFile *file, size_t from, size_t n_bytes, size_t *ret_len_bytes,
           GError **error)
{
    const char *data = (const char *)file->data + from;
    CxEncodingGuess guess = cx_encoding_guess_part(file->data, MIN(file->len_bytes, HEAD_BYTES));
    const bool is_wide =
        guess.encoding == CX_ENCODING_UTF16_LE || guess.encoding == CX_ENCODING_UTF16_BE;
    if (!is_wide && from > 0)
        guess = cx_encoding_guess_part(data, n_bytes);
    if (from > 0)
        guess.bom_bytes = 0;
    return cx_encoding_to_utf8(guess, data, n_bytes, ret_len_bytes, NULL, error);
}

static void
keep_header(CxRecognition *r, const CxCsvField *fields, size_t n_fields)
{
    GPtrArray *record = g_ptr_array_sized_new((guint)n_fields);
    for (size_t i = 0; i < n_fields; i++) {
        const char *text = fields[i].len_bytes > 0 ? fields[i].text : "";
        g_ptr_array_add(record, cx_arena_text_n(r->arena, text, fields[i].len_bytes));
    }
    g_ptr_array_add(r->headers, record);
}

/* A workbook, NDJSON, or a file small enough to be read whole. */
static bool
is_read_whole(const CxRecogniseFile *file)
{
    const char *data = file->data;
    size_t i_first = 0;
    while (i_first < file->len_bytes && g_ascii_isspace(data[i_first]))
        i_first++;
    const bool is_zip = file->len_bytes >= 2 && data[0] == 'P' && data[1] == 'K';
    const bool is_json = i_first < file->len_bytes && data[i_first] == '{';
    return file->len_bytes <= WHOLE_BYTES_MAX || is_zip || is_json;
}

static bool
read_table_headers(CxRecognition *r, GError **error)
{
    g_autoptr(CxTable) table = cx_table_open(r->file->data, r->file->len_bytes, NULL, error);
    if (table == NULL)
        return false;
    r->is_csv = cx_table_kind(table) == CX_TABLE_CSV;
    size_t text_bytes = 0;
    const char *text = r->is_csv ? cx_table_text(table, &text_bytes) : NULL;
    if (text != NULL)
        r->format = cx_csv_sniff(text, text_bytes).format;
    CxTableRow row;
    CxTableStep step;
    while (r->headers->len < HEADERS_MAX &&
           ((step = cx_table_next(table, &row, error)) == CX_TABLE_ROW || step == CX_TABLE_BAD)) {
        if (step == CX_TABLE_ROW) {
            keep_header(r, row.fields, row.n_fields);
        } else if (r->headers->len == 0) {
            g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "line %" G_GINT64_FORMAT ": %s",
                        row.line, row.problem);
            return false;
        } else {
            break;
        }
    }
    /* An error behind the header is for the sample to meet. */
    if (r->headers->len > 0)
        g_clear_error(error);
    return r->headers->len > 0 || *error == NULL;
}

static bool
read_piece_headers(CxRecognition *r, GError **error)
{
    size_t len_bytes = 0;
    g_autofree char *text = read_piece(r->file, 0, HEAD_BYTES, &len_bytes, error);
    if (text == NULL)
        return false;
    if (memchr(text, '\0', len_bytes) != NULL) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_UNSUPPORTED,
                            "the file is not a text: it holds bytes of zero");
        return false;
    }
    r->is_csv = true;
    r->format = cx_csv_sniff(text, len_bytes).format;
    g_autoptr(CxCsvReader) reader = cx_csv_reader_new(&r->format, text, len_bytes);
    CxCsvRow row;
    CxCsvStep step = CX_CSV_ROW;
    while (r->headers->len < HEADERS_MAX && (step = cx_csv_reader_next(reader, &row)) == CX_CSV_ROW)
        keep_header(r, row.fields, row.n_fields);
    if (step == CX_CSV_BAD && r->headers->len == 0) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "line %" G_GINT64_FORMAT ": %s", row.line,
                    cx_csv_problem_text(row.problem));
        return false;
    }
    return true;
}

bool
cx_recognise_open(CxRecognition *r, GError **error)
{
    static const char bom[] = "\xEF\xBB\xBF";
    g_autoptr(GError) cause = NULL;
    r->is_whole = is_read_whole(r->file);
    r->has_bom = r->file->len_bytes >= 3 && memcmp(r->file->data, bom, 3) == 0;
    if (!(r->is_whole ? read_table_headers(r, &cause) : read_piece_headers(r, &cause))) {
        g_propagate_error(error, g_steal_pointer(&cause));
        return false;
    }
    const GPtrArray *first = r->headers->len > 0 ? g_ptr_array_index(r->headers, 0) : NULL;
    if (first != NULL && first->len > 0)
        return true;
    g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                        first == NULL ? "the file is empty" : "the file has no columns");
    return false;
}

/* Counts a record, if it is whole. */
static void
add_row(CxRecognition *r, const CxCsvField *fields, size_t n_fields)
{
    if (n_fields != r->n_columns) {
        r->n_misfit = n_fields;
        return;
    }
    r->n_rows++;
    for (size_t i = 0; i < n_fields; i++) {
        const bool is_shown = !r->is_vv || fields[i].len_bytes != strlen(CX_NOT_SHOWN) ||
                              memcmp(fields[i].text, CX_NOT_SHOWN, strlen(CX_NOT_SHOWN)) != 0;
        cx_profile_add(&r->columns[i].profile, r->arena, fields[i].text,
                       is_shown ? fields[i].len_bytes : 0);
    }
}

/* Goes through a table: counts its rows or, from n_all > 0 of them, adds n_max at equal distances.
 * An error in the middle ends it like the end: an import will say it. */
static int64_t
walk(CxRecognition *r, int64_t n_all, int64_t n_max, GError **error)
{
    g_autoptr(CxTable) table = cx_table_open(r->file->data, r->file->len_bytes, NULL, error);
    if (table == NULL)
        return -1;
    CxTableRow row;
    CxTableStep step;
    int64_t i_row = -(int64_t)r->n_headers;
    while ((step = cx_table_next(table, &row, NULL)) == CX_TABLE_ROW || step == CX_TABLE_BAD) {
        if (step == CX_TABLE_BAD)
            continue;
        const int64_t i = i_row++;
        if (i < 0 || n_all == 0)
            continue;
        if (i >= WALK_ROWS_MAX && !r->is_csv)
            break;
        if (i * n_max / n_all != (i + 1) * n_max / n_all)
            add_row(r, row.fields, row.n_fields);
    }
    return MAX(i_row, 0);
}

static bool
sample_whole(CxRecognition *r, int64_t n_max, GError **error)
{
    const bool is_small = r->is_csv || r->file->len_bytes <= WHOLE_BYTES_MAX;
    const int64_t n_all = is_small ? walk(r, 0, n_max, error) : WALK_ROWS_MAX;
    if (n_all < 0)
        return false;
    r->is_whole = is_small && n_all <= n_max;
    return n_all == 0 || walk(r, n_all, MIN(n_max, n_all), error) >= 0;
}

/* Whole records of a piece, the last left out as it may be cut. */
static void
sample_piece(CxRecognition *r, const char *text, size_t len_bytes, int64_t n_skip, int64_t n_max)
{
    while (len_bytes > 0 && text[len_bytes - 1] != '\n' && text[len_bytes - 1] != '\r')
        len_bytes--;
    g_autoptr(CxCsvReader) reader = cx_csv_reader_new(&r->format, text, len_bytes);
    CxCsvRow row;
    CxCsvStep step;
    int64_t i = -n_skip;
    while (i < n_max && (step = cx_csv_reader_next(reader, &row)) != CX_CSV_END) {
        if (step == CX_CSV_ROW && i++ >= 0)
            add_row(r, row.fields, row.n_fields);
    }
}

static bool
sample_pieces(CxRecognition *r, int64_t n_max, GError **error)
{
    const size_t stride = (r->file->len_bytes - PIECE_BYTES) / (N_PIECES - 1);
    for (size_t i = 0; i < N_PIECES; i++) {
        size_t len_bytes = 0;
        const size_t from = i * stride & ~(size_t)1; /* even, for UTF-16 */
        const size_t n_bytes = i == 0 ? HEAD_BYTES : PIECE_BYTES;
        g_autofree char *text = read_piece(r->file, from, n_bytes, &len_bytes, error);
        if (text == NULL)
            return false;
        size_t i_first = 0;
        while (i > 0 && i_first < len_bytes && text[i_first] != '\n' && text[i_first] != '\r')
            i_first++;
        sample_piece(r, text + i_first, len_bytes - i_first, i == 0 ? (int64_t)r->n_headers : 0,
                     MAX(n_max / N_PIECES, 1));
    }
    return true;
}

bool
cx_recognise_sample(CxRecognition *r, GError **error)
{
    const int64_t fitting = CELLS_MAX / (int64_t)MAX(r->n_columns, 1);
    const int64_t n_max = CLAMP(fitting, ROWS_MIN, ROWS_MAX);
    return r->is_whole ? sample_whole(r, n_max, error) : sample_pieces(r, n_max, error);
}
