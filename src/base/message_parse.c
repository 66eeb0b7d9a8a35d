/* Compiles ICU MessageFormat patterns (the subset base/message.h names) into parts. */
#include <string.h>

#include "base/error.h"
#include "base/message_priv.h"
#include "base/text.h"

#define NO_ARG G_MAXUINT

typedef struct {
    const char *p;   /* next byte */
    GPtrArray *args; /* names so far, not yet NULL-terminated */
    const char *why; /* set once, at the first problem */
    int depth;
} Parser;

static GPtrArray *parse_parts(Parser *parser, guint i_hash);

static void
case_free(gpointer data)
{
    CxCase *one = data;
    g_free(one->selector);
    if (one->parts != NULL)
        g_ptr_array_unref(one->parts);
    g_free(one);
}

static void
part_free(gpointer data)
{
    CxPart *part = data;
    g_free(part->text);
    if (part->cases != NULL)
        g_ptr_array_unref(part->cases);
    g_free(part);
}

void
cx_message_free(CxMessage *message)
{
    if (message == NULL)
        return;
    g_ptr_array_unref(message->parts);
    g_ptr_array_unref(message->args);
    g_free(message);
}

static bool
refuse(Parser *parser, const char *why)
{
    if (parser->why == NULL)
        parser->why = why;
    return false;
}

static void
skip_blanks(Parser *parser)
{
    parser->p += strspn(parser->p, " \t\n");
}

/* Takes the byte if it is next, after blanks. */
static bool
take(Parser *parser, char byte)
{
    skip_blanks(parser);
    if (*parser->p != byte)
        return false;
    parser->p++;
    return true;
}

/* A word of letters, digits, "_" and "-"; NULL if there is none. (transfer full) */
static char *
take_word(Parser *parser)
{
    skip_blanks(parser);
    const char *start = parser->p;
    while (g_ascii_isalnum(*parser->p) || *parser->p == '_' || *parser->p == '-')
        parser->p++;
    return parser->p == start ? NULL : g_strndup(start, (gsize)(parser->p - start));
}

static CxPart *
add_part(GPtrArray *parts, CxPartKind kind, guint i_arg)
{
    CxPart *part = g_new0(CxPart, 1);
    part->kind = kind;
    part->i_arg = i_arg;
    g_ptr_array_add(parts, part);
    return part;
}

static void
flush_text(GPtrArray *parts, GString *text)
{
    if (text->len == 0)
        return;
    add_part(parts, CX_PART_TEXT, NO_ARG)->text = g_strdup(text->str);
    g_string_truncate(text, 0);
}

/* The index of a name, new or known; takes over the name. */
static guint
arg_index(Parser *parser, char *name)
{
    for (guint i = 0; i < parser->args->len; i++) {
        if (g_str_equal(g_ptr_array_index(parser->args, i), name)) {
            g_free(name);
            return i;
        }
    }
    if (parser->args->len == CX_MESSAGE_ARGS_MAX)
        refuse(parser, "too many arguments");
    g_ptr_array_add(parser->args, name);
    return parser->args->len - 1;
}

static bool
is_plural_word(const char *word)
{
    static const char *const words[] = { "zero", "one", "two", "few", "many", "other", NULL };
    return g_strv_contains(words, word);
}

/* "=3", or a word; into the case. */
static bool
parse_selector(Parser *parser, CxPartKind kind, CxCase *one)
{
    if (kind == CX_PART_PLURAL && take(parser, '=')) {
        one->selector = take_word(parser);
        one->is_exact = true;
        if (one->selector == NULL || !cx_text_parse_double(one->selector, &one->exact, NULL))
            return refuse(parser, "\"=\" needs a number");
        return true;
    }
    one->selector = take_word(parser);
    if (one->selector == NULL)
        return refuse(parser, "a case needs a name");
    if (kind == CX_PART_PLURAL && !is_plural_word(one->selector))
        return refuse(parser, "a plural's cases are =N, zero, one, two, few, many, other");
    return true;
}

/* The cases of a plural or select up to its "}". */
static bool
parse_cases(Parser *parser, CxPart *part)
{
    part->cases = g_ptr_array_new_with_free_func(case_free);
    bool has_other = false;
    while (!take(parser, '}')) {
        CxCase *one = g_new0(CxCase, 1);
        g_ptr_array_add(part->cases, one);
        if (!parse_selector(parser, part->kind, one))
            return false;
        if (!take(parser, '{'))
            return refuse(parser, "a case needs its text in { }");
        for (guint i = 0; i + 1 < part->cases->len; i++) {
            const CxCase *other = g_ptr_array_index(part->cases, i);
            if (other->is_exact == one->is_exact && g_str_equal(other->selector, one->selector))
                return refuse(parser, "a case is there twice");
        }
        one->parts = parse_parts(parser, part->kind == CX_PART_PLURAL ? part->i_arg : NO_ARG);
        if (parser->why != NULL)
            return false;
        if (*parser->p != '}')
            return refuse(parser, "\"{\" is not closed");
        parser->p++;
        has_other = has_other || g_str_equal(one->selector, "other");
    }
    return has_other || refuse(parser, "the case \"other\" is missing");
}

/* What follows "{name," up to its "}". */
static bool
parse_typed(Parser *parser, GPtrArray *parts, guint i_arg)
{
    g_autofree char *type = take_word(parser);
    if (g_strcmp0(type, "number") == 0) {
        CxPart *part = add_part(parts, CX_PART_NUMBER, i_arg);
        if (take(parser, ',')) {
            g_autofree char *style = take_word(parser);
            if (g_strcmp0(style, "integer") != 0)
                return refuse(parser, "the only style of a number is \"integer\"");
            part->kind = CX_PART_INTEGER;
        }
        return take(parser, '}') || refuse(parser, "\"{\" is not closed");
    }
    const bool is_plural = g_strcmp0(type, "plural") == 0;
    if (!is_plural && g_strcmp0(type, "select") != 0)
        return refuse(parser, "the types of arguments are number, plural, select");
    if (!take(parser, ','))
        return refuse(parser, "the cases are missing");
    return parse_cases(parser, add_part(parts, is_plural ? CX_PART_PLURAL : CX_PART_SELECT, i_arg));
}

static bool
parse_arg(Parser *parser, GPtrArray *parts)
{
    if (parser->depth >= CX_MESSAGE_DEPTH_MAX)
        return refuse(parser, "cases are nested too deep");
    char *name = take_word(parser);
    if (name == NULL)
        return refuse(parser, "\"{\" needs an argument's name");
    const guint i_arg = arg_index(parser, name);
    if (take(parser, '}')) {
        add_part(parts, CX_PART_ARG, i_arg);
        return true;
    }
    if (!take(parser, ','))
        return refuse(parser, "\"{\" is not closed");
    parser->depth++;
    const bool is_read = parse_typed(parser, parts, i_arg);
    parser->depth--;
    return is_read;
}

/* An apostrophe: two are one; before a brace (or # in a plural) it quotes up to the next; else it is
 * itself, so that "don't" needs no care. */
static void
parse_apostrophe(Parser *parser, bool is_in_plural, GString *text)
{
    const char next = *++parser->p;
    if (next == '\'') {
        g_string_append_c(text, '\'');
        parser->p++;
        return;
    }
    if (next != '{' && next != '}' && !(next == '#' && is_in_plural)) {
        g_string_append_c(text, '\'');
        return;
    }
    while (*parser->p != '\0') {
        if (*parser->p == '\'') {
            parser->p++;
            if (*parser->p != '\'')
                return;
        }
        g_string_append_c(text, *parser->p++);
    }
}

/* Parts up to the end or a "}" of the case this is in; i_hash is the argument "#" stands for. */
static GPtrArray *
parse_parts(Parser *parser, guint i_hash)
{
    GPtrArray *parts = g_ptr_array_new_with_free_func(part_free);
    g_autoptr(GString) text = g_string_new(NULL);
    while (*parser->p != '\0' && *parser->p != '}' && parser->why == NULL) {
        if (*parser->p == '{') {
            flush_text(parts, text);
            parser->p++;
            (void)parse_arg(parser, parts); /* says why in the parser */
        } else if (*parser->p == '#' && i_hash != NO_ARG) {
            flush_text(parts, text);
            parser->p++;
            add_part(parts, CX_PART_NUMBER, i_hash);
        } else if (*parser->p == '\'') {
            parse_apostrophe(parser, i_hash != NO_ARG, text);
        } else {
            g_string_append_c(text, *parser->p++);
        }
    }
    flush_text(parts, text);
    return parts;
}

CxMessage *
cx_message_parse(const char *pattern, const CxMessageLocale *locale, GError **error)
{
    CxMessage *message = g_new0(CxMessage, 1);
    message->locale = locale;
    message->args = g_ptr_array_new_with_free_func(g_free);
    Parser parser = { .p = pattern, .args = message->args };
    message->parts = parse_parts(&parser, NO_ARG);
    if (parser.why == NULL && *parser.p == '}')
        refuse(&parser, "\"}\" without \"{\"");
    if (parser.why != NULL) {
        cx_message_free(message);
        g_set_error(error, CX_ERROR, CX_ERROR_CORRUPT, "%s at \"%.20s\"", parser.why, parser.p);
        return NULL;
    }
    g_ptr_array_add(message->args, NULL);
    return message;
}
