/* What is known, found by what a row says. Built once for a file: a roster of 100,000 rows is looked up
 * as often. */
#include <string.h>

#include "base/text.h"
#include "people/roster_priv.h"

struct CxRosterIndex {
    GHashTable *by_email;   /* address as leaders' are kept -> CxLeader, the first */
    GHashTable *by_name;    /* name without case -> GPtrArray of CxLeader, as listed */
    GHashTable *leader_key; /* keys of leaders */
    GHashTable *by_called;  /* name without case -> GArray of guint: places of departments */
    GHashTable *by_key;     /* key of a department -> likewise */
    GHashTable *superiors;  /* id of a leader -> CxRosterSuperior */
};

void
cx_roster_index_free(CxRosterIndex *index)
{
    if (index == NULL)
        return;
    g_hash_table_unref(index->by_email);
    g_hash_table_unref(index->by_name);
    g_hash_table_unref(index->leader_key);
    g_hash_table_unref(index->by_called);
    g_hash_table_unref(index->by_key);
    g_hash_table_unref(index->superiors);
    g_free(index);
}

static void
add_place(GHashTable *table, char *name, guint place)
{
    GArray *places = g_hash_table_lookup(table, name);
    if (places == NULL) {
        places = g_array_new(FALSE, FALSE, sizeof(guint));
        g_hash_table_insert(table, name, places);
    } else {
        g_free(name);
    }
    g_array_append_val(places, place);
}

void
cx_roster_index_leader(CxRosterPlan *plan, CxLeader *leader)
{
    CxRosterIndex *index = plan->index;
    if (leader->email != NULL && !g_hash_table_contains(index->by_email, leader->email))
        (void)g_hash_table_insert(index->by_email, leader->email, leader);
    (void)g_hash_table_add(index->leader_key, leader->key);
    g_autofree char *folded = g_utf8_casefold(leader->name, -1);
    GPtrArray *named = g_hash_table_lookup(index->by_name, folded);
    if (named == NULL) {
        named = g_ptr_array_new();
        (void)g_hash_table_insert(index->by_name, g_steal_pointer(&folded), named);
    }
    g_ptr_array_add(named, leader);
}

void
cx_roster_index_department(CxRosterPlan *plan, guint place)
{
    const CxDepartment *department = g_ptr_array_index(plan->departments, place);
    add_place(plan->index->by_key, g_strdup(department->key), place);
    for (guint i = 0; i < department->called->len; i++) {
        const char *name = g_ptr_array_index(department->called, i);
        add_place(plan->index->by_called, g_utf8_casefold(name, -1), place);
    }
}

void
cx_roster_index_build(CxRosterPlan *plan)
{
    CxRosterIndex *index = g_new0(CxRosterIndex, 1);
    index->by_email = g_hash_table_new(g_str_hash, g_str_equal);
    index->by_name =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
    index->leader_key = g_hash_table_new(g_str_hash, g_str_equal);
    index->by_called =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
    index->by_key =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
    index->superiors = g_hash_table_new(g_int64_hash, g_int64_equal);
    plan->index = index;
    for (guint i = 0; i < plan->leaders->len; i++)
        cx_roster_index_leader(plan, g_ptr_array_index(plan->leaders, i));
    for (guint i = 0; i < plan->departments->len; i++)
        cx_roster_index_department(plan, i);
    for (guint i = 0; i < plan->superiors->len; i++) {
        CxRosterSuperior *superior = g_ptr_array_index(plan->superiors, i);
        if (!g_hash_table_contains(index->superiors, &superior->leader))
            (void)g_hash_table_insert(index->superiors, &superior->leader, superior);
    }
}

CxLeader *
cx_roster_index_by_email(const CxRosterPlan *plan, const char *address)
{
    return g_hash_table_lookup(plan->index->by_email, address);
}

const GPtrArray *
cx_roster_index_by_name(const CxRosterPlan *plan, const char *folded)
{
    return g_hash_table_lookup(plan->index->by_name, folded);
}

bool
cx_roster_index_has_key(const CxRosterPlan *plan, const char *key)
{
    return g_hash_table_contains(plan->index->leader_key, key);
}

const char *
cx_roster_index_superior(const CxRosterPlan *plan, int64_t leader)
{
    const CxRosterSuperior *superior = g_hash_table_lookup(plan->index->superiors, &leader);
    return superior != NULL ? superior->superior : NULL;
}

GArray *
cx_roster_index_departments(const CxRosterPlan *plan, const char *words)
{
    g_autofree char *folded = g_utf8_casefold(words, -1);
    g_autofree char *key = cx_text_key(words);
    const GArray *const found[] = {
        g_hash_table_lookup(plan->index->by_called, folded),
        g_hash_table_lookup(plan->index->by_key, words),
        g_hash_table_lookup(plan->index->by_key, key),
    };
    GArray *places = g_array_new(FALSE, FALSE, sizeof(guint));
    for (size_t i = 0; i < CX_N_ELEMENTS(found); i++) {
        if (found[i] != NULL)
            g_array_append_vals(places, found[i]->data, found[i]->len);
    }
    return places;
}
