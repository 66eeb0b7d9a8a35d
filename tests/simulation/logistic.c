/* Odds over simulated programs: answers that are low by a logistic curve along a fact, or by none, alone or
 * several to a sampling unit that are alike. The generator shares no code with the estimators but the random
 * numbers: an answer is low when a normal number, part of it its unit's, lies below the curve, so that the curve
 * holds exactly whatever the units share.
 *
 *     null      no slope: p under .05 in at most 6 % and its chance
 *     coverage  intervals hold the planted slope in 93 to 97 %, not much wider than they need be
 *     firth     few answers, often parted: the profile holds it in 93 % or more, and always has both ends */
#include "stat/logistic.h"

#include <glib.h>
#include <math.h>
#include <stdlib.h>

#include "base/random.h"
#include "stat/estimate.h"

#define N_MAX 1200

static CxRandom chance;

/* How a program is made. */
typedef struct {
    const char *what;
    size_t n, n_each; /* answers; to a sampling unit */
    double alike;     /* what answers of a unit share, 0..1 */
    double intercept, slope;
    bool is_unit_x; /* the fact is the unit's, as a branch's waiting time */
} Kind;

typedef struct {
    double x[N_MAX];
    uint8_t is_yes[N_MAX];
    uint32_t cluster[N_MAX];
} Program;

static double
normal_share(double z)
{
    return 0.5 * erfc(-z / sqrt(2.0));
}

static CxLogisticAsk
draw(const Kind *kind, Program *program)
{
    double unit_x = 0.0;
    double mood = 0.0;
    for (size_t i = 0; i < kind->n; i++) {
        if (i % kind->n_each == 0) {
            unit_x = cx_random_normal(&chance);
            mood = cx_random_normal(&chance);
        }
        program->x[i] = kind->is_unit_x ? unit_x : cx_random_normal(&chance);
        const double z =
            sqrt(kind->alike) * mood + sqrt(1.0 - kind->alike) * cx_random_normal(&chance);
        const double eta = kind->intercept + kind->slope * program->x[i];
        program->is_yes[i] = normal_share(z) < 1.0 / (1.0 + exp(-eta)) ? 1 : 0;
        program->cluster[i] = (uint32_t)(i / kind->n_each);
    }
    return (CxLogisticAsk){ .n_rows = kind->n,
                            .n_terms = 1,
                            .x = program->x,
                            .is_yes = program->is_yes,
                            .clusters = program->cluster,
                            .n_clusters = kind->n / kind->n_each };
}

static int
n_programs(void)
{
    return g_getenv("CX_LONG") != NULL ? 10000 : 400;
}

/* Chance's own: five standard errors about a share. */
static double
luck(int n, double share)
{
    return 5.0 * sqrt((double)n * share * (1.0 - share));
}

/* What came of a kind. */
typedef struct {
    int n, n_refused, n_held, n_said;
    double width, width_known; /* sums: of intervals, and of those that know the curve */
} Came;

/* The half-width of who knows the curve, answers being alone. */
static double
known_half(const Kind *kind, const Program *program)
{
    double m[3] = { 0.0 };
    for (size_t i = 0; i < kind->n; i++) {
        const double p = 1.0 / (1.0 + exp(-kind->intercept - kind->slope * program->x[i]));
        const double w = p * (1.0 - p);
        m[0] += w;
        m[1] += w * program->x[i];
        m[2] += w * program->x[i] * program->x[i];
    }
    return 1.959964 * sqrt(m[0] / (m[0] * m[2] - m[1] * m[1]));
}

static Came
try_kind(const Kind *kind, CxLogistic (*estimate)(const CxLogisticAsk *))
{
    g_autofree Program *program = g_new0(Program, 1);
    Came came = { .n = n_programs() };
    for (int i = 0; i < came.n; i++) {
        const CxLogisticAsk ask = draw(kind, program);
        const CxLogistic got = estimate(&ask);
        if (got.status != CX_LOGISTIC_OK) {
            came.n_refused++;
            continue;
        }
        const CxLogisticTerm *term = &got.terms[0];
        came.n_held += term->lo <= kind->slope && kind->slope <= term->hi ? 1 : 0;
        came.n_said += term->p < 0.05 ? 1 : 0;
        came.width += (term->hi - term->lo) / 2.0;
        came.width_known += known_half(kind, program);
    }
    g_test_message(
        "%s: held in %d of %d (%d refused), a slope said in %d, %.2f times as wide as known",
        kind->what, came.n_held, came.n, came.n_refused, came.n_said,
        came.width / came.width_known);
    return came;
}

static void
assert_holds(const Came *came, double least, double most)
{
    const int n = came->n - came->n_refused;
    g_assert_cmpfloat(came->n_held, >=, least * n - luck(n, 1.0 - least));
    g_assert_cmpfloat(came->n_held, <=, most * n + luck(n, 1.0 - most));
}

static void
test_null(void)
{
    static const Kind kinds[] = {
        { "nothing, alone", 400, 1, 0.0, -1.5, 0.0, false },
        { "nothing, four alike", 400, 4, 0.3, -1.5, 0.0, false },
        { "nothing, a unit's fact", 1200, 10, 0.2, -1.5, 0.0, true },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
        const Came came = try_kind(&kinds[i], cx_stat_logistic);
        g_assert_cmpfloat(came.n_said, <=, 0.06 * came.n + luck(came.n, 0.06));
        g_assert_cmpint(came.n_refused, <=, came.n / 50);
    }
}

static void
test_coverage(void)
{
    static const Kind kinds[] = {
        { "alone", 400, 1, 0.0, -1.5, 0.7, false },
        { "alone, steep", 600, 1, 0.0, -1.0, 2.0, false },
        { "four alike", 400, 4, 0.3, -1.5, 0.7, false },
        { "ten alike, a unit's fact", 1200, 10, 0.2, -1.5, 0.5, true },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
        const Came came = try_kind(&kinds[i], cx_stat_logistic);
        assert_holds(&came, 0.93, 0.97);
        g_assert_cmpint(came.n_refused, <=, came.n / 50);
        if (kinds[i].n_each == 1)
            g_assert_cmpfloat(came.width, <=, 1.25 * came.width_known);
    }
}

static void
test_firth(void)
{
    static const Kind kinds[] = {
        { "few, often parted", 30, 1, 0.0, -1.5, 2.5, false },
        { "rarely low", 100, 1, 0.0, -3.5, 0.7, false },
        { "few, nothing", 30, 1, 0.0, -1.0, 0.0, false },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
        const Came came = try_kind(&kinds[i], cx_stat_logistic_firth);
        assert_holds(&came, 0.93, 0.985);
        /* Refused only where all answers are alike. */
        g_assert_cmpint(came.n_refused, <=, came.n / 10);
        if (kinds[i].slope <= 0.0)
            g_assert_cmpfloat(came.n_said, <=, 0.06 * came.n + luck(came.n, 0.06));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_stat_start();
    const char *seed = g_getenv("CX_SEED");
    chance = cx_random_seeded(seed != NULL ? g_ascii_strtoull(seed, NULL, 10)
                                           : (uint64_t)g_test_rand_int());
    g_test_add_func("/simulation/logistic/null", test_null);
    g_test_add_func("/simulation/logistic/coverage", test_coverage);
    g_test_add_func("/simulation/logistic/firth", test_firth);
    return g_test_run();
}
