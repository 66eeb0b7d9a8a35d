#include "evidence/change_plan.h"

#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "evidence/change_measure.h"
#include "feedback/frame_store.h"
#include "lang/assert.h"

#define WIDE_SHARE   0.05 /* METHODS: a half-width over 10 NPS points, 5 % of their range */
#define YEAR_DAYS    365
#define SEASON_SLACK 60 /* days by which a wave a year before may be early or late */
#define QUARTERS     4

static int32_t
quarters_of(CxCadence step)
{
    if (step == CX_CADENCE_YEAR)
        return QUARTERS;
    return step == CX_CADENCE_HALF ? QUARTERS / 2 : 1;
}

/* The period of a step that ends with a quarter. */
static CxChangePeriod
ending(CxCadence step, int32_t quarter)
{
    return (CxChangePeriod){
        .from = cx_quarter_first_day(quarter + 1 - quarters_of(step)),
        .to = { cx_quarter_first_day(quarter + 1).v - 1 },
    };
}

/* Whether a period of that length ends with the quarter. */
static bool
ends_with(CxCadence step, int32_t quarter)
{
    return (quarter + 1) % quarters_of(step) == 0;
}

static bool
is_closed(const CxChangePlan *plan, CxDay to)
{
    if (plan->as_of.v <= to.v)
        return false;
    return cx_frame_last_day(plan->frame).v > to.v || plan->as_of.v >= to.v + CX_CHANGE_GRACE_DAYS;
}

static const CxItem *
item_of(const CxChangePlan *plan, const CxDeclaration *declaration)
{
    const CxItem *item = cx_survey_item(plan->survey, declaration->item_key);
    cx_assert(item != NULL);
    return item;
}

CxSlice *
cx_change_slice(const CxChangePlan *plan, const CxDeclaration *declaration, const char *question,
                const CxChangePeriod *period)
{
    g_autoptr(CxSlice) slice = cx_slice_new();
    slice->survey = g_strdup(plan->survey->key);
    slice->question = g_strdup(question);
    slice->measure = declaration->measure;
    const bool has_weights = cx_frame_weights(plan->frame) != NULL;
    slice->weighting =
        declaration->is_weighted && has_weights ? CX_SLICE_WEIGHTED : CX_SLICE_UNWEIGHTED;
    if (period->version != NULL) {
        const bool is_key = cx_slice_set_filter(slice, "version", period->version->key, NULL);
        cx_assert(is_key);
        return g_steal_pointer(&slice);
    }
    slice->from = period->from;
    slice->to = period->to;
    return g_steal_pointer(&slice);
}

/* The answers of a slice; none where an older scale cannot have the measure. */
static bool
count_answers(const CxChangePlan *plan, const CxSlice *slice, int64_t *ret_n, GError **error)
{
    g_autoptr(CxIssues) issues = cx_issues_new();
    cx_slice_check(slice, plan->frame, issues);
    *ret_n = 0;
    if (cx_issues_count(issues) > 0)
        return true;
    g_autoptr(CxTallies) tallies = cx_slice_run(plan->frame, slice, error);
    if (tallies == NULL)
        return false;
    *ret_n = tallies->whole.n;
    return true;
}

const char *
cx_change_column(const CxChangePlan *plan, const CxDeclaration *declaration,
                 const CxChangePeriod *period, CxArena *arena, GError **error)
{
    const CxItem *item = item_of(plan, declaration);
    const char *best = NULL;
    int64_t n_best = 0;
    for (size_t i = item->n_in; i-- > 0;) {
        g_autofree char *column = cx_frame_store_column(plan->survey, item, item->in[i].i_version);
        if (column == NULL || g_strcmp0(column, best) == 0)
            continue;
        g_autoptr(CxSlice) slice = cx_change_slice(plan, declaration, column, period);
        int64_t n = 0;
        if (!count_answers(plan, slice, &n, error))
            return NULL;
        if (n > n_best) {
            best = cx_arena_text(arena, column);
            n_best = n;
        }
    }
    return best;
}

/* ---- How long the periods are ---- */

/* Whether every period of the step in that year is measured well enough; *ret_has_any whether there
 * were answers at all. */
static bool
is_fine(const CxChangePlan *plan, const CxDeclaration *declaration, CxCadence step, int32_t year,
        bool *ret_has_any)
{
    bool is_fine_all = true;
    for (int32_t q = year * QUARTERS; q < (year + 1) * QUARTERS; q++) {
        if (!ends_with(step, q))
            continue;
        const CxChangePeriod period = ending(step, q);
        g_autoptr(CxSlice) slice =
            cx_change_slice(plan, declaration, declaration->item_key, &period);
        CxChangeMeasured measured;
        if (!cx_change_measure(plan->frame, slice, slice, &measured, NULL)) {
            is_fine_all = false;
            continue;
        }
        *ret_has_any = *ret_has_any || measured.after.n > 0;
        const double half = (measured.after.hi - measured.after.lo) / 2.0;
        if (!(half <= WIDE_SHARE * measured.range))
            is_fine_all = false;
    }
    return is_fine_all;
}

/* The step of a calendar year, settled by the answers of the year before, so that nothing of the
 * year itself decides how it is tested. */
static CxCadence
step_in(const CxChangePlan *plan, const CxDeclaration *declaration, int32_t year)
{
    CxCadence step = declaration->cadence;
    bool has_any = false;
    while (step != CX_CADENCE_YEAR && !is_fine(plan, declaration, step, year - 1, &has_any))
        step = step == CX_CADENCE_QUARTER ? CX_CADENCE_HALF : CX_CADENCE_YEAR;
    return has_any ? step : declaration->cadence;
}

/* ---- Which declaration ---- */

typedef struct {
    const CxChangePlan *plan;
    const CxDeclaration *first; /* of one department, oldest first */
    size_t n;
    GArray *planned;
} Department;

/* The declaration in force on a day: the last that counts by then; before all of them the first,
 * for history. NULL once withdrawn. */
static const CxDeclaration *
in_force(const Department *department, CxDay day)
{
    const CxDeclaration *found = &department->first[0];
    for (size_t i = 0; i < department->n; i++) {
        if (department->first[i].from.v <= day.v)
            found = &department->first[i];
    }
    const CxDay end = found->withdrawn_on;
    const bool is_over = !cx_day_is_none(end) && (day.v > end.v || found->from.v > day.v);
    return is_over ? NULL : found;
}

static void
plan_quarter(Department *department, int32_t quarter)
{
    const CxChangePlan *plan = department->plan;
    const CxDeclaration *declaration = in_force(department, cx_quarter_first_day(quarter));
    if (declaration == NULL || declaration->cadence == CX_CADENCE_WAVE ||
        !ends_with(declaration->cadence, quarter))
        return;
    const CxCadence step = step_in(plan, declaration, quarter / QUARTERS);
    const bool is_waiting = !ends_with(step, quarter);
    const CxCadence shown = is_waiting ? declaration->cadence : step;
    const int32_t back = declaration->against == CX_AGAINST_YEAR ? QUARTERS : quarters_of(shown);
    const CxPlanned planned = {
        .declaration = declaration,
        .step = step,
        .period = ending(shown, quarter),
        .has_against = true,
        .against = ending(shown, quarter - back),
        .is_other_season = back % QUARTERS != 0,
        .is_waiting = is_waiting,
        .is_exploratory = ending(shown, quarter).from.v < declaration->from.v,
    };
    g_array_append_val(department->planned, planned);
}

static void
plan_calendar(Department *department)
{
    const CxChangePlan *plan = department->plan;
    const CxDay first = cx_frame_first_day(plan->frame);
    for (int32_t q = cx_day_quarter_index(first); q <= cx_day_quarter_index(plan->as_of); q++) {
        if (is_closed(plan, ending(CX_CADENCE_QUARTER, q).to))
            plan_quarter(department, q);
    }
}

/* ---- Waves ---- */

/* The days of a wave: as said, else those of its answers. False without either. */
static bool
wave_at(const CxChangePlan *plan, size_t i_version, CxChangePeriod *ret_wave)
{
    const CxSurveyVersion *version = &plan->survey->versions[i_version];
    CxChangePeriod wave = { .from = version->from, .to = version->to, .version = version };
    if (!cx_day_is_none(wave.from) && !cx_day_is_none(wave.to)) {
        *ret_wave = wave;
        return true;
    }
    const uint16_t *days = cx_frame_days(plan->frame);
    const uint8_t *versions = cx_frame_versions(plan->frame);
    wave.from = wave.to = CX_DAY_NONE;
    for (size_t row = 0; row < cx_frame_n_rows(plan->frame); row++) {
        if (versions[row] != i_version)
            continue;
        const CxDay day = { cx_frame_first_day(plan->frame).v + days[row] };
        wave.from = cx_day_is_none(wave.from) ? day : wave.from;
        wave.to = day; /* rows stand by day */
    }
    *ret_wave = wave;
    return !cx_day_is_none(wave.from);
}

/* The wave before, or about a year before where there is one; false for the first. */
static bool
wave_before(const CxChangePlan *plan, const CxDeclaration *declaration, size_t i_version,
            CxPlanned *planned)
{
    const CxItem *item = item_of(plan, declaration);
    int32_t apart_best = INT32_MAX;
    for (size_t i = 0; i < i_version; i++) {
        CxChangePeriod wave;
        if (cx_item_in(item, i) == NULL || !wave_at(plan, i, &wave) ||
            wave.to.v >= planned->period.from.v)
            continue;
        const int32_t days = planned->period.to.v - wave.to.v;
        const bool is_year =
            declaration->against == CX_AGAINST_YEAR && ABS(days - YEAR_DAYS) <= SEASON_SLACK;
        const int32_t apart = is_year ? ABS(days - YEAR_DAYS) : SEASON_SLACK + days;
        if (apart > apart_best)
            continue;
        apart_best = apart;
        planned->against = wave;
        planned->has_against = true;
        const int32_t off = days % YEAR_DAYS;
        planned->is_other_season = MIN(off, YEAR_DAYS - off) > SEASON_SLACK;
    }
    return planned->has_against;
}

static void
plan_waves(Department *department)
{
    const CxChangePlan *plan = department->plan;
    for (size_t i = 0; i < plan->survey->n_versions; i++) {
        CxPlanned planned = { .step = CX_CADENCE_WAVE };
        if (!wave_at(plan, i, &planned.period) || !is_closed(plan, planned.period.to))
            continue;
        planned.declaration = in_force(department, planned.period.from);
        if (planned.declaration == NULL || planned.declaration->cadence != CX_CADENCE_WAVE ||
            cx_item_in(item_of(plan, planned.declaration), i) == NULL)
            continue;
        planned.is_exploratory = planned.period.from.v < planned.declaration->from.v;
        (void)wave_before(plan, planned.declaration, i, &planned); /* the first has none */
        g_array_append_val(department->planned, planned);
    }
}

/* ---- All of it ---- */

static int
compare_planned(const void *a, const void *b)
{
    const CxPlanned *left = a;
    const CxPlanned *right = b;
    if (left->period.to.v != right->period.to.v)
        return left->period.to.v < right->period.to.v ? -1 : 1;
    return (left->is_exploratory ? 1 : 0) - (right->is_exploratory ? 1 : 0);
}

GArray *
cx_change_plan(const CxChangePlan *plan)
{
    GArray *planned = g_array_new(FALSE, TRUE, sizeof(CxPlanned));
    if (cx_frame_n_rows(plan->frame) == 0)
        return planned;
    for (size_t i = 0; i < plan->declared->n;) {
        const CxDeclaration *first = &plan->declared->items[i];
        Department department = { .plan = plan, .first = first, .planned = planned };
        for (;
             i < plan->declared->n && plan->declared->items[i].department.v == first->department.v;
             i++)
            department.n++;
        plan_calendar(&department);
        plan_waves(&department);
    }
    g_array_sort(planned, compare_planned);
    return planned;
}

int64_t
cx_change_closes(const CxChangePlan *plan, CxDay day)
{
    int64_t n_calendar = 0;
    bool has_waves = false;
    for (size_t i = 0; i < plan->declared->n; i++) {
        const CxDeclaration *declaration = &plan->declared->items[i];
        if (!cx_day_is_none(declaration->withdrawn_on))
            continue;
        has_waves = has_waves || declaration->cadence == CX_CADENCE_WAVE;
        if (declaration->cadence != CX_CADENCE_WAVE)
            n_calendar = MAX(n_calendar, QUARTERS / quarters_of(declaration->cadence));
    }
    int64_t n_waves = 0;
    for (size_t i = 0; has_waves && i < plan->survey->n_versions; i++) {
        CxChangePeriod wave;
        if (wave_at(plan, i, &wave) && wave.to.v <= day.v && wave.to.v > day.v - YEAR_DAYS)
            n_waves++;
    }
    return MAX(n_calendar + n_waves, 1);
}
