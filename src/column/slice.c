#include "column/slice.h"

#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "column/slice_priv.h"
#include "lang/assert.h"

const char *const cx_slice_names[CX_SLICE_NAME_N] = {
    [CX_SLICE_NAME_SURVEY] = "survey",       [CX_SLICE_NAME_MEASURE] = "measure",
    [CX_SLICE_NAME_QUESTION] = "question",   [CX_SLICE_NAME_ANSWERS] = "answers",
    [CX_SLICE_NAME_FROM] = "from",           [CX_SLICE_NAME_TO] = "to",
    [CX_SLICE_NAME_WHERE] = "where",         [CX_SLICE_NAME_GROUP] = "group",
    [CX_SLICE_NAME_WEIGHTING] = "weighting", [CX_SLICE_NAME_ORGANISED] = "organised",
};

static const char *const measure_keys[] = {
#define X(name, key, words) [CX_SLICE_##name] = (key),
    CX_SLICE_MEASURE_MAP(X)
#undef X
};

static const char *const measure_words[] = {
#define X(name, key, words) [CX_SLICE_##name] = (words),
    CX_SLICE_MEASURE_MAP(X)
#undef X
};

static const char *const by_keys[] = {
    [CX_SLICE_BY_NONE] = "none",   [CX_SLICE_BY_VERSION] = "version", [CX_SLICE_BY_MODE] = "mode",
    [CX_SLICE_BY_MONTH] = "month", [CX_SLICE_BY_QUARTER] = "quarter", [CX_SLICE_BY_YEAR] = "year",
    [CX_SLICE_BY_ITEM] = "item",
};

static const char *const weighting_keys[] = {
    [CX_SLICE_DECLARED] = "declared",
    [CX_SLICE_WEIGHTED] = "weighted",
    [CX_SLICE_UNWEIGHTED] = "unweighted",
};

static const char *const organised_keys[] = {
    [CX_ORGANISED_NOW] = "now",
    [CX_ORGANISED_THEN] = "then",
};

const char *
cx_slice_measure_key(CxSliceMeasure measure)
{
    cx_assert((unsigned)measure < CX_SLICE_MEASURE_N);
    return measure_keys[measure];
}

const char *
cx_slice_measure_words(CxSliceMeasure measure)
{
    cx_assert((unsigned)measure < CX_SLICE_MEASURE_N);
    return measure_words[measure];
}

const char *
cx_slice_by_key(CxSliceBy by)
{
    cx_assert((unsigned)by < CX_SLICE_BY_N);
    return by_keys[by];
}

bool
cx_slice_by_is_period(CxSliceBy by)
{
    return by == CX_SLICE_BY_MONTH || by == CX_SLICE_BY_QUARTER || by == CX_SLICE_BY_YEAR;
}

int32_t
cx_slice_period_index(CxSliceBy by, CxDay day)
{
    cx_assert(cx_slice_by_is_period(by));
    if (by == CX_SLICE_BY_MONTH)
        return cx_day_month_index(day);
    if (by == CX_SLICE_BY_QUARTER)
        return cx_day_quarter_index(day);
    return cx_day_civil(day).year;
}

CxDay
cx_slice_period_first_day(CxSliceBy by, int32_t index)
{
    cx_assert(cx_slice_by_is_period(by));
    if (by == CX_SLICE_BY_MONTH)
        return cx_month_first_day(index);
    if (by == CX_SLICE_BY_QUARTER)
        return cx_quarter_first_day(index);
    return cx_month_first_day(index * 12);
}

const char *
cx_slice_weighting_key(CxSliceWeighting weighting)
{
    cx_assert((unsigned)weighting < CX_SLICE_WEIGHTING_N);
    return weighting_keys[weighting];
}

const char *
cx_slice_organised_key(CxSliceOrganised organised)
{
    cx_assert((unsigned)organised < CX_ORGANISED_N);
    return organised_keys[organised];
}

bool
cx_slice_is_name(const char *name)
{
    for (size_t i = 0; i < CX_SLICE_NAME_N; i++) {
        if (strcmp(cx_slice_names[i], name) == 0)
            return true;
    }
    return false;
}

static void
filter_free(gpointer data)
{
    CxSliceFilter *filter = data;
    g_free(filter->item);
    g_strfreev(filter->values);
    g_free(filter);
}

CxSlice *
cx_slice_new(void)
{
    CxSlice *slice = g_new0(CxSlice, 1);
    slice->from = CX_DAY_NONE;
    slice->to = CX_DAY_NONE;
    slice->filters = g_ptr_array_new_with_free_func(filter_free);
    return slice;
}

CxSlice *
cx_slice_copy(const CxSlice *slice)
{
    CxSlice *copy = g_new0(CxSlice, 1);
    *copy = *slice;
    copy->survey = g_strdup(slice->survey);
    copy->question = g_strdup(slice->question);
    copy->answers = g_strdupv(slice->answers);
    copy->by_item = g_strdup(slice->by_item);
    copy->filters = g_ptr_array_new_with_free_func(filter_free);
    for (guint i = 0; i < slice->filters->len; i++) {
        const CxSliceFilter *filter = g_ptr_array_index(slice->filters, i);
        CxSliceFilter *own = g_new0(CxSliceFilter, 1);
        own->item = g_strdup(filter->item);
        own->values = g_strdupv(filter->values);
        g_ptr_array_add(copy->filters, own);
    }
    return copy;
}

void
cx_slice_free(CxSlice *slice)
{
    if (slice == NULL)
        return;
    g_free(slice->survey);
    g_free(slice->question);
    g_strfreev(slice->answers);
    g_free(slice->by_item);
    g_ptr_array_unref(slice->filters);
    g_free(slice);
}

/* ---- Lists of keys ---- */

static bool
is_number(const char *text)
{
    return *text != '\0' && strspn(text, "0123456789") == strlen(text);
}

/* Numbers by size, before words; words by byte. */
static gint
key_compare(gconstpointer a, gconstpointer b)
{
    const char *const *first = a;
    const char *const *second = b;
    const bool is_first = is_number(*first);
    const bool is_second = is_number(*second);
    if (is_first != is_second)
        return is_first ? -1 : 1;
    const size_t len_first = strlen(*first);
    const size_t len_second = strlen(*second);
    if (is_first && len_first != len_second)
        return len_first < len_second ? -1 : 1;
    return strcmp(*first, *second);
}

GStrv
cx_slice_keys_parse(const char *text, GError **error)
{
    g_auto(GStrv) given = g_strsplit(text, ",", CX_SLICE_VALUES_MAX + 2);
    g_autoptr(GPtrArray) kept = g_ptr_array_new();
    const size_t n = g_strv_length(given);
    if (n > CX_SLICE_VALUES_MAX) {
        g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE, "a list has at most %d values",
                    CX_SLICE_VALUES_MAX);
        return NULL;
    }
    for (size_t i = 0; i < n; i++) {
        if (!cx_text_is_key(cx_text_trim(given[i]))) {
            g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "\"%s\" is not a key", given[i]);
            return NULL;
        }
    }
    qsort(given, n, sizeof(*given), key_compare);
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || strcmp(given[i - 1], given[i]) != 0)
            g_ptr_array_add(kept, g_strdup(given[i]));
    }
    g_ptr_array_add(kept, NULL);
    return (GStrv)g_ptr_array_free(g_steal_pointer(&kept), FALSE);
}

/* ---- Filters ---- */

static gint
filter_compare(gconstpointer a, gconstpointer b)
{
    const CxSliceFilter *const *first = a;
    const CxSliceFilter *const *second = b;
    return strcmp((*first)->item, (*second)->item);
}

const CxSliceFilter *
cx_slice_filter(const CxSlice *slice, const char *item)
{
    for (guint i = 0; i < slice->filters->len; i++) {
        const CxSliceFilter *filter = g_ptr_array_index(slice->filters, i);
        if (strcmp(filter->item, item) == 0)
            return filter;
    }
    return NULL;
}

static void
filter_remove(CxSlice *slice, const char *item)
{
    for (guint i = 0; i < slice->filters->len; i++) {
        const CxSliceFilter *filter = g_ptr_array_index(slice->filters, i);
        if (strcmp(filter->item, item) == 0) {
            (void)g_ptr_array_remove_index(slice->filters, i); /* freed, not wanted */
            return;
        }
    }
}

bool
cx_slice_set_filter(CxSlice *slice, const char *item, const char *values, GError **error)
{
    if (!cx_text_is_key(item)) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "\"%s\" is not a key", item);
        return false;
    }
    if (values == NULL || *values == '\0') {
        filter_remove(slice, item);
        return true;
    }
    g_auto(GStrv) keys = cx_slice_keys_parse(values, error);
    if (keys == NULL)
        return false;
    if (cx_slice_filter(slice, item) == NULL && slice->filters->len >= CX_SLICE_FILTERS_MAX) {
        g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE, "a slice has at most %d filters",
                    CX_SLICE_FILTERS_MAX);
        return false;
    }
    CxSliceFilter *filter = g_new0(CxSliceFilter, 1);
    filter->item = g_strdup(item);
    filter->values = g_steal_pointer(&keys);
    filter_remove(slice, item);
    g_ptr_array_add(slice->filters, filter);
    g_ptr_array_sort(slice->filters, filter_compare);
    return true;
}

/* ---- Formatting ---- */

/* Everything in a slice is a key, a date or a list of keys, so nothing needs percent-encoding. */
static void
append(GString *out, CxSliceName name, const char *value)
{
    if (value == NULL)
        return;
    if (out->len > 0)
        g_string_append_c(out, '&');
    g_string_append(out, cx_slice_names[name]);
    g_string_append_c(out, '=');
    g_string_append(out, value);
}

static void
append_day(GString *out, CxSliceName name, CxDay day)
{
    if (cx_day_is_none(day))
        return;
    g_autofree char *text = cx_day_format(day);
    append(out, name, text);
}

char *
cx_slice_format(const CxSlice *slice)
{
    GString *out = g_string_new(NULL);
    append(out, CX_SLICE_NAME_SURVEY, slice->survey);
    append(out, CX_SLICE_NAME_MEASURE, measure_keys[slice->measure]);
    append(out, CX_SLICE_NAME_QUESTION, slice->question);
    if (slice->answers != NULL) {
        g_autofree char *answers = g_strjoinv(",", slice->answers);
        append(out, CX_SLICE_NAME_ANSWERS, answers);
    }
    append_day(out, CX_SLICE_NAME_FROM, slice->from);
    append_day(out, CX_SLICE_NAME_TO, slice->to);
    for (guint i = 0; i < slice->filters->len; i++) {
        const CxSliceFilter *filter = g_ptr_array_index(slice->filters, i);
        g_autofree char *values = g_strjoinv(",", filter->values);
        g_autofree char *text = g_strconcat(filter->item, ":", values, NULL);
        append(out, CX_SLICE_NAME_WHERE, text);
    }
    if (slice->by != CX_SLICE_BY_NONE) {
        append(out, CX_SLICE_NAME_GROUP,
               slice->by == CX_SLICE_BY_ITEM ? slice->by_item : by_keys[slice->by]);
    }
    if (slice->weighting != CX_SLICE_DECLARED)
        append(out, CX_SLICE_NAME_WEIGHTING, weighting_keys[slice->weighting]);
    if (slice->organised != CX_ORGANISED_NOW)
        append(out, CX_SLICE_NAME_ORGANISED, organised_keys[slice->organised]);
    return g_string_free(out, FALSE);
}
