/* What is wrong with something a person submitted: field by field, in their words.
 *
 * An empty list is success. Not for "could not do it at all": that is a GError. One thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "lang/lang.h"

typedef struct {
    char *field; /* name of the form field or "/path" in a document; "" for the whole */
    char *code;  /* stable, for programs: "required", "range", "unknown" … */
    char *text;  /* a sentence for people */
} CxIssue;

typedef struct CxIssues CxIssues;

CxIssues *cx_issues_new(void);
void cx_issues_free(CxIssues *issues);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxIssues, cx_issues_free)

void cx_issues_add(CxIssues *issues, const char *field, const char *code, const char *format, ...)
    CX_PRINTF(4, 5);
size_t cx_issues_count(const CxIssues *issues);
const CxIssue *cx_issues_at(const CxIssues *issues, size_t i); /* borrowed */
/* The first issue of a field, or NULL. */
const CxIssue *cx_issues_find(const CxIssues *issues, const char *field);
/* Sets an INVALID error that joins all texts, where no form can show them. Needs one issue. */
void cx_issues_set_error(const CxIssues *issues, GError **error);
