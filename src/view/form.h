/* A command's form as a view: what a person typed, what is wrong with it, and the choices, for the
 * one partial `templates/field.html`:
 *
 *     {{#form}}{{#fields}}{{>field}}{{/fields}}{{/form}}
 *
 * Everything lives in the input's arena. Secrets are never shown back. One thread. */
#pragma once

#include "view/command.h"
#include "view/field.h"

typedef struct {
    const char *value;
    const char *label;
    bool is_selected;
} CxFormChoice;

typedef struct {
    const char *id;    /* "field-name", for label and aria-describedby */
    const char *name;  /* of the form field */
    const char *label; /* above the field */
    const char *hint;  /* below it, or NULL */
    const char *value; /* as typed; NULL for secrets */
    const char *error; /* what is wrong, or NULL */
    int64_t bytes_max; /* 0: no limit to announce */
    bool is_required;
    bool is_rare;
    bool is_text;
    bool is_note;
    bool is_secret;
    bool is_choice;
    bool is_int;
    bool is_day;
    bool is_flag;
    bool is_checked;
    CxViewList choices; /* of CxFormChoice */
} CxFormField;

typedef struct {
    CxViewList fields; /* of CxFormField, in the command's order */
    CxViewList errors; /* of texts: problems of the whole, not of one field shown */
    bool has_errors;   /* anywhere */
    bool has_rare;     /* some field is folded away */
    bool is_rare_open; /* one of those says something, or has something wrong */
} CxFormView;

extern const CxViewType cx_form_choice_type;
extern const CxViewType cx_form_field_type;
extern const CxViewType cx_form_view_type;

/* A form with these values (as sent, or from cx_command_pairs; none for an empty form) and the
 * input's issues. */
CxFormView *cx_form_view(const CxCommandInput *input, const CxCommandPair *pairs, size_t n_pairs);
/* Choices known only now (departments, leaders), replacing the table's: value and label of each, as
 * they are; what was typed stays selected. The field must exist and be a CHOICE (asserted). */
void cx_form_set_choices(CxFormView *form, CxArena *arena, const char *name,
                         const CxFormChoice *choices, size_t n);
/* One field of the form, to lay it out by hand; borrowed, or NULL. */
const CxFormField *cx_form_field(const CxFormView *form, const char *name);
