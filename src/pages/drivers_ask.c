#include "pages/drivers_ask.h"

#include "base/error.h"
#include "base/text.h"
#include "people/department.h"

static bool
is_given(const char *text)
{
    return text != NULL && *text != '\0';
}

void
cx_drivers_query_owned_free(CxDriversQueryOwned *query)
{
    if (query == NULL)
        return;
    cx_slice_free(query->slice);
    g_strfreev(query->items);
    g_free(query);
}

static bool
read_method(const char *text, CxDriversMethod *ret_method, GError **error)
{
    for (int i = 0; i < CX_DRIVERS_METHOD_N; i++) {
        if (g_str_equal(text, cx_drivers_method_key((CxDriversMethod)i))) {
            *ret_method = (CxDriversMethod)i;
            return true;
        }
    }
    g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "the method is lmg or johnson, got \"%s\"",
                text);
    return false;
}

static bool
read_draws(const char *text, size_t *ret_n, GError **error)
{
    int64_t n = 0;
    if (cx_text_parse_i64(text, &n, NULL) && (n == 0 || n >= CX_DRIVERS_REPLICATES_MIN) &&
        n <= CX_DRIVERS_REPLICATES_MAX) {
        *ret_n = (size_t)n;
        return true;
    }
    g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                "draws are 0, or a whole number from %d to %d, got \"%s\"",
                CX_DRIVERS_REPLICATES_MIN, CX_DRIVERS_REPLICATES_MAX, text);
    return false;
}

static bool
read_slice(const CxDriversAskTexts *texts, CxDriversQueryOwned *query, GError **error)
{
    const CxSlicePair pairs[] = {
        { "from", texts->from != NULL ? texts->from : "" },
        { "to", texts->to != NULL ? texts->to : "" },
        { "where", texts->where != NULL ? texts->where : "" },
        { "weighting", texts->weighting != NULL ? texts->weighting : "" },
    };
    g_autoptr(CxIssues) issues = cx_issues_new();
    query->slice = cx_slice_parse_pairs(pairs, CX_N_ELEMENTS(pairs), issues);
    query->query.slice = query->slice;
    if (query->slice != NULL)
        return true;
    cx_issues_set_error(issues, error);
    return false;
}

static void
read_items(const char *text, CxDriversQueryOwned *query)
{
    g_auto(GStrv) given = g_strsplit(text, ",", -1);
    g_autoptr(GStrvBuilder) items = g_strv_builder_new();
    for (size_t i = 0; given[i] != NULL; i++) {
        if (*g_strstrip(given[i]) != '\0')
            g_strv_builder_add(items, given[i]);
    }
    query->items = g_strv_builder_end(items);
    query->query.items = (const char *const *)query->items;
    query->query.n_items = g_strv_length(query->items);
}

CxDriversQueryOwned *
cx_drivers_ask_read(CxCtx *ctx, const CxDriversAskTexts *texts, GError **error)
{
    g_autoptr(CxDriversQueryOwned) query = g_new0(CxDriversQueryOwned, 1);
    query->query = (CxDriversQuery){ .outcome = is_given(texts->outcome) ? texts->outcome : NULL,
                                     .method = CX_DRIVERS_METHOD_N,
                                     .n_replicates = CX_DRIVERS_REPLICATES };
    if (is_given(texts->items))
        read_items(texts->items, query);
    if ((is_given(texts->method) && !read_method(texts->method, &query->query.method, error)) ||
        (is_given(texts->bootstrap) &&
         !read_draws(texts->bootstrap, &query->query.n_replicates, error)) ||
        !read_slice(texts, query, error))
        return NULL;
    if (is_given(texts->department)) {
        g_autoptr(CxDepartment) department = cx_department_find(ctx, texts->department, error);
        if (department == NULL)
            return NULL;
        query->query.department = department->id;
    }
    return g_steal_pointer(&query);
}
