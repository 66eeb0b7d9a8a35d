/* A file of facts read like an earlier one. */
#include <string.h>

#include "business/facts_draft.h"

static const CxFactsColumn *
find_column(const CxFactsDraft *draft, const char *name)
{
    for (size_t i = 0; i < draft->n_columns; i++) {
        if (*name != '\0' && strcmp(draft->columns[i].name, name) == 0)
            return &draft->columns[i];
    }
    return NULL;
}

/* Names of columns that `of` uses (or has, if it is the later one) and the other lacks; or NULL. */
static const char *
list_lacking(const CxFactsDraft *of, const CxFactsDraft *other, CxFactsTaken not_taken,
             CxArena *arena)
{
    g_autoptr(GString) out = g_string_new(NULL);
    for (size_t i = 0; i < of->n_columns; i++) {
        const CxFactsColumn *column = &of->columns[i];
        if (column->taken == not_taken || column->taken == CX_FACTS_TAKEN_PERIOD ||
            *column->name == '\0' || find_column(other, column->name) != NULL)
            continue;
        g_string_append_printf(out, "%s%s", out->len > 0 ? ", " : "", column->name);
    }
    return out->len > 0 ? cx_arena_text(arena, out->str) : NULL;
}

/* Metrics that rows of this file name and rows of the other did not, ", " between; or NULL. */
static const char *
list_new_measures(const CxFactsDraft *draft, const CxFactsDraft *earlier)
{
    g_autoptr(GString) out = g_string_new(NULL);
    for (size_t i = 0; i < draft->n_measures; i++) {
        bool is_known = false;
        for (size_t k = 0; k < earlier->n_measures && !is_known; k++)
            is_known = strcmp(earlier->measures[k].name, draft->measures[i].name) == 0;
        if (!is_known)
            g_string_append_printf(out, "%s%s", out->len > 0 ? ", " : "", draft->measures[i].name);
    }
    return out->len > 0 ? cx_arena_text(draft->arena, out->str) : NULL;
}

/* A file whose columns are periods is like another only if they name the same metric, which a file
 * without a column for it does by what it is called. */
static bool
is_of_same_metric(const CxFactsDraft *draft, const CxFactsDraft *earlier)
{
    const bool has_periods = cx_facts_draft_has(earlier, CX_FACTS_TAKEN_PERIOD);
    if (has_periods != cx_facts_draft_has(draft, CX_FACTS_TAKEN_PERIOD))
        return false;
    if (!has_periods || cx_facts_draft_has(earlier, CX_FACTS_TAKEN_MEASURE))
        return true;
    return draft->n_measures == 1 && earlier->n_measures == 1 &&
           strcmp(draft->measures[0].name, earlier->measures[0].name) == 0;
}

/* Whether what the earlier one cannot do without is here. */
static bool
can_be_like(const CxFactsDraft *draft, const CxFactsDraft *earlier)
{
    int64_t n_metrics = 0;
    if (!is_of_same_metric(draft, earlier))
        return false;
    for (size_t i = 0; i < earlier->n_columns; i++) {
        const CxFactsColumn *column = &earlier->columns[i];
        const bool is_here = find_column(draft, column->name) != NULL;
        if (!is_here &&
            (column->taken == CX_FACTS_TAKEN_KEY || column->taken == CX_FACTS_TAKEN_DATE ||
             column->taken == CX_FACTS_TAKEN_YEAR || column->taken == CX_FACTS_TAKEN_MEASURE ||
             column->taken == CX_FACTS_TAKEN_VALUE))
            return false;
        n_metrics += is_here && column->taken == CX_FACTS_TAKEN_METRIC ? 1 : 0;
    }
    return n_metrics > 0 || !cx_facts_draft_has(earlier, CX_FACTS_TAKEN_METRIC);
}

static void
copy_column(CxArena *arena, CxFactsColumn *column, const CxFactsColumn *was)
{
    const char *name = column->name;
    *column = *was;
    column->name = name;
    column->label = cx_arena_text(arena, was->label);
    column->unit = cx_arena_text(arena, was->unit);
    column->department = cx_arena_text(arena, was->department);
    column->department_name = cx_arena_text(arena, was->department_name);
    column->reason = "As in the earlier file.";
}

/* Metrics of the rows as they were decided; those that are new, as they are recognised. */
static void
copy_measures(CxFactsDraft *draft, const CxFactsDraft *earlier)
{
    const size_t n = draft->n_measures + earlier->n_measures;
    CxFactsColumn *measures = cx_arena_new0_n(draft->arena, CxFactsColumn, n);
    for (size_t i = 0; i < earlier->n_measures; i++) {
        measures[i].name = cx_arena_text(draft->arena, earlier->measures[i].name);
        copy_column(draft->arena, &measures[i], &earlier->measures[i]);
    }
    for (size_t i = 0; i < draft->n_measures; i++)
        measures[earlier->n_measures + i] = draft->measures[i];
    draft->measures = measures;
    draft->n_measures = n;
}

bool
cx_facts_draft_like(CxFactsDraft *draft, const CxFactsDraft *earlier, const char *file_name)
{
    if (earlier->is_given || !can_be_like(draft, earlier))
        return false;
    CxArena *arena = draft->arena;
    draft->kind = earlier->kind;
    draft->written = earlier->written;
    if (earlier->survey != NULL)
        draft->survey = cx_arena_text(arena, earlier->survey);
    draft->like = cx_arena_text(arena, file_name);
    draft->gone = list_lacking(earlier, draft, CX_FACTS_TAKEN_OUT, arena);
    draft->arrived = list_lacking(draft, earlier, CX_FACTS_TAKEN_N, arena);
    const char *named = list_new_measures(draft, earlier);
    if (named != NULL && draft->arrived != NULL)
        draft->arrived = cx_arena_printf(arena, "%s, %s", draft->arrived, named);
    else if (named != NULL)
        draft->arrived = named;
    copy_measures(draft, earlier);
    for (size_t i = 0; i < draft->n_columns; i++) {
        CxFactsColumn *column = &draft->columns[i];
        const CxFactsColumn *was = find_column(earlier, column->name);
        if (was != NULL) {
            copy_column(arena, column, was);
        } else if (column->taken != CX_FACTS_TAKEN_PERIOD) {
            column->taken = CX_FACTS_TAKEN_OUT;
            column->reason = "The earlier file did not have it; say what it is.";
        }
    }
    return true;
}
