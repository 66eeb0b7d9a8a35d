/* Guessing the delimiter and the line end: each candidate reads the first records, and the one whose
 * records agree best on their number of fields wins. */
#include <string.h>

#include "codec/csv.h"

#define SAMPLE_BYTES   ((size_t)256 << 10)
#define SAMPLE_ROWS    400
#define SAMPLE_COLUMNS 512 /* counts above share the last place */

typedef struct {
    size_t n_rows;
    size_t n_first;   /* fields of the first record */
    size_t n_columns; /* fields of most records */
    double share;     /* 0..1, of the records that have so many */
    CxCsvLineEnd line_end;
} Trial;

/* Which line end stands at `at`. */
static CxCsvLineEnd
line_end_at(const char *text, size_t n, size_t at)
{
    if (at >= n || text[at] == '\n')
        return CX_CSV_LF;
    return at + 1 < n && text[at + 1] == '\n' ? CX_CSV_CRLF : CX_CSV_CR;
}

static size_t
largest(const size_t *counts, size_t n)
{
    size_t i_largest = 0;
    for (size_t i = 1; i < n; i++) {
        if (counts[i] > counts[i_largest])
            i_largest = i;
    }
    return i_largest;
}

static Trial
try_format(const CxCsvFormat *format, const char *text, size_t n)
{
    size_t counts[SAMPLE_COLUMNS] = { 0 };
    size_t ends[CX_CSV_LINE_END_N] = { 0 };
    Trial trial = { 0 };
    g_autoptr(CxCsvReader) reader = cx_csv_reader_new_feed(format);
    cx_csv_reader_feed(reader, text, MIN(n, SAMPLE_BYTES));
    if (n <= SAMPLE_BYTES)
        cx_csv_reader_finish(reader);
    CxCsvRow row;
    CxCsvStep step = cx_csv_reader_next(reader, &row);
    for (; trial.n_rows < SAMPLE_ROWS && step <= CX_CSV_BAD;
         step = cx_csv_reader_next(reader, &row)) {
        trial.n_rows++;
        if (step == CX_CSV_BAD)
            continue;
        if (trial.n_rows == 1)
            trial.n_first = row.n_fields;
        counts[MIN(row.n_fields, SAMPLE_COLUMNS - 1)]++;
        ends[line_end_at(text, n, (size_t)row.offset_bytes + row.raw_bytes)]++;
    }
    trial.n_columns = largest(counts, SAMPLE_COLUMNS);
    trial.line_end = (CxCsvLineEnd)largest(ends, CX_CSV_LINE_END_N);
    if (trial.n_rows > 0)
        trial.share = (double)counts[trial.n_columns] / (double)trial.n_rows;
    return trial;
}

/* Higher is better. A header that agrees counts much: in `1,5;2,5` both delimiters agree with
 * themselves on every record, but the header `a;b` has no comma. */
static double
trial_score(const Trial *trial)
{
    if (trial->n_columns < 2)
        return 0.0;
    const double header = trial->n_first == trial->n_columns ? 1.0 : 0.5;
    const double width = (double)MIN(trial->n_columns, SAMPLE_COLUMNS) / SAMPLE_COLUMNS;
    return trial->share * header + width * 0.1;
}

CxCsvSniff
cx_csv_sniff(const char *text, size_t len_bytes)
{
    static const char delimiters[] = { ',', ';', '\t', '|' };
    CxCsvSniff best = { 0 };
    double best_score = -1.0;
    for (size_t i = 0; i < CX_N_ELEMENTS(delimiters); i++) {
        const CxCsvFormat format = { .delimiter = delimiters[i], .quote = '"' };
        const Trial trial = try_format(&format, text, len_bytes);
        const double score = trial_score(&trial);
        if (score > best_score) {
            best_score = score;
            best.format = format;
            best.format.line_end = trial.line_end;
            best.n_columns = trial.n_columns;
            best.share_regular = trial.share;
        }
    }
    return best;
}
