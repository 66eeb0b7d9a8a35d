/* coalition recognise, of a file of facts. */
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "cli/recognise.h"
#include "codec/json.h"
#include "feedback/survey.h"

#define EXAMPLE_YEAR 2026

static void
write_columns(CxJsonWriter *json, const char *name, const CxFactsColumn *columns, size_t n)
{
    cx_json_writer_name(json, name);
    cx_json_writer_begin_array(json);
    for (size_t i = 0; i < n; i++) {
        cx_json_writer_begin_object(json);
        cx_json_writer_put_int(json, "position", (int64_t)i + 1);
        cx_json_writer_put_text(json, "name", columns[i].name);
        cx_json_writer_put_text(json, "taken_for", cx_facts_taken_key(columns[i].taken));
        cx_json_writer_put_text(json, "reason", columns[i].reason);
        if (columns[i].taken == CX_FACTS_TAKEN_METRIC)
            cx_json_writer_put_text(json, "unit", columns[i].unit);
        cx_json_writer_end_object(json);
    }
    cx_json_writer_end_array(json);
}

static void
print_json(const CxFactsDraft *draft, const char *text)
{
    g_autoptr(GString) out = g_string_new(NULL);
    {
        g_autoptr(CxJsonWriter) json = cx_json_writer_new(out, CX_JSON_INDENTED);
        cx_json_writer_begin_object(json);
        cx_json_writer_put_text(json, "layout", "facts");
        cx_json_writer_put_text(json, "kind", cx_fact_kind_key(draft->kind));
        write_columns(json, "columns", draft->columns, draft->n_columns);
        write_columns(json, "metrics_in_rows", draft->measures, draft->n_measures);
        cx_json_writer_put_flag(json, "wants_year", cx_facts_draft_wants_year(draft));
        if (draft->year != 0)
            cx_json_writer_put_int(json, "year", draft->year);
        cx_json_writer_put_text(json, "lack", draft->lack);
        g_autoptr(CxJson) mapping = text != NULL ? cx_json_parse(text, strlen(text), NULL) : NULL;
        cx_json_writer_name(json, "mapping");
        cx_json_writer_json(json, mapping);
        cx_json_writer_end_object(json);
    }
    cx_cli_print("%s\n", out->str);
}

static void
print_columns(const CxFactsColumn *columns, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        g_autofree char *name = cx_cli_fit_header(columns[i].name);
        cx_cli_print("%4zu %s %-11s %s\n", i + 1, name, cx_facts_taken_key(columns[i].taken),
                     columns[i].reason);
    }
}

static void
print_text(const CxFactsDraft *draft)
{
    cx_cli_print("Facts by %s: %zu columns.\n\n", cx_fact_kind_key(draft->kind), draft->n_columns);
    print_columns(draft->columns, draft->n_columns);
    if (draft->n_measures > 0)
        cx_cli_print("\nMetrics that stand in the rows:\n");
    print_columns(draft->measures, draft->n_measures);
    const bool wants_year = cx_facts_draft_wants_year(draft);
    if (wants_year && draft->year != 0) {
        cx_cli_print("\nThe months or quarters across are taken for those of %d; --year says "
                     "another.\n",
                     draft->year);
    }
    if (draft->lack != NULL)
        cx_cli_print("\nNo mapping is drafted. %s\n", draft->lack);
    if (wants_year && draft->year == 0)
        cx_cli_print("Say it so: --year %d\n", EXAMPLE_YEAR);
}

static bool
read_year(const CxCliArgs *args, int32_t *ret_year, GError **error)
{
    const char *text = cx_cli_args_option(args, "year");
    int64_t year = 0;
    if (text == NULL)
        return true;
    if (!cx_text_parse_i64(text, &year, NULL) || !cx_period_is_year(year)) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "--year is a year such as %d, got \"%s\"",
                    EXAMPLE_YEAR, text);
        return false;
    }
    *ret_year = (int32_t)year;
    return true;
}

/* The only survey of the home, if there is a home and it has one. (transfer full) */
static char *
only_survey(CxCli *cli)
{
    g_autoptr(GError) ignored = NULL; /* files are recognised without a home as well */
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, &ignored);
    g_autoptr(CxSurvey) survey = ctx != NULL ? cx_survey_load(ctx, NULL, &ignored) : NULL;
    return survey != NULL ? g_strdup(survey->key) : NULL;
}

bool
cx_cli_recognise_facts(CxCli *cli, const CxCliArgs *args, const CxFactsSource *source,
                       const CxLikeKeys *known, GError **error)
{
    CxFactsHints hints = { .known = known != NULL ? known->rows : NULL,
                           .n_known = known != NULL ? known->n : 0,
                           .survey = cx_cli_args_option(args, "survey"),
                           .file_name = source->file_name };
    if (!read_year(args, &hints.year, error))
        return false;
    g_autofree char *only = hints.survey == NULL ? only_survey(cli) : NULL;
    hints.survey = hints.survey != NULL ? hints.survey : only;
    g_autoptr(CxFactsDraft) draft =
        cx_facts_draft_make(source->data, source->len_bytes, &hints, error);
    if (draft == NULL)
        return false;
    g_autofree char *mapping = cx_facts_draft_mapping(draft);
    const char *out = cx_cli_args_option(args, "mapping");
    if (out != NULL && !cx_cli_write_mapping(mapping, draft->lack, out, error))
        return false;
    if (cli->is_json) {
        print_json(draft, mapping);
        return true;
    }
    print_text(draft);
    cx_cli_say_next("facts", cx_cli_args_operand(args, 0), out, mapping != NULL);
    return true;
}
