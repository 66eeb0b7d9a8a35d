/* The past sheet comes in once, row by row; what cannot be read is listed and the rest is taken. */
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "engage/contact.h"
#include "engage/note.h"
#include "engage/past.h"
#include "support/engines.h"
#include "support/store.h"
#include "unit/people/cast.h"

/* The tests' today is told by cast_day(0); these days lie behind it. */
static const char sheet[] =
    "Who,Type,When,With sponsor?,Topic,Action,Owner,Deadline,Done,Private remark\n"
    "Ada Lovelace,meeting,2026-03-02,yes,plates,send the list,us,2026-03-20,2026-03-18,grumpy\n"
    "ADA@FOOD.EXAMPLE,Phone call,3.4.2026,,,,,,,\n"
    "ben_ito,E-mail,5 May 2026,no,forms,a shorter form,them,2026-06-01,no,\n"
    ",,,,,,,,,\n"
    "Head of Food,spoke to,2026-05-06,x,,,,,,\n"
    "Ben Ito,,2026-05-07,,,the figures,us,,,\n";

static CxPastReport *
bring_as(CxCtx *ctx, const char *text, CxPastReport *(*use)(CxCtx *, const CxPastAsk *, GError **))
{
    g_autoptr(GError) error = NULL;
    const CxPastAsk ask = { .file_name = "past.csv", .data = text, .len_bytes = strlen(text) };
    CxPastReport *report = use(ctx, &ask, &error);
    g_assert_no_error(error);
    g_assert_nonnull(report);
    return report;
}

static CxCtx *
prepare(CxDb *db, CxLeaderId *ret_ada)
{
    (void)cast_department(db, "food", "Food");
    g_autoptr(CxCtx) ctx = cast_system(db);
    const CxLeaderAdd add = { .name = "Ada Lovelace",
                              .email = "ada@food.example",
                              .title = "Head of Food",
                              .department = "food",
                              .from = CX_DAY_NONE,
                              .to = CX_DAY_NONE };
    g_assert_true(cx_leader_add(ctx, &add, ret_ada, NULL));
    (void)cast_leader(db, "Ben Ito", NULL, CX_DAY_NONE, CX_DAY_NONE);
    return g_steal_pointer(&ctx);
}

static void
test_once(CxDb *db)
{
    CxLeaderId ada;
    g_autoptr(CxCtx) ctx = prepare(db, &ada);
    const int64_t n_audited = cast_audited(db);
    g_autoptr(CxPastReport) trial = bring_as(ctx, sheet, cx_past_try);
    g_assert_cmpint(trial->n_contacts, ==, 4);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM note"), ==, 0);
    g_autoptr(CxPastReport) report = bring_as(ctx, sheet, cx_past_take);
    g_assert_cmpint(report->n_rows, ==, 5);
    g_assert_cmpint(report->n_contacts, ==, 4);
    g_assert_cmpint(report->n_promises, ==, 3);
    g_assert_cmpuint(report->rejects->len, ==, 0);
    g_assert_cmpint(cast_audited(db), ==, n_audited + 1);
    g_autoptr(CxPastReport) again = bring_as(ctx, sheet, cx_past_take);
    g_assert_cmpint(again->n_same, ==, 5);
    g_assert_cmpint(again->n_contacts + again->n_promises + again->n_ended, ==, 0);
    g_assert_cmpint(cast_audited(db), ==, n_audited + 1);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM note WHERE text LIKE '%grumpy%'"),
                    ==, 0);
}

static void
test_what(CxDb *db)
{
    CxLeaderId ada;
    g_autoptr(CxCtx) ctx = prepare(db, &ada);
    g_autoptr(CxPastReport) report = bring_as(ctx, sheet, cx_past_take);
    CxContacts contacts;
    CxPromises promises;
    g_assert_true(cx_contact_list(ctx, &contacts, NULL));
    g_assert_true(cx_promise_list(ctx, &promises, NULL));
    static const struct {
        const char *day;
        CxContactKind kind;
        bool with_sponsor;
        const char *topic;
    } rows[] = { { "2026-05-06", CX_CONTACT_MEETING, true, NULL },
                 { "2026-05-05", CX_CONTACT_MAIL, false, "forms" },
                 { "2026-04-03", CX_CONTACT_CALL, false, NULL },
                 { "2026-03-02", CX_CONTACT_MEETING, true, "plates" } };
    g_assert_cmpuint(contacts.n, ==, CX_N_ELEMENTS(rows));
    for (size_t i = 0; i < contacts.n; i++) {
        g_autofree char *day = cx_day_format(contacts.items[i].day);
        g_assert_cmpstr(day, ==, rows[i].day);
        g_assert_cmpint((int)contacts.items[i].kind, ==, (int)rows[i].kind);
        g_assert_cmpint(contacts.items[i].with_sponsor, ==, rows[i].with_sponsor);
        g_assert_cmpstr(contacts.items[i].topic, ==, rows[i].topic);
    }
    g_assert_cmpuint(promises.n, ==, 3);
    g_assert_cmpint((int)promises.items[0].state, ==, (int)CX_PROMISE_KEPT);
    g_autofree char *kept = cx_day_format(promises.items[0].ended_on);
    g_assert_cmpstr(kept, ==, "2026-03-18");
    g_assert_cmpint(promises.items[0].leader.v, ==, ada.v);
    g_assert_cmpstr(promises.items[1].what, ==, "the figures");
    g_assert_true(cx_day_is_none(promises.items[1].due_on));
    g_assert_cmpint((int)promises.items[2].direction, ==, (int)CX_PROMISE_THEIRS);
    g_assert_cmpint((int)promises.items[2].state, ==, (int)CX_PROMISE_OPEN);
}

/* The sheet a month later: one promise was kept since, one row stands there twice, one is new. */
static void
test_later(CxDb *db)
{
    CxLeaderId ada;
    g_autoptr(CxCtx) ctx = prepare(db, &ada);
    g_autoptr(CxPastReport) first =
        bring_as(ctx, "leader,date,promised,kept\nada,2026-03-02,a list,\n", cx_past_take);
    g_assert_cmpint(first->n_promises, ==, 1);
    g_assert_cmpint(first->n_contacts, ==, 0);
    static const char later[] = "kept,leader,promised,date,mood\n2026-03-09,ada,a list,2026-03-02,"
                                "fine\nno,ada,a list,2026-03-02,\n";
    g_autoptr(CxPastReport) second = bring_as(ctx, later, cx_past_take);
    g_assert_cmpint(second->n_ended, ==, 1);
    g_assert_cmpint(second->n_promises, ==, 1);
    g_autoptr(CxPastReport) third = bring_as(ctx, later, cx_past_take);
    g_assert_cmpint(third->n_same, ==, 2);
}

/* A sheet whose column "what" was not read, or not there, brings no promise twice once it is. */
static void
test_event_later(CxDb *db)
{
    CxLeaderId ada;
    g_autoptr(CxCtx) ctx = prepare(db, &ada);
    g_autoptr(CxPastReport) first = bring_as(
        ctx, "leader,date,promise\nada,2026-03-02,a list\nada,2026-03-02,a list\n", cx_past_take);
    g_assert_cmpint(first->n_promises, ==, 2);
    g_autoptr(CxPastReport) second =
        bring_as(ctx,
                 "leader,date,what,promise\nada,2026-03-02,phoned,a list\n"
                 "ada,2026-03-02,met,a list\nada,2026-03-02,met,a plan\n",
                 cx_past_take);
    g_assert_cmpint(second->n_promises, ==, 1);
    g_assert_cmpint(second->n_same, ==, 2);
}

/* A column "what" holds the kind or the topic, row by row; beside a promise it is a contact as well. */
static void
test_event(CxDb *db)
{
    CxLeaderId ada;
    g_autoptr(CxCtx) ctx = prepare(db, &ada);
    static const char text[] = "leader,date,what,promise\nada,2026-03-02,phoned,a list\n"
                               "ada,2026-03-03,returns,\nada,2026-03-04,,a map\n";
    g_autoptr(CxPastReport) report = bring_as(ctx, text, cx_past_take);
    g_assert_cmpuint(report->rejects->len, ==, 0);
    g_assert_cmpint(report->n_contacts, ==, 2);
    g_assert_cmpint(report->n_promises, ==, 2);
    CxContacts contacts;
    g_assert_true(cx_contact_list(ctx, &contacts, NULL));
    g_assert_cmpuint(contacts.n, ==, 2);
    for (size_t i = 0; i < contacts.n; i++) {
        const bool is_topic = contacts.items[i].kind == CX_CONTACT_MEETING;
        g_assert_true(is_topic || contacts.items[i].kind == CX_CONTACT_CALL);
        g_assert_cmpstr(contacts.items[i].topic, ==, is_topic ? "returns" : NULL);
    }
    g_autoptr(CxPastReport) again = bring_as(ctx, text, cx_past_take);
    g_assert_cmpint(again->n_same, ==, 3);
}

/* What was taken back stays so. */
static void
test_taken_back(CxDb *db)
{
    CxLeaderId ada;
    g_autoptr(CxCtx) ctx = prepare(db, &ada);
    g_autoptr(CxPastReport) first = bring_as(ctx, sheet, cx_past_take);
    CxContacts contacts;
    g_assert_true(cx_contact_list(ctx, &contacts, NULL));
    g_assert_true(cx_note_withdraw(ctx, contacts.items[0].note, NULL));
    g_autoptr(CxPastReport) again = bring_as(ctx, sheet, cx_past_take);
    g_assert_cmpint(again->n_same, ==, 5);
    g_assert_true(cx_contact_list(ctx, &contacts, NULL));
    g_assert_cmpuint(contacts.n, ==, 3);
}

static void
test_set_aside(CxDb *db)
{
    static const struct {
        const char *row, *column, *reason;
    } rows[] = {
        { ",2026-03-02,met,,,,,", "leader", "nobody is named" },
        { "Zoe,2026-03-02,met,,,,,", "leader", "there is no leader \"Zoe\"" },
        { "Ada,,met,,,,,", "date", "there is no date" },
        { "Ada,3/4/2026,met,,,,,", "date", "3/4/2026" },
        { "Ada,2026-02-30,met,,,,,", "date", "2026-02-30" },
        { "Ada,2199-01-01,met,,,,,", "date", "still to come" },
        { "Ada,2026-03-02,seance,,,,,", "kind", "none of meeting" },
        { "Ada,2026-03-02,,food,,,,", "kind", "none of meeting" },
        { "Ada,2026-03-02,met,,,,2026-04-01,", "due", "not what was promised" },
        { "Ada,2026-03-02,,,a list,,2026-03-01,", "due", "before it was promised" },
        { "Ada,2026-03-02,,,a list,Bob,,", "promised by", "neither us nor them" },
        { "Ada,2026-03-02,,,a list,,,perhaps", "kept", "neither a day" },
        { "Ada,2026-03-02,,,a list,,,2026-03-01", "kept", "before it was promised" },
        { "Ada,2026-03-02,met", "", "8 columns, this line 3" },
    };
    CxLeaderId ada;
    g_autoptr(CxCtx) ctx = prepare(db, &ada);
    g_autoptr(GString) text =
        g_string_new("leader,date,kind,about,promised,promised by,due,kept\n");
    for (size_t i = 0; i < CX_N_ELEMENTS(rows); i++)
        g_string_append_printf(text, "%s\n", rows[i].row);
    g_string_append(text, "Ada,2026-03-02,met,,,,,\n");
    g_autoptr(CxPastReport) report = bring_as(ctx, text->str, cx_past_take);
    g_assert_cmpuint(report->rejects->len, ==, CX_N_ELEMENTS(rows));
    g_assert_cmpint(report->n_contacts, ==, 1);
    for (size_t i = 0; i < CX_N_ELEMENTS(rows); i++) {
        const CxPastReject *reject = g_ptr_array_index(report->rejects, i);
        g_assert_cmpint(reject->line, ==, (int64_t)i + 2);
        g_assert_cmpstr(reject->column, ==, rows[i].column);
        if (strstr(reject->reason, rows[i].reason) == NULL)
            g_error("%s: %s", rows[i].row, reject->reason);
    }
}

/* An office is whose it was on the day. */
static void
test_office(CxDb *db)
{
    (void)cast_department(db, "food", "Food");
    const CxLeaderId old = cast_leader(db, "Old Head", "food", CX_DAY_NONE, cast_day(-100));
    const CxLeaderId now = cast_leader(db, "New Head", "food", cast_day(-50), CX_DAY_NONE);
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(GString) text = g_string_new("department,date\n");
    static const int days[] = { -120, -70, -10 };
    for (size_t i = 0; i < CX_N_ELEMENTS(days); i++) {
        g_autofree char *day = cx_day_format(cast_day(days[i]));
        g_string_append_printf(text, "Food,%s\n", day);
    }
    g_autoptr(CxPastReport) report = bring_as(ctx, text->str, cx_past_take);
    g_assert_cmpuint(report->rejects->len, ==, 1);
    const CxPastReject *reject = g_ptr_array_index(report->rejects, 0);
    g_assert_nonnull(strstr(reject->reason, "nobody is known to have headed"));
    CxContacts contacts;
    g_assert_true(cx_contact_list(ctx, &contacts, NULL));
    g_assert_cmpuint(contacts.n, ==, 2);
    g_assert_cmpint(contacts.items[0].leader.v, ==, now.v);
    g_assert_cmpint(contacts.items[1].leader.v, ==, old.v);
}

static void
test_refused(CxDb *db)
{
    static const struct {
        const char *text;
        CxErrorCode code;
    } rows[] = {
        { "", CX_ERROR_INVALID },
        { "leader,kind\nAda,met\n", CX_ERROR_INVALID },
        { "date,kind\n2026-03-02,met\n", CX_ERROR_INVALID },
        { "leader,date,day\nAda,2026-03-02,2026-03-02\n", CX_ERROR_INVALID },
        { "%PDF-1.7 leader", CX_ERROR_UNSUPPORTED },
    };
    CxLeaderId ada;
    g_autoptr(CxCtx) ctx = prepare(db, &ada);
    for (size_t i = 0; i < CX_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        const CxPastAsk ask = { .file_name = "past.csv",
                                .data = rows[i].text,
                                .len_bytes = strlen(rows[i].text) };
        g_assert_null(cx_past_take(ctx, &ask, &error));
        g_assert_error(error, CX_ERROR, (int)rows[i].code);
    }
    g_autoptr(CxCtx) leader = cast_ctx(db, cast_user(db, "ada", CX_ROLE_LEADER, ada));
    g_autoptr(GError) error = NULL;
    const CxPastAsk ask = { .file_name = "past.csv", .data = sheet, .len_bytes = strlen(sheet) };
    g_assert_null(cx_past_try(leader, &ask, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add("/past/once", test_once);
    cx_test_engines_add("/past/what", test_what);
    cx_test_engines_add("/past/event-later", test_event_later);
    cx_test_engines_add("/past/later", test_later);
    cx_test_engines_add("/past/event", test_event);
    cx_test_engines_add("/past/taken_back", test_taken_back);
    cx_test_engines_add("/past/set_aside", test_set_aside);
    cx_test_engines_add("/past/office", test_office);
    cx_test_engines_add("/past/refused", test_refused);
    return g_test_run();
}
