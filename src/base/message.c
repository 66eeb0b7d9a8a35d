#include "base/message.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

#include "base/bidi.h"
#include "base/embed.h"
#include "base/error.h"
#include "base/message_priv.h"
#include "lang/assert.h"

#define MINUS "\xe2\x88\x92" /* U+2212, as base/text.h writes it */

struct CxCatalogue {
    char *language;
    const CxCatalogue *fallback; /* borrowed, may be NULL */
    CxCatalogue *english;        /* owned fallback of a loaded catalogue, or NULL */
    GHashTable *messages;        /* key -> CxMessage, both owned */
    CxMessageLocale locale;
};

/* ---- Life cycle ---- */

/* ICU has an answer for any name; only those on its list have rules of their own. */
static bool
is_language(const char *name)
{
    const int32_t n = uloc_countAvailable();
    for (int32_t i = 0; i < n; i++) {
        if (g_str_equal(uloc_getAvailable(i), name))
            return true;
    }
    return false;
}

static bool
locale_open(CxMessageLocale *locale, const char *language, GError **error)
{
    UErrorCode status = U_ZERO_ERROR;
    locale->plural = uplrules_openForType(language, UPLURAL_TYPE_CARDINAL, &status);
    locale->number = unumf_openForSkeletonAndLocale(u"", -1, language, &status);
    locale->integer = unumf_openForSkeletonAndLocale(u"precision-integer", -1, language, &status);
    if (U_SUCCESS(status) && is_language(language))
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "there are no rules for the language \"%s\"",
                language);
    return false;
}

static void
locale_close(CxMessageLocale *locale)
{
    uplrules_close(locale->plural);
    unumf_close(locale->number);
    unumf_close(locale->integer);
}

static void
message_free(gpointer data)
{
    cx_message_free(data);
}

CxCatalogue *
cx_catalogue_new(const char *language, const CxCatalogue *fallback, GError **error)
{
    g_autoptr(CxCatalogue) catalogue = g_new0(CxCatalogue, 1);
    catalogue->language = g_strdup(language);
    catalogue->fallback = fallback;
    catalogue->messages = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, message_free);
    if (!locale_open(&catalogue->locale, language, error))
        return NULL;
    return g_steal_pointer(&catalogue);
}

void
cx_catalogue_free(CxCatalogue *catalogue)
{
    if (catalogue == NULL)
        return;
    g_hash_table_unref(catalogue->messages);
    locale_close(&catalogue->locale);
    cx_catalogue_free(catalogue->english);
    g_free(catalogue->language);
    g_free(catalogue);
}

/* ---- Reading sources ---- */

/* The entry being read: its lines are joined before it is compiled. */
typedef struct {
    char *key; /* NULL: none */
    GString *text;
    size_t i_line; /* 1-based, of the key */
} Entry;

static bool
entry_flush(CxCatalogue *catalogue, const char *source, Entry *entry, GError **error)
{
    if (entry->key == NULL)
        return true;
    g_autofree char *key = g_steal_pointer(&entry->key);
    g_autoptr(GError) why = NULL;
    CxMessage *message = NULL;
    if (entry->text->len == 0)
        g_set_error_literal(&why, CX_ERROR, CX_ERROR_CORRUPT, "has no text");
    else if (g_hash_table_contains(catalogue->messages, key))
        g_set_error_literal(&why, CX_ERROR, CX_ERROR_CORRUPT, "is there twice");
    else
        message = cx_message_parse(entry->text->str, &catalogue->locale, &why);
    if (message == NULL) {
        g_set_error(error, CX_ERROR, CX_ERROR_CORRUPT, "%s:%zu: message \"%s\": %s", source,
                    entry->i_line, key, why->message);
        return false;
    }
    g_hash_table_insert(catalogue->messages, g_steal_pointer(&key), message);
    return true;
}

static bool
is_key(const char *text)
{
    return *text != '\0' && strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_.-") == strlen(text);
}

/* Starts the entry of a "key = text" line. */
static bool
entry_start(Entry *entry, const char *source, size_t i_line, const char *line, GError **error)
{
    const char *equals = strchr(line, '=');
    g_autofree char *key =
        equals == NULL ? NULL : g_strchomp(g_strndup(line, (gsize)(equals - line)));
    if (key == NULL || !is_key(key)) {
        g_set_error(error, CX_ERROR, CX_ERROR_CORRUPT, "%s:%zu: not a \"key = text\" line: \"%s\"",
                    source, i_line, line);
        return false;
    }
    g_autofree char *text = g_strstrip(g_strdup(equals + 1));
    entry->key = g_steal_pointer(&key);
    entry->i_line = i_line;
    g_string_assign(entry->text, text);
    return true;
}

static bool
add_line(CxCatalogue *catalogue, Entry *entry, const char *source, size_t i_line, char *line,
         GError **error)
{
    const bool is_indented = *line == ' ' || *line == '\t';
    (void)g_strchomp(line);
    if (!is_indented || *line == '\0') {
        if (!entry_flush(catalogue, source, entry, error))
            return false;
        return *line == '\0' || *line == '#' || entry_start(entry, source, i_line, line, error);
    }
    if (entry->key == NULL) {
        g_set_error(error, CX_ERROR, CX_ERROR_CORRUPT, "%s:%zu: continues no message", source,
                    i_line);
        return false;
    }
    if (entry->text->len > 0)
        g_string_append_c(entry->text, ' ');
    g_string_append(entry->text, g_strchug(line));
    return true;
}

bool
cx_catalogue_add(CxCatalogue *catalogue, const char *source, const char *text, GError **error)
{
    if (!g_utf8_validate(text, -1, NULL)) {
        g_set_error(error, CX_ERROR, CX_ERROR_CORRUPT, "%s: not UTF-8", source);
        return false;
    }
    g_auto(GStrv) lines = g_strsplit(text, "\n", 0);
    g_autoptr(GString) joined = g_string_new(NULL);
    Entry entry = { .text = joined };
    bool is_read = true;
    for (size_t i = 0; is_read && lines[i] != NULL; i++)
        is_read = add_line(catalogue, &entry, source, i + 1, lines[i], error);
    is_read = is_read && entry_flush(catalogue, source, &entry, error);
    g_free(entry.key);
    return is_read;
}

/* Adds every built-in source of the catalogue's language. */
static bool
add_built_in(CxCatalogue *catalogue, GError **error)
{
    g_autofree char *folder = g_strdup_printf("messages/%s/", catalogue->language);
    size_t n = 0;
    size_t n_added = 0;
    const CxEmbed *files = cx_embed_list(&n);
    for (size_t i = 0; i < n; i++) {
        if (!g_str_has_prefix(files[i].name, folder) || !g_str_has_suffix(files[i].name, ".msg"))
            continue;
        if (!cx_catalogue_add(catalogue, files[i].name, (const char *)files[i].data, error))
            return false;
        n_added++;
    }
    if (n_added == 0) {
        g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "there are no messages in \"%s\"",
                    catalogue->language);
        return false;
    }
    return true;
}

CxCatalogue *
cx_catalogue_load(const char *language, GError **error)
{
    g_autoptr(CxCatalogue) english = NULL;
    if (!g_str_equal(language, "en")) {
        english = cx_catalogue_load("en", error); /* one level: English has no fallback */
        if (english == NULL)
            return NULL;
    }
    g_autoptr(CxCatalogue) catalogue = cx_catalogue_new(language, english, error);
    if (catalogue == NULL || !add_built_in(catalogue, error))
        return NULL;
    catalogue->english = g_steal_pointer(&english);
    return g_steal_pointer(&catalogue);
}

/* ---- Looking up ---- */

const char *
cx_catalogue_language(const CxCatalogue *catalogue)
{
    return catalogue->language;
}

const CxMessage *
cx_catalogue_find(const CxCatalogue *catalogue, const char *key)
{
    for (; catalogue != NULL; catalogue = catalogue->fallback) {
        const CxMessage *message = g_hash_table_lookup(catalogue->messages, key);
        if (message != NULL)
            return message;
    }
    return NULL;
}

static int
compare_keys(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char **
cx_catalogue_list_keys(const CxCatalogue *catalogue, size_t *ret_n)
{
    guint n = 0;
    gpointer *keys = g_hash_table_get_keys_as_array(catalogue->messages, &n);
    if (n > 0)
        qsort(keys, n, sizeof *keys, compare_keys);
    *ret_n = n;
    return (const char **)keys;
}

const char *const *
cx_message_args(const CxMessage *message)
{
    return (const char *const *)message->args->pdata;
}

const char *
cx_message_constant(const CxMessage *message)
{
    if (message->parts->len != 1)
        return NULL;
    const CxPart *part = g_ptr_array_index(message->parts, 0);
    return part->kind == CX_PART_TEXT ? part->text : NULL;
}

/* ---- Writing ---- */

static void
append_number(const UNumberFormatter *formatter, double number, GString *out)
{
    UErrorCode status = U_ZERO_ERROR;
    UFormattedNumber *formatted = unumf_openResult(&status);
    unumf_formatDouble(formatter, number, formatted, &status);
    UChar wide[512];
    char text[1536];
    const int32_t n = unumf_resultToString(formatted, wide, (int32_t)G_N_ELEMENTS(wide), &status);
    u_strToUTF8(text, (int32_t)sizeof text, NULL, wide, n, &status);
    unumf_closeResult(formatted);
    cx_assert(U_SUCCESS(status)); /* no double is longer than the buffers */
    for (const char *p = text; *p != '\0'; p++) {
        if (*p == '-')
            g_string_append(out, MINUS);
        else
            g_string_append_c(out, *p);
    }
}

static const CxMessageArg *
arg_find(const CxMessageArg *args, const char *name)
{
    for (; args != NULL && args->name != NULL; args++) {
        if (g_str_equal(args->name, name))
            return args;
    }
    return NULL;
}

static const CxCase *
case_find(const CxPart *part, const char *selector)
{
    const CxCase *other = NULL;
    for (guint i = 0; i < part->cases->len; i++) {
        const CxCase *one = g_ptr_array_index(part->cases, i);
        if (!one->is_exact && g_str_equal(one->selector, selector))
            return one;
        if (!one->is_exact && g_str_equal(one->selector, "other"))
            other = one;
    }
    return other;
}

static const CxCase *
case_plural(const CxMessageLocale *locale, const CxPart *part, const CxMessageArg *arg)
{
    if (arg->text != NULL)
        return case_find(part, "other");
    const double number = arg->number;
    for (guint i = 0; i < part->cases->len; i++) {
        const CxCase *one = g_ptr_array_index(part->cases, i);
        if (one->is_exact && !(one->exact < number) && !(one->exact > number))
            return one;
    }
    UErrorCode status = U_ZERO_ERROR;
    UChar wide[32];
    char word[64];
    const int32_t n =
        uplrules_select(locale->plural, number, wide, (int32_t)G_N_ELEMENTS(wide), &status);
    u_strToUTF8(word, (int32_t)sizeof word, NULL, wide, n, &status);
    return case_find(part, U_SUCCESS(status) ? word : "other");
}

static void append_parts(const CxMessage *message, const GPtrArray *parts, const CxMessageArg *args,
                         GString *out);

static void
append_part(const CxMessage *message, const CxPart *part, const CxMessageArg *args, GString *out)
{
    if (part->kind == CX_PART_TEXT) {
        g_string_append(out, part->text);
        return;
    }
    const char *name = g_ptr_array_index(message->args, part->i_arg);
    const CxMessageArg *arg = arg_find(args, name);
    if (arg == NULL) {
        g_string_append_printf(out, "{%s}", name);
        return;
    }
    const CxMessageLocale *locale = message->locale;
    switch (part->kind) {
    case CX_PART_ARG:
    case CX_PART_NUMBER:
    case CX_PART_INTEGER:
        if (arg->text != NULL)
            cx_bidi_append(out, arg->text);
        else if (part->kind == CX_PART_INTEGER)
            append_number(locale->integer, arg->number, out);
        else
            append_number(locale->number, arg->number, out);
        break;
    case CX_PART_PLURAL:
        append_parts(message, case_plural(locale, part, arg)->parts, args, out);
        break;
    case CX_PART_SELECT:
        append_parts(message, case_find(part, arg->text != NULL ? arg->text : "other")->parts, args,
                     out);
        break;
    case CX_PART_TEXT:
    case CX_PART_N:
        break;
    }
}

static void
append_parts(const CxMessage *message, const GPtrArray *parts, const CxMessageArg *args,
             GString *out)
{
    for (guint i = 0; i < parts->len; i++)
        append_part(message, g_ptr_array_index(parts, i), args, out);
}

void
cx_message_append(const CxMessage *message, const CxMessageArg *args, GString *out)
{
    append_parts(message, message->parts, args, out);
}

const char *
cx_message_text(const CxCatalogue *catalogue, const char *key)
{
    const CxMessage *message = cx_catalogue_find(catalogue, key);
    const char *text = message == NULL ? NULL : cx_message_constant(message);
    return text == NULL ? key : text;
}

char *
cx_message_format_args(const CxCatalogue *catalogue, const char *key, const CxMessageArg *args)
{
    const CxMessage *message = cx_catalogue_find(catalogue, key);
    if (message == NULL)
        return g_strdup(key);
    GString *out = g_string_new(NULL);
    cx_message_append(message, args, out);
    return g_string_free(out, FALSE);
}
