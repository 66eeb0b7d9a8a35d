/* What follows from a roster: pure, over lists as they stand. */
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "people/leader_priv.h"
#include "people/roster_priv.h"

/* One person the file is about, with all their rows: only together do they say what was given up. */
typedef struct {
    CxLeader *leader; /* in the plan's list */
    bool is_unclear;  /* a row about them was set aside: nothing of theirs is ended */
    bool had_office;  /* on the day, before the file */
    GPtrArray *rows;  /* of CxRosterRow; borrowed */
    GPtrArray *kept;  /* of CxTerm: in force on the day and in the file */
    GPtrArray *opens; /* of CxRosterRow: in office on the day, in no known term */
} Person;

static void
person_free(gpointer data)
{
    Person *person = data;
    g_ptr_array_unref(person->rows);
    g_ptr_array_unref(person->kept);
    g_ptr_array_unref(person->opens);
    g_free(person);
}

/* ---- What is written, what is said ---- */

static CxRosterOp *
add_op(CxRosterPlan *plan, CxRosterOpKind kind, CxLeader *leader, CxTerm *term)
{
    const CxRosterOp op = { .kind = kind, .leader = leader, .term = term };
    g_array_append_val(plan->ops, op);
    return &g_array_index(plan->ops, CxRosterOp, plan->ops->len - 1);
}

static CxRosterChange *
add_change(CxRosterPlan *plan, CxRosterChangeKind kind, int64_t line, const CxLeader *leader,
           const CxTerm *term)
{
    CxRosterChange *change = g_new0(CxRosterChange, 1);
    change->kind = kind;
    change->line = line;
    change->leader = g_strdup(leader->name);
    change->department = g_strdup(term->department_name);
    change->title = g_strdup(term->title);
    change->day = kind == CX_ROSTER_LEFT ? term->to : term->from;
    g_ptr_array_add(plan->report->changes, change);
    plan->report->n_of[kind]++;
    return change;
}

static void
set_aside(CxRosterPlan *plan, Person *person, const CxRosterRow *row, const char *reason)
{
    cx_roster_reject(plan->report, row->line, NULL, reason);
    person->is_unclear = true;
}

/* "line 3 …" in people's words, about an office. (transfer full) */
static char *
office_words(const CxTerm *term)
{
    if (term->department_name == NULL)
        return g_strdup(*term->title != '\0' ? term->title : "an office without a title");
    if (*term->title == '\0')
        return g_strdup_printf("head of %s", term->department_name);
    return g_strdup_printf("%s (%s)", term->title, term->department_name);
}

/* The department of a row, planned to be added if it is not known; NULL for a row without. */
static CxDepartment *
take_department(CxRosterPlan *plan, const char *words)
{
    CxDepartment *known = cx_roster_department(plan, words);
    if (known != NULL || *words == '\0')
        return known;
    CxDepartment *department = g_new0(CxDepartment, 1);
    department->id.v = -(int64_t)plan->departments->len - 1;
    department->key = cx_department_key(words);
    department->name = g_strdup(words);
    department->called = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(department->called, g_strdup(words));
    department->from = CX_DAY_NONE;
    department->to = CX_DAY_NONE;
    g_ptr_array_add(plan->departments, department);
    cx_roster_index_department(plan, plan->departments->len - 1);
    add_op(plan, CX_ROSTER_ADD_DEPARTMENT, NULL, NULL)->department = department;
    g_ptr_array_add(plan->report->departments_new, g_strdup(words));
    plan->report->n_departments_new++;
    return department;
}

/* Gives the person the office of a row from a day; borrowed. */
static CxTerm *
open_term(CxRosterPlan *plan, Person *person, const CxRosterRow *row, CxDay from)
{
    CxLeader *leader = person->leader;
    if (leader->id.v == 0) {
        leader->id.v = -(int64_t)plan->leaders->len;
        (void)add_op(plan, CX_ROSTER_ADD_LEADER, leader, NULL); /* nothing to add to it */
        plan->report->n_leaders_new++;
    }
    CxDepartment *department = take_department(plan, row->department);
    CxTerm *term = g_new0(CxTerm, 1);
    if (department != NULL) {
        term->department = department->id;
        term->department_key = g_strdup(department->key);
        term->department_name = g_strdup(department->name);
    }
    term->title = g_strdup(row->title);
    term->from = from;
    term->to = row->to;
    g_ptr_array_insert(leader->terms, 0, term);
    add_op(plan, CX_ROSTER_ADD_TERM, leader, term)->department = department;
    plan->report->n_terms_new++;
    return term;
}

static void
end_term(CxRosterPlan *plan, CxLeader *leader, CxTerm *term, CxDay last_day)
{
    term->to = last_day;
    (void)add_op(plan, CX_ROSTER_END_TERM, leader, term); /* the same */
    plan->report->n_terms_ended++;
}

/* ---- What the file is too old to change ---- */

/* Why a term as in the row cannot be opened by this file, or NULL: a newer whole roster does not
 * have it. (transfer full) */
static char *
why_not_open(const CxRosterPlan *plan, CxDay from, CxDay to)
{
    if (cx_day_is_none(plan->whole_after) || !cx_roster_is_in_force(from, to, plan->whole_after))
        return NULL;
    g_autofree char *day = cx_day_format_long(plan->whole_after);
    return g_strdup_printf("the whole roster of %s, which is newer than this file, does not have "
                           "them in this office",
                           day);
}

/* Why the person's offices on the day cannot be changed by this file, or NULL: something is known of
 * them from a later day. (transfer full) */
static char *
why_not_change(const CxRosterPlan *plan, const Person *person)
{
    const GPtrArray *terms = person->leader->terms;
    if (!cx_day_is_none(plan->whole_after)) {
        g_autofree char *day = cx_day_format_long(plan->whole_after);
        return g_strdup_printf("the whole roster of %s is newer than this file", day);
    }
    for (guint i = 0; i < terms->len; i++) {
        const CxTerm *term = g_ptr_array_index(terms, i);
        const bool is_later = term->from.v > plan->as_of.v;
        const bool is_now = cx_term_is_in_force(term, plan->as_of);
        if (!is_later &&
            (!is_now || cx_day_is_none(term->to) || g_ptr_array_find(person->kept, term, NULL)))
            continue;
        g_autofree char *office = office_words(term);
        g_autofree char *day = cx_day_format_long(is_later ? term->from : term->to);
        return is_later ? g_strdup_printf("%s is known to be %s from %s on, which is after the "
                                          "day of this file",
                                          person->leader->name, office, day)
                        : g_strdup_printf("%s is known to be %s until %s, which is after the day "
                                          "of this file",
                                          person->leader->name, office, day);
    }
    return NULL;
}

/* ---- Rows one by one: what a file of some leaders says, and the past and future of a whole one --- */

/* Brings a known term up to date: an end, and a start not known before. */
static void
update_term(CxRosterPlan *plan, Person *person, CxTerm *term, const CxRosterRow *row)
{
    const CxDay from = cx_day_is_none(term->from) ? row->from : term->from;
    const bool is_end_new = !cx_day_is_none(row->to) && row->to.v != term->to.v;
    if (is_end_new && !cx_day_is_none(term->to)) {
        g_autofree char *day = cx_day_format(term->to);
        g_autofree char *reason = g_strdup_printf("this term has ended already, on %s", day);
        set_aside(plan, person, row, reason);
        return;
    }
    if (is_end_new && row->to.v < from.v) {
        set_aside(plan, person, row, "the term ends before it begins");
        return;
    }
    if (from.v != term->from.v) {
        term->from = from;
        (void)add_op(plan, CX_ROSTER_DATE_TERM, person->leader, term); /* the same */
    }
    if (is_end_new) {
        end_term(plan, person->leader, term, row->to);
        (void)add_change(plan, CX_ROSTER_LEFT, row->line, person->leader, term); /* complete */
        return;
    }
    plan->report->n_same++;
    (void)add_change(plan, CX_ROSTER_SAME, row->line, person->leader, term); /* complete */
}

/* Why they cannot hold the office twice at a time, or NULL. (transfer full) */
static char *
why_not_twice(const CxLeader *leader, const CxRosterRow *row)
{
    for (guint i = 0; i < leader->terms->len && !cx_day_is_none(row->from); i++) {
        const CxTerm *term = g_ptr_array_index(leader->terms, i);
        const bool is_apart = (!cx_day_is_none(term->to) && term->to.v < row->from.v) ||
                              (!cx_day_is_none(row->to) && row->to.v < term->from.v);
        if (is_apart || cx_day_is_none(term->from) || !g_str_equal(term->title, row->title) ||
            g_ascii_strcasecmp(term->department_name != NULL ? term->department_name : "",
                               row->department) != 0)
            continue;
        g_autofree char *day = cx_day_format_long(term->from);
        return g_strdup_printf("the term overlaps the one that began on %s", day);
    }
    return NULL;
}

static void
plan_dated_row(CxRosterPlan *plan, Person *person, const CxRosterRow *row)
{
    CxTerm *known = cx_roster_term(plan, person->leader, row);
    if (known != NULL) {
        update_term(plan, person, known, row);
        return;
    }
    g_autofree char *reason = why_not_twice(person->leader, row);
    if (reason == NULL)
        reason = why_not_open(plan, row->from, row->to);
    if (reason != NULL) {
        set_aside(plan, person, row, reason);
        return;
    }
    const CxTerm *term = open_term(plan, person, row, row->from);
    (void)add_change(plan, person->had_office ? CX_ROSTER_MOVED : CX_ROSTER_CAME, row->line,
                     person->leader, term); /* complete */
}

/* ---- The whole roster of a day ---- */

/* A row that says an office of the day: known, or to be opened once all rows are read. */
static void
plan_current_row(CxRosterPlan *plan, Person *person, const CxRosterRow *row)
{
    CxTerm *term = cx_roster_current_term(plan, person->leader, row);
    const CxTerm *known = cx_roster_term(plan, person->leader, row);
    if (term != NULL && !cx_roster_is_same_start(term, row)) {
        g_autofree char *day = cx_day_format_long(term->from);
        g_autofree char *reason =
            g_strdup_printf("the term is known to have begun on %s, and the file says another "
                            "day; nothing was changed",
                            day);
        g_ptr_array_add(person->kept, term);
        set_aside(plan, person, row, reason);
    } else if (term != NULL) {
        g_ptr_array_add(person->kept, term);
        update_term(plan, person, term, row);
    } else if (known != NULL && !cx_day_is_none(row->from)) {
        g_autofree char *day = cx_day_format_long(known->to);
        g_autofree char *reason = g_strdup_printf("this term is known to have ended on %s", day);
        set_aside(plan, person, row, reason);
    } else {
        g_ptr_array_add(person->opens, (gpointer)(uintptr_t)row);
    }
}

/* The person's terms of the day that the file does not have. (transfer container) */
static GPtrArray *
list_gone(const CxRosterPlan *plan, const Person *person)
{
    GPtrArray *gone = g_ptr_array_new();
    for (guint i = 0; i < person->leader->terms->len && !person->is_unclear; i++) {
        CxTerm *term = g_ptr_array_index(person->leader->terms, i);
        if (cx_term_is_in_force(term, plan->as_of) && !g_ptr_array_find(person->kept, term, NULL))
            g_ptr_array_add(gone, term);
    }
    return gone;
}

/* The first day of what is new: as the rows say, else the file's. */
static CxDay
change_day(const CxRosterPlan *plan, const Person *person, const GPtrArray *gone)
{
    CxDay day = plan->as_of;
    for (guint i = 0; i < person->opens->len; i++) {
        const CxRosterRow *row = g_ptr_array_index(person->opens, i);
        if (!cx_day_is_none(row->from) && row->from.v < day.v)
            day = row->from;
    }
    for (guint i = 0; i < gone->len; i++) {
        const CxTerm *term = g_ptr_array_index(gone, i);
        if (term->from.v >= day.v)
            return plan->as_of;
    }
    return day;
}

/* Why the terms cannot be ended on the day before, or NULL. (transfer full) */
static char *
why_not_end(const GPtrArray *gone, CxDay day)
{
    for (guint i = 0; i < gone->len; i++) {
        const CxTerm *term = g_ptr_array_index(gone, i);
        if (term->from.v < day.v)
            continue;
        g_autofree char *office = office_words(term);
        return g_strdup_printf("the term as %s began on the day of this file", office);
    }
    return NULL;
}

/* First day of an office that the file does not date. Who was not in the whole roster before came
 * since; without one before, nobody knows. */
static CxDay
undated_start(const CxRosterPlan *plan, const Person *person)
{
    const bool is_since = person->had_office || !cx_day_is_none(plan->whole_before);
    return is_since ? plan->as_of : CX_DAY_NONE;
}

static void
open_current(CxRosterPlan *plan, Person *person, const CxRosterRow *row, const CxTerm *before)
{
    const CxDay from = cx_day_is_none(row->from) ? undated_start(plan, person) : row->from;
    const CxTerm *term = open_term(plan, person, row, from);
    CxRosterChange *change = add_change(plan, person->had_office ? CX_ROSTER_MOVED : CX_ROSTER_CAME,
                                        row->line, person->leader, term);
    if (before != NULL) {
        change->department_before = g_strdup(before->department_name);
        change->title_before = g_strdup(before->title);
    }
}

/* Opens what is new and ends what is gone, or says of each why not. */
static void
change_offices(CxRosterPlan *plan, Person *person)
{
    g_autoptr(GPtrArray) gone = list_gone(plan, person);
    if (person->opens->len + gone->len == 0)
        return;
    const CxDay day = change_day(plan, person, gone);
    g_autofree char *reason = why_not_change(plan, person);
    if (reason == NULL)
        reason = why_not_end(gone, day);
    for (guint i = 0; i < person->opens->len && reason != NULL; i++) {
        const CxRosterRow *row = g_ptr_array_index(person->opens, i);
        cx_roster_reject(plan->report, row->line, NULL, reason);
    }
    if (reason != NULL) {
        if (person->opens->len == 0) {
            g_autofree char *whole = g_strdup_printf("%s is not in the file, but %s; nothing was "
                                                     "ended",
                                                     person->leader->name, reason);
            cx_roster_reject(plan->report, 0, NULL, whole);
        }
        return;
    }
    for (guint i = 0; i < gone->len; i++) {
        CxTerm *term = g_ptr_array_index(gone, i);
        end_term(plan, person->leader, term, (CxDay){ day.v - 1 });
        if (i >= person->opens->len)
            (void)add_change(plan, CX_ROSTER_LEFT, 0, person->leader, term); /* complete */
    }
    for (guint i = 0; i < person->opens->len; i++) {
        const CxTerm *before = i < gone->len ? g_ptr_array_index(gone, i) : NULL;
        open_current(plan, person, g_ptr_array_index(person->opens, i), before);
    }
}

/* ---- Persons ---- */

static Person *
person_new(const CxRosterPlan *plan, CxLeader *leader)
{
    Person *person = g_new0(Person, 1);
    person->leader = leader;
    person->had_office = cx_leader_term(leader, plan->as_of) != NULL;
    person->rows = g_ptr_array_new();
    person->kept = g_ptr_array_new();
    person->opens = g_ptr_array_new();
    return person;
}

/* A key that no leader has. (transfer full) */
static char *
free_key(const CxRosterPlan *plan, const char *name)
{
    char *key = NULL;
    for (guint n = 1; key == NULL; n++) {
        g_autofree char *wanted = cx_leader_key_nth(name, n);
        if (!cx_roster_index_has_key(plan, wanted))
            key = g_steal_pointer(&wanted);
    }
    return key;
}

static CxLeader *
leader_new(CxRosterPlan *plan, const CxRosterRow *row)
{
    CxLeader *leader = g_new0(CxLeader, 1);
    leader->key = free_key(plan, row->name);
    leader->name = g_strdup(row->name);
    leader->email = *row->email != '\0' ? g_utf8_strdown(row->email, -1) : NULL;
    leader->terms = g_ptr_array_new_with_free_func(cx_term_destroy);
    g_ptr_array_add(plan->leaders, leader);
    cx_roster_index_leader(plan, leader);
    return leader;
}

/* Rows as persons, in the order of the file; rows that cannot be are set aside. (transfer full) */
static GPtrArray *
list_persons(CxRosterPlan *plan, const CxRosterRows *rows, GHashTable *by_leader)
{
    GPtrArray *persons = g_ptr_array_new_with_free_func(person_free);
    for (guint i = 0; i < rows->rows->len; i++) {
        const CxRosterRow *row = g_ptr_array_index(rows->rows, i);
        const CxLeaderAdd add = { row->name, row->email, row->title, NULL, row->from, row->to };
        g_autoptr(GError) local = NULL;
        CxLeader *leader = cx_roster_leader(plan, row->name, row->email);
        const bool is_fit =
            cx_leader_check(&add, &local) && cx_department_check_words(row->department, &local);
        if (!is_fit)
            cx_roster_reject(plan->report, row->line, NULL, local->message);
        if (leader == NULL && !is_fit)
            continue;
        if (leader == NULL)
            leader = leader_new(plan, row);
        Person *person = g_hash_table_lookup(by_leader, leader);
        if (person == NULL) {
            person = person_new(plan, leader);
            g_ptr_array_add(persons, person);
            g_hash_table_insert(by_leader, leader, person);
        }
        person->is_unclear = person->is_unclear || !is_fit;
        if (is_fit)
            g_ptr_array_add(person->rows, (gpointer)(uintptr_t)row);
    }
    return persons;
}

static void
plan_person(CxRosterPlan *plan, Person *person)
{
    const bool is_whole = plan->extent == CX_ROSTER_WHOLE;
    for (guint i = 0; i < person->rows->len; i++) {
        const CxRosterRow *row = g_ptr_array_index(person->rows, i);
        if (is_whole && cx_roster_is_in_force(row->from, row->to, plan->as_of))
            plan_current_row(plan, person, row);
        else
            plan_dated_row(plan, person, row);
    }
    if (is_whole)
        change_offices(plan, person);
}

/* Ends the terms of those the whole roster does not name. */
static void
plan_absent(CxRosterPlan *plan, GHashTable *by_leader, guint n_leaders)
{
    for (guint i = 0; i < n_leaders; i++) {
        CxLeader *leader = g_ptr_array_index(plan->leaders, i);
        if (g_hash_table_contains(by_leader, leader))
            continue;
        Person *person = person_new(plan, leader);
        change_offices(plan, person);
        person_free(person);
    }
}

/* ---- Superiors ---- */

static void
plan_superior(CxRosterPlan *plan, const Person *person)
{
    const CxRosterRow *row = NULL;
    for (guint i = 0; i < person->rows->len; i++) {
        const CxRosterRow *one = g_ptr_array_index(person->rows, i);
        if (*one->superior != '\0' && cx_roster_is_in_force(one->from, one->to, plan->as_of))
            row = one;
    }
    if (row == NULL || person->leader->id.v == 0)
        return;
    CxLeader *superior = cx_roster_leader(plan, row->superior,
                                          strchr(row->superior, '@') != NULL ? row->superior : "");
    if (superior == person->leader || strlen(row->superior) > CX_NAME_BYTES_MAX ||
        !cx_text_is_clean(row->superior)) {
        cx_roster_reject(plan->report, row->line, "manager",
                         "the manager needs to be somebody else's name or address");
        return;
    }
    const char *name = superior != NULL ? superior->name : row->superior;
    if (g_strcmp0(cx_roster_index_superior(plan, person->leader->id.v), name) == 0)
        return;
    CxRosterOp *op = add_op(plan, CX_ROSTER_SET_SUPERIOR, person->leader, NULL);
    op->superior = superior != NULL && superior->id.v != 0 ? superior : NULL;
    op->superior_name = name;
}

/* ---- The report ---- */

static gint
compare_lines(int64_t a, int64_t b)
{
    if (a == 0 || b == 0)
        return a == b ? 0 : a == 0 ? 1 : -1; /* who is not in the file comes last */
    return a < b ? -1 : a > b;
}

static gint
compare_changes(gconstpointer a, gconstpointer b)
{
    const CxRosterChange *const *left = a;
    const CxRosterChange *const *right = b;
    return compare_lines((*left)->line, (*right)->line);
}

static gint
compare_rejects(gconstpointer a, gconstpointer b)
{
    const CxRosterReject *const *left = a;
    const CxRosterReject *const *right = b;
    return compare_lines((*left)->line, (*right)->line);
}

/* Departments somebody heads on the day: a set of their ids. (transfer full) */
static GHashTable *
list_headed(const CxRosterPlan *plan)
{
    GHashTable *headed = g_hash_table_new(g_int64_hash, g_int64_equal);
    for (guint i = 0; i < plan->leaders->len; i++) {
        const CxLeader *leader = g_ptr_array_index(plan->leaders, i);
        for (guint j = 0; j < leader->terms->len; j++) {
            CxTerm *term = g_ptr_array_index(leader->terms, j);
            if (cx_term_is_in_force(term, plan->as_of))
                (void)g_hash_table_add(headed, &term->department.v);
        }
    }
    return headed;
}

static void
list_vacant(CxRosterPlan *plan)
{
    g_autoptr(GHashTable) headed = list_headed(plan);
    for (guint i = 0; i < plan->departments->len; i++) {
        const CxDepartment *department = g_ptr_array_index(plan->departments, i);
        if (cx_roster_is_in_force(department->from, department->to, plan->as_of) &&
            !g_hash_table_contains(headed, &department->id.v))
            g_ptr_array_add(plan->report->vacant, g_strdup(department->name));
    }
}

/* Rows that could not be read still say who is in the file. */
static void
mark_unclear(CxRosterPlan *plan, const CxRosterRows *rows, GHashTable *by_leader,
             GPtrArray *persons)
{
    for (guint i = 0; i < rows->unclear->len; i++) {
        const CxRosterRow *row = g_ptr_array_index(rows->unclear, i);
        CxLeader *leader = cx_roster_leader(plan, row->name, row->email);
        if (leader == NULL)
            continue;
        Person *person = g_hash_table_lookup(by_leader, leader);
        if (person == NULL) {
            person = person_new(plan, leader);
            g_ptr_array_add(persons, person);
            g_hash_table_insert(by_leader, leader, person);
        }
        person->is_unclear = true;
    }
}

void
cx_roster_plan(CxRosterPlan *plan)
{
    const CxRosterRows *rows = plan->rows;
    cx_roster_index_build(plan);
    g_autoptr(GHashTable) by_leader = g_hash_table_new(NULL, NULL);
    const guint n_leaders = plan->leaders->len;
    g_autoptr(GPtrArray) persons = list_persons(plan, rows, by_leader);
    mark_unclear(plan, rows, by_leader, persons);
    for (guint i = 0; i < persons->len; i++)
        plan_person(plan, g_ptr_array_index(persons, i));
    if (plan->extent == CX_ROSTER_WHOLE) {
        plan->report->is_end_withheld = rows->has_nameless;
        if (!rows->has_nameless)
            plan_absent(plan, by_leader, n_leaders);
    }
    for (guint i = 0; i < persons->len; i++)
        plan_superior(plan, g_ptr_array_index(persons, i));
    list_vacant(plan);
    g_ptr_array_sort(plan->report->changes, compare_changes);
    g_ptr_array_sort(plan->report->rejects, compare_rejects);
}
