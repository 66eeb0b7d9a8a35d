/* Patterns are split into segments once. A path is matched row by row: a program has a few dozen
 * rows, and a row whose number of segments differs costs one comparison. Of two rows that both
 * match, the one whose first differing segment is literal wins. */
#include "web/route.h"

#include <string.h>

#include "base/error.h"
#include "lang/assert.h"

#define SEGMENTS_MAX 12 /* of a pattern; deeper paths match nothing */

typedef struct {
    const char *text; /* literal, or name of the capture */
    size_t len_bytes;
    bool is_capture;
} Segment;

typedef struct {
    const CxRoute *route;
    size_t n_segments;
    Segment segments[SEGMENTS_MAX];
} Row;

struct CxRouter {
    size_t n_rows;
    Row *rows;
};

const char *
cx_method_name(CxMethod method)
{
    static const char *const names[CX_METHOD_N] = {
#define X(name) [CX_METHOD_##name] = #name,
        CX_METHOD_MAP(X)
#undef X
    };
    cx_assert(method < CX_METHOD_N);
    return names[method];
}

/* Splits "/a/{b}" into segments; "/" has none. False when there are too many, or one is empty. */
static bool
split(const char *path, Segment *segments, size_t *ret_n)
{
    if (path[0] != '/')
        return false;
    size_t n = 0;
    const char *p = path + 1;
    while (*p != '\0') {
        const size_t len_bytes = strcspn(p, "/");
        if (len_bytes == 0 || n == SEGMENTS_MAX)
            return false;
        segments[n++] = (Segment){ .text = p, .len_bytes = len_bytes };
        p += len_bytes;
        if (*p == '/' && p[1] == '\0')
            return false;
        if (*p == '/')
            p++;
    }
    *ret_n = n;
    return true;
}

static bool
row_init(Row *row, const CxRoute *route, GError **error)
{
    row->route = route;
    if (route->handler == NULL || route->method >= CX_METHOD_N || route->method == CX_METHOD_HEAD ||
        route->method == CX_METHOD_OPTIONS ||
        !split(route->path, row->segments, &row->n_segments)) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "route \"%s\" cannot be served",
                    route->path);
        return false;
    }
    for (size_t i = 0; i < row->n_segments; i++) {
        Segment *segment = &row->segments[i];
        if (segment->text[0] != '{')
            continue;
        if (segment->len_bytes < 3 || segment->text[segment->len_bytes - 1] != '}') {
            g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                        "route \"%s\" has a capture that does not end", route->path);
            return false;
        }
        segment->text++;
        segment->len_bytes -= 2;
        segment->is_capture = true;
    }
    return true;
}

/* Same shape: no path could tell them apart. */
static bool
row_is_same(const Row *a, const Row *b)
{
    if (a->route->method != b->route->method || a->n_segments != b->n_segments)
        return false;
    if (a->route->side != b->route->side && a->route->side != CX_SIDE_BOTH &&
        b->route->side != CX_SIDE_BOTH)
        return false;
    for (size_t i = 0; i < a->n_segments; i++) {
        const Segment *p = &a->segments[i];
        const Segment *q = &b->segments[i];
        if (p->is_capture != q->is_capture)
            return false;
        if (!p->is_capture &&
            (p->len_bytes != q->len_bytes || memcmp(p->text, q->text, p->len_bytes) != 0))
            return false;
    }
    return true;
}

CxRouter *
cx_router_new(const CxRoute *routes, size_t n_routes, GError **error)
{
    g_autoptr(CxRouter) router = g_new0(CxRouter, 1);
    router->rows = g_new0(Row, n_routes + 1);
    for (size_t i = 0; i < n_routes; i++) {
        if (!row_init(&router->rows[i], &routes[i], error))
            return NULL;
        for (size_t j = 0; j < i; j++) {
            if (!row_is_same(&router->rows[i], &router->rows[j]))
                continue;
            g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "route \"%s\" is there twice",
                        routes[i].path);
            return NULL;
        }
    }
    router->n_rows = n_routes;
    return g_steal_pointer(&router);
}

void
cx_router_free(CxRouter *router)
{
    if (router == NULL)
        return;
    g_free(router->rows);
    g_free(router);
}

static bool
row_matches(const Row *row, const Segment *segments, size_t n_segments)
{
    if (row->n_segments != n_segments)
        return false;
    for (size_t i = 0; i < n_segments; i++) {
        const Segment *want = &row->segments[i];
        if (!want->is_capture && (want->len_bytes != segments[i].len_bytes ||
                                  memcmp(want->text, segments[i].text, want->len_bytes) != 0))
            return false;
    }
    return true;
}

/* Both match the same path: whether `a` says it more exactly. */
static bool
row_is_closer(const Row *a, const Row *b)
{
    for (size_t i = 0; i < a->n_segments; i++) {
        if (a->segments[i].is_capture != b->segments[i].is_capture)
            return !a->segments[i].is_capture;
    }
    return false;
}

const CxRoute *
cx_router_match(const CxRouter *router, CxMethod method, CxSide side, const char *path,
                CxPairs *params, unsigned *ret_methods)
{
    Segment segments[SEGMENTS_MAX];
    size_t n_segments = 0;
    unsigned methods = 0;
    const Row *best = NULL;
    if (split(path, segments, &n_segments)) {
        for (size_t i = 0; i < router->n_rows; i++) {
            const Row *row = &router->rows[i];
            if (row->route->side != CX_SIDE_BOTH && row->route->side != side)
                continue;
            if (!row_matches(row, segments, n_segments))
                continue;
            methods |= 1U << row->route->method;
            if (row->route->method == method && (best == NULL || row_is_closer(row, best)))
                best = row;
        }
    }
    *ret_methods = methods;
    if (best == NULL)
        return NULL;
    for (size_t i = 0; i < n_segments; i++) {
        if (!best->segments[i].is_capture)
            continue;
        g_autofree char *name = g_strndup(best->segments[i].text, best->segments[i].len_bytes);
        g_autofree char *value = g_strndup(segments[i].text, segments[i].len_bytes);
        cx_pairs_add(params, name, value);
    }
    return best->route;
}
