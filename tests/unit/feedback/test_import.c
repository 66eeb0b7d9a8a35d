/* Imports on both engines: every row exactly once, or set aside and named. */
#include "guests.h"

#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/limits.h"
#include "db/audit.h"
#include "db/migrate.h"
#include "db/version.h"
#include "support/engines.h"
#include "support/store.h"

#define THREE                                                                                      \
    "1,2018-05-01,1,1.5,a,10,5,A,Good\n"                                                           \
    "2,2018-05-02,2,0.5,a,3,6,B,\n"                                                                \
    "3,2018-05-31,1,1,,11,0,,\"Long,\nwith a line\"\n"

static CxCtx *
open_system(CxDb *db)
{
    return cx_ctx_open_system(db, NULL, (CxInstant){ CX_TEST_NOW_US });
}

static int64_t
data_version(CxDb *db)
{
    int64_t version = -1;
    g_autoptr(GError) error = NULL;
    g_assert_true(cx_data_version(db, CX_FEEDBACK_AREA, &version, &error));
    return version;
}

static int64_t
n_audited(CxDb *db)
{
    g_auto(CxAuditReport) report = { 0 };
    g_autoptr(GError) error = NULL;
    g_assert_true(cx_audit_verify(db, &report, &error));
    g_assert_true(report.is_intact);
    return report.n_entries;
}

static void
assert_counts(const CxImportReport *report, int64_t n_new, int64_t n_revised, int64_t n_same,
              int64_t n_rejected)
{
    for (guint i = 0; i < report->rejects->len; i++) {
        g_autofree char *text = cx_import_reject_format(g_ptr_array_index(report->rejects, i));
        g_test_message("%s", text);
    }
    g_assert_cmpint(report->n_new, ==, n_new);
    g_assert_cmpint(report->n_revised, ==, n_revised);
    g_assert_cmpint(report->n_same, ==, n_same);
    g_assert_cmpint(report->n_rejected, ==, n_rejected);
}

static void
test_first(CxDb *db)
{
    g_autoptr(CxMapping) mapping = guests_parse(NULL, NULL);
    g_autoptr(CxImportReport) report = guests_import(db, mapping, THREE);
    assert_counts(report, 3, 0, 0, 0);
    g_autofree char *first = cx_day_format(report->first_day);
    g_autofree char *last = cx_day_format(report->last_day);
    g_assert_cmpstr(first, ==, "2018-05-01");
    g_assert_cmpstr(last, ==, "2018-05-31");
    g_assert_cmpuint(report->departments_new->len, ==, 1);
    g_assert_cmpint(n_audited(db), ==, 1);

    const CxImportItem *nps = g_ptr_array_index(report->items, 0);
    g_assert_cmpint(nps->n_valid, ==, 2);
    g_assert_cmpint(nps->n_missing, ==, 1);
    const CxImportItem *food = g_ptr_array_index(report->items, 1);
    g_assert_cmpint(food->n_valid, ==, 1);
    g_assert_cmpint(food->n_not_applicable, ==, 1);
    g_assert_cmpint(food->n_missing, ==, 1);

    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM response_text"), ==, 2);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM response WHERE cluster_key = ''"),
                    ==, 1);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM response WHERE mode_id IS NULL"),
                    ==, 0);

    g_autoptr(CxCtx) ctx = open_system(db);
    g_autoptr(GError) error = NULL;
    g_autoptr(CxImportReport) loaded = cx_import_load(ctx, report->id, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(loaded->file_name, ==, "guests.csv");
    g_assert_cmpstr(loaded->digest_hex, ==, report->digest_hex);
    g_assert_cmpint(loaded->n_new, ==, 3);
    g_assert_cmpuint(loaded->items->len, ==, 4);
}

/* Whose answers they are is kept, an empty cell being nobody; it is part of what a response says. */
static void
test_keys(CxDb *db)
{
    g_autoptr(CxMapping) plain = guests_parse(NULL, NULL);
    g_autoptr(CxMapping) keyed =
        guests_parse("\"cluster\":\"RUN\"", "\"account\":\"RUN\",\"transaction\":\"ID\"", NULL);
    g_autoptr(CxImportReport) first = guests_import(db, plain, THREE);
    g_autoptr(CxImportReport) again = guests_import(db, plain, THREE);
    assert_counts(again, 0, 0, 3, 0);
    g_autoptr(CxImportReport) more = guests_import(db, keyed, THREE);
    assert_counts(more, 0, 3, 0, 0);
    g_autoptr(CxImportReport) same = guests_import(db, keyed, THREE);
    assert_counts(same, 0, 0, 3, 0);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM response WHERE account_key = 'a'"),
                    ==, 2);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM response WHERE account_key = ''"),
                    ==, 0);
    g_assert_cmpint(cx_test_count(db, "SELECT count(DISTINCT transaction_key) AS n FROM response"),
                    ==, 3);
}

static void
test_survey(CxDb *db)
{
    g_autoptr(CxMapping) mapping = guests_parse(NULL, NULL);
    g_autoptr(CxImportReport) report = guests_import(db, mapping, THREE);
    g_autoptr(CxCtx) ctx = open_system(db);
    g_autoptr(GError) error = NULL;
    g_autoptr(CxSurvey) survey = cx_survey_load(ctx, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(survey->key, ==, "guests");
    g_assert_true(survey->is_weighted);
    g_assert_cmpuint(survey->n_items, ==, 4);
    g_assert_cmpstr(survey->items[survey->i_overall].key, ==, "recommend");
    g_assert_cmpint(survey->versions[0].invited, ==, 100);
    g_assert_cmpuint(survey->n_modes, ==, 2);

    const CxItem *food = cx_survey_item(survey, "food");
    g_assert_cmpstr(food->department_name, ==, "Food");
    const CxItemVersion *asked = cx_item_latest(food);
    g_assert_cmpint(asked->lo, ==, 1);
    g_assert_cmpint(asked->hi, ==, 5);
    g_assert_cmpstr(asked->column, ==, "F");
    g_assert_cmpuint(asked->n_codes, ==, 4);
    g_assert_cmpstr(asked->codes[0].label, ==, "Never used");
    const CxItemVersion *area = cx_item_latest(cx_survey_item(survey, "area"));
    g_assert_cmpstr(cx_item_version_label(area, 2), ==, "South hall");

    g_autoptr(GPtrArray) list = cx_survey_list(ctx, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(list->len, ==, 1);
    const CxSurveySummary *summary = g_ptr_array_index(list, 0);
    g_assert_cmpint(summary->n_responses, ==, 3);
    g_assert_cmpint(summary->n_items, ==, 4);
    g_assert_cmpint(summary->imported_at.us, ==, CX_TEST_NOW_US);

    g_assert_null(cx_survey_load(ctx, "gests", &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_NOT_FOUND);
    g_assert_nonnull(strstr(error->message, "guests"));
}

static void
test_twice(CxDb *db)
{
    g_autoptr(CxMapping) mapping = guests_parse(NULL, NULL);
    g_autoptr(CxImportReport) first = guests_import(db, mapping, THREE);
    const int64_t before = data_version(db);
    g_autoptr(CxImportReport) second = guests_import(db, mapping, THREE);
    assert_counts(second, 0, 0, 3, 0);
    g_assert_cmpint(data_version(db), ==, before);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM response"), ==, 3);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM original"), ==, 1);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM item_code"), ==, 10);
    g_assert_cmpint(n_audited(db), ==, 2);

    g_autoptr(CxCtx) ctx = open_system(db);
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) list = cx_import_list(ctx, (CxImportId){ 0 }, 10, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(list->len, ==, 2);
    const CxImportReport *latest = g_ptr_array_index(list, 0);
    g_assert_cmpint(latest->id.v, ==, second->id.v);
}

static void
test_revision(CxDb *db)
{
    g_autoptr(CxMapping) mapping = guests_parse(NULL, NULL);
    g_autoptr(CxImportReport) first = guests_import(db, mapping, THREE);
    static const char changed[] = "1,2018-05-01,1,1.5,a,9,5,A,Good\n"
                                  "2,2018-05-02,2,0.5,a,3,6,B,\n"
                                  "4,2018-05-03,1,1,b,7,4,A,\n";
    g_autoptr(CxImportReport) second = guests_import(db, mapping, changed);
    assert_counts(second, 1, 1, 1, 0);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM response"), ==, 5);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM response WHERE is_latest = 1"), ==,
                    4);
    g_assert_cmpint(cx_test_count(db, "SELECT revision AS n FROM response"
                                      " WHERE is_latest = 1 AND source_key = 'id:1'"),
                    ==, 2);
    g_autoptr(CxImportReport) third = guests_import(db, mapping, THREE);
    assert_counts(third, 0, 1, 2, 0);
    g_assert_cmpint(cx_test_count(db, "SELECT revision AS n FROM response"
                                      " WHERE is_latest = 1 AND source_key = 'id:1'"),
                    ==, 3);
}

static void
test_one_id_twice(CxDb *db)
{
    g_autoptr(CxMapping) mapping = guests_parse(NULL, NULL);
    static const char lines[] = "1,2018-05-01,1,1,a,9,5,A,\n"
                                "1,2018-05-01,1,1,a,9,5,A,\n"
                                "1,2018-05-01,1,1,a,8,5,A,\n";
    for (int round = 0; round < 2; round++) {
        g_autoptr(CxImportReport) report = guests_import(db, mapping, lines);
        assert_counts(report, round == 0 ? 1 : 0, 0, round == 0 ? 1 : 2, 1);
        const CxImportReject *reject = g_ptr_array_index(report->rejects, 0);
        g_assert_cmpstr(reject->reason, ==,
                        "id \"1\" stands on line 2 already, with other answers");
    }
}

/* Without ids, two honest guests may give the same answers: both count, once each. */
static void
test_no_id(CxDb *db)
{
    g_autoptr(CxMapping) mapping = guests_parse("\"id\":\"ID\",", "", NULL);
    static const char two[] = "x,2018-05-01,1,1,a,9,5,A,\n"
                              "x,2018-05-01,1,1,a,9,5,A,\n";
    g_autoptr(CxImportReport) first = guests_import(db, mapping, two);
    assert_counts(first, 2, 0, 0, 0);
    g_autoptr(CxImportReport) again = guests_import(db, mapping, two);
    assert_counts(again, 0, 0, 2, 0);
    g_autofree char *three = g_strconcat(two, "x,2018-05-01,1,1,a,9,5,A,\n", NULL);
    g_autoptr(CxImportReport) longer = guests_import(db, mapping, three);
    assert_counts(longer, 1, 0, 2, 0);
}

static const struct {
    const char *why, *line, *reject;
} refused_rows[] = {
    { "out of scale", "5,2018-05-01,1,1,a,12,5,A,",
      "line 2, column NPS: \"12\" is not on the scale 0 to 10 and is not a declared missing code" },
    { "a rating in words", "5,2018-05-01,1,1,a,1,good,A,",
      "line 2, column F: \"good\" is not on the scale 1 to 5 and is not a declared missing code" },
    { "half a point", "5,2018-05-01,1,1,a,9.5,5,A,",
      "line 2, column NPS: \"9.5\" is not on the scale 0 to 10 and is not a declared missing "
      "code" },
    { "a choice not declared", "5,2018-05-01,1,1,a,1,5,C,",
      "line 2, column A: \"C\" is not a declared choice or missing code" },
    { "a day there is not", "5,2018-05-32,1,1,a,1,5,A,",
      "line 2, column D: \"2018-05-32\" is a date that does not exist" },
    { "a day outside the version", "5,2018-06-01,1,1,a,1,5,A,",
      "line 2, column D: 2018-06-01 is outside May 2018, when version \"v1\" was asked" },
    { "no id", ",2018-05-01,1,1,a,1,5,A,", "line 2, column ID: there is no id" },
    { "no day", "5,,1,1,a,1,5,A,", "line 2, column D: there is no date" },
    { "no weight", "5,2018-05-01,1,,a,1,5,A,", "line 2, column WT: there is no weight" },
    { "a weight of zero", "5,2018-05-01,1,0,a,1,5,A,",
      "line 2, column WT: \"0\" is not a weight: it must be over 0" },
    { "a mode not declared", "5,2018-05-01,3,1,a,1,5,A,",
      "line 2, column M: \"3\" is not a declared mode" },
    { "a column short", "5,2018-05-01,1,1,a,1,5,A",
      "line 2: the row has 8 columns, the header has 9" },
    { "a quote that does not close", "5,2018-05-01,1,1,a,1,5,A,\"open", "line 2: " },
};

static void
test_rejects(CxDb *db)
{
    g_autoptr(CxMapping) mapping = guests_parse(NULL, NULL);
    g_autoptr(CxCtx) ctx = open_system(db);
    for (size_t i = 0; i < G_N_ELEMENTS(refused_rows); i++) {
        g_test_message("%s", refused_rows[i].why);
        g_autofree char *lines =
            g_strconcat(refused_rows[i].line, "\n9,2018-05-09,1,1,z,9,5,A,\n", NULL);
        g_autoptr(CxImportReport) report = guests_import(db, mapping, lines);
        assert_counts(report, i == 0, 0, i > 0, 1);
        g_autofree char *text = cx_import_reject_format(g_ptr_array_index(report->rejects, 0));
        if (strlen(refused_rows[i].reject) < 10)
            g_assert_true(g_str_has_prefix(text, refused_rows[i].reject));
        else
            g_assert_cmpstr(text, ==, refused_rows[i].reject);

        g_autoptr(GError) error = NULL;
        g_autoptr(GString) csv = cx_import_rejects_csv(ctx, report->id, &error);
        g_assert_no_error(error);
        g_autofree char *want = g_strconcat(guests_header, refused_rows[i].line, "\n", NULL);
        g_assert_cmpstr(csv->str, ==, want);
    }
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM response"), ==, 1);
}

/* Two rows of headers, previews, words for points, and a column by its place. */
static void
test_shapes(CxDb *db)
{
    g_autoptr(CxMapping) mapping = guests_parse(
        "\"format\":1,",
        "\"format\":1,\"file\":{\"header_rows\":2},\"skip\":[{\"column\":\"RUN\",\"values\":["
        "\"preview\",\"\"]}],",
        "\"column\":\"F\"", "\"column\":\"#7\"", "\"hi\":5,",
        "\"hi\":5,\"points\":{\"Very good\":5},", NULL);
    g_autoptr(CxImportReport) report =
        guests_import(db, mapping,
                      "id,day,mode,weight,run,\"would\nyou\",food,area,words\n"
                      "1,2018-05-01,1,1,a,10,Very good,A,\n"
                      "2,2018-05-01,1,1,preview,10,1,A,\n"
                      "3,never,1,1,,10,1,A,\n"
                      "4,2018-05-01,1,1,a,10,Good,A,\n");
    g_assert_cmpint(report->n_new, ==, 1);
    g_assert_cmpint(report->n_skipped, ==, 2);
    g_assert_cmpint(report->n_rejected, ==, 1);
    g_autoptr(CxCtx) ctx = open_system(db);
    g_autoptr(GError) error = NULL;
    g_autoptr(CxImportReport) loaded = cx_import_load(ctx, report->id, &error);
    g_assert_no_error(error);
    g_assert_cmpint(loaded->n_skipped, ==, 2);
    g_autoptr(GString) csv = cx_import_rejects_csv(ctx, report->id, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(csv->str, ==,
                    "ID,D,M,WT,*RUN ,NPS,F,A,T\n"
                    "id,day,mode,weight,run,\"would\nyou\",food,area,words\n"
                    "4,2018-05-01,1,1,a,10,Good,A,\n");
}

/* A dry run says what an import would do, and leaves nothing. */
static void
test_try(CxDb *db)
{
    g_autoptr(CxMapping) mapping = guests_parse(NULL, NULL);
    g_autoptr(CxCtx) ctx = open_system(db);
    g_autofree char *text = g_strconcat(guests_header, THREE, NULL);
    const int64_t before = data_version(db);
    g_autoptr(GError) error = NULL;
    g_autoptr(CxImportReport) report =
        cx_import_try(ctx, "guests.csv", text, strlen(text), mapping, &error);
    g_assert_no_error(error);
    assert_counts(report, 3, 0, 0, 0);
    g_assert_cmpint(report->id.v, ==, 0);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM survey"), ==, 0);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM response"), ==, 0);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM original"), ==, 0);
    g_assert_cmpint(n_audited(db), ==, 0);
    g_assert_cmpint(data_version(db), ==, before);
}

static void
test_wrong_columns(CxDb *db)
{
    g_autoptr(CxMapping) mapping = guests_parse("\"column\":\"NPS\"", "\"column\":\"NPSX\"",
                                                "\"column\":\"F\"", "\"column\":\"Quality\"", NULL);
    g_autoptr(CxCtx) ctx = open_system(db);
    g_autoptr(GError) error = NULL;
    g_autofree char *text = g_strconcat(guests_header, THREE, NULL);
    g_assert_null(cx_import_run(ctx, "guests.csv", text, strlen(text), mapping, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
    g_assert_cmpstr(error->message, ==,
                    "the file lacks 2 columns the mapping names: \"NPSX\" (did you mean \"NPS\"?), "
                    "\"Quality\"; its 9 columns are: ID, D, M, WT, RUN, NPS, F, A, T");
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM survey"), ==, 0);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM department"), ==, 0);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM original"), ==, 0);
    g_assert_cmpint(n_audited(db), ==, 0);
}

static void
test_wrong_files(CxDb *db)
{
    static const struct {
        const char *why, *data;
        size_t len_bytes;
        CxErrorCode code;
    } rows[] = {
        { "empty", "", 0, CX_ERROR_INVALID },
        { "a workbook cut off", "PK\3\4xxxx", 8, CX_ERROR_INVALID },
        { "bytes of zero", "ID,D\n\0\1\2,3\n", 11, CX_ERROR_UNSUPPORTED },
        { "a column twice", "ID,ID,D,M,WT,RUN,NPS,F,A,T\n", 27, CX_ERROR_INVALID },
    };
    g_autoptr(CxMapping) mapping = guests_parse(NULL, NULL);
    g_autoptr(CxCtx) ctx = open_system(db);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        g_test_message("%s", rows[i].why);
        g_assert_null(cx_import_run(ctx, "x", rows[i].data, rows[i].len_bytes, mapping, &error));
        g_test_message("  %s", error->message);
        g_assert_error(error, CX_ERROR, (gint)rows[i].code);
    }
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM survey"), ==, 0);
}

static void
test_encodings(CxDb *db)
{
    g_autoptr(CxMapping) mapping = guests_parse(NULL, NULL);
    g_autoptr(CxImportReport) report =
        guests_import(db, mapping, "1,2018-05-01,1,1,a,9,5,A,Caf\xE9 \x93ok\x94\n");
    assert_counts(report, 1, 0, 0, 0);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM response_text WHERE text ="
                                      " 'Caf\xC3\xA9 \xE2\x80\x9Cok\xE2\x80\x9D'"),
                    ==, 1);
    g_autoptr(CxCtx) ctx = open_system(db);
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) original = cx_import_original(ctx, report->id, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(g_bytes_get_size(original), ==, report->len_bytes);
}

static void
test_changed_scale(CxDb *db)
{
    g_autoptr(CxMapping) mapping = guests_parse(NULL, NULL);
    g_autoptr(CxImportReport) first = guests_import(db, mapping, THREE);
    static const struct {
        const char *why, *was, *is;
    } rows[] = {
        { "other ends", "\"hi\":5", "\"hi\":7" },
        { "another meaning", "\"missing\":[11]", "\"not_applicable\":[11]" },
        { "another zone", "America/Los_Angeles", "Europe/Berlin" },
    };
    g_autoptr(CxCtx) ctx = open_system(db);
    g_autofree char *text = g_strconcat(guests_header, THREE, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].why);
        /* With ends of 1 to 7 the code 6 would be on the scale. */
        g_autoptr(CxMapping) other =
            i == 0 ? guests_parse(rows[i].was, rows[i].is, "\"6\":", "\"8\":", NULL)
                   : guests_parse(rows[i].was, rows[i].is, NULL);
        g_autoptr(GError) error = NULL;
        g_assert_null(cx_import_run(ctx, "x", text, strlen(text), other, &error));
        g_test_message("  %s", error->message);
        g_assert_error(error, CX_ERROR, CX_ERROR_CONFLICT);
    }
    /* A missing code more, a better wording: the rows that had to wait are taken. */
    g_autoptr(CxMapping) better = guests_parse("\"missing\":[11]", "\"missing\":[11,98]",
                                               "Would you?", "Would you recommend us?", NULL);
    const int64_t before = data_version(db);
    g_autoptr(CxImportReport) second =
        guests_import(db, better, THREE "8,2018-05-08,1,1,a,98,5,A,\n");
    assert_counts(second, 1, 0, 3, 0);
    g_assert_cmpint(data_version(db), ==, before + 1);
}

/* The store fails at the second row: nothing is there, and the import can be run again. */
static void
test_failure(const char *url)
{
    CxMigration *steps = g_new0(CxMigration, cx_migrations_n + 1);
    memcpy(steps, cx_migrations, cx_migrations_n * sizeof *steps);
    steps[cx_migrations_n] = (CxMigration){
        .number = (int64_t)cx_migrations_n + 1,
        .name = "fault",
        .digest = "00000000000000000000000000000000000000000000000000000000000000ff",
        .sqlite = "CREATE TRIGGER fault BEFORE INSERT ON response WHEN new.source_key = 'id:2'"
                  " BEGIN SELECT RAISE(ABORT, 'fault'); END;",
        .pg = "ALTER TABLE response ADD CONSTRAINT fault CHECK (source_key <> 'id:2');",
    };
    g_autoptr(GError) error = NULL;
    g_assert_true(cx_db_migrate_steps(url, steps, cx_migrations_n + 1,
                                      (CxInstant){ CX_TEST_NOW_US }, &error));
    g_free(steps);
    g_autoptr(CxDb) db = cx_db_open(url, CX_DB_WRITE, &error);
    g_assert_no_error(error);
    g_autoptr(CxMapping) mapping = guests_parse(NULL, NULL);
    g_autoptr(CxCtx) ctx = open_system(db);
    g_autofree char *text = g_strconcat(guests_header, THREE, NULL);
    g_assert_null(cx_import_run(ctx, "x", text, strlen(text), mapping, &error));
    g_assert_nonnull(error);
    g_test_message("%s", error->message);
    g_assert_true(g_str_has_prefix(error->message, "line 3: "));
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM response"), ==, 0);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM import_file"
                                      " WHERE state = 'failed' AND failure LIKE 'line 3: %'"),
                    ==, 1);
    g_assert_cmpint(data_version(db), ==, 0);
    g_autoptr(GError) unseen = NULL;
    g_assert_null(cx_survey_load(ctx, NULL, &unseen));
    g_assert_error(unseen, CX_ERROR, CX_ERROR_NOT_FOUND);
    g_autoptr(CxImportReport) again =
        guests_import(db, mapping, "1,2018-05-01,1,1.5,a,10,5,A,Good\n");
    assert_counts(again, 1, 0, 0, 0);
}

static void
test_wall(CxDb *db)
{
    g_autoptr(CxCtx) nobody = cx_ctx_open_nobody(db, (CxInstant){ CX_TEST_NOW_US });
    g_autoptr(CxMapping) mapping = guests_parse(NULL, NULL);
    g_autoptr(GError) error = NULL;
    g_assert_null(
        cx_import_run(nobody, "x", guests_header, strlen(guests_header), mapping, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
    g_clear_error(&error);
    g_assert_null(cx_survey_list(nobody, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
    g_clear_error(&error);
    g_assert_null(cx_import_list(nobody, (CxImportId){ 0 }, 1, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
    g_clear_error(&error);

    /* A leader reads what is asked, and imports nothing. */
    g_autoptr(CxCtx) leader = open_system(db);
    leader->actor.role = CX_ROLE_LEADER;
    leader->wall.can_change_program = false;
    g_autoptr(GPtrArray) list = cx_survey_list(leader, &error);
    g_assert_no_error(error);
    g_assert_null(
        cx_import_run(leader, "x", guests_header, strlen(guests_header), mapping, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
}

/* More than one chunk comes back as it was. */
static void
test_large_original(CxDb *db)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    g_autofree char *words = g_strnfill(8000, 'w');
    for (int i = 0; i < 400; i++) {
        g_string_append_printf(lines, "%d,2018-05-%02d,1,1,a,%d,5,A,%s\n", i, i % 31 + 1, i % 11,
                               words);
    }
    g_autoptr(CxMapping) mapping = guests_parse(NULL, NULL);
    g_autoptr(CxImportReport) report = guests_import(db, mapping, lines->str);
    assert_counts(report, 400, 0, 0, 0);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM original_chunk"), ==, 4);
    g_autoptr(CxCtx) ctx = open_system(db);
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) original = cx_import_original(ctx, report->id, &error);
    g_assert_no_error(error);
    gsize len_bytes = 0;
    const char *data = g_bytes_get_data(original, &len_bytes);
    const size_t head = strlen(guests_header);
    g_assert_cmpuint(len_bytes, ==, head + lines->len);
    g_assert_true(memcmp(data + head, lines->str, lines->len) == 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add("/feedback/import/first", test_first);
    cx_test_engines_add("/feedback/import/survey", test_survey);
    cx_test_engines_add("/feedback/import/keys", test_keys);
    cx_test_engines_add("/feedback/import/twice", test_twice);
    cx_test_engines_add("/feedback/import/revision", test_revision);
    cx_test_engines_add("/feedback/import/one-id-twice", test_one_id_twice);
    cx_test_engines_add("/feedback/import/no-id", test_no_id);
    cx_test_engines_add("/feedback/import/rejects", test_rejects);
    cx_test_engines_add("/feedback/import/shapes", test_shapes);
    cx_test_engines_add("/feedback/import/try", test_try);
    cx_test_engines_add("/feedback/import/wrong-columns", test_wrong_columns);
    cx_test_engines_add("/feedback/import/wrong-files", test_wrong_files);
    cx_test_engines_add("/feedback/import/encodings", test_encodings);
    cx_test_engines_add("/feedback/import/changed-scale", test_changed_scale);
    cx_test_engines_add_url("/feedback/import/failure", test_failure);
    cx_test_engines_add("/feedback/import/wall", test_wall);
    cx_test_engines_add("/feedback/import/large-original", test_large_original);
    return g_test_run();
}
