/* What is kept in memory is what would be made now: after any changes, and declared to be made of every
 * table that is read for it. */
#include <glib.h>
#include <string.h>

#include "base/text.h"
#include "business/fact_spread.h"
#include "business/facts.h"
#include "business/kept.h"
#include "business/rate.h"
#include "business/series.h"
#include "column/shelf.h"
#include "db/stmt.h"
#include "evidence/reconcile.h"
#include "feedback/frame_store.h"
#include "stat/estimate.h"
#include "support/engines.h"
#include "tell/quote.h"
#include "unit/evidence/asked.h"
#include "unit/evidence/linked.h"

#define N_CHANGES 24

/* ---- What is kept, as text ---- */

typedef struct {
    CxCtx *ctx;
    GString *out;
} Told;

static void
tell(const Told *told, const char *name, double value)
{
    g_string_append_printf(told->out, "%s ", name);
    cx_text_append_double(told->out, value);
    g_string_append_c(told->out, '\n');
}

static void
tell_surveys(const Told *told)
{
    g_autoptr(GPtrArray) list = cx_survey_list(told->ctx, NULL);
    g_assert_nonnull(list);
    for (guint i = 0; i < list->len; i++) {
        const CxSurveySummary *summary = g_ptr_array_index(list, i);
        g_string_append_printf(told->out, "%s %s\n", summary->key, summary->title);
        tell(told, "versions", (double)summary->n_versions);
        tell(told, "items", (double)summary->n_items);
        tell(told, "responses", (double)summary->n_responses);
        tell(told, "last", summary->last_day.v);
    }
}

static void
tell_spread(const Told *told, const CxMetric *metric, CxFactKind kind)
{
    g_autoptr(GArray) spread =
        cx_fact_spread(told->ctx, metric, kind, cast_day(-2000), cast_day(0), NULL);
    g_assert_nonnull(spread);
    for (guint i = 0; i < spread->len; i++) {
        const CxFactSpread *one = &g_array_index(spread, CxFactSpread, i);
        tell(told, "spread", (double)one->value);
        tell(told, "of", (double)one->n);
    }
}

static void
tell_series(const Told *told, const CxMetric *metric)
{
    g_autoptr(CxSeries) series = cx_series_load(told->ctx, metric, NULL);
    g_assert_nonnull(series);
    tell(told, cx_series_how_key(series->how), (double)series->n_unconverted);
    for (guint i = 0; i < series->points->len; i++) {
        const CxSeriesPoint *point = &g_array_index(series->points, CxSeriesPoint, i);
        tell(told, "point", point->value);
        tell(told, "until", point->to.v);
    }
}

static void
tell_metrics(const Told *told)
{
    g_autoptr(GPtrArray) metrics = cx_metric_list(told->ctx, NULL);
    g_assert_nonnull(metrics);
    for (guint i = 0; i < metrics->len; i++) {
        const CxMetric *metric = g_ptr_array_index(metrics, i);
        CxMetricExtent extent;
        g_assert_true(cx_metric_extent(told->ctx, metric, &extent, NULL));
        tell(told, metric->key, (double)extent.n);
        tell(told, "last", extent.last_day.v);
        tell_series(told, metric);
        if (!metric->is_money)
            tell_spread(told, metric, CX_FACT_PERIOD);
    }
}

static void
tell_frames(const Told *told, const CxSurvey *survey)
{
    for (int reading = 0; reading < CX_FRAME_OTHER_DATES; reading++) {
        const CxFrameOther other = { .reading = (CxFrameReading)reading };
        g_autoptr(CxFrame) frame = cx_frame_store_load_other(told->ctx, survey, &other, NULL);
        g_assert_nonnull(frame);
        g_string_append_printf(told->out, "%s\n", cx_frame_fingerprint(frame));
    }
}

static void
tell_quotes(const Told *told, const CxSurvey *survey)
{
    for (size_t i = 0; i < survey->n_items; i++) {
        if (survey->items[i].role != CX_ITEM_ROLE_COMMENT)
            continue;
        const CxCommentAsk ask = { .said = &survey->items[i],
                                   .rated = &survey->items[survey->i_overall],
                                   .from = cast_day(-4000),
                                   .to = cast_day(0) };
        CxQuotes quotes;
        g_assert_true(cx_quote_choose(told->ctx, survey, &ask, &quotes, NULL));
        tell(told, "comments", (double)quotes.n_comments);
        for (size_t k = 0; k < quotes.n; k++) {
            g_string_append_printf(told->out, "%s %s\n", quotes.items[k].from,
                                   quotes.items[k].text);
        }
    }
}

static void
tell_reconciled(const Told *told, const CxSurvey *survey)
{
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(CxSlice) slice = cx_slice_parse("measure=nps", issues);
    g_assert_nonnull(slice);
    slice->survey = g_strdup(survey->key);
    const CxReconcileAsk ask = { .slice = slice, .number = "24", .n = -1 };
    const CxReconciliation *result = cx_reconcile(told->ctx, survey, &ask, NULL);
    g_assert_nonnull(result);
    tell(told, "found", (double)result->n_found);
    tell(told, "tried", (double)result->n_tried);
    tell(told, "chance", result->n_by_chance);
    for (size_t i = 0; i < result->n_singles; i++) {
        tell(told, result->singles[i].differences[0], result->singles[i].value);
        tell(told, "of", (double)result->singles[i].n);
    }
    for (size_t i = 0; i < result->n_matches; i++)
        g_string_append_printf(told->out, "%s\n", result->matches[i].differences[0]);
}

/* All of it, as the reader of the context is told. */
static char *
tell_all(CxCtx *ctx)
{
    const Told told = { asked_words(ctx), g_string_new(NULL) };
    tell_surveys(&told);
    tell_metrics(&told);
    g_autoptr(GPtrArray) surveys = cx_survey_titles(ctx, NULL);
    for (guint i = 0; i < surveys->len; i++) {
        const CxSurveySummary *summary = g_ptr_array_index(surveys, i);
        g_autoptr(CxSurvey) survey = cx_survey_load_id(ctx, summary->id, NULL);
        tell_frames(&told, survey);
        tell_quotes(&told, survey);
        tell_reconciled(&told, survey);
    }
    return g_string_free(told.out, FALSE);
}

/* ---- Changes ---- */

#define LATE "It was served late and cold, and nobody said why it took so long."
#define WARM "It was served warm and quickly, and everybody was kind to us there."

static void
bring_comments(CxDb *db, int round)
{
    g_autoptr(CxMapping) mapping =
        guests_parse(",\"weight\":\"WT\",\"cluster\":\"RUN\"", "", ",\"weighted\":true", "",
                     "2018-05-31\",\"sampling", "2030-12-31\",\"sampling", NULL);
    g_autoptr(GString) lines = g_string_new(NULL);
    for (int i = 0; i < 6; i++) {
        g_string_append_printf(lines, "%d,2026-08-15,1,1,,%d,1,A,\"" LATE " %s\"\n",
                               1000 * round + 2 * i, i % 4, i % 2 == 0 ? "Again" : "Never");
        g_string_append_printf(lines, "%d,2026-08-%d,1,1,,9,5,A,\"" WARM "\"\n",
                               1000 * round + 2 * i + 1, 10 + i);
    }
    g_autoptr(CxImportReport) report = guests_import(db, mapping, lines->str);
    g_assert_nonnull(report);
}

static const char facts_text[] =
    "{\"format\":1,\"kind\":\"facts\",\"key\":{\"kind\":\"period\"},"
    "\"date\":{\"column\":\"month\",\"kind\":\"month\"},\"metrics\":["
    "{\"key\":\"calls\",\"label\":\"Calls\",\"column\":\"calls\",\"unit\":\"calls\",\"direction\":"
    "\"down\",\"department\":\"delivery\"}]}";

static void
bring_facts(CxCtx *ctx, int round)
{
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(CxFactsMapping) mapping =
        cx_facts_mapping_parse(facts_text, strlen(facts_text), issues, &error);
    g_assert_no_error(error);
    g_autofree char *csv =
        g_strdup_printf("month,calls\n2026-%02d,%d\n", 1 + round % 9, 50 + round);
    const CxFactsFile file = { .name = "calls.csv", .data = csv, .len_bytes = strlen(csv) };
    g_autoptr(CxFactsReport) report = cx_facts_take(ctx, &file, mapping, &error);
    g_assert_no_error(error);
}

/* What nothing that is kept is made of: a user is added and signs in. */
static void
change_beside(CxDb *db, CxCtx *ctx, int round)
{
    g_autofree char *login = g_strdup_printf("user%d", round);
    const CxUserId user = cast_user(db, login, CX_ROLE_TEAM, (CxLeaderId){ 0 });
    g_autofree char *secret = NULL;
    g_assert_true(cx_session_open(ctx, user, &secret, NULL));
}

static void
set_target(CxCtx *ctx, int round)
{
    g_autofree char *target = g_strdup_printf("%d", 40 + round);
    g_assert_true(cx_metric_target_set(ctx, "calls", cast_day(round), target, "", NULL));
}

static void
change(CxDb *db, int round)
{
    static const char *const names[] = { "Warm Quickly", "Cold Served", "Kind Everybody",
                                         "Ada Byron" };
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(GError) error = NULL;
    g_autofree char *key = g_strdup_printf("dept%d", round);
    switch (g_test_rand_int_range(0, 7)) {
    case 0:
        cast_leader(db, names[round % 4], NULL, cast_day(-round), CX_DAY_NONE);
        break;
    case 1:
        cast_department(db, key, key);
        break;
    case 2:
        bring_comments(db, round);
        break;
    case 3:
        bring_facts(ctx, round);
        break;
    case 4:
        g_assert_true(cx_reporting_currency_set(ctx, round % 2 == 0 ? "EUR" : "USD", &error));
        break;
    case 5:
        set_target(ctx, round);
        break;
    default:
        change_beside(db, ctx, round);
        break;
    }
}

/* ---- Laws ---- */

static CxFrameShelf *
fill(CxDb *db)
{
    cx_stat_start();
    g_autoptr(CxCtx) ctx = cast_system(db);
    linked_fill(ctx);
    bring_comments(db, 100);
    return cx_frame_shelf_new(cx_frame_store_loader);
}

static char *
tell_with(CxDb *db, CxFrameShelf *shelf)
{
    g_autoptr(CxCtx) ctx = cast_system(db);
    ctx->frames = shelf;
    return tell_all(ctx);
}

static void
test_any_changes(CxDb *db)
{
    g_autoptr(CxFrameShelf) shelf = fill(db);
    for (int round = 0; round < N_CHANGES; round++) {
        g_autofree char *fresh = tell_with(db, NULL);
        g_autofree char *kept = tell_with(db, shelf);
        g_autofree char *again = tell_with(db, shelf);
        g_assert_cmpstr(kept, ==, fresh);
        g_assert_cmpstr(again, ==, fresh);
        change(db, round);
    }
}

static void
note_query(const CxQuery *query, void *data)
{
    g_ptr_array_add(data, (gpointer)(uintptr_t)query);
}

static bool
was_opened(const GPtrArray *queries, const char *name)
{
    for (guint i = 0; i < queries->len; i++) {
        const CxQuery *query = g_ptr_array_index(queries, i);
        if (g_str_equal(query->name, name))
            return true;
    }
    return false;
}

/* Neither a sign-in nor a change of something else has anything made again. */
static void
test_beside(CxDb *db)
{
    g_autoptr(CxFrameShelf) shelf = fill(db);
    g_autofree char *before = tell_with(db, shelf);
    g_autoptr(CxCtx) ctx = cast_system(db);
    change_beside(db, ctx, 1);
    g_autoptr(GPtrArray) queries = g_ptr_array_new();
    cx_stmt_observe(db, note_query, queries);
    g_autofree char *after = tell_with(db, shelf);
    cx_stmt_observe(db, NULL, NULL);
    g_assert_cmpstr(after, ==, before);
    static const char *const makers[] = { "feedback/survey_list", "feedback/comment_list",
                                          "tell/known_name_list", "business/fact_extent",
                                          "business/fact_spread", "feedback/response_list_every" };
    for (size_t i = 0; i < G_N_ELEMENTS(makers); i++) {
        g_test_message("%s", makers[i]);
        g_assert_false(was_opened(queries, makers[i]));
    }
}

/* ---- What is declared ---- */

/* Names of all tables, as the schema's files have them. (transfer full) */
static GHashTable *
list_tables(void)
{
    GHashTable *tables = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autofree char *folder = g_build_filename(g_getenv("CX_SOURCE_ROOT"), "sql", "schema", NULL);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    g_assert_nonnull(dir);
    for (const char *name = g_dir_read_name(dir); name != NULL; name = g_dir_read_name(dir)) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_autofree char *text = NULL;
        g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
        static const char words[] = "CREATE TABLE ";
        for (const char *at = strstr(text, words); at != NULL; at = strstr(at, words)) {
            at += strlen(words);
            g_hash_table_add(tables, g_strndup(at, strcspn(at, " (\n")));
        }
    }
    g_assert_cmpuint(g_hash_table_size(tables), >, 80);
    return tables;
}

/* Tables stand after FROM and JOIN. */
static void
check_query(const CxQuery *query, GHashTable *tables, const char *declared)
{
    g_auto(GStrv) names = g_strsplit(declared, " ", -1);
    g_auto(GStrv) words = g_strsplit_set(query->pg, " \t\n(),;", -1);
    bool is_table = false;
    for (size_t i = 0; words[i] != NULL; i++) {
        const char *word = words[i];
        if (*word == '\0')
            continue;
        const bool is_read = is_table && g_hash_table_contains(tables, word);
        is_table = g_str_equal(word, "FROM") || g_str_equal(word, "JOIN");
        if (!is_read || g_strv_contains((const char *const *)names, word))
            continue;
        g_test_message("%s reads %s, which is not among: %s", query->name, word, declared);
        g_test_fail();
    }
}

/* What is read on the way and is no part of what is kept: the counters; the cards of our own score, which is
 * not kept; how far jobs are, of files that are not in yet and so not read. */
#define BESIDE "data_version card card_waiting job"

/* Everything that is opened while one kind is made for the first time reads declared tables only. */
static void
check_declared(CxDb *db, const char *tables_read, void (*make)(const Told *told))
{
    g_autofree char *declared = g_strconcat(tables_read, " " BESIDE, NULL);
    g_autoptr(GHashTable) tables = list_tables();
    g_autoptr(CxFrameShelf) shelf = cx_frame_shelf_new(cx_frame_store_loader);
    g_autoptr(GPtrArray) queries = g_ptr_array_new();
    g_autoptr(CxCtx) ctx = cast_system(db);
    ctx->frames = shelf;
    const Told told = { asked_words(ctx), g_string_new(NULL) };
    cx_stmt_observe(db, note_query, queries);
    make(&told);
    cx_stmt_observe(db, NULL, NULL);
    g_string_free(told.out, TRUE);
    g_assert_cmpuint(queries->len, >, 0);
    for (guint i = 0; i < queries->len; i++)
        check_query(g_ptr_array_index(queries, i), tables, declared);
}

static CxSurvey *survey_at_hand; /* those are part of the question, loaded before */
static CxMetric *metric_at_hand;

static void
make_frames(const Told *told)
{
    tell_frames(told, survey_at_hand);
}

static void
make_quotes(const Told *told)
{
    tell_quotes(told, survey_at_hand);
}

static void
make_reconciled(const Told *told)
{
    tell_reconciled(told, survey_at_hand);
}

static void
make_extent(const Told *told)
{
    CxMetricExtent extent;
    g_assert_true(cx_metric_extent(told->ctx, metric_at_hand, &extent, NULL));
}

static void
make_spread(const Told *told)
{
    tell_spread(told, metric_at_hand, CX_FACT_PERIOD);
}

static void
make_series(const Told *told)
{
    tell_series(told, metric_at_hand);
}

static void
test_declared(CxDb *db)
{
    static const struct {
        CxKeptWhat what;
        void (*make)(const Told *told);
    } rows[] = {
        { CX_KEPT_SURVEY_LIST, tell_surveys },  { CX_KEPT_FRAME_OTHER, make_frames },
        { CX_KEPT_QUOTES, make_quotes },        { CX_KEPT_METRIC_EXTENT, make_extent },
        { CX_KEPT_FACT_SPREAD, make_spread },   { CX_KEPT_SERIES, make_series },
        { CX_KEPT_RECONCILE, make_reconciled },
    };
    G_STATIC_ASSERT(G_N_ELEMENTS(rows) == CX_KEPT_N);
    cx_frame_shelf_free(fill(db));
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(CxSurvey) survey = cx_survey_load(ctx, "guests", NULL);
    g_autoptr(CxMetric) metric = cx_metric_find(ctx, "absence", NULL);
    g_assert_nonnull(survey);
    g_assert_nonnull(metric);
    survey_at_hand = survey;
    metric_at_hand = metric;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        check_declared(db, cx_kept_tables(rows[i].what), rows[i].make);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add("/kept/any-changes", test_any_changes);
    cx_test_engines_add("/kept/beside", test_beside);
    cx_test_engines_add("/kept/declared", test_declared);
    return g_test_run();
}
