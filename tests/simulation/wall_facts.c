/* Programs whose facts come on several nights, late and corrected. Where ratings fall along each
 * fact is asked night after night as a reader who does not hold the answers, with the months' scores beside it, and all
 * that is told of who was low is put together. Known are whose answers each number holds and what the facts of
 * everybody were, which is more than any reader knows. It is asked as in wall.c
 *
 * by adding and subtracting: whether an answer's own row is in the row space of the numbers; and whether there is a
 * combination that holds two, three or four people (by trying all pairs, which are most);
 *
 * by linear programming: whether an answer has to be low, or not low, given what was said. Left aside is who is in a
 * block of which all or none are low: that is told by its own share, without any fact. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#ifdef CX_HAVE_GLPK
#include <glpk.h>
#endif

#include "wall_rows.h"

#include "base/civil.h"
#include "base/error.h"
#include "evidence/threshold.h"
#include "feedback/frame_store.h"
#include "feedback/import.h"
#include "feedback/mapping.h"
#include "stat/estimate.h"
#include "support/engines.h"
#include "support/store.h"
#include "unit/evidence/asked.h"
#include "unit/evidence/linked.h"

enum { NIGHTS = 4, FACTS = 3, QUESTIONS = 2, MONTHS = 6 };

static const char *const facts[FACTS] = { "days", "calls", "parts" };
static const char *const questions[QUESTIONS] = { "recommend", "time" };

static const char mapping_text[] =
    "{\"format\":1,\"survey\":{\"key\":\"orders\",\"title\":\"After each order\",\"zone\":\"UTC\","
    "\"overall\":\"recommend\"},"
    "\"version\":{\"key\":\"one\",\"sampling\":\"census\",\"invited\":9000},"
    "\"columns\":{\"id\":\"id\",\"date\":{\"column\":\"day\",\"kind\":\"iso\"},"
    "\"transaction\":\"order\"},"
    "\"departments\":[{\"key\":\"delivery\",\"name\":\"Delivery\"}],"
    "\"items\":["
    "{\"key\":\"recommend\",\"column\":\"recommend\",\"kind\":\"nps\",\"role\":\"overall\","
    "\"wording\":\"Would you recommend us?\"},"
    "{\"key\":\"time\",\"column\":\"time\",\"kind\":\"rating\",\"lo\":0,\"hi\":10,"
    "\"label\":\"Time to arrival\",\"wording\":\"How was the "
    "time?\",\"department\":\"delivery\"}]}";

static const char facts_text[] =
    "{\"format\":1,\"kind\":\"facts\",\"key\":{\"kind\":\"transaction\",\"column\":\"order\"},"
    "\"metrics\":[{\"key\":\"days\",\"label\":\"Days\",\"column\":\"days\","
    "\"unit\":\"days\",\"decimals\":1,\"direction\":\"down\",\"department\":\"delivery\"},"
    "{\"key\":\"calls\",\"label\":\"Calls\",\"column\":\"calls\","
    "\"unit\":\"calls\",\"decimals\":1,\"direction\":\"down\",\"department\":\"delivery\"},"
    "{\"key\":\"parts\",\"label\":\"Parts\",\"column\":\"parts\","
    "\"unit\":\"parts\",\"decimals\":1,\"direction\":\"down\",\"department\":\"delivery\"}]}";

/* What a person said, or says since they changed it: an unknown of its own. */
typedef struct {
    int person;
    int month;           /* 1..6 of 2018 */
    int code[QUESTIONS]; /* 99: nothing */
    int night;           /* on which it was shown first, -1: not yet */
    int as[QUESTIONS];   /* the column in which they said the same of it first: one unknown */
} Column;

/* One person's order; the facts as they are tonight. */
typedef struct {
    int columns[NIGHTS + 1];
    int n_columns;
    int facts[FACTS]; /* in tenths; -1: not known */
    int true_facts[FACTS];
} Person;

typedef struct {
    Person people[COLUMNS_MAX];
    int n_people;
    Column columns[COLUMNS_MAX];
    int n_columns; /* they begin at 1, as responses do */
    int shown[COLUMNS_MAX];
    int met[COLUMNS_MAX]
           [FACTS]; /* by person: the facts that meet what is shown tonight; -1: none */
    int n_content;  /* of ten who say the best there is */
    int night;
    GHashTable *told; /* of texts: curves seen before */
    System systems[QUESTIONS];
} Program;

static int n_found;   /* programs in which an answer is determined */
static int n_paired;  /* programs in which a combination holds two people */
static int n_bounded; /* programs of which linear programming determines an answer */
static int n_curves;
static int n_refused;

static bool
is_low(const Column *column, int question)
{
    return column->code[question] <= 6;
}

/* ---- Nights ---- */

static int
draw_code(const Program *program, int fact)
{
    if (g_test_rand_int_range(0, 10) < program->n_content)
        return 10;
    const int code = 10 - fact / 10 + g_test_rand_int_range(-4, 4);
    return CLAMP(code, 0, 10);
}

static void
say(Program *program, int one, int month, GString *lines)
{
    Person *person = &program->people[one];
    Column *column = &program->columns[++program->n_columns];
    g_assert_cmpint(program->n_columns, <, COLUMNS_MAX);
    person->columns[person->n_columns++] = program->n_columns;
    *column = (Column){ .person = one, .month = month, .night = -1 };
    for (int q = 0; q < QUESTIONS; q++) {
        const bool is_missing = q == 1 && g_test_rand_int_range(0, 4) == 0;
        column->code[q] = is_missing ? 99 : draw_code(program, person->true_facts[q]);
    }
    const Column *was =
        person->n_columns > 1 ? &program->columns[person->columns[person->n_columns - 2]] : NULL;
    if (was != NULL && was->code[0] == column->code[0]) /* the same again is no change */
        column->code[0] = (was->code[0] + 5) % 11;
    for (int q = 0; q < QUESTIONS; q++) {
        const bool is_same = was != NULL && was->code[q] == column->code[q];
        column->as[q] = is_same ? was->as[q] : program->n_columns;
    }
    g_string_append_printf(lines, "R%d,2018-%02d-10,O%d,%d,", one, month, one, column->code[0]);
    if (column->code[1] <= 10)
        g_string_append_printf(lines, "%d", column->code[1]);
    g_string_append(lines, "\n");
}

static void
add_person(Program *program, int month, GString *lines)
{
    Person *person = &program->people[program->n_people];
    for (int f = 0; f < FACTS; f++) {
        person->facts[f] = -1;
        person->true_facts[f] =
            f == 2 ? 10 * g_test_rand_int_range(1, 6) : g_test_rand_int_range(10, 90);
    }
    say(program, program->n_people++, month, lines);
}

/* The facts that come tonight: most of new orders, some of old ones, some others than they were. */
static void
add_facts(Program *program, int n_old, GString *lines)
{
    for (int i = 0; i < program->n_people; i++) {
        Person *person = &program->people[i];
        const int of_ten = i >= n_old ? 8 : 1;
        bool is_new = false;
        for (int f = 0; f < FACTS; f++) {
            if (g_test_rand_int_range(0, 10) >= of_ten)
                continue;
            if (person->facts[f] >= 0) /* corrected */
                person->true_facts[f] = 10 * g_test_rand_int_range(1, 9);
            person->facts[f] = person->true_facts[f];
            is_new = true;
        }
        if (!is_new)
            continue;
        g_string_append_printf(lines, "O%d", i);
        for (int f = 0; f < FACTS; f++) {
            if (person->facts[f] < 0) {
                g_string_append(lines, ",");
            } else {
                g_string_append_printf(lines, ",%d.%d", person->facts[f] / 10,
                                       person->facts[f] % 10);
            }
        }
        g_string_append(lines, "\n");
    }
}

static void
import_night(Program *program, CxCtx *owner)
{
    g_autoptr(GString) responses = g_string_new("id,day,order,recommend,time\n");
    g_autoptr(GString) orders = g_string_new("order,days,calls,parts\n");
    const int n_old = program->n_people;
    const bool is_first = program->night == 0;
    const int n_new = is_first ? g_test_rand_int_range(150, 320) : g_test_rand_int_range(1, 50);
    for (int i = 0; i < n_new; i++) {
        add_person(program, is_first ? g_test_rand_int_range(1, 5) : g_test_rand_int_range(4, 7),
                   responses);
    }
    for (int i = 0; !is_first && i < n_old; i++) {
        if (program->people[i].n_columns == 1 && g_test_rand_int_range(0, 25) == 0)
            say(program, i, program->columns[program->people[i].columns[0]].month, responses);
    }
    linked_take_responses(owner, mapping_text, responses);
    add_facts(program, n_old, orders);
    linked_take_facts(owner, facts_text, orders);
}

/* Which column of each person is counted: the latest of those released. */
static void
look_shown(Program *program, CxDb *db, bool reads_all)
{
    for (int i = 0; i < program->n_people; i++) {
        const Person *person = &program->people[i];
        program->shown[i] = 0;
        for (int j = person->n_columns; j-- > 0 && program->shown[i] == 0;) {
            g_autofree char *sql = g_strdup_printf("SELECT count(*) AS n FROM answer_waiting WHERE "
                                                   "number IS NULL AND response_id = %d",
                                                   person->columns[j]);
            if (reads_all || cx_test_count(db, sql) == 0)
                program->shown[i] = person->columns[j];
        }
        Column *column = &program->columns[program->shown[i]];
        if (program->shown[i] != 0 && column->night < 0)
            column->night = program->night;
    }
}

/* ---- What is told ---- */

static void
take_months(Program *program, CxCtx *ctx, const CxSurvey *survey, int question)
{
    static const int last_day[] = { 31, 28, 31, 30, 31, 30 };
    System *system = &program->systems[question];
    for (int from = 1; from <= MONTHS; from++) {
        for (int to = from; to <= MONTHS; to++) {
            g_autofree char *text = g_strdup_printf(
                "measure=share&question=%s&answers=0,1,2,3,4,5,6&from=2018-%02d-01&to="
                "2018-%02d-%02d",
                questions[question], from, to, last_day[to - 1]);
            g_autoptr(GError) error = NULL;
            g_autoptr(CxIssues) issues = cx_issues_new();
            g_autoptr(CxSlice) slice = cx_slice_parse(text, issues);
            const CxScore *score = cx_score_run(ctx, survey, slice, &error);
            g_assert_no_error(error);
            if (score->whole.n <= 0)
                continue;
            int64_t *members = g_new0(int64_t, COLUMNS_MAX);
            int64_t n = 0;
            for (int i = 0; i < program->n_people; i++) {
                const Column *one = &program->columns[program->shown[i]];
                if (program->shown[i] == 0 || one->month < from || one->month > to ||
                    one->code[question] > 10)
                    continue;
                members[one->as[question]] = 1;
                n++;
            }
            g_assert_cmpint(n, ==, score->whole.n);
            rows_add(system, members);
            g_ptr_array_add(system->numbers, members);
        }
    }
}

/* Whether what is shown of a person is what they said first: who changed it stands at no point. */
static bool
is_first(const Program *program, int one)
{
    return program->shown[one] != 0 && program->shown[one] == program->people[one].columns[0];
}

/* In how large a block an answer stands: who came in one month on one night. */
static int
block_size(const Program *program, const Column *of, int question)
{
    int n = 0;
    for (int i = 0; i < program->n_people; i++) {
        const Column *one = &program->columns[program->shown[i]];
        const bool is_in = is_first(program, i) && one->code[question] <= 10 &&
                           one->month == of->month && one->night == of->night;
        n += is_in ? 1 : 0;
    }
    return n;
}

/* Who stands at a point, as their facts are tonight; whom the product leaves out is checked by their number. */
static int64_t *
members_of(const Program *program, const CxThresholdPoint *point, int question, int fact,
           bool reads_all)
{
    int64_t *members = g_new0(int64_t, COLUMNS_MAX);
    int64_t n = 0;
    for (int i = 0; i < program->n_people; i++) {
        const double x = program->met[i][fact] / 10.0;
        const Column *one = &program->columns[program->shown[i]];
        if (program->shown[i] == 0 || one->code[question] > 10 || x < point->from - 1e-9 ||
            x > point->to + 1e-9 ||
            (!reads_all && (!is_first(program, i) || block_size(program, one, question) < 5)))
            continue;
        members[one->as[question]] = 1;
        n++;
    }
    g_assert_cmpint(n, ==, point->n);
    return members;
}

static void
take_curve(Program *program, CxCtx *ctx, const CxSurvey *survey, int question, int fact)
{
    const CxThresholdQuery query = cx_threshold_query(facts[fact], questions[question]);
    g_autoptr(GError) error = NULL;
    const CxThresholdFinding *found = cx_threshold_run(ctx, survey, &query, &error);
    if (found == NULL) {
        g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
        n_refused++;
        return;
    }
    g_autoptr(GString) text = g_string_new(NULL);
    g_string_append_printf(text, "%d %d", question, fact);
    for (size_t i = 0; i < found->n_points; i++)
        g_string_append_printf(text, " %.9f %.9f", found->points[i].to, found->points[i].raw);
    if (found->n_points == 0 || !g_hash_table_add(program->told, g_strdup(text->str)))
        return; /* as it was told before: its facts may be others by now */
    n_curves++;
    for (size_t i = 0; i < found->n_points; i++) {
        int64_t *members =
            members_of(program, &found->points[i], question, fact, cx_ctx_reads_all(ctx));
        rows_add(&program->systems[question], members);
        g_ptr_array_add(program->systems[question].curves, members);
    }
}

/* Rows of a frame stand by day, and then as they were added. */
static void
look_met(Program *program, CxCtx *ctx, const CxSurvey *survey)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxFrame) frame = cx_frame_store_ref(ctx, survey, &error);
    g_assert_no_error(error);
    size_t row = 0;
    for (int month = 1; month <= MONTHS; month++) {
        for (int c = 1; c <= program->n_columns; c++) {
            const Column *column = &program->columns[c];
            if (program->shown[column->person] != c || column->month != month)
                continue;
            for (int f = 0; f < FACTS; f++) {
                size_t at = 0;
                const int64_t value = cx_frame_find_fact(frame, facts[f], &at)
                                          ? cx_values_at(cx_frame_fact_values(frame, at), row)
                                          : CX_FACT_MISSING;
                program->met[column->person][f] = value == CX_FACT_MISSING ? -1 : (int)value;
            }
            row++;
        }
    }
    g_assert_cmpuint(row, ==, cx_frame_n_rows(frame));
}

static void
take_all(Program *program, CxCtx *ctx, CxDb *db)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxSurvey) survey = cx_survey_load(ctx, "orders", &error);
    g_assert_no_error(error);
    look_met(program, ctx, survey);
    for (int question = 0; question < QUESTIONS; question++) {
        take_months(program, ctx, survey, question);
        for (int fact = 0; fact < FACTS; fact++)
            take_curve(program, ctx, survey, question, fact);
    }
    g_assert_true(cx_ctx_flush(ctx, db, &error));
    g_assert_no_error(error);
}

/* ---- What can be had of it ---- */

/* Whether a column was shown, and says something new. */
static bool
is_unknown(const Program *program, int i, int question)
{
    const Column *column = &program->columns[i];
    return column->night >= 0 && column->code[question] <= 10 && column->as[question] == i;
}

static guint
row_hash(gconstpointer data)
{
    const int64_t *row = data;
    uint64_t hash = 1;
    for (int i = 0; i < COLUMNS_MAX; i++)
        hash = (hash ^ (uint64_t)row[i]) * UINT64_C(0x9E3779B97F4A7C15);
    return (guint)(hash >> 32U);
}

static gboolean
row_equal(gconstpointer a, gconstpointer b)
{
    return memcmp(a, b, COLUMNS_MAX * sizeof(int64_t)) == 0;
}

/* Two people make a combination when what is left of one is a multiple of what is left of the other. */
static void
judge_rows(const Program *program, int question, bool *ret_is_found, bool *ret_is_paired)
{
    g_autoptr(GHashTable) rests = g_hash_table_new_full(row_hash, row_equal, g_free, NULL);
    for (int i = 1; i <= program->n_columns; i++) {
        if (!is_unknown(program, i, question))
            continue;
        int64_t *rest = rows_rest(&program->systems[question], i);
        int first = 0;
        while (first < COLUMNS_MAX && rest[first] == 0)
            first++;
        *ret_is_found = *ret_is_found || first == COLUMNS_MAX;
        rows_scale(rest);
        *ret_is_paired = !g_hash_table_add(rests, rest) || *ret_is_paired;
    }
}

#ifdef CX_HAVE_GLPK
static void
add_equation(glp_prob *lp, const Program *program, int question, const int64_t *members)
{
    int columns[COLUMNS_MAX + 1];
    double ones[COLUMNS_MAX + 1];
    int n = 0;
    double sum = 0.0;
    for (int i = 1; i <= program->n_columns; i++) {
        if (members[i] == 0)
            continue;
        columns[++n] = i;
        ones[n] = 1.0;
        sum += is_low(&program->columns[i], question) ? 1.0 : 0.0;
    }
    const int row = glp_add_rows(lp, 1);
    glp_set_row_bnds(lp, row, GLP_FX, sum, sum); /* check: glossary, GLPK has it so */
    glp_set_mat_row(lp, row, n, columns, ones);
}

static double
extreme_of(glp_prob *lp, const glp_smcp *how, int direction)
{
    glp_set_obj_dir(lp, direction);
    g_assert_cmpint(glp_simplex(lp, how), ==, 0);
    g_assert_cmpint(glp_get_status(lp), ==, GLP_OPT);
    return glp_get_obj_val(lp);
}

/* Marks whose answer has to be low, or not low, of those not marked. */
static int
mark_bounded(glp_prob *lp, const Program *program, int question, bool *is_known)
{
    glp_smcp how;
    glp_init_smcp(&how);
    how.msg_lev = GLP_MSG_OFF;
    int n = 0;
    for (int i = 1; i <= program->n_columns; i++) {
        if (is_known[i] || !is_unknown(program, i, question))
            continue;
        glp_set_obj_coef(lp, i, 1.0);
        is_known[i] = extreme_of(lp, &how, GLP_MAX) - extreme_of(lp, &how, GLP_MIN) < 0.01;
        n += is_known[i] ? 1 : 0;
        glp_set_obj_coef(lp, i, 0.0);
    }
    return n;
}

/* Whether the curves determine an answer that the months' shares alone do not. */
static bool
is_bounded(const Program *program, int question)
{
    const System *system = &program->systems[question];
    bool is_known[COLUMNS_MAX] = { false };
    glp_prob *lp = glp_create_prob();
    glp_add_cols(lp, program->n_columns);
    for (int i = 1; i <= program->n_columns; i++)
        glp_set_col_bnds(lp, i, GLP_DB, 0.0, 1.0);
    for (guint i = 0; i < system->numbers->len; i++)
        add_equation(lp, program, question, g_ptr_array_index(system->numbers, i));
    (void)mark_bounded(lp, program, question, is_known);
    for (guint i = 0; i < system->curves->len; i++)
        add_equation(lp, program, question, g_ptr_array_index(system->curves, i));
    const bool is_found =
        system->curves->len > 0 && mark_bounded(lp, program, question, is_known) > 0;
    glp_delete_prob(lp);
    return is_found;
}
#else
static bool
is_bounded(G_GNUC_UNUSED const Program *program, G_GNUC_UNUSED int question)
{
    return false;
}
#endif

static void
judge(Program *program)
{
    bool is_found = false;
    bool is_paired = false;
    bool is_determined = false;
    for (int q = 0; q < QUESTIONS; q++) {
        System *system = &program->systems[q];
        judge_rows(program, q, &is_found, &is_paired);
        is_determined = is_bounded(program, q) || is_determined;
        for (int j = 0; j < COLUMNS_MAX; j++)
            g_free(system->rows[j]);
        g_ptr_array_unref(system->numbers);
        g_ptr_array_unref(system->curves);
    }
    n_found += is_found ? 1 : 0;
    n_paired += is_paired ? 1 : 0;
    n_bounded += is_determined ? 1 : 0;
}

static void
run_program(CxDb *db, bool reads_all)
{
    g_autofree Program *program = g_new0(Program, 1);
    g_autoptr(GHashTable) told = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    program->told = told;
    program->n_content = g_test_rand_bit() ? g_test_rand_int_range(3, 9) : 0;
    for (int q = 0; q < QUESTIONS; q++) {
        program->systems[q].numbers = g_ptr_array_new_with_free_func(g_free);
        program->systems[q].curves = g_ptr_array_new_with_free_func(g_free);
    }
    const CxUserId user = cast_user(db, "sponsor", CX_ROLE_SPONSOR, (CxLeaderId){ 0 });
    for (program->night = 0; program->night < NIGHTS; program->night++) {
        g_autoptr(CxCtx) owner = asked_words(cast_system(db));
        import_night(program, owner);
        g_autoptr(CxCtx) sponsor = asked_words(cast_ctx(db, user));
        look_shown(program, db, reads_all);
        take_all(program, reads_all ? owner : sponsor, db);
    }
    judge(program);
}

static void
run_told(CxDb *db)
{
    run_program(db, false);
}

static void
run_all(CxDb *db)
{
    run_program(db, true);
}

static void
run_many(CxTestEngineFunc program, int n, const char *which)
{
    n_found = n_paired = n_bounded = n_curves = n_refused = 0;
    for (int i = 0; i < n; i++)
        cx_test_engines_run(program);
    g_test_message("%s, %d programs: an answer is determined in %d, two people in %d, by linear "
                   "programming in %d; %d curves, %d refused",
                   which, n, n_found, n_paired, n_bounded, n_curves, n_refused);
}

static void
test_told(void)
{
    run_many(run_told, g_getenv("CX_LONG") != NULL ? 500 : 4, "told");
    g_assert_cmpint(n_found, ==, 0);
    g_assert_cmpint(n_paired, ==, 0);
    g_assert_cmpint(n_bounded, ==, 0);
    g_assert_cmpint(n_curves, >, 0);
}

/* The same of all answers, as who holds them has them, anew each night: there the search has to find some. */
static void
test_all(void)
{
    run_many(run_all, g_getenv("CX_LONG") != NULL ? 20 : 2, "all");
    g_assert_cmpint(n_found + n_bounded, >=, 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_stat_start();
    g_test_add_func("/simulation/wall_facts/told", test_told);
    g_test_add_func("/simulation/wall_facts/all", test_all);
    return g_test_run();
}
