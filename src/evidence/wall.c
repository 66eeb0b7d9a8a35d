/* The wall over numbers: what is too small to be shown, and what would give that away. */
#include <math.h>
#include <string.h>

#include "evidence/score_priv.h"
#include "evidence/tallies.h"
#include "lang/assert.h"

void
cx_measured_hide(CxMeasured *value, CxMeasuredStatus status)
{
    *value = (CxMeasured){
        .value = (double)NAN,
        .lo = (double)NAN,
        .hi = (double)NAN,
        .n = -1,
        .clusters = -1,
        .status = status,
        .rule = value->rule,
    };
}

static bool
is_small(int64_t n, int64_t min_n)
{
    return n > 0 && n < min_n;
}

static bool
is_telling(const CxWallPart *part, int64_t min_n)
{
    return is_small(part->n, min_n) || cx_release_sum_is_alike(&part->said);
}

static CxWallPart *
smallest_shown(CxWallPart *parts, size_t n_parts)
{
    CxWallPart *smallest = NULL;
    for (size_t i = 0; i < n_parts; i++) {
        if (parts[i].is_shown && parts[i].n > 0 && (smallest == NULL || parts[i].n < smallest->n))
            smallest = &parts[i];
    }
    return smallest;
}

bool
cx_wall_hide_parts(int64_t min_n, int64_t n_rest, CxWallPart *parts, size_t n_parts)
{
    const bool is_rest_hidden = is_small(n_rest, min_n);
    int64_t n_answers = is_rest_hidden ? n_rest : 0;
    size_t n_hidden = is_rest_hidden ? 1 : 0;
    CxReleaseSum said = { 0 };
    for (size_t i = 0; i < n_parts; i++) {
        parts[i].is_small = is_telling(&parts[i], min_n);
        parts[i].is_shown = parts[i].is_shown && !parts[i].is_small;
        if (!parts[i].is_shown && parts[i].n > 0) {
            n_answers += parts[i].n;
            cx_release_sum_add(&said, &parts[i].said);
            n_hidden++;
        }
    }
    while (n_hidden > 0 && (n_hidden == 1 || n_answers < min_n || cx_release_sum_is_alike(&said))) {
        CxWallPart *smallest = smallest_shown(parts, n_parts);
        if (smallest == NULL)
            break;
        smallest->is_shown = false;
        n_answers += smallest->n;
        cx_release_sum_add(&said, &smallest->said);
        n_hidden++;
    }
    return is_rest_hidden;
}

/* ---- What filters give away ---- */

static void
group_by(CxSlice *slice, const char *item)
{
    slice->by = CX_SLICE_BY_ITEM;
    if (g_str_equal(item, "mode"))
        slice->by = CX_SLICE_BY_MODE;
    else if (g_str_equal(item, "version"))
        slice->by = CX_SLICE_BY_VERSION;
    g_free(slice->by_item);
    slice->by_item = slice->by == CX_SLICE_BY_ITEM ? g_strdup(item) : NULL;
}

/* Whether a filter keeps some, but not all, of the parts that are hidden when its item parts the
 * slice: then what it keeps, beside the parts that are shown, gives a hidden one away. */
static bool
keeps_some_hidden(const CxNumber *number, const CxSliceFilter *filter, bool *ret_keeps,
                  GError **error)
{
    g_autoptr(CxSlice) slice = cx_slice_copy(number->slice);
    if (!cx_slice_set_filter(slice, filter->item, NULL, error))
        return false;
    group_by(slice, filter->item);
    g_autoptr(CxTallies) tallies = cx_tallies_run(number->ctx, number->frame, slice, error);
    if (tallies == NULL)
        return false;
    g_autofree CxWallPart *parts = g_new0(CxWallPart, tallies->n_groups + 1);
    int64_t n_rest = tallies->whole.n;
    for (size_t i = 0; i < tallies->n_groups; i++) {
        parts[i] = (CxWallPart){ .n = tallies->groups[i].n, .is_shown = true };
        n_rest -= tallies->groups[i].n;
    }
    const int64_t min_n = number->ctx->wall.min_n;
    size_t n_hidden = cx_wall_hide_parts(min_n, n_rest, parts, tallies->n_groups) ? 1 : 0;
    size_t n_kept = 0;
    for (size_t i = 0; i < tallies->n_groups; i++) {
        if (parts[i].is_shown || parts[i].n == 0)
            continue;
        n_hidden++;
        if (g_strv_contains((const char *const *)filter->values, tallies->groups[i].key))
            n_kept++;
    }
    *ret_keeps = n_kept > 0 && n_kept < n_hidden;
    return true;
}

/* Whether all filters together leave out so few answers that asking without them tells. */
static bool
leaves_out_few(const CxNumber *number, int64_t n, bool *ret_leaves, GError **error)
{
    g_autoptr(CxSlice) slice = cx_slice_copy(number->slice);
    g_ptr_array_set_size(slice->filters, 0);
    g_autoptr(CxTallies) tallies = cx_tallies_run(number->ctx, number->frame, slice, error);
    if (tallies == NULL)
        return false;
    *ret_leaves = is_small(tallies->whole.n - n, number->ctx->wall.min_n);
    return true;
}

bool
cx_wall_filters_tell(const CxNumber *number, int64_t n, const char *by_item, bool *ret_tell,
                     GError **error)
{
    const GPtrArray *filters = number->slice->filters;
    guint n_filters = 0;
    bool is_told = false;
    for (guint i = 0; i < filters->len && !is_told; i++) {
        const CxSliceFilter *filter = g_ptr_array_index(filters, i);
        if (g_strcmp0(filter->item, by_item) == 0)
            continue;
        n_filters++;
        if (!keeps_some_hidden(number, filter, &is_told, error))
            return false;
    }
    if (n_filters > 1 && !is_told && !leaves_out_few(number, n, &is_told, error))
        return false;
    *ret_tell = is_told;
    return true;
}
