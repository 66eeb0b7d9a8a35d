/* Appointments: planned, moved, called off, and one tap that makes a contact. Tests live on the day of
 * support/engines.h, a Monday. */
#include <string.h>

#include "base/error.h"
#include "engage/appointment.h"
#include "engage/contact.h"
#include "engage/note.h"
#include "support/engines.h"
#include "unit/people/cast.h"

static CxAppointment
about(CxLeaderId leader, int days)
{
    return (CxAppointment){ .key = "not_met:1:never",
                            .title = "See Ada",
                            .leader = leader,
                            .day = cast_day(days),
                            .minute = 570,
                            .minutes = 30 };
}

static int64_t
plan(CxCtx *ctx, const CxAppointment *appointment)
{
    g_autoptr(GError) error = NULL;
    int64_t id = 0;
    const bool is_fine = cx_appointment_plan(ctx, appointment, &id, &error);
    g_assert_no_error(error);
    g_assert_true(is_fine);
    return id;
}

static CxAppointments
list(CxCtx *ctx)
{
    CxAppointments all;
    g_assert_true(cx_appointment_list(ctx, &all, NULL));
    return all;
}

static void
test_happened(CxDb *db)
{
    const CxLeaderId ada = cast_leader(db, "Ada", NULL, cast_day(-900), CX_DAY_NONE);
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(GError) error = NULL;
    const CxAppointment first = about(ada, 1);
    const CxAppointment second = about(ada, 2);
    (void)plan(ctx, &first);
    const int64_t id = plan(ctx, &second);
    CxAppointments all = list(ctx);
    g_assert_cmpuint(all.n, ==, 1);
    g_assert_cmpint(all.items[0].day.v, ==, cast_day(2).v);
    g_assert_true(cx_appointment_hides(&all, first.key));
    g_assert_false(cx_appointment_hides(&all, "other"));
    int64_t note = 0;
    g_assert_false(cx_appointment_happened(ctx, id, &note, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);

    g_autoptr(CxCtx) later = cast_system_in(db, 3);
    g_assert_true(cx_appointment_happened(later, id, &note, NULL));
    CxContacts contacts;
    g_assert_true(cx_contact_list(later, &contacts, NULL));
    g_assert_cmpuint(contacts.n, ==, 1);
    g_assert_cmpint(contacts.items[0].day.v, ==, cast_day(2).v);
    g_assert_false(cx_appointment_happened(later, id, &note, NULL));
    all = list(later);
    g_assert_true(cx_appointment_hides(&all, first.key));
    g_assert_true(cx_note_withdraw(later, note, NULL));
    all = list(later);
    g_assert_false(cx_appointment_hides(&all, first.key));
    (void)cast_audited(db);
}

static void
test_drop(CxDb *db)
{
    g_autoptr(CxCtx) ctx = cast_system(db);
    const CxAppointment appointment = about((CxLeaderId){ 0 }, 0);
    const int64_t id = plan(ctx, &appointment);
    g_assert_true(cx_appointment_drop(ctx, id, NULL));
    g_assert_cmpuint(list(ctx).n, ==, 0);
    const int64_t again = plan(ctx, &appointment);
    int64_t note = 7;
    g_assert_true(cx_appointment_happened(ctx, again, &note, NULL));
    g_assert_cmpint(note, ==, 0);
}

static void
assert_refused(CxCtx *ctx, const CxAppointment *appointment, const char *words)
{
    g_autoptr(GError) error = NULL;
    int64_t id = 0;
    g_assert_false(cx_appointment_plan(ctx, appointment, &id, &error));
    if (strstr(error->message, words) == NULL)
        g_error("\"%s\" is not in \"%s\"", words, error->message);
}

static void
test_refusals(CxDb *db)
{
    const CxLeaderId ada = cast_leader(db, "Ada", NULL, cast_day(-900), CX_DAY_NONE);
    g_autoptr(CxCtx) ctx = cast_system(db);
    CxAppointment appointment = about(ada, -1);
    assert_refused(ctx, &appointment, "which is over");
    const CxClosed closed = { .from = cast_day(0), .to = cast_day(1), .reason = "fair" };
    g_assert_true(cx_closed_add(ctx, &closed, NULL));
    appointment = about(ada, 1);
    assert_refused(ctx, &appointment, "fair");
    appointment = about(ada, 2);
    appointment.minutes = 0;
    assert_refused(ctx, &appointment, "eight hours");
    static const struct {
        const char *text;
        int32_t minute; /* -1: refused */
    } times[] = { { "9:30", 570 }, { "00:00", 0 }, { "23:59", 1439 }, { "24:00", -1 },
                  { "9:60", -1 },  { "9", -1 },    { "9:3", -1 },     { "", -1 },
                  { "a:bc", -1 },  { "-1:00", -1 } };
    for (size_t i = 0; i < CX_N_ELEMENTS(times); i++) {
        int32_t minute = -1;
        g_assert_cmpint(cx_appointment_parse_time(times[i].text, &minute, NULL), ==,
                        times[i].minute >= 0);
        g_assert_cmpint(minute, ==, times[i].minute);
    }
    g_autoptr(CxCtx) own = cast_ctx(db, cast_user(db, "ada", CX_ROLE_LEADER, ada));
    CxAppointments all;
    g_assert_false(cx_appointment_list(own, &all, NULL));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add("/engage/appointment/happened", test_happened);
    cx_test_engines_add("/engage/appointment/drop", test_drop);
    cx_test_engines_add("/engage/appointment/refusals", test_refusals);
    return g_test_run();
}
