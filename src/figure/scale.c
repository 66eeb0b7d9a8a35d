#include "figure/scale.h"

#include <math.h>
#include <stdbool.h>

#include "lang/assert.h"

/* Steps are these times a power of ten. */
static const double nice[] = { 1.0, 2.0, 5.0, 10.0 };

/* The smallest round step that is at least `raw`. */
static double
round_step(double raw)
{
    const double power = pow(10.0, floor(log10(raw)));
    for (size_t i = 0; i < CX_N_ELEMENTS(nice); i++) {
        if (nice[i] * power >= raw * (1.0 - 1e-9))
            return nice[i] * power;
    }
    return 10.0 * power;
}

static double
step_down(double value, double step)
{
    return floor(value / step + 1e-9) * step;
}

static double
step_up(double value, double step)
{
    return ceil(value / step - 1e-9) * step;
}

static void
place_ticks(CxScale *scale)
{
    const double first = ceil(scale->lo / scale->step - 1e-9);
    const double last = floor(scale->hi / scale->step + 1e-9);
    scale->n_ticks = 0;
    const size_t n_steps = last < first ? 0 : (size_t)(last - first) + 1;
    for (size_t i = 0; i < n_steps && i < CX_SCALE_TICKS_MAX; i++)
        scale->ticks[scale->n_ticks++] = (first + (double)i) * scale->step + 0.0;
    const int decimals = (int)ceil(-log10(scale->step) - 1e-9);
    scale->decimals = decimals < 0 ? 0 : (decimals > 6 ? 6 : decimals);
}

CxScale
cx_scale_fixed(double lo, double hi, size_t n_steps_max, double lo_px, double hi_px)
{
    cx_assert(isfinite(lo) && isfinite(hi) && lo < hi);
    cx_assert(n_steps_max >= 2 && n_steps_max < CX_SCALE_TICKS_MAX);
    CxScale scale = { .lo = lo, .hi = hi, .lo_px = lo_px, .hi_px = hi_px };
    scale.step = round_step((hi - lo) / (double)n_steps_max);
    place_ticks(&scale);
    return scale;
}

/* The ends the ticks must cover: the data with its air, within the limits, and never a point. */
static void
need_ends(const CxScaleNeed *need, double *ret_lo, double *ret_hi)
{
    const bool has_data = isfinite(need->lo) && isfinite(need->hi);
    double lo = has_data ? need->lo : (isfinite(need->floor) ? need->floor : 0.0);
    double hi = has_data ? need->hi : (isfinite(need->ceil) ? need->ceil : lo + 1.0);
    if (has_data) {
        double pad = (hi - lo) * need->pad_share;
        if (!(hi - lo > 1e-9 * fmax(1.0, fabs(hi))))
            pad = fmax(fabs(hi) * 0.1, 0.5);
        lo -= pad;
        hi += pad;
    }
    if (isfinite(need->floor))
        lo = fmax(lo, need->floor);
    if (isfinite(need->ceil))
        hi = fmin(hi, need->ceil);
    if (!(lo < hi)) {
        lo -= 0.5;
        hi = lo + 1.0;
    }
    *ret_lo = lo;
    *ret_hi = hi;
}

/* Limits that the data break, or that leave no room, are no limits. */
static CxScaleNeed
honest_need(const CxScaleNeed *need)
{
    CxScaleNeed honest = *need;
    if (isfinite(need->floor) && isfinite(need->ceil) && need->floor >= need->ceil)
        honest.floor = honest.ceil = NAN;
    if (isfinite(honest.floor) && need->lo < honest.floor)
        honest.floor = NAN;
    if (isfinite(honest.ceil) && need->hi > honest.ceil)
        honest.ceil = NAN;
    return honest;
}

void
cx_scale_need_take(CxScaleNeed *need, double value)
{
    if (!isfinite(value))
        return;
    need->lo = fmin(need->lo, value);
    need->hi = fmax(need->hi, value);
}

CxScale
cx_scale_fit(const CxScaleNeed *asked, double lo_px, double hi_px)
{
    const CxScaleNeed honest = honest_need(asked);
    const CxScaleNeed *need = &honest;
    double lo = 0.0;
    double hi = 1.0;
    need_ends(need, &lo, &hi);

    /* A step that just divides hi - lo may need one more interval once the ends are rounded. */
    const double n_max = (double)need->n_steps_max;
    double step = round_step((hi - lo) / n_max);
    while ((step_up(hi, step) - step_down(lo, step)) / step > n_max + 0.5)
        step = round_step(step * 1.5);

    double from = step_down(lo, step);
    double to = step_up(hi, step);
    if (isfinite(need->floor))
        from = fmax(from, fmin(need->floor, lo));
    if (isfinite(need->ceil))
        to = fmin(to, fmax(need->ceil, hi));
    CxScale scale = { .lo = from, .hi = to, .lo_px = lo_px, .hi_px = hi_px, .step = step };
    place_ticks(&scale);
    return scale;
}

double
cx_scale_px(const CxScale *scale, double value)
{
    cx_assert(isfinite(value));
    const double at = fmin(fmax(value, scale->lo), scale->hi);
    return scale->lo_px +
           (at - scale->lo) / (scale->hi - scale->lo) * (scale->hi_px - scale->lo_px);
}
