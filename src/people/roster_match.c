/* Who and what a row of a roster means, among what is known. */
#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "people/roster_priv.h"

/* The leader of an address, else of a name; NULL if new. */
CxLeader *
cx_roster_leader(const CxRosterPlan *plan, const char *name, const char *email)
{
    g_autofree char *wanted = g_utf8_casefold(name, -1);
    g_autofree char *address = g_utf8_strdown(email, -1); /* as leaders' are kept */
    CxLeader *by_email = *email != '\0' ? cx_roster_index_by_email(plan, address) : NULL;
    if (by_email != NULL)
        return by_email;
    const GPtrArray *named = cx_roster_index_by_name(plan, wanted);
    for (guint i = named != NULL ? named->len : 0; i-- > 0;) {
        CxLeader *leader = g_ptr_array_index(named, i);
        const bool is_other = *email != '\0' && leader->email != NULL;
        if (!is_other)
            return leader;
    }
    return NULL;
}

/* How well words name a department: keys keep ASCII only and are cut, so other words are known by name
 * alone; and what is there on the day goes before what only had the name. 0: not at all. */
static int
match_department(const CxRosterPlan *plan, const CxDepartment *department, const char *words)
{
    g_autofree char *key = cx_text_key(words);
    const bool is_key_enough = g_str_is_ascii(words) && strlen(words) <= CX_KEY_BYTES_MAX;
    int match = 0;
    if (cx_department_is_called(department, words))
        match = 3;
    else if (is_key_enough && g_str_equal(department->key, key))
        match = 1;
    const bool is_there = cx_roster_is_in_force(department->from, department->to, plan->as_of);
    return match > 0 && is_there ? match + 1 : match;
}

CxDepartment *
cx_roster_department(const CxRosterPlan *plan, const char *words)
{
    if (*words == '\0')
        return NULL;
    g_autoptr(GArray) places = cx_roster_index_departments(plan, words);
    guint best = 0;
    int best_match = 0;
    for (guint i = 0; i < places->len; i++) {
        const guint place = g_array_index(places, guint, i);
        const int match =
            match_department(plan, g_ptr_array_index(plan->departments, place), words);
        if (match > best_match || (match == best_match && match > 0 && place < best)) {
            best_match = match;
            best = place;
        }
    }
    return best_match > 0 ? g_ptr_array_index(plan->departments, best) : NULL;
}

bool
cx_roster_is_in_force(CxDay from, CxDay to, CxDay day)
{
    return from.v <= day.v && (cx_day_is_none(to) || to.v >= day.v);
}

static bool
is_office(const CxRosterPlan *plan, const CxTerm *term, const CxRosterRow *row)
{
    const CxDepartment *department = cx_roster_department(plan, row->department);
    if (*row->department != '\0' && department == NULL)
        return false;
    return term->department.v == (department != NULL ? department->id.v : 0) &&
           g_str_equal(term->title, row->title);
}

/* Whether a term's first day is the row's, or can be taken from it. */
bool
cx_roster_is_same_start(const CxTerm *term, const CxRosterRow *row)
{
    if (cx_day_is_none(row->from) || term->from.v == row->from.v)
        return true;
    return cx_day_is_none(term->from) && (cx_day_is_none(term->to) || row->from.v <= term->to.v);
}

/* The known term a row repeats: same department and title, and no other start. */
CxTerm *
cx_roster_term(const CxRosterPlan *plan, const CxLeader *leader, const CxRosterRow *row)
{
    for (guint i = 0; i < leader->terms->len; i++) {
        CxTerm *term = g_ptr_array_index(leader->terms, i);
        if (is_office(plan, term, row) && cx_roster_is_same_start(term, row))
            return term;
    }
    return NULL;
}

/* The term of this office in force on the day, whenever it began. */
CxTerm *
cx_roster_current_term(const CxRosterPlan *plan, const CxLeader *leader, const CxRosterRow *row)
{
    for (guint i = 0; i < leader->terms->len; i++) {
        CxTerm *term = g_ptr_array_index(leader->terms, i);
        if (is_office(plan, term, row) && cx_term_is_in_force(term, plan->as_of))
            return term;
    }
    return NULL;
}
