/* coalition recognise: says what a file is, and drafts its mapping. */
#include "cli/recognise.h"

#include <inttypes.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/text.h"
#include "codec/json.h"
#include "feedback/facts_upload.h"
#include "feedback/recognise.h"
#include "pages/file_kinds.h"

#define NAME_WIDTH 24 /* characters of a header shown */

static void
write_columns(const CxDraft *draft, CxJsonWriter *json)
{
    cx_json_writer_name(json, "columns");
    cx_json_writer_begin_array(json);
    for (size_t i = 0; i < draft->n_columns; i++) {
        const CxDraftColumn *column = &draft->columns[i];
        cx_json_writer_begin_object(json);
        cx_json_writer_put_int(json, "position", (int64_t)i + 1);
        cx_json_writer_put_text(json, "name", column->name);
        cx_json_writer_put_text(json, "question", column->question);
        cx_json_writer_put_text(json, "taken_for", cx_taken_key(column->taken));
        cx_json_writer_put_text(json, "reason", column->reason);
        cx_json_writer_end_object(json);
    }
    cx_json_writer_end_array(json);
}

static void
print_json(const CxDraft *draft)
{
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(CxJsonWriter) json = cx_json_writer_new(out, CX_JSON_INDENTED);
    cx_json_writer_begin_object(json);
    cx_json_writer_put_text(json, "layout", cx_layout_name(draft->layout));
    cx_json_writer_put_text(json, "layout_reason", draft->layout_reason);
    cx_json_writer_put_int(json, "header_rows", (int64_t)draft->n_headers);
    cx_json_writer_put_int(json, "rows_sampled", draft->n_sampled);
    cx_json_writer_put_flag(json, "is_whole", draft->is_whole);
    write_columns(draft, json);
    cx_json_writer_name(json, "questions");
    cx_json_writer_begin_array(json);
    for (size_t i = 0; i < draft->n_questions; i++)
        cx_json_writer_text(json, draft->questions[i]);
    cx_json_writer_end_array(json);
    cx_json_writer_put_text(json, "lack", draft->lack);
    g_autoptr(CxJson) mapping =
        draft->mapping != NULL ? cx_json_parse(draft->mapping, strlen(draft->mapping), NULL) : NULL;
    cx_json_writer_name(json, "mapping");
    cx_json_writer_json(json, mapping);
    cx_json_writer_end_object(json);
    cx_cli_print("%s\n", out->str);
}

char *
cx_cli_fit_header(const char *name)
{
    const glong n = g_utf8_strlen(name, -1);
    g_autofree char *cut = g_utf8_substring(name, 0, n > NAME_WIDTH ? NAME_WIDTH - 1 : n);
    GString *out = g_string_new(cut);
    if (n > NAME_WIDTH)
        g_string_append(out, "…");
    for (glong i = n; i < NAME_WIDTH; i++)
        g_string_append_c(out, ' ');
    for (char *at = out->str; *at != '\0'; at++)
        *at = (unsigned char)*at < ' ' || *at == 0x7F ? ' ' : *at;
    return g_string_free(out, FALSE);
}

static void
print_text(const CxDraft *draft)
{
    g_autofree char *n_rows = cx_text_count(draft->n_sampled);
    cx_cli_print("%s: %zu columns, %s row%s looked at%s.\n%s\n\n", cx_layout_name(draft->layout),
                 draft->n_columns, n_rows, draft->n_sampled == 1 ? "" : "s",
                 draft->is_whole ? ", all there are" : " over the whole file",
                 draft->layout_reason);
    for (size_t i = 0; i < draft->n_columns; i++) {
        const CxDraftColumn *column = &draft->columns[i];
        g_autofree char *name =
            cx_cli_fit_header(*column->name != '\0' ? column->name : column->question);
        cx_cli_print("%4zu %s %-11s %s\n", i + 1, name, cx_taken_key(column->taken),
                     column->reason);
    }
    if (draft->n_questions > 0)
        cx_cli_print("\nFor you to settle:\n");
    for (size_t i = 0; i < draft->n_questions; i++)
        cx_cli_print("  %zu. %s\n", i + 1, draft->questions[i]);
    if (draft->lack != NULL)
        cx_cli_print("\nNo mapping is drafted. %s\n", draft->lack);
}

bool
cx_cli_write_mapping(const char *mapping, const char *lack, const char *path, GError **error)
{
    if (mapping == NULL) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "no mapping is drafted: %s", lack);
        return false;
    }
    if (g_file_test(path, G_FILE_TEST_EXISTS)) {
        g_set_error(error, CX_ERROR, CX_ERROR_CONFLICT,
                    "\"%s\" exists already; name another file or remove it first", path);
        return false;
    }
    g_autoptr(GError) cause = NULL;
    if (g_file_set_contents(path, mapping, -1, &cause))
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_IO, "%s", cause->message);
    return false;
}

static bool
check_zone(const char *zone, GError **error)
{
    if (zone == NULL)
        return true;
    GTimeZone *known = cx_zone_load(zone, error);
    if (known == NULL)
        return false;
    g_time_zone_unref(known);
    return true;
}

/* By which headers answers are known in the home, if there is one. (transfer full) */
static CxLikeKeys *
known_here(CxCli *cli, const CxFileHead *head)
{
    g_autoptr(GError) ignored = NULL; /* files are recognised without a home as well */
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, &ignored);
    return ctx != NULL ? cx_like_keys(ctx, head, &ignored) : NULL;
}

/* What kind of file it is: as told, else a file of facts where it surely is one. */
static bool
choose_facts(const CxCliArgs *args, const CxFileHead *head, const CxLikeKeys *known,
             bool *ret_is_facts, GError **error)
{
    const char *told = cx_cli_args_option(args, "kind");
    if (told != NULL && !g_str_equal(told, CX_UPLOAD_SURVEY) &&
        !g_str_equal(told, CX_UPLOAD_FACTS)) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "--kind is survey or facts, got \"%s\"",
                    told);
        return false;
    }
    const CxFileKind *kind = told == NULL && head != NULL ? cx_file_kind_guess(head, known) : NULL;
    *ret_is_facts = g_strcmp0(told != NULL   ? told
                              : kind != NULL ? kind->key
                                             : NULL,
                              CX_UPLOAD_FACTS) == 0;
    return true;
}

static bool
recognise_survey(CxCli *cli, const CxCliArgs *args, const CxFactsSource *source, GError **error)
{
    g_autoptr(GTimeZone) utc = cx_zone_load("UTC", error);
    if (utc == NULL)
        return false;
    const CxClock clock = { 0 };
    const CxRecogniseFile file = {
        .name = source->file_name,
        .data = source->data,
        .len_bytes = source->len_bytes,
        .zone = cx_cli_args_option(args, "zone"),
        .today = cx_day_is_none(cli->at) ? cx_instant_day(cx_clock_now(&clock), utc) : cli->at,
    };
    g_autoptr(CxDraft) draft = cx_recognise(&file, error);
    if (draft == NULL)
        return false;
    const char *out = cx_cli_args_option(args, "mapping");
    if (out != NULL && !cx_cli_write_mapping(draft->mapping, draft->lack, out, error))
        return false;
    if (cli->is_json) {
        print_json(draft);
        return true;
    }
    print_text(draft);
    cx_cli_say_next("import", cx_cli_args_operand(args, 0), out, draft->mapping != NULL);
    return true;
}

void
cx_cli_say_next(const char *command, const char *path, const char *out, bool has_mapping)
{
    if (out != NULL) {
        cx_cli_print("\nThe mapping is in %s. Look it through, then try it:\n"
                     "  coalition %s %s --mapping %s --dry-run\n",
                     out, command, path, out);
    } else if (has_mapping) {
        cx_cli_print("\nWith --mapping OUT the mapping is written to a file.\n");
    }
}

static bool
run(CxCli *cli, const CxCliArgs *args, GError **error)
{
    const char *path = cx_cli_args_operand(args, 0);
    if (!check_zone(cx_cli_args_option(args, "zone"), error))
        return false;
    g_autoptr(GBytes) bytes = cx_cli_map_file(path, error);
    if (bytes == NULL)
        return false;
    gsize len_bytes = 0;
    const void *data = g_bytes_get_data(bytes, &len_bytes);
    const CxFactsSource source = { g_str_equal(path, "-") ? "survey" : path,
                                   data != NULL ? data : "", len_bytes };
    g_autoptr(CxFileHead) head = cx_file_head_read(source.data, source.len_bytes, NULL);
    g_autoptr(CxLikeKeys) known = head != NULL ? known_here(cli, head) : NULL;
    bool is_facts = false;
    if (!choose_facts(args, head, known, &is_facts, error))
        return false;
    return is_facts ? cx_cli_recognise_facts(cli, args, &source, known, error)
                    : recognise_survey(cli, args, &source, error);
}

static const CxCliOption options[] = {
    { "mapping", "OUT", "write the drafted mapping to this new file" },
    { "kind", "KIND", "survey or facts, where it is not to be found out" },
    { "survey", "KEY", "of facts by response or respondent: the survey whose answers they are of" },
    { "year", "YEAR", "of months or quarters across whose headers name none" },
    { "zone", "ZONE", "zone of the survey's days, such as Europe/Berlin" },
    { 0 },
};

const CxCliCommand cx_cli_recognise = {
    .name = "recognise",
    .usage = "FILE [--mapping OUT]",
    .about = "Say which column of a survey export or a file of facts is what, and why",
    .more =
        "Looks at a part of the file, at most some thousand rows spread over it, and drafts the\n"
        "mapping an import needs, with a reason for each column. Files of Qualtrics,\n"
        "SurveyMonkey and LimeSurvey are known by their headers, and so are files of facts: "
        "orders,\n"
        "accounts, months, rows that name their metric, months across. Nothing is imported.",
    .options = options,
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run,
};
