/* What is said about a file before anything of it is kept: its head, findings and trial. */
#include "guests.h"

#include <string.h>

#include "db/txn.h"
#include "feedback/bring.h"
#include "support/engines.h"
#include "support/store.h"

static GBytes *
file_of(const char *lines)
{
    char *text = g_strconcat(guests_header, lines, NULL);
    return g_bytes_new_take(text, strlen(text));
}

static void
test_head(void)
{
    static const char text[] = "a , b\n1,\"two\nlines\"\n\"broken\n";
    g_autoptr(GError) error = NULL;
    g_autoptr(CxFileHead) read = cx_file_head_read(text, strlen(text), &error);
    g_assert_no_error(error);
    g_autofree char *json = cx_file_head_json(read);
    g_autoptr(CxFileHead) head = cx_file_head_parse(json, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(head->n_rows, ==, 2);
    g_assert_cmpstr(cx_file_head_column(head, 0), ==, "a");
    g_assert_cmpstr(cx_file_head_column(head, 1), ==, "b");
    g_assert_cmpstr(cx_file_head_column(head, 2), ==, "");
    g_assert_cmpstr(head->rows[1].cells[1], ==, "two\nlines");
    g_assert_cmpint(head->rows[1].row.line, ==, 2);
    g_assert_true(head->is_whole);
    g_assert_null(cx_file_head_parse("{}", NULL));
    g_assert_null(cx_file_head_parse("nonsense", NULL));
}

static void
test_head_refused(void)
{
    static const struct {
        const char *why;
        const char *text;
        size_t len_bytes;
        CxErrorCode code;
    } rows[] = {
        { "nothing", "", 0, CX_ERROR_INVALID },
        { "blank lines", "\n\n\n", 3, CX_ERROR_INVALID },
        { "a picture", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16, CX_ERROR_UNSUPPORTED },
        { "a PDF", "%PDF-1.7\n\x80\x81\0\0", 13, CX_ERROR_UNSUPPORTED },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].why);
        g_autoptr(GError) error = NULL;
        g_assert_null(cx_file_head_read(rows[i].text, rows[i].len_bytes, &error));
        g_assert_error(error, CX_ERROR, (int)rows[i].code);
    }
}

/* A cell cut in the middle of a letter stays text, and a header is kept however wide it is. */
static void
test_head_limits(void)
{
    g_autoptr(GString) text = g_string_new("h");
    for (int i = 1; i < 5000; i++)
        g_string_append_printf(text, ",h%d", i);
    g_string_append_c(text, '\n');
    for (int i = 0; i < CX_HEAD_CELL_BYTES_MAX; i++)
        g_string_append(text, "é");
    for (int i = 0; i < 2 * CX_HEAD_ROWS_MAX; i++)
        g_string_append(text, "\nx");
    g_autoptr(GError) error = NULL;
    g_autoptr(CxFileHead) head = cx_file_head_read(text->str, text->len, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(cx_file_head_n_columns(head), ==, 5000);
    g_assert_cmpuint(strlen(head->rows[1].cells[0]), ==, CX_HEAD_CELL_BYTES_MAX);
    g_assert_true(g_utf8_validate(head->rows[1].cells[0], -1, NULL));
    g_assert_cmpuint(head->n_rows, ==, CX_HEAD_ROWS_MAX);
    g_assert_false(head->is_whole);
}

/* The trial says what the import then does, and keeps nothing. */
static void
test_trial(CxDb *db)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxMapping) mapping = guests_parse(NULL, NULL);
    g_autoptr(CxCtx) ctx = cx_ctx_open_system(db, NULL, (CxInstant){ 1 });
    static const char lines[] = "1,2018-05-01,1,1,a,9,5,A,fine\n"
                                "2,2018-05-01,1,1,a,12,5,A,fine\n"
                                "3,2018-05-01,1,1,a,12,5,A,fine\n"
                                "4,2018-05-01,1,-1,a,9,5,A,fine\n"
                                "5,2018-05-02,1,1,a,9,5,A\n";
    g_autoptr(GBytes) bytes = file_of(lines);
    g_autoptr(CxTrial) tried = cx_trial_run(ctx, "t.csv", bytes, mapping, CX_TRIAL_HEAD, &error);
    g_assert_no_error(error);
    g_autofree char *json = cx_trial_json(tried);
    g_autoptr(CxTrial) trial = cx_trial_parse(json, &error);
    g_assert_no_error(error);
    g_assert_null(trial->lack);
    g_assert_cmpint(trial->n_rows, ==, 5);
    g_assert_cmpint(trial->n_taken + trial->n_rejected + trial->n_skipped, ==, 5);
    g_assert_cmpint(trial->n_taken, ==, 1);
    g_assert_cmpint(trial->groups[0].n, ==, 2);
    g_assert_cmpstr(trial->groups[0].column, ==, "NPS");
    g_assert_cmpstr(trial->groups[0].value, ==, "12");
    g_assert_cmpint(trial->groups[0].first_line, ==, 3);
    int64_t n_grouped = trial->n_ungrouped;
    for (size_t i = 0; i < trial->n_groups; i++) {
        g_assert_cmpint(trial->groups[i].n, >=,
                        i + 1 < trial->n_groups ? trial->groups[i + 1].n : 1);
        n_grouped += trial->groups[i].n;
    }
    g_assert_cmpint(n_grouped, ==, trial->n_rejected);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM response"), ==, 0);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM survey"), ==, 0);
    g_autoptr(CxImportReport) report = guests_import(db, mapping, lines);
    g_assert_cmpint(report->n_rejected, ==, trial->n_rejected);
    g_assert_cmpint(report->n_new, ==, trial->n_taken);
    g_autoptr(CxTrial) again = cx_trial_run(ctx, "t.csv", bytes, mapping, CX_TRIAL_HEAD, &error);
    g_assert_no_error(error);
    g_assert_true(again->has_known);
    g_assert_cmpint(again->n_same, ==, report->n_new);
    g_assert_cmpint(again->n_new, ==, 0);
}

/* A file the mapping does not fit is told, not failed. */
static void
test_trial_misfit(CxDb *db)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxMapping) mapping = guests_parse(NULL, NULL);
    g_autoptr(CxCtx) ctx = cx_ctx_open_system(db, NULL, (CxInstant){ 1 });
    g_autoptr(GBytes) other = g_bytes_new_static("x,y\n1,2\n", 8);
    g_autoptr(CxTrial) trial = cx_trial_run(ctx, "t.csv", other, mapping, CX_TRIAL_HEAD, &error);
    g_assert_no_error(error);
    g_assert_nonnull(trial->lack);
    g_autoptr(CxCtx) nobody = cx_ctx_open_nobody(db, (CxInstant){ 1 });
    g_assert_null(cx_trial_run(nobody, "t.csv", other, mapping, CX_TRIAL_HEAD, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
}

static bool
refuse(void *data G_GNUC_UNUSED, int64_t n_done G_GNUC_UNUSED, int64_t n_total G_GNUC_UNUSED)
{
    return false;
}

/* The law: what an import says beforehand is what it does, whatever comes twice, with the same answers
 * or others, of responses known or not; and nothing is written by it. Twice over, so that the second
 * file revises the first. */
static void
test_foretold(CxDb *db)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxMapping) mapping = guests_parse(NULL, NULL);
    g_autoptr(CxCtx) ctx = cx_ctx_open_system(db, NULL, (CxInstant){ CX_TEST_NOW_US });
    for (int round = 0; round < 3; round++) {
        g_autoptr(GString) lines = g_string_new(NULL);
        for (int i = 0; i < 700; i++) {
            const int id = g_test_rand_int_range(0, 4) == 0 ? g_test_rand_int_range(0, 700) : i;
            g_string_append_printf(lines, "%d,2018-05-%02d,%d,1,a,%d,5,%s,%s\n", id, 1 + id % 31,
                                   1 + id % 2,
                                   g_test_rand_int_range(0, 30) == 0 ? 12 : (id + round) % 3,
                                   id % 2 == 0 ? "A" : "B", id % 5 == 0 ? "words" : "");
        }
        g_autofree char *text = g_strconcat(guests_header, lines->str, NULL);
        const int64_t n_before = cx_test_count(db, "SELECT count(*) AS n FROM response");
        g_autoptr(CxImportReport) said =
            cx_import_try(ctx, "t.csv", text, strlen(text), mapping, &error);
        g_assert_no_error(error);
        g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM response"), ==, n_before);
        g_autoptr(CxImportReport) did = guests_import(db, mapping, lines->str);
        g_assert_cmpint(said->n_rows, ==, did->n_rows);
        g_assert_cmpint(said->n_new, ==, did->n_new);
        g_assert_cmpint(said->n_revised, ==, did->n_revised);
        g_assert_cmpint(said->n_same, ==, did->n_same);
        g_assert_cmpint(said->n_rejected, ==, did->n_rejected);
        g_assert_cmpint(did->n_rejected, >, 10);
        g_assert_cmpint(said->first_day.v, ==, did->first_day.v);
        for (guint i = 0; i < did->rejects->len; i++) {
            const CxImportReject *one = g_ptr_array_index(said->rejects, i);
            const CxImportReject *other = g_ptr_array_index(did->rejects, i);
            g_assert_cmpint(one->line, ==, other->line);
            g_assert_cmpstr(one->reason, ==, other->reason);
        }
    }
    g_autoptr(GString) many = g_string_new(guests_header);
    for (int i = 0; i < 300; i++)
        g_string_append_printf(many, "%d,2018-05-01,1,1,a,9,5,A,fine\n", 1000 + i);
    g_autoptr(GBytes) long_one = g_bytes_new(many->str, many->len);
    ctx->progress = (CxProgress){ refuse, NULL };
    g_assert_null(cx_trial_run(ctx, "t.csv", long_one, mapping, CX_TRIAL_WHOLE, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_CANCELLED);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/feedback/head/round", test_head);
    g_test_add_func("/feedback/head/refused", test_head_refused);
    g_test_add_func("/feedback/head/limits", test_head_limits);
    cx_test_engines_add("/feedback/trial/as-import", test_trial);
    cx_test_engines_add("/feedback/trial/misfit", test_trial_misfit);
    cx_test_engines_add("/feedback/trial/foretold", test_foretold);
    return g_test_run();
}
