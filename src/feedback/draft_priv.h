/* The inside of draft edits. Inside feedback/ only. */
#pragma once

#include "codec/json.h"
#include "feedback/draft.h"

struct CxDraftEdit {
    CxJson *mapping;
    CxJson *drafted;    /* or NULL */
    GHashTable *values; /* place "/items/3/lo" -> JSON in one line, or NULL: removed */
    GHashTable *added;  /* place of an array -> values at its end, a line each */
    GHashTable *keys;   /* of departments and items added: a set */
};

/* The value at that place from now on; NULL removes it. Takes json. */
void cx_draft_set(CxDraftEdit *edit, const char *path, char *json);
/* One more at the end of the array at that place. Takes json, in one line. */
void cx_draft_add(CxDraftEdit *edit, const char *path, char *json);
/* A text as JSON. (transfer full) */
char *cx_draft_json_text(const char *text);
/* The place of the column's item in the document's list, or SIZE_MAX. */
size_t cx_draft_find_item(const CxJson *mapping, const char *column);
/* Whether two names are of one column as mappings compare them: without blanks around and "*" before. */
bool cx_draft_is_same_column(const char *a, const char *b);
/* The column says who answered: a part of a name joins the parts there are, any other column takes their
 * place. */
void cx_draft_take_respondent(CxDraftEdit *edit, const char *column);
