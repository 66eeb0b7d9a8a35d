/* Checks a template against the types of the views it is to show: every name must be a field that is
 * on the page, texts must be escaped and only markup may be raw. Each partial is walked where it
 * stands, as the renderer would, but without data. */
#include <string.h>

#include "base/limits.h"
#include "view/mustache_priv.h"

/* What a section is over: a type, or a value without members. */
typedef struct {
    const CxViewType *type; /* NULL: a text, a number … */
    CxFieldKind kind;
} Scope;

/* A template being walked with a scope innermost; the same pair again has nothing new. */
typedef struct {
    const CxTemplate *template;
    const CxViewType *type;
} Visit;

typedef struct {
    GArray *scopes;    /* of Scope, outermost first */
    GArray *overrides; /* of const CxNode *: PARENTs, outermost first */
    GArray *used;      /* of const CxNode *: BLOCKs that came to a place */
    GArray *visits;    /* of Visit */
    int depth;         /* of partials, parents and blocks */
    size_t n_steps;
    GError **error;
} Checker;

static bool check_nodes(Checker *checker, const GPtrArray *nodes);

CX_PRINTF(3, 4)
static bool
refuse(Checker *checker, const CxNode *node, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    cx_mustache_error(checker->error, CX_ERROR_CORRUPT, node->home->name, node->i_line, "%s", text);
    return false;
}

static const Scope *
innermost(const Checker *checker)
{
    const guint n = checker->scopes->len;
    return n == 0 ? NULL : &g_array_index(checker->scopes, Scope, n - 1);
}

static bool
field_scope(const CxViewType *type, const char *name, Scope *ret_scope)
{
    const CxViewField *field = type == NULL ? NULL : cx_view_field_find(type, name);
    if (field == NULL || field->where == CX_FIELD_IN_DATA)
        return false;
    *ret_scope = (Scope){ .type = field->type, .kind = field->kind };
    return true;
}

static bool
is_object(CxFieldKind kind)
{
    return kind == CX_FIELD_OBJECT || kind == CX_FIELD_OBJECT_IN;
}

/* What a path names, or false with an error. */
static bool
resolve(Checker *checker, const CxNode *node, char *const *path, Scope *ret_scope)
{
    guint i = checker->scopes->len;
    if (path[0] == NULL) {
        if (i == 0)
            return refuse(checker, node, "\".\" is nothing here");
        *ret_scope = *innermost(checker);
        return true;
    }
    bool is_found = false;
    while (i > 0 && !is_found)
        is_found = field_scope(g_array_index(checker->scopes, Scope, --i).type, path[0], ret_scope);
    if (!is_found) {
        return refuse(checker, node, "\"%s\" is no field of %s or what is around it", path[0],
                      innermost(checker) == NULL || innermost(checker)->type == NULL
                          ? "this"
                          : innermost(checker)->type->name);
    }
    for (size_t j = 1; path[j] != NULL; j++) {
        const Scope outer = *ret_scope;
        if (!is_object(outer.kind) || !field_scope(outer.type, path[j], ret_scope))
            return refuse(checker, node, "\"%s\" has no field \"%s\"", path[j - 1], path[j]);
    }
    return true;
}

static bool
check_value(Checker *checker, const CxNode *node)
{
    Scope scope = { 0 };
    if (!resolve(checker, node, node->path, &scope))
        return false;
    const char *name = node->path[0] == NULL ? "." : node->path[0];
    const bool is_raw = node->kind == CX_NODE_RAW;
    if (is_object(scope.kind) || scope.kind == CX_FIELD_LIST)
        return refuse(checker, node, "\"%s\" is no text", name);
    if (is_raw && scope.kind != CX_FIELD_MARKUP)
        return refuse(checker, node, "\"%s\" is no markup, so it must be escaped", name);
    if (!is_raw && scope.kind == CX_FIELD_MARKUP)
        return refuse(checker, node, "\"%s\" is markup, which needs {{{ }}}", name);
    return true;
}

static bool
check_message(Checker *checker, const CxNode *node)
{
    for (guint i = 0; i < node->args->len; i++) {
        const CxNodeArg *arg = g_ptr_array_index(node->args, i);
        Scope scope = { 0 };
        if (!resolve(checker, node, arg->path, &scope))
            return false;
        if (is_object(scope.kind) || scope.kind == CX_FIELD_LIST || scope.kind == CX_FIELD_MARKUP)
            return refuse(checker, node, "argument \"%s\" is no text and no number", arg->name);
    }
    return true;
}

static bool
check_section(Checker *checker, const CxNode *node)
{
    Scope scope = { 0 };
    if (!resolve(checker, node, node->path, &scope))
        return false;
    if (node->kind == CX_NODE_INVERTED)
        return check_nodes(checker, node->children);
    if (scope.kind == CX_FIELD_LIST)
        scope.kind = scope.type == &cx_view_text_type ? CX_FIELD_TEXT : CX_FIELD_OBJECT;
    g_array_append_val(checker->scopes, scope);
    const bool is_good = check_nodes(checker, node->children);
    g_array_set_size(checker->scopes, checker->scopes->len - 1);
    return is_good;
}

static bool
check_elsewhere(Checker *checker, const CxNode *place, const GPtrArray *nodes)
{
    if (checker->depth >= CX_TEMPLATE_DEPTH_MAX) {
        return refuse(checker, place, "more than %d templates inside each other",
                      CX_TEMPLATE_DEPTH_MAX);
    }
    checker->depth++;
    const bool is_good = check_nodes(checker, nodes);
    checker->depth--;
    return is_good;
}

static bool
is_visiting(const Checker *checker, const Visit *visit)
{
    for (guint i = 0; i < checker->visits->len; i++) {
        const Visit *other = &g_array_index(checker->visits, Visit, i);
        if (other->template == visit->template && other->type == visit->type)
            return true;
    }
    return false;
}

static bool
is_used(const Checker *checker, const CxNode *block)
{
    for (guint i = 0; i < checker->used->len; i++) {
        if (g_array_index(checker->used, const CxNode *, i) == block)
            return true;
    }
    return false;
}

static bool
check_blocks_used(Checker *checker, const CxNode *parent)
{
    for (guint i = 0; i < parent->children->len; i++) {
        const CxNode *block = g_ptr_array_index(parent->children, i);
        if (!is_used(checker, block)) {
            return refuse(checker, block, "\"%s\" has no place for the block \"%s\"", parent->text,
                          block->text);
        }
    }
    return true;
}

static bool
check_partial(Checker *checker, const CxNode *node)
{
    if (node->target == NULL)
        return refuse(checker, node, "there is no template \"%s\"", node->text);
    const Scope *scope = innermost(checker);
    const Visit visit = { node->target, scope == NULL ? NULL : scope->type };
    if (node->kind == CX_NODE_PARTIAL && is_visiting(checker, &visit))
        return true;
    g_array_append_val(checker->visits, visit);
    if (node->kind == CX_NODE_PARENT)
        g_array_append_val(checker->overrides, node);
    bool is_good = check_elsewhere(checker, node, node->target->nodes);
    if (node->kind == CX_NODE_PARENT) {
        g_array_set_size(checker->overrides, checker->overrides->len - 1);
        is_good = is_good && check_blocks_used(checker, node);
    }
    g_array_set_size(checker->visits, checker->visits->len - 1);
    return is_good;
}

static bool
check_block(Checker *checker, const CxNode *node)
{
    const CxNode *override = NULL;
    for (guint i = 0; i < checker->overrides->len; i++) {
        const CxNode *parent = g_array_index(checker->overrides, const CxNode *, i);
        const CxNode *block = cx_node_block_find(parent, node->text);
        if (block != NULL)
            g_array_append_val(checker->used, block);
        override = override == NULL ? block : override;
    }
    return check_elsewhere(checker, node, override == NULL ? node->children : override->children);
}

static bool
check_node(Checker *checker, const CxNode *node)
{
    switch (node->kind) {
    case CX_NODE_VALUE:
    case CX_NODE_RAW:
        return check_value(checker, node);
    case CX_NODE_SECTION:
    case CX_NODE_INVERTED:
        return check_section(checker, node);
    case CX_NODE_PARTIAL:
    case CX_NODE_PARENT:
        return check_partial(checker, node);
    case CX_NODE_BLOCK:
        return check_block(checker, node);
    case CX_NODE_MESSAGE:
        return check_message(checker, node);
    case CX_NODE_TEXT:
    case CX_NODE_LINE:
    case CX_NODE_N:
        break;
    }
    return true;
}

static bool
check_nodes(Checker *checker, const GPtrArray *nodes)
{
    for (guint i = 0; i < nodes->len; i++) {
        const CxNode *node = g_ptr_array_index(nodes, i);
        if (++checker->n_steps > CX_TEMPLATE_STEPS_MAX)
            return refuse(checker, node, "more than %d pieces", CX_TEMPLATE_STEPS_MAX);
        if (!check_node(checker, node))
            return false;
    }
    return true;
}

bool
cx_templates_check(const CxTemplates *templates, const char *name, const CxViewType *const *types,
                   size_t n_types, GError **error)
{
    const CxTemplate *template = cx_templates_find(templates, name);
    if (template == NULL) {
        g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "there is no template \"%s\"", name);
        return false;
    }
    g_autoptr(GArray) scopes = g_array_new(FALSE, FALSE, sizeof(Scope));
    g_autoptr(GArray) overrides = g_array_new(FALSE, FALSE, sizeof(const CxNode *));
    g_autoptr(GArray) used = g_array_new(FALSE, FALSE, sizeof(const CxNode *));
    g_autoptr(GArray) visits = g_array_new(FALSE, FALSE, sizeof(Visit));
    for (size_t i = 0; i < n_types; i++) {
        const Scope scope = { .type = types[i], .kind = CX_FIELD_OBJECT };
        g_array_append_val(scopes, scope);
    }
    Checker checker = {
        .scopes = scopes,
        .overrides = overrides,
        .used = used,
        .visits = visits,
        .error = error,
    };
    return check_nodes(&checker, template->nodes);
}
