/* LimeSurvey: codes such as DRV[SQ001], or whole questions; its own columns come first. */
#include <string.h>

#include "feedback/recognise_priv.h"

static const struct {
    const char *words; /* as full-text exports head the column, in English and Spanish */
    const char *code;
} own[] = {
    { "idderespuesta", "id" },
    { "fechadeenv\xc3\xad"
      "o",
      "submitdate" },
    { "\xc3\x9altimap\xc3\xa1gina", "lastpage" },
    { "lenguajeinicial", "startlanguage" },
    { "semilla", "seed" },
    { "fechadeinicio", "startdate" },
    { "fechadela\xc3\xbaltimaacci\xc3\xb3n", "datestamp" },
    { "responseid", "id" },
    { "datesubmitted", "submitdate" },
    { "lastpage", "lastpage" },
    { "startlanguage", "startlanguage" },
    { "seed", "seed" },
    { "datestarted", "startdate" },
    { "ipaddress", "ipaddr" },
    { "datelastaction", "datestamp" },
    { "referrerurl", "refurl" },
    { "accesscode", "token" },
    { "firstname", "firstname" },
    { "lastname", "lastname" },
    { "emailaddress", "email" },
};

/* The part before ". " of "submitdate. Date submitted". */
static const char *
code_of(CxRecognition *r, const char *name)
{
    const char *end = strstr(name, ". ");
    if (end == NULL || memchr(name, ' ', (size_t)(end - name)) != NULL)
        return name;
    return cx_arena_text_n(r->arena, name, (size_t)(end - name));
}

static const char *
own_code(CxRecognition *r, const char *name)
{
    const char *letters = cx_recognise_letters(r, code_of(r, name));
    for (size_t i = 0; i < G_N_ELEMENTS(own); i++) {
        if (strcmp(letters, own[i].words) == 0 || strcmp(letters, own[i].code) == 0)
            return own[i].code;
    }
    return NULL;
}

bool
cx_recognise_is_limesurvey(CxRecognition *r)
{
    bool has_submitted = false;
    bool has_seed = false;
    bool has_codes = false;
    for (size_t i = 0; i < r->n_columns; i++) {
        const char *code = own_code(r, r->columns[i].name);
        has_submitted |= g_strcmp0(code, "submitdate") == 0;
        has_seed |= g_strcmp0(code, "lastpage") == 0 || g_strcmp0(code, "startlanguage") == 0;
        has_codes |= strstr(r->columns[i].name, "[SQ") != NULL;
    }
    const bool is_submitted = has_submitted && (has_seed || has_codes);
    if (!is_submitted && !(r->has_bom && has_codes))
        return false;
    r->layout = CX_LAYOUT_LIMESURVEY;
    r->layout_reason = is_submitted
                           ? "A column says when a response was submitted, beside "
                             "LimeSurvey's other own columns."
                           : "Codes such as DRV[SQ001] after a byte order mark: LimeSurvey.";
    return true;
}

/* "Please rate [Billing]" is the question and its row. */
static void
split_question(CxRecognition *r, CxColumn *column)
{
    const char *open = strrchr(column->name, '[');
    const size_t len_bytes = strlen(column->name);
    if (open == NULL || open == column->name || column->name[len_bytes - 1] != ']')
        return;
    column->option =
        cx_arena_text_n(r->arena, open + 1, len_bytes - (size_t)(open - column->name) - 2);
    column->question = cx_arena_text_n(r->arena, column->name, (size_t)(open - column->name));
}

void
cx_recognise_name_limesurvey(CxRecognition *r)
{
    for (size_t i = 0; i < r->n_columns; i++) {
        CxColumn *column = &r->columns[i];
        const char *code = own_code(r, column->name);
        column->question = column->name;
        column->is_own = code != NULL;
        column->known = code != NULL ? code : cx_recognise_letters(r, column->name);
        if (code == NULL)
            split_question(r, column);
    }
}
