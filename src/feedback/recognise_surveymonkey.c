/* SurveyMonkey: each question once, its further columns with blank headers; options below. */
#include <string.h>

#include "feedback/recognise_priv.h"

/* How many cells of a header record are blank. */
static size_t
count_blanks(const CxRecognition *r, size_t i_record)
{
    size_t n_blanks = 0;
    for (size_t i = 0; i < r->n_columns; i++)
        n_blanks += *cx_recognise_header(r, i_record, i) == '\0';
    return n_blanks;
}

/* Options stand below: the ids' column is blank there, and most others are not. */
static bool
has_options(CxRecognition *r)
{
    if (r->headers->len < 2 || *cx_recognise_header(r, 1, 0) != '\0')
        return false;
    for (size_t i = 0; i < r->n_columns; i++) {
        const char *option = cx_recognise_header(r, 1, i);
        if (strcmp(option, "Response") == 0 || strcmp(option, "Open-Ended Response") == 0)
            return true;
    }
    return count_blanks(r, 0) > 0 && count_blanks(r, 1) < r->n_columns / 2;
}

bool
cx_recognise_is_surveymonkey(CxRecognition *r)
{
    const char *first = cx_recognise_letters(r, r->columns[0].name);
    bool has_collector = false;
    for (size_t i = 0; i < r->n_columns && !has_collector; i++)
        has_collector = strcmp(cx_recognise_letters(r, r->columns[i].name), "collectorid") == 0;
    const bool is_two = has_options(r);
    if (strcmp(first, "respondentid") != 0 || (!has_collector && !is_two))
        return false;
    r->layout = CX_LAYOUT_SURVEYMONKEY;
    r->n_headers = is_two ? 2 : 1;
    r->layout_reason = is_two
                           ? "The first column is RespondentID and the second row holds options: "
                             "SurveyMonkey, with two rows of headers."
                           : "Respondent ID and Collector ID: SurveyMonkey, with one row of "
                             "headers.";
    return true;
}

void
cx_recognise_name_surveymonkey(CxRecognition *r)
{
    const char *question = "";
    for (size_t i = 0; i < r->n_columns; i++) {
        CxColumn *column = &r->columns[i];
        const char *option = r->n_headers > 1 ? cx_recognise_header(r, 1, i) : "";
        if (*column->name != '\0')
            question = column->name;
        column->question = question;
        const bool is_plain = *option == '\0' || strcmp(option, "Response") == 0;
        column->option = is_plain ? NULL : option;
        column->known = cx_recognise_letters(r, column->name);
        column->is_own = r->n_headers > 1 ? *option == '\0' : false;
    }
}
