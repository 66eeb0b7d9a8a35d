/* Segments of surveys: whatever lies in the folder, the frame is the one the store makes. */
#include "guests.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"
#include "column/shelf.h"
#include "db/stmt.h"
#include "db/txn.h"
#include "db/version.h"
#include "feedback/frame_segment.h"
#include "feedback/frame_store.h"
#include "support/engines.h"

#define FIRST "1,2018-05-02,1,1.5,a,10,5,A,Good\n2,2018-05-01,2,0.5,a,3,6,B,\n"
#define MORE  "3,2018-05-31,,1,,11,0,,\n"
/* The same response with another rating. */
#define REVISED "2,2018-05-01,2,0.5,a,7,6,B,\n"

typedef struct {
    CxDb *db;
    char *folder, *path;
} Home;

static Home
home_of(CxDb *db)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *made = g_dir_make_tmp("segments-XXXXXX", &error);
    g_assert_no_error(error);
    /* The folder itself is made when the first segment is. */
    Home home = { .db = db, .folder = g_build_filename(made, "segments", NULL) };
    home.path = g_build_filename(home.folder, "guests.seg", NULL);
    return home;
}

static void
home_clear(Home *home)
{
    g_autofree char *lock = g_build_filename(home->folder, "lock", NULL);
    g_autofree char *above = g_path_get_dirname(home->folder);
    (void)g_unlink(home->path);
    (void)g_unlink(lock);
    g_assert_cmpint(g_rmdir(home->folder), ==, 0); /* there was nothing else in it */
    g_assert_cmpint(g_rmdir(above), ==, 0);
    g_free(home->folder);
    g_free(home->path);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Home, home_clear)

static void
take_in(const Home *home, const char *lines)
{
    g_autoptr(CxMapping) mapping = guests_parse(NULL, NULL);
    g_autoptr(CxImportReport) report = guests_import(home->db, mapping, lines);
    g_assert_nonnull(report);
}

/* The frame as a process that begins now has it, which is the store's. */
static CxFrame *
frame_of(const Home *home)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxFrameShelf) shelf = cx_frame_shelf_new(cx_frame_store_loader);
    cx_frame_shelf_set_folder(shelf, home->folder);
    g_autoptr(CxCtx) ctx = cx_ctx_open_system(home->db, shelf, (CxInstant){ CX_TEST_NOW_US });
    g_autoptr(CxSurvey) survey = cx_survey_load(ctx, NULL, &error);
    g_assert_no_error(error);
    g_autoptr(CxFrame) stored = cx_frame_store_load(ctx, survey, &error);
    g_assert_no_error(error);
    CxFrame *frame = cx_frame_store_ref(ctx, survey, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(cx_frame_fingerprint(frame), ==, cx_frame_fingerprint(stored));
    return frame;
}

static CxSegmentState
state_of(const Home *home)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxCtx) ctx = cx_ctx_open_system(home->db, NULL, (CxInstant){ CX_TEST_NOW_US });
    g_autoptr(CxSurvey) survey = cx_survey_load(ctx, NULL, &error);
    g_assert_no_error(error);
    g_auto(CxSegmentReport) report = { .why = NULL };
    g_assert_true(cx_frame_segment_report(ctx, survey, home->folder, &report, &error));
    g_assert_no_error(error);
    g_assert_true((report.why != NULL) == (report.state == CX_SEGMENT_DAMAGED));
    return report.state;
}

static bool
rebuild(const Home *home, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_ctx_open_system(home->db, NULL, (CxInstant){ CX_TEST_NOW_US });
    g_autoptr(CxSurvey) survey = cx_survey_load(ctx, NULL, error);
    return survey != NULL && cx_frame_segment_rebuild(ctx, survey, home->folder, error);
}

static guint64
inode_of(const Home *home)
{
    GStatBuf about;
    g_assert_cmpint(g_stat(home->path, &about), ==, 0);
    return about.st_ino;
}

static void
test_kept(CxDb *db)
{
    g_auto(Home) home = home_of(db);
    take_in(&home, FIRST);
    g_assert_cmpint(state_of(&home), ==, CX_SEGMENT_NONE);
    g_autoptr(CxFrame) made = frame_of(&home);
    g_assert_cmpint(state_of(&home), ==, CX_SEGMENT_CURRENT);
    const guint64 written = inode_of(&home);
    g_autoptr(CxFrame) mapped = frame_of(&home);
    g_assert_cmpuint(inode_of(&home), ==, written); /* nothing was written anew */
    g_assert_cmpuint(cx_frame_n_rows(mapped), ==, 2);
}

static void
test_changed(CxDb *db)
{
    static const char *const changes[] = { MORE, REVISED, FIRST };
    g_auto(Home) home = home_of(db);
    take_in(&home, FIRST);
    g_autoptr(CxFrame) first = frame_of(&home);
    for (size_t i = 0; i < G_N_ELEMENTS(changes); i++) {
        take_in(&home, changes[i]);
        g_assert_cmpint(state_of(&home), ==, CX_SEGMENT_OLD);
        g_autoptr(CxFrame) frame = frame_of(&home);
        g_assert_cmpuint(cx_frame_n_rows(frame), ==, 3);
        g_assert_cmpint(state_of(&home), ==, CX_SEGMENT_CURRENT);
    }
}

/* ---- Erasure ---- */

#define ERASED        "4,2018-05-03,1,0.7310585786300049,somebody,9,4,A,\n"
#define ERASED_WEIGHT 0.7310585786300049 /* in all the survey this response's alone */

typedef struct {
    double weight;
} Erase;
static const CxQueryField erase_params[] = { { "weight", CX_DB_REAL, false, 0 } };
static const CxQuery erase = {
    .name = "test/erase",
    .sqlite = "DELETE FROM response WHERE weight = ?1",
    .pg = "DELETE FROM response WHERE weight = $1",
    .params = erase_params,
    .n_params = 1,
};

/* Whether the bytes of a number stand anywhere in the file at the path, or in one beside it. */
static bool
has_bytes(const Home *home, double number)
{
    bool is_found = false;
    g_autoptr(GDir) dir = g_dir_open(home->folder, 0, NULL);
    for (const char *name; (name = g_dir_read_name(dir)) != NULL;) {
        g_autofree char *path = g_build_filename(home->folder, name, NULL);
        g_autofree char *bytes = NULL;
        gsize n = 0;
        g_assert_true(g_file_get_contents(path, &bytes, &n, NULL));
        is_found = is_found || memmem(bytes, n, &number, sizeof number) != NULL;
    }
    return is_found;
}

/* What is gone from the store is gone from the disk as soon as the survey is read again: the file that had it is
 * another, and a process that still maps the one before keeps only its own memory of it. */
static void
test_erased(CxDb *db)
{
    g_auto(Home) home = home_of(db);
    take_in(&home, FIRST ERASED MORE);
    g_autoptr(CxFrame) first = frame_of(&home);
    g_assert_cmpuint(cx_frame_n_rows(first), ==, 4);
    g_assert_true(has_bytes(&home, ERASED_WEIGHT));
    g_autoptr(GError) error = NULL;
    {
        g_autoptr(CxTxn) txn = cx_txn_begin_write(db, &error);
        g_assert_true(cx_stmt_run(db, &erase, &(Erase){ ERASED_WEIGHT }, &error));
        g_assert_cmpint(cx_db_changes(db), ==, 1);
        g_assert_true(cx_data_version_bump(db, CX_FEEDBACK_AREA, &error));
        g_assert_true(cx_txn_commit(&txn, &error));
        g_assert_no_error(error);
    }
    g_assert_cmpint(state_of(&home), ==, CX_SEGMENT_OLD);
    g_autoptr(CxFrame) frame = frame_of(&home);
    g_assert_cmpuint(cx_frame_n_rows(frame), ==, 3);
    g_assert_cmpint(state_of(&home), ==, CX_SEGMENT_CURRENT);
    g_assert_false(has_bytes(&home, ERASED_WEIGHT));
    g_assert_true(has_bytes(&home, 1.5)); /* others' are there */
}

/* (transfer full) */
static char *
stamp_after_change(CxDb *db)
{
    g_autoptr(GError) error = NULL;
    GString *stamp = g_string_new(NULL);
    g_autoptr(CxTxn) txn = cx_txn_begin_write(db, &error);
    g_assert_true(cx_data_version_bump(db, CX_FEEDBACK_AREA, &error));
    g_assert_true(cx_data_version_stamp(db, CX_FEEDBACK_AREA, stamp, &error));
    g_assert_no_error(error);
    return g_string_free(stamp, FALSE); /* and the change is taken back */
}

/* A store put back to an earlier day counts on with the same numbers. */
static void
test_other_token(CxDb *db)
{
    g_autofree char *once = stamp_after_change(db);
    g_autofree char *again = stamp_after_change(db);
    g_assert_true(g_str_has_prefix(once, "feedback 1 "));
    g_assert_true(g_str_has_prefix(again, "feedback 1 "));
    g_assert_cmpstr(once, !=, again);
}

static void
test_damaged(CxDb *db)
{
    g_auto(Home) home = home_of(db);
    take_in(&home, FIRST);
    g_autoptr(CxFrame) first = frame_of(&home);
    g_assert_true(g_file_set_contents(home.path, "CXSEG01", -1, NULL));
    g_assert_cmpint(state_of(&home), ==, CX_SEGMENT_DAMAGED);
    g_autoptr(CxFrame) frame = frame_of(&home);
    g_assert_cmpint(state_of(&home), ==, CX_SEGMENT_CURRENT);

    g_autoptr(GError) error = NULL;
    g_assert_true(g_file_set_contents(home.path, "", -1, NULL));
    g_assert_true(rebuild(&home, &error));
    g_assert_cmpint(state_of(&home), ==, CX_SEGMENT_CURRENT);
}

/* What a killed writer left goes with the next one, and is in nobody's way until then. */
static void
test_leftover(CxDb *db)
{
    g_auto(Home) home = home_of(db);
    take_in(&home, FIRST);
    g_autofree char *left = g_strconcat(home.path, ".Ab3dEf", NULL);
    g_assert_cmpint(g_mkdir(home.folder, 0700), ==, 0);
    g_assert_true(g_file_set_contents(left, "CXSEG", -1, NULL));
    g_autoptr(CxFrame) frame = frame_of(&home);
    g_assert_cmpint(state_of(&home), ==, CX_SEGMENT_CURRENT);
    g_assert_false(g_file_test(left, G_FILE_TEST_EXISTS));
}

/* A folder that cannot be is told, and costs nothing else. */
static void
test_no_folder(CxDb *db)
{
    g_auto(Home) home = home_of(db);
    take_in(&home, FIRST);
    g_autofree char *folder = g_strdup(home.folder);
    g_free(home.folder);
    home.folder = g_strdup("/dev/null/segments");
    g_autoptr(GError) error = NULL;
    g_assert_false(rebuild(&home, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_IO);
    g_autoptr(CxFrame) frame = frame_of(&home);
    g_assert_cmpuint(cx_frame_n_rows(frame), ==, 2);
    g_free(home.folder);
    home.folder = g_steal_pointer(&folder);
    g_assert_cmpint(g_mkdir(home.folder, 0700), ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add("/feedback/frame-segment/kept", test_kept);
    cx_test_engines_add("/feedback/frame-segment/changed", test_changed);
    cx_test_engines_add("/feedback/frame-segment/erased", test_erased);
    cx_test_engines_add("/feedback/frame-segment/other-token", test_other_token);
    cx_test_engines_add("/feedback/frame-segment/damaged", test_damaged);
    cx_test_engines_add("/feedback/frame-segment/leftover", test_leftover);
    cx_test_engines_add("/feedback/frame-segment/no-folder", test_no_folder);
    return g_test_run();
}
