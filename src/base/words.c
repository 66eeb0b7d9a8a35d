#include "base/words.h"

#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

static void
word_clear(gpointer data)
{
    CxWord *word = data;
    g_free(word->text);
}

/* Whether a sentence begins after what stands between two words. */
static bool
ends_sentence(const char *between, size_t len_bytes)
{
    for (size_t i = 0; i < len_bytes; i++) {
        if (strchr(".!?:;\n\"", between[i]) != NULL)
            return true;
    }
    return false;
}

static void
append_word(GArray *words, const char *at, size_t len_bytes, bool is_first)
{
    g_autofree char *raw = g_strndup(at, len_bytes);
    const CxWord word = {
        .text = g_utf8_casefold(raw, -1),
        .is_capital = g_unichar_isupper(g_utf8_get_char(raw)),
        .is_first = is_first,
    };
    g_array_append_val(words, word);
}

static void
split_with(UBreakIterator *iterator, const char *text, GArray *words)
{
    int32_t begin = ubrk_first(iterator);
    int32_t gap = begin; /* where what lies between the words begins */
    for (int32_t end = ubrk_next(iterator); end != UBRK_DONE; end = ubrk_next(iterator)) {
        if (ubrk_getRuleStatus(iterator) >= UBRK_WORD_NONE_LIMIT) {
            const bool is_first =
                words->len == 0 || ends_sentence(text + gap, (size_t)(begin - gap));
            append_word(words, text + begin, (size_t)(end - begin), is_first);
            gap = end;
        }
        begin = end;
    }
}

GArray *
cx_words_split(const char *text)
{
    GArray *words = g_array_new(FALSE, FALSE, sizeof(CxWord));
    g_array_set_clear_func(words, word_clear);
    if (!g_utf8_validate(text, -1, NULL))
        return words;
    UErrorCode status = U_ZERO_ERROR;
    UText *utext = utext_openUTF8(NULL, text, (int64_t)strlen(text), &status);
    UBreakIterator *iterator = ubrk_open(UBRK_WORD, "", NULL, 0, &status);
    if (U_SUCCESS(status)) {
        ubrk_setUText(iterator, utext, &status);
        if (U_SUCCESS(status))
            split_with(iterator, text, words);
    }
    ubrk_close(iterator);
    utext_close(utext);
    return words;
}
