/* Answers computed from other columns of the record. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "feedback/intake_priv.h"

static char *
text_at(const CxIntake *intake, const CxTableRow *row, size_t i_column)
{
    const CxCsvField *field = &row->fields[i_column];
    return cx_text_trim(cx_arena_text_n(intake->texts, field->text, field->len_bytes));
}

/* Whether the item's codes say that a text is no answer, or does not apply. */
static bool
is_silent(const CxIntakeItem *bound, const char *text)
{
    const CxItemCode *code = cx_code_table_find(bound->codes, text, strlen(text));
    return *text == '\0' || (code != NULL && code->meaning != CX_MEANING_VALUE);
}

static const char *
days_between(const CxIntake *intake, const CxIntakeItem *bound, char *const *texts,
             size_t *ret_i_column)
{
    CxWhen when[2];
    for (size_t i = 0; i < G_N_ELEMENTS(when); i++) {
        if (!cx_when_read(&bound->item->compute.dates[i], intake->zone, texts[i], &when[i],
                          intake->reason)) {
            *ret_i_column = bound->i_computed[i];
            return NULL;
        }
    }
    return cx_arena_printf(intake->texts, "%d", when[1].day.v - when[0].day.v);
}

static const char *
sum(const CxIntake *intake, const CxIntakeItem *bound, char *const *texts, size_t *ret_i_column)
{
    double total = 0.0;
    for (size_t i = 0; i < bound->item->compute.n_columns; i++) {
        double value = 0.0;
        if (!cx_text_parse_double(texts[i], &value, NULL)) {
            g_string_printf(intake->reason, "\"%s\" is not a number to be summed", texts[i]);
            *ret_i_column = bound->i_computed[i];
            return NULL;
        }
        total += value;
    }
    g_autoptr(GString) out = g_string_new(NULL);
    cx_text_append_fixed(out, total, bound->item->asked.decimals);
    return cx_arena_text(intake->texts, out->str);
}

static int
compare_source(const void *key, const void *row)
{
    return strcmp(key, ((const CxLookup *)row)->source);
}

static const char *
look_up(const CxIntake *intake, const CxIntakeItem *bound, const char *text)
{
    const CxCompute *compute = &bound->item->compute;
    const CxLookup *found =
        bsearch(text, compute->table, compute->n_table, sizeof *compute->table, compare_source);
    if (found != NULL)
        return found->value;
    if (is_silent(bound, text))
        return text;
    if (compute->fallback == NULL)
        g_string_printf(intake->reason, "\"%s\" is not in the lookup table", text);
    return compute->fallback;
}

const char *
cx_intake_compute(const CxIntake *intake, const CxIntakeItem *bound, const CxTableRow *row,
                  size_t *ret_i_column)
{
    const CxCompute *compute = &bound->item->compute;
    char **texts = cx_arena_new0_n(intake->texts, char *, compute->n_columns);
    for (size_t i = 0; i < compute->n_columns; i++)
        texts[i] = text_at(intake, row, bound->i_computed[i]);
    *ret_i_column = bound->i_column;
    if (compute->kind == CX_COMPUTE_LOOKUP)
        return look_up(intake, bound, texts[0]);
    for (size_t i = 0; i < compute->n_columns; i++) {
        if (is_silent(bound, texts[i]))
            return texts[i]; /* missing in, missing out */
    }
    return compute->kind == CX_COMPUTE_SUM ? sum(intake, bound, texts, ret_i_column)
                                           : days_between(intake, bound, texts, ret_i_column);
}
