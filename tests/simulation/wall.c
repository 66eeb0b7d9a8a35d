/* Programs with one and with several nights of imports and changed answers. All numbers that the
 * product shows a reader who does not hold the answers, night after night, are put together; whose
 * answers were shown in each is known, which is more than any reader knows. What can be had of them is
 * found twice:
 *
 * by adding and subtracting: an answer is determined, whatever it is, exactly when its own row is in
 * the row space of that system. Rows are eliminated over a prime field, so that nothing is rounded;
 *
 * by linear programming, where GLPK is there: the smallest and the largest each answer can be, given
 * what was said and that answers are 0 to 10. Sums are exact, where the product rounds them: whatever a
 * reader finds of rounded ones is found of these.
 *
 * Asked are, of a question everybody answers and of one that many leave out, all answers, months,
 * quarters, years and every row of months; and areas and modes, one and both at a time, with months and
 * without. People come, change what they said, take answers back, and move to another month, area and
 * mode. In half of the programs three to nine of ten customers say the best there is, so that months
 * and groups are alike. The reader is there before the first import or comes after it. The same is
 * asked as who holds all answers, where answers have to be found. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#ifdef CX_HAVE_GLPK
#include <glpk.h>
#endif

#include "base/civil.h"
#include "base/error.h"
#include "support/engines.h"
#include "support/store.h"
#include "unit/evidence/asked.h"

enum { PEOPLE_MAX = 160, RESPONSES_MAX = 320, NIGHTS = 4 };

#define PRIME INT64_C(2147483647)

enum { NPS, FOOD, QUESTIONS };

static const char *const questions[] = { "", "&measure=mean&question=food" };

/* What one response says; a person may have several. */
typedef struct {
    int person;
    int month;           /* 1..6 of 2018 */
    int mode;            /* 1 self, 2 asked */
    int area;            /* 0 A, 1 B, 2 C */
    int said[QUESTIONS]; /* -1: nothing */
} Response;

typedef struct {
    int responses[NIGHTS + 1]; /* in order */
    int n_responses;
} Person;

/* Which numbers are put together: those of a question over time, and of the first all of them. */
enum { TIME = NPS, TIME_FOOD = FOOD, PARTED, SYSTEMS };

static const char *const system_names[] = { "over time", "the other question", "parted as well" };

/* Rows in echelon form: row i has its first 1 in column i. */
typedef struct {
    int64_t *rows[RESPONSES_MAX];
    GPtrArray *numbers; /* those that say something new, as members */
    int n_numbers;
} System;

typedef struct {
    Person people[PEOPLE_MAX];
    int n_people;
    int n_responses;
    int n_content;         /* of ten who say the best there is, so that groups are alike */
    int shown[PEOPLE_MAX]; /* the response counted tonight, 0: none */
    Response responses[RESPONSES_MAX];
    System systems[SYSTEMS];
} Program;

static int n_found[SYSTEMS];
static int n_bounded; /* programs of which linear programming determines an answer */
static int n_refused; /* numbers that were asked for and refused */

/* ---- Elimination ---- */

static int64_t
inverse(int64_t value)
{
    int64_t result = 1;
    for (int64_t power = PRIME - 2; power > 0; power /= 2, value = value * value % PRIME) {
        if (power % 2 == 1)
            result = result * value % PRIME;
    }
    return result;
}

/* Takes from a vector what the rows have of it; the first column left, or -1. */
static int
reduce(const System *system, int64_t *vector)
{
    int first = -1;
    for (int i = 0; i < RESPONSES_MAX; i++) {
        if (vector[i] == 0)
            continue;
        const int64_t *row = system->rows[i];
        if (row == NULL) {
            first = first < 0 ? i : first;
            continue;
        }
        const int64_t times = vector[i];
        for (int j = i; j < RESPONSES_MAX; j++)
            vector[j] = (vector[j] + (PRIME - times) * row[j]) % PRIME;
    }
    return first;
}

static void
add_number(System *system, const int64_t *members)
{
    int64_t *row = g_memdup2(members, RESPONSES_MAX * sizeof *members);
    const int first = reduce(system, row);
    system->n_numbers++;
    if (first < 0) {
        g_free(row);
        return;
    }
    const int64_t times = inverse(row[first]);
    for (int j = 0; j < RESPONSES_MAX; j++)
        row[j] = row[j] * times % PRIME;
    system->rows[first] = row;
    g_ptr_array_add(system->numbers, g_memdup2(members, RESPONSES_MAX * sizeof *members));
}

static bool
is_determined(const System *system, const int64_t *members)
{
    int64_t *row = g_memdup2(members, RESPONSES_MAX * sizeof *members);
    const bool is_in = reduce(system, row) < 0;
    g_free(row);
    return is_in;
}

/* ---- What is shown ---- */

typedef struct {
    int question;
    int from, to; /* months */
    int area;     /* -1: all */
    int mode;     /* 0: all */
} Part;

static int
members_of(const Program *program, const Part *part, int64_t *members)
{
    int n = 0;
    memset(members, 0, RESPONSES_MAX * sizeof *members);
    for (int i = 0; i < program->n_people; i++) {
        const Response *one = &program->responses[program->shown[i]];
        if (program->shown[i] == 0 || one->month < part->from || one->month > part->to ||
            one->said[part->question] < 0 || (part->area >= 0 && one->area != part->area) ||
            (part->mode > 0 && one->mode != part->mode))
            continue;
        members[program->shown[i]] = 1;
        n++;
    }
    return n;
}

static void
take_value(Program *program, const CxMeasured *value, const Part *part)
{
    if (value->n <= 0)
        return;
    int64_t members[RESPONSES_MAX];
    g_assert_cmpint(members_of(program, part, members), ==, value->n);
    if (part->area < 0 && part->mode == 0)
        add_number(&program->systems[part->question], members);
    if (part->question == NPS)
        add_number(&program->systems[PARTED], members);
}

/* NULL: the reader is refused, and by the wall. */
static const CxScore *
ask(CxCtx *ctx, const char *text)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(CxSlice) slice = cx_slice_parse(text, issues);
    g_assert_nonnull(slice);
    g_autoptr(CxSurvey) survey = cx_survey_load(ctx, "guests", &error);
    g_assert_no_error(error);
    const CxScore *score = cx_score_run(ctx, survey, slice, &error);
    if (score == NULL) {
        g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
        n_refused++;
    }
    return score;
}

static void
ask_groups(Program *program, CxCtx *ctx, const char *group, const char *where, const Part *of)
{
    g_autofree char *text = g_strconcat("group=", group, where, questions[of->question], NULL);
    const CxScore *score = ask(ctx, text);
    if (score == NULL)
        return;
    take_value(program, &score->whole, of);
    for (size_t i = 0; i < score->n_groups; i++) {
        const CxScoreGroup *one = &score->groups[i];
        Part part = *of;
        if (g_str_equal(group, "area")) {
            part.area = one->key[0] - 'a';
        } else if (g_str_equal(group, "mode")) {
            part.mode = g_str_equal(one->key, "self") ? 1 : 2;
        } else {
            part.from = (int)(cx_day_month_index(one->from) % 12) + 1;
            part.to = (int)(cx_day_month_index(one->to) % 12) + 1;
        }
        take_value(program, &one->value, &part);
    }
}

static void
ask_months(Program *program, CxCtx *ctx, int question)
{
    static const int last_day[] = { 31, 28, 31, 30, 31, 30 };
    for (int from = 1; from <= 6; from++) {
        for (int to = from; to <= 6; to++) {
            g_autofree char *text = g_strdup_printf("from=2018-%02d-01&to=2018-%02d-%02d%s", from,
                                                    to, last_day[to - 1], questions[question]);
            const Part part = { question, from, to, -1, 0 };
            take_value(program, &ask(ctx, text)->whole, &part);
        }
    }
}

/* An area, a mode, or both, with whatever else parts the answers. */
static void
ask_filter(Program *program, CxCtx *ctx, int area, int mode)
{
    static const char *const areas[] = { "", "&where=area:a", "&where=area:b", "&where=area:c" };
    static const char *const modes[] = { "", "&where=mode:self", "&where=mode:asked" };
    const Part part = { NPS, 1, 12, area, mode };
    g_autofree char *where = g_strconcat(areas[area + 1], modes[mode], NULL);
    ask_groups(program, ctx, "month", where, &part);
    ask_groups(program, ctx, "quarter", where, &part);
    if (area < 0)
        ask_groups(program, ctx, "area", where, &part);
    if (mode == 0)
        ask_groups(program, ctx, "mode", where, &part);
}

static void
ask_all(Program *program, CxCtx *ctx)
{
    for (int question = 0; question < QUESTIONS; question++) {
        const Part whole = { question, 1, 12, -1, 0 };
        ask_groups(program, ctx, "month", "", &whole);
        ask_groups(program, ctx, "quarter", "", &whole);
        ask_groups(program, ctx, "year", "", &whole);
        ask_months(program, ctx, question);
    }
    for (int area = -1; area < 3; area++) {
        for (int mode = 0; mode <= 2; mode++)
            ask_filter(program, ctx, area, mode);
    }
}

/* ---- Nights ---- */

static void
add_line(Program *program, const Response *said, GString *lines)
{
    Person *person = &program->people[said->person];
    person->responses[person->n_responses++] = ++program->n_responses;
    program->responses[program->n_responses] = *said;
    g_string_append_printf(lines, "%d,2018-%02d-10,%d,1,,%d,", said->person + 1, said->month,
                           said->mode, said->said[NPS]);
    if (said->said[FOOD] >= 0)
        g_string_append_printf(lines, "%d", said->said[FOOD]);
    g_string_append_printf(lines, ",%c,\n", 'A' + said->area);
}

static int
draw_code(const Program *program, int lo, int hi)
{
    const bool is_content = g_test_rand_int_range(0, 10) < program->n_content;
    return is_content ? hi : g_test_rand_int_range(lo, hi + 1);
}

static int
draw_food(const Program *program)
{
    return g_test_rand_int_range(0, 3) > 0 ? draw_code(program, 1, 5) : -1;
}

static void
add_person(Program *program, int month, GString *lines)
{
    const Response said = {
        .person = program->n_people++,
        .month = month,
        .mode = g_test_rand_int_range(0, 3) == 0 ? 2 : 1,
        .area = g_test_rand_int_range(0, 20) < 11 ? 0
                : g_test_rand_int_range(0, 9) < 6 ? 1
                                                  : 2,
        .said = { draw_code(program, 0, 10), draw_food(program) },
    };
    add_line(program, &said, lines);
}

/* Somebody says something else, and may be somewhere else. */
static void
change_person(Program *program, int one, GString *lines)
{
    const Person *person = &program->people[one];
    Response said = program->responses[person->responses[person->n_responses - 1]];
    const int before = said.said[NPS];
    said.said[NPS] = draw_code(program, 0, 10);
    if (said.said[NPS] == before) /* the same again is no change */
        said.said[NPS] = (before + 5) % 11;
    if (g_test_rand_int_range(0, 2) == 0)
        said.said[FOOD] = draw_food(program);
    if (g_test_rand_int_range(0, 4) == 0)
        said.month = said.month % 6 + 1;
    if (g_test_rand_int_range(0, 4) == 0)
        said.mode = 3 - said.mode;
    if (g_test_rand_int_range(0, 4) == 0)
        said.area = (said.area + 1) % 3;
    add_line(program, &said, lines);
}

static void
import_night(Program *program, CxDb *db, int night)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    const int n_old = program->n_people;
    const int n_before = program->n_responses;
    const int n_new = night == 0 ? g_test_rand_int_range(30, 70) : g_test_rand_int_range(1, 20);
    for (int i = 0; i < n_new; i++) {
        add_person(program, night == 0 ? g_test_rand_int_range(1, 5) : g_test_rand_int_range(4, 7),
                   lines);
    }
    const int n_changed = night == 0 ? 0 : g_test_rand_int_range(0, 16);
    for (int i = 0; i < n_changed; i++) {
        const int one = g_test_rand_int_range(0, n_old);
        const Person *person = &program->people[one];
        if (person->responses[person->n_responses - 1] <= n_before) /* not yet tonight */
            change_person(program, one, lines);
    }
    g_autoptr(CxMapping) mapping = guests_parse(
        "{\"A\":\"North hall\",\"B\":\"South hall\"}",
        "{\"A\":{\"key\":\"a\",\"label\":\"North hall\"},"
        "\"B\":{\"key\":\"b\",\"label\":\"South hall\"},\"C\":{\"key\":\"c\",\"label\":\"Car "
        "park\"}}",
        "\"from\":\"2018-05-01\"", "\"from\":\"2018-01-01\"", "2018-05-31", "2018-12-31",
        ",\"weight\":\"WT\",\"cluster\":\"RUN\"", "", ",\"weighted\":true", "", NULL);
    g_autoptr(CxImportReport) report = guests_import(db, mapping, lines->str);
    g_assert_cmpint(report->n_rejected, ==, 0);
}

/* Which response of each person is counted: the latest, or the latest of those released. */
static void
look_shown(Program *program, CxDb *db, bool reads_all)
{
    for (int i = 0; i < program->n_people; i++) {
        const Person *person = &program->people[i];
        program->shown[i] = 0;
        for (int j = person->n_responses; j-- > 0 && program->shown[i] == 0;) {
            g_autofree char *sql = g_strdup_printf("SELECT count(*) AS n FROM answer_waiting WHERE "
                                                   "number IS NULL AND response_id = %d",
                                                   person->responses[j]);
            if (reads_all || cx_test_count(db, sql) == 0)
                program->shown[i] = person->responses[j];
        }
    }
}

static int
count_determined(const Program *program, const System *system)
{
    int n = 0;
    for (int i = 1; i <= program->n_responses; i++) {
        int64_t one[RESPONSES_MAX] = { 0 };
        one[i] = 1;
        n += is_determined(system, one) ? 1 : 0;
    }
    return n;
}

#ifdef CX_HAVE_GLPK
/* One number: the sum of what its members said. */
static void
add_equation(glp_prob *lp, const Program *program, int question, const int64_t *members)
{
    int columns[RESPONSES_MAX + 1];
    double ones[RESPONSES_MAX + 1];
    int n = 0;
    double sum = 0.0;
    for (int i = 1; i <= program->n_responses; i++) {
        if (members[i] == 0)
            continue;
        columns[++n] = i;
        ones[n] = 1.0;
        sum += program->responses[i].said[question];
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

static bool
is_bounded(const Program *program, int question)
{
    const System *system = &program->systems[question];
    glp_prob *lp = glp_create_prob();
    glp_smcp how;
    glp_init_smcp(&how);
    how.msg_lev = GLP_MSG_OFF;
    glp_add_cols(lp, program->n_responses);
    for (int i = 1; i <= program->n_responses; i++)
        glp_set_col_bnds(lp, i, GLP_DB, question == NPS ? 0.0 : 1.0, question == NPS ? 10.0 : 5.0);
    for (guint i = 0; i < system->numbers->len; i++)
        add_equation(lp, program, question, g_ptr_array_index(system->numbers, i));
    bool is_found = false;
    for (int i = 1; i <= program->n_responses && !is_found; i++) {
        glp_set_obj_coef(lp, i, 1.0);
        const double least = extreme_of(lp, &how, GLP_MIN);
        is_found = program->responses[i].said[question] >= 0 &&
                   extreme_of(lp, &how, GLP_MAX) - least < 0.5;
        glp_set_obj_coef(lp, i, 0.0);
    }
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
program_begin(Program *program)
{
    for (int i = 0; i < SYSTEMS; i++)
        program->systems[i].numbers = g_ptr_array_new_with_free_func(g_free);
}

static void
program_judge(Program *program)
{
    n_bounded += is_bounded(program, NPS) + is_bounded(program, FOOD) > 0 ? 1 : 0;
    for (int i = 0; i < SYSTEMS; i++) {
        System *system = &program->systems[i];
        const int n = count_determined(program, system);
        if (n > 0) {
            g_test_message("%d answers are determined by %d numbers: %s", n, system->n_numbers,
                           system_names[i]);
        }
        n_found[i] += n > 0 ? 1 : 0;
        for (int j = 0; j < RESPONSES_MAX; j++)
            g_free(system->rows[j]);
        g_ptr_array_unref(system->numbers);
    }
}

static void
run_program(CxDb *db, bool reads_all, int n_nights)
{
    g_autofree Program *program = g_new0(Program, 1);
    program_begin(program);
    program->n_content = g_test_rand_bit() ? g_test_rand_int_range(3, 10) : 0;
    g_autoptr(CxCtx) owner = cast_system(db);
    CxUserId user = { 0 };
    const int comes_on = g_test_rand_int_range(0, 2); /* before the first import, or after it */
    for (int night = 0; night < n_nights; night++) {
        if (night == 0 && comes_on == 0)
            user = cast_user(db, "sponsor", CX_ROLE_SPONSOR, (CxLeaderId){ 0 });
        import_night(program, db, night);
        if (user.v == 0)
            user = cast_user(db, "sponsor", CX_ROLE_SPONSOR, (CxLeaderId){ 0 });
        g_autoptr(CxCtx) sponsor = cast_ctx(db, user);
        look_shown(program, db, reads_all);
        ask_all(program, reads_all ? owner : sponsor);
    }
    program_judge(program);
}

static void
run_one_night(CxDb *db)
{
    run_program(db, false, 1);
}

static void
run_released(CxDb *db)
{
    run_program(db, false, NIGHTS);
}

static void
run_all(CxDb *db)
{
    run_program(db, true, NIGHTS);
}

/* In how many of n programs an answer is determined. */
static int
run_many(CxTestEngineFunc program, int n, const char *which)
{
    memset(n_found, 0, sizeof n_found);
    n_bounded = 0;
    n_refused = 0;
    for (int i = 0; i < n; i++)
        cx_test_engines_run(program);
    for (int i = 0; i < SYSTEMS; i++) {
        g_test_message("%s, %s: an answer is determined in %d of %d programs", which,
                       system_names[i], n_found[i], n);
    }
    g_test_message("%s, linear programming: in %d; %d refused", which, n_bounded, n_refused);
    return n_found[PARTED];
}

static int
n_programs(void)
{
    return g_getenv("CX_LONG") != NULL ? 500 : 10;
}

static void
check_nobody(CxTestEngineFunc program, const char *which)
{
    run_many(program, n_programs(), which);
    for (int i = 0; i < SYSTEMS; i++)
        g_assert_cmpint(n_found[i], ==, 0);
    g_assert_cmpint(n_bounded, ==, 0);
    g_assert_cmpint(n_refused, >, 0);
}

static void
test_one_night(void)
{
    check_nobody(run_one_night, "one night");
}

static void
test_nights(void)
{
    check_nobody(run_released, "four nights, released");
}

/* The same numbers of all answers, as who holds them has them: there the search has to find some. */
static void
test_all(void)
{
    g_assert_cmpint(run_many(run_all, MAX(10, n_programs() / 5), "four nights, all"), >=, 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/simulation/wall/one_night", test_one_night);
    g_test_add_func("/simulation/wall/nights", test_nights);
    g_test_add_func("/simulation/wall/all", test_all);
    return g_test_run();
}
