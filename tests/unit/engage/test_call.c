/* Calls to customers: who is worth one and in which order, what a line says, who sees what, how long a
 * customer is left alone, what becomes of a promise. */
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "business/facts.h"
#include "engage/call.h"
#include "engage/health.h"
#include "support/engines.h"
#include "unit/feedback/guests.h"
#include "unit/people/cast.h"

static void
test_lines(void)
{
    static const struct {
        const char *why, *line;
        CxCallOutcome outcome;
        const char *said, *promise;
        int due; /* days from then; 0: none */
    } rows[] = {
        { "nobody there", "not reached", CX_CALL_NOT_REACHED, NULL, NULL, 0 },
        { "why not", "Not reached: on holiday", CX_CALL_NOT_REACHED, "on holiday", NULL, 0 },
        { "said alone", "wants the day before", CX_CALL_REACHED, "wants the day before", NULL, 0 },
        { "a promise with a day", "reached: is angry, promised a list in 2 weeks", CX_CALL_REACHED,
          "is angry", "a list", 14 },
        { "a promise alone", "promised one name for all orders", CX_CALL_REACHED, NULL,
          "one name for all orders", 0 },
        { "a word that only looks like one", "reached: compromised parts", CX_CALL_REACHED,
          "compromised parts", NULL, 0 },
        { "a word that begins like one", "reachedness", CX_CALL_REACHED, "reachedness", NULL, 0 },
    };
    g_autoptr(CxArena) arena = cx_arena_new();
    for (size_t i = 0; i < CX_N_ELEMENTS(rows); i++) {
        CxCallEnd end;
        g_test_message("%s", rows[i].why);
        g_assert_true(cx_call_read(rows[i].line, cast_day(0), arena, &end, NULL));
        g_assert_cmpint(end.outcome, ==, rows[i].outcome);
        g_assert_cmpstr(end.said, ==, rows[i].said);
        g_assert_cmpstr(end.promise, ==, rows[i].promise);
        if (rows[i].due != 0)
            g_assert_cmpint(end.promise_due.v, ==, cast_day(rows[i].due).v);
    }
    g_autofree char *long_line = g_strnfill(CX_CALL_LINE_BYTES_MAX + 1, 'x');
    CxCallEnd end;
    g_assert_false(cx_call_read(" ,. ", cast_day(0), arena, &end, NULL));
    g_assert_false(cx_call_read(long_line, cast_day(0), arena, &end, NULL));
    g_assert_false(cx_call_read("\xff", cast_day(0), arena, &end, NULL));
}

/* ---- A program with customers ---- */

static void
add_answer(GString *csv, const char *account, int day, int rating, int food)
{
    g_autofree char *on = cx_day_format(cast_day(day));
    g_string_append_printf(csv, "%s%d,%s,1,1,%s,%d,%d,A,\n", account, day, on, account, rating,
                           food);
}

static void
add_answers(CxDb *db)
{
    g_autoptr(GString) csv = g_string_new(NULL);
    add_answer(csv, "c1", -10, 2, 1);
    add_answer(csv, "c2", -20, 10, 5);
    add_answer(csv, "c3", -400, 9, 5);
    add_answer(csv, "c3", -390, 10, 5);
    add_answer(csv, "c3", -30, 7, 4);
    add_answer(csv, "c3", -20, 7, 4);
    add_answer(csv, "c4", -130, 1, 1); /* no news any more */
    add_answer(csv, "c5", -10, 1, 1);  /* left long ago */
    add_answer(csv, "c7", -10, 8, 3);  /* neither low nor at the top */
    g_autoptr(CxMapping) mapping =
        guests_parse("\"cluster\":\"RUN\"", "\"account\":\"RUN\"",
                     ",\"from\":\"2018-05-01\",\"to\":\"2018-05-31\"", "", NULL);
    g_autoptr(CxImportReport) report = guests_import(db, mapping, csv->str);
    g_assert_cmpint(report->n_new, ==, 9);
}

static void
add_accounts(CxDb *db)
{
    static const char json[] =
        "{\"format\":1,\"kind\":\"facts\",\"key\":{\"kind\":\"account\",\"column\":\"K\"},"
        "\"date\":{\"column\":\"D\",\"kind\":\"iso\"},"
        "\"account\":{\"name\":\"N\",\"closed\":\"Left\"},"
        "\"metrics\":[{\"key\":\"revenue\",\"label\":\"Revenue\",\"column\":\"V\","
        "\"money\":{\"currency\":\"EUR\"}}]}";
    g_autofree char *old = cx_day_format(cast_day(-500));
    g_autofree char *new = cx_day_format(cast_day(-100));
    g_autofree char *gone = cx_day_format(cast_day(-400));
    g_autofree char *left = cx_day_format(cast_day(-20));
    g_autofree char *csv = g_strdup_printf(
        "K,D,N,Left,V\nc1,%s,One,,7\nc1,%s,One,,1000\nc2,%s,Two,,900000\nc3,%s,Three,,500\n"
        "c4,%s,Four,,1\nc5,%s,Five,%s,10\nc6,%s,Six,%s,200\nc7,%s,Seven,,5000000\n",
        old, new, new, new, new, new, gone, new, left, new);
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(CxFactsMapping) mapping = cx_facts_mapping_parse(json, strlen(json), issues, &error);
    g_assert_nonnull(mapping);
    g_autoptr(CxCtx) ctx = cast_system(db);
    const CxFactsFile file = { .name = "accounts.csv", .data = csv, .len_bytes = strlen(csv) };
    g_autoptr(CxFactsReport) report = cx_facts_take(ctx, &file, mapping, &error);
    g_assert_no_error(error);
    g_assert_cmpint(report->n_rejected, ==, 0);
}

typedef struct {
    CxLeaderId ada, ben;
} People;

static People
make_program(CxDb *db)
{
    add_answers(db);
    add_accounts(db);
    const People people = {
        .ada = cast_leader(db, "Ada", "food", cast_day(-900), CX_DAY_NONE),
        .ben = cast_leader(db, "Ben", NULL, cast_day(-900), CX_DAY_NONE),
    };
    g_autoptr(CxCtx) team = cast_system(db);
    int64_t n = 0;
    g_autoptr(GError) error = NULL;
    g_assert_true(cx_engage_settings_set(team, "sponsor", people.ben.v, NULL));
    g_assert_true(cx_call_find(team, &n, &error));
    g_assert_no_error(error);
    g_assert_cmpint(n, ==, 4);
    return people;
}

static const CxCallCandidate *
candidate(CxCtx *ctx, const char *key)
{
    CxCallCandidates all;
    g_assert_true(cx_call_candidate_list(ctx, &all, NULL));
    for (size_t i = 0; i < all.n; i++) {
        if (strcmp(all.items[i].key, key) == 0)
            return &all.items[i];
    }
    return NULL;
}

static void
test_who(CxDb *db)
{
    static const char *const order[] = { "c2", "c1", "c3", "c6" };
    static const char *const why[] = { "loyal", "unhappy", "fallen", "left" };
    const People people = make_program(db);
    g_autoptr(CxCtx) team = cast_system(db);
    CxCallCandidates all;
    g_assert_true(cx_call_candidate_list(team, &all, NULL));
    g_assert_cmpuint(all.n, ==, CX_N_ELEMENTS(order));
    for (size_t i = 0; i < all.n; i++) {
        g_assert_cmpstr(all.items[i].key, ==, order[i]);
        g_assert_cmpstr(cx_call_reasons_format(team->arena, all.items[i].has), ==, why[i]);
    }
    const CxCallCandidate *unhappy = &all.items[1];
    g_assert_cmpint(unhappy->caller.v, ==, people.ada.v); /* heads what they rated lowest */
    g_assert_cmpint(unhappy->rating, ==, 2);
    g_assert_cmpint(unhappy->revenue, ==, 100000);            /* of the latest period, in cents */
    g_assert_cmpint(all.items[0].caller.v, ==, people.ben.v); /* nothing stands out: the sponsor */
    g_assert_cmpint(all.items[2].was_n, ==, 2);
    g_assert_true(all.items[2].was > 9.4 && all.items[2].was < 9.6);
    int64_t n = 0;
    g_assert_true(cx_call_find(team, &n, NULL)); /* again is the same */
    g_assert_cmpint(n, ==, 4);
}

static void
say_consent(CxCtx *ctx, const char *account, const char *name, bool is_given)
{
    const CxCallConsentAdd add = {
        .account = account, .name = name, .is_given = is_given, .how = "said so"
    };
    g_assert_true(cx_call_consent_add(ctx, &add, NULL));
}

static int64_t
plan(CxCtx *ctx, const char *account, CxLeaderId leader)
{
    const CxCallPlan asked = { .account = account, .leader = leader, .due_on = CX_DAY_NONE };
    int64_t id = 0;
    g_autoptr(GError) error = NULL;
    g_assert_true(cx_call_plan(ctx, &asked, &id, &error));
    g_assert_no_error(error);
    return id;
}

static void
refuse_plan(CxCtx *ctx, const char *account, CxLeaderId leader, CxErrorCode code)
{
    const CxCallPlan asked = { .account = account, .leader = leader, .due_on = CX_DAY_NONE };
    int64_t id = -1;
    g_autoptr(GError) error = NULL;
    g_assert_false(cx_call_plan(ctx, &asked, &id, &error));
    g_assert_error(error, CX_ERROR, (int)code);
    g_assert_cmpint(id, ==, -1);
}

/* The list, ratings, money and names are the CX team's; a leader sees the calls that are theirs. */
static void
test_wall(CxDb *db)
{
    const People people = make_program(db);
    g_autoptr(CxCtx) team = cast_system(db);
    g_autoptr(CxCtx) ada = cast_ctx(db, cast_user(db, "ada", CX_ROLE_LEADER, people.ada));
    g_autoptr(CxCtx) finance =
        cast_ctx(db, cast_user(db, "fin", CX_ROLE_FINANCE, (CxLeaderId){ 0 }));
    CxCallCandidates candidates;
    CxCallConsents consents;
    CxCalls calls;
    CxCall call;
    const int64_t of_ben = plan(team, "c2", people.ben);
    say_consent(team, "c1", "Eve Adams", true);
    const int64_t own = plan(team, "c1", people.ada);
    g_assert_false(cx_call_candidate_list(ada, &candidates, NULL));
    g_assert_false(cx_call_consent_list(ada, &consents, NULL));
    g_assert_false(cx_call_list(finance, &calls, NULL));
    g_assert_true(cx_call_list(ada, &calls, NULL));
    g_assert_cmpuint(calls.n, ==, 1);
    g_assert_cmpstr(calls.items[0].account_name, ==, "One");
    g_assert_cmpstr(calls.items[0].person, ==, "Eve Adams");
    g_assert_false(cx_call_load(ada, of_ben, &call, NULL));
    refuse_plan(ada, "c3", people.ada, CX_ERROR_FORBIDDEN);
    const CxCallEnd end = { .outcome = CX_CALL_REACHED, .said = "x", .promise_due = CX_DAY_NONE };
    const CxCallEnd drop = { .outcome = CX_CALL_DROPPED, .promise_due = CX_DAY_NONE };
    g_assert_false(cx_call_end(ada, of_ben, &end, NULL));
    g_assert_false(cx_call_end(ada, own, &drop, NULL));
    say_consent(team, "c1", "Eve Adams", false); /* no longer: her name is gone at once */
    g_assert_true(cx_call_load(ada, own, &call, NULL));
    g_assert_cmpstr(call.person, ==, NULL);
    g_assert_true(cx_call_end(ada, own, &end, NULL));
    g_assert_false(cx_call_end(ada, own, &end, NULL));
    (void)cast_audited(db);
}

static void
test_rest(CxDb *db)
{
    const People people = make_program(db);
    g_autoptr(CxCtx) team = cast_system(db);
    const int64_t id = plan(team, "c1", people.ada);
    refuse_plan(team, "c1", people.ben, CX_ERROR_CONFLICT);
    refuse_plan(team, "nobody", people.ben, CX_ERROR_NOT_FOUND);
    g_assert_null(candidate(team, "c1"));
    CxCallEnd end = { .outcome = CX_CALL_NOT_REACHED, .promise_due = CX_DAY_NONE };
    g_assert_true(cx_call_end(team, id, &end, NULL));
    g_autoptr(CxCtx) soon = cast_system_in(db, CX_CALL_AGAIN_DAYS - 1);
    g_autoptr(CxCtx) again = cast_system_in(db, CX_CALL_AGAIN_DAYS);
    refuse_plan(soon, "c1", people.ada, CX_ERROR_CONFLICT);
    const int64_t second = plan(again, "c1", people.ada);
    end = (CxCallEnd){ .outcome = CX_CALL_REACHED, .said = "calm now", .promise_due = CX_DAY_NONE };
    g_assert_true(cx_call_end(again, second, &end, NULL));
    g_autoptr(CxCtx) resting = cast_system_in(db, CX_CALL_AGAIN_DAYS + 12 * 7 - 1);
    g_autoptr(CxCtx) rested = cast_system_in(db, CX_CALL_AGAIN_DAYS + 12 * 7);
    refuse_plan(resting, "c1", people.ada, CX_ERROR_CONFLICT);
    (void)plan(rested, "c1", people.ada);
    say_consent(team, "c3", "Max", false);
    g_assert_null(candidate(team, "c3"));
    refuse_plan(team, "c3", people.ada, CX_ERROR_CONFLICT);
    say_consent(team, "c3", "Moritz", true);
    g_assert_nonnull(candidate(team, "c3"));
}

/* What was promised is the leader's promise; overdue, it makes the customer the more pressing. */
static void
test_promise(CxDb *db)
{
    const People people = make_program(db);
    g_autoptr(CxCtx) team = cast_system(db);
    const int64_t id = plan(team, "c1", people.ada);
    CxCallEnd end;
    CxPromises promises;
    CxCall call;
    g_assert_true(cx_call_read("reached: angry, promised a list in 3 days", team->today,
                               team->arena, &end, NULL));
    g_assert_true(cx_call_end(team, id, &end, NULL));
    g_assert_true(cx_promise_list(team, &promises, NULL));
    g_assert_cmpuint(promises.n, ==, 1);
    g_assert_cmpint(promises.items[0].leader.v, ==, people.ada.v);
    g_assert_cmpint(promises.items[0].direction, ==, CX_PROMISE_THEIRS);
    g_assert_cmpstr(promises.items[0].what, ==, "a list");
    g_assert_cmpint(promises.items[0].due_on.v, ==, cast_day(3).v);
    g_assert_true(cx_call_load(team, id, &call, NULL));
    g_assert_cmpstr(call.promised->what, ==, "a list");
    const CxHealth *health = cx_health_load(team, NULL);
    g_assert_cmpint(health->now.n_called, ==, 1);
    g_autoptr(CxCtx) later = cast_system_in(db, 12 * 7);
    const CxCallCandidate *pressing = candidate(later, "c1");
    g_assert_true(pressing != NULL && pressing->has[CX_CALL_PROMISED]);
    g_assert_true(cx_promise_end(team, promises.items[0].id, CX_PROMISE_KEPT, NULL));
    pressing = candidate(later, "c1");
    g_assert_true(pressing != NULL && !pressing->has[CX_CALL_PROMISED]);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/engage/call/lines", test_lines);
    cx_test_engines_add("/engage/call/who", test_who);
    cx_test_engines_add("/engage/call/wall", test_wall);
    cx_test_engines_add("/engage/call/rest", test_rest);
    cx_test_engines_add("/engage/call/promise", test_promise);
    return g_test_run();
}
