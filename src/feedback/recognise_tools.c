/* The columns survey tools add themselves, by the name the tool gives them. */
#include <string.h>

#include "feedback/recognise_priv.h"

typedef struct {
    const char *known;
    CxTaken taken;
    const char *reason;
} OwnColumn;

/* Columns of all tools: the names do not clash. NULL for a reason: looked at further. */
static const OwnColumn own_columns[] = {
    /* Qualtrics */
    { "recordid", CX_TAKEN_ID, "The tool's own id of the response." },
    { "responseset", CX_TAKEN_IGNORED, "Says nothing about the response." },
    { "status", CX_TAKEN_IGNORED, "Tells responses from previews and tests; see what is skipped." },
    { "finished", CX_TAKEN_IGNORED,
      "Tells finished responses from those broken off; see what is skipped." },
    { "progress", CX_TAKEN_IGNORED, "How far the person came, not an answer." },
    { "duration", CX_TAKEN_IGNORED, "How long answering took, not an answer." },
    { "recordeddate", CX_TAKEN_DATE, "When the tool recorded the response." },
    { "ipaddress", CX_TAKEN_PERSON, "An internet address is personal data." },
    { "name", CX_TAKEN_PERSON, "A name is personal data." },
    { "recipientlastname", CX_TAKEN_PERSON, "A name is personal data." },
    { "recipientfirstname", CX_TAKEN_PERSON, "A name is personal data." },
    { "recipientemail", CX_TAKEN_PERSON, "An address is personal data." },
    { "emailaddress", CX_TAKEN_PERSON, "An address is personal data." },
    { "locationlatitude", CX_TAKEN_PERSON, "Where somebody was is personal data." },
    { "locationlongitude", CX_TAKEN_PERSON, "Where somebody was is personal data." },
    { "locationaccuracy", CX_TAKEN_PERSON, "Belongs to where somebody was." },
    { "externaldatareference", CX_TAKEN_RESPONDENT, "The reference the invitation was sent with." },
    { "externalreference", CX_TAKEN_RESPONDENT, "The reference the invitation was sent with." },
    { "distributionchannel", CX_TAKEN_MODE, "How the questionnaire reached the person." },
    /* SurveyMonkey */
    { "respondentid", CX_TAKEN_ID, "The tool's own id of the response." },
    { "collectorid", CX_TAKEN_IGNORED, "Which link was used, not an answer." },
    { "firstname", CX_TAKEN_PERSON, "A name is personal data." },
    { "lastname", CX_TAKEN_PERSON, "A name is personal data." },
    { "customdata1", CX_TAKEN_PERSON,
      "Custom data may name the person: it is left out unless you add it." },
    /* LimeSurvey */
    { "id", CX_TAKEN_ID, "The tool's own id of the response." },
    { "submitdate", CX_TAKEN_DATE, "When the questionnaire was sent off; empty if it was not." },
    { "lastpage", CX_TAKEN_IGNORED, "How far the person came, not an answer." },
    { "seed", CX_TAKEN_IGNORED, "The random order of the questions, not an answer." },
    { "datestamp", CX_TAKEN_IGNORED, "When the response was last touched." },
    { "token", CX_TAKEN_PERSON, "The code of an invitation leads to the person." },
    { "ipaddr", CX_TAKEN_PERSON, "An internet address is personal data." },
    { "refurl", CX_TAKEN_IGNORED, "Where the person came from, not an answer." },
    { "email", CX_TAKEN_PERSON, "An address is personal data." },
};

/* In legacy exports and SurveyMonkey the end is the best date there is. */
static const OwnColumn dates[] = {
    { "enddate", CX_TAKEN_DATE, "When the person finished." },
    { "startdate", CX_TAKEN_IGNORED, "When the person began; the day of finishing counts." },
};

static bool
has_known(const CxRecognition *r, const char *known)
{
    for (size_t i = 0; i < r->n_columns; i++) {
        if (strcmp(r->columns[i].known, known) == 0 && r->columns[i].profile.n_filled > 0)
            return true;
    }
    return false;
}

static void
take(CxRecognition *r, CxColumn *column, const OwnColumn *own)
{
    if (own->taken == CX_TAKEN_RESPONDENT && column->profile.n_filled == 0) {
        cx_recognise_take(r, column, CX_TAKEN_IGNORED, "Empty in every row looked at.");
        return;
    }
    cx_recognise_take(r, column, own->taken, "%s", own->reason);
    if (own->taken == CX_TAKEN_ID)
        r->id = column;
    if (own->taken == CX_TAKEN_RESPONDENT)
        r->respondent = column;
    if (own->taken == CX_TAKEN_MODE)
        r->mode = column;
}

static void
own_column(CxRecognition *r, CxColumn *column)
{
    for (size_t i = 0; i < G_N_ELEMENTS(dates); i++) {
        if (strcmp(column->known, dates[i].known) != 0)
            continue;
        const bool is_best = i == 0 && !has_known(r, "recordeddate") && !has_known(r, "submitdate");
        if (is_best) {
            cx_recognise_take(r, column, CX_TAKEN_DATE, "%s", dates[i].reason);
        } else {
            cx_recognise_take(r, column, CX_TAKEN_IGNORED, "%s",
                              i == 0 ? "The day the response was recorded counts."
                                     : dates[i].reason);
        }
        return;
    }
    const bool is_custom = g_str_has_prefix(column->known, "customdata");
    for (size_t i = 0; i < G_N_ELEMENTS(own_columns); i++) {
        if (strcmp(column->known, own_columns[i].known) == 0 ||
            (is_custom && strcmp(own_columns[i].known, "customdata1") == 0)) {
            take(r, column, &own_columns[i]);
            return;
        }
    }
}

static void
add_skip(CxRecognition *r, const CxColumn *column, const char *const *values, const char *reason)
{
    if (column->ref != NULL && r->n_skips < CX_SKIPS_MAX)
        r->skips[r->n_skips++] = (CxSkipDraft){ column->ref, values, reason };
}

static void
add_skips(CxRecognition *r)
{
    static const char *const previews[] = { "1",           "2",    "8", "9", "17", "Survey Preview",
                                            "Survey Test", "Spam", NULL };
    static const char *const unfinished[] = { "0", "False", "FALSE", "false", NULL };
    static const char *const empty[] = { "", NULL };
    static const char *const not_shown[] = { "", CX_NOT_SHOWN, NULL };
    for (size_t i = 0; i < r->n_columns; i++) {
        const CxColumn *column = &r->columns[i];
        const bool is_qualtrics =
            r->layout == CX_LAYOUT_QUALTRICS || r->layout == CX_LAYOUT_QUALTRICS_LEGACY;
        if (is_qualtrics && strcmp(column->known, "status") == 0)
            add_skip(r, column, previews, "previews, tests and spam");
        if (is_qualtrics && strcmp(column->known, "finished") == 0)
            add_skip(r, column, unfinished, "questionnaires broken off");
        if (r->layout == CX_LAYOUT_LIMESURVEY && strcmp(column->known, "submitdate") == 0)
            add_skip(r, column, r->is_vv ? not_shown : empty, "questionnaires never sent off");
    }
    if (r->n_skips > 0) {
        cx_recognise_ask(r, "Rows that are no whole responses are passed over (\"skip\"): look "
                            "whether those broken off should count after all.");
    }
}

void
cx_recognise_own_columns(CxRecognition *r)
{
    if (r->layout == CX_LAYOUT_PLAIN)
        return;
    /* Legacy exports call the id as SurveyJS and others do. */
    for (size_t i = 0; i < r->n_columns; i++) {
        CxColumn *column = &r->columns[i];
        const bool is_meta = column->is_own || r->layout == CX_LAYOUT_SURVEYMONKEY;
        if (is_meta && strcmp(column->known, "responseid") == 0) {
            cx_recognise_take(r, column, CX_TAKEN_ID, "The tool's own id of the response.");
            r->id = column;
        } else if (is_meta) {
            own_column(r, column);
        }
    }
    add_skips(r);
}
