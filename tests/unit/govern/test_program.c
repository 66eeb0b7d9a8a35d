/* Texts of the program: dated, never overwritten, each seen by those it is for. */
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "govern/program.h"
#include "support/engines.h"
#include "support/store.h"
#include "unit/people/cast.h"

static const CxDepartmentId nobody = { 0 };

static void
set_text(CxCtx *ctx, CxProgramKind kind, const char *department, const char *text, CxDay meets_on)
{
    g_autoptr(GError) error = NULL;
    const CxProgramSet set = { kind, department, text, meets_on };
    const bool is_set = cx_program_set(ctx, &set, &error);
    g_assert_no_error(error);
    g_assert_true(is_set);
}

static const CxProgram *
load(CxCtx *ctx, int days)
{
    g_autoptr(GError) error = NULL;
    const CxProgram *program = cx_program_load(ctx, cast_day(days), &error);
    g_assert_no_error(error);
    return program;
}

/* What was said on a day stays what was said on that day. */
static void
test_dated(CxDb *db)
{
    g_autoptr(CxCtx) before = cast_system_in(db, -30);
    set_text(before, CX_PROGRAM_GOALS, NULL, "Measure.\n\n  Decide. ", CX_DAY_NONE);
    g_autoptr(CxCtx) now = cast_system(db);
    set_text(now, CX_PROGRAM_GOALS, NULL, "Decide first.", CX_DAY_NONE);
    const CxProgramText *old = cx_program_text(load(now, -1), CX_PROGRAM_GOALS, nobody);
    g_assert_cmpuint(old->n_lines, ==, 2);
    g_assert_cmpstr(old->lines[1], ==, "Decide.");
    const CxProgramText *text = cx_program_text(load(now, 0), CX_PROGRAM_GOALS, nobody);
    g_assert_cmpstr(text->text, ==, "Decide first.");
    g_assert_cmpint(text->from.v, ==, cast_day(0).v);
    g_assert_cmpstr(text->set_by, ==, "Command line");
    g_assert_null(cx_program_text(load(now, -31), CX_PROGRAM_GOALS, nobody));
    g_assert_cmpuint(load(now, 0)->n, ==, 2);
}

/* Saying the same again is no change; saying nothing ends the text. */
static void
test_ends(CxDb *db)
{
    g_autoptr(CxCtx) ctx = cast_system(db);
    const int64_t n_audited = cast_audited(db);
    set_text(ctx, CX_PROGRAM_ACHIEVED, NULL, NULL, CX_DAY_NONE);
    set_text(ctx, CX_PROGRAM_ACHIEVED, NULL, "One.", CX_DAY_NONE);
    set_text(ctx, CX_PROGRAM_ACHIEVED, NULL, " One.\n", CX_DAY_NONE);
    g_assert_cmpint(cast_audited(db), ==, n_audited + 1);
    set_text(ctx, CX_PROGRAM_ACHIEVED, NULL, "", CX_DAY_NONE);
    g_assert_cmpint(cast_audited(db), ==, n_audited + 2);
    g_assert_null(cx_program_text(load(ctx, 0), CX_PROGRAM_ACHIEVED, nobody));
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM program_text"), ==, 2);
}

static void
test_meeting(CxDb *db)
{
    g_autoptr(CxCtx) ctx = cast_system(db);
    set_text(ctx, CX_PROGRAM_GOVERNANCE, NULL, NULL, cast_day(20));
    const CxProgramText *text = cx_program_text(load(ctx, 0), CX_PROGRAM_GOVERNANCE, nobody);
    g_assert_cmpint(text->meets_on.v, ==, cast_day(20).v);
    g_assert_cmpuint(text->n_lines, ==, 0);
}

/* A leader sees the program's texts and their own department's approaches. */
static void
test_wall(CxDb *db)
{
    (void)cast_department(db, "food", "Food");
    (void)cast_department(db, "shops", "Shops");
    g_autoptr(CxCtx) owner = cast_system(db);
    set_text(owner, CX_PROGRAM_APPROACHES, "food", "Warm plates.", CX_DAY_NONE);
    set_text(owner, CX_PROGRAM_APPROACHES, "shops", "Longer hours.", CX_DAY_NONE);
    set_text(owner, CX_PROGRAM_GOALS, NULL, "Measure.", CX_DAY_NONE);
    const CxLeaderId ada = cast_leader(db, "Ada", "food", CX_DAY_NONE, CX_DAY_NONE);
    g_autoptr(CxCtx) ctx = cast_ctx(db, cast_user(db, "ada", CX_ROLE_LEADER, ada));
    const CxProgram *program = load(ctx, 0);
    g_assert_cmpuint(program->n, ==, 2);
    for (size_t i = 0; i < program->n; i++)
        g_assert_null(strstr(program->texts[i].text, "hours"));
    g_autoptr(GError) error = NULL;
    const CxProgramSet set = { CX_PROGRAM_GOALS, NULL, "Mine.", CX_DAY_NONE };
    g_assert_false(cx_program_set(ctx, &set, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
}

static void
test_refused(CxDb *db)
{
    (void)cast_department(db, "food", "Food");
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autofree char *long_text = g_strnfill(CX_TEXT_BYTES_MAX + 1, 'x');
    const struct {
        CxProgramSet set;
        int code;
    } rows[] = {
        { { CX_PROGRAM_APPROACHES, NULL, "x", CX_DAY_NONE }, CX_ERROR_INVALID },
        { { CX_PROGRAM_GOALS, "food", "x", CX_DAY_NONE }, CX_ERROR_INVALID },
        { { CX_PROGRAM_APPROACHES, "none", "x", CX_DAY_NONE }, CX_ERROR_NOT_FOUND },
        { { CX_PROGRAM_GOALS, NULL, "x", cast_day(3) }, CX_ERROR_INVALID },
        { { CX_PROGRAM_GOVERNANCE, NULL, "x", cast_day(-1) }, CX_ERROR_INVALID },
        { { CX_PROGRAM_GOALS, NULL, long_text, CX_DAY_NONE }, CX_ERROR_TOO_LARGE },
        { { CX_PROGRAM_GOALS, NULL, "\xff", CX_DAY_NONE }, CX_ERROR_INVALID },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_false(cx_program_set(ctx, &rows[i].set, &error));
        g_assert_error(error, CX_ERROR, rows[i].code);
    }
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM program_text"), ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add("/program/dated", test_dated);
    cx_test_engines_add("/program/ends", test_ends);
    cx_test_engines_add("/program/meeting", test_meeting);
    cx_test_engines_add("/program/wall", test_wall);
    cx_test_engines_add("/program/refused", test_refused);
    return g_test_run();
}
