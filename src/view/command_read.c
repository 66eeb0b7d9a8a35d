/* Reading commands: every source becomes, field by field, a text or a JSON value, and one function
 * per kind puts it into the struct or says what is wrong with it. */
#include <string.h>

#include "base/civil.h"
#include "base/limits.h"
#include "base/text.h"
#include "codec/json.h"
#include "view/command.h"
#include "view/command_priv.h"

/* Sources differ in how a field is called where it is wrong: "name", "/name", "--name". */
typedef enum { SOURCE_FORM, SOURCE_JSON, SOURCE_ARGS, SOURCE_N } Source;

typedef struct {
    const CxCommandInput *input;
    Source source;
    char *draft; /* the struct being filled, in the arena */
    size_t n_issues_before;
} Reader;

/* ---- Saying what is wrong ---- */

static void
add_issue(const Reader *reader, const char *name, const char *code, const char *key,
          const CxMessageArg *args)
{
    static const char *const prefix[SOURCE_N] = { "", "/", "--" };
    const bool is_whole = *name == '\0';
    g_autofree char *field = g_strconcat(is_whole ? "" : prefix[reader->source], name, NULL);
    if (reader->source == SOURCE_ARGS && !is_whole)
        g_strdelimit(field, "_", '-');
    g_autofree char *text = cx_message_format_args(reader->input->catalogue, key, args);
    cx_issues_add(reader->input->issues, field, code, "%s", text);
}

static void
add_plain_issue(const Reader *reader, const CxCommandField *field, const char *code,
                const char *key)
{
    add_issue(reader, field->name, code, key, NULL);
}

/* ---- One field from a text ---- */

static void
put_text(const Reader *reader, const CxCommandField *field, const char *text)
{
    *(const char **)(void *)(reader->draft + field->offset) = text;
}

/* Line ends as "\n": browsers send "\r\n". */
static char *
plain_line_ends(CxArena *arena, const char *text)
{
    char *plain = cx_arena_text(arena, text);
    char *to = plain;
    for (const char *from = plain; *from != '\0'; from++) {
        if (from[0] != '\r' || from[1] != '\n')
            *to++ = *from;
    }
    *to = '\0';
    return plain;
}

static bool
is_choice(const CxCommandField *field, const char *text)
{
    const CxCommandChoice *choice = field->choices;
    for (; choice != NULL && choice->value != NULL; choice++) {
        if (strcmp(choice->value, text) == 0)
            return true;
    }
    return field->choices == NULL;
}

/* TEXT, NOTE, SECRET, CHOICE: text is not blank. */
static void
read_words(const Reader *reader, const CxCommandField *field, const char *text)
{
    const size_t bytes_max = cx_command_field_bytes_max(field);
    if (strlen(text) > bytes_max) {
        const size_t letters_min = bytes_max / 4; /* of any script */
        const CxMessageArg args[] = { CX_ARG_NUMBER("n", bytes_max),
                                      CX_ARG_NUMBER("letters", letters_min),
                                      { .name = NULL } };
        add_issue(reader, field->name, "too_long", "form.too_long", args);
    } else if (!cx_text_is_clean(text)) {
        add_plain_issue(reader, field, "not_clean", "form.not_clean");
    } else if (field->kind != CX_COMMAND_NOTE && strchr(text, '\n') != NULL) {
        add_plain_issue(reader, field, "one_line", "form.one_line");
    } else if (field->kind == CX_COMMAND_CHOICE && !is_choice(field, text)) {
        const CxMessageArg args[] = { CX_ARG_TEXT("value", text), { .name = NULL } };
        add_issue(reader, field->name, "choice", "form.not_a_choice", args);
    } else {
        put_text(reader, field, text);
    }
}

static void
read_int(const Reader *reader, const CxCommandField *field, int64_t value)
{
    const bool is_limited = field->lo != 0 || field->hi != 0;
    if (value == CX_COMMAND_INT_NONE || (is_limited && (value < field->lo || value > field->hi))) {
        const CxMessageArg args[] = { CX_ARG_NUMBER("lo", field->lo),
                                      CX_ARG_NUMBER("hi", field->hi),
                                      { .name = NULL } };
        add_issue(reader, field->name, "range", "form.out_of_range", args);
        return;
    }
    *(int64_t *)(void *)(reader->draft + field->offset) = value;
}

static void
read_day(const Reader *reader, const CxCommandField *field, const char *text)
{
    CxDay day = CX_DAY_NONE;
    if (!cx_day_parse(text, &day, NULL)) {
        add_plain_issue(reader, field, "not_a_date", "form.not_a_date");
        return;
    }
    *(CxDay *)(void *)(reader->draft + field->offset) = day;
}

static void
put_flag(const Reader *reader, const CxCommandField *field, bool flag)
{
    *(bool *)(reader->draft + field->offset) = flag;
}

static void
read_flag(const Reader *reader, const CxCommandField *field, const char *text)
{
    const bool is_yes = cx_command_is_yes(text);
    if (is_yes || strcmp(text, "false") == 0 || strcmp(text, "0") == 0)
        put_flag(reader, field, is_yes);
    else
        add_plain_issue(reader, field, "not_a_flag", "form.not_a_flag");
}

static void
refuse_blank(const Reader *reader, const CxCommandField *field)
{
    if (!field->is_required)
        return;
    add_plain_issue(reader, field, "required",
                    field->kind == CX_COMMAND_CHOICE ? "form.required_choice" : "form.required");
}

/* text NULL: the field was not sent. */
static void
read_text(const Reader *reader, const CxCommandField *field, const char *sent)
{
    char *text = sent == NULL ? NULL : plain_line_ends(reader->input->arena, sent);
    if (text != NULL && field->kind != CX_COMMAND_SECRET)
        text = cx_text_trim(text);
    if (text == NULL || *text == '\0') {
        refuse_blank(reader, field);
        return;
    }
    switch (field->kind) {
    case CX_COMMAND_TEXT:
    case CX_COMMAND_NOTE:
    case CX_COMMAND_SECRET:
    case CX_COMMAND_CHOICE:
        read_words(reader, field, text);
        break;
    case CX_COMMAND_INT: {
        int64_t value = 0;
        if (cx_text_parse_i64(text, &value, NULL))
            read_int(reader, field, value);
        else
            add_plain_issue(reader, field, "not_a_number", "form.not_a_number");
        break;
    }
    case CX_COMMAND_DAY:
        read_day(reader, field, text);
        break;
    case CX_COMMAND_FLAG:
        read_flag(reader, field, text);
        break;
    case CX_COMMAND_N:
        break;
    }
}

/* ---- Begin and end ---- */

/* A struct in which nothing was given. */
static Reader
reader_begin(const CxCommandInput *input, Source source)
{
    Reader reader = {
        .input = input,
        .source = source,
        .draft = cx_arena_alloc(input->arena, input->type->size_bytes),
        .n_issues_before = cx_issues_count(input->issues),
    };
    for (size_t i = 0; i < input->type->n_fields; i++) {
        const CxCommandField *field = &input->type->fields[i];
        if (field->kind == CX_COMMAND_INT)
            *(int64_t *)(void *)(reader.draft + field->offset) = CX_COMMAND_INT_NONE;
        else if (field->kind == CX_COMMAND_DAY)
            *(CxDay *)(void *)(reader.draft + field->offset) = CX_DAY_NONE;
    }
    return reader;
}

static bool
reader_end(const Reader *reader, void *ret_command)
{
    if (cx_issues_count(reader->input->issues) > reader->n_issues_before)
        return false;
    memcpy(ret_command, reader->draft, reader->input->type->size_bytes);
    return true;
}

/* A field or option nobody asked for. Its name is a stranger's: it is shown only when it can be. */
static void
refuse_unknown(const Reader *reader, const char *name)
{
    const bool is_args = reader->source == SOURCE_ARGS;
    const bool is_clean = cx_text_is_clean(name) && strlen(name) <= CX_KEY_BYTES_MAX;
    const CxMessageArg args[] = { CX_ARG_TEXT("name", is_clean ? name : "…"), { .name = NULL } };
    add_issue(reader, is_clean && !is_args ? name : "", "unknown",
              is_args ? "form.unknown_option" : "form.unknown", args);
}

/* The value sent under a name, and how often the name was sent. */
static const char *
pair_find(const CxCommandPair *pairs, size_t n_pairs, const char *name, size_t *ret_n_sent)
{
    const char *value = NULL;
    *ret_n_sent = 0;
    for (size_t i = 0; i < n_pairs; i++) {
        if (strcmp(pairs[i].name, name) == 0) {
            value = pairs[i].value;
            ++*ret_n_sent;
        }
    }
    return value;
}

/* Reads all fields from pairs; names match exactly. */
static void
read_pairs(const Reader *reader, const CxCommandPair *pairs, size_t n_pairs)
{
    const CxCommandType *type = reader->input->type;
    for (size_t i = 0; i < type->n_fields; i++) {
        const CxCommandField *field = &type->fields[i];
        size_t n_sent = 0;
        const char *sent = pair_find(pairs, n_pairs, field->name, &n_sent);
        if (n_sent > 1)
            add_plain_issue(reader, field, "twice", "form.twice");
        else
            read_text(reader, field, sent);
    }
}

bool
cx_command_read_form(const CxCommandInput *input, const CxCommandPair *pairs, size_t n_pairs,
                     void *ret_command)
{
    const Reader reader = reader_begin(input, SOURCE_FORM);
    read_pairs(&reader, pairs, n_pairs);
    for (size_t i = 0; i < n_pairs; i++) {
        if (pairs[i].name[0] != '_' && cx_command_field_find(input->type, pairs[i].name) == NULL)
            refuse_unknown(&reader, pairs[i].name);
    }
    return reader_end(&reader, ret_command);
}

/* ---- JSON ---- */

static void
read_json_field(const Reader *reader, const CxCommandField *field, const CxJson *value)
{
    const CxJsonType type = cx_json_type(value);
    int64_t number = 0;
    if (type == CX_JSON_NULL) {
        refuse_blank(reader, field);
    } else if (field->kind == CX_COMMAND_INT) {
        if (cx_json_read_int(value, &number, NULL))
            read_int(reader, field, number);
        else
            add_plain_issue(reader, field, "not_a_number", "form.not_a_number");
    } else if (field->kind == CX_COMMAND_FLAG) {
        if (type == CX_JSON_FLAG)
            put_flag(reader, field, cx_json_flag(value, false));
        else
            add_plain_issue(reader, field, "not_a_flag", "form.not_a_flag");
    } else if (type != CX_JSON_TEXT) {
        add_plain_issue(reader, field, "not_a_text", "form.not_a_text");
    } else {
        read_text(reader, field, cx_json_text(value, ""));
    }
}

bool
cx_command_read_json(const CxCommandInput *input, const CxJson *json, void *ret_command)
{
    const Reader reader = reader_begin(input, SOURCE_JSON);
    if (cx_json_type(json) != CX_JSON_OBJECT) {
        add_issue(&reader, "", "type", "form.not_an_object", NULL);
        return false;
    }
    for (size_t i = 0; i < input->type->n_fields; i++) {
        const CxCommandField *field = &input->type->fields[i];
        read_json_field(&reader, field, cx_json_member(json, field->name));
    }
    for (size_t i = 0; i < cx_json_n(json); i++) {
        const char *name = cx_json_name(cx_json_at(json, i));
        if (cx_command_field_find(input->type, name) == NULL)
            refuse_unknown(&reader, name);
    }
    return reader_end(&reader, ret_command);
}

/* ---- Options ---- */

/* The pair of an option; *i is moved past its value. NULL name: refused. */
static CxCommandPair
read_option(const Reader *reader, const char *const *args, size_t n_args, size_t *i)
{
    const char *arg = args[*i];
    const char *equals = strchr(arg, '=');
    CxArena *arena = reader->input->arena;
    char *name = cx_arena_text_n(arena, arg, equals == NULL ? strlen(arg) : (size_t)(equals - arg));
    const bool is_option = g_str_has_prefix(name, "--") && name[2] != '\0';
    if (is_option)
        g_strdelimit(name, "-", '_');
    const CxCommandField *field =
        is_option ? cx_command_field_find(reader->input->type, name + 2) : NULL;
    if (field == NULL) {
        const size_t len_bytes = strlen(name);
        refuse_unknown(reader, cx_arena_text_n(arena, arg, len_bytes));
        return (CxCommandPair){ 0 };
    }
    if (equals != NULL)
        return (CxCommandPair){ .name = field->name, .value = equals + 1 };
    if (field->kind == CX_COMMAND_FLAG)
        return (CxCommandPair){ .name = field->name, .value = "true" };
    if (*i + 1 < n_args)
        return (CxCommandPair){ .name = field->name, .value = args[++*i] };
    const CxMessageArg words[] = { CX_ARG_TEXT("name", arg), { .name = NULL } };
    add_issue(reader, field->name, "no_value", "form.no_value", words);
    return (CxCommandPair){ 0 };
}

bool
cx_command_read_args(const CxCommandInput *input, const char *const *args, size_t n_args,
                     void *ret_command)
{
    const Reader reader = reader_begin(input, SOURCE_ARGS);
    CxCommandPair *pairs = cx_arena_new0_n(input->arena, CxCommandPair, n_args + 1);
    size_t n_pairs = 0;
    for (size_t i = 0; i < n_args; i++) {
        pairs[n_pairs] = read_option(&reader, args, n_args, &i);
        if (pairs[n_pairs].name != NULL)
            n_pairs++;
    }
    if (cx_issues_count(input->issues) > reader.n_issues_before)
        return false;
    read_pairs(&reader, pairs, n_pairs);
    return reader_end(&reader, ret_command);
}
