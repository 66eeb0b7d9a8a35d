/* Recognition from end to end. */
#include "feedback/recognise.h"

#include <stdarg.h>
#include <string.h>

#include "base/text.h"
#include "feedback/recognise_priv.h"

static const char *const taken_keys[] = {
    [CX_TAKEN_IGNORED] = "ignored", [CX_TAKEN_ID] = "id",
    [CX_TAKEN_DATE] = "date",       [CX_TAKEN_MODE] = "mode",
    [CX_TAKEN_WEIGHT] = "weight",   [CX_TAKEN_CLUSTER] = "cluster",
    [CX_TAKEN_ACCOUNT] = "account", [CX_TAKEN_TRANSACTION] = "transaction",
    [CX_TAKEN_PERSON] = "person",   [CX_TAKEN_RESPONDENT] = "respondent",
    [CX_TAKEN_ITEM] = "item",       [CX_TAKEN_DEPARTMENT] = "department",
    [CX_TAKEN_FACT] = "fact",       [CX_TAKEN_COMPUTED] = "computed",
    [CX_TAKEN_COMMENT] = "comment",
};

const char *
cx_taken_key(CxTaken taken)
{
    return taken_keys[taken];
}

char *
cx_recognise_text(CxRecognition *r, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = g_strdup_vprintf(format, args);
    va_end(args);
    return cx_arena_take(r->arena, text);
}

const char *
cx_recognise_number(CxRecognition *r, double value)
{
    GString *out = g_string_new(NULL);
    cx_text_append_double(out, value);
    return cx_arena_take(r->arena, g_string_free(out, FALSE));
}

void
cx_recognise_ask(CxRecognition *r, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = g_strdup_vprintf(format, args);
    va_end(args);
    g_ptr_array_add(r->questions, cx_arena_take(r->arena, text));
}

void
cx_recognise_take(CxRecognition *r, CxColumn *column, CxTaken taken, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = g_strdup_vprintf(format, args);
    va_end(args);
    column->taken = taken;
    column->reason = cx_arena_take(r->arena, text);
}

void
cx_recognise_pair(CxRecognition *r, GPtrArray *pairs, const char *text, const char *second)
{
    g_ptr_array_add(pairs, cx_arena_text(r->arena, text));
    g_ptr_array_add(pairs, cx_arena_text(r->arena, second));
}

bool
cx_recognise_says(const CxColumn *column, const char *const *words)
{
    for (size_t i = 0; words[i] != NULL; i++) {
        if (strstr(column->hint, words[i]) != NULL)
            return true;
    }
    return false;
}

static void
recognition_clear(CxRecognition *r)
{
    for (size_t i = 0; i < r->n_columns; i++) {
        CxColumn *column = &r->columns[i];
        cx_profile_clear(&column->profile);
        g_clear_pointer(&column->scale.missing, g_ptr_array_unref);
        g_clear_pointer(&column->scale.silent, g_ptr_array_unref);
        g_clear_pointer(&column->scale.points, g_ptr_array_unref);
    }
    g_ptr_array_unref(r->headers);
    g_ptr_array_unref(r->questions);
    g_ptr_array_unref(r->blanks);
    cx_arena_free(r->arena);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CxRecognition, recognition_clear)

/* Moves what was found into a draft, which takes the arena. */
static CxDraft *
make_draft(CxRecognition *r, const char *mapping, const char *lack)
{
    CxDraft *draft = cx_arena_new0(r->arena, CxDraft);
    CxDraftColumn *columns = cx_arena_new0_n(r->arena, CxDraftColumn, r->n_columns);
    for (size_t i = 0; i < r->n_columns; i++) {
        const CxColumn *column = &r->columns[i];
        const char *question =
            column->option == NULL
                ? column->question
                : cx_recognise_text(r, "%s: %s", column->question, column->option);
        columns[i] = (CxDraftColumn){ column->name, question, column->taken, column->reason };
    }
    const char **questions = cx_arena_new0_n(r->arena, const char *, r->questions->len);
    for (guint i = 0; i < r->questions->len; i++)
        questions[i] = g_ptr_array_index(r->questions, i);
    *draft = (CxDraft){ .layout = r->layout,
                        .layout_reason = r->layout_reason,
                        .columns = columns,
                        .n_columns = r->n_columns,
                        .n_headers = r->n_headers,
                        .n_sampled = r->n_rows,
                        .is_whole = r->is_whole,
                        .questions = questions,
                        .n_questions = r->questions->len,
                        .mapping = mapping,
                        .lack = lack,
                        .arena = g_steal_pointer(&r->arena) };
    return draft;
}

/* "37%". */
static bool
is_share(const char *text)
{
    const size_t len = strlen(text);
    return len >= 2 && text[len - 1] == '%' && g_ascii_isdigit(text[len - 2]);
}

static bool
holds_shares(const CxProfile *profile)
{
    guint n = 0;
    for (guint i = 0; i < profile->seen->len; i++)
        n += is_share(cx_seen_at(profile, i)->text) ? 1 : 0;
    return n >= 3 && n * 10 >= profile->seen->len * 8;
}

/* A report: most columns hold shares of those who gave an answer, by group. */
static bool
is_report(const CxRecognition *r)
{
    size_t n_filled = 0;
    size_t n_shares = 0;
    for (size_t i = 0; i < r->n_columns; i++) {
        const CxProfile *profile = &r->columns[i].profile;
        n_filled += profile->n_filled > 0 ? 1 : 0;
        n_shares += holds_shares(profile) ? 1 : 0;
    }
    return n_shares >= 2 && 2 * n_shares > n_filled;
}

CxDraft *
cx_recognise(const CxRecogniseFile *file, GError **error)
{
    g_auto(CxRecognition) r = {
        .arena = cx_arena_new(),
        .file = file,
        .headers = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref),
        .questions = g_ptr_array_new(),
        .blanks = g_ptr_array_new(),
    };
    if (!cx_recognise_open(&r, error))
        return NULL;
    cx_recognise_layout(&r);
    if (!cx_recognise_sample(&r, error))
        return NULL;
    cx_recognise_columns(&r);
    cx_recognise_scales(&r);
    if (r.n_rows == 0 && r.n_misfit > 0) {
        const char *lack = cx_arena_printf(
            r.arena,
            "No row has the %zu cells of the header; one has %zu. A text with the separator in it "
            "has to stand in quotes.",
            r.n_columns, r.n_misfit);
        return make_draft(&r, NULL, lack);
    }
    if (r.n_rows == 0) {
        return make_draft(&r, NULL,
                          "The file has headers and no responses: nothing tells what its columns "
                          "hold.");
    }
    if (r.headline == NULL && is_report(&r)) {
        return make_draft(
            &r, NULL,
            "The cells are shares of groups (37%), as in a report: no row is what one "
            "person answered. Export the answers themselves, one row for each.");
    }
    if (r.headline == NULL) {
        return make_draft(&r, NULL,
                          "No column holds ratings, and a survey needs a question whose score is "
                          "the headline.");
    }
    const char *mapping = cx_recognise_write(&r);
    return make_draft(&r, mapping, NULL);
}

void
cx_draft_free(CxDraft *draft)
{
    /* The draft lies in its arena. */
    if (draft != NULL)
        cx_arena_free(draft->arena);
}
