/* The wall over time: periods of which one can be subtracted from another.
 *
 * Two periods that differ by a day tell the answers of that day. So readers who do not hold the
 * answers anyway ask for whole months, and what they see forms a tree: all time, its years, their
 * quarters, their months. A part is shown if its whole is, and if it is not hidden among its
 * neighbours, where small parts are hidden with the next smallest (wall.c). Any other row of months
 * is shown if the largest parts it is made of are: then it tells nothing that they do not. What can
 * be had by adding and subtracting is thus a part that is shown, or all hidden parts of one whole
 * together, and both hold enough answers.
 *
 * What later releases bring to a month holds enough answers by itself, which do not all say the same
 * (feedback/release.h). What the first one brought need not: so a part has to be shown by it as well, on
 * every later day, or a month hidden today and shown tomorrow would tell what it held today. */
#include "base/civil.h"
#include "base/error.h"
#include "evidence/score_priv.h"
#include "evidence/tallies.h"
#include "feedback/release.h"
#include "lang/assert.h"

typedef struct {
    const CxReleaseSum *said; /* by month, said[0] of all.from; borrowed */
    CxWallMonths all;
    CxWallMonths asked;
    int64_t min_n;
} Tree;

static const int32_t part_months[] = { 12, 3, 1 };

bool
cx_wall_holds_answers(const CxCtx *ctx)
{
    return ctx->wall.can_change_program;
}

static bool
is_month_begin(CxDay day)
{
    return cx_month_first_day(cx_day_month_index(day)).v == day.v;
}

bool
cx_wall_check_period(const CxCtx *ctx, const CxFrame *frame, const CxSlice *slice, GError **error)
{
    if (cx_wall_holds_answers(ctx) || cx_frame_n_rows(frame) == 0)
        return true;
    const bool is_from_fit = cx_day_is_none(slice->from) ||
                             slice->from.v <= cx_frame_first_day(frame).v ||
                             is_month_begin(slice->from);
    const bool is_to_fit = cx_day_is_none(slice->to) || slice->to.v >= cx_frame_last_day(frame).v ||
                           is_month_begin((CxDay){ slice->to.v + 1 });
    if (is_from_fit && is_to_fit)
        return true;
    g_set_error_literal(error, CX_ERROR, CX_ERROR_FORBIDDEN,
                        "you may ask for whole months only: periods that differ by a day would "
                        "tell the answers of that day");
    return false;
}

bool
cx_wall_check_parts(const CxCtx *ctx, const CxSlice *slice, GError **error)
{
    const bool is_parted = slice->filters->len > 0 || slice->by == CX_SLICE_BY_ITEM ||
                           slice->by == CX_SLICE_BY_MODE || slice->by == CX_SLICE_BY_VERSION;
    if (!is_parted || cx_wall_holds_answers(ctx))
        return true;
    g_set_error_literal(error, CX_ERROR, CX_ERROR_FORBIDDEN,
                        "you see answers by month, quarter and year: parted in other ways as well, "
                        "numbers taken from one another would tell what single customers said; the "
                        "CX team sees them parted");
    return false;
}

static CxReleaseSum
sum_of(const Tree *tree, CxWallMonths span)
{
    CxReleaseSum sum = { 0 };
    for (int32_t i = span.from; i < span.to; i++)
        cx_release_sum_add(&sum, &tree->said[i - tree->all.from]);
    return sum;
}

static CxWallPart
part_of(const Tree *tree, CxWallMonths span)
{
    const CxReleaseSum sum = sum_of(tree, span);
    return (CxWallPart){ .n = sum.n, .said = sum, .is_shown = true };
}

static bool
is_apart(CxWallMonths a, CxWallMonths b)
{
    return a.to <= b.from || b.to <= a.from;
}

static bool
is_inside(CxWallMonths inner, CxWallMonths outer)
{
    return outer.from <= inner.from && inner.to <= outer.to;
}

/* The part of years, quarters or months that begins with the month, cut to the whole. */
static CxWallMonths
part_at(CxWallMonths whole, int32_t month, int32_t n_months)
{
    return (CxWallMonths){ month, MIN(month - month % n_months + n_months, whole.to) };
}

/* Whether the whole, itself shown, shows all it has of what is asked. */
static bool
shows(const Tree *tree, CxWallMonths whole, size_t level)
{
    if (is_apart(whole, tree->asked) || is_inside(whole, tree->asked))
        return true;
    if (level == CX_N_ELEMENTS(part_months))
        return false;
    const int32_t n_months = part_months[level];
    g_autofree CxWallPart *parts = g_new0(CxWallPart, (gsize)(whole.to - whole.from) + 1);
    size_t n_parts = 0;
    for (CxWallMonths part = part_at(whole, whole.from, n_months); part.from < whole.to;
         part = part_at(whole, part.to, n_months))
        parts[n_parts++] = part_of(tree, part);
    (void)cx_wall_hide_parts(tree->min_n, 0, parts, n_parts); /* there is no rest */

    CxWallMonths part = part_at(whole, whole.from, n_months);
    for (size_t i = 0; i < n_parts; i++, part = part_at(whole, part.to, n_months)) {
        if (parts[i].n == 0 || is_apart(part, tree->asked))
            continue;
        if (!parts[i].is_shown || !shows(tree, part, level + 1))
            return false;
    }
    return true;
}

bool
cx_wall_shows_months(int64_t min_n, const CxReleaseSum *said, CxWallMonths all, CxWallMonths asked)
{
    const Tree tree = { .said = said, .all = all, .asked = asked, .min_n = min_n };
    const CxReleaseSum whole = sum_of(&tree, all);
    return !cx_release_sum_is_alike(&whole) && shows(&tree, all, 0);
}

static CxWallMonths
asked_months(const CxSlice *slice, CxWallMonths all)
{
    CxWallMonths asked = all;
    if (!cx_day_is_none(slice->from))
        asked.from = MAX(asked.from, cx_day_month_index(slice->from));
    if (!cx_day_is_none(slice->to))
        asked.to = MIN(asked.to, cx_day_month_index(slice->to) + 1);
    return asked;
}

/* Whether the question's first release hid some of what is asked. said has room for all months. */
static bool
first_tells(const CxNumber *number, CxWallMonths all, CxReleaseSum *said, bool *ret_tells,
            GError **error)
{
    const CxReleaseFirst first = {
        .item = number->slice->measure == CX_SLICE_COUNT ? NULL : number->item,
        .column = number->slice->question,
        .from = all.from,
        .n_months = (size_t)(all.to - all.from),
    };
    if (!cx_release_first_load(number->ctx, number->survey, &first, said, error))
        return false;
    *ret_tells =
        !cx_wall_shows_months(number->ctx->wall.min_n, said, all, asked_months(number->slice, all));
    return true;
}

/* Whether the months as they are now hide some of what is asked. */
static bool
now_tells(const CxNumber *number, CxWallMonths all, CxReleaseSum *said, bool *ret_tells,
          GError **error)
{
    g_autoptr(CxSlice) by_month = cx_slice_copy(number->slice);
    by_month->from = CX_DAY_NONE;
    by_month->to = CX_DAY_NONE;
    by_month->by = CX_SLICE_BY_MONTH;
    g_autoptr(CxTallies) tallies = cx_tallies_run(number->ctx, number->frame, by_month, error);
    if (tallies == NULL)
        return false;
    for (size_t i = 0; i < tallies->n_groups; i++) {
        const int32_t month = cx_day_month_index(tallies->groups[i].from);
        said[month - all.from] = (CxReleaseSum){ .n = tallies->groups[i].n, .is_open = true };
    }
    *ret_tells =
        !cx_wall_shows_months(number->ctx->wall.min_n, said, all, asked_months(number->slice, all));
    return true;
}

bool
cx_wall_period_tells(const CxNumber *number, bool *ret_tells, GError **error)
{
    *ret_tells = false;
    const CxSlice *slice = number->slice;
    if (cx_wall_holds_answers(number->ctx) || cx_frame_n_rows(number->frame) == 0)
        return true;
    const CxWallMonths all = { cx_day_month_index(cx_frame_first_day(number->frame)),
                               cx_day_month_index(cx_frame_last_day(number->frame)) + 1 };
    g_autofree CxReleaseSum *said = g_new0(CxReleaseSum, (gsize)(all.to - all.from));
    const bool is_open = cx_day_is_none(slice->from) && cx_day_is_none(slice->to);
    if (!is_open && !now_tells(number, all, said, ret_tells, error))
        return false;
    return *ret_tells || first_tells(number, all, said, ret_tells, error);
}
