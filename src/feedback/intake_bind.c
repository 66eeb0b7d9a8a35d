/* Binding a mapping to the header of a file. */
#include <string.h>

#include "base/civil.h"
#include "feedback/intake_priv.h"

typedef struct {
    CxIntake *intake;
    CxHeader *header;
} Binding;

/* The index of a column; NULL stands for none. */
static size_t
bind_column(Binding *binding, const char *column)
{
    return cx_header_bind(binding->header, column);
}

/* The column an item is read from; of a computed one, the first. */
static size_t
bind_item(Binding *binding, const CxMappingItem *item, CxIntakeItem *bound)
{
    const CxCompute *compute = &item->compute;
    if (compute->kind == CX_COMPUTE_NONE)
        return bind_column(binding, item->asked.column);
    bound->i_computed = g_new0(size_t, compute->n_columns);
    for (size_t j = 0; j < compute->n_columns; j++)
        bound->i_computed[j] = bind_column(binding, compute->columns[j]);
    return bound->i_computed[0];
}

/* Whether there are so many values that the same one hardly comes again soon: money, say. */
static bool
has_many_values(const CxItemVersion *asked)
{
    return asked->kind == CX_ITEM_KIND_NUMBER && asked->hi - asked->lo > CX_INTAKE_SEEN_VALUES_MAX;
}

/* Sixteen slots a code, so that few of them meet. */
static void
bind_seen(CxIntakeItem *bound)
{
    const CxItemVersion *asked = &bound->item->asked;
    if (bound->i_computed != NULL || asked->kind == CX_ITEM_KIND_TEXT || has_many_values(asked))
        return;
    bound->seen_bits = CX_INTAKE_SEEN_BITS_MIN;
    while (bound->seen_bits < CX_INTAKE_SEEN_BITS_MAX &&
           ((size_t)1 << bound->seen_bits) < asked->n_codes * 16)
        bound->seen_bits++;
    bound->seen = g_new0(CxIntakeSeen, (size_t)1 << bound->seen_bits);
}

static void
bind_items(Binding *binding)
{
    const CxMapping *mapping = binding->intake->mapping;
    for (size_t i = 0; i < mapping->n_items; i++) {
        const CxMappingItem *item = &mapping->items[i];
        CxIntakeItem *bound = &binding->intake->items[i];
        bound->item = item;
        bound->i_column = bind_item(binding, item, bound);
        bound->codes = cx_code_table_new(item->asked.codes, item->asked.n_codes);
        bind_seen(bound);
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
    for (size_t i = 0; i < mapping->n_respondent_columns; i++)
        intake->i_respondents[i] = bind_column(binding, mapping->respondent_columns[i]);
    for (size_t i = 0; i < mapping->n_skips; i++) {
        intake->skips[i].skip = &mapping->skips[i];
        intake->skips[i].i_column = bind_column(binding, mapping->skips[i].column);
    }
    bind_items(binding);
    for (size_t i = 0; i < intake->n_columns; i++) {
        if (!binding->header->is_used[i] && *intake->names[i] != '\0')
            g_ptr_array_add(intake->unused, intake->names[i]);
    }
}

CxIntake *
cx_intake_new(const CxMapping *mapping, const CxTableRow *header, GError **error)
{
    g_autoptr(CxIntake) intake = g_new0(CxIntake, 1);
    intake->mapping = mapping;
    intake->header = cx_header_new(header);
    intake->n_columns = intake->header->n_columns;
    intake->names = intake->header->names;
    intake->unused = g_ptr_array_new();
    intake->skips = g_new0(CxIntakeSkip, mapping->n_skips);
    intake->items = g_new0(CxIntakeItem, mapping->n_items);
    intake->answers = g_new0(CxIntakeAnswer, mapping->n_items);
    intake->texts = cx_arena_new();
    intake->reason = g_string_new(NULL);
    intake->zone = cx_zone_load(mapping->zone, error);
    if (intake->zone == NULL)
        return NULL;

    Binding binding = { .intake = intake, .header = intake->header };
    bind_all(&binding);
    if (!cx_header_check(intake->header, error))
        return NULL;
    return g_steal_pointer(&intake);
}

void
cx_intake_free(CxIntake *intake)
{
    if (intake == NULL)
        return;
    for (size_t i = 0; i < intake->mapping->n_items; i++) {
        cx_code_table_free(intake->items[i].codes);
        g_free(intake->items[i].i_computed);
        g_free(intake->items[i].seen);
    }
    cx_header_free(intake->header);
    g_ptr_array_unref(intake->unused);
    g_free(intake->skips);
    g_free(intake->items);
    g_free(intake->answers);
    cx_arena_free(intake->texts);
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
