/* Whatever happens to the answers, and whoever was there before: the frame is the one the store makes. */
#include "guests.h"

#include <glib/gstdio.h>

#include "base/error.h"
#include "business/metric.h"
#include "column/shelf.h"
#include "db/version.h"
#include "feedback/frame_segment.h"
#include "feedback/frame_store.h"
#include "feedback/owner.h"
#include "support/engines.h"
#include "support/store.h"

#define VERSIONS 2

/* One who was there all along, one who begins anew each time, and what both see. */
typedef struct {
    CxDb *db;
    CxFrameShelf *stays, *seldom;
    CxMapping *mappings[VERSIONS];
    char *folder;
    int n_ids[VERSIONS]; /* responses ever */
    bool has_second;
    int n_put_onto; /* frames that were continued */
} World;

static World
world_of(CxDb *db, const char *columns)
{
    g_autofree char *made = g_dir_make_tmp("since-XXXXXX", NULL);
    World world = {
        .db = db,
        .stays = cx_frame_shelf_new(cx_frame_store_loader),
        .seldom = cx_frame_shelf_new(cx_frame_store_loader),
        .folder = g_build_filename(made, "segments", NULL),
    };
    cx_frame_shelf_set_folder(world.seldom, world.folder);
    const char *const open = ",\"from\":\"2018-05-01\",\"to\":\"2018-05-31\"";
    const char *const was = "\"weight\":\"WT\",\"cluster\":\"RUN\"";
    world.mappings[0] = guests_parse(open, "", was, columns, NULL);
    world.mappings[1] = guests_parse(open, "", was, columns, "\"v1\"", "\"v2\"", NULL);
    return world;
}

static void
world_clear(World *world)
{
    g_autofree char *above = g_path_get_dirname(world->folder);
    static const char *const names[] = { "guests.seg", "lock" };
    cx_frame_shelf_free(world->stays);
    cx_frame_shelf_free(world->seldom);
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_build_filename(world->folder, names[i], NULL);
        (void)g_unlink(path);
    }
    g_assert_true(g_rmdir(world->folder) == 0);
    g_assert_true(g_rmdir(above) == 0);
    for (size_t i = 0; i < VERSIONS; i++)
        cx_mapping_free(world->mappings[i]);
    g_free(world->folder);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(World, world_clear)

/* ---- What happens ---- */

static void
add_line(GString *lines, int id, int day)
{
    static const char *const areas[] = { "A", "B", "" };
    g_autofree char *weight = g_strdup_printf("%d.5", g_test_rand_int_range(0, 4));
    g_string_append_printf(lines, "%d,2018-05-%02d,%d,%s,%c,%d,%d,%s,\n", id, day,
                           g_test_rand_int_range(1, 3), weight, 'a' + g_test_rand_int_range(0, 9),
                           g_test_rand_int_range(0, 12), g_test_rand_int_range(0, 7),
                           areas[g_test_rand_int_range(0, 3)]);
}

/* New answers, those of an earlier day among them; and, if asked, some that are known, changed. */
static void
happen_import(World *world, size_t i_version, int n_changed)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    int *n_ids = &world->n_ids[i_version];
    for (int i = 0; i<n_changed && * n_ids> 0; i++)
        add_line(lines, g_test_rand_int_range(1, *n_ids + 1), 3);
    for (int i = g_test_rand_int_range(1, 12); i > 0; i--) {
        const int day = g_test_rand_int_range(-10, 31);
        add_line(lines, ++*n_ids, MAX(day, 2));
    }
    g_autoptr(CxImportReport) report =
        guests_import(world->db, world->mappings[i_version], lines->str);
    g_assert_true(n_changed > 0 || report->n_rejected == 0);
}

/* A department's question, without any answer. */
static void
happen_give(World *world)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxCtx) ctx = cx_ctx_open_system(world->db, NULL, (CxInstant){ CX_TEST_NOW_US });
    const bool is_given = cx_owner_give(
        ctx, &(CxOwnerGive){ .item = "area", .department = "food", .from = CX_DAY_NONE }, &error);
    g_assert_true(is_given || cx_error_code(error) == CX_ERROR_CONFLICT);
}

/* Answers that go: the change is counted, and nobody says that it only added something. */
static void
happen_loss(World *world)
{
    cx_test_execute(world->db, "UPDATE response SET is_latest = 0 WHERE id IN"
                               " (SELECT max(id) FROM response)");
    g_autoptr(CxTxn) txn = cx_test_begin(world->db);
    g_assert_true(cx_data_version_bump(world->db, CX_FEEDBACK_AREA, NULL));
    cx_test_commit(&txn);
}

static void
happen(World *world)
{
    const int what = g_test_rand_int_range(0, 12);
    world->has_second = world->has_second || what == 11;
    if (what == 10)
        happen_give(world);
    else if (what == 9)
        happen_loss(world);
    else
        happen_import(world, world->has_second && what > 4 ? 1 : 0, what == 8 ? 3 : 0);
}

/* ---- What is seen ---- */

static void
look(World *world, CxFrameShelf *shelf)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxCtx) ctx = cx_ctx_open_system(world->db, shelf, (CxInstant){ CX_TEST_NOW_US });
    g_autoptr(CxCtx) nobody = cx_ctx_open_system(world->db, NULL, (CxInstant){ CX_TEST_NOW_US });
    g_autoptr(CxSurvey) survey = cx_survey_load(ctx, NULL, &error);
    g_autoptr(CxFrame) stored = cx_frame_store_loader(nobody, survey->id.v, NULL, &error);
    g_autoptr(CxFrame) frame = cx_frame_store_ref(ctx, survey, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(cx_frame_fingerprint(frame), ==, cx_frame_fingerprint(stored));
    g_assert_cmpstr(cx_frame_stamp(frame), ==, cx_frame_stamp(stored));
    g_assert_true(cx_frame_n_clusters(frame) == cx_frame_n_clusters(stored));
    world->n_put_onto += cx_frame_n_late(frame) > 0;
}

static void
look_anew(World *world)
{
    g_autoptr(CxFrameShelf) shelf = cx_frame_shelf_new(cx_frame_store_loader);
    cx_frame_shelf_set_folder(shelf, world->folder);
    look(world, shelf);
}

static void
live(CxDb *db, const char *columns)
{
    g_auto(World) world = world_of(db, columns);
    happen_import(&world, 0, 0);
    /* Not all of it may be made anew, so that luck which says so lives longer. */
    for (int i = 0; i < 40 || (world.n_put_onto <= 3 && i < 400); i++) {
        happen(&world);
        look(&world, world.stays);
        if (i % 3 == 0)
            look_anew(&world);
        if (i % 7 == 0)
            look(&world, world.seldom);
    }
    g_assert_cmpint(world.n_put_onto, >, 3);
}

static void
test_history(CxDb *db)
{
    live(db, "\"weight\":\"WT\"");
}

static void
test_history_in_units(CxDb *db)
{
    live(db, "\"weight\":\"WT\",\"cluster\":\"RUN\"");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add("/feedback/frame-since/history", test_history);
    cx_test_engines_add("/feedback/frame-since/history-in-units", test_history_in_units);
    return g_test_run();
}
