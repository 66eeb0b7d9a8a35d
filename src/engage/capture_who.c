/* Whom a line is about. */
#include <string.h>

#include "base/near.h"
#include "engage/capture_priv.h"

static bool
is_handle(char c)
{
    return g_ascii_isalnum(c) || c == '.' || c == '_' || c == '-' || (unsigned char)c >= 0x80;
}

/* "Head-of.Sales" as "head_of_sales", in any script: what names are compared by. (transfer full) */
static char *
fold(const char *words)
{
    g_autofree char *lower = g_utf8_casefold(words, -1);
    GString *key = g_string_new(NULL);
    for (char *at = lower; *at != '\0'; at = g_utf8_next_char(at)) {
        const gunichar letter = g_utf8_get_char(at);
        if (g_unichar_isalnum(letter) || g_unichar_ismark(letter))
            g_string_append_unichar(key, letter);
        else if (key->len > 0 && key->str[key->len - 1] != '_')
            g_string_append_c(key, '_');
    }
    if (key->len > 0 && key->str[key->len - 1] == '_')
        g_string_truncate(key, key->len - 1);
    return g_string_free(key, FALSE);
}

static void
add_choice(CxCapture *capture, const CxLeader *leader)
{
    for (size_t i = 0; i < capture->n_choices; i++) {
        if (g_str_equal(capture->choices[i], leader->key))
            return;
    }
    if (capture->n_choices < CX_CAPTURE_CHOICES_MAX)
        capture->choices[capture->n_choices++] = leader->key;
}

/* How well a handle names a leader: 0 not at all, 3 by key, name or title in full, 2 by department,
 * 1 by a word of the name. */
static int
fits(const CxLeader *leader, CxDay today, const char *handle)
{
    g_autofree char *name = fold(leader->name);
    if (g_str_equal(handle, leader->key) || g_str_equal(handle, name))
        return 3;
    const CxTerm *term = cx_leader_term(leader, today);
    g_autofree char *title = fold(term != NULL ? term->title : "");
    if (*title != '\0' && g_str_equal(handle, title))
        return 3;
    if (term != NULL && term->department_key != NULL) {
        g_autofree char *department = fold(term->department_name);
        if (g_str_equal(handle, department) || g_str_equal(handle, term->department_key))
            return 2;
    }
    g_auto(GStrv) words = g_strsplit(name, "_", -1);
    for (size_t i = 0; words[i] != NULL; i++) {
        if (g_str_equal(words[i], handle))
            return 1;
    }
    return 0;
}

static const CxDepartment *
find_department(const CxCaptureWorld *world, const char *handle)
{
    for (guint i = 0; i < world->departments->len; i++) {
        const CxDepartment *department = world->departments->pdata[i];
        g_autofree char *name = fold(department->name);
        if (g_str_equal(handle, name) || g_str_equal(handle, department->key))
            return department;
    }
    return NULL;
}

static void
add_near(CxCapture *capture, const CxCaptureWorld *world, const char *handle)
{
    for (guint i = 0; i < world->leaders->len; i++) {
        const CxLeader *leader = world->leaders->pdata[i];
        if (cx_near(handle, leader->key) || strstr(leader->key, handle) != NULL)
            add_choice(capture, leader);
    }
}

/* The leaders who fit best decide. */
static void
resolve(CxCapture *capture, const CxCaptureWorld *world, CxCaptured *who)
{
    g_autofree char *handle = fold(capture->handle);
    if (*handle == '\0') {
        capture->state = CX_CAPTURE_UNKNOWN;
        return;
    }
    who->department = find_department(world, handle);
    int best = 0;
    const CxLeader *found = NULL;
    for (guint i = 0; i < world->leaders->len; i++) {
        const CxLeader *leader = world->leaders->pdata[i];
        const int fit = fits(leader, world->today, handle);
        if (fit > best) {
            best = fit;
            found = leader;
            capture->n_choices = 0;
        }
        if (fit > 0 && fit == best)
            add_choice(capture, leader);
    }
    who->leader = capture->n_choices == 1 ? found : NULL;
    if (who->leader != NULL)
        capture->n_choices = 0;
    if (capture->n_choices > 1) {
        capture->state = CX_CAPTURE_SEVERAL;
    } else if (found == NULL && who->department == NULL) {
        capture->state = CX_CAPTURE_UNKNOWN;
        add_near(capture, world, handle);
    }
}

/* Whether a name may end here: not before more letters, but before the full stop of a sentence. */
static bool
ends_name(const char *at)
{
    return !is_handle(*at) || (strchr(".-_", *at) != NULL && !is_handle(at[1]));
}

/* Where the words stand in the line in any letters, on their own; SIZE_MAX where they do not. */
static size_t
find_words(const char *line, const char *words)
{
    const size_t n = strlen(words);
    if (n < 3)
        return SIZE_MAX;
    for (const char *at = line; *at != '\0'; at++) {
        const bool is_start = at == line || !is_handle(at[-1]);
        if (is_start && g_ascii_strncasecmp(at, words, n) == 0 && ends_name(at + n))
            return (size_t)(at - line);
    }
    return SIZE_MAX;
}

/* How many bytes of the words stand at the start of the text, in any letters and on their own: all or 0. */
static size_t
begins_with(const char *text, const char *words)
{
    const size_t n = strlen(words);
    return g_ascii_strncasecmp(text, words, n) == 0 && ends_name(text + n) ? n : 0;
}

/* "@Ada Lovelace": the most words after the mark that are somebody's name or title, or a department's name. */
static size_t
in_full(const CxCaptureWorld *world, const char *text)
{
    size_t most = 0;
    for (guint i = 0; i < world->leaders->len; i++) {
        const CxLeader *leader = world->leaders->pdata[i];
        const CxTerm *term = cx_leader_term(leader, world->today);
        most = MAX(most, begins_with(text, leader->name));
        most = MAX(most, term != NULL ? begins_with(text, term->title) : 0);
    }
    for (guint i = 0; i < world->departments->len; i++) {
        const CxDepartment *department = world->departments->pdata[i];
        most = MAX(most, begins_with(text, department->name));
    }
    return most;
}

/* Somebody's name or title in full, the longest that stands there. */
static void
find_in_full(CxCaptured *who, const CxCaptureWorld *world, const char *line, CxSpan *ret_span)
{
    for (guint i = 0; i < world->leaders->len; i++) {
        const CxLeader *leader = world->leaders->pdata[i];
        const CxTerm *term = cx_leader_term(leader, world->today);
        const char *const called[] = { leader->name, term != NULL ? term->title : "" };
        for (size_t k = 0; k < CX_N_ELEMENTS(called); k++) {
            const size_t at = find_words(line, called[k]);
            if (at == SIZE_MAX || strlen(called[k]) <= ret_span->len_bytes)
                continue;
            *ret_span = (CxSpan){ at, strlen(called[k]) };
            who->leader = leader;
        }
    }
}

void
cx_capture_named(CxCapture *capture, const CxCaptureWorld *world, const char *words,
                 CxCaptured *ret_captured)
{
    for (guint i = 0; i < world->leaders->len; i++) {
        const CxLeader *leader = world->leaders->pdata[i];
        if (leader->email != NULL && g_ascii_strcasecmp(leader->email, words) == 0) {
            ret_captured->leader = leader;
            return;
        }
    }
    capture->handle = words;
    resolve(capture, world, ret_captured);
}

CxSpan
cx_capture_who(CxCapture *capture, const CxCaptureWorld *world, const char *line, CxArena *arena,
               CxCaptured *ret_captured)
{
    CxSpan span = { 0 };
    const char *at = strchr(line, '@');
    while (at != NULL && !is_handle(at[1]))
        at = strchr(at + 1, '@');
    if (at == NULL) {
        find_in_full(ret_captured, world, line, &span);
        if (ret_captured->leader == NULL)
            capture->state = CX_CAPTURE_NOBODY;
        return span;
    }
    size_t n = 1;
    while (is_handle(at[n]))
        n++;
    while (n > 2 && strchr(".-_", at[n - 1]) != NULL)
        n--;
    n = MAX(n, 1 + in_full(world, at + 1));
    capture->handle = cx_arena_text_n(arena, at + 1, n - 1);
    resolve(capture, world, ret_captured);
    return (CxSpan){ (size_t)(at - line), n };
}
