/* Walks a compiled template over a stack of values. */
#include <string.h>

#include "base/bidi.h"
#include "base/limits.h"
#include "view/mustache_priv.h"

typedef struct {
    GString *out;
    GArray *stack;       /* of CxValue, outermost first */
    GArray *overrides;   /* of const CxNode *: PARENTs being rendered, outermost first */
    GString *indent;     /* what is before each line … */
    size_t indent_start; /* … from here on */
    size_t n_dedent;     /* blanks a line of the content at hand loses first */
    bool is_line_begun;  /* the next LINE is where the output already is */
    int depth;           /* of partials, parents and blocks */
    size_t n_steps;
    size_t out_start;
    GError **error;
} Renderer;

static bool render_nodes(Renderer *renderer, const GPtrArray *nodes);

static bool
refuse(Renderer *renderer, const CxNode *node, const char *what, int limit)
{
    cx_mustache_error(renderer->error, CX_ERROR_TOO_LARGE, node->home->name, node->i_line,
                      "more than %d %s", limit, what);
    return false;
}

/* ---- Names ---- */

/* The first name comes from the innermost value that has it, the others from what it names. */
static CxValue
lookup(const Renderer *renderer, char *const *path)
{
    CxValue value = { .kind = CX_VALUE_NULL };
    guint i = renderer->stack->len;
    if (path[0] == NULL)
        return i == 0 ? value : g_array_index(renderer->stack, CxValue, i - 1);
    bool is_found = false;
    while (i > 0 && !is_found)
        is_found = cx_value_member(&g_array_index(renderer->stack, CxValue, --i), path[0], &value);
    for (size_t j = 1; is_found && path[j] != NULL; j++) {
        const CxValue outer = value;
        is_found = cx_value_member(&outer, path[j], &value);
    }
    return is_found ? value : (CxValue){ .kind = CX_VALUE_NULL };
}

/* ---- Leaves ---- */

static void
render_line(Renderer *renderer, const CxNode *node)
{
    if (renderer->is_line_begun) {
        renderer->is_line_begun = false;
        return;
    }
    const GString *indent = renderer->indent;
    g_string_append_len(renderer->out, indent->str + renderer->indent_start,
                        (gssize)(indent->len - renderer->indent_start));
    g_string_append(renderer->out, node->text + MIN(renderer->n_dedent, strlen(node->text)));
}

/* Elements that hold letters only. */
static bool
holds_letters_only(const char *element)
{
    static const char *const names[] = { "<textarea", "<option", "<title", "<script", "<style" };
    for (size_t i = 0; i < CX_N_ELEMENTS(names); i++) {
        if (g_str_has_prefix(element, names[i]))
            return true;
    }
    return false;
}

/* Whether an element may stand where the output is: not within a tag, nor where only letters may. */
static bool
can_hold_elements(const GString *out)
{
    const char *opened = g_strrstr_len(out->str, (gssize)out->len, "<");
    const char *closed = g_strrstr_len(out->str, (gssize)out->len, ">");
    return opened == NULL || (closed != NULL && closed > opened && !holds_letters_only(opened));
}

/* What could turn the words around it stands in an element of its own (base/bidi.h). */
static void
append_text(GString *out, const char *text)
{
    const bool is_apart = cx_bidi_turns(text) && can_hold_elements(out);
    if (is_apart)
        g_string_append(out, "<bdi>");
    cx_escape_append(out, text, strlen(text));
    if (is_apart)
        g_string_append(out, "</bdi>");
}

static void
render_value(Renderer *renderer, const CxNode *node)
{
    const CxValue value = lookup(renderer, node->path);
    const bool is_text = value.kind == CX_VALUE_TEXT || value.kind == CX_VALUE_MARKUP;
    if (is_text && node->kind == CX_NODE_VALUE)
        append_text(renderer->out, value.text);
    else
        cx_value_append(&value, renderer->out); /* raw, or digits, dates, true, false */
}

static void
render_message(Renderer *renderer, const CxNode *node)
{
    CxMessageArg args[CX_MESSAGE_ARGS_MAX + 1] = { 0 };
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < node->args->len && i < CX_MESSAGE_ARGS_MAX; i++) {
        const CxNodeArg *arg = g_ptr_array_index(node->args, i);
        const CxValue value = lookup(renderer, arg->path);
        args[i].name = arg->name;
        if (value.kind == CX_VALUE_COUNT) {
            args[i].number = (double)value.count;
        } else if (value.kind == CX_VALUE_NUMBER) {
            args[i].number = value.number;
        } else {
            GString *text = g_string_new(NULL);
            cx_value_append(&value, text);
            args[i].text = text->str;
            g_ptr_array_add(texts, g_string_free(text, FALSE));
        }
    }
    g_autoptr(GString) text = g_string_new(NULL);
    cx_message_append(node->message, args, text);
    cx_escape_append(renderer->out, text->str, text->len);
}

/* ---- What has content ---- */

static bool
render_in(Renderer *renderer, const GPtrArray *nodes, CxValue value)
{
    g_array_append_val(renderer->stack, value);
    const bool is_rendered = render_nodes(renderer, nodes);
    g_array_set_size(renderer->stack, renderer->stack->len - 1);
    return is_rendered;
}

static bool
render_section(Renderer *renderer, const CxNode *node)
{
    const CxValue value = lookup(renderer, node->path);
    const bool is_true = cx_value_is_true(&value);
    if (node->kind == CX_NODE_INVERTED)
        return is_true || render_nodes(renderer, node->children);
    if (!is_true)
        return true;
    if (value.kind != CX_VALUE_LIST)
        return render_in(renderer, node->children, value);
    for (size_t i = 0; i < value.in.n; i++) {
        if (++renderer->n_steps > CX_TEMPLATE_STEPS_MAX)
            return refuse(renderer, node, "pieces on one page", CX_TEMPLATE_STEPS_MAX);
        if (!render_in(renderer, node->children, cx_value_item(&value, i)))
            return false;
    }
    return true;
}

/* What the lines of content that comes to a place look like. */
typedef struct {
    const char *indent; /* of the place; NULL: none at all, from here on */
    size_t n_dedent;    /* of the content */
} Margin;

/* Renders nodes that belong elsewhere, one level deeper, with a margin of their own. */
static bool
render_elsewhere(Renderer *renderer, const CxNode *place, const GPtrArray *nodes, Margin margin)
{
    if (renderer->depth >= CX_TEMPLATE_DEPTH_MAX)
        return refuse(renderer, place, "templates inside each other", CX_TEMPLATE_DEPTH_MAX);
    const size_t len_bytes = renderer->indent->len;
    const size_t start = renderer->indent_start;
    const size_t n_dedent = renderer->n_dedent;
    if (margin.indent == NULL)
        renderer->indent_start = len_bytes;
    else
        g_string_append(renderer->indent, margin.indent + MIN(n_dedent, strlen(margin.indent)));
    renderer->n_dedent = margin.n_dedent;
    renderer->depth++;
    const bool is_rendered = render_nodes(renderer, nodes);
    renderer->depth--;
    renderer->n_dedent = n_dedent;
    renderer->indent_start = start;
    g_string_truncate(renderer->indent, len_bytes);
    return is_rendered;
}

static bool
render_partial(Renderer *renderer, const CxNode *node)
{
    if (node->target == NULL)
        return true;
    if (node->kind == CX_NODE_PARENT)
        g_array_append_val(renderer->overrides, node);
    const Margin margin = { .indent = node->is_alone ? node->indent : NULL };
    const bool is_rendered = render_elsewhere(renderer, node, node->target->nodes, margin);
    if (node->kind == CX_NODE_PARENT)
        g_array_set_size(renderer->overrides, renderer->overrides->len - 1);
    return is_rendered;
}

static bool
is_first_a_line(const GPtrArray *nodes)
{
    return nodes->len > 0 && ((const CxNode *)g_ptr_array_index(nodes, 0))->kind == CX_NODE_LINE;
}

/* The outermost override wins: the template that is asked for has the last word. */
static bool
render_block(Renderer *renderer, const CxNode *node)
{
    const CxNode *override = NULL;
    for (guint i = 0; i < renderer->overrides->len && override == NULL; i++) {
        override =
            cx_node_block_find(g_array_index(renderer->overrides, const CxNode *, i), node->text);
    }
    if (override == NULL)
        return render_nodes(renderer, node->children);
    const GPtrArray *nodes = override->children;
    if (!node->is_alone) {
        renderer->is_line_begun = is_first_a_line(nodes);
    } else if (nodes->len > 0 && !is_first_a_line(nodes)) {
        const CxNode *first = g_ptr_array_index(nodes, 0);
        if (first->kind == CX_NODE_TEXT || first->kind == CX_NODE_VALUE) {
            CxNode line = { .kind = CX_NODE_LINE, .text = node->indent };
            render_line(renderer, &line);
        }
    }
    const Margin margin = { .indent = node->indent, .n_dedent = override->n_dedent };
    return render_elsewhere(renderer, node, nodes, margin);
}

/* ---- The walk ---- */

static bool
render_node(Renderer *renderer, const CxNode *node)
{
    switch (node->kind) {
    case CX_NODE_TEXT:
        g_string_append(renderer->out, node->text);
        break;
    case CX_NODE_LINE:
        render_line(renderer, node);
        break;
    case CX_NODE_VALUE:
    case CX_NODE_RAW:
        render_value(renderer, node);
        break;
    case CX_NODE_MESSAGE:
        render_message(renderer, node);
        break;
    case CX_NODE_SECTION:
    case CX_NODE_INVERTED:
        return render_section(renderer, node);
    case CX_NODE_PARTIAL:
    case CX_NODE_PARENT:
        return render_partial(renderer, node);
    case CX_NODE_BLOCK:
        return render_block(renderer, node);
    case CX_NODE_N:
        break;
    }
    return true;
}

static bool
render_nodes(Renderer *renderer, const GPtrArray *nodes)
{
    for (guint i = 0; i < nodes->len; i++) {
        const CxNode *node = g_ptr_array_index(nodes, i);
        if (++renderer->n_steps > CX_TEMPLATE_STEPS_MAX)
            return refuse(renderer, node, "pieces on one page", CX_TEMPLATE_STEPS_MAX);
        if (renderer->out->len - renderer->out_start > CX_TEMPLATE_BYTES_MAX)
            return refuse(renderer, node, "bytes on one page", CX_TEMPLATE_BYTES_MAX);
        if (!render_node(renderer, node))
            return false;
    }
    return true;
}

bool
cx_templates_render_values(const CxTemplates *templates, const char *name, const CxValue *values,
                           size_t n_values, GString *out, GError **error)
{
    const CxTemplate *template = cx_templates_find(templates, name);
    if (template == NULL) {
        g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "there is no template \"%s\"", name);
        return false;
    }
    g_autoptr(GArray) stack = g_array_new(FALSE, FALSE, sizeof(CxValue));
    g_autoptr(GArray) overrides = g_array_new(FALSE, FALSE, sizeof(const CxNode *));
    g_autoptr(GString) indent = g_string_new(NULL);
    g_array_append_vals(stack, values, (guint)n_values);
    Renderer renderer = {
        .out = out,
        .stack = stack,
        .overrides = overrides,
        .indent = indent,
        .out_start = out->len,
        .error = error,
    };
    return render_nodes(&renderer, template->nodes);
}

bool
cx_templates_render(const CxTemplates *templates, const char *name, const CxView *views,
                    size_t n_views, GString *out, GError **error)
{
    g_autofree CxValue *values = g_new0(CxValue, n_views + 1);
    for (size_t i = 0; i < n_views; i++)
        values[i] = cx_value_of_view(views[i].type, views[i].data);
    return cx_templates_render_values(templates, name, values, n_views, out, error);
}
