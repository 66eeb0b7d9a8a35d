/* Programs with one and with several nights of imports and changed answers. All numbers that the product shows a reader who
 * does not hold the answers, night after night, are put together; whose answers were shown in each is
 * known, which is more than any reader knows. Whatever can be had of them by adding and subtracting is
 * the row space of that system: an answer is determined, whatever it is, exactly when its own row
 * is in it, which is what a linear program without bounds would find (its smallest and its largest
 * value are one).
 *
 * Asked are all answers, months, quarters, years, rows of months, areas and modes, one of them at a
 * time, for the one question. Rows are eliminated over a prime field, so that nothing is rounded. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "support/engines.h"
#include "support/store.h"
#include "unit/evidence/asked.h"

enum { PEOPLE_MAX = 160, RESPONSES_MAX = 320, NIGHTS = 4, LEAST = 5 };

#define PRIME INT64_C(2147483647)

typedef struct {
    int month; /* 1..6 of 2018 */
    int mode;  /* 1 self, 2 asked */
    int area;  /* 0 A, 1 B, 2 C */
    int nps;
    int responses[NIGHTS + 1]; /* ids, in order */
    int n_responses;
} Person;

/* Which numbers are put together: those of one way to part the answers, or all. */
enum { BY_MONTHS, BY_AREA, BY_MODE, BY_ALL, SYSTEMS };

static const char *const system_names[] = { "months", "areas", "modes", "all" };

/* Rows in echelon form: row i has its first 1 in column i. */
typedef struct {
    int64_t *rows[RESPONSES_MAX];
    int n_numbers;
} System;

typedef struct {
    Person people[PEOPLE_MAX];
    int n_people;
    int n_responses;
    int shown[PEOPLE_MAX]; /* the response counted tonight, 0: none */
    System systems[SYSTEMS];
} Program;

static int n_found;

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
        const Person *person = &program->people[i];
        if (program->shown[i] == 0 || person->month < part->from || person->month > part->to ||
            (part->area >= 0 && person->area != part->area) ||
            (part->mode > 0 && person->mode != part->mode))
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
    const bool is_parted = part->area >= 0 || part->mode > 0;
    for (int i = 0; i < SYSTEMS; i++) {
        if (i == BY_ALL || (i == BY_MONTHS && !is_parted) || (i == BY_AREA && part->mode == 0) ||
            (i == BY_MODE && part->area < 0))
            add_number(&program->systems[i], members);
    }
}

static const Part whole = { 1, 12, -1, 0 };

static void
ask_groups(Program *program, CxCtx *ctx, const char *group)
{
    g_autofree char *text = g_strconcat("group=", group, NULL);
    const CxScore *score = asked_score(ctx, text);
    take_value(program, &score->whole, &whole);
    for (size_t i = 0; i < score->n_groups; i++) {
        const CxScoreGroup *one = &score->groups[i];
        Part part = whole;
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
ask_months(Program *program, CxCtx *ctx)
{
    static const int last_day[] = { 31, 28, 31, 30, 31, 30 };
    for (int from = 1; from <= 6; from++) {
        for (int to = from; to <= 6; to++) {
            g_autofree char *text =
                g_strdup_printf("from=2018-%02d-01&to=2018-%02d-%02d", from, to, last_day[to - 1]);
            const Part part = { from, to, -1, 0 };
            take_value(program, &asked_score(ctx, text)->whole, &part);
        }
    }
}

static void
ask_filters(Program *program, CxCtx *ctx)
{
    static const char *const filters[] = { "area:a", "area:b", "area:c", "mode:self",
                                           "mode:asked" };
    for (int i = 0; i < 5; i++) {
        g_autofree char *text = g_strconcat("where=", filters[i], NULL);
        const Part part = { 1, 12, i < 3 ? i : -1, i < 3 ? 0 : i - 2 };
        take_value(program, &asked_score(ctx, text)->whole, &part);
    }
}

static void
ask_all(Program *program, CxCtx *ctx)
{
    static const char *const groups[] = { "month", "quarter", "year", "area", "mode" };
    for (int i = 0; i < 5; i++)
        ask_groups(program, ctx, groups[i]);
    ask_months(program, ctx);
    ask_filters(program, ctx);
}

/* ---- Nights ---- */

static void
add_line(Program *program, int i, GString *lines)
{
    Person *person = &program->people[i];
    person->responses[person->n_responses++] = ++program->n_responses;
    g_string_append_printf(lines, "%d,2018-%02d-10,%d,1,,%d,5,%c,\n", i + 1, person->month,
                           person->mode, person->nps, 'A' + person->area);
}

static void
add_person(Program *program, int month, GString *lines)
{
    const int i = program->n_people++;
    program->people[i] = (Person){
        .month = month,
        .mode = g_test_rand_int_range(0, 3) == 0 ? 2 : 1,
        .area = g_test_rand_int_range(0, 20) < 11 ? 0
                : g_test_rand_int_range(0, 9) < 6 ? 1
                                                  : 2,
        .nps = g_test_rand_int_range(0, 11),
    };
    add_line(program, i, lines);
}

static void
import_night(Program *program, CxDb *db, int night)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    const int n_old = program->n_people;
    const int n_new = night == 0 ? g_test_rand_int_range(30, 70) : g_test_rand_int_range(1, 20);
    for (int i = 0; i < n_new; i++) {
        add_person(program, night == 0 ? g_test_rand_int_range(1, 5) : g_test_rand_int_range(4, 7),
                   lines);
    }
    const int n_changed = night == 0 ? 0 : g_test_rand_int_range(0, 8);
    for (int i = 0; i < n_changed; i++) {
        const int one = g_test_rand_int_range(0, n_old);
        Person *person = &program->people[one];
        if (person->responses[person->n_responses - 1] > program->n_responses - (int)n_new - i)
            continue; /* has changed tonight */
        person->nps = (person->nps + 5) % 11;
        add_line(program, one, lines);
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

static void
run_program(CxDb *db, bool reads_all, int n_nights)
{
    g_autofree Program *program = g_new0(Program, 1);
    g_autoptr(CxCtx) owner = cast_system(db);
    const CxUserId user = cast_user(db, "sponsor", CX_ROLE_SPONSOR, (CxLeaderId){ 0 });
    for (int night = 0; night < n_nights; night++) {
        import_night(program, db, night);
        g_autoptr(CxCtx) sponsor = cast_ctx(db, user);
        look_shown(program, db, reads_all);
        ask_all(program, reads_all ? owner : sponsor);
    }
    for (int i = 0; i < SYSTEMS; i++) {
        System *system = &program->systems[i];
        const int n = count_determined(program, system);
        if (n > 0) {
            g_test_message("%d answers are determined by %d numbers of %s", n, system->n_numbers,
                           system_names[i]);
        }
        n_found += n > 0 && i == BY_ALL ? 1 : 0;
        for (int j = 0; j < RESPONSES_MAX; j++)
            g_free(system->rows[j]);
    }
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
    n_found = 0;
    for (int i = 0; i < n; i++)
        cx_test_engines_run(program);
    g_test_message("%s: an answer is determined in %d of %d programs", which, n_found, n);
    return n_found;
}

static int
n_programs(void)
{
    return g_getenv("CX_LONG") != NULL ? 500 : 10;
}

static void
test_one_night(void)
{
    g_assert_cmpint(run_many(run_one_night, n_programs(), "one night"), ==, 0);
}

/* A part that was hidden and is shown on a later night can tell what it held before: this is open
 * (docs/decisions/0069). What releases keep of it stands against the same numbers of all answers, as
 * who holds them sees them, where the system has to find some. */
static void
test_nights(void)
{
    const int n = n_programs();
    const int n_released = run_many(run_released, n, "four nights, released");
    const int n_all = run_many(run_all, n / 5, "four nights, all");
    g_assert_cmpint(n_all, >=, 1);
    g_assert_cmpint(n_released, <=, MAX(1, n / 50)); /* measured: 2 of 1,000 */
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/simulation/wall/one_night", test_one_night);
    g_test_add_func("/simulation/wall/nights", test_nights);
    return g_test_run();
}
