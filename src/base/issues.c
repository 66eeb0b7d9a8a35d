#include "base/issues.h"

#include "lang/assert.h"

struct CxIssues {
    GPtrArray *list; /* of CxIssue, owned */
};

static void
issue_free(gpointer data)
{
    CxIssue *issue = data;
    g_free(issue->field);
    g_free(issue->code);
    g_free(issue->text);
    g_free(issue);
}

CxIssues *
cx_issues_new(void)
{
    CxIssues *issues = g_new0(CxIssues, 1);
    issues->list = g_ptr_array_new_with_free_func(issue_free);
    return issues;
}

void
cx_issues_free(CxIssues *issues)
{
    if (issues == NULL)
        return;
    g_ptr_array_unref(issues->list);
    g_free(issues);
}

void
cx_issues_add(CxIssues *issues, const char *field, const char *code, const char *format, ...)
{
    CxIssue *issue = g_new0(CxIssue, 1);
    issue->field = g_strdup(field);
    issue->code = g_strdup(code);
    va_list args;
    va_start(args, format);
    issue->text = g_strdup_vprintf(format, args);
    va_end(args);
    g_ptr_array_add(issues->list, issue);
}

size_t
cx_issues_count(const CxIssues *issues)
{
    return issues->list->len;
}

const CxIssue *
cx_issues_at(const CxIssues *issues, size_t i)
{
    cx_assert(i < issues->list->len);
    return g_ptr_array_index(issues->list, i);
}

const CxIssue *
cx_issues_find(const CxIssues *issues, const char *field)
{
    for (guint i = 0; i < issues->list->len; i++) {
        const CxIssue *issue = g_ptr_array_index(issues->list, i);
        if (g_str_equal(issue->field, field))
            return issue;
    }
    return NULL;
}

void
cx_issues_set_error(const CxIssues *issues, GError **error)
{
    cx_assert(issues->list->len > 0);
    g_autoptr(GString) all = g_string_new(NULL);
    for (guint i = 0; i < issues->list->len; i++) {
        const CxIssue *issue = g_ptr_array_index(issues->list, i);
        if (i > 0)
            g_string_append(all, all->str[all->len - 1] == '.' ? " " : "; ");
        if (*issue->field != '\0')
            g_string_append_printf(all, "%s: ", issue->field);
        g_string_append(all, issue->text);
    }
    g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID, all->str);
}
