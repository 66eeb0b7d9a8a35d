/* Cuts a template's source into tokens, and finds the tags that stand alone on their lines. */
#include <string.h>

#include "view/mustache_priv.h"

#define DELIMITER_BYTES_MAX 8

typedef struct {
    const char *name; /* of the template, for errors */
    const char *p;
    const char *end;
    char open[DELIMITER_BYTES_MAX + 1];
    char close[DELIMITER_BYTES_MAX + 1];
    guint i_line;
    GArray *tokens;
} Scanner;

void
cx_mustache_error(GError **error, CxErrorCode code, const char *name, guint i_line,
                  const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    g_set_error(error, CX_ERROR, (int)code, "template \"%s\", line %u: %s", name, i_line, text);
}

static bool
is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool
is_blank_text(const CxToken *token)
{
    for (size_t i = 0; i < token->len_bytes; i++) {
        if (!is_blank(token->text[i]))
            return false;
    }
    return true;
}

static void
add_token(Scanner *scanner, CxTokenKind kind, const char *text, size_t len_bytes)
{
    const CxToken token = {
        .kind = kind,
        .i_line = scanner->i_line,
        .text = text,
        .len_bytes = len_bytes,
    };
    g_array_append_val(scanner->tokens, token);
}

/* Bytes of the line end at p, 0 if there is none. */
static size_t
newline_len(const char *p, const char *end)
{
    if (p < end && *p == '\n')
        return 1;
    return end - p >= 2 && p[0] == '\r' && p[1] == '\n' ? 2 : 0;
}

static bool
is_at(const Scanner *scanner, const char *p, const char *delimiter)
{
    const size_t len_bytes = strlen(delimiter);
    return (size_t)(scanner->end - p) >= len_bytes && memcmp(p, delimiter, len_bytes) == 0;
}

static void
scan_lead(Scanner *scanner)
{
    if (scanner->p == scanner->end || newline_len(scanner->p, scanner->end) > 0)
        return;
    const char *start = scanner->p;
    while (scanner->p < scanner->end && is_blank(*scanner->p))
        scanner->p++;
    add_token(scanner, CX_TOKEN_LEAD, start, (size_t)(scanner->p - start));
}

/* "{{=<% %>=}}": content is "<% %>=". */
static bool
set_delimiters(Scanner *scanner, const CxToken *tag, GError **error)
{
    g_autofree char *content = g_strndup(tag->text, tag->len_bytes);
    const size_t len_bytes = strlen(content);
    g_auto(GStrv) words = NULL;
    if (len_bytes > 0 && content[len_bytes - 1] == '=') {
        content[len_bytes - 1] = '\0';
        words = g_strsplit_set(g_strstrip(content), " \t\r\n", 2);
    }
    const char *open = words != NULL ? words[0] : NULL;
    const char *close = open != NULL && words[1] != NULL ? g_strstrip(words[1]) : NULL;
    if (close == NULL || *open == '\0' || *close == '\0' || strpbrk(close, " \t\r\n=") != NULL ||
        strchr(open, '=') != NULL || strlen(open) > DELIMITER_BYTES_MAX ||
        strlen(close) > DELIMITER_BYTES_MAX) {
        cx_mustache_error(error, CX_ERROR_CORRUPT, scanner->name, tag->i_line,
                          "delimiters are set as {{=<%% %%>=}}");
        return false;
    }
    g_strlcpy(scanner->open, open, sizeof scanner->open);
    g_strlcpy(scanner->close, close, sizeof scanner->close);
    return true;
}

static void
trim(CxToken *tag)
{
    while (tag->len_bytes > 0 && g_ascii_isspace(tag->text[0])) {
        tag->text++;
        tag->len_bytes--;
    }
    while (tag->len_bytes > 0 && g_ascii_isspace(tag->text[tag->len_bytes - 1]))
        tag->len_bytes--;
}

/* The tag at p, which is at an opening delimiter. */
static bool
scan_tag(Scanner *scanner, GError **error)
{
    CxToken tag = { .kind = CX_TOKEN_TAG, .i_line = scanner->i_line };
    const char *start = scanner->p + strlen(scanner->open);
    if (start < scanner->end && *start != '\0' && strchr("#^/!><$&{@=", *start) != NULL)
        tag.sigil = *start++;
    char close[DELIMITER_BYTES_MAX + 2];
    g_snprintf(close, sizeof close, "%s%s", tag.sigil == '{' ? "}" : "", scanner->close);
    const char *stop = start;
    while (stop < scanner->end && !is_at(scanner, stop, close)) {
        if (*stop == '\n')
            scanner->i_line++;
        stop++;
    }
    if (stop == scanner->end) {
        cx_mustache_error(error, CX_ERROR_CORRUPT, scanner->name, tag.i_line,
                          "a tag is not closed: \"%.20s\"", scanner->p);
        return false;
    }
    tag.text = start;
    tag.len_bytes = (size_t)(stop - start);
    trim(&tag);
    scanner->p = stop + strlen(close);
    if (tag.sigil == '=' && !set_delimiters(scanner, &tag, error))
        return false;
    g_array_append_val(scanner->tokens, tag);
    return true;
}

static bool
scan_all(Scanner *scanner, GError **error)
{
    scan_lead(scanner);
    while (scanner->p < scanner->end) {
        const size_t n_newline = newline_len(scanner->p, scanner->end);
        if (n_newline > 0) {
            add_token(scanner, CX_TOKEN_NEWLINE, scanner->p, n_newline);
            scanner->p += n_newline;
            scanner->i_line++;
            scan_lead(scanner);
        } else if (is_at(scanner, scanner->p, scanner->open)) {
            if (!scan_tag(scanner, error))
                return false;
        } else {
            const char *start = scanner->p;
            while (scanner->p < scanner->end && newline_len(scanner->p, scanner->end) == 0 &&
                   !is_at(scanner, scanner->p, scanner->open))
                scanner->p++;
            add_token(scanner, CX_TOKEN_TEXT, start, (size_t)(scanner->p - start));
        }
    }
    add_token(scanner, CX_TOKEN_END, scanner->end, 0);
    return true;
}

/* ---- Standing alone ---- */

bool
cx_mustache_is_last_on_line(const GArray *tokens, guint i)
{
    const CxToken *next = &g_array_index(tokens, CxToken, i + 1);
    if (next->kind == CX_TOKEN_TEXT && is_blank_text(next))
        next++;
    return next->kind == CX_TOKEN_NEWLINE || next->kind == CX_TOKEN_END;
}

void
cx_mustache_drop_line_end(GArray *tokens, guint i)
{
    CxToken *next = &g_array_index(tokens, CxToken, i + 1);
    if (next->kind == CX_TOKEN_TEXT) {
        next->is_dropped = true;
        next++;
    }
    if (next->kind == CX_TOKEN_NEWLINE)
        next->is_dropped = true;
}

static void
mark_alone(GArray *tokens)
{
    for (guint i = 1; i < tokens->len; i++) {
        CxToken *tag = &g_array_index(tokens, CxToken, i);
        CxToken *lead = tag - 1;
        if (tag->kind != CX_TOKEN_TAG || lead->kind != CX_TOKEN_LEAD || tag->sigil == '\0' ||
            strchr("#^/!>=<$", tag->sigil) == NULL || !cx_mustache_is_last_on_line(tokens, i))
            continue;
        tag->is_alone = true;
        lead->is_dropped = true;
        cx_mustache_drop_line_end(tokens, i);
    }
}

GArray *
cx_mustache_scan(const char *name, const char *text, size_t len_bytes, GError **error)
{
    g_autoptr(GArray) tokens = g_array_new(FALSE, FALSE, sizeof(CxToken));
    Scanner scanner = {
        .name = name,
        .p = text,
        .end = text + len_bytes,
        .open = "{{",
        .close = "}}",
        .i_line = 1,
        .tokens = tokens,
    };
    if (!scan_all(&scanner, error))
        return NULL;
    mark_alone(tokens);
    return g_steal_pointer(&tokens);
}
