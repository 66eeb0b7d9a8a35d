/* The rules and words of calls; what is stored is in call_store.c, what is found at night in
 * call_find.c. */
#include "engage/call.h"

#include <string.h>

#include "base/error.h"
#include "engage/said_day.h"
#include "lang/assert.h"

static const struct {
    const char *key;
    double weight;
} reasons[CX_CALL_REASON_N] = {
#define X(name, key, weight) [CX_CALL_##name] = { (key), (weight) },
    CX_CALL_REASON_MAP(X)
#undef X
};

const char *
cx_call_reason_key(CxCallReason reason)
{
    cx_assert(reason < CX_CALL_REASON_N);
    return reasons[reason].key;
}

const char *
cx_call_reasons_format(CxArena *arena, const bool has[static CX_CALL_REASON_N])
{
    g_autoptr(GString) out = g_string_new(NULL);
    for (size_t i = 0; i < CX_CALL_REASON_N; i++) {
        if (has[i])
            g_string_append_printf(out, "%s%s", out->len > 0 ? " " : "", reasons[i].key);
    }
    return cx_arena_text(arena, out->str);
}

void
cx_call_reasons_parse(const char *text, bool ret_has[static CX_CALL_REASON_N])
{
    g_auto(GStrv) words = g_strsplit(text, " ", 0);
    for (size_t i = 0; i < CX_CALL_REASON_N; i++)
        ret_has[i] = g_strv_contains((const char *const *)words, reasons[i].key);
}

CxCallReason
cx_call_reason_first(const bool has[static CX_CALL_REASON_N])
{
    size_t i = 0;
    while (i + 1 < CX_CALL_REASON_N && !has[i])
        i++;
    return (CxCallReason)i;
}

double
cx_call_reasons_weight(const bool has[static CX_CALL_REASON_N])
{
    double sum = 0.0;
    for (size_t i = 0; i < CX_CALL_REASON_N; i++)
        sum += has[i] ? reasons[i].weight : 0.0;
    return sum;
}

const char *
cx_call_outcome_key(CxCallOutcome outcome)
{
    static const char *const keys[CX_CALL_OUTCOME_N] = { "open", "reached", "not_reached",
                                                         "dropped" };
    cx_assert(outcome < CX_CALL_OUTCOME_N);
    return keys[outcome];
}

bool
cx_call_is_overdue(const CxCall *call, CxDay today)
{
    return call->outcome == CX_CALL_OPEN && call->due_on.v < today.v;
}

const CxCallConsent *
cx_call_consent_find(const CxCallConsents *consents, CxAccountId account)
{
    for (size_t i = 0; i < consents->n; i++) {
        if (consents->items[i].account.v == account.v && consents->items[i].is_given)
            return &consents->items[i];
    }
    return NULL;
}

/* ---- A line ---- */

static const char punctuation[] = " \t\r\n,;:.";

/* The text without blanks and commas at its ends; NULL when nothing is left. */
static const char *
tidy(CxArena *arena, const char *text, size_t len)
{
    while (len > 0 && strchr(punctuation, text[len - 1]) != NULL)
        len--;
    while (len > 0 && strchr(punctuation, *text) != NULL) {
        text++;
        len--;
    }
    g_autofree char *copy = g_strndup(text, len);
    return len > 0 ? cx_arena_text(arena, copy) : NULL;
}

/* Behind a word that the text begins with, in any case; NULL when it does not. */
static const char *
after(const char *text, const char *word)
{
    const size_t len = strlen(word);
    const bool is_word = g_ascii_strncasecmp(text, word, len) == 0 && !g_ascii_isalnum(text[len]);
    return is_word ? text + len : NULL;
}

static const char *
find_promise(const char *text)
{
    for (const char *at = text; *at != '\0'; at++) {
        const bool is_start = at == text || !g_ascii_isalnum(at[-1]);
        if (is_start && after(at, "promised") != NULL)
            return at;
    }
    return NULL;
}

static void
read_promise(const char *text, CxDay today, CxArena *arena, CxCallEnd *end)
{
    CxSaidDay said;
    end->promise_due = CX_DAY_NONE;
    if (!cx_said_day_find(text, 0, today, &said)) {
        end->promise = tidy(arena, text, strlen(text));
        return;
    }
    g_autofree char *without =
        g_strdup_printf("%.*s%s", (int)said.at, text, text + said.at + said.len_bytes);
    end->promise = tidy(arena, without, strlen(without));
    end->promise_due = cx_said_day(&said, CX_SAID_AHEAD);
}

bool
cx_call_read(const char *line, CxDay today, CxArena *arena, CxCallEnd *ret_end, GError **error)
{
    if (strlen(line) > CX_CALL_LINE_BYTES_MAX || !g_utf8_validate(line, -1, NULL)) {
        g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE, "a line has %d letters at most, as UTF-8",
                    CX_CALL_LINE_BYTES_MAX);
        return false;
    }
    const char *text = tidy(arena, line, strlen(line));
    if (text == NULL) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                            "say \"not reached\", or what was said");
        return false;
    }
    const char *missed = after(text, "not reached");
    const char *spoken = after(text, "reached");
    CxCallEnd end = { .outcome = missed != NULL ? CX_CALL_NOT_REACHED : CX_CALL_REACHED,
                      .promise_due = CX_DAY_NONE };
    const char *rest = missed != NULL ? missed : (spoken != NULL ? spoken : text);
    const char *promise = missed == NULL ? find_promise(rest) : NULL;
    if (promise != NULL)
        read_promise(promise + strlen("promised"), today, arena, &end);
    end.said = tidy(arena, rest, promise != NULL ? (size_t)(promise - rest) : strlen(rest));
    *ret_end = end;
    return true;
}
