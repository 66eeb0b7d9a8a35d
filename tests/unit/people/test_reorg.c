/* Reorganisations: what a department is, was and is called on a day, and whose past it carries. */
#include "cast.h"

#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "people/reorg.h"
#include "support/engines.h"
#include "support/store.h"

static CxDay
day(const char *text)
{
    CxDay parsed = CX_DAY_NONE;
    g_assert_true(cx_day_parse(text, &parsed, NULL));
    return parsed;
}

static CxReorgAsk
ask(CxReorgKind kind, const char *const *before, const char *const *after, const char *from)
{
    return (CxReorgAsk){ .kind = kind,
                         .before = before,
                         .after = after,
                         .from = day(from),
                         .reason = "the board decided it" };
}

static int64_t
record(CxDb *db, CxReorgAsk asked)
{
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(GError) error = NULL;
    int64_t id = 0;
    const bool is_done = cx_reorg_add(ctx, &asked, &id, &error);
    g_assert_no_error(error);
    g_assert_true(is_done);
    return id;
}

static void
assert_refused(CxDb *db, CxReorgAsk asked, CxErrorCode code, const char *part)
{
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(GError) error = NULL;
    int64_t id = 0;
    const int64_t n = cx_test_count(db, "SELECT count(*) AS n FROM department");
    g_assert_false(cx_reorg_add(ctx, &asked, &id, &error));
    g_test_message("%s", error->message);
    g_assert_cmpint(cx_error_code(error), ==, code);
    g_assert_nonnull(strstr(error->message, part));
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM department"), ==, n);
}

static CxDepartment *
find(CxDb *db, const char *words)
{
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(GError) error = NULL;
    CxDepartment *department = cx_department_find(ctx, words, &error);
    g_assert_no_error(error);
    return department;
}

#define NAMES(...) ((const char *const[]){ __VA_ARGS__, NULL })

/* A new name from a day; the old one is kept, is shown for the time it was, and still found. */
static void
test_rename(CxDb *db)
{
    const CxDepartmentId supply = cast_department(db, "supply", "Supply");
    (void)cast_leader(db, "Ada", "supply", day("2025-01-01"), day("2025-12-31"));
    (void)cast_leader(db, "Ben", "supply", day("2026-01-01"), CX_DAY_NONE);
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(GError) error = NULL;
    g_assert_true(
        cx_department_rename(ctx, "supply", "Logistics", day("2026-04-01"), "clearer", &error));
    g_assert_true(
        cx_department_rename(ctx, "Logistics", "Flow", day("2027-01-01"), "new board", &error));
    g_assert_no_error(error);
    for (size_t i = 0; i < 4; i++) {
        g_autoptr(CxDepartment) found = find(db, NAMES("supply", "SUPPLY", "logistics", "Flow")[i]);
        g_assert_cmpint(found->id.v, ==, supply.v);
        g_assert_cmpstr(found->name, ==, "Logistics");
    }
    g_autoptr(CxLeader) ada = cx_leader_find(ctx, "Ada", &error);
    g_autoptr(CxLeader) ben = cx_leader_find(ctx, "Ben", &error);
    g_assert_cmpstr(((CxTerm *)ada->terms->pdata[0])->department_name, ==, "Supply");
    g_assert_cmpstr(((CxTerm *)ben->terms->pdata[0])->department_name, ==, "Logistics");
    g_autoptr(CxOrg) org = cx_org_load(ctx, &error);
    g_assert_cmpstr(cx_org_name(org, supply, day("2026-03-31")), ==, "Supply");
    g_assert_cmpstr(cx_org_name(org, supply, day("2027-01-01")), ==, "Flow");
    /* Its old name is not free for another. */
    CxDepartmentId id = { 0 };
    g_assert_false(cx_department_add(ctx, "other", "supply", &id, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_CONFLICT);
    g_assert_cmpint(cast_audited(db), ==, 5);
}

static void
test_split_and_undo(CxDb *db)
{
    const CxDepartmentId supply = cast_department(db, "supply", "Supply");
    const int64_t id =
        record(db, ask(CX_REORG_SPLIT, NAMES("supply"), NAMES("Delivery", "Stores"), "2026-04-01"));
    g_autoptr(CxDepartment) ended = find(db, "supply");
    g_assert_cmpint(ended->to.v, ==, day("2026-03-31").v);
    g_autoptr(CxDepartment) delivery = find(db, "Delivery");
    g_assert_cmpint(delivery->from.v, ==, day("2026-04-01").v);
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(GError) error = NULL;
    g_autoptr(CxOrg) org = cx_org_load(ctx, &error);
    g_assert_cmpint(cx_org_seen_until(org, delivery->id, supply).v, ==, day("2026-03-31").v);
    g_assert_true(cx_day_is_none(cx_org_seen_until(org, supply, delivery->id)));
    g_autoptr(CxDepartment) stores = find(db, "Stores");
    g_assert_true(cx_day_is_none(cx_org_seen_until(org, delivery->id, stores->id)));

    assert_refused(db, ask(CX_REORG_END, NAMES("supply"), NULL, "2026-06-01"), CX_ERROR_CONFLICT,
                   "not a department on 31 May 2026");
    assert_refused(db, ask(CX_REORG_END, NAMES("supply"), NULL, "2026-02-01"), CX_ERROR_CONFLICT,
                   "split on 1 April 2026; undo that first");
    g_assert_true(cx_reorg_undo(ctx, id, "was a mistake", &error));
    g_assert_no_error(error);
    g_autoptr(CxDepartment) again = find(db, "supply");
    g_assert_true(cx_day_is_none(again->to));
    g_autoptr(CxDepartment) never = find(db, "Delivery");
    g_assert_cmpint(never->to.v, <, never->from.v);
    g_assert_false(cx_reorg_undo(ctx, id, "twice", &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_CONFLICT);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM department_change"), ==, 2);
    g_assert_cmpint(cast_audited(db), ==, 3);
}

/* One that stays keeps its own, and does not see what was split off. */
static void
test_split_off_and_merge(CxDb *db)
{
    const CxDepartmentId supply = cast_department(db, "supply", "Supply");
    const CxDepartmentId shops = cast_department(db, "shops", "Shops");
    (void)record(db, ask(CX_REORG_SPLIT, NAMES("supply"), NAMES("supply", "Stores"), "2026-04-01"));
    (void)record(db, ask(CX_REORG_MERGE, NAMES("Stores", "shops"), NAMES("Retail"), "2026-07-01"));
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(GError) error = NULL;
    g_autoptr(CxOrg) org = cx_org_load(ctx, &error);
    g_autoptr(CxDepartment) retail = find(db, "Retail");
    g_autoptr(CxDepartment) stores = find(db, "Stores");
    g_assert_cmpint(cx_org_seen_until(org, retail->id, shops).v, ==, day("2026-06-30").v);
    g_assert_cmpint(cx_org_seen_until(org, retail->id, stores->id).v, ==, day("2026-06-30").v);
    g_assert_cmpint(cx_org_seen_until(org, retail->id, supply).v, ==, day("2026-03-31").v);
    g_assert_true(cx_day_is_none(cx_org_seen_until(org, supply, stores->id)));
    g_assert_true(cx_day_is_none(cx_org_seen_until(org, supply, retail->id)));
    g_assert_true(cx_org_is_there(org, supply, day("2026-12-31")));
    g_assert_false(cx_org_is_there(org, shops, day("2026-07-01")));
    g_assert_true(cx_org_is_there(org, shops, day("2026-06-30")));
}

/* The wall of whoever heads what came out of it. */
static void
test_wall(CxDb *db)
{
    const CxDepartmentId supply = cast_department(db, "supply", "Supply");
    (void)record(db, ask(CX_REORG_SPLIT, NAMES("supply"), NAMES("supply", "Stores"), "2026-04-01"));
    g_autoptr(CxDepartment) stores = find(db, "Stores");
    const CxLeaderId head = cast_leader(db, "Ada", "supply", day("2025-01-01"), CX_DAY_NONE);
    const CxLeaderId other = cast_leader(db, "Ben", stores->key, day("2026-04-01"), CX_DAY_NONE);
    g_autoptr(CxCtx) ada = cast_ctx(db, cast_user(db, "ada", CX_ROLE_LEADER, head));
    g_autoptr(CxCtx) ben = cast_ctx(db, cast_user(db, "ben", CX_ROLE_LEADER, other));
    g_assert_cmpint(cx_ctx_sees_department_until(ada, supply).v, ==, INT32_MAX);
    g_assert_true(cx_day_is_none(cx_ctx_sees_department_until(ada, stores->id)));
    g_assert_cmpint(cx_ctx_sees_department_until(ben, stores->id).v, ==, INT32_MAX);
    g_assert_cmpint(cx_ctx_sees_department_until(ben, supply).v, ==, day("2026-03-31").v);
    g_assert_false(cx_ctx_can_see_department(ben, supply));
    g_autoptr(GError) error = NULL;
    int64_t id = 0;
    const CxReorgAsk asked = ask(CX_REORG_END, NAMES("Stores"), NULL, "2026-09-01");
    g_assert_false(cx_reorg_add(ben, &asked, &id, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
}

static void
test_refused(CxDb *db)
{
    (void)cast_department(db, "supply", "Supply");
    (void)cast_department(db, "shops", "Shops");
    const struct {
        CxReorgAsk ask;
        CxErrorCode code;
        const char *part;
    } rows[] = {
        { ask(CX_REORG_SPLIT, NAMES("nothing"), NAMES("A", "B"), "2026-04-01"), CX_ERROR_NOT_FOUND,
          "nothing" },
        { ask(CX_REORG_SPLIT, NAMES("supply"), NAMES("A"), "2026-04-01"), CX_ERROR_INVALID,
          "two or more" },
        { ask(CX_REORG_SPLIT, NAMES("supply"), NAMES("A", "a"), "2026-04-01"), CX_ERROR_INVALID,
          "twice" },
        { ask(CX_REORG_MERGE, NAMES("supply"), NAMES("supply"), "2026-04-01"), CX_ERROR_INVALID,
          "itself" },
        { ask(CX_REORG_MERGE, NAMES("supply", "shops"), NAMES("A", "B"), "2026-04-01"),
          CX_ERROR_INVALID, "into one" },
        { ask(CX_REORG_END, NAMES("supply"), NAMES("A"), "2026-04-01"), CX_ERROR_INVALID,
          "one department ends" },
        { { CX_REORG_END, NAMES("supply"), NULL, { 20000 }, "" }, CX_ERROR_INVALID, "why" },
        { { CX_REORG_END, NAMES("supply"), NULL, CX_DAY_NONE, "so" }, CX_ERROR_INVALID, "day" },
    };
    for (size_t i = 0; i < CX_N_ELEMENTS(rows); i++)
        assert_refused(db, rows[i].ask, rows[i].code, rows[i].part);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM department_change"), ==, 0);
}

/* ---- The law: what is read backwards from the records is what came about forwards, day by day --- */

#define TWIN_N    12
#define TWIN_DAYS 60

typedef struct {
    bool is_there[TWIN_DAYS][TWIN_N];
    int32_t until[TWIN_N][TWIN_N]; /* [own][past], INT32_MIN: not seen */
    int n;                         /* departments there have been */
} Twin;

static void
org_add(CxOrg *org, int id, int32_t from)
{
    CxDepartment *department = g_new0(CxDepartment, 1);
    department->id.v = id + 1;
    department->from = (CxDay){ from };
    department->to = CX_DAY_NONE;
    g_ptr_array_add(org->departments, department);
}

static void
part_free(gpointer data)
{
    CxReorg *change = data;
    g_array_unref(change->parts);
    g_free(change);
}

static void
twin_become(Twin *twin, CxReorg *change, int before, int after)
{
    const CxReorgPart part = { { before + 1 }, { after + 1 }, false };
    g_array_append_val(change->parts, part);
    if (after < 0 || after == before)
        return;
    for (int i = 0; i < TWIN_N; i++) {
        const int32_t until = MIN(twin->until[before][i], change->from.v - 1);
        if (twin->until[before][i] != INT32_MIN)
            twin->until[after][i] = MAX(twin->until[after][i], until);
    }
}

/* A department there on the day, other than one; -1 if there is none. */
static int
pick(const bool *is_there, int other)
{
    const int start = g_test_rand_int_range(0, TWIN_N);
    for (int i = 0; i < TWIN_N; i++) {
        const int id = (start + i) % TWIN_N;
        if (is_there[id] && id != other)
            return id;
    }
    return -1;
}

static int
twin_make(Twin *twin, CxOrg *org, int32_t on)
{
    if (twin->n == TWIN_N)
        return -1;
    org_add(org, twin->n, on);
    twin->until[twin->n][twin->n] = INT32_MAX;
    return twin->n++;
}

static void
twin_change(Twin *twin, CxOrg *org, int32_t on, bool *is_there)
{
    CxReorg *change = g_new0(CxReorg, 1);
    change->from.v = on;
    change->parts = g_array_new(FALSE, TRUE, sizeof(CxReorgPart));
    g_ptr_array_add(org->changes, change);
    const int a = pick(is_there, -1);
    const int kind = g_test_rand_int_range(0, 4);
    if (a < 0)
        return;
    if (kind == 0) {
        twin_become(twin, change, a, -1);
        is_there[a] = false;
    } else if (kind == 1) { /* split off */
        const int b = twin_make(twin, org, on);
        if (b < 0)
            return;
        twin_become(twin, change, a, a);
        twin_become(twin, change, a, b);
        is_there[b] = true;
    } else if (kind == 2) { /* split apart */
        const int b = twin_make(twin, org, on);
        const int c = pick(is_there, a);
        if (b < 0)
            return;
        is_there[b] = true;
        if (c < 0)
            return;
        twin_become(twin, change, a, b);
        twin_become(twin, change, a, c);
        is_there[a] = false;
    } else { /* merged into another */
        const int b = pick(is_there, a);
        if (b < 0)
            return;
        twin_become(twin, change, a, b);
        is_there[a] = false;
    }
}

static void
test_law(void)
{
    for (int round = 0; round < 300; round++) {
        g_autoptr(CxOrg) org = g_new0(CxOrg, 1);
        org->departments = g_ptr_array_new_with_free_func((GDestroyNotify)cx_department_free);
        org->names = g_ptr_array_new();
        org->changes = g_ptr_array_new_with_free_func(part_free);
        g_autofree Twin *twin = g_new0(Twin, 1);
        for (int i = 0; i < TWIN_N * TWIN_N; i++)
            twin->until[i / TWIN_N][i % TWIN_N] = INT32_MIN;
        bool is_there[TWIN_N] = { false };
        for (int i = 0; i < 3; i++)
            is_there[twin_make(twin, org, INT32_MIN)] = true;
        for (int on = 1; on < TWIN_DAYS; on++) {
            if (g_test_rand_int_range(0, 4) == 0)
                twin_change(twin, org, on, is_there);
            memcpy(twin->is_there[on], is_there, sizeof is_there);
        }
        for (int id = 0; id < twin->n; id++) {
            for (int on = 1; on < TWIN_DAYS; on++) {
                g_assert_true(cx_org_is_there(org, (CxDepartmentId){ id + 1 }, (CxDay){ on }) ==
                              twin->is_there[on][id]);
            }
            for (int past = 0; past < twin->n; past++) {
                const CxDay until = cx_org_seen_until(org, (CxDepartmentId){ id + 1 },
                                                      (CxDepartmentId){ past + 1 });
                g_assert_cmpint(until.v, ==, twin->until[id][past]);
            }
        }
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add("/people/reorg/rename", test_rename);
    cx_test_engines_add("/people/reorg/split_and_undo", test_split_and_undo);
    cx_test_engines_add("/people/reorg/split_off_and_merge", test_split_off_and_merge);
    cx_test_engines_add("/people/reorg/wall", test_wall);
    cx_test_engines_add("/people/reorg/refused", test_refused);
    g_test_add_func("/people/reorg/law", test_law);
    return g_test_run();
}
