/* What a simulated program knows beside its survey: customers who leave and are worth a call, and what
 * departments count before they have said a target for it. */
#include "year_priv.h"

#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "business/facts.h"
#include "business/metric.h"
#include "engage/call.h"
#include "engage/coach_step.h"
#include "evidence/pilot.h"

#define LATE_DAYS 10 /* until it is known that a customer left */

void
world_bring_facts(const World *world, int32_t day, const char *mapping_text, const char *csv)
{
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(CxFactsMapping) mapping =
        cx_facts_mapping_parse(mapping_text, strlen(mapping_text), issues, &error);
    g_assert_nonnull(mapping);
    g_autoptr(CxCtx) ctx = world_ctx(world, day);
    const CxFactsFile file = { .name = "facts.csv", .data = csv, .len_bytes = strlen(csv) };
    g_autoptr(CxFactsReport) report = cx_facts_take(ctx, &file, mapping, &error);
    g_assert_no_error(error);
    g_assert_cmpint(report->n_rejected, ==, 0);
}

/* ---- Customers ---- */

static void
tell_left(World *world, const Customer *customer, int32_t day)
{
    g_autofree char *seen = cx_day_format((CxDay){ customer->left });
    g_autofree char *left = cx_day_format((CxDay){ customer->left });
    g_autofree char *csv = g_strdup_printf("K,D,N,Left,V\n%s,%s,Customer %s,%s,1000\n",
                                           customer->key, seen, customer->key, left);
    world_bring_facts(
        world, day,
        "{\"format\":1,\"kind\":\"facts\",\"key\":{\"kind\":\"account\",\"column\":\"K\"},"
        "\"date\":{\"column\":\"D\",\"kind\":\"iso\"},"
        "\"account\":{\"name\":\"N\",\"closed\":\"Left\"},"
        "\"metrics\":[{\"key\":\"revenue\",\"label\":\"Revenue\",\"column\":\"V\","
        "\"money\":{\"currency\":\"EUR\"}}]}",
        csv);
}

static void
pass_customers(World *world, int32_t day)
{
    if (world->n_customers < WORLD_CUSTOMERS && world_happens(world, 1.0 / 40.0)) {
        Customer *customer = &world->customers[world->n_customers];
        *customer = (Customer){ .left = day,
                                .known = day + world_between(world, 0, LATE_DAYS),
                                .due = WORLD_NEVER };
        g_snprintf(customer->key, sizeof customer->key, "c%02d", world->n_customers++);
    }
    for (int i = 0; i < world->n_customers; i++) {
        if (world->customers[i].known == day)
            tell_left(world, &world->customers[i], day);
    }
}

/* Whom the product knows as in office, and who stays. */
static int
find_caller(const World *world, int32_t day)
{
    for (int i = 0; i < world->n_people; i++) {
        const Person *person = &world->people[i];
        if (person->id.v != 0 && world_is_there(person, day) && person->to == WORLD_NEVER)
            return i;
    }
    return -1;
}

void
world_plan_call(World *world, CxCtx *ctx)
{
    CxCallCandidates candidates;
    const int caller = find_caller(world, world->today);
    DO(cx_call_candidate_list(ctx, &candidates, error));
    if (caller < 0 || candidates.n == 0)
        return;
    for (int i = 0; i < world->n_customers; i++) {
        Customer *customer = &world->customers[i];
        if (!g_str_equal(customer->key, candidates.items[0].key))
            continue;
        customer->caller = caller;
        customer->is_called = false;
        customer->planned = world->today;
        customer->due = world->today + world_between(world, 3, 20);
        const CxCallPlan plan = { .account = customer->key,
                                  .leader = world->people[caller].id,
                                  .due_on = { customer->due } };
        DO(cx_call_plan(ctx, &plan, &customer->call, error));
    }
}

void
world_end_call(World *world, CxCtx *ctx, const char *key)
{
    for (int i = 0; i < world->n_customers; i++) {
        Customer *customer = &world->customers[i];
        g_autofree char *end = g_strdup_printf(":%" G_GINT64_FORMAT, customer->call);
        if (customer->call == 0 || customer->is_called || !g_str_has_suffix(key, end))
            continue;
        const CxCallEnd said = { .outcome = CX_CALL_REACHED,
                                 .said = "wants one name",
                                 .promise_due = CX_DAY_NONE };
        DO(cx_call_end(ctx, customer->call, &said, error));
        customer->is_called = true;
        customer->called = ctx->today.v;
    }
}

/* ---- What departments count ---- */

static void
count(World *world, int seat, int32_t day)
{
    g_autofree char *mapping =
        g_strdup_printf("{\"format\":1,\"kind\":\"facts\",\"key\":{\"kind\":\"period\"},"
                        "\"date\":{\"column\":\"M\",\"kind\":\"month\"},"
                        "\"metrics\":[{\"key\":\"count%d\",\"label\":\"Count %d\",\"column\":\"V\","
                        "\"unit\":\"days\",\"direction\":\"down\",\"department\":\"seat%d\"}]}",
                        seat, seat, seat);
    g_autofree char *on = cx_day_format((CxDay){ world_month_first(day) - 1 });
    g_autofree char *month = g_strndup(on, strlen("2026-11"));
    g_autofree char *csv = g_strdup_printf("M,V\n%s,%d\n", month, 3 + seat);
    world_bring_facts(world, day, mapping, csv);
    world->seats[seat] = (Seat){ .is_counted = true };
}

void
world_set_target(World *world, CxCtx *ctx, const char *key)
{
    for (int seat = 0; seat < WORLD_SEATS; seat++) {
        g_autofree char *metric = g_strdup_printf("count%d", seat);
        if (!g_str_has_suffix(key, metric))
            continue;
        DO(cx_metric_target_set(ctx, metric, ctx->today, "2", "said", error));
        world->seats[seat].has_target = true;
    }
}

/* ---- Steps of a plan ---- */

static const CxCoachPlan plans[] = { CX_COACH_PLAN_SPONSOR, CX_COACH_PLAN_COACHING };

static void
add_step(World *world, int plan, int32_t day)
{
    const int person = find_caller(world, day);
    CxCoachSteps steps;
    if (person < 0)
        return;
    g_autoptr(CxCtx) ctx = world_ctx(world, day);
    g_autofree char *what = g_strdup_printf("step of %d", day);
    world->step_due[plan] = day + world_between(world, 10, 40);
    world->step_person[plan] = person;
    DO(cx_coach_step_add(ctx, plans[plan], world->people[person].id, what,
                         (CxDay){ world->step_due[plan] }, error));
    DO(cx_coach_step_list(ctx, plans[plan], &steps, error));
    for (size_t i = 0; i < steps.n; i++) {
        if (g_str_equal(steps.items[i].what, what))
            world->step[plan] = steps.items[i].id;
    }
}

void
world_end_step(World *world, CxCtx *ctx, const char *key)
{
    const int plan = g_str_has_prefix(key, "step_due:coaching:") ? 1 : 0;
    DO(cx_coach_step_end(ctx, plans[plan], world->step[plan], CX_COACH_STEP_DONE, "it went well",
                         error));
    world->step[plan] = 0;
}

/* ---- Something tried ---- */

#define WANTED_POINTS 45.0

static void
declare_trial(World *world, int32_t day)
{
    g_autoptr(CxCtx) ctx = world_ctx(world, day);
    const CxPilotDeclare declared = { .title = "Call back",
                                      .question = "all",
                                      .measure = "nps",
                                      .design = "customers",
                                      .units = "side",
                                      .treated = "tried",
                                      .from = { world->trial.from },
                                      .to = { world->trial.to },
                                      .wanted = WANTED_POINTS };
    g_autoptr(GError) error = NULL;
    CxPilotId id = { 0 };
    if (cx_pilot_declare(ctx, &declared, &id, &error))
        world->trial.id = id.v;
    else /* the answers of the months before were not brought: it could not show anything */
        g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
}

void
world_end_trial(World *world, CxCtx *ctx, bool is_rollout)
{
    const CxPilotStep step = { .unit = "Not tried", .on = { ctx->today.v + 10 } };
    if (is_rollout)
        DO(cx_pilot_step_add(ctx, (CxPilotId){ world->trial.id }, &step, error));
    world->trial.is_told = true;
}

void
world_pass_work(World *world, int32_t day)
{
    if (day == world->trial.from - 3)
        declare_trial(world, day);
    pass_customers(world, day);
    for (int seat = 0; seat < WORLD_SEATS; seat++) {
        if (!world->seats[seat].is_counted && world_happens(world, 1.0 / 250.0))
            count(world, seat, day);
    }
    for (int plan = 0; plan < 2; plan++) {
        if (world->step[plan] == 0 && world_happens(world, 1.0 / 120.0))
            add_step(world, plan, day);
    }
}

void
world_find_calls(CxCtx *ctx)
{
    int64_t n = 0;
    DO(cx_call_find(ctx, &n, error));
}
