/* Sums of a run, asked of ClickHouse: one question for counts and weights by group and code, one for
 * sums by sampling unit. Groups are asked as codes or months and numbered here. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "column/clickhouse_priv.h"
#include "column/dimension_priv.h"
#include "column/rows_priv.h"
#include "column/run_priv.h"
#include "column/slice_priv.h"
#include "lang/assert.h"

enum {
    NUMBERS_MAX = 6,
    STEADY_BITS = 43, /* 1e-13 of a sum */
};

#define HAS_WEIGHT "NOT isNaN(weight)"

/* ---- Words of SQL ---- */

/* "version", "mode" or "i3". */
static void
put_dimension(GString *sql, const CxFrame *frame, const char *name)
{
    size_t index = 0;
    if (cx_frame_find_item(frame, name, &index))
        g_string_append_printf(sql, CX_CLICKHOUSE_ITEM, index);
    else
        g_string_append(sql, name);
}

static void
put_group(GString *sql, const CxRun *run)
{
    if (run->by_days != NULL) {
        const char *const words[] = {
            [CX_SLICE_BY_MONTH] = "month",
            [CX_SLICE_BY_QUARTER] = "intDiv(month, 3)",
            [CX_SLICE_BY_YEAR] = "intDiv(month, 12)",
        };
        g_string_append(sql, words[run->slice->by]);
    } else if (run->by_name != NULL) {
        put_dimension(sql, run->frame, run->by_name);
    } else {
        g_string_append(sql, "0");
    }
}

/* The question's column; that of versions for a count of responses. */
static void
put_code(GString *sql, const CxRun *run)
{
    const CxFrameItem *item = run->owned->tallies.item;
    put_dimension(sql, run->frame, item == NULL ? "version" : item->key);
}

static void
put_codes(GString *sql, const uint8_t keep[CX_KERNEL_CODES])
{
    const char *comma = "";
    g_string_append(sql, " IN (");
    for (unsigned c = 0; c < CX_KERNEL_CODES; c++) {
        if (keep[c] == 0)
            continue;
        g_string_append_printf(sql, "%s%u", comma, c);
        comma = ", ";
    }
    g_string_append_c(sql, ')');
}

/* " FROM … WHERE …": the rows of the period that every filter keeps. */
static void
put_rows(GString *sql, const CxRun *run)
{
    g_autofree char *table = cx_clickhouse_table(run->frame);
    const int32_t day0 = cx_frame_first_day(run->frame).v;
    g_string_append(sql, " FROM ");
    g_string_append(sql, table);
    g_string_append(sql, " WHERE day");
    g_string_append_printf(sql, " >= %d AND day <= %d", run->from.v - day0, run->to.v - day0);
    for (guint i = 0; i < run->slice->filters->len; i++) {
        const CxSliceFilter *filter = g_ptr_array_index(run->slice->filters, i);
        uint8_t keep[CX_KERNEL_CODES] = { 0 };
        (void)cx_rows_filter_codes(run->frame, filter, keep); /* the column is not read here */
        g_string_append(sql, " AND ");
        put_dimension(sql, run->frame, filter->item);
        put_codes(sql, keep);
    }
}

static void
put_score(GString *sql, const CxRun *run)
{
    g_autoptr(GString) codes = g_string_new(NULL);
    g_autoptr(GString) scores = g_string_new(NULL);
    for (unsigned c = 0; c < CX_KERNEL_CODES; c++) {
        if (!run->scale.is_valid[c])
            continue;
        char number[G_ASCII_DTOSTR_BUF_SIZE];
        g_string_append_printf(codes, "%s%u", codes->len == 0 ? "" : ", ", c);
        g_string_append_printf(scores, "%stoFloat64(%s)", scores->len == 0 ? "" : ", ",
                               g_ascii_dtostr(number, sizeof(number), run->scale.score[c]));
    }
    g_string_append(sql, "transform(");
    put_code(sql, run);
    g_string_append_printf(sql, ", [%s], [%s], toFloat64(0))", codes->str, scores->str);
}

/* ---- Answers ---- */

/* The group a code or month stands for, or n_groups: none. */
static size_t
group_of(const CxRun *run, int64_t asked, size_t n_groups)
{
    if (run->by_days != NULL) {
        const int64_t first = cx_slice_period_index(run->slice->by, run->from);
        const int64_t g = asked - first;
        return g < 0 || g >= (int64_t)n_groups ? n_groups : (size_t)g;
    }
    if (run->by_name == NULL)
        return 0;
    const bool is_code = asked >= 0 && asked < CX_KERNEL_CODES;
    return is_code && run->by_table[asked] < n_groups ? run->by_table[asked] : n_groups;
}

/* Servers add up in an order of their own, so the last digits differ from one answer to the next;
 * without them the same question has the same card. */
static double
steady(double sum)
{
    int exponent = 0;
    const double mantissa = frexp(sum, &exponent);
    return ldexp(nearbyint(ldexp(mantissa, STEADY_BITS)), exponent - STEADY_BITS);
}

/* One line of numbers between tabs. */
static bool
read_line(const char *line, double *number, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char *end = NULL;
        number[i] = g_ascii_strtod(line, &end);
        if (end == line || *end != (i + 1 == n ? '\0' : '\t') || !isfinite(number[i]))
            return false;
        line = end + 1;
    }
    return true;
}

typedef struct {
    const CxRun *run;
    size_t n_groups;
    CxRunSums *sums;
} Filling;

/* One line of an answer; false for numbers that cannot be. */
typedef bool (*TakeLine)(const Filling *filling, const double *number);

static bool
ask(const Filling *filling, const char *sql, size_t n_numbers, TakeLine take, GError **error)
{
    g_autofree char *answer = cx_clickhouse_ask(filling->run->clickhouse, 0, sql, error);
    if (answer == NULL)
        return false;
    char *rest = NULL;
    for (char *line = strtok_r(answer, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        double number[NUMBERS_MAX];
        if (!read_line(line, number, n_numbers) || !take(filling, number)) {
            g_set_error(error, CX_ERROR, CX_ERROR_CORRUPT,
                        "ClickHouse answered a slice with \"%.60s\"", line);
            return false;
        }
    }
    return true;
}

/* ---- Counts and weights by group and code ---- */

static bool
take_counts(const Filling *filling, const double *number)
{
    const CxRunSums *sums = filling->sums;
    if (number[1] < 0.0 || number[1] >= CX_KERNEL_CODES)
        return false;
    const size_t g = group_of(filling->run, (int64_t)number[0], filling->n_groups);
    if (g == filling->n_groups)
        return true;
    const size_t slot = g * CX_KERNEL_CODES + (size_t)number[1];
    sums->all[slot] += (int64_t)number[2];
    if (filling->run->weight != NULL) {
        sums->hist[slot] += (int64_t)number[3];
        sums->w[slot] += steady(number[4]);
        sums->ww[slot] += steady(number[5]);
    }
    return true;
}

static bool
fill_counts(const Filling *filling, GError **error)
{
    const CxRun *run = filling->run;
    const bool is_weighted = run->weight != NULL;
    g_autoptr(GString) sql = g_string_new("SELECT ");
    put_group(sql, run);
    g_string_append(sql, " AS g, ");
    put_code(sql, run);
    g_string_append(sql, " AS c, count()");
    if (is_weighted) {
        g_string_append(sql, ", countIf(" HAS_WEIGHT "), sumIf(weight, " HAS_WEIGHT
                             "), sumIf(weight * weight, " HAS_WEIGHT ")");
    }
    put_rows(sql, run);
    g_string_append(sql, " GROUP BY g, c FORMAT TabSeparated");
    return ask(filling, sql->str, is_weighted ? 6 : 3, take_counts, error);
}

/* ---- Sums by sampling unit ---- */

static bool
take_units(const Filling *filling, const double *number)
{
    const size_t g = group_of(filling->run, (int64_t)number[0], filling->n_groups);
    if (g == filling->n_groups)
        return true;
    const bool is_weighted = filling->run->weight != NULL;
    filling->sums->units[g] = (CxClusterTally){
        .clusters = (int64_t)number[1],
        .ss = is_weighted ? steady(number[2]) : number[2],
        .sw = is_weighted ? steady(number[3]) : number[3],
        .ww = is_weighted ? steady(number[4]) : number[4],
    };
    return true;
}

static bool
fill_units(const Filling *filling, GError **error)
{
    const CxRun *run = filling->run;
    const bool is_weighted = run->weight != NULL;
    g_autoptr(GString) sql = g_string_new("SELECT g, count(), sum(s * s), sum(s * w), sum(w * w) "
                                          "FROM (SELECT ");
    put_group(sql, run);
    g_string_append(sql, " AS g, cluster, sum(");
    put_score(sql, run);
    g_string_append(sql, is_weighted ? " * weight) AS s, sum(weight) AS w"
                                     : ") AS s, toFloat64(count()) AS w");
    put_rows(sql, run);
    g_string_append(sql, " AND ");
    put_code(sql, run);
    put_codes(sql, run->scale.is_valid);
    if (is_weighted)
        g_string_append(sql, " AND " HAS_WEIGHT);
    g_string_append(sql, " GROUP BY g, cluster) GROUP BY g FORMAT TabSeparated");
    return ask(filling, sql->str, 5, take_units, error);
}

bool
cx_run_clickhouse_fill(const CxRun *run, size_t n_groups, CxRunSums *sums, GError **error)
{
    if (run->n == 0)
        return true;
    const Filling filling = { run, n_groups, sums };
    return fill_counts(&filling, error) && (sums->units == NULL || fill_units(&filling, error));
}
