/* Qualtrics: ids, questions and a row of JSON for programs; older exports have two rows and V1, V2 …
 * for what the tool itself records. */
#include <string.h>

#include "codec/json.h"
#include "feedback/recognise_priv.h"

static bool
has_import_ids(const CxRecognition *r, size_t i_record)
{
    for (size_t i = 0; i < r->n_columns; i++) {
        if (strstr(cx_recognise_header(r, i_record, i), "\"ImportId\"") != NULL)
            return true;
    }
    return false;
}

bool
cx_recognise_is_qualtrics(CxRecognition *r)
{
    for (size_t i = 1; i < r->headers->len; i++) {
        if (!has_import_ids(r, i))
            continue;
        r->layout = CX_LAYOUT_QUALTRICS;
        r->n_headers = i + 1;
        r->layout_reason = cx_recognise_text(
            r,
            "Row %zu holds Qualtrics' ImportIds; the %zu rows before it are the names and the "
            "questions.",
            i + 1, i);
        return true;
    }
    if (strcmp(cx_recognise_header(r, 0, 0), "V1") != 0 ||
        g_ascii_strcasecmp(cx_recognise_header(r, 1, 0), "ResponseID") != 0)
        return false;
    r->layout = CX_LAYOUT_QUALTRICS_LEGACY;
    r->n_headers = 2;
    r->layout_reason = "V1 over ResponseID: an older Qualtrics export, whose second row holds the "
                       "questions.";
    return true;
}

/* {"ImportId":"startDate","timeZone":"America/New_York"} */
static void
read_import_id(CxRecognition *r, CxColumn *column, const char *cell)
{
    g_autoptr(CxJson) json = cx_json_parse(cell, strlen(cell), NULL);
    const char *id = cx_json_text(cx_json_member(json, "ImportId"), NULL);
    if (id == NULL)
        return;
    column->known = cx_recognise_letters(r, id);
    column->is_own = !g_str_has_prefix(id, "QID");
    if (r->zone == NULL)
        r->zone = cx_arena_text(r->arena, cx_json_text(cx_json_member(json, "timeZone"), NULL));
}

void
cx_recognise_name_qualtrics(CxRecognition *r)
{
    for (size_t i = 0; i < r->n_columns; i++) {
        CxColumn *column = &r->columns[i];
        column->question = r->n_headers > 1 ? cx_recognise_header(r, 1, i) : column->name;
        column->known = cx_recognise_letters(r, column->name);
        if (r->layout == CX_LAYOUT_QUALTRICS) {
            read_import_id(r, column, cx_recognise_header(r, r->n_headers - 1, i));
        } else if (*column->name == 'V' && g_ascii_isdigit(column->name[1])) {
            column->known = cx_recognise_letters(r, column->question);
            column->is_own = true;
        } else {
            column->is_own = g_str_has_prefix(column->name, "Location");
        }
    }
}
