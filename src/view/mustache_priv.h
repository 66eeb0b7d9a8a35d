/* A compiled template: a tree of nodes. Made by mustache_parse.c from the tokens of
 * mustache_scan.c, walked by mustache_render.c and mustache_check.c, kept by mustache.c.
 *
 * Indentation. The specification prepends the blanks before a partial's tag to each line of the
 * partial's text. Here each line that shows something starts with a LINE node that holds its own
 * leading blanks, and the renderer writes the indentation in force, then those. A block's content
 * brought in from elsewhere first loses the blanks its own lines stand in by (n_dedent), then takes
 * the indentation of the place it comes to. */
#pragma once

#include "base/error.h"
#include "view/mustache.h"

typedef struct CxTemplate CxTemplate;

/* ---- Tokens ---- */

typedef enum {
    CX_TOKEN_LEAD,    /* blanks at the start of a line, perhaps none; not on empty lines */
    CX_TOKEN_TEXT,    /* bytes without a line end */
    CX_TOKEN_NEWLINE, /* "\n" or "\r\n" */
    CX_TOKEN_TAG,
    CX_TOKEN_END, /* once, last */
    CX_TOKEN_N
} CxTokenKind;

typedef struct {
    CxTokenKind kind;
    char sigil;       /* TAG: one of # ^ / ! > < $ & { @ =, or 0 for {{name}} */
    bool is_alone;    /* TAG: on lines of its own, whose blanks and end are dropped */
    bool is_override; /* TAG {{$x}} right inside {{<y}} */
    bool is_dropped;  /* LEAD, TEXT, NEWLINE beside such a tag */
    guint i_line;     /* 1-based */
    const char *text; /* of the source; TAG: trimmed content */
    size_t len_bytes;
} CxToken;

/* Cuts a source into tokens and marks the tags that stand alone. The tokens point into the source.
 * Fails with CORRUPT, naming template and line. (transfer full) */
CX_MUST_USE GArray *cx_mustache_scan(const char *name, const char *text, size_t len_bytes,
                                     GError **error);
/* Whether nothing but blanks follows token i on its line. */
bool cx_mustache_is_last_on_line(const GArray *tokens, guint i);
/* Drops the blanks and the line end after token i. */
void cx_mustache_drop_line_end(GArray *tokens, guint i);

/* ---- Nodes ---- */

typedef enum {
    CX_NODE_TEXT,
    CX_NODE_LINE,     /* the start of a line that shows something; text: its own blanks */
    CX_NODE_VALUE,    /* {{x}} */
    CX_NODE_RAW,      /* {{{x}}} */
    CX_NODE_SECTION,  /* {{#x}} */
    CX_NODE_INVERTED, /* {{^x}} */
    CX_NODE_PARTIAL,  /* {{>text}} */
    CX_NODE_PARENT,   /* {{<text}}, children are its BLOCKs */
    CX_NODE_BLOCK,    /* {{$text}} */
    CX_NODE_MESSAGE,  /* {{@ text a=b}} */
    CX_NODE_N
} CxNodeKind;

/* An argument of a message tag. */
typedef struct {
    char *name;
    char **path;
} CxNodeArg;

typedef struct {
    CxNodeKind kind;
    bool is_alone; /* PARTIAL, PARENT, BLOCK: on lines of its own */
    guint i_line;
    size_t n_dedent; /* BLOCK: blanks its content's lines stand in by */
    const CxTemplate *home;
    char *text;               /* bytes, name or key; NULL where a path says it */
    char *indent;             /* PARTIAL, PARENT, BLOCK: blanks for what comes here */
    char **path;              /* VALUE, RAW, SECTION, INVERTED: names; empty for "." */
    GPtrArray *children;      /* of CxNode, or NULL */
    const CxTemplate *target; /* PARTIAL, PARENT after linking, or NULL */
    const CxMessage *message; /* MESSAGE, borrowed from the catalogue */
    GPtrArray *args;          /* MESSAGE: of CxNodeArg */
} CxNode;

struct CxTemplate {
    char *name;
    char *source;
    size_t len_bytes;
    GPtrArray *nodes; /* of CxNode */
};

void cx_node_free(gpointer data); /* a CxNode */

/* Compiles template->source into template->nodes; catalogue may be NULL. Fails with CORRUPT. */
CX_MUST_USE bool cx_mustache_parse(CxTemplate *template, const CxCatalogue *catalogue,
                                   GError **error);

/* The template, or NULL. */
const CxTemplate *cx_templates_find(const CxTemplates *templates, const char *name);
/* The first block of that name among a PARENT's, or NULL. */
const CxNode *cx_node_block_find(const CxNode *parent, const char *name);
/* Sets an error that starts with template and line. */
CX_PRINTF(5, 6)
void cx_mustache_error(GError **error, CxErrorCode code, const char *name, guint i_line,
                       const char *format, ...);
