/* Templates: mustache (the whole specification but lambdas and dynamic names, with template
 * inheritance), compiled once at start, rendered over views.
 *
 *     {{name}} {{a.b}} {{.}}        escaped for text and double-quoted attributes
 *     {{{markup}}} {{&markup}}      raw; in our templates for CX_FIELD_MARKUP only
 *     {{#x}}…{{/x}} {{^x}}…{{/x}}   section, inverted section
 *     {{>field}}                    partial, indented as it stands
 *     {{<layout}}{{$main}}…{{/main}}{{/layout}}   inheritance
 *     {{! … }}  {{=<% %>=}}         comment, other delimiters
 *     {{@ scores.title n=n_rows}}   message of the catalogue; arguments are (dotted) field names
 *
 * False are: missing, NULL, "", false, 0, NaN, an empty list. `templates/people/list.html` has the
 * name "people/list". A set is immutable once linked and may be shared by all threads. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/message.h"
#include "lang/lang.h"
#include "view/field.h"
#include "view/value.h"

typedef struct CxTemplates CxTemplates;

/* What linking does about a partial or parent that is not in the set. */
typedef enum { CX_LINK_STRICT, CX_LINK_LENIENT } CxLink;

/* All built-in templates in the catalogue's language, which is borrowed and must outlive the set.
 * Fails with CORRUPT, naming template and line: syntax, unknown partial, message that is not in the
 * catalogue or not given its arguments. (transfer full) */
CX_MUST_USE CxTemplates *cx_templates_compile(const CxCatalogue *catalogue, GError **error);

/* The steps of the above, for tests and tools. catalogue (nullable: no messages) */
CX_MUST_USE CxTemplates *cx_templates_new(const CxCatalogue *catalogue);
CX_MUST_USE bool cx_templates_add(CxTemplates *templates, const char *name, const char *text,
                                  size_t len_bytes, GError **error);
CX_MUST_USE bool cx_templates_link(CxTemplates *templates, CxLink link, GError **error);
void cx_templates_free(CxTemplates *templates);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxTemplates, cx_templates_free)

bool cx_templates_has(const CxTemplates *templates, const char *name);
const CxCatalogue *cx_templates_catalogue(const CxTemplates *templates);
/* 16 hex digits over all sources and the language, for ETags. Borrowed. */
const char *cx_templates_digest(const CxTemplates *templates);

/* Checks that every name a template uses (also in its partials and parents) is a field shown on the
 * page of the types in reach, outermost first; fails with CORRUPT naming template and line. */
CX_MUST_USE bool cx_templates_check(const CxTemplates *templates, const char *name,
                                    const CxViewType *const *types, size_t n_types, GError **error);

/* Appends a rendered template; views are the context, outermost first (shell, page). Fails with
 * NOT_FOUND for a template not in the set, TOO_LARGE beyond CX_TEMPLATE_DEPTH_MAX of nesting or
 * CX_TEMPLATE_BYTES_MAX of output; `out` may then hold a part. */
CX_MUST_USE bool cx_templates_render(const CxTemplates *templates, const char *name,
                                     const CxView *views, size_t n_views, GString *out,
                                     GError **error);
/* The same over any values. */
CX_MUST_USE bool cx_templates_render_values(const CxTemplates *templates, const char *name,
                                            const CxValue *values, size_t n_values, GString *out,
                                            GError **error);
