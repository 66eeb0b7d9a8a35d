/* How a survey is read when nobody says. */
#include "base/civil.h"
#include "evidence/usual.h"
#include "support/engines.h"
#include "support/store.h"
#include "unit/evidence/asked.h"

static void
add_line(GString *lines, int id, const char *day)
{
    g_string_append_printf(lines, "%d,%s,1,1,R1,10,5,A,\n", id, day);
}

/* Into a version in force from 2018 to 2030. */
static void
import(CxDb *db, const char *lines)
{
    g_autoptr(CxMapping) mapping =
        guests_parse("2018-05-31\",\"sampling", "2030-12-31\",\"sampling", NULL);
    g_autoptr(CxImportReport) report = guests_import(db, mapping, lines);
    g_assert_cmpint(report->n_rejected, ==, 0);
}

typedef struct {
    const char *why, *first, *last, *from, *to;
} Period;

static void
check_period(CxDb *db, const Period *row)
{
    cx_test_execute(db, "DELETE FROM response");
    g_autoptr(GString) lines = g_string_new(NULL);
    add_line(lines, 1, row->first);
    add_line(lines, 2, row->last);
    import(db, lines->str);
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(CxSurvey) survey = cx_survey_load(ctx, NULL, NULL);
    g_assert_nonnull(survey);
    CxDay from = CX_DAY_NONE;
    CxDay to = CX_DAY_NONE;
    g_assert_true(cx_usual_period(ctx, survey, &from, &to, NULL));
    g_autofree char *from_text = cx_day_format(from);
    g_autofree char *to_text = cx_day_format(to);
    g_assert_cmpstr(from_text, ==, row->from);
    g_assert_cmpstr(to_text, ==, row->to);
}

/* Today is 16 November 2026, in the fourth quarter. */
static void
test_period(CxDb *db)
{
    static const Period rows[] = {
        { "answers until today: the last closed quarter", "2026-08-05", "2026-11-15", "2026-07-01",
          "2026-09-30" },
        { "once a year, the next one under way: the last one", "2025-10-05", "2026-11-15",
          "2025-10-01", "2025-12-31" },
        { "a quarter left out: the one before", "2026-06-30", "2026-11-15", "2026-04-01",
          "2026-06-30" },
        { "tried once, asked again after more than a year: this quarter", "2025-09-30",
          "2026-11-15", "2026-10-01", "2026-12-31" },
        { "answers until the last day of a closed quarter", "2025-01-05", "2026-09-30",
          "2026-07-01", "2026-09-30" },
        { "a survey of one month long ago: its quarter", "2018-05-01", "2018-05-31", "2018-04-01",
          "2018-06-30" },
        { "begun in this quarter: this quarter", "2026-10-05", "2026-11-10", "2026-10-01",
          "2026-12-31" },
        { "answers from the future", "2026-01-05", "2027-05-05", "2026-01-01", "2026-03-31" },
        { "old ones, and answers from the future", "2024-01-05", "2027-05-05", "2024-01-01",
          "2024-03-31" },
    };
    for (size_t i = 0; i < CX_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].why);
        check_period(db, &rows[i]);
    }
}

static void
test_measure(void)
{
    static const struct {
        CxItemKind kind;
        bool has_score;
        CxSliceMeasure want;
    } rows[] = {
        { CX_ITEM_KIND_NPS, true, CX_SLICE_NPS },
        { CX_ITEM_KIND_RATING, true, CX_SLICE_TOP2 },
        { CX_ITEM_KIND_CHOICE, false, CX_SLICE_MEAN },
        { CX_ITEM_KIND_NUMBER, false, CX_SLICE_MEAN },
        { CX_ITEM_KIND_TEXT, false, CX_SLICE_MEAN },
    };
    for (size_t i = 0; i < CX_N_ELEMENTS(rows); i++) {
        CxItemVersion asked = { .kind = rows[i].kind };
        char label[] = "Bags";
        const CxItem item = { .label = label, .in = &asked, .n_in = 1 };
        g_autoptr(CxSlice) slice = cx_slice_new();
        slice->measure = CX_SLICE_MEAN;
        g_autoptr(GError) error = NULL;
        g_assert_true(cx_usual_settle(&item, slice, &error) == rows[i].has_score);
        g_assert_cmpint(slice->measure, ==, rows[i].want);
        g_assert_true((error == NULL) == rows[i].has_score);
        if (!rows[i].has_score)
            g_assert_cmpstr(error->message, ==, "\"Bags\" is not a rating");
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/evidence/usual/measure", test_measure);
    cx_test_engines_add("/evidence/usual/period", test_period);
    return g_test_run();
}
