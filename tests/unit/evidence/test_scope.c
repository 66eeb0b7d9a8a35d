/* Scores as organised then and now: whose answers are, who sees which of them, and what the two
 * readings together may not tell. */
#include "asked.h"

#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "evidence/card.h"
#include "feedback/owner.h"
#include "people/department.h"
#include "stat/estimate.h"
#include "support/engines.h"

#define FOOD "measure=mean&question=food"

static CxDay
day(const char *text)
{
    CxDay parsed = CX_DAY_NONE;
    g_assert_true(cx_day_parse(text, &parsed, NULL));
    return parsed;
}

#define NAMES(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void
record(CxDb *db, CxReorgKind kind, const char *const *before, const char *const *after,
       const char *from)
{
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(GError) error = NULL;
    const CxReorgAsk ask = { kind, before, after, day(from), "the board decided it" };
    int64_t id = 0;
    const bool is_done = cx_reorg_add(ctx, &ask, &id, &error);
    g_assert_no_error(error);
    g_assert_true(is_done);
}

static void
give(CxDb *db, const char *department, const char *from)
{
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(GError) error = NULL;
    const CxOwnerGive asked = { NULL, "food", department, day(from) };
    const bool is_done = cx_owner_give(ctx, &asked, &error);
    g_assert_no_error(error);
    g_assert_true(is_done);
}

/* Imports lines of any day of 2018, without weights and clusters. */
static void
import(CxDb *db, const char *lines)
{
    g_autoptr(CxMapping) mapping = guests_parse(
        "\"from\":\"2018-05-01\"", "\"from\":\"2018-01-01\"", "2018-05-31", "2018-12-31",
        ",\"weight\":\"WT\",\"cluster\":\"RUN\"", "", ",\"weighted\":true", "", NULL);
    cx_stat_start();
    g_autoptr(CxImportReport) report = guests_import(db, mapping, lines);
    g_assert_cmpint(report->n_rejected, ==, 0);
}

/* Twelve answers in each month of 2018. */
static void
fill(CxDb *db)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    int id = 0;
    for (int month = 1; month <= 12; month++) {
        g_autofree char *answers = g_strdup_printf("2018-%02d-10,1,1,,10,5,A", month);
        g_autofree char *other = g_strdup_printf("2018-%02d-10,1,1,,9,4,A", month);
        asked_lines(lines, &id, 11, answers);
        asked_lines(lines, &id, 1, other);
    }
    import(db, lines->str);
}

static CxCtx *
head_of(CxDb *db, const char *login, const char *department)
{
    const CxLeaderId head = cast_leader(db, login, department, cast_day(-1), CX_DAY_NONE);
    return cast_ctx(db, cast_user(db, login, CX_ROLE_LEADER, head));
}

static int64_t
n_of(CxCtx *ctx, const char *slice)
{
    return asked_score(ctx, slice)->whole.n;
}

/* One department all along: the two readings are one, and nothing is said of it. */
static void
test_same(CxDb *db)
{
    fill(db);
    g_autoptr(CxCtx) ctx = cast_system(db);
    const CxScore *now = asked_score(ctx, FOOD);
    g_assert_cmpint(now->whole.n, ==, 144);
    g_assert_null(now->counted);
    const CxScore *then = asked_score(ctx, FOOD "&organised=then");
    g_assert_cmpint(then->whole.n, ==, 144);
    g_assert_null(then->counted);
    g_assert_nonnull(strstr(then->slice, "organised=then"));
}

/* A merge: as now, all answers are the new department's; as then, those since. Its head sees what
 * became theirs; the head of another department still nothing. */
static void
test_merge(CxDb *db)
{
    fill(db);
    (void)cast_department(db, "shops", "Shops");
    (void)cast_department(db, "parking", "Parking");
    record(db, CX_REORG_MERGE, NAMES("food", "shops"), NAMES("Terminals"), "2018-07-01");
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_assert_cmpint(n_of(ctx, FOOD), ==, 144);
    g_assert_cmpint(n_of(ctx, FOOD "&organised=then"), ==, 72);
    g_assert_cmpint(n_of(ctx, FOOD "&organised=then&to=2018-06-30"), ==, 0);
    g_assert_cmpint(n_of(ctx, FOOD "&organised=then&to=2018-08-31"), ==, 24);
    g_assert_nonnull(strstr(asked_score(ctx, FOOD)->counted, "Terminals"));
    g_autoptr(CxDepartment) terminals = cx_department_find(ctx, "Terminals", NULL);
    g_autoptr(CxCtx) head = head_of(db, "tess", terminals->key);
    g_assert_cmpint(n_of(head, FOOD), ==, 144);
    g_autoptr(CxCtx) other = head_of(db, "pat", "parking");
    asked_refused(other, FOOD, CX_ERROR_FORBIDDEN);
    asked_refused(other, FOOD "&organised=then", CX_ERROR_FORBIDDEN);
}

/* A split nobody has said more about cuts the trend; once the question is given to a part, all its
 * answers are that part's as organised now. */
static void
test_split(CxDb *db)
{
    fill(db);
    record(db, CX_REORG_SPLIT, NAMES("food"), NAMES("food", "Drinks"), "2018-09-01");
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(CxDepartment) drinks = cx_department_find(ctx, "Drinks", NULL);
    g_autoptr(CxCtx) fay = head_of(db, "fay", "food");
    g_autoptr(CxCtx) dan = head_of(db, "dan", drinks->key);
    const CxScore *cut = asked_score(ctx, FOOD);
    g_assert_cmpint(cut->whole.n, ==, 48);
    g_assert_nonnull(strstr(cut->counted, "Cut on 1 September 2018"));
    g_assert_cmpint(n_of(ctx, FOOD "&organised=then"), ==, 144);
    g_assert_cmpint(n_of(fay, FOOD), ==, 48);
    /* Who heads what was split off sees what it came out of until then, and nothing after. */
    const CxScore *past = asked_score(dan, FOOD);
    g_assert_cmpint(past->whole.n, ==, 96);
    g_assert_nonnull(strstr(past->counted, "until 31 August 2018"));
    g_assert_cmpint(n_of(dan, FOOD "&from=2018-09-01"), ==, 0);
    g_assert_cmpint(n_of(dan, FOOD "&from=2018-08-01&to=2018-10-31"), ==, 12);

    give(db, "Drinks", "2018-09-01");
    g_assert_cmpint(n_of(ctx, FOOD), ==, 144);
    g_assert_cmpint(n_of(ctx, FOOD "&organised=then"), ==, 48);
    g_assert_cmpint(n_of(dan, FOOD), ==, 144);
    g_assert_cmpint(n_of(fay, FOOD), ==, 96); /* what it was, never what was split off */
    g_assert_cmpint(n_of(fay, FOOD "&from=2018-10-01"), ==, 0);
}

/* Split apart: the question is nobody's until somebody says whose. */
static void
test_split_apart(CxDb *db)
{
    fill(db);
    record(db, CX_REORG_SPLIT, NAMES("food"), NAMES("Kitchen", "Bar"), "2018-09-01");
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(CxDepartment) bar = cx_department_find(ctx, "Bar", NULL);
    g_autoptr(CxCtx) bea = head_of(db, "bea", bar->key);
    g_assert_cmpint(n_of(ctx, FOOD), ==, 144);
    g_assert_cmpint(n_of(ctx, FOOD "&organised=then"), ==, 96);
    g_assert_cmpint(n_of(bea, FOOD), ==, 96);
}

static const char *
card_of(CxCtx *ctx, const char *slice)
{
    const CxScore *score = asked_score(ctx, slice);
    g_autoptr(GError) error = NULL;
    g_assert_true(cx_ctx_flush(ctx, ctx->db, &error));
    g_assert_no_error(error);
    return cx_arena_text(ctx->arena, score->whole.card.hex);
}

/* A card is opened by who sees its days: not by who sees the question until a day before its end. */
static void
test_cards(CxDb *db)
{
    fill(db);
    record(db, CX_REORG_SPLIT, NAMES("food"), NAMES("food", "Drinks"), "2018-09-01");
    give(db, "Drinks", "2018-09-01");
    g_autoptr(CxCtx) ctx = asked_words(cast_system(db));
    g_autoptr(CxDepartment) drinks = cx_department_find(ctx, "Drinks", NULL);
    g_autoptr(CxCtx) fay = asked_words(head_of(db, "fay", "food"));
    g_autoptr(CxCtx) dan = asked_words(head_of(db, "dan", drinks->key));
    const char *whole = card_of(ctx, FOOD);
    const char *past = card_of(fay, FOOD);
    g_autoptr(GError) error = NULL;
    g_assert_null(cx_card_load(fay, whole, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
    const CxCard *card = cx_card_load(fay, past, NULL);
    g_assert_nonnull(card);
    g_assert_cmpstr(card->department, ==, "Food");
    g_assert_nonnull(strstr(card->caveats[0], "until 31 August 2018"));
    g_assert_nonnull(cx_card_load(dan, whole, NULL));
    g_assert_nonnull(cx_card_load(dan, past, NULL));
}

/* Then subtracted from now must not tell few answers: a department that changed within a month gives
 * that month to neither reading of who does not hold the answers, and a change after a small month
 * hides what would tell it. */
static void
test_differencing(CxDb *db)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    int id = 0;
    asked_lines(lines, &id, 3, "2018-01-05,1,1,,10,5,A"); /* small */
    asked_lines(lines, &id, 30, "2018-02-05,1,1,,10,4,A");
    asked_lines(lines, &id, 2, "2018-03-05,1,1,,10,1,A"); /* before the change, in its month */
    asked_lines(lines, &id, 30, "2018-03-20,1,1,,10,4,A");
    asked_lines(lines, &id, 29, "2018-04-05,1,1,,10,4,A");
    asked_lines(lines, &id, 1, "2018-04-05,1,1,,10,3,A");
    import(db, lines->str);
    (void)cast_department(db, "shops", "Shops");
    give(db, "shops", "2018-03-10");
    g_autoptr(CxCtx) sam = head_of(db, "sam", "shops");
    g_autoptr(CxCtx) fay = head_of(db, "fay", "food");
    g_autoptr(CxCtx) all = cast_system(db);
    g_assert_cmpint(n_of(all, FOOD "&organised=then"), ==, 60);
    /* Shops: all 95, or those of April alone; what is between is 65, and no part of it is told. */
    g_assert_cmpint(n_of(sam, FOOD), ==, 95);
    g_assert_cmpint(n_of(sam, FOOD "&organised=then"), ==, 30);
    /* Food: January is small and hidden with February, so the time until the change is hidden too. */
    g_assert_true(cx_measured_is_hidden(&asked_score(fay, FOOD)->whole));
    g_assert_true(cx_measured_is_hidden(&asked_score(fay, FOOD "&to=2018-01-31")->whole));
    g_assert_true(cx_measured_is_hidden(&asked_score(fay, FOOD "&from=2018-02-01")->whole));
    g_assert_cmpint(n_of(fay, FOOD "&from=2018-03-01"), ==, 0);

    /* From February on: then would leave out the three of January. */
    give(db, "shops", "2018-02-01");
    const CxScore *then = asked_score(sam, FOOD "&organised=then");
    g_assert_true(cx_measured_is_hidden(&then->whole));
    g_assert_cmpint(n_of(sam, FOOD), ==, 95);
}

/* ---- Whose on a day: against walking through the days ---- */

#define TWIN_DAYS 80

static void
test_spells_law(void)
{
    for (int round = 0; round < 500; round++) {
        g_autoptr(CxOrg) org = g_new0(CxOrg, 1);
        org->departments = g_ptr_array_new();
        org->names = g_ptr_array_new();
        org->changes = g_ptr_array_new_with_free_func(g_free);
        g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
        CxOwnerRecord records[4] = { { CX_DAY_NONE, { 1 } } };
        size_t n = 1;
        CxDepartmentId walked[TWIN_DAYS];
        CxDepartmentId owner = { 1 };
        int next_department = 2;
        for (int on = 0; on < TWIN_DAYS; on++) {
            const int what = g_test_rand_int_range(0, 30);
            if (what == 0 && owner.v != 0) { /* it goes into another, or ends */
                CxReorg *change = g_new0(CxReorg, 1);
                change->from.v = on;
                change->parts = g_array_new(FALSE, TRUE, sizeof(CxReorgPart));
                g_ptr_array_add(parts, change->parts);
                const int64_t after = g_test_rand_int_range(0, 3) > 0 ? next_department++ : 0;
                const CxReorgPart part = { owner, { after }, false };
                g_array_append_val(change->parts, part);
                g_ptr_array_add(org->changes, change);
                owner.v = after;
            } else if (what == 1 && n < CX_N_ELEMENTS(records)) {
                owner.v = next_department++;
                records[n++] = (CxOwnerRecord){ { on }, owner };
            }
            walked[on] = owner;
        }
        CxDay own_from;
        g_autoptr(GArray) spells =
            cx_owner_spells(org, records, n, (CxDay){ TWIN_DAYS }, &own_from);
        g_assert_true(cx_day_is_none(own_from)); /* nothing was split */
        guint i = 0;
        for (int on = 0; on < TWIN_DAYS; on++) {
            const CxItemSpell *spell = &g_array_index(spells, CxItemSpell, i);
            while (!cx_day_is_none(spell->to) && spell->to.v < on)
                spell = &g_array_index(spells, CxItemSpell, ++i);
            g_assert_cmpint(spell->from.v, <=, on);
            g_assert_cmpint(spell->department.v, ==, walked[on].v);
        }
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add("/evidence/scope/same", test_same);
    cx_test_engines_add("/evidence/scope/merge", test_merge);
    cx_test_engines_add("/evidence/scope/split", test_split);
    cx_test_engines_add("/evidence/scope/split_apart", test_split_apart);
    cx_test_engines_add("/evidence/scope/cards", test_cards);
    cx_test_engines_add("/evidence/scope/differencing", test_differencing);
    g_test_add_func("/evidence/scope/spells-law", test_spells_law);
    return g_test_run();
}
