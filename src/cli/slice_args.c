#include "cli/slice_args.h"

#include "base/error.h"
#include "base/issues.h"

const CxCliOption cx_cli_slice_options[] = {
    { "survey", "KEY", "which survey, if there are several" },
    { "question", "KEY", "which question (else the overall one)" },
    { "measure", "NAME", "nps, mean, top2, share or count (else the usual one)" },
    { "answers", "LIST", "with share: the answers counted, like 4,5" },
    { "from", "DATE", "first day of the period" },
    { "to", "DATE", "last day of the period" },
    { "where", "FILTER…", "only these, like mode:self or terminal:a,b" },
    { "group", "NAME", "by version, mode, month, quarter, year or a choice" },
    { "weighted", NULL, "count each answer by its weight" },
    { "unweighted", NULL, "count each answer once" },
    { "weighting", "NAME", "declared, weighted or unweighted" },
    { "organised", "WHEN", "now (if not said) or then: whose answers are after a reorganisation" },
    { 0 },
};

/* The options that are names of a slice, passed on as they are. */
static const char *const slice_options[] = { "survey",    "measure",  "question", "answers",
                                             "from",      "to",       "where",    "group",
                                             "weighting", "organised" };

CxSlice *
cx_cli_slice(const CxCliArgs *args, GError **error)
{
    g_autoptr(GArray) pairs = g_array_new(FALSE, FALSE, sizeof(CxSlicePair));
    for (size_t i = 0; i < CX_N_ELEMENTS(slice_options); i++) {
        const char *name = slice_options[i];
        const char *value = cx_cli_args_value(args, name, 0);
        for (size_t j = 0; value != NULL; value = cx_cli_args_value(args, name, ++j)) {
            const CxSlicePair pair = { name, value };
            g_array_append_val(pairs, pair);
        }
    }
    const bool is_weighted = cx_cli_args_has(args, "weighted");
    const bool is_unweighted = cx_cli_args_has(args, "unweighted");
    if (is_weighted && is_unweighted) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                            "give --weighted or --unweighted, not both");
        return NULL;
    }
    if (is_weighted || is_unweighted) {
        const CxSlicePair pair = { "weighting", is_weighted ? "weighted" : "unweighted" };
        g_array_append_val(pairs, pair);
    }
    g_autoptr(CxIssues) issues = cx_issues_new();
    const CxSlicePair *given = (const CxSlicePair *)(const void *)pairs->data;
    CxSlice *slice = cx_slice_parse_pairs(given, pairs->len, issues);
    if (slice == NULL)
        cx_issues_set_error(issues, error);
    return slice;
}

void
cx_cli_print_mark(const char *label, const CxMark *mark)
{
    if (mark->text == NULL) {
        cx_cli_print("%-32s %s\n", label, mark->why != NULL ? mark->why : "");
        return;
    }
    g_autofree char *range =
        mark->range != NULL ? g_strdup_printf("(%s)", mark->range) : g_strdup(mark->why);
    cx_cli_print("%-32s %8s  %-16s %-10s card %.8s\n", label, mark->text, range, mark->n_text,
                 mark->card);
}
