/* What stands in a column. */
#include <string.h>

#include "base/text.h"
#include "feedback/recognise_priv.h"

#define DATE_BYTES_MAX 40
#define PHONE_DIGITS   9 /* at least, with a separator or a plus */
#define WORDS_SENTENCE 4

void
cx_profile_init(CxProfile *profile)
{
    *profile = (CxProfile){ .small = g_array_new(FALSE, FALSE, sizeof(int16_t)),
                            .seen = g_ptr_array_new(),
                            .index = g_hash_table_new(g_str_hash, g_str_equal) };
}

void
cx_profile_clear(CxProfile *profile)
{
    if (profile->small != NULL)
        g_array_unref(profile->small);
    if (profile->seen != NULL)
        g_ptr_array_unref(profile->seen);
    if (profile->index != NULL)
        g_hash_table_unref(profile->index);
    *profile = (CxProfile){ 0 };
}

/* Reads up to four digits at *at; the number of digits, and *at after them. */
static int
read_digits(const char **at, int *ret_value)
{
    int n = 0;
    int value = 0;
    while (n < 5 && g_ascii_isdigit(**at)) {
        value = value * 10 + (**at - '0');
        (*at)++;
        n++;
    }
    *ret_value = value;
    return n;
}

/* Three numbers with the same mark between them, and nothing or a time after. */
static void
note_date(CxProfile *profile, const char *text)
{
    const char *at = text;
    int part[3] = { 0 };
    int n_digits[3] = { 0 };
    char mark = '\0';
    for (int i = 0; i < 3; i++) {
        n_digits[i] = read_digits(&at, &part[i]);
        if (n_digits[i] == 0 || n_digits[i] > 4)
            return;
        if (i == 2)
            break;
        if (strchr("-/.", *at) == NULL || *at == '\0' || (i == 1 && *at != mark))
            return;
        mark = *at++;
    }
    if (*at != '\0' && *at != ' ' && *at != 'T')
        return;
    if (n_digits[0] == 4) {
        profile->n_iso +=
            mark == '-' && part[1] >= 1 && part[1] <= 12 && part[2] >= 1 && part[2] <= 31;
        return;
    }
    const bool is_mdy = part[0] >= 1 && part[0] <= 12 && part[1] >= 1 && part[1] <= 31;
    const bool is_dmy = part[1] >= 1 && part[1] <= 12 && part[0] >= 1 && part[0] <= 31;
    if (n_digits[2] == 2) {
        profile->n_year_2 += is_mdy || is_dmy;
    } else if (n_digits[2] == 4) {
        profile->n_mdy += is_mdy && mark == '/';
        profile->n_dmy += is_dmy;
    }
}

static bool
is_email(const char *text)
{
    const char *at = strchr(text, '@');
    return at != NULL && at > text && strchr(at + 1, '.') != NULL && strchr(text, ' ') == NULL;
}

static bool
is_ip(const char *text)
{
    int n_parts = 0;
    const char *at = text;
    while (n_parts < 4) {
        int part = 0;
        const int n_digits = read_digits(&at, &part);
        if (n_digits == 0 || n_digits > 3 || part > 255)
            return false;
        n_parts++;
        if (n_parts < 4 && *at++ != '.')
            return false;
    }
    return *at == '\0';
}

static bool
is_phone(const char *text)
{
    int n_digits = 0;
    int n_marks = 0;
    for (const char *at = text; *at != '\0'; at++) {
        if (g_ascii_isdigit(*at))
            n_digits++;
        else if (strchr("+()- /.", *at) != NULL)
            n_marks++;
        else
            return false;
    }
    return n_digits >= PHONE_DIGITS && n_digits <= 15 && (*text == '+' || n_marks >= 2) &&
           strchr(text, ':') == NULL;
}

static void
note_number(CxProfile *profile, const char *text, double value)
{
    profile->lo = profile->n_number == 0 ? value : MIN(profile->lo, value);
    profile->hi = profile->n_number == 0 ? value : MAX(profile->hi, value);
    profile->n_number++;
    const char *point = strchr(text, '.');
    const int decimals = point == NULL ? 0 : (int)strlen(point + 1);
    profile->decimals = MAX(profile->decimals, decimals);
}

static int
count_words(const char *text)
{
    int n_words = 0;
    bool is_inside = false;
    for (const char *at = text; *at != '\0'; at++) {
        const bool is_blank = g_ascii_isspace(*at);
        n_words += !is_blank && !is_inside;
        is_inside = !is_blank;
    }
    return n_words;
}

/* What a value that has not come before looks like; counted once for each time it comes. */
static void
note_shape(CxProfile *profile, const char *text, size_t len_bytes)
{
    double number = 0.0;
    if (len_bytes <= DATE_BYTES_MAX && cx_text_parse_double(text, &number, NULL)) {
        note_number(profile, text, number);
        return;
    }
    if (len_bytes <= DATE_BYTES_MAX) {
        note_date(profile, text);
        profile->n_ip += is_ip(text);
        profile->n_phone += is_phone(text);
    }
    profile->n_email += is_email(text);
    profile->n_sentence += count_words(text) >= WORDS_SENTENCE;
}

static void
note_small(CxProfile *profile, const char *text, size_t len_bytes)
{
    if (profile->small->len >= CX_SMALL_ROWS)
        return;
    int16_t value = len_bytes == 0 || len_bytes > 4 ? -1 : 0;
    for (size_t i = 0; i < len_bytes && value >= 0; i++)
        value = g_ascii_isdigit(text[i]) ? (int16_t)(value * 10 + (text[i] - '0')) : -1;
    g_array_append_val(profile->small, value);
}

void
cx_profile_add(CxProfile *profile, CxArena *arena, const char *text, size_t len_bytes)
{
    while (len_bytes > 0 && g_ascii_isspace(text[len_bytes - 1]))
        len_bytes--;
    while (len_bytes > 0 && g_ascii_isspace(*text)) {
        text++;
        len_bytes--;
    }
    note_small(profile, text, len_bytes);
    if (len_bytes == 0)
        return;
    char copy[CX_SEEN_BYTES_MAX + 1];
    size_t kept = MIN(len_bytes, (size_t)CX_SEEN_BYTES_MAX);
    while (kept < len_bytes && kept > 0 && (text[kept] & 0xC0) == 0x80)
        kept--;
    memcpy(copy, text, kept);
    copy[kept] = '\0';

    profile->n_filled++;
    profile->len_total += (int64_t)len_bytes;
    profile->len_max = MAX(profile->len_max, (int64_t)len_bytes);
    note_shape(profile, copy, kept);
    int64_t value = 0;
    const bool is_int = kept < 19 && cx_text_parse_i64(copy, &value, NULL);
    profile->n_int += is_int;

    gpointer known = NULL;
    if (g_hash_table_lookup_extended(profile->index, copy, NULL, &known)) {
        CxSeen *seen = known;
        if (seen != NULL)
            seen->n++;
        return;
    }
    char *owned = cx_arena_text_n(arena, copy, kept);
    profile->n_distinct++;
    CxSeen *seen = NULL;
    if (profile->seen->len < CX_SEEN_MAX) {
        seen = cx_arena_new0(arena, CxSeen);
        *seen = (CxSeen){ .text = owned, .n = 1, .is_int = is_int, .value = value };
        g_ptr_array_add(profile->seen, seen);
    }
    g_hash_table_insert(profile->index, owned, seen);
}

const CxSeen *
cx_seen_at(const CxProfile *profile, guint i)
{
    return g_ptr_array_index(profile->seen, i);
}
