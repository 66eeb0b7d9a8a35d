#include "view/form.h"

#include <string.h>

#include "lang/assert.h"
#include "view/command_priv.h"

/* clang-format off */
static const CxViewField choice_fields[] = {
    CX_FIELD(CxFormChoice, value, CX_FIELD_TEXT, "What is sent"),
    CX_FIELD(CxFormChoice, label, CX_FIELD_TEXT, "What people read"),
    CX_FIELD(CxFormChoice, is_selected, CX_FIELD_FLAG, "Whether it is chosen"),
};
const CxViewType cx_form_choice_type =
    CX_VIEW_TYPE("FormChoice", CxFormChoice, choice_fields, "One of a field's choices");

static const CxViewField field_fields[] = {
    CX_FIELD_PAGE(CxFormField, id, CX_FIELD_TEXT, "Anchor of the field"),
    CX_FIELD(CxFormField, name, CX_FIELD_TEXT, "Name of the field"),
    CX_FIELD(CxFormField, label, CX_FIELD_TEXT, "Label of the field"),
    CX_FIELD(CxFormField, hint, CX_FIELD_TEXT, "Help below the label"),
    CX_FIELD(CxFormField, value, CX_FIELD_TEXT, "What was typed; never a secret"),
    CX_FIELD(CxFormField, error, CX_FIELD_TEXT, "What is wrong with it"),
    CX_FIELD(CxFormField, bytes_max, CX_FIELD_COUNT, "Most bytes a text may have, 0 for others"),
    CX_FIELD(CxFormField, is_required, CX_FIELD_FLAG, "Whether it must be given"),
    CX_FIELD_PAGE(CxFormField, is_rare, CX_FIELD_FLAG, "Whether few need it"),
    CX_FIELD_PAGE(CxFormField, is_text, CX_FIELD_FLAG, "One line of text"),
    CX_FIELD_PAGE(CxFormField, is_note, CX_FIELD_FLAG, "Lines of text"),
    CX_FIELD_PAGE(CxFormField, is_secret, CX_FIELD_FLAG, "A password"),
    CX_FIELD_PAGE(CxFormField, is_choice, CX_FIELD_FLAG, "One of the choices"),
    CX_FIELD_PAGE(CxFormField, is_int, CX_FIELD_FLAG, "A whole number"),
    CX_FIELD_PAGE(CxFormField, is_day, CX_FIELD_FLAG, "A date"),
    CX_FIELD_PAGE(CxFormField, is_flag, CX_FIELD_FLAG, "Yes or no"),
    CX_FIELD_PAGE(CxFormField, is_checked, CX_FIELD_FLAG, "Whether it is yes"),
    CX_FIELD_CHILD(CxFormField, choices, CX_FIELD_LIST, &cx_form_choice_type, "The choices"),
};
const CxViewType cx_form_field_type =
    CX_VIEW_TYPE("FormField", CxFormField, field_fields, "A field of a form");

static const CxViewField form_fields[] = {
    CX_FIELD_CHILD(CxFormView, fields, CX_FIELD_LIST, &cx_form_field_type, "The fields in order"),
    CX_FIELD_CHILD(CxFormView, errors, CX_FIELD_LIST, &cx_view_text_type, "Problems of the whole"),
    CX_FIELD(CxFormView, has_errors, CX_FIELD_FLAG, "Whether anything is wrong"),
    CX_FIELD_PAGE(CxFormView, has_rare, CX_FIELD_FLAG, "Whether a field is folded away"),
    CX_FIELD_PAGE(CxFormView, is_rare_open, CX_FIELD_FLAG, "Whether such a field says something"),
};
const CxViewType cx_form_view_type =
    CX_VIEW_TYPE("Form", CxFormView, form_fields, "A form with what was typed and what is wrong");
/* clang-format on */

static const char *
value_find(const CxCommandPair *pairs, size_t n_pairs, const char *name)
{
    for (size_t i = 0; i < n_pairs; i++) {
        if (strcmp(pairs[i].name, name) == 0)
            return pairs[i].value;
    }
    return NULL;
}

/* A message in the arena; NULL for no key. */
static const char *
words(const CxCommandInput *input, const char *key)
{
    return key == NULL ? NULL : cx_message_text(input->catalogue, key);
}

static CxViewList
choices_of(const CxCommandInput *input, const CxCommandField *field, const char *value)
{
    size_t n = 0;
    while (field->choices != NULL && field->choices[n].value != NULL)
        n++;
    CxFormChoice *choices = cx_arena_new0_n(input->arena, CxFormChoice, n);
    for (size_t i = 0; i < n; i++) {
        const char *one = field->choices[i].value;
        const char *label = words(input, field->choices[i].label_key);
        choices[i] = (CxFormChoice){
            .value = one,
            .label = label == NULL ? one : label,
            .is_selected = value != NULL && strcmp(one, value) == 0,
        };
    }
    return CX_VIEW_LIST(choices, n);
}

static CxFormField
form_field(const CxCommandInput *input, const CxCommandField *field, const char *value)
{
    const CxIssue *issue = cx_issues_find(input->issues, field->name);
    const CxCommandKind kind = field->kind;
    const bool is_words = kind == CX_COMMAND_TEXT || kind == CX_COMMAND_NOTE;
    const char *label = words(input, field->label_key);
    return (CxFormField){
        .id = cx_arena_printf(input->arena, "field-%s", field->name),
        .name = field->name,
        .label = label == NULL ? field->name : label,
        .hint = words(input, field->hint_key),
        .value = kind == CX_COMMAND_SECRET ? NULL : cx_arena_text(input->arena, value),
        .error = issue == NULL ? NULL : cx_arena_text(input->arena, issue->text),
        .bytes_max = is_words ? (int64_t)cx_command_field_bytes_max(field) : 0,
        .is_required = field->is_required,
        .is_rare = field->is_rare,
        .is_text = kind == CX_COMMAND_TEXT,
        .is_note = kind == CX_COMMAND_NOTE,
        .is_secret = kind == CX_COMMAND_SECRET,
        .is_choice = kind == CX_COMMAND_CHOICE,
        .is_int = kind == CX_COMMAND_INT,
        .is_day = kind == CX_COMMAND_DAY,
        .is_flag = kind == CX_COMMAND_FLAG,
        .is_checked = kind == CX_COMMAND_FLAG && value != NULL && cx_command_is_yes(value),
        .choices = choices_of(input, field, value),
    };
}

/* Issues that no field of the form shows. */
static CxViewList
errors_of(const CxCommandInput *input)
{
    const size_t n_issues = cx_issues_count(input->issues);
    const char **errors = cx_arena_new0_n(input->arena, const char *, n_issues);
    size_t n = 0;
    for (size_t i = 0; i < n_issues; i++) {
        const CxIssue *issue = cx_issues_at(input->issues, i);
        if (cx_command_field_find(input->type, issue->field) == NULL)
            errors[n++] = cx_arena_text(input->arena, issue->text);
    }
    return CX_VIEW_LIST(errors, n);
}

CxFormView *
cx_form_view(const CxCommandInput *input, const CxCommandPair *pairs, size_t n_pairs)
{
    const size_t n = input->type->n_fields;
    CxFormField *fields = cx_arena_new0_n(input->arena, CxFormField, n);
    CxFormView *form = cx_arena_new0(input->arena, CxFormView);
    for (size_t i = 0; i < n; i++) {
        const CxCommandField *field = &input->type->fields[i];
        const char *value = value_find(pairs, n_pairs, field->name);
        fields[i] = form_field(input, field, value);
        const bool is_said = fields[i].error != NULL || (value != NULL && *value != '\0');
        form->has_rare = form->has_rare || field->is_rare;
        form->is_rare_open = form->is_rare_open || (field->is_rare && is_said);
    }
    form->fields = CX_VIEW_LIST(fields, n);
    form->errors = errors_of(input);
    form->has_errors = cx_issues_count(input->issues) > 0;
    return form;
}

const CxFormField *
cx_form_field(const CxFormView *form, const char *name)
{
    const CxFormField *fields = form->fields.items;
    for (size_t i = 0; i < form->fields.n; i++) {
        if (strcmp(fields[i].name, name) == 0)
            return &fields[i];
    }
    return NULL;
}

void
cx_form_set_choices(CxFormView *form, CxArena *arena, const char *name, const CxFormChoice *choices,
                    size_t n)
{
    const CxFormField *old = cx_form_field(form, name);
    cx_assert(old != NULL && old->is_choice);
    CxFormChoice *kept = cx_arena_new0_n(arena, CxFormChoice, n);
    for (size_t i = 0; i < n; i++) {
        kept[i] = (CxFormChoice){
            .value = cx_arena_text(arena, choices[i].value),
            .label = cx_arena_text(arena, choices[i].label),
            .is_selected = old->value != NULL && strcmp(old->value, choices[i].value) == 0,
        };
    }
    /* Lists are read-only: the fields are copied with the one that changes. */
    const CxFormField *from = form->fields.items;
    CxFormField *fields = cx_arena_new0_n(arena, CxFormField, form->fields.n);
    for (size_t i = 0; i < form->fields.n; i++)
        fields[i] = from[i];
    fields[old - from].choices = CX_VIEW_LIST(kept, n);
    form->fields.items = fields;
}
