/* Binding a mapping to the header of a file. */
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/text.h"
#include "feedback/intake_priv.h"
#include "feedback/near.h"

#define NAMES_SHOWN_MAX 200 /* columns of the file an error lists */

/* What is wrong with the header, in words. */
typedef struct {
    CxIntake *intake;
    bool *is_used;    /* by column */
    GString *missing; /* "" while nothing is */
    GString *doubled;
    int n_missing;
} Binding;

/* Headers are the same but for blanks around them and a "*" before them, as some tools mark what
 * must be answered. */
static char *
clean_name(const char *text, size_t len_bytes)
{
    g_autofree char *name = cx_text_trim(g_strndup(text, len_bytes));
    const char *from = name;
    while (*from == '*')
        from++;
    return cx_text_trim(g_strdup(from));
}

static void
note_missing(Binding *binding, const char *name)
{
    const CxIntake *intake = binding->intake;
    g_string_append_printf(binding->missing, "%s\"%s\"", binding->n_missing++ > 0 ? ", " : "",
                           name);
    const char *near = cx_near_find(name, (const char *const *)intake->names, intake->n_columns);
    if (near != NULL)
        g_string_append_printf(binding->missing, " (did you mean \"%s\"?)", near);
}

/* "#12" is the twelfth column, where none has that very name: for blank and repeated headers. */
static size_t
bind_position(Binding *binding, const char *name)
{
    int64_t position = 0;
    if (*name != '#' || !cx_text_parse_i64(name + 1, &position, NULL) || position < 1 ||
        (size_t)position > binding->intake->n_columns)
        return CX_INTAKE_NO_COLUMN;
    binding->is_used[position - 1] = true;
    return (size_t)position - 1;
}

/* The index of a column; NULL stands for none. */
static size_t
bind_column(Binding *binding, const char *column)
{
    CxIntake *intake = binding->intake;
    if (column == NULL)
        return CX_INTAKE_NO_COLUMN;
    g_autofree char *name = clean_name(column, strlen(column));
    size_t found = CX_INTAKE_NO_COLUMN;
    for (size_t i = 0; i < intake->n_columns; i++) {
        if (strcmp(intake->names[i], name) != 0)
            continue;
        if (found != CX_INTAKE_NO_COLUMN) {
            g_string_append_printf(binding->doubled, "%s\"%s\" (columns %zu and %zu)",
                                   binding->doubled->len > 0 ? ", " : "", name, found + 1, i + 1);
            return found;
        }
        found = i;
        binding->is_used[i] = true;
    }
    if (found == CX_INTAKE_NO_COLUMN)
        found = bind_position(binding, name);
    if (found == CX_INTAKE_NO_COLUMN)
        note_missing(binding, name);
    return found;
}

static void
bind_items(Binding *binding)
{
    CxIntake *intake = binding->intake;
    const CxMapping *mapping = intake->mapping;
    for (size_t i = 0; i < mapping->n_items; i++) {
        const CxMappingItem *item = &mapping->items[i];
        CxIntakeItem *bound = &intake->items[i];
        bound->item = item;
        bound->i_column = bind_column(binding, item->asked.column);
        bound->codes = g_new0(CxIntakeCode, item->asked.n_codes);
        for (size_t j = 0; j < item->asked.n_codes; j++) {
            bound->codes[j].code = &item->asked.codes[j];
            bound->codes[j].len_bytes = strlen(item->asked.codes[j].source);
        }
    }
}

static void
bind_all(Binding *binding)
{
    CxIntake *intake = binding->intake;
    const CxMapping *mapping = intake->mapping;
    intake->i_id = bind_column(binding, mapping->id_column);
    intake->i_date = bind_column(binding, mapping->date.column);
    intake->i_weekday = bind_column(binding, mapping->date.weekday);
    intake->i_mode = bind_column(binding, mapping->mode_column);
    intake->i_weight = bind_column(binding, mapping->weight_column);
    intake->i_cluster = bind_column(binding, mapping->cluster_column);
    intake->i_account = bind_column(binding, mapping->account_column);
    intake->i_transaction = bind_column(binding, mapping->transaction_column);
    intake->i_respondent = bind_column(binding, mapping->respondent_column);
    for (size_t i = 0; i < mapping->n_skips; i++) {
        intake->skips[i].skip = &mapping->skips[i];
        intake->skips[i].i_column = bind_column(binding, mapping->skips[i].column);
    }
    bind_items(binding);
    for (size_t i = 0; i < intake->n_columns; i++) {
        if (!binding->is_used[i] && *intake->names[i] != '\0')
            g_ptr_array_add(intake->unused, intake->names[i]);
    }
}

static bool
check_binding(const Binding *binding, GError **error)
{
    const CxIntake *intake = binding->intake;
    if (binding->n_missing > 0) {
        g_autoptr(GString) found = g_string_new(NULL);
        const size_t n_shown = MIN(intake->n_columns, NAMES_SHOWN_MAX);
        for (size_t i = 0; i < n_shown; i++)
            g_string_append_printf(found, "%s%s", i > 0 ? ", " : "", intake->names[i]);
        if (intake->n_columns > n_shown)
            g_string_append_printf(found, " and %zu more", intake->n_columns - n_shown);
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    "the file lacks %d column%s the mapping names: %s; its %zu columns are: %s",
                    binding->n_missing, binding->n_missing == 1 ? "" : "s", binding->missing->str,
                    intake->n_columns, found->str);
        return false;
    }
    if (binding->doubled->len > 0) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    "columns the mapping names stand twice in the file: %s", binding->doubled->str);
        return false;
    }
    return true;
}

CxIntake *
cx_intake_new(const CxMapping *mapping, const CxTableRow *header, GError **error)
{
    g_autoptr(CxIntake) intake = g_new0(CxIntake, 1);
    intake->mapping = mapping;
    intake->n_columns = header->n_fields;
    intake->names = g_new0(char *, header->n_fields + 1);
    for (size_t i = 0; i < header->n_fields; i++)
        intake->names[i] = clean_name(header->fields[i].text, header->fields[i].len_bytes);
    intake->unused = g_ptr_array_new();
    intake->skips = g_new0(CxIntakeSkip, mapping->n_skips);
    intake->items = g_new0(CxIntakeItem, mapping->n_items);
    intake->answers = g_new0(CxIntakeAnswer, mapping->n_items);
    intake->texts = g_string_chunk_new(1024);
    intake->reason = g_string_new(NULL);
    intake->zone = cx_zone_load(mapping->zone, error);
    if (intake->zone == NULL)
        return NULL;

    g_autofree bool *is_used = g_new0(bool, header->n_fields + 1);
    g_autoptr(GString) missing = g_string_new(NULL);
    g_autoptr(GString) doubled = g_string_new(NULL);
    Binding binding = {
        .intake = intake, .is_used = is_used, .missing = missing, .doubled = doubled
    };
    bind_all(&binding);
    if (!check_binding(&binding, error))
        return NULL;
    return g_steal_pointer(&intake);
}

void
cx_intake_free(CxIntake *intake)
{
    if (intake == NULL)
        return;
    for (size_t i = 0; i < intake->mapping->n_items; i++)
        g_free(intake->items[i].codes);
    g_strfreev(intake->names);
    g_ptr_array_unref(intake->unused);
    g_free(intake->skips);
    g_free(intake->items);
    g_free(intake->answers);
    g_string_chunk_free(intake->texts);
    g_string_free(intake->reason, TRUE);
    if (intake->zone != NULL)
        g_time_zone_unref(intake->zone);
    g_free(intake);
}

const GPtrArray *
cx_intake_unused(const CxIntake *intake)
{
    return intake->unused;
}
