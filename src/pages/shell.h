/* The frame around every page: templates/layout.html. Templates reach it as {{shell.…}}, so that no
 * field of a page hides one of the frame's. */
#pragma once

#include "view/field.h"
#include "web/server.h"

/* A place one can go, or several folded under one word. */
typedef struct {
    const char *label;
    const char *href;
    bool is_current; /* the page shown is this place or below it, or one of those folded */
    bool is_folded;
    CxViewList places; /* of CxShellPlace: of one that is folded */
    const char *here;  /* of one that is folded: label of the current place in it, or NULL */
} CxShellLink;

/* A place within a fold. */
typedef struct {
    const char *label;
    const char *href;
    bool is_current;
} CxShellPlace;

/* Places that belong together: one word in the bar, a row of their own below it. */
typedef struct {
    const char *label;
    const char *href;  /* the first of its places */
    bool is_current;   /* the page shown is in one of them */
    bool has_places;   /* more than one */
    CxViewList places; /* of CxShellLink: what this reader may open */
    CxViewList all;    /* of CxShellPlace: the same without folds */
} CxShellSection;

/* One thing wrong with what was submitted. */
typedef struct {
    const char *field; /* name of the form field; "" for the whole */
    const char *text;
} CxShellIssue;

typedef struct {
    const char *lang;  /* "en" */
    const char *title; /* of the page, for the browser's tab */
    const char *csrf;  /* the hidden field "_csrf" of every form that changes something */
    bool is_signed_in;
    const char *user_name;
    const char *role; /* in words */
    CxViewList nav;   /* of CxShellSection: those with something this reader may open */
    CxViewList menu;  /* of CxShellLink: under the reader's name */
    bool has_menu;
    CxViewList issues; /* of CxShellIssue */
    bool has_issues;
    int64_t n_issues;
    const char *url_icon; /* addresses of assets, with their digests */
    const char *url_font;
    const char *url_inter;
    const char *url_inter_print;
    const char *url_tabler;
    const char *url_style;
    const char *url_htmx;
    const char *url_script;
} CxShellFrame;

/* The one field by which templates find the frame. */
typedef struct {
    CxShellFrame shell;
} CxShellView;

extern const CxViewType cx_shell_view_type;

/* For CxShell (web/server.h): the frame of one page, in the arena. */
const void *cx_shell_make(const CxShellFacts *facts, CxArena *arena, void *shell_data);
