/* What is noted is kept, seen by those it concerns, and taken back whole. */
#include "base/error.h"
#include "engage/credit.h"
#include "engage/note.h"
#include "engage/priority.h"
#include "engage/settings.h"
#include "support/engines.h"
#include "unit/people/cast.h"

static int64_t
take(CxCtx *ctx, const char *line)
{
    g_autoptr(GError) error = NULL;
    int64_t id = 0;
    CxCapture capture;
    const bool is_fine = cx_note_take(ctx, line, &id, &capture, &error);
    g_assert_no_error(error);
    g_assert_true(is_fine);
    return id;
}

static CxContacts
contacts(CxCtx *ctx)
{
    g_autoptr(GError) error = NULL;
    CxContacts found = { 0 };
    const bool is_fine = cx_contact_list(ctx, &found, &error);
    g_assert_no_error(error);
    g_assert_true(is_fine);
    return found;
}

static CxPromises
promises(CxCtx *ctx)
{
    g_autoptr(GError) error = NULL;
    CxPromises found = { 0 };
    const bool is_fine = cx_promise_list(ctx, &found, &error);
    g_assert_no_error(error);
    g_assert_true(is_fine);
    return found;
}

static CxCtx *
prepare(CxDb *db, CxLeaderId *ret_ada)
{
    (void)cast_department(db, "food", "Food");
    *ret_ada = cast_leader(db, "Ada Lovelace", "food", CX_DAY_NONE, CX_DAY_NONE);
    (void)cast_leader(db, "Ben Ito", NULL, CX_DAY_NONE, CX_DAY_NONE);
    return cast_system(db);
}

static void
test_kept(CxDb *db)
{
    CxLeaderId ada;
    g_autoptr(CxCtx) ctx = prepare(db, &ada);
    const int64_t n_audited = cast_audited(db);
    const int64_t note = take(ctx, "met @ada yesterday about plates, promised the list tomorrow");
    (void)take(ctx, "called @ben: wants fewer forms");
    g_assert_cmpint(cast_audited(db), ==, n_audited + 2);
    g_assert_cmpuint(contacts(ctx).n, ==, 2);
    const CxContacts all = contacts(ctx);
    const CxContact *last = cx_contact_last(&all, ada, ctx->today);
    g_assert_cmpint(last->day.v, ==, ctx->today.v - 1);
    g_assert_cmpstr(last->topic, ==, "plates");
    const CxPromises made = promises(ctx);
    g_assert_cmpuint(made.n, ==, 1);
    g_assert_false(cx_promise_is_overdue(&made.items[0], ctx->today));
    g_assert_true(cx_promise_is_overdue(&made.items[0], cast_day(2)));
    CxPriorities wanted;
    g_assert_true(cx_priority_list(ctx, &wanted, NULL));
    g_assert_cmpstr(wanted.items[0].what, ==, "fewer forms");

    g_assert_true(cx_note_withdraw(ctx, note, NULL));
    g_assert_cmpuint(contacts(ctx).n, ==, 1);
    g_assert_cmpuint(promises(ctx).n, ==, 0);
    g_autoptr(GError) error = NULL;
    g_assert_false(cx_note_withdraw(ctx, note, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_NOT_FOUND);
}

static void
test_promise_ends(CxDb *db)
{
    CxLeaderId ada;
    g_autoptr(CxCtx) ctx = prepare(db, &ada);
    (void)take(ctx, "promised @ada the list by tomorrow");
    const int64_t id = promises(ctx).items[0].id;
    g_assert_true(cx_promise_end(ctx, id, CX_PROMISE_KEPT, NULL));
    g_assert_cmpint((int)promises(ctx).items[0].state, ==, (int)CX_PROMISE_KEPT);
    g_autoptr(GError) error = NULL;
    g_assert_false(cx_promise_end(ctx, id, CX_PROMISE_WITHDRAWN, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_CONFLICT);
}

/* Who made a promise may say it is kept; who was promised something may not. */
static void
test_promise_own(CxDb *db)
{
    CxLeaderId ada;
    g_autoptr(CxCtx) ctx = prepare(db, &ada);
    (void)take(ctx, "promised @ada the list by tomorrow");
    (void)take(ctx, "@ada promised the budget by tomorrow");
    (void)take(ctx, "@ben promised a form by tomorrow");
    g_autoptr(CxCtx) own = cast_ctx(db, cast_user(db, "ada", CX_ROLE_LEADER, ada));
    const CxPromises all = promises(ctx);
    for (size_t i = 0; i < all.n; i++) {
        const bool is_own =
            all.items[i].direction == CX_PROMISE_THEIRS && all.items[i].leader.v == ada.v;
        g_assert_cmpint(cx_promise_end(own, all.items[i].id, CX_PROMISE_KEPT, NULL), ==, is_own);
    }
}

static void
test_wall(CxDb *db)
{
    CxLeaderId ada;
    g_autoptr(CxCtx) owner = prepare(db, &ada);
    (void)take(owner, "met @ada about plates");
    (void)take(owner, "met @ben about forms, promised a form");
    (void)take(owner, "thanked @food for the plates");
    g_autoptr(CxCtx) ctx = cast_ctx(db, cast_user(db, "ada", CX_ROLE_LEADER, ada));
    g_assert_cmpuint(contacts(ctx).n, ==, 1);
    g_assert_cmpuint(promises(ctx).n, ==, 0);
    CxCredits thanks;
    g_assert_true(cx_credit_list(ctx, &thanks, NULL));
    g_assert_cmpuint(thanks.n, ==, 1);
    g_autoptr(GError) error = NULL;
    int64_t id = 0;
    CxCapture capture;
    g_assert_false(cx_note_take(ctx, "met @ben", &id, &capture, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
    g_clear_error(&error);
    g_autoptr(CxCtx) finance =
        cast_ctx(db, cast_user(db, "fin", CX_ROLE_FINANCE, (CxLeaderId){ 0 }));
    CxContacts none;
    g_assert_false(cx_contact_list(finance, &none, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
}

static void
test_settings(CxDb *db)
{
    g_autoptr(CxCtx) ctx = cast_system(db);
    CxEngageSettings settings;
    g_assert_true(cx_engage_settings_load(ctx, &settings, NULL));
    g_assert_cmpint(settings.cadence_max_days, ==, 91);
    g_assert_false(cx_engage_settings_set(ctx, "cadence_max_days", 40, NULL)); /* 60 are aimed at */
    g_assert_false(cx_engage_settings_set(ctx, "window_first_week", 9, NULL));
    g_assert_true(cx_engage_settings_set(ctx, "cadence_target_days", 30, NULL));
    g_assert_true(cx_engage_settings_set(ctx, "cadence_max_days", 40, NULL));
    g_assert_true(cx_engage_settings_set(ctx, "cadence_max_days", 50, NULL));
    g_assert_true(cx_engage_settings_load(ctx, &settings, NULL));
    g_assert_cmpint(settings.cadence_max_days, ==, 50);
    g_autoptr(GError) error = NULL;
    g_assert_false(cx_engage_settings_set(ctx, "cadence_max_days", 1, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
    g_clear_error(&error);
    g_assert_false(cx_engage_settings_set(ctx, "cadence", 40, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add("/note/kept", test_kept);
    cx_test_engines_add("/note/promise_ends", test_promise_ends);
    cx_test_engines_add("/engage/note/promise-own", test_promise_own);
    cx_test_engines_add("/note/wall", test_wall);
    cx_test_engines_add("/note/settings", test_settings);
    return g_test_run();
}
