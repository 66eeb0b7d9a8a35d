/* The brief: the overall rating and the reader's own measures, and no claim that does not hold. */
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "stat/estimate.h"
#include "support/engines.h"
#include "tell/brief.h"
#include "unit/evidence/asked.h"

/* Two measures of Food (food, service) and one of Shops; lines as in asked_lines, but that the last
 * two columns are service and shops. */
static void
import(CxDb *db, const char *lines)
{
    cx_stat_start();
    g_autoptr(CxMapping) mapping = guests_parse(
        ",\"weight\":\"WT\",\"cluster\":\"RUN\"", "", ",\"weighted\":true", "",
        "{\"key\":\"food\",\"name\":\"Food\"}",
        "{\"key\":\"food\",\"name\":\"Food\"},{\"key\":\"shops\",\"name\":\"Shops\"},"
        "{\"key\":\"nights\",\"name\":\"Nights\"}",
        "{\"key\":\"area\",\"column\":\"A\",\"wording\":\"Where?\",\"kind\":\"choice\","
        "\"codes\":{\"A\":\"North hall\",\"B\":\"South hall\"}}",
        "{\"key\":\"service\",\"column\":\"A\",\"wording\":\"Service\",\"scale\":\"five\","
        "\"department\":\"food\"}",
        "{\"key\":\"words\",\"column\":\"T\",\"wording\":\"Anything else?\",\"kind\":\"text\"}",
        "{\"key\":\"shops\",\"column\":\"T\",\"wording\":\"Shops\",\"scale\":\"five\","
        "\"department\":\"shops\"}",
        "2018-05-31\",\"sampling", "2030-12-31\",\"sampling", NULL);
    g_autoptr(CxImportReport) report = guests_import(db, mapping, lines);
    g_assert_cmpint(report->n_rejected, ==, 0);
}

static void
add_lines(GString *lines, int *id, int n, const char *day, const char *answers)
{
    for (int i = 0; i < n; i++)
        g_string_append_printf(lines, "%d,%s,1,1,,%s\n", ++*id, day, answers);
}

/* n answers of one day, of which hits give food, and hits_service service, a good mark. */
static void
import_marks(CxDb *db, const char *day, int n, int hits, int hits_service)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    int id = 0;
    for (int i = 0; i < n; i++) {
        g_autofree char *answers = g_strdup_printf("%d,%d,%d,4", i % 2 == 0 ? 10 : 7,
                                                   i < hits ? 5 : 2, i < hits_service ? 4 : 3);
        add_lines(lines, &id, 1, day, answers);
    }
    import(db, lines->str);
}

static const CxBrief *
make(CxCtx *ctx, CxLeaderId leader)
{
    const CxBriefAsk ask = { .from = CX_DAY_NONE, .to = CX_DAY_NONE };
    g_autoptr(GError) error = NULL;
    const CxBrief *brief = cx_brief_make(asked_words(ctx), leader, &ask, &error);
    g_assert_no_error(error);
    g_assert_nonnull(brief);
    return brief;
}

static CxLeaderId
head_of(CxDb *db, const char *name, const char *department)
{
    return cast_leader(db, name, department, cast_day(-400), CX_DAY_NONE);
}

#define DAY "2026-08-15"

static void
test_own(CxDb *db)
{
    import_marks(db, DAY, 100, 80, 20);
    const CxLeaderId ada = head_of(db, "Ada Byron", "food");
    const CxLeaderId ben = head_of(db, "Ben Ito", "shops");
    g_autoptr(CxCtx) ctx = cast_system(db);
    const CxBrief *brief = make(ctx, ada);
    g_assert_cmpstr(brief->leader_name, ==, "Ada Byron");
    g_assert_cmpstr(brief->title, ==, "Office of Ada Byron");
    g_assert_cmpstr(brief->departments, ==, "Food");
    g_assert_cmpstr(brief->survey, ==, "Guests");
    g_assert_cmpint(brief->made_on.v, ==, cast_day(0).v);
    g_assert_cmpstr(brief->overall->question, ==, "recommend");
    asked_near(brief->overall->whole.value, 50.0, 1e-9);
    g_assert_cmpuint(brief->n_measures, ==, 2);
    g_assert_cmpstr(brief->measures[0].score->question, ==, "food");
    g_assert_cmpstr(brief->measures[1].score->question, ==, "service");
    asked_near(brief->measures[0].score->whole.value, 80.0, 1e-9);
    g_assert_cmpstr(brief->measures[1].department_name, ==, "Food");
    g_assert_nonnull(strstr(brief->headline, "stands below the rest"));
    g_assert_nonnull(strstr(brief->headline, brief->measures[1].score->label));
    g_assert_false(brief->measures[0].is_lowest);
    g_assert_true(brief->measures[1].is_lowest);

    const CxBrief *other = make(ctx, ben);
    g_assert_cmpuint(other->n_measures, ==, 1);
    g_assert_cmpstr(other->measures[0].score->question, ==, "shops");
    g_assert_nonnull(strstr(other->headline, "your one measure"));
    g_assert_false(other->measures[0].is_lowest);
}

/* 80 and 70 of 100: the intervals meet, and no order is claimed. */
static void
test_alike(CxDb *db)
{
    import_marks(db, DAY, 100, 80, 70);
    const CxLeaderId ada = head_of(db, "Ada", "food");
    g_autoptr(CxCtx) ctx = cast_system(db);
    const CxBrief *brief = make(ctx, ada);
    g_assert_nonnull(strstr(brief->headline, "no measure stands apart"));
    g_assert_false(brief->measures[0].is_lowest || brief->measures[1].is_lowest);
}

static void
test_without(CxDb *db)
{
    import_marks(db, DAY, 100, 80, 20);
    const CxLeaderId chair = head_of(db, "Chair", NULL);
    const CxLeaderId nights = head_of(db, "Nora", "nights");
    const CxLeaderId gone = cast_leader(db, "Gone", "food", cast_day(-400), cast_day(-1));
    const CxLeaderId soon = cast_leader(db, "Soon", "food", cast_day(1), CX_DAY_NONE);
    g_autoptr(CxCtx) ctx = cast_system(db);
    const CxLeaderId unknown = cast_leader(db, "Unknown", NULL, cast_day(-400), cast_day(-1));
    const struct {
        CxLeaderId leader;
        CxBriefClaim claim;
        const char *headline;
    } rows[] = {
        { chair, CX_BRIEF_CLAIM_WHOLE, "What all customers say of us" },
        { gone, CX_BRIEF_CLAIM_PAST, "Food was yours until " },
        { unknown, CX_BRIEF_CLAIM_NO_DEPARTMENT, "No department is recorded" },
    };
    for (size_t i = 0; i < CX_N_ELEMENTS(rows); i++) {
        const CxBrief *brief = make(ctx, rows[i].leader);
        g_assert_null(brief->departments);
        g_assert_cmpuint(brief->n_measures, ==, 0);
        g_assert_cmpint(brief->overall->whole.n, ==, 100);
        g_assert_cmpint(brief->claim, ==, rows[i].claim);
        g_assert_true(g_str_has_prefix(brief->headline, rows[i].headline));
        g_assert_nonnull(brief->program);
    }
    g_assert_null(make(ctx, gone)->title);
    const CxBrief *coming = make(ctx, soon);
    g_assert_cmpint(coming->claim, ==, CX_BRIEF_CLAIM_COMING);
    g_assert_true(g_str_has_prefix(coming->headline, "Food is yours from "));
    g_assert_cmpuint(coming->n_measures, ==, 0);
    const CxBrief *brief = make(ctx, nights);
    g_assert_cmpstr(brief->departments, ==, "Nights");
    g_assert_cmpuint(brief->n_measures, ==, 0);
    g_assert_nonnull(strstr(brief->headline, "no question asks about your department"));
}

static void
test_no_answers(CxDb *db)
{
    import_marks(db, DAY, 100, 80, 20);
    const CxLeaderId ada = head_of(db, "Ada", "food");
    g_autoptr(CxCtx) ctx = asked_words(cast_system(db));
    CxBriefAsk ask = { .from = cast_day(1000), .to = cast_day(1100) };
    g_autoptr(GError) error = NULL;
    const CxBrief *brief = cx_brief_make(ctx, ada, &ask, &error);
    g_assert_no_error(error);
    g_assert_nonnull(strstr(brief->headline, "no customer has answered in this period"));
    g_assert_cmpuint(brief->n_measures, ==, 2);
    g_assert_false(cx_measured_has_value(&brief->overall->whole));

    ask.survey = "gests";
    g_assert_null(cx_brief_make(ctx, ada, &ask, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_NOT_FOUND);
    g_clear_error(&error);
    ask.survey = NULL;
    g_assert_null(cx_brief_make(ctx, (CxLeaderId){ 99 }, &ask, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_NOT_FOUND);
}

static void
test_hidden(CxDb *db)
{
    import_marks(db, DAY, 4, 3, 1);
    const CxLeaderId ada = head_of(db, "Ada", "food");
    g_autoptr(CxCtx) ctx = cast_system(db);
    const CxBrief *brief = make(ctx, ada);
    g_assert_nonnull(strstr(brief->headline, "too few answers to show"));
    g_assert_true(cx_measured_is_hidden(&brief->overall->whole));
    for (size_t i = 0; i < brief->n_measures; i++)
        g_assert_cmpint(brief->measures[i].score->whole.n, ==, -1);
    g_assert_false(cx_ctx_has_deferred(ctx));
}

/* A hidden measure is one of "the rest": nothing can be said to stand below it. */
static void
test_one_hidden(CxDb *db)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    int id = 0;
    add_lines(lines, &id, 96, DAY, "10,1,6,4");
    add_lines(lines, &id, 4, DAY, "10,5,5,4");
    import(db, lines->str);
    const CxLeaderId ada = head_of(db, "Ada", "food");
    g_autoptr(CxCtx) ctx = cast_system(db);
    const CxBrief *brief = make(ctx, ada);
    g_assert_true(cx_measured_has_interval(&brief->measures[0].score->whole));
    g_assert_true(cx_measured_is_hidden(&brief->measures[1].score->whole));
    g_assert_nonnull(strstr(brief->headline, "no measure stands apart"));
}

static void
test_forbidden(CxDb *db)
{
    import_marks(db, DAY, 100, 80, 20);
    const CxLeaderId ada = head_of(db, "Ada", "food");
    const CxLeaderId ben = head_of(db, "Ben", "shops");
    const CxBriefAsk ask = { .from = CX_DAY_NONE, .to = CX_DAY_NONE };
    const struct {
        const char *login;
        CxRole role;
        CxLeaderId leader;
        bool sees_ada;
    } rows[] = {
        { "owner", CX_ROLE_OWNER, { 0 }, true },      { "team", CX_ROLE_TEAM, { 0 }, true },
        { "ada", CX_ROLE_LEADER, ada, true },         { "ben", CX_ROLE_LEADER, ben, false },
        { "finance", CX_ROLE_FINANCE, { 0 }, false }, { "admin", CX_ROLE_ADMIN, { 0 }, false },
        { "sponsor", CX_ROLE_SPONSOR, { 0 }, false },
    };
    for (size_t i = 0; i < CX_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].login);
        const CxUserId user = cast_user(db, rows[i].login, rows[i].role, rows[i].leader);
        g_autoptr(CxCtx) ctx = asked_words(cast_ctx(db, user));
        g_autoptr(GError) error = NULL;
        const CxBrief *brief = cx_brief_make(ctx, ada, &ask, &error);
        if (rows[i].sees_ada) {
            g_assert_no_error(error);
            g_assert_cmpuint(brief->n_measures, ==, 2);
        } else {
            g_assert_null(brief);
            g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
        }
    }
    g_autoptr(CxCtx) nobody = asked_words(cx_ctx_open_nobody(db, cast_instant(0)));
    g_autoptr(GError) error = NULL;
    g_assert_null(cx_brief_make(nobody, ada, &ask, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add("/tell/brief/own", test_own);
    cx_test_engines_add("/tell/brief/alike", test_alike);
    cx_test_engines_add("/tell/brief/without", test_without);
    cx_test_engines_add("/tell/brief/no_answers", test_no_answers);
    cx_test_engines_add("/tell/brief/hidden", test_hidden);
    cx_test_engines_add("/tell/brief/one_hidden", test_one_hidden);
    cx_test_engines_add("/tell/brief/forbidden", test_forbidden);
    return g_test_run();
}
