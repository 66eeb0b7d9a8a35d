/* Views: a page is a plain struct, and a table of its fields says how to show it. The same table
 * fills the template (view/mustache.h) and writes the JSON, so a page and its data cannot drift.
 *
 *     typedef struct {
 *         const char *title;
 *         const char *chart_svg; (made by figure/)
 *         CxViewList rows;       (of RowView)
 *     } ScoresView;
 *
 *     static const CxViewField scores_fields[] = {
 *         CX_FIELD(ScoresView, title, CX_FIELD_TEXT, "The sentence to remember"),
 *         CX_FIELD_PAGE(ScoresView, chart_svg, CX_FIELD_MARKUP, "The figure"),
 *         CX_FIELD_CHILD(ScoresView, rows, CX_FIELD_LIST, &row_view_type, "One row per department"),
 *     };
 *     const CxViewType cx_scores_view_type =
 *         CX_VIEW_TYPE("Scores", ScoresView, scores_fields, "How departments are rated");
 *
 * A member's C type is checked against its kind by the compiler. Views are built in the request's
 * arena; tables are constants. Pure: any thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "lang/lang.h"

typedef struct CxJsonWriter CxJsonWriter;
typedef struct CxViewType CxViewType;

/*      kind          C type of the member          JSON                  in a template      */
#define CX_FIELD_KIND_MAP(X)                                                                         \
    X(TEXT)    /* const char *                    string or null        escaped; ""/NULL false */    \
    X(MARKUP)  /* const char *, only from figure/ string or null        raw with {{{ }}}        */   \
    X(COUNT)   /* int64_t                         integer               digits; 0 is false      */   \
    X(NUMBER)  /* double                          number, NaN is null   shortest; NaN is false  */   \
    X(FLAG)    /* bool                            true/false            "true"/"false"          */   \
    X(DAY)     /* CxDay                           "2018-03-31" or null  the same                */   \
    X(INSTANT) /* CxInstant                       ISO in UTC or null    the same                */   \
    X(OBJECT)  /* const T * with a child type     object or null        section; NULL is false  */   \
    X(OBJECT_IN) /* T in place with a child type    object                section                 */ \
    X(LIST)      /* CxViewList with a child type    array                 repeats; empty is false */

typedef enum {
#define X(name) CX_FIELD_##name,
    CX_FIELD_KIND_MAP(X)
#undef X
        CX_FIELD_N
} CxFieldKind;

/* Where a field shows. Markup and prepared sentences are for the page, raw numbers for the data. */
typedef enum { CX_FIELD_EVERYWHERE, CX_FIELD_ON_PAGE, CX_FIELD_IN_DATA } CxFieldWhere;

typedef struct {
    const char *name; /* in the template and in JSON */
    CxFieldKind kind;
    CxFieldWhere where;
    size_t offset;          /* of the member in the struct */
    const CxViewType *type; /* of objects and list items, else NULL */
    const char *about;      /* one sentence for the API's description */
} CxViewField;

struct CxViewType {
    const char *name; /* "Scores": the schema's name in the API's description */
    const CxViewField *fields;
    size_t n_fields;
    size_t size_bytes; /* of the struct, and so of a list's item */
    const char *about;
};

/* Items of one type side by side, in the arena; items may be NULL when n is 0. */
typedef struct {
    const void *items;
    size_t n;
} CxViewList;

/* The item type of a list of texts: items are `const char *`; templates use {{.}}. */
extern const CxViewType cx_view_text_type;

/* A struct with its table. Renderers take several, outermost first (shell, page). */
typedef struct {
    const CxViewType *type;
    const void *data;
} CxView;

/* What each kind accepts; used by CX_FIELD below. */
#define CX_FIELD_TEXT_ACCEPTS(member) _Generic((member), char * : 1, const char * : 1, default : 0)
#define CX_FIELD_MARKUP_ACCEPTS(member)                                                            \
    _Generic((member), char * : 1, const char * : 1, default : 0)
#define CX_FIELD_COUNT_ACCEPTS(member)   _Generic((member), int64_t : 1, default : 0)
#define CX_FIELD_NUMBER_ACCEPTS(member)  _Generic((member), double : 1, default : 0)
#define CX_FIELD_FLAG_ACCEPTS(member)    _Generic((member), bool : 1, default : 0)
#define CX_FIELD_DAY_ACCEPTS(member)     _Generic((member), CxDay : 1, default : 0)
#define CX_FIELD_INSTANT_ACCEPTS(member) _Generic((member), CxInstant : 1, default : 0)
#define CX_FIELD_LIST_ACCEPTS(member)    _Generic((member), CxViewList : 1, default : 0)
#define CX_FIELD_OBJECT_ACCEPTS(member)  (sizeof(member) == sizeof(void *))
#define CX_FIELD_OBJECT_IN_ACCEPTS(member)                                                         \
    (_Generic((member), CxViewList : 0, char * : 0, const char * : 0, default : 1))

/* 0, or a compile error when the member's type does not fit the kind. */
#define CX_FIELD_CHECK(Struct, member, kind)                                                       \
    (0 * sizeof(struct {                                                                           \
         _Static_assert(kind##_ACCEPTS(((Struct *)0)->member), "type does not fit " #kind);        \
         int unused;                                                                               \
     }))

#define CX_FIELD_FULL(Struct, member, field_kind, field_where, child, field_about)                 \
    {                                                                                              \
        .name = #member, .kind = (field_kind), .where = (field_where),                             \
        .offset = offsetof(Struct, member) + CX_FIELD_CHECK(Struct, member, field_kind),           \
        .type = (child), .about = (field_about)                                                    \
    }

/* A field shown on the page and in the data; on the page only; in the data only. */
#define CX_FIELD(Struct, member, kind, about)                                                      \
    CX_FIELD_FULL(Struct, member, kind, CX_FIELD_EVERYWHERE, NULL, about)
#define CX_FIELD_PAGE(Struct, member, kind, about)                                                 \
    CX_FIELD_FULL(Struct, member, kind, CX_FIELD_ON_PAGE, NULL, about)
#define CX_FIELD_DATA(Struct, member, kind, about)                                                 \
    CX_FIELD_FULL(Struct, member, kind, CX_FIELD_IN_DATA, NULL, about)
/* The same for OBJECT, OBJECT_IN and LIST, with the type of what is inside. */
#define CX_FIELD_CHILD(Struct, member, kind, child, about)                                         \
    CX_FIELD_FULL(Struct, member, kind, CX_FIELD_EVERYWHERE, child, about)
#define CX_FIELD_CHILD_PAGE(Struct, member, kind, child, about)                                    \
    CX_FIELD_FULL(Struct, member, kind, CX_FIELD_ON_PAGE, child, about)
#define CX_FIELD_CHILD_DATA(Struct, member, kind, child, about)                                    \
    CX_FIELD_FULL(Struct, member, kind, CX_FIELD_IN_DATA, child, about)

#define CX_VIEW_TYPE(type_name, Struct, field_table, type_about)                                   \
    {                                                                                              \
        .name = (type_name), .fields = (field_table), .n_fields = CX_N_ELEMENTS(field_table),      \
        .size_bytes = sizeof(Struct), .about = (type_about)                                        \
    }

/* A list over an array of structs: CX_VIEW_LIST(rows, n_rows). */
#define CX_VIEW_LIST(array, count) ((CxViewList){ .items = (array), .n = (count) })

/* The field of a name, or NULL. */
const CxViewField *cx_view_field_find(const CxViewType *type, const char *name);

/* Writes a view as one JSON value: every field but those for the page only, in table order. */
void cx_view_write_json(const CxViewType *type, const void *view, CxJsonWriter *writer);

/* Appends all markup of a view, in table order, that of its objects and lists included. */
void cx_view_append_markup(const CxViewType *type, const void *view, GString *out);

/* Writes the JSON Schema (2020-12) of a type; objects inside are written in place. Recursive types
 * are cut with an open object at CX_TEMPLATE_DEPTH_MAX. */
void cx_view_type_write_schema(const CxViewType *type, CxJsonWriter *writer);
