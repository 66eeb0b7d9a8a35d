/* What the records of reorganisations say: pure. */
#include <string.h>

#include "lang/assert.h"
#include "people/reorg.h"

static const char *const keys[] = {
#define X(name, key) [CX_REORG_##name] = (key),
    CX_REORG_MAP(X)
#undef X
};

const char *
cx_reorg_key(CxReorgKind kind)
{
    cx_assert((unsigned)kind < CX_REORG_N);
    return keys[kind];
}

void
cx_org_free(CxOrg *org)
{
    if (org == NULL)
        return;
    g_clear_pointer(&org->departments, g_ptr_array_unref);
    g_clear_pointer(&org->names, g_ptr_array_unref);
    g_clear_pointer(&org->changes, g_ptr_array_unref);
    g_free(org);
}

const CxDepartment *
cx_org_department(const CxOrg *org, CxDepartmentId id)
{
    for (guint i = 0; i < org->departments->len; i++) {
        const CxDepartment *department = g_ptr_array_index(org->departments, i);
        if (department->id.v == id.v)
            return department;
    }
    return NULL;
}

const char *
cx_org_name(const CxOrg *org, CxDepartmentId id, CxDay day)
{
    const CxDepartment *department = cx_org_department(org, id);
    const char *name = department != NULL ? department->name : NULL;
    for (guint i = 0; i < org->names->len; i++) { /* by day: the last one counts */
        const CxDepartmentName *renamed = g_ptr_array_index(org->names, i);
        if (renamed->department.v == id.v && renamed->from.v <= day.v)
            name = renamed->name;
    }
    return name;
}

static const CxReorgPart *
part_at(const CxReorg *change, guint i)
{
    return &g_array_index(change->parts, CxReorgPart, i);
}

/* How many departments come after this one in the change, and whether it is one of them. */
static guint
count_after(const CxReorg *change, CxDepartmentId id, bool *ret_stays, CxDepartmentId *ret_one)
{
    guint n = 0;
    *ret_stays = false;
    for (guint i = 0; i < change->parts->len; i++) {
        const CxReorgPart *part = part_at(change, i);
        if (part->before.v != id.v)
            continue;
        n++;
        *ret_one = part->after;
        *ret_stays = *ret_stays || part->after.v == id.v;
    }
    return n;
}

CxDepartmentId
cx_org_after(const CxReorg *change, CxDepartmentId id, bool *ret_is_split)
{
    bool stays = false;
    CxDepartmentId one = id;
    const guint n = count_after(change, id, &stays, &one);
    *ret_is_split = n > 1;
    if (n == 0 || stays)
        return id;
    return n == 1 ? one : (CxDepartmentId){ 0 };
}

/* Whether a department that was made by a change never was, since the change is undone. */
static bool
is_made(const CxReorg *change, CxDepartmentId id)
{
    for (guint i = 0; i < change->parts->len; i++) {
        const CxReorgPart *part = part_at(change, i);
        if (part->is_new && part->after.v == id.v)
            return true;
    }
    return false;
}

CxDay
cx_org_last_day(const CxOrg *org, CxDepartmentId id)
{
    const CxDepartment *department = cx_org_department(org, id);
    CxDay last = department != NULL ? department->to : CX_DAY_NONE;
    for (guint i = 0; i < org->changes->len; i++) {
        const CxReorg *change = g_ptr_array_index(org->changes, i);
        bool is_split = false;
        const bool ends =
            change->is_undone ? is_made(change, id) : cx_org_after(change, id, &is_split).v != id.v;
        if (ends && (cx_day_is_none(last) || change->from.v - 1 < last.v))
            last = (CxDay){ change->from.v - 1 };
    }
    return last;
}

bool
cx_org_is_there(const CxOrg *org, CxDepartmentId id, CxDay day)
{
    const CxDepartment *department = cx_org_department(org, id);
    const CxDay last = cx_org_last_day(org, id);
    return department != NULL && department->from.v <= day.v &&
           (cx_day_is_none(last) || last.v >= day.v);
}

/* Raises what is seen of a department; 0 is nobody's. */
static void
see_until(GHashTable *seen, CxDepartmentId id, CxDay day)
{
    const gpointer key = GSIZE_TO_POINTER((gsize)id.v);
    gpointer until = NULL;
    if (g_hash_table_lookup_extended(seen, key, NULL, &until) && GPOINTER_TO_INT(until) >= day.v)
        return;
    g_hash_table_insert(seen, key, GINT_TO_POINTER(day.v));
}

CxDay
cx_org_seen_until(const CxOrg *org, CxDepartmentId own, CxDepartmentId department)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
    see_until(seen, own, CX_DAY_MAX);
    for (guint i = org->changes->len; i-- > 0;) {
        const CxReorg *change = g_ptr_array_index(org->changes, i);
        for (guint j = 0; j < change->parts->len && !change->is_undone; j++) {
            const CxReorgPart *part = part_at(change, j);
            gpointer until = NULL;
            const bool is_seen = part->after.v != 0 && part->after.v != part->before.v &&
                                 g_hash_table_lookup_extended(
                                     seen, GSIZE_TO_POINTER((gsize)part->after.v), NULL, &until);
            if (is_seen && GPOINTER_TO_INT(until) >= change->from.v)
                see_until(seen, part->before, (CxDay){ change->from.v - 1 });
        }
    }
    gpointer until = NULL;
    const bool is_seen =
        g_hash_table_lookup_extended(seen, GSIZE_TO_POINTER((gsize)department.v), NULL, &until);
    return is_seen ? (CxDay){ GPOINTER_TO_INT(until) } : CX_DAY_NONE;
}
