/* The columns that are no questions: people, ids, weights, clusters, modes. By their names and by
 * what stands in them, never by the name alone where the values can tell. */
#include <inttypes.h>
#include <string.h>

#include "feedback/recognise_priv.h"

#define SHARE_MIN 0.5 /* of the filled cells that look like an address */

static const char *const id_words[] = { "resp", " id ",       "respnum", "number", " nr ",
                                        "case", "serial",     "record",  "key",    "guid",
                                        "uuid", "submission", NULL };
static const char *const id_best_words[] = { "response id", "responseid", "respondent id",
                                             "respnum",     "respondent", "response",
                                             NULL };

static void
find_people(CxRecognition *r)
{
    static const char *const name_words[] = { " first name ",   " last name ",     " firstname ",
                                              " lastname ",     " full name ",     " fullname ",
                                              " surname ",      " vorname ",       " nachname ",
                                              " contact name ", " customer name ", NULL };
    static const char *const mail_words[] = { "email", "e mail", NULL };
    static const char *const phone_words[] = { "phone", " mobile ", "telefon", NULL };
    static const char *const place_words[] = { "latitude",   "longitude", " ip ",
                                               "ip address", "ipaddress", NULL };
    for (size_t i = 0; i < r->n_columns; i++) {
        CxColumn *column = &r->columns[i];
        const CxProfile *profile = &column->profile;
        const double n = (double)profile->n_filled;
        if (column->reason != NULL || profile->n_filled == 0)
            continue;
        const bool is_short = strlen(column->name) <= 40;
        if ((double)profile->n_email > SHARE_MIN * n ||
            (is_short && cx_recognise_says(column, mail_words) && profile->n_email > 0)) {
            cx_recognise_take(r, column, CX_TAKEN_PERSON, "Holds mail addresses: personal data.");
        } else if ((double)profile->n_ip > SHARE_MIN * n) {
            cx_recognise_take(r, column, CX_TAKEN_PERSON,
                              "Holds internet addresses: personal data.");
        } else if ((double)profile->n_phone > SHARE_MIN * n ||
                   (is_short && cx_recognise_says(column, phone_words) &&
                    profile->n_distinct > 20)) {
            cx_recognise_take(r, column, CX_TAKEN_PERSON,
                              "Holds telephone numbers: personal data.");
        } else if (is_short && profile->n_number == 0 && cx_recognise_says(column, name_words)) {
            cx_recognise_take(r, column, CX_TAKEN_PERSON, "Holds names of people: personal data.");
        } else if (is_short && cx_recognise_says(column, place_words)) {
            cx_recognise_take(r, column, CX_TAKEN_PERSON,
                              "Says where somebody was: personal data.");
        }
    }
}

/* How well a column does as the id; 0: not at all. */
static int
rate_id(const CxRecognition *r, const CxColumn *column)
{
    const CxProfile *profile = &column->profile;
    if (column->reason != NULL || column->ref == NULL || r->n_rows == 0 ||
        profile->n_filled != r->n_rows || profile->n_distinct != r->n_rows ||
        profile->len_max > 60 || profile->n_sentence > 0)
        return 0;
    const bool is_fraction = profile->n_number > profile->n_int;
    const bool is_date = profile->n_iso + profile->n_mdy + profile->n_dmy > 0;
    if (is_fraction || is_date)
        return 0;
    int points = 0;
    points += cx_recognise_says(column, id_best_words) ? 6 : 0;
    points += cx_recognise_says(column, id_words) ? 4 : 0;
    points += g_str_has_suffix(column->known, "id") ? 3 : 0;
    points += column == r->columns ? 2 : 0;
    points += r->n_rows >= 20 ? 1 : 0;
    return points;
}

static void
find_id(CxRecognition *r)
{
    CxColumn *best = NULL;
    int best_points = 0;
    for (size_t i = 0; r->id == NULL && i < r->n_columns; i++) {
        const int points = rate_id(r, &r->columns[i]);
        if (points > best_points) {
            best = &r->columns[i];
            best_points = points;
        }
    }
    if (best != NULL && best_points >= 2) {
        cx_recognise_take(r, best, CX_TAKEN_ID,
                          "%" PRId64 " rows looked at, each with a value of its own%s.", r->n_rows,
                          cx_recognise_says(best, id_words) ? ", and the header says so" : "");
        r->id = best;
    }
    if (r->id == NULL) {
        cx_recognise_ask(r, "No column names a response for sure: rows are told apart by what they "
                            "say, so that a corrected row counts as a new one.");
    }
    for (size_t i = 0; i < r->n_columns; i++) {
        CxColumn *column = &r->columns[i];
        if (column != r->id && r->n_rows >= 20 && rate_id(r, column) > 0 &&
            column->profile.len_total < 30 * column->profile.n_filled) {
            cx_recognise_take(
                r, column, CX_TAKEN_IGNORED,
                "Every row has a value of its own, so nothing can be compared by it%s%s.",
                r->id != NULL ? "; the id is " : "", r->id != NULL ? r->id->name : "");
        }
    }
}

static void
find_weight(CxRecognition *r)
{
    static const char *const words[] = { "weight", " wt ",   " wgt ", "gewicht",
                                         " peso ", "ponder", NULL };
    for (size_t i = 0; r->weight == NULL && i < r->n_columns; i++) {
        CxColumn *column = &r->columns[i];
        const CxProfile *profile = &column->profile;
        if (column->reason != NULL || column->ref == NULL || !cx_recognise_says(column, words) ||
            profile->n_number != r->n_rows || r->n_rows == 0 || profile->lo <= 0.0 ||
            profile->n_distinct < 2 || strlen(column->name) > 40)
            continue;
        r->weight = column;
        cx_recognise_take(r, column, CX_TAKEN_WEIGHT,
                          "A number over 0 in every row, %s to %s, and the header says so.",
                          cx_recognise_number(r, profile->lo), cx_recognise_number(r, profile->hi));
        cx_recognise_ask(r,
                         "There are weights in \"%s\": say whether the headline is the weighted "
                         "score (survey.weighted), and what they do (version.weighting).",
                         column->name);
    }
}

static void
find_cluster(CxRecognition *r)
{
    static const char *const words[] = { " runid ", " run ",   " run id ",       "cluster",
                                         " psu ",   "session", "interviewer id", NULL };
    for (size_t i = 0; r->cluster == NULL && i < r->n_columns; i++) {
        CxColumn *column = &r->columns[i];
        const CxProfile *profile = &column->profile;
        if (column->reason != NULL || column->ref == NULL || !cx_recognise_says(column, words) ||
            strlen(column->name) > 40 || profile->n_distinct < 2 ||
            profile->n_distinct * 2 > profile->n_filled)
            continue;
        r->cluster = column;
        cx_recognise_take(r, column, CX_TAKEN_CLUSTER,
                          "%" PRId64 " different values, about %" PRId64
                          " rows each: responses gathered "
                          "together; intervals take that into account.",
                          profile->n_distinct, profile->n_filled / profile->n_distinct);
        cx_recognise_ask(r,
                         "A name in \"%s\" is taken to be another unit in every version, as "
                         "flights are; say so if it is the same one every time, as shops are "
                         "(columns.cluster.scope \"survey\").",
                         column->name);
    }
}

/* Whether a column may say whom or what the answers are about: short, filled, and its header says so. */
static bool
can_name(const CxRecognition *r, const CxColumn *column, const char *const *words)
{
    return column->reason == NULL && column->ref != NULL && column != r->id &&
           column->profile.n_filled > 0 && column->profile.len_max <= 60 &&
           column->profile.n_sentence == 0 && strlen(column->name) <= 40 &&
           cx_recognise_says(column, words);
}

static void
find_account(CxRecognition *r)
{
    static const char *const words[] = {
        " account id ",      " accountid ",       " account number ",
        " account no ",      " account nr ",      " account key ",
        " accountnumber ",   " company id ",      " companyid ",
        " client id ",       " clientid ",        " client number ",
        " organisation id ", " organization id ", NULL
    };
    for (size_t i = 0; r->account == NULL && i < r->n_columns; i++) {
        CxColumn *column = &r->columns[i];
        if (!can_name(r, column, words))
            continue;
        r->account = column;
        cx_recognise_take(r, column, CX_TAKEN_ACCOUNT,
                          "The header names a customer's account, %" PRId64
                          " different ones: answers of one account are alike, and intervals take "
                          "that into account.",
                          column->profile.n_distinct);
    }
}

static void
find_transaction(CxRecognition *r)
{
    static const char *const words[] = { " order id ",        " orderid ",
                                         " order number ",    " order no ",
                                         " order nr ",        " transaction id ",
                                         " transactionid ",   " transaction number ",
                                         " booking id ",      " bookingid ",
                                         " booking number ",  " booking reference ",
                                         " reservation id ",  " shipment id ",
                                         " shipment number ", " invoice number ",
                                         " invoice id ",      " delivery id ",
                                         " ticket number ",   " bestellnummer ",
                                         " auftragsnummer ",  NULL };
    for (size_t i = 0; r->transaction == NULL && i < r->n_columns; i++) {
        CxColumn *column = &r->columns[i];
        if (!can_name(r, column, words))
            continue;
        r->transaction = column;
        cx_recognise_take(r, column, CX_TAKEN_TRANSACTION,
                          "The header names what was ordered or done: facts about it can be joined "
                          "by it.");
    }
}

static void
find_respondent(CxRecognition *r)
{
    static const char *const words[] = { "customer id", "customerid", "contact id",
                                         "contactid",   "member id",  "memberid",
                                         "user id",     "userid",     NULL };
    for (size_t i = 0; r->respondent == NULL && i < r->n_columns; i++) {
        CxColumn *column = &r->columns[i];
        if (column == r->id || column == r->account || column == r->transaction ||
            column->ref == NULL || column->profile.n_filled == 0 ||
            column->taken == CX_TAKEN_PERSON || strlen(column->name) > 40 ||
            !cx_recognise_says(column, words))
            continue;
        r->respondent = column;
        cx_recognise_take(r, column, CX_TAKEN_RESPONDENT,
                          "The header names a person who may answer more than once.");
    }
}

static bool
can_be_mode(const CxProfile *profile)
{
    return profile->n_distinct >= 1 && profile->n_distinct <= 20 && profile->len_max <= 60 &&
           profile->n_filled >= 2 * profile->n_distinct;
}

static void
find_mode(CxRecognition *r)
{
    static const char *const words[] = { " method ", " meth ",   " mode ", "channel",
                                         " saq ",    " medium ", NULL };
    for (size_t i = 0; r->mode == NULL && i < r->n_columns; i++) {
        CxColumn *column = &r->columns[i];
        if (column->reason != NULL || column->ref == NULL || !cx_recognise_says(column, words) ||
            strlen(column->name) > 40 || !can_be_mode(&column->profile))
            continue;
        r->mode = column;
        cx_recognise_take(r, column, CX_TAKEN_MODE,
                          "%" PRId64 " different values, and the header names a way of asking.",
                          column->profile.n_distinct);
    }
    if (r->mode != NULL && r->mode->profile.n_filled == 0)
        r->mode = NULL;
}

static void
find_empty(CxRecognition *r)
{
    for (size_t i = 0; i < r->n_columns; i++) {
        CxColumn *column = &r->columns[i];
        if (column->reason == NULL && column->ref == NULL)
            cx_recognise_take(r, column, CX_TAKEN_IGNORED, "Its header is no name to call it by.");
        else if (column->reason == NULL && column->profile.n_filled == 0)
            cx_recognise_take(r, column, CX_TAKEN_IGNORED, "Empty in every row looked at.");
    }
}

void
cx_recognise_columns(CxRecognition *r)
{
    cx_recognise_own_columns(r);
    find_empty(r);
    find_people(r);
    find_weight(r);
    cx_recognise_date(r);
    find_cluster(r);
    find_account(r);
    find_transaction(r);
    find_respondent(r);
    find_id(r);
    find_mode(r);
}
