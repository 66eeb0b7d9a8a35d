/* Builds a template's tree from its tokens. */
#include <string.h>

#include "base/limits.h"
#include "view/mustache_priv.h"

typedef struct {
    const CxTemplate *template;
    const CxCatalogue *catalogue; /* NULL: no messages */
    GArray *tokens;
    guint i;             /* next token */
    const CxToken *lead; /* of the line being read, or NULL on an empty one */
    int depth;
    GError **error;
} Parser;

static bool parse_nodes(Parser *parser, GPtrArray *nodes, const CxToken *until);

void
cx_node_free(gpointer data)
{
    CxNode *node = data;
    g_free(node->text);
    g_free(node->indent);
    g_strfreev(node->path);
    if (node->children != NULL)
        g_ptr_array_unref(node->children);
    if (node->args != NULL)
        g_ptr_array_unref(node->args);
    g_free(node);
}

static void
node_arg_free(gpointer data)
{
    CxNodeArg *arg = data;
    g_free(arg->name);
    g_strfreev(arg->path);
    g_free(arg);
}

const CxNode *
cx_node_block_find(const CxNode *parent, const char *name)
{
    for (guint i = 0; i < parent->children->len; i++) {
        const CxNode *block = g_ptr_array_index(parent->children, i);
        if (strcmp(block->text, name) == 0)
            return block;
    }
    return NULL;
}

/* ---- Pieces ---- */

CX_PRINTF(3, 4)
static bool
refuse(Parser *parser, const CxToken *tag, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    cx_mustache_error(parser->error, CX_ERROR_CORRUPT, parser->template->name, tag->i_line, "%s",
                      text);
    return false;
}

static CxNode *
add_node(Parser *parser, GPtrArray *nodes, CxNodeKind kind, const CxToken *token)
{
    CxNode *node = g_new0(CxNode, 1);
    node->kind = kind;
    node->i_line = token->i_line;
    node->is_alone = token->is_alone;
    node->home = parser->template;
    g_ptr_array_add(nodes, node);
    return node;
}

/* Text joins the text before it, so that a page is few pieces. */
static void
add_text(Parser *parser, GPtrArray *nodes, const CxToken *token, const char *text, size_t len_bytes)
{
    CxNode *last = nodes->len > 0 ? g_ptr_array_index(nodes, nodes->len - 1) : NULL;
    if (last != NULL && last->kind == CX_NODE_TEXT) {
        g_autofree char *before = last->text;
        g_autofree char *more = g_strndup(text, len_bytes);
        last->text = g_strconcat(before, more, NULL);
        return;
    }
    add_node(parser, nodes, CX_NODE_TEXT, token)->text = g_strndup(text, len_bytes);
}

static char *
lead_text(const CxToken *lead)
{
    return lead == NULL ? g_strdup("") : g_strndup(lead->text, lead->len_bytes);
}

static bool
is_name(const char *name)
{
    return *name != '\0' && strpbrk(name, " \t\r\n\"'#^/!><$&{}@=*") == NULL;
}

/* "a.b" as names, "." as none; NULL when it is no path. */
static char **
path_parse(const char *text)
{
    if (strcmp(text, ".") == 0)
        return g_new0(char *, 1);
    g_auto(GStrv) path = g_strsplit(text, ".", 0);
    for (size_t i = 0; path[i] != NULL; i++) {
        if (!is_name(path[i]))
            return NULL;
    }
    return path[0] == NULL ? NULL : g_steal_pointer(&path);
}

/* The tag's content as a path, into the node. */
static bool
parse_path(Parser *parser, const CxToken *tag, CxNode *node)
{
    g_autofree char *text = g_strndup(tag->text, tag->len_bytes);
    node->path = path_parse(text);
    return node->path != NULL || refuse(parser, tag, "\"%s\" is not a name", text);
}

static bool
parse_template_name(Parser *parser, const CxToken *tag, CxNode *node)
{
    node->text = g_strndup(tag->text, tag->len_bytes);
    const bool is_good =
        *node->text != '\0' && strpbrk(node->text, " \t\r\n\"'#^!><$&{}@=*") == NULL;
    return is_good || refuse(parser, tag, "\"%s\" is not a template's name", node->text);
}

/* ---- Messages ---- */

static bool
has_word(const char *const *words, const char *word)
{
    for (size_t i = 0; words[i] != NULL; i++) {
        if (strcmp(words[i], word) == 0)
            return true;
    }
    return false;
}

static bool
has_arg(const CxNode *node, const char *name)
{
    for (guint i = 0; i < node->args->len; i++) {
        if (strcmp(((const CxNodeArg *)g_ptr_array_index(node->args, i))->name, name) == 0)
            return true;
    }
    return false;
}

/* "a=field" into the node's arguments. */
static bool
parse_arg(Parser *parser, const CxToken *tag, CxNode *node, const char *word)
{
    const char *equals = strchr(word, '=');
    CxNodeArg *arg = g_new0(CxNodeArg, 1);
    if (equals != NULL) {
        arg->name = g_strndup(word, (gsize)(equals - word));
        arg->path = path_parse(equals + 1);
    }
    const bool is_twice = arg->name != NULL && has_arg(node, arg->name);
    g_ptr_array_add(node->args, arg);
    if (arg->path == NULL)
        return refuse(parser, tag, "\"%s\" is not an argument: name=field", word);
    if (!has_word(cx_message_args(node->message), arg->name))
        return refuse(parser, tag, "message \"%s\" has no argument \"%s\"", node->text, arg->name);
    return !is_twice || refuse(parser, tag, "argument \"%s\" is there twice", arg->name);
}

static bool
check_args(Parser *parser, const CxToken *tag, const CxNode *node)
{
    const char *const *wanted = cx_message_args(node->message);
    for (size_t i = 0; wanted[i] != NULL; i++) {
        if (!has_arg(node, wanted[i])) {
            return refuse(parser, tag, "message \"%s\" needs the argument \"%s\"", node->text,
                          wanted[i]);
        }
    }
    return true;
}

static bool
parse_message(Parser *parser, GPtrArray *nodes, const CxToken *tag)
{
    g_autofree char *content = g_strndup(tag->text, tag->len_bytes);
    g_auto(GStrv) words = g_strsplit_set(content, " \t\r\n", 0);
    if (words[0] == NULL)
        return refuse(parser, tag, "a message tag needs a key");
    const CxMessage *message =
        parser->catalogue == NULL ? NULL : cx_catalogue_find(parser->catalogue, words[0]);
    if (message == NULL)
        return refuse(parser, tag, "there is no message \"%s\"", words[0]);
    CxNode *node = add_node(parser, nodes, CX_NODE_MESSAGE, tag);
    node->text = g_strdup(words[0]);
    node->message = message;
    node->args = g_ptr_array_new_with_free_func(node_arg_free);
    for (size_t i = 1; words[i] != NULL; i++) {
        if (*words[i] != '\0' && !parse_arg(parser, tag, node, words[i]))
            return false;
    }
    return check_args(parser, tag, node);
}

/* ---- What has an end tag ---- */

/* Children up to the end tag of the same content; *ret_i_end is that tag's index. */
static bool
parse_children(Parser *parser, CxNode *node, guint i_tag, guint *ret_i_end)
{
    const CxToken *tag = &g_array_index(parser->tokens, CxToken, i_tag);
    if (++parser->depth > CX_TEMPLATE_DEPTH_MAX)
        return refuse(parser, tag, "sections are nested deeper than %d", CX_TEMPLATE_DEPTH_MAX);
    node->children = g_ptr_array_new_with_free_func(cx_node_free);
    if (!parse_nodes(parser, node->children, tag))
        return false;
    parser->depth--;
    *ret_i_end = parser->i - 1;
    return true;
}

static bool
parse_section(Parser *parser, GPtrArray *nodes, guint i_tag)
{
    const CxToken *tag = &g_array_index(parser->tokens, CxToken, i_tag);
    CxNode *node =
        add_node(parser, nodes, tag->sigil == '#' ? CX_NODE_SECTION : CX_NODE_INVERTED, tag);
    guint i_end = 0;
    return parse_path(parser, tag, node) && parse_children(parser, node, i_tag, &i_end);
}

static bool
is_line(const GPtrArray *nodes, guint i)
{
    return i < nodes->len && ((const CxNode *)g_ptr_array_index(nodes, i))->kind == CX_NODE_LINE;
}

/* The blanks before the first line inside a block whose tag ends its line, or NULL. */
static const CxToken *
first_lead(const Parser *parser, guint i_tag)
{
    guint i = i_tag + 1;
    const CxToken *token = &g_array_index(parser->tokens, CxToken, i);
    if (token->kind == CX_TOKEN_TEXT && token->is_dropped)
        token = &g_array_index(parser->tokens, CxToken, ++i);
    if (token->kind != CX_TOKEN_NEWLINE || !token->is_dropped)
        return NULL;
    token = &g_array_index(parser->tokens, CxToken, ++i);
    const CxToken *next = token->kind == CX_TOKEN_END ? token : token + 1;
    const bool is_over = next->kind == CX_TOKEN_TAG && next->sigil == '/';
    return token->kind == CX_TOKEN_LEAD && !is_over ? token : NULL;
}

/* A place that can be overridden; inside a parent tag, what overrides it. */
static bool
parse_block(Parser *parser, GPtrArray *nodes, guint i_tag)
{
    const CxToken *tag = &g_array_index(parser->tokens, CxToken, i_tag);
    CxNode *node = add_node(parser, nodes, CX_NODE_BLOCK, tag);
    const CxToken *inner = first_lead(parser, i_tag);
    node->n_dedent = inner == NULL ? 0 : inner->len_bytes;
    node->indent = lead_text(node->is_alone && inner != NULL ? inner : parser->lead);
    guint i_end = 0;
    return parse_template_name(parser, tag, node) && parse_children(parser, node, i_tag, &i_end);
}

/* Keeps of a parent's children what overrides; the rest of its content is of no meaning. */
static void
keep_blocks(CxNode *parent)
{
    for (guint i = 0; i < parent->children->len;) {
        const CxNode *child = g_ptr_array_index(parent->children, i);
        if (child->kind == CX_NODE_BLOCK)
            i++;
        else
            g_ptr_array_remove_index(parent->children, i);
    }
}

static bool
parse_parent(Parser *parser, GPtrArray *nodes, guint i_tag)
{
    const CxToken *tag = &g_array_index(parser->tokens, CxToken, i_tag);
    const CxToken *before = i_tag > 0 ? tag - 1 : NULL;
    const bool is_first = before != NULL && before->kind == CX_TOKEN_LEAD;
    g_autofree char *lead = lead_text(is_first ? before : NULL);
    CxNode *node = add_node(parser, nodes, CX_NODE_PARENT, tag);
    guint i_end = 0;
    if (!parse_template_name(parser, tag, node) || !parse_children(parser, node, i_tag, &i_end))
        return false;
    keep_blocks(node);
    /* The tag with all it holds stands alone when nothing is before its start and after its end. */
    if (is_first && !node->is_alone && cx_mustache_is_last_on_line(parser->tokens, i_end)) {
        node->is_alone = true;
        cx_mustache_drop_line_end(parser->tokens, i_end);
        g_ptr_array_remove_index(nodes, nodes->len - 2); /* its LINE */
    }
    node->indent = g_steal_pointer(&lead);
    return true;
}

/* ---- The walk over the tokens ---- */

static bool
parse_end(Parser *parser, const CxToken *tag, const CxToken *until)
{
    if (until == NULL)
        return refuse(parser, tag, "{{/%.*s}} ends nothing", (int)tag->len_bytes, tag->text);
    if (tag->len_bytes == until->len_bytes && memcmp(tag->text, until->text, tag->len_bytes) == 0)
        return true;
    return refuse(parser, tag, "{{/%.*s}} where {{/%.*s}} of line %u is to end",
                  (int)tag->len_bytes, tag->text, (int)until->len_bytes, until->text,
                  until->i_line);
}

static bool
parse_leaf(Parser *parser, GPtrArray *nodes, const CxToken *tag)
{
    if (tag->sigil == '@')
        return parse_message(parser, nodes, tag);
    if (tag->sigil == '>') {
        CxNode *node = add_node(parser, nodes, CX_NODE_PARTIAL, tag);
        node->indent = lead_text(tag->is_alone ? tag - 1 : NULL);
        return parse_template_name(parser, tag, node);
    }
    const bool is_raw = tag->sigil == '{' || tag->sigil == '&';
    return parse_path(parser, tag,
                      add_node(parser, nodes, is_raw ? CX_NODE_RAW : CX_NODE_VALUE, tag));
}

/* Inside a parent, a block is content for elsewhere: its tags' line ends and blanks are not. */
static void
mark_override(Parser *parser, guint i_tag, const CxToken *until)
{
    if (until == NULL || until->sigil != '<')
        return;
    g_array_index(parser->tokens, CxToken, i_tag).is_override = true;
    if (cx_mustache_is_last_on_line(parser->tokens, i_tag))
        cx_mustache_drop_line_end(parser->tokens, i_tag);
}

static bool
parse_tag(Parser *parser, GPtrArray *nodes, guint i_tag, const CxToken *until)
{
    const CxToken *tag = &g_array_index(parser->tokens, CxToken, i_tag);
    switch (tag->sigil) {
    case '!':
    case '=':
        return true;
    case '#':
    case '^':
        return parse_section(parser, nodes, i_tag);
    case '<':
        return parse_parent(parser, nodes, i_tag);
    case '$':
        mark_override(parser, i_tag, until);
        return parse_block(parser, nodes, i_tag);
    default:
        return parse_leaf(parser, nodes, tag);
    }
}

/* The blanks before the end tag of an override, when it comes first on a line that goes on. */
static void
drop_line_begun(GPtrArray *nodes, const CxToken *tag, const CxToken *until)
{
    if (until == NULL || !until->is_override || nodes->len == 0)
        return;
    if ((tag - 1)->kind == CX_TOKEN_LEAD && is_line(nodes, nodes->len - 1))
        g_ptr_array_remove_index(nodes, nodes->len - 1);
}

static void
parse_text(Parser *parser, GPtrArray *nodes, const CxToken *token)
{
    if (token->kind == CX_TOKEN_LEAD)
        parser->lead = token;
    if (token->is_dropped)
        return;
    if (token->kind == CX_TOKEN_LEAD)
        add_node(parser, nodes, CX_NODE_LINE, token)->text = lead_text(token);
    else
        add_text(parser, nodes, token, token->text, token->len_bytes);
}

/* Nodes up to the end tag of `until`, which is taken; or up to the end of the source. */
static bool
parse_nodes(Parser *parser, GPtrArray *nodes, const CxToken *until)
{
    for (;;) {
        const guint i_token = parser->i++;
        const CxToken *token = &g_array_index(parser->tokens, CxToken, i_token);
        if (token->kind == CX_TOKEN_END) {
            return until == NULL || refuse(parser, until, "{{%c%.*s}} is not ended", until->sigil,
                                           (int)until->len_bytes, until->text);
        }
        if (token->kind != CX_TOKEN_TAG) {
            parse_text(parser, nodes, token);
        } else if (token->sigil == '/') {
            drop_line_begun(nodes, token, until);
            return parse_end(parser, token, until);
        } else if (!parse_tag(parser, nodes, i_token, until)) {
            return false;
        }
    }
}

bool
cx_mustache_parse(CxTemplate *template, const CxCatalogue *catalogue, GError **error)
{
    g_autoptr(GArray) tokens =
        cx_mustache_scan(template->name, template->source, template->len_bytes, error);
    if (tokens == NULL)
        return false;
    Parser parser = {
        .template = template,
        .catalogue = catalogue,
        .tokens = tokens,
        .error = error,
    };
    return parse_nodes(&parser, template->nodes, NULL);
}
