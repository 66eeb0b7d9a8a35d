/* LimeSurvey: codes such as DRV[SQ001], or whole questions; its own columns come first. Its VV files
 * have questions in the first row and codes in the second. */
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

/* Whether the second row names the tool's own columns by their codes, as the first does in words. */
static bool
is_vv(CxRecognition *r)
{
    size_t n_own = 0;
    for (size_t i = 0; i < r->n_columns; i++) {
        const char *code = own_code(r, r->columns[i].name);
        if (code == NULL)
            continue;
        if (strcmp(cx_recognise_header(r, 1, i), code) != 0)
            return false;
        n_own++;
    }
    return n_own >= 2;
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
    r->is_vv = is_submitted && is_vv(r);
    if (r->is_vv) {
        r->n_headers = 2;
        r->layout_reason = "The first row holds questions and the second their codes, beside "
                           "LimeSurvey's own columns: a VV file.";
        return true;
    }
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

/* What the first rows of a question have in common, up to the last place where it may end: a blank
 * before "(Product quality)", or the end of a line. 0: it is no row of several. */
static size_t
stem_bytes(const char *name)
{
    const char *line = strrchr(name, '\n');
    const char *open = line != NULL ? line : strrchr(name, '(');
    const size_t len_bytes = strlen(name);
    const bool is_row = open != NULL && open > name && (line != NULL || name[len_bytes - 1] == ')');
    return is_row ? (size_t)(open - name) : 0;
}

/* Whether the column beside asks the same question of something else. */
static bool
has_sibling(const CxRecognition *r, size_t i_column, size_t n_stem)
{
    const size_t i_last = MIN(i_column + 1, r->n_columns - 1);
    for (size_t i = i_column - MIN(i_column, 1); i <= i_last; i++) {
        const char *name = r->columns[i].name;
        const char *own_name = r->columns[i_column].name;
        if (i != i_column && stem_bytes(name) == n_stem && strcmp(name, own_name) != 0 &&
            strncmp(name, own_name, n_stem) == 0)
            return true;
    }
    return false;
}

/* The code behind that of the question, as in DRV_SQ001 and 123456X1X2SQ001; NULL: it has none. */
static const char *
row_code(const char *code)
{
    const char *at = strstr(code, "SQ");
    return at != NULL && at > code && g_ascii_isdigit(at[2]) ? at : NULL;
}

/* "Please rate (Billing)", the same over two lines, or a question that stands over several codes. */
static void
split_vv(CxRecognition *r, size_t i_column)
{
    CxColumn *column = &r->columns[i_column];
    const char *code = row_code(cx_recognise_header(r, 1, i_column));
    const size_t n_stem = stem_bytes(column->name);
    if (code == NULL)
        return;
    if (n_stem == 0 || !has_sibling(r, i_column, n_stem)) {
        column->option = code;
        return;
    }
    const char *option = column->name + n_stem + 1;
    const size_t n_close = column->name[n_stem] == '(' ? 1 : 0;
    column->option = cx_arena_text_n(r->arena, option, strlen(option) - n_close);
    column->question = cx_arena_text_n(r->arena, column->name, n_stem);
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
        if (code == NULL && r->is_vv)
            split_vv(r, i);
        else if (code == NULL)
            split_question(r, column);
    }
}
