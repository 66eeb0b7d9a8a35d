/* Files of facts as jobs on both engines: broken off anywhere and gone on with, every fact is there
 * exactly once; nothing counts before all does; what was cancelled has left nothing. */
#include <string.h>

#include "base/error.h"
#include "business/account.h"
#include "business/facts.h"
#include "db/audit.h"
#include "db/txn.h"
#include "db/version.h"
#include "support/engines.h"
#include "support/job_hand.h"
#include "support/store.h"
#include "unit/people/cast.h"

static const char mapping_json[] =
    "{\"format\":1,\"kind\":\"facts\",\"key\":{\"kind\":\"account\",\"column\":\"Customer\"},"
    "\"date\":{\"column\":\"Month\",\"kind\":\"month\"},"
    "\"department\":{\"column\":\"Team\",\"add\":true},"
    "\"account\":{\"name\":\"Name\",\"segment\":\"Class\",\"person\":\"Contact\"},"
    "\"skip\":[{\"column\":\"Class\",\"values\":[\"Test\"]}],"
    "\"metrics\":["
    "{\"key\":\"%sdays\",\"label\":\"Days\",\"column\":\"Days\",\"unit\":\"days\",\"decimals\":1},"
    "{\"key\":\"%svalue\",\"label\":\"Value\",\"column\":\"Value\","
    "\"money\":{\"currency\":\"EUR\"}}]}";

static GString *kept; /* the bytes of the file under way */

static GBytes *
read_kept(CxCtx *ctx G_GNUC_UNUSED, int64_t original G_GNUC_UNUSED, GError **error G_GNUC_UNUSED)
{
    return g_bytes_new(kept->str, kept->len);
}

static CxFactsMapping *
parse(const char *prefix)
{
    g_autofree char *json = g_strdup_printf(mapping_json, prefix, prefix);
    g_autoptr(GError) error = NULL;
    CxFactsMapping *mapping = cx_facts_mapping_read(json, strlen(json), &error);
    g_assert_no_error(error);
    return mapping;
}

/* Rows of all kinds: good ones, the same twice, one fact with two values, bad ones, unwanted ones.
 * `factor` makes another month's file of the same customers. */
static void
write_rows(int n_rows, int factor)
{
    if (kept != NULL)
        g_string_free(kept, TRUE);
    kept = g_string_new("Customer,Month,Team,Name,Class,Contact,Days,Value\n");
    g_autoptr(GRand) rand = g_rand_new_with_seed(11);
    for (int i = 0; i < n_rows; i++) {
        const int id = g_rand_int_range(rand, 0, 20) == 0 ? g_rand_int_range(rand, 0, n_rows) : i;
        const bool is_bad = g_rand_int_range(rand, 0, 40) == 0;
        g_string_append_printf(kept, "c%d,2026-0%d,Team %d,Name %d,%s,%s,%s%d.5,%d\n", id,
                               1 + i % 3, i % 4, id % (3 * factor), i % 50 == 7 ? "Test" : "Gold",
                               i % 3 == 0 ? "Ann" : "", is_bad ? "x" : "", i % 9,
                               100 + factor * (i % 5));
    }
}

static CxFactFileId
begin(CxCtx *ctx, const CxFactsMapping *mapping)
{
    const CxFactsFile file = { .name = "facts.csv", .data = kept->str, .len_bytes = kept->len };
    CxFactFileId id = { 0 };
    g_autoptr(GError) error = NULL;
    g_assert_true(cx_facts_begin(ctx, &file, mapping, &id, &error));
    g_assert_no_error(error);
    return id;
}

static CxFactsReport *
load(CxCtx *ctx, CxFactFileId id)
{
    g_autoptr(GError) error = NULL;
    CxFactsReport *report = cx_facts_load(ctx, id, &error);
    g_assert_no_error(error);
    return report;
}

/* One try with so much patience; the code of its error, or -1 when it is done. */
static int
try_once(CxCtx *ctx, CxFactFileId id, int patience)
{
    g_autoptr(CxFactsReport) report = load(ctx, id);
    g_autoptr(CxJob) job = cx_test_job_lease(ctx, report->job);
    g_autoptr(GError) error = NULL;
    ctx->progress = (CxProgress){ cx_test_lose_patience, &patience };
    const bool is_done = cx_facts_carry_on(ctx, id, job, read_kept, &error);
    ctx->progress = (CxProgress){ 0 };
    cx_test_job_release(ctx, job);
    if (error != NULL)
        g_test_message("%s", error->message);
    return is_done ? -1 : error->code;
}

/* Facts that count, as readers are told. */
static int64_t
n_counting(CxCtx *ctx)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) metrics = cx_metric_list(ctx, &error);
    g_assert_no_error(error);
    int64_t n = 0;
    for (guint i = 0; i < metrics->len; i++) {
        g_autoptr(GArray) counts = cx_fact_count(ctx, g_ptr_array_index(metrics, i), &error);
        g_assert_no_error(error);
        for (guint k = 0; k < counts->len; k++)
            n += g_array_index(counts, CxFactCount, k).n;
    }
    return n;
}

static int64_t
data_version(CxDb *db)
{
    int64_t version = -1;
    g_assert_true(cx_data_version(db, CX_BUSINESS_AREA, &version, NULL));
    return version;
}

/* Facts that stand under one prefix and not just so under the other. */
static const char differing[] =
    "SELECT count(*) AS n FROM (SELECT source_key, span, revision, is_latest, value, currency,"
    " f.department_id, line, substr(m.key, length(m.key) - 3) AS what"
    " FROM fact f JOIN metric m ON m.id = f.metric_id"
    " GROUP BY source_key, span, revision, is_latest, value, currency, f.department_id, line,"
    " substr(m.key, length(m.key) - 3)"
    " HAVING count(*) <> 2 OR min(m.key) = max(m.key)) d";

/* The law: broken off anywhere, any number of times, it comes out as if it had not been. */
static void
test_broken_off(CxDb *db)
{
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(CxFactsMapping) plain = parse("a_");
    g_autoptr(CxFactsMapping) broken = parse("b_");
    write_rows(3000, 1);
    const CxFactFileId whole = begin(ctx, plain);
    g_assert_cmpint(try_once(ctx, whole, 1000), ==, -1);
    const int64_t n_whole = n_counting(ctx);
    const int64_t n_people = cx_test_count(db, "SELECT count(*) AS n FROM account_person");
    g_assert_cmpint(n_whole, >, 4000);
    const CxFactFileId id = begin(ctx, broken);
    const int64_t version = data_version(db);
    int result = CX_ERROR_CANCELLED;
    int n_tries = 0;
    while (result == CX_ERROR_CANCELLED) {
        g_assert_cmpint(n_counting(ctx), ==, n_whole);
        g_assert_cmpint(data_version(db), ==, version);
        g_assert_cmpint(begin(ctx, broken).v, ==, id.v);
        result = try_once(ctx, id, 2 + n_tries * 3);
        n_tries++;
    }
    g_assert_cmpint(result, ==, -1);
    g_assert_cmpint(n_tries, >, 3);
    g_assert_cmpint(n_counting(ctx), ==, 2 * n_whole);
    g_assert_cmpint(cx_test_count(db, differing), ==, 0);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM account_person"), ==, n_people);
    g_autoptr(CxFactsReport) one = load(ctx, whole);
    g_autoptr(CxFactsReport) other = load(ctx, id);
    g_assert_cmpint(one->n_rows, ==, 3000);
    g_assert_cmpint(other->n_rows, ==, 3000);
    g_assert_cmpint(one->n_new, ==, other->n_new);
    g_assert_cmpint(one->n_same, ==, other->n_same);
    g_assert_cmpint(one->n_rejected, >, 60);
    g_assert_cmpint(one->n_rejected, ==, other->n_rejected);
    g_assert_cmpint(one->n_skipped, ==, other->n_skipped);
    g_assert_cmpint(one->first_day.v, ==, other->first_day.v);
    g_assert_cmpint(one->last_day.v, ==, other->last_day.v);
    g_assert_cmpuint(other->metrics->len, ==, 2);
    for (guint i = 0; i < 2; i++) {
        const CxFactsMetricCount *left = g_ptr_array_index(one->metrics, i);
        const CxFactsMetricCount *right = g_ptr_array_index(other->metrics, i);
        g_assert_cmpint(left->n, ==, right->n);
    }
    g_assert_cmpint(try_once(ctx, id, 1000), ==, -1); /* once more does nothing */
    g_assert_cmpint(cx_test_count(db, differing), ==, 0);
}

/* Goes on with a file, broken off again and again, also where only marking what it revised is left:
 * none of it counts, or all. */
static void
finish_revising(CxCtx *ctx, CxFactFileId id, int64_t n_before)
{
    int64_t n_after = -1;
    int patience = 2;
    while (try_once(ctx, id, patience++) == CX_ERROR_CANCELLED) {
        g_autoptr(CxFactsReport) now = load(ctx, id);
        if (now->state != CX_FACTS_DONE)
            g_assert_cmpint(n_counting(ctx), ==, n_before);
        else if (n_after == -1)
            n_after = n_counting(ctx);
    }
    g_assert_cmpint(n_after, >, n_before); /* it was broken off there */
    g_assert_cmpint(n_counting(ctx), ==, n_after);
    g_assert_cmpint(cx_test_count(ctx->db, "SELECT count(*) AS n FROM fact WHERE is_latest = 1"),
                    ==, n_after);
}

/* Accounts as they are listed, each once, by key. */
static int64_t
count_accounts(CxCtx *ctx)
{
    int64_t n = 0;
    g_autofree char *after = g_strdup("");
    for (;;) {
        g_autoptr(GError) error = NULL;
        g_autoptr(GPtrArray) page = cx_account_list(ctx, after, 100, &error);
        g_assert_no_error(error);
        if (page->len == 0)
            return n;
        for (guint i = 0; i < page->len; i++) {
            const CxAccount *account = g_ptr_array_index(page, i);
            g_assert_cmpstr(account->key, >, after);
            g_free(after);
            after = g_strdup(account->key);
            n++;
        }
    }
}

static void
assert_called(CxCtx *ctx, const char *key, const char *name)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxAccount) account = cx_account_find(ctx, key, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(account->name, ==, name);
}

/* A second file revises the first: cancelled midway nothing of it stays, done all of it counts. */
static void
test_cancelled(CxDb *db)
{
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(GError) error = NULL;
    g_autoptr(CxFactsMapping) mapping = parse("");
    write_rows(1200, 1);
    g_assert_cmpint(try_once(ctx, begin(ctx, mapping), 1000), ==, -1);
    const int64_t n_first = n_counting(ctx);
    const int64_t n_states = cx_test_count(db, "SELECT count(*) AS n FROM account_state");
    const int64_t sum =
        cx_test_count(db, "SELECT CAST(sum(value) AS BIGINT) AS n FROM fact WHERE is_latest = 1");
    write_rows(1500, 2);
    const CxFactFileId id = begin(ctx, mapping);
    g_assert_cmpint(try_once(ctx, id, 5), ==, CX_ERROR_CANCELLED);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM fact"), >, n_first);
    g_assert_cmpint(n_counting(ctx), ==, n_first);
    assert_called(ctx, "c5", "Name 2");
    g_assert_true(cx_facts_cancel(ctx, id, &error));
    g_assert_cmpint(try_once(ctx, id, 1000), ==, CX_ERROR_CANCELLED);
    g_autoptr(CxFactsReport) report = load(ctx, id);
    g_assert_cmpint(report->state, ==, CX_FACTS_CANCELLED);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM fact"), ==, n_first);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM account_state"), ==, n_states);
    g_assert_cmpint(
        cx_test_count(db, "SELECT CAST(sum(value) AS BIGINT) AS n FROM fact WHERE is_latest = 1"),
        ==, sum);
    g_autoptr(CxAccount) late = cx_account_find(ctx, "c1499", &error);
    g_assert_null(late);
    g_clear_error(&error);
    g_assert_false(cx_facts_cancel(ctx, id, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_CONFLICT);
    g_clear_error(&error);
    const CxFactFileId again = begin(ctx, mapping);
    g_assert_cmpint(again.v, >, id.v);
    finish_revising(ctx, again, n_first);
    g_assert_cmpint(
        cx_test_count(db,
                      "SELECT count(*) AS n FROM (SELECT 1 AS one FROM fact WHERE is_latest = 1 "
                      "GROUP BY metric_id, source_key, span HAVING count(*) > 1) d"),
        ==, 0);
    assert_called(ctx, "c5", "Name 5");
    g_assert_cmpint(count_accounts(ctx), ==,
                    cx_test_count(db, "SELECT count(*) AS n FROM account"));
    g_auto(CxAuditReport) audit = { 0 };
    g_assert_true(cx_audit_verify(db, &audit, NULL));
    g_assert_true(audit.is_intact);
    g_assert_cmpint(
        cx_test_count(db, "SELECT count(*) AS n FROM audit WHERE action LIKE 'facts.%'"), ==, 3);
}

/* The law: what a file says beforehand is what it does, first and again and changed. */
static void
test_foretold(CxDb *db)
{
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(GError) error = NULL;
    g_autoptr(CxFactsMapping) mapping = parse("");
    for (int factor = 1; factor < 3; factor++) {
        write_rows(900, factor);
        const CxFactsFile file = { .name = "f.csv", .data = kept->str, .len_bytes = kept->len };
        const int64_t n_before = cx_test_count(db, "SELECT count(*) AS n FROM fact");
        g_autoptr(CxFactsReport) said = cx_facts_try(ctx, &file, mapping, &error);
        g_assert_no_error(error);
        g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM fact"), ==, n_before);
        g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM fact_reject"), ==,
                        factor == 1 ? 0
                                    : cx_test_count(db, "SELECT n_rejected AS n FROM fact_file"));
        g_autoptr(CxFactsReport) did = cx_facts_take(ctx, &file, mapping, &error);
        g_assert_no_error(error);
        g_assert_cmpint(said->n_rows, ==, did->n_rows);
        g_assert_cmpint(said->n_new, ==, did->n_new);
        g_assert_cmpint(said->n_revised, ==, did->n_revised);
        g_assert_cmpint(said->n_same, ==, did->n_same);
        g_assert_cmpint(said->n_rejected, ==, did->n_rejected);
        g_assert_cmpint(said->n_skipped, ==, did->n_skipped);
        g_assert_cmpuint(said->departments_new->len, ==, did->departments_new->len);
        for (guint i = 0; i < did->rejects->len; i++) {
            const CxFactReject *one = g_ptr_array_index(said->rejects, i);
            const CxFactReject *other = g_ptr_array_index(did->rejects, i);
            g_assert_cmpint(one->line, ==, other->line);
            g_assert_cmpstr(one->reason, ==, other->reason);
        }
    }
}

/* Files take turns in the order they came; one whose job is gone is ended by the next. */
static void
test_turns(CxDb *db)
{
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(GError) error = NULL;
    g_autoptr(CxFactsMapping) first = parse("");
    g_autoptr(CxFactsMapping) second = parse("z_");
    write_rows(900, 1);
    const CxFactFileId a = begin(ctx, first);
    const CxFactFileId b = begin(ctx, second);
    g_assert_cmpint(try_once(ctx, a, 4), ==, CX_ERROR_CANCELLED);
    g_assert_cmpint(try_once(ctx, b, 1000), ==, CX_ERROR_BUSY);
    const CxFactsFile file = { .name = "f.csv", .data = kept->str, .len_bytes = kept->len };
    g_assert_null(cx_facts_take(ctx, &file, first, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_BUSY);
    g_clear_error(&error);
    cx_test_execute(db, "UPDATE job SET state = 'failed', ended_us = 1 WHERE id = 1");
    g_assert_cmpint(try_once(ctx, b, 1000), ==, -1);
    g_autoptr(CxFactsReport) lost = load(ctx, a);
    g_assert_cmpint(lost->state, ==, CX_FACTS_FAILED);
    g_assert_nonnull(lost->failure);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM fact WHERE file_id = 1"), ==, 0);
    g_assert_true(cx_facts_sweep(ctx, &error));
    g_assert_no_error(error);
}

/* A file that breaks in the middle fails with the reason, and nothing of it counts. */
static void
test_failed(CxDb *db)
{
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(CxFactsMapping) mapping = parse("");
    write_rows(700, 1);
    const CxFactFileId id = begin(ctx, mapping);
    g_assert_cmpint(try_once(ctx, id, 2), ==, CX_ERROR_CANCELLED);
    g_string_assign(kept, "Customer,Nothing\n");
    g_assert_cmpint(try_once(ctx, id, 1000), ==, CX_ERROR_INVALID);
    g_autoptr(CxFactsReport) report = load(ctx, id);
    g_assert_cmpint(report->state, ==, CX_FACTS_FAILED);
    g_assert_nonnull(strstr(report->failure, "Month"));
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM fact"), ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add("/business/facts_job/broken_off", test_broken_off);
    cx_test_engines_add("/business/facts_job/cancelled", test_cancelled);
    cx_test_engines_add("/business/facts_job/foretold", test_foretold);
    cx_test_engines_add("/business/facts_job/turns", test_turns);
    cx_test_engines_add("/business/facts_job/failed", test_failed);
    const int result = g_test_run();
    g_string_free(kept, TRUE);
    return result;
}
