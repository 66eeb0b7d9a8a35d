/* The airport example on its real file, on both engines: counts as published methods give them. The
 * data lies beside the project; without it the test is skipped. */
#include "guests.h"

#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "column/shelf.h"
#include "feedback/frame_store.h"
#include "support/engines.h"

static CxMapping *
load_mapping(void)
{
    g_autofree char *path =
        g_build_filename(g_getenv("CX_SOURCE_ROOT"), "examples/sfo/mapping-2018.json", NULL);
    g_autofree char *text = NULL;
    gsize len_bytes = 0;
    g_autoptr(GError) error = NULL;
    g_assert_true(g_file_get_contents(path, &text, &len_bytes, &error));
    g_autoptr(CxIssues) issues = cx_issues_new();
    CxMapping *mapping = cx_mapping_parse(text, len_bytes, issues, &error);
    g_assert_no_error(error);
    for (size_t i = 0; i < cx_issues_count(issues); i++)
        g_test_message("%s", cx_issues_at(issues, i)->text);
    g_assert_nonnull(mapping);
    return mapping;
}

static void
test_mapping(void)
{
    g_autoptr(CxMapping) mapping = load_mapping();
    g_assert_cmpstr(mapping->survey_key, ==, "sfo");
    g_assert_cmpuint(mapping->n_items, ==, 50);
}

static const CxImportItem *
item_of(const CxImportReport *report, const char *key)
{
    for (guint i = 0; i < report->items->len; i++) {
        const CxImportItem *item = g_ptr_array_index(report->items, i);
        if (strcmp(item->key, key) == 0)
            return item;
    }
    g_error("no item \"%s\"", key);
}

static void
check_report(const CxImportReport *report)
{
    for (guint i = 0; i < report->rejects->len; i++) {
        g_autofree char *text = cx_import_reject_format(g_ptr_array_index(report->rejects, i));
        g_test_message("%s", text);
    }
    g_assert_cmpint(report->n_rows, ==, 2809);
    g_assert_cmpint(report->n_rejected, ==, 0);
    const CxImportItem *nps = item_of(report, "recommend");
    g_assert_cmpint(nps->n_valid, ==, 2650);
    g_assert_cmpint(nps->n_missing, ==, 159);
    const CxImportItem *whole = item_of(report, "whole");
    g_assert_cmpint(whole->n_valid, ==, 2625);
    g_assert_cmpint(whole->n_missing, ==, 184);
    const CxImportItem *art = item_of(report, "art");
    g_assert_cmpint(art->n_valid, ==, 2160);
    g_assert_cmpint(art->n_not_applicable, ==, 525);
    g_assert_cmpint(art->n_missing, ==, 124);
}

static void
check_frame(const CxFrame *frame)
{
    g_assert_cmpuint(cx_frame_n_rows(frame), ==, 2809);
    g_assert_cmpuint(cx_frame_n_clusters(frame), ==, 206);
    g_autofree char *first = cx_day_format(cx_frame_first_day(frame));
    g_autofree char *last = cx_day_format(cx_frame_last_day(frame));
    g_assert_cmpstr(first, ==, "2018-05-01");
    g_assert_cmpstr(last, ==, "2018-05-31");

    size_t index = 0;
    g_assert_true(cx_frame_find_item(frame, "recommend", &index));
    const uint8_t *nps = cx_frame_answers(frame, index);
    const double *weights = cx_frame_weights(frame);
    double n = 0;
    double points = 0;
    double sum_weight = 0;
    double sum_points = 0;
    int64_t n_self = 0;
    for (size_t i = 0; i < cx_frame_n_rows(frame); i++) {
        n_self += strcmp(cx_frame_mode(frame, cx_frame_modes(frame)[i])->key, "self") == 0;
        if (nps[i] > 10)
            continue;
        const double point = nps[i] >= 9 ? 100 : nps[i] <= 6 ? -100 : 0;
        n += 1;
        points += point;
        sum_weight += weights[i];
        sum_points += weights[i] * point;
    }
    g_assert_cmpfloat(n, ==, 2650);
    g_assert_cmpfloat_with_epsilon(points / n, 30.9811, 5e-5);
    g_assert_cmpfloat_with_epsilon(sum_points / sum_weight, 35.1136, 5e-5);
    g_assert_cmpint(n_self, ==, 2473);
}

static void
test_import(CxDb *db)
{
    g_autofree char *path = g_build_filename(
        g_getenv("CX_SHARED_DATA"), "sfo_survey/2018_SFO_Customer_Survey_20250817.csv", NULL);
    if (!g_file_test(path, G_FILE_TEST_EXISTS)) {
        g_test_skip("sfo_survey/2018_SFO_Customer_Survey_20250817.csv is not there");
        return;
    }
    g_autoptr(CxMapping) mapping = load_mapping();
    g_autoptr(CxFrameShelf) shelf = cx_frame_shelf_new(cx_frame_store_loader);
    g_autoptr(CxCtx) ctx = cx_ctx_open_system(db, shelf, (CxInstant){ CX_TEST_NOW_US });
    g_autoptr(GError) error = NULL;
    g_autofree char *data = NULL;
    gsize len_bytes = 0;
    g_assert_true(g_file_get_contents(path, &data, &len_bytes, &error));
    g_autoptr(CxImportReport) report =
        cx_import_run(ctx, "sfo.csv", data, len_bytes, mapping, &error);
    g_assert_no_error(error);
    g_assert_cmpint(report->n_new, ==, 2809);
    check_report(report);

    g_autoptr(CxSurvey) survey = cx_survey_load(ctx, "sfo", &error);
    g_assert_no_error(error);
    g_autoptr(CxFrame) frame = cx_frame_store_ref(ctx, survey, &error);
    g_assert_no_error(error);
    check_frame(frame);

    g_autoptr(CxImportReport) again =
        cx_import_run(ctx, "sfo.csv", data, len_bytes, mapping, &error);
    g_assert_no_error(error);
    g_assert_cmpint(again->n_same, ==, 2809);
    check_report(again);
    g_autoptr(CxFrame) same = cx_frame_store_ref(ctx, survey, &error);
    g_assert_true(same == frame);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/feedback/sfo/mapping", test_mapping);
    cx_test_engines_add("/feedback/sfo/import", test_import);
    return g_test_run();
}
