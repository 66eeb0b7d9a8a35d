/* Frames from the store: versions joined by item, scales never mixed, the latest revision alone. */
#include "guests.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "column/shelf.h"
#include "feedback/frame_store.h"
#include "support/engines.h"

#define FIRST                                                                                      \
    "1,2018-05-02,1,1.5,a,10,5,A,Good\n"                                                           \
    "2,2018-05-01,2,0.5,a,3,6,B,\n"                                                                \
    "3,2018-05-31,,1,,11,0,,\n"
/* The same ids again in another version, with food on 0 to 10. */
#define SECOND                                                                                     \
    "1,2019-05-01,1,1,a,9,10,B,\n"                                                                 \
    "2,2019-05-02,1,1,b,8,0,C,\n"

static CxMapping *
second_mapping(void)
{
    return guests_parse("\"v1\"", "\"v2\"", "2018", "2019", "\"lo\":1,\"hi\":5",
                        "\"lo\":0,\"hi\":10", "\"6\":", "\"99\":", "[0,\"BLANK\"]", "[\"BLANK\"]",
                        "{\"A\":\"North hall\",\"B\":\"South hall\"}",
                        "{\"A\":\"North hall\",\"C\":\"West hall\",\"B\":\"South hall\"}", NULL);
}

static CxSurvey *
load_survey(CxCtx *ctx)
{
    g_autoptr(GError) error = NULL;
    CxSurvey *survey = cx_survey_load(ctx, NULL, &error);
    g_assert_no_error(error);
    return survey;
}

static CxFrame *
ref_frame(CxCtx *ctx)
{
    g_autoptr(CxSurvey) survey = load_survey(ctx);
    g_autoptr(GError) error = NULL;
    CxFrame *frame = cx_frame_store_ref(ctx, survey, &error);
    g_assert_no_error(error);
    return frame;
}

static const uint8_t *
answers_of(const CxFrame *frame, const char *key)
{
    size_t index = 0;
    g_assert_true(cx_frame_find_item(frame, key, &index));
    return cx_frame_answers(frame, index);
}

/* The key of a row's choice, or NULL. */
static const char *
choice_of(const CxFrame *frame, const char *key, size_t row)
{
    size_t index = 0;
    g_assert_true(cx_frame_find_item(frame, key, &index));
    const CxFrameItem *item = cx_frame_item(frame, index);
    const uint8_t code = cx_frame_answers(frame, index)[row];
    for (size_t i = 0; i < item->n_choices; i++) {
        if (item->choices[i].code == code)
            return item->choices[i].key;
    }
    return NULL;
}

static void
test_rows(CxDb *db)
{
    g_autoptr(CxMapping) mapping = guests_parse(NULL, NULL);
    g_autoptr(CxImportReport) report = guests_import(db, mapping, FIRST);
    g_autoptr(CxCtx) ctx = cx_ctx_open_system(db, NULL, (CxInstant){ CX_TEST_NOW_US });
    g_autoptr(CxFrame) frame = ref_frame(ctx);
    g_assert_cmpuint(cx_frame_n_rows(frame), ==, 3);
    g_assert_cmpuint(cx_frame_n_items(frame), ==, 3); /* the text has no column */
    g_assert_cmpstr(cx_frame_overall(frame), ==, "recommend");
    g_assert_true(cx_frame_is_weighted(frame));

    /* In order of day: 2, 1, 3. */
    const uint8_t *nps = answers_of(frame, "recommend");
    g_assert_cmpuint(nps[0], ==, 3);
    g_assert_cmpuint(nps[1], ==, 10);
    g_assert_cmpuint(nps[2], ==, CX_CODE_MISSING);
    const uint8_t *food = answers_of(frame, "food");
    g_assert_cmpuint(food[0], ==, CX_CODE_NOT_APPLICABLE);
    g_assert_cmpuint(food[1], ==, 5);
    g_assert_cmpuint(food[2], ==, CX_CODE_MISSING);
    g_assert_cmpstr(choice_of(frame, "area", 0), ==, "south_hall");
    g_assert_cmpstr(choice_of(frame, "area", 2), ==, NULL);
    g_assert_cmpuint(cx_frame_modes(frame)[2], ==, CX_CODE_MISSING);
    g_assert_cmpfloat(cx_frame_weights(frame)[1], ==, 1.5);
    const uint32_t *clusters = cx_frame_clusters(frame);
    g_assert_cmpuint(clusters[0], ==, clusters[1]);
    g_assert_cmpuint(clusters[0], !=, clusters[2]);
}

static void
test_versions(CxDb *db)
{
    g_autoptr(CxMapping) first = guests_parse(NULL, NULL);
    g_autoptr(CxMapping) second = second_mapping();
    g_autoptr(CxImportReport) report = guests_import(db, first, FIRST);
    g_autoptr(CxImportReport) next = guests_import(db, second, SECOND);
    g_assert_cmpint(next->n_new, ==, 2);
    g_autoptr(CxCtx) ctx = cx_ctx_open_system(db, NULL, (CxInstant){ CX_TEST_NOW_US });
    g_autoptr(CxSurvey) survey = load_survey(ctx);
    g_autoptr(CxFrame) frame = ref_frame(ctx);

    g_assert_cmpuint(survey->n_versions, ==, 2);
    const CxItem *item = cx_survey_item(survey, "food");
    g_assert_cmpuint(item->n_in, ==, 2);
    g_autofree char *was = cx_frame_store_column(survey, item, 0);
    g_autofree char *is = cx_frame_store_column(survey, item, 1);
    g_assert_cmpstr(was, ==, "food-v1");
    g_assert_cmpstr(is, ==, "food");
    g_assert_null(cx_frame_store_column(survey, cx_survey_item(survey, "words"), 0));

    /* Rows 0 to 2 are of the first version, 3 and 4 of the second. */
    g_assert_cmpuint(cx_frame_n_rows(frame), ==, 5);
    g_assert_cmpuint(answers_of(frame, "food-v1")[1], ==, 5);
    g_assert_cmpuint(answers_of(frame, "food-v1")[3], ==, CX_CODE_MISSING);
    g_assert_cmpuint(answers_of(frame, "food")[1], ==, CX_CODE_MISSING);
    g_assert_cmpuint(answers_of(frame, "food")[3], ==, 10);
    g_assert_cmpuint(answers_of(frame, "food")[4], ==, 0);
    g_assert_cmpuint(answers_of(frame, "recommend")[1], ==, 10);
    g_assert_cmpuint(answers_of(frame, "recommend")[3], ==, 9);
    /* The same hall under another code is the same hall. */
    g_assert_cmpstr(choice_of(frame, "area", 0), ==, "south_hall");
    g_assert_cmpstr(choice_of(frame, "area", 3), ==, "south_hall");
    g_assert_cmpstr(choice_of(frame, "area", 4), ==, "west_hall");
    /* Run "a" of one year is not run "a" of another. */
    const uint32_t *clusters = cx_frame_clusters(frame);
    g_assert_cmpuint(clusters[0], !=, clusters[3]);
    g_assert_cmpuint(cx_frame_versions(frame)[3], ==, 1);
}

static void
test_shelf(CxDb *db)
{
    g_autoptr(CxMapping) mapping = guests_parse(NULL, NULL);
    g_autoptr(CxImportReport) report = guests_import(db, mapping, FIRST);
    g_autoptr(CxFrameShelf) shelf = cx_frame_shelf_new(cx_frame_store_loader);
    g_autoptr(CxCtx) ctx = cx_ctx_open_system(db, shelf, (CxInstant){ CX_TEST_NOW_US });
    g_autoptr(CxFrame) frame = ref_frame(ctx);
    g_autoptr(CxFrame) same = ref_frame(ctx);
    g_assert_true(same == frame);

    g_autoptr(CxImportReport) again = guests_import(db, mapping, FIRST);
    g_autoptr(CxFrame) still = ref_frame(ctx);
    g_assert_true(still == frame);

    /* A revision: the latest counts, and those who hold the old frame keep it. */
    g_autoptr(CxImportReport) revised = guests_import(db, mapping, "2,2018-05-01,2,0.5,a,7,6,B,\n");
    g_assert_cmpint(revised->n_revised, ==, 1);
    g_autoptr(CxFrame) other = ref_frame(ctx);
    g_assert_true(other != frame);
    g_assert_cmpuint(cx_frame_n_rows(other), ==, 3);
    g_assert_cmpuint(answers_of(other, "recommend")[0], ==, 7);
    g_assert_cmpuint(answers_of(frame, "recommend")[0], ==, 3);
    g_assert_cmpstr(cx_frame_fingerprint(other), !=, cx_frame_fingerprint(frame));
}

/* The respondent is the sampling unit where no cluster is named, over versions too. */
static void
test_respondents(CxDb *db)
{
    g_autoptr(CxMapping) first =
        guests_parse("\"cluster\":\"RUN\"", "\"respondent\":\"RUN\"", NULL);
    g_autoptr(CxMapping) second = guests_parse("\"cluster\":\"RUN\"", "\"respondent\":\"RUN\"",
                                               "\"v1\"", "\"v2\"", "2018", "2019", NULL);
    g_autoptr(CxImportReport) report = guests_import(db, first, FIRST);
    g_autoptr(CxImportReport) next =
        guests_import(db, second, "7,2019-05-01,1,1,a,9,5,B,\n8,2019-05-02,1,1,,9,5,B,\n");
    g_assert_cmpint(next->n_new, ==, 2);
    g_autoptr(CxCtx) ctx = cx_ctx_open_system(db, NULL, (CxInstant){ CX_TEST_NOW_US });
    g_autoptr(CxFrame) frame = ref_frame(ctx);
    const uint32_t *clusters = cx_frame_clusters(frame);
    g_assert_cmpuint(clusters[0], ==, clusters[1]);
    g_assert_cmpuint(clusters[0], ==, clusters[3]);
    g_assert_cmpuint(clusters[2], !=, clusters[4]); /* two who gave no name are two */
    g_assert_cmpuint(cx_frame_n_clusters(frame), ==, 3);
}

/* A named cluster may be the same one in every version; without a cluster the account is the unit,
 * before the respondent. */
static void
test_units(CxDb *db)
{
    static const struct {
        const char *why;
        const char *unit;
        bool is_one; /* over both versions */
        size_t n;
    } rows[] = {
        { "another flight each year", "\"cluster\":{\"column\":\"RUN\",\"scope\":\"version\"}",
          false, 4 },
        { "the same shop", "\"cluster\":{\"column\":\"RUN\",\"scope\":\"survey\"}", true, 2 },
        { "the account", "\"account\":\"RUN\",\"respondent\":\"T\"", true, 3 },
        { "the cluster before the account", "\"cluster\":\"RUN\",\"account\":\"M\"", false, 4 },
    };
    g_autoptr(CxCtx) ctx = cx_ctx_open_system(db, NULL, (CxInstant){ CX_TEST_NOW_US });
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].why);
        g_autofree char *key = g_strdup_printf("\"guests%zu\"", i);
        g_autoptr(CxMapping) first =
            guests_parse("\"guests\"", key, "\"cluster\":\"RUN\"", rows[i].unit, NULL);
        g_autoptr(CxMapping) second =
            guests_parse("\"guests\"", key, "\"cluster\":\"RUN\"", rows[i].unit, "\"v1\"", "\"v2\"",
                         "2018", "2019", NULL);
        g_autoptr(CxImportReport) report = guests_import(db, first, FIRST);
        g_autoptr(CxImportReport) next =
            guests_import(db, second, "7,2019-05-01,1,1,a,9,5,B,\n8,2019-05-02,1,1,,9,5,B,\n");
        g_assert_cmpint(next->n_new, ==, 2);
        g_autoptr(GError) error = NULL;
        g_autoptr(CxSurvey) survey = cx_survey_load(ctx, first->survey_key, &error);
        g_assert_no_error(error);
        g_autoptr(CxFrame) frame = cx_frame_store_load(ctx, survey, &error);
        g_assert_no_error(error);
        const uint32_t *clusters = cx_frame_clusters(frame);
        g_assert_cmpint(clusters[1] == clusters[3], ==, rows[i].is_one);
        g_assert_cmpuint(cx_frame_n_clusters(frame), ==, rows[i].n);
    }
}

#define COMPUTED                                                                                   \
    "{\"key\":\"days\",\"wording\":\"Days\",\"kind\":\"rating\",\"lo\":0,\"hi\":30,\"compute\":{"  \
    "\"days_between\":[\"D\",{\"column\":\"T\",\"kind\":\"mdy\"}]},\"missing\":[\"?\"]},"          \
    "{\"key\":\"total\",\"wording\":\"Total\",\"kind\":\"rating\",\"lo\":10,\"hi\":20,"            \
    "\"compute\":"                                                                                 \
    "{"                                                                                            \
    "\"sum\":[\"NPS\",\"F\"]},\"not_applicable\":[\"6\"]},"                                        \
    "{\"key\":\"side\",\"wording\":\"Side\",\"kind\":\"choice\",\"compute\":{\"lookup\":{"         \
    "\"column\":\"A\",\"table\":{\"B\":\"s\",\"A\":\"n\"},\"default\":\"s\"}},"                    \
    "\"codes\":{\"n\":\"North\",\"s\":\"South\"}}]}"

/* An answer worked out from other columns is read as if it stood in the file. */
static void
test_computed(CxDb *db)
{
    static const char lines[] = "1,2018-05-02,1,1,a,10,5,A,5/4/2018\n" /* all of it */
                                "2,2018-05-03,1,1,a,9,6,B,\n"          /* nothing to compute from */
                                "3,2018-05-04,1,1,a,8,4,A,?\n"         /* a missing code */
                                "4,2018-05-05,1,1,a,8,4,A,2018\n"      /* no date */
                                "5,2018-05-06,1,1,a,8,4,A,5/1/2018\n"; /* off the scale */
    g_autoptr(CxMapping) mapping = guests_parse(
        "{\"key\":\"words\",\"column\":\"T\",\"wording\":\"Anything else?\",\"kind\":\"text\"}]}",
        COMPUTED, NULL);
    g_autoptr(CxImportReport) report = guests_import(db, mapping, lines);
    g_assert_cmpint(report->n_new, ==, 3);
    g_assert_cmpint(report->n_rejected, ==, 2);
    const CxImportReject *reject = g_ptr_array_index(report->rejects, 0);
    g_assert_cmpstr(reject->column, ==, "T");
    const CxImportReject *early = g_ptr_array_index(report->rejects, 1);
    g_assert_nonnull(strstr(early->reason, "\"-5\" is not on the scale 0 to 30"));
    g_autoptr(CxCtx) ctx = cx_ctx_open_system(db, NULL, (CxInstant){ CX_TEST_NOW_US });
    g_autoptr(CxFrame) frame = ref_frame(ctx);
    g_assert_cmpuint(answers_of(frame, "days")[0], ==, 2);
    g_assert_cmpuint(answers_of(frame, "days")[1], ==, CX_CODE_MISSING);
    g_assert_cmpuint(answers_of(frame, "days")[2], ==, CX_CODE_MISSING);
    g_assert_cmpuint(answers_of(frame, "total")[0], ==, 15);
    g_assert_cmpuint(answers_of(frame, "total")[1], ==, CX_CODE_NOT_APPLICABLE);
    g_assert_cmpstr(choice_of(frame, "side", 0), ==, "north");
    g_assert_cmpstr(choice_of(frame, "side", 1), ==, "south");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add("/feedback/frame-store/rows", test_rows);
    cx_test_engines_add("/feedback/frame-store/versions", test_versions);
    cx_test_engines_add("/feedback/frame-store/shelf", test_shelf);
    cx_test_engines_add("/feedback/frame-store/respondents", test_respondents);
    cx_test_engines_add("/feedback/frame-store/units", test_units);
    cx_test_engines_add("/feedback/frame-store/computed", test_computed);
    return g_test_run();
}
