/* Facts in frames: each response meets what is known of it, of its transaction and of its account, by a
 * plain twin over the same rows; classes, the wall, and frames that are made again. */
#include "guests.h"

#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "business/facts.h"
#include "column/shelf.h"
#include "evidence/score.h"
#include "feedback/frame_store.h"
#include "support/engines.h"
#include "unit/people/cast.h"

#define N_ROWS  300
#define N_RUNS  12
#define N_DATES 4

static void
take(CxDb *db, const char *json, const char *csv)
{
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(CxFactsMapping) mapping = cx_facts_mapping_parse(json, strlen(json), issues, &error);
    g_assert_nonnull(mapping);
    g_autoptr(CxCtx) ctx = cast_system(db);
    const CxFactsFile file = { .name = "facts.csv", .data = csv, .len_bytes = strlen(csv) };
    g_autoptr(CxFactsReport) report = cx_facts_take(ctx, &file, mapping, &error);
    g_assert_no_error(error);
    g_assert_cmpint(report->n_rejected, ==, 0);
}

static const char of_orders[] =
    "{\"format\":1,\"kind\":\"facts\",\"key\":{\"kind\":\"transaction\",\"column\":\"K\"},"
    "\"departments\":[{\"key\":\"food\",\"name\":\"Food\"}],"
    "\"metrics\":[{\"key\":\"wait\",\"label\":\"Wait\",\"column\":\"V\",\"unit\":\"minutes\","
    "\"classes\":[10,20],\"direction\":\"down\",\"department\":\"food\"}]}";
static const char of_accounts[] =
    "{\"format\":1,\"kind\":\"facts\",\"key\":{\"kind\":\"account\",\"column\":\"K\"},"
    "\"date\":{\"column\":\"D\",\"kind\":\"iso\"},"
    "\"metrics\":[{\"key\":\"revenue\",\"label\":\"Revenue\",\"column\":\"V\","
    "\"money\":{\"currency\":\"EUR\"}}]}";
static const char of_responses[] =
    "{\"format\":1,\"kind\":\"facts\",\"key\":{\"kind\":\"response\",\"column\":\"K\","
    "\"survey\":\"guests\"},"
    "\"metrics\":[{\"key\":\"late\",\"label\":\"Late\",\"column\":\"V\"}]}";

static CxMapping *
guests_of_accounts(void)
{
    return guests_parse("\"cluster\":\"RUN\"", "\"account\":\"RUN\",\"transaction\":\"ID\"", NULL);
}

static CxFrame *
load_frame(CxCtx *ctx)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxSurvey) survey = cx_survey_load(ctx, NULL, &error);
    g_assert_no_error(error);
    CxFrame *frame = cx_frame_store_ref(ctx, survey, &error);
    g_assert_no_error(error);
    return frame;
}

static CxValues
values_of(const CxFrame *frame, const char *key)
{
    size_t index = 0;
    g_assert_true(cx_frame_find_fact(frame, key, &index));
    return cx_frame_fact_values(frame, index);
}

/* What the rows were made from. */
typedef struct {
    int day[N_ROWS]; /* of May */
    int run[N_ROWS];
    int64_t wait[N_ROWS]; /* or missing */
    int64_t late[N_ROWS];
    int64_t revenue[N_RUNS][N_DATES]; /* as of the day below, or missing */
    int from[N_DATES];
} World;

static void
make_answers(CxDb *db, World *world)
{
    g_autoptr(GString) csv = g_string_new(NULL);
    for (int i = 0; i < N_ROWS; i++) {
        world->day[i] = g_test_rand_int_range(1, 32);
        world->run[i] = g_test_rand_int_range(0, N_RUNS);
        g_string_append_printf(csv, "%d,2018-05-%02d,1,1,c%d,%d,5,A,\n", i, world->day[i],
                               world->run[i], g_test_rand_int_range(0, 11));
    }
    g_autoptr(CxMapping) mapping = guests_of_accounts();
    g_autoptr(CxImportReport) report = guests_import(db, mapping, csv->str);
    g_assert_cmpint(report->n_new, ==, N_ROWS);
}

static void
make_facts(CxDb *db, World *world)
{
    g_autoptr(GString) orders = g_string_new("K,V\n");
    g_autoptr(GString) responses = g_string_new("K,V\n");
    g_autoptr(GString) accounts = g_string_new("K,D,V\n");
    for (int i = 0; i < N_ROWS; i++) {
        world->wait[i] = i % 3 == 0 ? CX_FACT_MISSING : g_test_rand_int_range(0, 40);
        world->late[i] = i % 5 != 0 ? CX_FACT_MISSING : g_test_rand_int_range(0, 2);
        if (world->wait[i] != CX_FACT_MISSING)
            g_string_append_printf(orders, "%d,%d\n", i, (int)world->wait[i]);
        if (world->late[i] != CX_FACT_MISSING)
            g_string_append_printf(responses, "%d,%d\n", i, (int)world->late[i]);
    }
    for (int j = 0; j < N_DATES; j++)
        world->from[j] = 1 + j * 8;
    for (int run = 0; run < N_RUNS; run++) {
        for (int j = 0; j < N_DATES; j++) {
            const bool is_known = g_test_rand_int_range(0, 3) > 0;
            world->revenue[run][j] = is_known ? g_test_rand_int_range(0, 100000) : CX_FACT_MISSING;
            if (is_known) {
                g_string_append_printf(accounts, "c%d,2018-05-%02d,%d.%02d\n", run, world->from[j],
                                       (int)(world->revenue[run][j] / 100),
                                       (int)(world->revenue[run][j] % 100));
            }
        }
    }
    g_string_append(orders, "nobody,3\n");
    take(db, of_orders, orders->str);
    take(db, of_responses, responses->str);
    take(db, of_accounts, accounts->str);
}

/* The account's latest revenue on a day or before. */
static int64_t
revenue_on(const World *world, int run, int day)
{
    int64_t value = CX_FACT_MISSING;
    for (int j = 0; j < N_DATES; j++) {
        if (world->from[j] <= day && world->revenue[run][j] != CX_FACT_MISSING)
            value = world->revenue[run][j];
    }
    return value;
}

static void
test_twin(CxDb *db)
{
    World *world = g_new0(World, 1);
    make_answers(db, world);
    make_facts(db, world);
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(CxFrame) frame = load_frame(ctx);
    const CxValues wait = values_of(frame, "wait");
    CxValues late = values_of(frame, "late");
    const CxValues revenue = values_of(frame, "revenue");
    size_t i_class = 0;
    g_assert_true(cx_frame_find_item(frame, "fact-wait", &i_class));
    const uint8_t *classes = cx_frame_answers(frame, i_class);
    size_t r = 0;
    for (int day = 1; day <= 31; day++) { /* rows are by day, within one in order of the file */
        for (int i = 0; i < N_ROWS; i++) {
            if (world->day[i] != day)
                continue;
            g_assert_cmpint(cx_values_at(wait, r), ==, world->wait[i]);
            g_assert_cmpint(cx_values_at(late, r), ==, world->late[i]);
            g_assert_cmpint(cx_values_at(revenue, r), ==, revenue_on(world, world->run[i], day));
            const int64_t value = world->wait[i];
            const uint8_t want = value == CX_FACT_MISSING ? CX_CODE_MISSING
                                 : value <= 10            ? 0
                                 : value <= 20            ? 1
                                                          : 2;
            g_assert_cmpint(classes[r], ==, want);
            r++;
        }
    }
    g_assert_cmpint(r, ==, cx_frame_n_rows(frame));
    g_free(world);
}

/* A survey that names neither accounts nor transactions meets none of their facts, and its frame is the
 * same as before there were any. */
static void
test_strangers(CxDb *db)
{
    g_autoptr(CxMapping) mapping = guests_parse(NULL, NULL);
    g_autoptr(CxImportReport) report = guests_import(db, mapping, "1,2018-05-01,1,1,a,10,5,A,\n");
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(CxFrame) before = load_frame(ctx);
    take(db, of_orders, "K,V\n1,5\n");
    g_autoptr(CxFrame) after = load_frame(ctx);
    g_assert_cmpint(cx_frame_n_facts(after), ==, 0);
    g_assert_cmpstr(cx_frame_fingerprint(after), ==, cx_frame_fingerprint(before));
}

/* New facts make a new frame; the old one stays as it was. */
static void
test_made_again(CxDb *db)
{
    g_autoptr(CxMapping) mapping = guests_of_accounts();
    g_autoptr(CxImportReport) report = guests_import(db, mapping, "1,2018-05-01,1,1,a,10,5,A,\n");
    CxFrameShelf *shelf = cx_frame_shelf_new(cx_frame_store_loader);
    {
        g_autoptr(CxCtx) ctx = cx_ctx_open_system(db, shelf, cast_instant(0));
        take(db, of_orders, "K,V\n1,5\n");
        g_autoptr(CxFrame) first = load_frame(ctx);
        g_assert_cmpint(cx_values_at(values_of(first, "wait"), 0), ==, 5);
        take(db, of_orders, "K,V\n1,15\n");
        g_autoptr(CxFrame) second = load_frame(ctx);
        g_assert_cmpint(cx_values_at(values_of(second, "wait"), 0), ==, 15);
        g_assert_cmpint(cx_values_at(values_of(first, "wait"), 0), ==, 5);
        g_assert_cmpstr(cx_frame_fingerprint(first), !=, cx_frame_fingerprint(second));
    }
    cx_frame_shelf_free(shelf);
}

/* Scores may be parted by the classes of a metric. */
static void
test_slice(CxDb *db)
{
    World *world = g_new0(World, 1);
    make_answers(db, world);
    make_facts(db, world);
    g_free(world);
    const CxLeaderId cook = cast_leader(db, "Cook", "food", cast_day(-5000), CX_DAY_NONE);
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(CxSlice) slice = cx_slice_parse(
        "measure=nps&group=fact-wait&where=fact-wait:up_to_10,over_10_up_to_20", issues);
    g_assert_nonnull(slice);
    g_autoptr(GError) error = NULL;
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(CxSurvey) survey = cx_survey_load(ctx, NULL, &error);
    const CxScore *score = cx_score_run(ctx, survey, slice, &error);
    g_assert_no_error(error);
    g_assert_cmpint(score->n_groups, ==, 2);
    g_assert_cmpstr(score->groups[0].key, ==, "up_to_10");
    g_assert_cmpstr(score->groups[0].label, ==, "Up to 10 minutes");

    /* Who does not hold the answers parts them by time alone, by their own facts no more than by others'. */
    g_autoptr(CxCtx) insider = cast_ctx(db, cast_user(db, "cook", CX_ROLE_LEADER, cook));
    g_assert_null(cx_score_run(insider, survey, slice, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
}

/* Ids that start anew with each version: a fact meets the answer of the version it names, and none
 * where it names none; a corrected answer keeps its fact. */
static void
test_versions(CxDb *db)
{
    static const char later[] =
        "{\"format\":1,\"kind\":\"facts\",\"key\":{\"kind\":\"response\",\"column\":\"K\","
        "\"survey\":\"guests\",\"version\":\"v2\"},"
        "\"metrics\":[{\"key\":\"late\",\"label\":\"Late\",\"column\":\"V\"}]}";
    g_autoptr(CxMapping) first = guests_parse(NULL, NULL);
    g_autoptr(CxMapping) second = guests_parse("\"key\":\"v1\"", "\"key\":\"v2\"", NULL);
    g_autoptr(CxImportReport) one =
        guests_import(db, first, "1,2018-05-01,1,1,a,9,5,A,\n2,2018-05-01,1,1,a,9,5,A,\n");
    g_autoptr(CxImportReport) two =
        guests_import(db, second, "1,2018-05-09,1,1,a,9,5,A,\n3,2018-05-09,1,1,a,9,5,A,\n");
    take(db, of_responses, "K,V\n1,5\n2,6\n3,7\n");
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(CxFrame) frame = load_frame(ctx);
    CxValues late = values_of(frame, "late");
    g_assert_cmpint(cx_values_at(late, 0), ==, CX_FACT_MISSING);
    g_assert_cmpint(cx_values_at(late, 1), ==, 6);
    g_assert_cmpint(cx_values_at(late, 2), ==, CX_FACT_MISSING);
    g_assert_cmpint(cx_values_at(late, 3), ==, 7);
    take(db, later, "K,V\n1,8\n");
    g_autoptr(CxImportReport) corrected = guests_import(db, second, "1,2018-05-09,1,1,a,3,5,A,\n");
    g_assert_cmpint(corrected->n_revised, ==, 1);
    g_autoptr(CxFrame) again = load_frame(ctx);
    late = values_of(again, "late");
    g_assert_cmpuint(cx_frame_n_rows(again), ==, 4);
    g_assert_cmpint(cx_values_at(late, 0), ==, CX_FACT_MISSING); /* of the first version still */
    int64_t n_eight = 0;
    for (size_t i = 0; i < 4; i++)
        n_eight += cx_values_at(late, i) == 8;
    g_assert_cmpint(n_eight, ==, 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add("/feedback/frame-facts/twin", test_twin);
    cx_test_engines_add("/feedback/frame-facts/strangers", test_strangers);
    cx_test_engines_add("/feedback/frame-facts/made-again", test_made_again);
    cx_test_engines_add("/feedback/frame-facts/slice", test_slice);
    cx_test_engines_add("/feedback/frame-facts/versions", test_versions);
    return g_test_run();
}
