/* Logistic regression: tables with closed forms, the conditions of a maximum on random data, and separation
 * against all lines of a small grid. Against R: tests/reference/score.R. */
#include <glib.h>
#include <math.h>

#include "stat/estimate.h"
#include "stat/logistic.h"

#define NEAR(got, want, tolerance) g_assert_cmpfloat_with_epsilon((got), (want), (tolerance))
#define N_MAX                      400

typedef struct {
    double x[2 * N_MAX];
    uint8_t is_yes[N_MAX];
    double w[N_MAX];
    uint32_t cluster[N_MAX];
    size_t n;
} Data;

static void
add(Data *data, double x, bool is_yes, int n_times)
{
    for (int i = 0; i < n_times; i++) {
        data->x[data->n] = x;
        data->is_yes[data->n] = is_yes ? 1 : 0;
        data->n++;
    }
}

static CxLogisticAsk
ask_of(const Data *data, size_t n_terms)
{
    return (CxLogisticAsk){
        .n_rows = data->n, .n_terms = n_terms, .x = data->x, .is_yes = data->is_yes
    };
}

/* Two groups are a table: the log odds ratio with its classical error; Firth's adds a half to each cell. */
static void
test_table(void)
{
    static const int cells[][4] = { { 12, 30, 25, 14 }, { 40, 11, 13, 60 }, { 10, 90, 20, 80 } };
    for (size_t i = 0; i < G_N_ELEMENTS(cells); i++) {
        const double a = cells[i][0], b = cells[i][1], c = cells[i][2], d = cells[i][3];
        Data data = { .n = 0 };
        add(&data, 3.0, true, cells[i][0]);
        add(&data, 3.0, false, cells[i][1]);
        add(&data, 5.0, true, cells[i][2]);
        add(&data, 5.0, false, cells[i][3]);
        const CxLogisticAsk ask = ask_of(&data, 1);
        const CxLogistic got = cx_stat_logistic(&ask);
        g_assert_cmpint(got.status, ==, CX_LOGISTIC_OK);
        NEAR(got.terms[0].value, log(c * b / (a * d)) / 2.0, 1e-9);
        NEAR(got.intercept, log(a / b) - 3.0 * got.terms[0].value, 1e-8);
        const double n = a + b + c + d;
        const double se = sqrt(n / (n - 1.0) * (1.0 / a + 1.0 / b + 1.0 / c + 1.0 / d)) / 2.0;
        NEAR(got.terms[0].se, se, 1e-9);
        NEAR(got.terms[0].hi, got.terms[0].value + cx_stat_t(0.95, n - 1.0) * se, 1e-8);
        const CxLogistic firth = cx_stat_logistic_firth(&ask);
        g_assert_cmpint(firth.status, ==, CX_LOGISTIC_OK);
        NEAR(firth.terms[0].value, log((c + .5) * (b + .5) / ((a + .5) * (d + .5))) / 2.0, 1e-8);
        g_assert_cmpfloat(firth.terms[0].lo, <, firth.terms[0].value);
        g_assert_cmpfloat(firth.terms[0].value, <, firth.terms[0].hi);
    }
}

/* With an empty cell there is no maximum, and Firth's estimate is the same formula as ever. */
static void
test_separated_table(void)
{
    Data data = { .n = 0 };
    add(&data, 0.0, true, 0);
    add(&data, 0.0, false, 20);
    add(&data, 1.0, true, 7);
    add(&data, 1.0, false, 13);
    const CxLogisticAsk ask = ask_of(&data, 1);
    const CxLogistic got = cx_stat_logistic(&ask);
    g_assert_cmpint(got.status, ==, CX_LOGISTIC_QUASI_SEPARATED);
    g_assert_true(isnan(got.terms[0].value) && isnan(got.terms[0].hi));
    const CxLogistic firth = cx_stat_logistic_firth(&ask);
    g_assert_cmpint(firth.status, ==, CX_LOGISTIC_OK);
    NEAR(firth.terms[0].value, log(7.5 * 20.5 / (13.5 * 0.5)), 1e-7);
    g_assert_cmpfloat(firth.terms[0].lo, >, 0.0);
    g_assert_cmpfloat(firth.terms[0].p, <, 0.05);
    g_assert_true(isfinite(firth.terms[0].hi));
    /* All parted: 10 against 10 at two values, as a table with two empty cells. */
    Data parted = { .n = 0 };
    add(&parted, -4.0, false, 10);
    add(&parted, 6.0, true, 10);
    const CxLogisticAsk parted_ask = ask_of(&parted, 1);
    g_assert_cmpint(cx_stat_logistic(&parted_ask).status, ==, CX_LOGISTIC_SEPARATED);
    const CxLogistic finite = cx_stat_logistic_firth(&parted_ask);
    NEAR(finite.terms[0].value, log(10.5 * 10.5 / (0.5 * 0.5)) / 10.0, 1e-7);
    g_assert_true(isfinite(finite.terms[0].hi));
}

static double
p_of(const CxLogistic *fit, const double *x, size_t n_terms)
{
    double eta = fit->intercept;
    for (size_t t = 0; t < n_terms; t++)
        eta += fit->terms[t].value * x[t];
    return 1.0 / (1.0 + exp(-eta));
}

/* Determinant of the information of two terms and a constant, written out. */
static double
penalty(const CxLogisticAsk *ask, double b0, double b1, double b2)
{
    double m[3][3] = { { 0.0 } };
    for (size_t i = 0; i < ask->n_rows; i++) {
        const double row[] = { 1.0, ask->x[2 * i], ask->x[2 * i + 1] };
        const double p = 1.0 / (1.0 + exp(-(b0 + b1 * row[1] + b2 * row[2])));
        for (int a = 0; a < 3; a++) {
            for (int b = 0; b < 3; b++)
                m[a][b] += ask->w[i] * p * (1.0 - p) * row[a] * row[b];
        }
    }
    return 0.5 * log(m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) -
                     m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0]) +
                     m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]));
}

static double
penalised(const CxLogisticAsk *ask, double b0, double b1, double b2)
{
    double sum = penalty(ask, b0, b1, b2);
    for (size_t i = 0; i < ask->n_rows; i++) {
        const double eta = b0 + b1 * ask->x[2 * i] + b2 * ask->x[2 * i + 1];
        sum += ask->w[i] * ((ask->is_yes[i] != 0 ? eta : 0.0) - log1p(exp(eta)));
    }
    return sum;
}

static void
draw(Data *data, size_t n, double slope)
{
    data->n = n;
    for (size_t i = 0; i < n; i++) {
        data->x[2 * i] = 10.0 + g_test_rand_double_range(0.0, 6.0);
        data->x[2 * i + 1] = g_test_rand_int_range(0, 5);
        const double eta = slope * (data->x[2 * i] - 13.0) - 0.3 * data->x[2 * i + 1];
        data->is_yes[i] = g_test_rand_double() < 1.0 / (1.0 + exp(-eta)) ? 1 : 0;
        data->w[i] = g_test_rand_int_range(1, 4);
        data->cluster[i] = (uint32_t)g_test_rand_int_range(0, 60);
    }
}

/* At a maximum of likelihood nothing pulls; at one of Firth's, every way leads down. */
static void
test_conditions(void)
{
    g_autofree Data *data = g_new0(Data, 1);
    for (int round = 0; round < 60; round++) {
        draw(data, N_MAX, 0.6);
        CxLogisticAsk ask = ask_of(data, 2);
        ask.w = data->w;
        ask.clusters = data->cluster;
        ask.n_clusters = 60;
        const CxLogistic got = cx_stat_logistic(&ask);
        g_assert_cmpint(got.status, ==, CX_LOGISTIC_OK);
        double pull[3] = { 0.0 };
        for (size_t i = 0; i < N_MAX; i++) {
            const double rest =
                data->w[i] * ((double)data->is_yes[i] - p_of(&got, &data->x[2 * i], 2));
            pull[0] += rest;
            pull[1] += rest * data->x[2 * i];
            pull[2] += rest * data->x[2 * i + 1];
        }
        for (int a = 0; a < 3; a++)
            NEAR(pull[a], 0.0, 1e-6);
        const CxLogistic firth = cx_stat_logistic_firth(&ask);
        g_assert_cmpint(firth.status, ==, CX_LOGISTIC_SHARED);
        g_assert_true(isnan(firth.terms[0].lo));
        const double b1 = firth.terms[0].value, b2 = firth.terms[1].value;
        const double top = penalised(&ask, firth.intercept, b1, b2);
        for (int way = 0; way < 20; way++) {
            const double by[] = { g_test_rand_double_range(-.02, .02),
                                  g_test_rand_double_range(-.002, .002),
                                  g_test_rand_double_range(-.01, .01) };
            g_assert_cmpfloat(penalised(&ask, firth.intercept + by[0], b1 + by[1], b2 + by[2]), <=,
                              top + 1e-9);
        }
    }
}

/* Terms moved and stretched are the same regression; weights of zero are rows that are not there. */
static void
test_laws(void)
{
    g_autofree Data *data = g_new0(Data, 1);
    draw(data, 200, 0.4);
    const CxLogisticAsk ask = ask_of(data, 2);
    const CxLogistic got = cx_stat_logistic(&ask);
    const CxLogistic firth = cx_stat_logistic_firth(&ask);
    for (size_t i = 0; i < 200; i++) {
        data->x[2 * i] = 1e4 - 8.0 * data->x[2 * i];
        data->w[i] = 1.0;
    }
    for (size_t i = 200; i < 300; i++) {
        data->x[2 * i] = 7.0;
        data->is_yes[i] = 1;
        data->w[i] = i % 2 == 0 ? 0.0 : (double)NAN;
    }
    data->n = 300;
    CxLogisticAsk moved = ask_of(data, 2);
    moved.w = data->w;
    const CxLogistic turned = cx_stat_logistic(&moved);
    g_assert_cmpint(turned.n, ==, 200);
    NEAR(turned.terms[0].value, -got.terms[0].value / 8.0, 1e-8);
    NEAR(turned.terms[0].lo, -got.terms[0].hi / 8.0, 1e-8);
    NEAR(turned.terms[1].se, got.terms[1].se, 1e-8);
    const CxLogistic turned_firth = cx_stat_logistic_firth(&moved);
    NEAR(turned_firth.terms[0].value, -firth.terms[0].value / 8.0, 1e-8);
    NEAR(turned_firth.terms[0].hi, -firth.terms[0].lo / 8.0, 1e-7);
}

/* ---- Refused ---- */

static void
assert_status(const CxLogisticAsk *ask, CxLogisticStatus status, CxLogisticStatus firth)
{
    const CxLogistic got = cx_stat_logistic(ask);
    g_assert_cmpstr(cx_logistic_status_key(got.status), ==, cx_logistic_status_key(status));
    g_assert_true(isnan(got.terms[0].lo));
    const CxLogistic other = cx_stat_logistic_firth(ask);
    g_assert_cmpstr(cx_logistic_status_key(other.status), ==, cx_logistic_status_key(firth));
    g_assert_true(firth == CX_LOGISTIC_OK || isnan(other.terms[0].lo));
}

static void
test_refused(void)
{
    g_autofree Data *data = g_new0(Data, 1);
    draw(data, 200, 0.4);
    CxLogisticAsk ask = ask_of(data, 2);
    ask.n_rows = 0;
    assert_status(&ask, CX_LOGISTIC_TOO_FEW, CX_LOGISTIC_TOO_FEW);
    ask.n_rows = 200;
    for (size_t i = 0; i < 200; i++)
        data->cluster[i] = (uint32_t)(i % 19);
    ask.clusters = data->cluster;
    ask.n_clusters = 60;
    assert_status(&ask, CX_LOGISTIC_FEW_CLUSTERS, CX_LOGISTIC_SHARED);
    g_assert_true(isfinite(cx_stat_logistic(&ask).terms[0].value));
    g_assert_cmpint(cx_stat_logistic(&ask).clusters, ==, 19);
    ask.clusters = NULL;
    for (size_t i = 0; i < 200; i++)
        data->x[2 * i + 1] = 3.0 - 0.1 * data->x[2 * i];
    assert_status(&ask, CX_LOGISTIC_COLLINEAR, CX_LOGISTIC_COLLINEAR);
    g_assert_cmpuint(cx_stat_logistic(&ask).i_term, ==, 1);
    for (size_t i = 0; i < 200; i++)
        data->x[2 * i + 1] = 0.1;
    assert_status(&ask, CX_LOGISTIC_CONSTANT, CX_LOGISTIC_CONSTANT);
    g_assert_cmpuint(cx_stat_logistic(&ask).i_term, ==, 1);
    for (size_t i = 0; i < 200; i++)
        data->is_yes[i] = 1;
    assert_status(&ask, CX_LOGISTIC_ALIKE, CX_LOGISTIC_ALIKE);
    Data few = { .n = 0 };
    add(&few, 1.0, true, 4);
    add(&few, 1.0, false, 40);
    add(&few, 2.0, true, 5);
    add(&few, 2.0, false, 30);
    const CxLogisticAsk few_ask = ask_of(&few, 1);
    assert_status(&few_ask, CX_LOGISTIC_TOO_FEW, CX_LOGISTIC_OK);
}

/* ---- Separation, by trying every line ---- */

#define GRID 4
#define FAR                                                                                        \
    12 /* normals of whole numbers up to this part all that can be parted on so small a grid */

/* 2: some line parts all; 1: some line parts all but rows on it; 0: none does. */
static int
try_lines(const Data *data)
{
    int most = 0;
    for (int a = -FAR; a <= FAR; a++) {
        for (int b = -FAR; b <= FAR; b++) {
            double no = -1e9, yes = 1e9, least = 1e9, largest = -1e9;
            for (size_t i = 0; i < data->n; i++) {
                const double at = a * data->x[2 * i] + b * data->x[2 * i + 1];
                least = fmin(least, at);
                largest = fmax(largest, at);
                if (data->is_yes[i] != 0)
                    yes = fmin(yes, at);
                else
                    no = fmax(no, at);
            }
            if (no < yes)
                return 2;
            if (no <= yes && least < largest)
                most = 1;
        }
    }
    return most;
}

static void
test_separation(void)
{
    static const CxSeparation wanted[] = { CX_SEPARATION_NONE, CX_SEPARATION_QUASI,
                                           CX_SEPARATION_COMPLETE };
    int n_of[3] = { 0 };
    for (int round = 0; round < 3000; round++) {
        Data data = { .n = (size_t)g_test_rand_int_range(4, 16) };
        bool is_flat = true;
        for (size_t i = 0; i < data.n; i++) {
            data.x[2 * i] = g_test_rand_int_range(0, GRID);
            data.x[2 * i + 1] = g_test_rand_int_range(0, GRID);
            const double lean = data.x[2 * i] - data.x[2 * i + 1];
            data.is_yes[i] = lean + g_test_rand_double_range(-1.0, 1.0) * (round % 4) > 0.2 ? 1 : 0;
        }
        for (size_t i = 2; i < data.n; i++) {
            const double cross = (data.x[2] - data.x[0]) * (data.x[2 * i + 1] - data.x[1]) -
                                 (data.x[3] - data.x[1]) * (data.x[2 * i] - data.x[0]);
            is_flat = is_flat && fabs(cross) < 0.5;
        }
        if (is_flat) /* on one line: collinear, or constant */
            continue;
        const int want = try_lines(&data);
        n_of[want]++;
        g_assert_cmpint(cx_stat_separation(data.x, data.is_yes, data.n, 2), ==, wanted[want]);
    }
    g_test_message("overlapping %d, quasi %d, complete %d", n_of[0], n_of[1], n_of[2]);
    for (int i = 0; i < 3; i++)
        g_assert_cmpint(n_of[i], >, 50);
}

/* One term, told by its ends, against the linear program: that is asked with a second term which only two more rows
 * have, one of each kind. */
static void
test_separation_one(void)
{
    int n_of[CX_SEPARATION_UNKNOWN] = { 0 };
    for (int round = 0; round < 2000; round++) {
        double x[20];
        double both[2 * 22];
        uint8_t is_yes[22];
        const size_t n = (size_t)g_test_rand_int_range(3, 20);
        double least = 1e9, largest = -1e9;
        for (size_t i = 0; i < n; i++) {
            x[i] = g_test_rand_int_range(0, 8);
            is_yes[i] = x[i] + (round % 3) * g_test_rand_double_range(-1.5, 1.5) > 3.5 ? 1 : 0;
            both[2 * i] = x[i];
            both[2 * i + 1] = 0.0;
            least = fmin(least, x[i]);
            largest = fmax(largest, x[i]);
        }
        if (!(least < largest)) /* constant */
            continue;
        const CxSeparation got = cx_stat_separation(x, is_yes, n, 1);
        for (size_t i = 0; i < 2; i++) {
            both[2 * (n + i)] = 3.0;
            both[2 * (n + i) + 1] = 1.0;
            is_yes[n + i] = (uint8_t)i;
        }
        /* The two at one place, one of each kind, lie on every plane that parts: what was complete becomes quasi. */
        const CxSeparation wide = cx_stat_separation(both, is_yes, n + 2, 2);
        g_assert_cmpint(wide, ==, got == CX_SEPARATION_COMPLETE ? CX_SEPARATION_QUASI : got);
        n_of[got]++;
    }
    g_test_message("overlapping %d, quasi %d, complete %d", n_of[0], n_of[1], n_of[2]);
    for (int i = 0; i < CX_SEPARATION_UNKNOWN; i++)
        g_assert_cmpint(n_of[i], >, 30);
}

/* Eight terms: a plane of all of them parts the answers, until one lies beyond it. */
static void
test_separation_wide(void)
{
    enum { TERMS = CX_SEPARATION_TERMS_MAX, N = 300 };
    double x[TERMS * N];
    uint8_t is_yes[N];
    for (int round = 0; round < 40; round++) {
        double normal[TERMS];
        for (size_t t = 0; t < TERMS; t++)
            normal[t] = g_test_rand_double_range(-1.0, 1.0);
        size_t deepest = 0;
        double depth = -1.0;
        for (size_t i = 0; i < N; i++) {
            double at = 0.0;
            for (size_t t = 0; t < TERMS; t++) {
                x[i * TERMS + t] = g_test_rand_double_range(-1.0, 1.0);
                at += normal[t] * x[i * TERMS + t];
            }
            is_yes[i] = at > 0.0 ? 1 : 0;
            if (at > depth) {
                depth = at;
                deepest = i;
            }
        }
        g_assert_cmpint(cx_stat_separation(x, is_yes, N, TERMS), ==, CX_SEPARATION_COMPLETE);
        /* The deepest of the good ones goes over to the middle of the others: no plane is left. */
        for (size_t t = 0; t < TERMS; t++)
            x[deepest * TERMS + t] = -0.3 * normal[t];
        g_assert_cmpint(cx_stat_separation(x, is_yes, N, TERMS), !=, CX_SEPARATION_COMPLETE);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_stat_start();
    g_test_add_func("/stat/logistic/table", test_table);
    g_test_add_func("/stat/logistic/separated_table", test_separated_table);
    g_test_add_func("/stat/logistic/conditions", test_conditions);
    g_test_add_func("/stat/logistic/laws", test_laws);
    g_test_add_func("/stat/logistic/refused", test_refused);
    g_test_add_func("/stat/logistic/separation", test_separation);
    g_test_add_func("/stat/logistic/separation_one", test_separation_one);
    g_test_add_func("/stat/logistic/separation_wide", test_separation_wide);
    return g_test_run();
}
