/* The press: turns views into PDF with a few warm WeasyPrint processes.
 *
 * A process starts with the first document that needs it, is started anew when it died, took too
 * long or has printed many, and ends with the press. Any thread may print; who finds all processes
 * busy waits a few seconds. Nothing is fetched: documents get our own styles and fonts only. */
#pragma once

#include <glib.h>

#include "lang/lang.h"
#include "view/field.h"
#include "view/mustache.h"

typedef struct CxPress CxPress;

/* How a document begins. */
typedef struct {
    const char *template_name; /* "print/brief": inherits from "print/frame" */
    const char *title;         /* of the document, plain text */
    const char *lang;          /* "en" */
    const CxViewType *type;    /* of the view that fills it */
    const void *view;
} CxPrint;

/* Starts nothing yet. The templates are borrowed; `python` is the interpreter that has WeasyPrint,
 * or NULL to look in the usual places. */
CxPress *cx_press_new(const CxTemplates *templates, const char *python);
/* Ends all processes; nobody may be printing. */
void cx_press_free(CxPress *press);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxPress, cx_press_free)

/* The document as tagged PDF (PDF/UA-1). UNSUPPORTED, saying what to install, where there is no
 * WeasyPrint; BUSY when all processes stay busy; IO when printing failed; what rendering fails
 * with. (transfer full) */
CX_MUST_USE GBytes *cx_press_print(CxPress *press, const CxPrint *document, GError **error);
/* A template drawn over one view, without any frame: what is kept of a document. Fails as rendering
 * does. (transfer full) */
CX_MUST_USE char *cx_press_draw(const CxPress *press, const char *template_name,
                                const CxViewType *type, const void *view, GError **error);
/* Whether documents can be printed here; else UNSUPPORTED, saying what to install. Quick: starts no
 * process that stays. */
CX_MUST_USE bool cx_press_check(const CxPress *press, GError **error);
