/* Pilots over simulated programs: sites with customers that resemble each other, a season, a drift of
 * every site's own, and an effect that is there or not. The generator shares no code with the
 * estimators but the random numbers.
 *
 *     null      "improved" or "worsened" with nothing to it: at most 5 % and its chance
 *     coverage  the 95 % interval holds the truth in 93 to 97 %
 *     power     an effect as large as was said before the start is seen in 76 to 84 %, wider here: what was
 *               said rests on a spread estimated from few periods
 *     trend     sites chosen for being on their way up are not credited */
#include <glib.h>
#include <math.h>
#include <stdlib.h>

#include "base/random.h"
#include "evidence/pilot_priv.h"
#include "stat/estimate.h"

#define SITES   16
#define TREATED 8
#define LENGTH  90
#define FROM    (5 * LENGTH)

static CxRandom chance;

typedef struct {
    double level, drift; /* drift: of the treated, per period */
    double shift;        /* of the treated, once the pilot runs */
} Site;

/* The rating of one customer. */
static uint8_t
rating_of(const Site *site, int period, double own)
{
    const double season = 0.2 * sin((double)period);
    const double latent = site->level + site->drift * period + own + season +
                          (period == 5 ? site->shift : 0.0) + cx_random_normal(&chance);
    return (uint8_t)lround(fmin(fmax(3.0 + latent, 1.0), 5.0));
}

static void
add_answers(CxFrameBuilder *builder, const Site *site, size_t i_site, int period)
{
    const double own = 0.15 * cx_random_normal(&chance); /* what moves a site by itself */
    const int n = 30 + (int)cx_random_below(&chance, 40);
    for (int i = 0; i < n; i++) {
        const uint8_t codes[] = { rating_of(site, period, own), (uint8_t)i_site };
        char unit[32];
        (void)g_snprintf(unit, sizeof unit, "%d:%d:%d", (int)i_site, period, i);
        const CxFrameRow row = { .day = { period * LENGTH + i % LENGTH },
                                 .mode = CX_CODE_MISSING,
                                 .weight = (double)NAN,
                                 .cluster = unit,
                                 .answers = codes };
        g_assert_true(cx_frame_builder_add_row(builder, &row, NULL));
    }
}

static CxFrame *
frame_of(const Site *sites, int n_periods)
{
    const CxFrameSpec spec = { .survey = "s", .title = "S", .overall = "q" };
    const CxFrameItem item = {
        .key = "q", .label = "Q", .kind = CX_FRAME_RATING, .lo = 1, .hi = 5
    };
    CxFrameChoice choices[SITES];
    char keys[SITES][8];
    for (size_t i = 0; i < SITES; i++) {
        g_snprintf(keys[i], sizeof keys[i], "s%d", (int)i);
        choices[i] = (CxFrameChoice){ (uint8_t)i, keys[i], keys[i] };
    }
    const CxFrameItem site = { .key = "site",
                               .label = "Site",
                               .kind = CX_FRAME_CHOICE,
                               .choices = choices,
                               .n_choices = SITES };
    g_autoptr(CxFrameBuilder) builder = cx_frame_builder_new(&spec);
    uint8_t version = 0;
    size_t index = 0;
    g_assert_true(cx_frame_builder_add_version(builder, "v", "V", &version, NULL));
    g_assert_true(cx_frame_builder_add_item(builder, &item, &index, NULL));
    g_assert_true(cx_frame_builder_add_item(builder, &site, &index, NULL));
    for (int period = 0; period < n_periods; period++) {
        for (size_t i = 0; i < SITES; i++)
            add_answers(builder, &sites[i], i, period);
    }
    CxFrame *frame = cx_frame_builder_end(builder, NULL);
    g_assert_nonnull(frame);
    return frame;
}

/* A program: its sites, and the pilot over them. */
typedef struct {
    Site sites[SITES];
    char keys[SITES][8];
    CxPilotUnit units[SITES];
    CxPilot pilot;
} Program;

static void
draw_program(Program *program, double drift)
{
    for (size_t i = 0; i < SITES; i++) {
        const bool is_treated = i < TREATED;
        program->sites[i] =
            (Site){ .level = 0.4 * cx_random_normal(&chance), .drift = is_treated ? drift : 0.0 };
        g_snprintf(program->keys[i], sizeof program->keys[i], "s%d", (int)i);
        program->units[i] = (CxPilotUnit){ program->keys[i], program->keys[i], is_treated };
    }
    program->pilot = (CxPilot){
        .measure = CX_SLICE_MEAN,
        .unit_item = "site",
        .from = { FROM },
        .to = { FROM + LENGTH - 1 },
        .before_from = { FROM - LENGTH },
        .before_to = { FROM - 1 },
        .wanted = 0.3,
        .seed = cx_random_u64(&chance),
        .units = program->units,
        .n_units = SITES,
        .n_treated = TREATED,
    };
}

static CxSlice *
slice_of(void)
{
    CxSlice *slice = cx_slice_new();
    slice->question = g_strdup("q");
    slice->measure = CX_SLICE_MEAN;
    slice->weighting = CX_SLICE_UNWEIGHTED;
    return slice;
}

/* What is said of it, after what could be seen was worked out from the time before. */
static CxWording
run(Program *program, CxPilotMeasured *measured)
{
    g_autoptr(CxSlice) slice = slice_of();
    g_autoptr(CxFrame) frame = frame_of(program->sites, 6);
    const CxPilotAsk ask = { frame, slice, &program->pilot };
    g_assert_true(cx_pilot_foresee(&ask, &program->pilot.plan, NULL));
    g_assert_true(cx_pilot_measure(&ask, measured, NULL));
    const char *limit = NULL;
    return cx_pilot_judge(&program->pilot, measured, &limit);
}

static int
n_programs(void)
{
    return g_getenv("CX_LONG") != NULL ? 1000 : 150;
}

/* The mean effect of a shift on the five-point scale, over many answers of no program. */
static double
true_effect(const Program *program, double shift)
{
    double sum = 0.0;
    for (size_t i = 0; i < TREATED; i++) {
        for (int j = 0; j < 400; j++) {
            const double z = hypot(1.0, 0.15) * cx_random_normal(&chance);
            const double base = program->sites[i].level + 0.2 * sin(5.0) + z;
            sum += round(fmin(fmax(3.0 + base + shift, 1.0), 5.0)) -
                   round(fmin(fmax(3.0 + base, 1.0), 5.0));
        }
    }
    return sum / (TREATED * 400.0);
}

/* Five binomial deviations: what chance does once in a million runs. */
static int
chance_of(int n, double share)
{
    return (int)ceil(5.0 * sqrt(n * share * (1.0 - share)));
}

static void
test_null(void)
{
    const int n = n_programs();
    int n_said = 0;
    int n_held = 0;
    for (int i = 0; i < n; i++) {
        Program program;
        CxPilotMeasured measured;
        draw_program(&program, 0.0);
        const CxWording wording = run(&program, &measured);
        n_said += wording == CX_WORDING_IMPROVED || wording == CX_WORDING_WORSENED ? 1 : 0;
        const CxEstimate *effect = &measured.effect.difference;
        n_held += effect->lo <= 0.0 && effect->hi >= 0.0 ? 1 : 0;
    }
    g_test_message("improved or worsened in %d of %d pilots with nothing to them", n_said, n);
    g_test_message("the interval holds nothing in %d of %d", n_held, n);
    g_assert_cmpint(n_said, <=, n / 20 + chance_of(n, .05));
    g_assert_cmpint(n_held, >=, n * 95 / 100 - chance_of(n, .05));
}

/* Plants the effect that was said to show with 80 %; the shift of the latent rating that makes it. */
static double
plant(Program *program)
{
    CxPilotMeasured measured;
    (void)run(program, &measured);
    const double wanted = program->pilot.plan.detectable;
    double shift = wanted;
    for (int j = 0; j < 4; j++)
        shift *= wanted / fmax(true_effect(program, shift), 1e-6);
    for (size_t j = 0; j < TREATED; j++)
        program->sites[j].shift = shift;
    return shift;
}

static void
test_power(void)
{
    const int n = n_programs();
    int n_seen = 0;
    int n_held = 0;
    for (int i = 0; i < n; i++) {
        Program program;
        CxPilotMeasured measured;
        draw_program(&program, 0.0);
        const double truth = true_effect(&program, plant(&program));
        (void)run(&program, &measured);
        const CxEstimate *effect = &measured.effect.difference;
        n_seen += measured.effect.p <= .05 && effect->value > 0.0 ? 1 : 0;
        n_held += effect->lo <= truth && truth <= effect->hi ? 1 : 0;
    }
    g_test_message("a planted effect was seen in %d of %d, and held in %d", n_seen, n, n_held);
    g_assert_cmpint(n_seen, >=, n * 80 / 100 - chance_of(n, .8));
    g_assert_cmpint(n_seen, <=, n * 80 / 100 + chance_of(n, .8));
    g_assert_cmpint(n_held, >=, n * 95 / 100 - chance_of(n, .05));
}

/* Chosen for being on their way up: without a lot they are credited no more than chance would. */
static void
test_trend(void)
{
    const int n = n_programs() / 2;
    int n_credited = 0;
    for (int i = 0; i < n; i++) {
        Program program;
        CxPilotMeasured measured;
        draw_program(&program, 0.2);
        n_credited += run(&program, &measured) == CX_WORDING_IMPROVED ? 1 : 0;
    }
    g_test_message("sites on their way up were credited in %d of %d pilots", n_credited, n);
    g_assert_cmpint(n_credited, <=, n / 10);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_stat_start();
    const char *seed = g_getenv("CX_SEED");
    chance = cx_random_seeded(seed != NULL ? g_ascii_strtoull(seed, NULL, 10)
                                           : (uint64_t)g_test_rand_int());
    g_test_add_func("/simulation/pilot/null", test_null);
    g_test_add_func("/simulation/pilot/power", test_power);
    g_test_add_func("/simulation/pilot/trend", test_trend);
    return g_test_run();
}
