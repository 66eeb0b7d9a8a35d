/* Imports as jobs on both engines: broken off anywhere and gone on with, every row is there exactly
 * once; nothing counts before all does; and no file, however damaged, gets through as anything else
 * than rows taken or set aside. */
#include "guests.h"

#include <string.h>

#include "base/error.h"
#include "column/frame.h"
#include "db/audit.h"
#include "db/txn.h"
#include "db/version.h"
#include "feedback/frame_store.h"
#include "support/engines.h"
#include "support/job_hand.h"
#include "support/rounds.h"
#include "support/store.h"

static CxCtx *
open_system(CxDb *db)
{
    return cx_ctx_open_system(db, NULL, (CxInstant){ CX_TEST_NOW_US });
}

static CxImportId
begin(CxCtx *ctx, const CxMapping *mapping, const char *lines)
{
    g_autofree char *text = g_strconcat(guests_header, lines, NULL);
    g_autoptr(GError) error = NULL;
    CxOriginalId original = { 0 };
    CxImportId id = { 0 };
    g_assert_true(cx_original_add(ctx, text, strlen(text), &original, &error));
    g_assert_true(cx_import_begin(ctx, original, "guests.csv", mapping, &id, &error));
    g_assert_no_error(error);
    return id;
}

static CxJob *
lease(CxCtx *ctx, CxImportId id)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxImportReport) report = cx_import_load(ctx, id, &error);
    g_assert_no_error(error);
    return cx_test_job_lease(ctx, report->job);
}

/* One try with so much patience; the code of its error, or -1 when it is done. */
static int
try_once(CxCtx *ctx, CxImportId id, int patience)
{
    g_autoptr(CxJob) job = lease(ctx, id);
    g_autoptr(GError) error = NULL;
    ctx->progress = (CxProgress){ cx_test_lose_patience, &patience };
    const bool is_done = cx_import_carry_on(ctx, id, job, &error);
    ctx->progress = (CxProgress){ 0 };
    cx_test_job_release(ctx, job);
    if (error != NULL)
        g_test_message("%s", error->message);
    return is_done ? -1 : error->code;
}

static CxImportState
state_of(CxCtx *ctx, CxImportId id)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxImportReport) report = cx_import_load(ctx, id, &error);
    g_assert_no_error(error);
    return report->state;
}

static int64_t
data_version(CxDb *db)
{
    int64_t version = -1;
    g_assert_true(cx_data_version(db, CX_FEEDBACK_AREA, &version, NULL));
    return version;
}

/* Rows that count, as readers load them; -1 if there is no survey to load. */
static int64_t
n_counting(CxCtx *ctx, const char *survey_key)
{
    g_autoptr(CxSurvey) survey = cx_survey_load(ctx, survey_key, NULL);
    if (survey == NULL)
        return -1;
    g_autoptr(GError) error = NULL;
    g_autoptr(CxFrame) frame = cx_frame_store_load(ctx, survey, &error);
    g_assert_no_error(error);
    return (int64_t)cx_frame_n_rows(frame);
}

static char *
many_lines(int n_rows)
{
    GString *out = g_string_new(NULL);
    for (int i = 0; i < n_rows; i++) {
        const int id = g_test_rand_int_range(0, 20) == 0 ? g_test_rand_int_range(0, n_rows) : i;
        g_string_append_printf(out, "%d,2018-%s-%02d,%d,1,a,%d,5,%s,%s\n", id,
                               i % 3 == 0 ? "05" : "07", 1 + i % 31, 1 + i % 2,
                               g_test_rand_int_range(0, 13), i % 2 == 0 ? "A" : "B",
                               i % 5 == 0 ? "words" : "");
    }
    return g_string_free(out, FALSE);
}

/* What stands in one survey and not in the other, either way. */
static const char differing[] =
    "SELECT count(*) AS n FROM ("
    " SELECT source_key, revision, line, day, at_us, weight, cluster_key, is_latest, n FROM"
    "  (SELECT r.*, s.key AS survey, (SELECT count(*) FROM response_text t"
    "   WHERE t.response_id = r.id) AS n FROM response r"
    "   JOIN survey_version v ON v.id = r.version_id JOIN survey s ON s.id = v.survey_id) a"
    " GROUP BY source_key, revision, line, day, at_us, weight, cluster_key, is_latest, n"
    " HAVING count(*) <> 2 OR min(survey) = max(survey)) d";

/* The same of what its questions' first releases hold: gathered while it came, or read back where it
 * was broken off. */
static const char differing_first[] =
    "SELECT count(*) AS n FROM ("
    " SELECT item, month, n, said, said_square FROM"
    "  (SELECT COALESCE(i.key, '') AS item, f.month, f.n, f.said, f.said_square, s.key AS survey"
    "   FROM answer_first f JOIN survey s ON s.id = f.survey_id"
    "   LEFT JOIN item i ON i.id = f.item_id) a"
    " GROUP BY item, month, n, said, said_square"
    " HAVING count(*) <> 2 OR min(survey) = max(survey)) d";

static void
compare_reports(CxCtx *ctx, CxImportId a, CxImportId b)
{
    g_autoptr(CxImportReport) one = cx_import_load(ctx, a, NULL);
    g_autoptr(CxImportReport) other = cx_import_load(ctx, b, NULL);
    g_assert_cmpint(one->n_rows, ==, other->n_rows);
    g_assert_cmpint(one->n_new, ==, other->n_new);
    g_assert_cmpint(one->n_same, ==, other->n_same);
    g_assert_cmpint(one->n_rejected, ==, other->n_rejected);
    g_assert_cmpint(one->first_day.v, ==, other->first_day.v);
    g_assert_cmpint(one->last_day.v, ==, other->last_day.v);
    g_assert_cmpuint(one->rejects->len, ==, other->rejects->len);
    for (guint i = 0; i < one->items->len; i++) {
        const CxImportItem *left = g_ptr_array_index(one->items, i);
        const CxImportItem *right = g_ptr_array_index(other->items, i);
        g_assert_cmpint(left->n_valid, ==, right->n_valid);
        g_assert_cmpint(left->n_missing, ==, right->n_missing);
    }
}

/* The law: broken off anywhere, any number of times, it comes out as if it had not been. */
static void
check_broken_off(CxDb *db, bool has_id)
{
    g_autoptr(CxCtx) ctx = open_system(db);
    g_autoptr(CxMapping) plain =
        has_id ? guests_parse(NULL, NULL) : guests_parse("\"id\":\"ID\",", "", NULL);
    g_autoptr(CxMapping) broken =
        has_id
            ? guests_parse("\"key\":\"guests\"", "\"key\":\"broken\"", NULL)
            : guests_parse("\"key\":\"guests\"", "\"key\":\"broken\"", "\"id\":\"ID\",", "", NULL);
    g_autofree char *lines = many_lines(3000);
    const CxImportId whole = begin(ctx, plain, lines);
    g_assert_cmpint(try_once(ctx, whole, 1000), ==, -1);
    const int64_t n_whole = n_counting(ctx, "guests");
    const int64_t version = data_version(db);
    const CxImportId id = begin(ctx, broken, lines);
    int result = CX_ERROR_CANCELLED;
    while (result == CX_ERROR_CANCELLED) {
        g_assert_cmpint(n_counting(ctx, "broken"), ==, -1);
        g_assert_cmpint(data_version(db), ==, version);
        g_assert_cmpint(begin(ctx, broken, lines).v, ==, id.v);
        result = try_once(ctx, id, g_test_rand_int_range(2, 25));
    }
    g_assert_cmpint(result, ==, -1);
    g_assert_cmpint(data_version(db), >, version);
    g_assert_cmpint(n_counting(ctx, "broken"), ==, n_whole);
    g_assert_cmpint(cx_test_count(db, differing), ==, 0);
    g_assert_cmpint(cx_test_count(db, differing_first), ==, 0);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM answer_first"), >, 4);
    compare_reports(ctx, whole, id);
    g_assert_cmpint(try_once(ctx, id, 1000), ==, -1); /* once more does nothing */
    g_assert_cmpint(cx_test_count(db, differing), ==, 0);
}

static void
test_broken_off(CxDb *db)
{
    check_broken_off(db, true);
}

static void
test_broken_off_without_id(CxDb *db)
{
    check_broken_off(db, false);
}

#define OLD "1,2018-05-01,1,1,a,10,5,A,\n2,2018-05-02,1,1,a,3,5,B,\n"
#define NEW "1,2018-05-01,1,1,a,0,5,A,\n2,2018-05-02,1,1,a,3,5,B,\n3,2018-05-03,1,1,a,7,5,B,\n"

/* The rating of respondent 1 as readers see it: 10 before, 0 after. */
static int64_t
revision_counting(CxDb *db)
{
    return cx_test_count(
        db, "SELECT max(revision) AS n FROM response WHERE source_key = 'id:1' AND is_latest = 1"
            " AND import_id IN (SELECT id FROM import_file WHERE state = 'done')"
            " AND (revised_by IS NULL"
            "  OR revised_by NOT IN (SELECT id FROM import_file WHERE state = 'done'))");
}

static void
test_revisions(CxDb *db)
{
    g_autoptr(CxCtx) ctx = open_system(db);
    g_autoptr(CxMapping) mapping = guests_parse(NULL, NULL);
    g_autoptr(CxImportReport) first = guests_import(db, mapping, OLD);
    for (int round = 0; round < 2; round++) { /* cancelled, cancelled again, then done */
        const CxImportId id = begin(ctx, mapping, NEW);
        g_assert_cmpint(try_once(ctx, id, 1), ==, CX_ERROR_CANCELLED);
        g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM response"), ==, 4);
        g_assert_cmpint(n_counting(ctx, "guests"), ==, 2);
        g_assert_cmpint(revision_counting(db), ==, 1);
        g_assert_true(cx_import_cancel(ctx, id, NULL));
        g_assert_cmpint(try_once(ctx, id, 1000), ==, CX_ERROR_CANCELLED);
        g_assert_cmpint(state_of(ctx, id), ==, CX_IMPORT_CANCELLED);
        g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM response"), ==, 2);
        g_assert_cmpint(n_counting(ctx, "guests"), ==, 2);
    }
    const CxImportId id = begin(ctx, mapping, NEW);
    g_assert_cmpint(try_once(ctx, id, 1000), ==, -1);
    g_assert_cmpint(n_counting(ctx, "guests"), ==, 3);
    g_assert_cmpint(revision_counting(db), ==, 2);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM response WHERE is_latest = 1"), ==,
                    3);
    g_auto(CxAuditReport) audit = { 0 };
    g_assert_true(cx_audit_verify(db, &audit, NULL));
    g_assert_true(audit.is_intact);
    g_assert_cmpint(audit.n_entries, ==, 4); /* two done, two cancelled */
}

static void
test_turns(CxDb *db)
{
    g_autoptr(CxCtx) ctx = open_system(db);
    g_autoptr(CxMapping) mapping = guests_parse(NULL, NULL);
    g_autoptr(CxMapping) other = guests_parse("\"key\":\"v1\"", "\"key\":\"v2\"", NULL);
    const CxImportId a = begin(ctx, mapping, OLD);
    const CxImportId b = begin(ctx, mapping, NEW);
    const CxImportId c = begin(ctx, other, NEW);
    g_assert_cmpint(try_once(ctx, a, 1), ==, CX_ERROR_CANCELLED);
    g_assert_cmpint(try_once(ctx, b, 1000), ==, CX_ERROR_BUSY);
    g_assert_cmpint(try_once(ctx, c, 1000), ==, -1);
    g_assert_cmpint(n_counting(ctx, "guests"), ==, 3);
    g_assert_cmpint(try_once(ctx, a, 1000), ==, -1);
    g_assert_cmpint(n_counting(ctx, "guests"), ==, 5);
    g_assert_cmpint(try_once(ctx, b, 1000), ==, -1);
    g_assert_cmpint(n_counting(ctx, "guests"), ==, 6);

    /* What waits for responses keeps its scales. */
    const CxImportId d = begin(ctx, mapping, OLD "7,2018-05-03,1,1,a,7,5,B,\n");
    g_autoptr(CxMapping) changed = guests_parse("\"hi\":5", "\"hi\":4", NULL);
    g_autoptr(GError) error = NULL;
    g_autofree char *text = g_strconcat(guests_header, OLD, NULL);
    g_assert_null(cx_import_try(ctx, "x", text, strlen(text), changed, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_CONFLICT);
    g_assert_cmpint(try_once(ctx, d, 1000), ==, -1);
}

/* A file that ends the program each time, and a job that ends without its import. */
static void
test_given_up(CxDb *db)
{
    g_autoptr(CxCtx) ctx = open_system(db);
    g_autoptr(CxMapping) mapping = guests_parse(NULL, NULL);
    const CxImportId poison = begin(ctx, mapping, OLD);
    for (int i = 0; i < 5; i++) {
        g_autoptr(CxJob) job = lease(ctx, poison);
        cx_test_job_release(ctx, job);
    }
    g_assert_cmpint(try_once(ctx, poison, 1000), ==, CX_ERROR_CORRUPT);
    g_assert_cmpint(state_of(ctx, poison), ==, CX_IMPORT_FAILED);

    const CxImportId left = begin(ctx, mapping, NEW);
    g_assert_cmpint(try_once(ctx, left, 1), ==, CX_ERROR_CANCELLED);
    g_autoptr(CxImportReport) report = cx_import_load(ctx, left, NULL);
    g_autoptr(CxTxn) txn = cx_txn_begin_write(db, NULL);
    g_assert_true(cx_job_cancel(db, report->job, ctx->now, NULL));
    g_assert_true(cx_txn_commit(&txn, NULL));
    const CxImportId next = begin(ctx, mapping, OLD "8,2018-05-03,1,1,a,7,5,B,\n");
    g_assert_cmpint(try_once(ctx, next, 1000), ==, -1);
    g_assert_cmpint(state_of(ctx, left), ==, CX_IMPORT_FAILED);
    g_assert_cmpint(n_counting(ctx, "guests"), ==, 3);

    const CxImportId swept = begin(ctx, mapping, NEW);
    g_autoptr(CxImportReport) open = cx_import_load(ctx, swept, NULL);
    txn = cx_txn_begin_write(db, NULL);
    g_assert_true(cx_job_cancel(db, open->job, ctx->now, NULL));
    g_assert_true(cx_txn_commit(&txn, NULL));
    g_assert_true(cx_import_sweep(ctx, NULL));
    g_assert_cmpint(state_of(ctx, swept), ==, CX_IMPORT_FAILED);
    g_autoptr(GError) error = NULL;
    g_assert_false(cx_import_cancel(ctx, swept, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_CONFLICT);
}

static void
test_headline(CxDb *db)
{
    g_autoptr(CxMapping) newer = guests_parse(NULL, NULL);
    g_autoptr(CxMapping) older = guests_parse(
        "\"key\":\"v1\"", "\"key\":\"v0\"", "2018-05-01\",", "2017-05-01\",", "2018-05-31",
        "2017-05-31", "\"overall\":\"recommend\"", "\"overall\":\"food\"", "\"role\":\"overall\",",
        "", "\"scale\":\"five\",", "\"scale\":\"five\",\"role\":\"overall\",", NULL);
    g_autoptr(CxImportReport) first = guests_import(db, newer, OLD);
    g_autoptr(CxImportReport) second = guests_import(db, older, "1,2017-05-01,1,1,a,10,5,A,\n");
    g_autoptr(CxCtx) ctx = open_system(db);
    g_autoptr(CxSurvey) survey = cx_survey_load(ctx, NULL, NULL);
    g_assert_cmpstr(survey->items[survey->i_overall].key, ==, "recommend");
}

static void
test_no_rows(CxDb *db)
{
    g_autoptr(CxCtx) ctx = open_system(db);
    g_autoptr(CxMapping) mapping = guests_parse(NULL, NULL);
    g_autoptr(GError) error = NULL;
    g_assert_null(cx_import_run(ctx, "x", guests_header, strlen(guests_header), mapping, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
    g_assert_cmpstr(error->message, ==, "the file has a header and no rows");
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM original"), ==, 0);
}

/* ---- Damaged files ---- */

static void
try_bytes(CxCtx *ctx, const CxMapping *mapping, const char *data, size_t len_bytes)
{
    g_autoptr(GError) error = NULL;
    /* A copy of its own, so that reading past the end is seen. */
    g_autofree char *copy = g_memdup2(data, MAX(len_bytes, 1));
    g_autoptr(CxImportReport) report =
        cx_import_try(ctx, "damaged", copy, len_bytes, mapping, &error);
    g_assert_true((report != NULL) == (error == NULL));
    if (report == NULL) {
        g_assert_true(error->domain == CX_ERROR);
        g_assert_true(error->code == CX_ERROR_INVALID || error->code == CX_ERROR_UNSUPPORTED ||
                      error->code == CX_ERROR_TOO_LARGE);
        g_assert_true(g_utf8_validate(error->message, -1, NULL));
        return;
    }
    g_assert_cmpint(report->n_rows, ==,
                    report->n_new + report->n_revised + report->n_same + report->n_rejected +
                        report->n_skipped);
    for (guint i = 0; i < report->rejects->len; i++) {
        g_autofree char *text = cx_import_reject_format(g_ptr_array_index(report->rejects, i));
        g_assert_true(g_utf8_validate(text, -1, NULL));
    }
}

/* Cells as they come: formulas, quotes, line ends, controls, text that runs the other way. */
static const char hostile[] = "1,2018-05-01,1,1.5,a,10,5,A,=cmd|'/c calc'!A0\n"
                              "2,2018-05-02,2,0.5,a,3,6,B,\"a \"\"quoted\"\" word, and\na line\"\n"
                              "3,2018-05-31,1,1,,11,0,,\xe2\x80\xae"
                              "drawkcab \xf0\x9f\x99\x82\n"
                              "4,2018-05-31,1,1,,11,0,,\xc3\x28 \x01\x7f\xef\xbf\xbf\n";

static void
test_truncated(CxDb *db)
{
    g_autoptr(CxCtx) ctx = open_system(db);
    g_autoptr(CxMapping) mapping = guests_parse(NULL, NULL);
    g_autofree char *text = g_strconcat(guests_header, hostile, NULL);
    const size_t len_bytes = strlen(text);
    for (size_t n = 0; n <= len_bytes; n++)
        try_bytes(ctx, mapping, text, n);
}

static void
test_flipped(CxDb *db)
{
    g_autoptr(CxCtx) ctx = open_system(db);
    g_autoptr(CxMapping) mapping = guests_parse(NULL, NULL);
    g_autofree char *text = g_strconcat(guests_header, hostile, NULL);
    const size_t len_bytes = strlen(text);
    for (int round = 0; round < cx_test_rounds(300); round++) {
        g_autofree char *bytes = g_memdup2(text, len_bytes);
        const int n_flips = g_test_rand_int_range(1, 6);
        for (int i = 0; i < n_flips; i++) {
            const int at = g_test_rand_int_range(0, (gint32)len_bytes);
            bytes[at] = (char)g_test_rand_int_range(0, 256);
        }
        try_bytes(ctx, mapping, bytes, len_bytes);
    }
}

/* More columns than there may be, and a record without an end: said, in bounded memory. */
static void
test_beyond_limits(CxDb *db)
{
    g_autoptr(CxCtx) ctx = open_system(db);
    g_autoptr(CxMapping) mapping = guests_parse(NULL, NULL);
    g_autoptr(GString) wide = g_string_new("ID");
    for (int i = 0; i < 100000; i++)
        g_string_append_printf(wide, ",c%d", i);
    g_string_append(wide, "\n1\n");
    try_bytes(ctx, mapping, wide->str, wide->len);

    g_autoptr(GString) endless = g_string_new(guests_header);
    g_string_append(endless, OLD);
    for (int i = 0; i < 40; i++) {
        const gsize was = endless->len;
        g_string_set_size(endless, was + (1 << 20));
        memset(endless->str + was, 'x', 1 << 20);
    }
    g_string_append(endless, "\n3,2018-05-03,1,1,a,7,5,B,\n");
    g_autoptr(GError) error = NULL;
    g_autoptr(CxImportReport) report =
        cx_import_try(ctx, "endless", endless->str, endless->len, mapping, &error);
    g_assert_no_error(error);
    g_assert_cmpint(report->n_new, ==, 3);
    g_assert_cmpint(report->n_rejected, ==, 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add("/feedback/import-job/broken-off", test_broken_off);
    cx_test_engines_add("/feedback/import-job/broken-off-without-id", test_broken_off_without_id);
    cx_test_engines_add("/feedback/import-job/revisions", test_revisions);
    cx_test_engines_add("/feedback/import-job/turns", test_turns);
    cx_test_engines_add("/feedback/import-job/given-up", test_given_up);
    cx_test_engines_add("/feedback/import-job/headline", test_headline);
    cx_test_engines_add("/feedback/import-job/no-rows", test_no_rows);
    cx_test_engines_add("/feedback/import-job/truncated", test_truncated);
    cx_test_engines_add("/feedback/import-job/flipped", test_flipped);
    cx_test_engines_add("/feedback/import-job/beyond-limits", test_beyond_limits);
    return g_test_run();
}
