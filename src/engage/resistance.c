#include "engage/resistance.h"

#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "db/txn.h"
#include "engage/wall.h"
#include "lang/assert.h"
#include "people/leader.h"
#include "sql/engage.h"

#define X(name, key) key,
static const char *const signal_keys[] = { CX_RESISTANCE_SIGNAL_MAP(X) };
static const char *const cause_keys[] = { CX_RESISTANCE_CAUSE_MAP(X) };
static const char *const outcome_keys[] = { CX_RESISTANCE_OUTCOME_MAP(X) };
static const char *const kind_keys[] = { CX_RESISTANCE_KIND_MAP(X) };
#undef X

const char *
cx_cause_key(CxCause cause)
{
    cx_assert(cause < CX_CAUSE_N);
    return cause_keys[cause];
}

static bool
is_one_of(const char *key, const char *const *keys, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (g_strcmp0(key, keys[i]) == 0)
            return true;
    }
    return false;
}

bool
cx_cause_find(const char *key, CxCause *ret_cause)
{
    for (size_t i = 0; i < CX_CAUSE_N; i++) {
        if (g_strcmp0(key, cause_keys[i]) == 0) {
            *ret_cause = (CxCause)i;
            return true;
        }
    }
    return false;
}

const char *
cx_resistance_kind_key(CxResistanceKind kind)
{
    cx_assert(kind < CX_RESISTANCE_N);
    return kind_keys[kind];
}

const char *
cx_resistance_state_key(CxResistanceState state)
{
    static const char *const keys[] = { "signal", "cause", "planned", "due", "closed" };
    return keys[state];
}

/* ---- Reading ---- */

/* What a sign leaves of the state before it: a case that was closed is open again. */
static CxResistanceState
state_of_signal(const CxResistance *resistance)
{
    if (resistance->state != CX_RESISTANCE_IS_CLOSED)
        return resistance->state;
    return resistance->cause != NULL ? CX_RESISTANCE_IS_CAUSE : CX_RESISTANCE_IS_SIGNAL;
}

static CxResistanceState
state_of_outcome(const CxResistanceEntry *outcome)
{
    return strcmp(outcome->key, "eased") == 0 || strcmp(outcome->key, "mistaken") == 0
               ? CX_RESISTANCE_IS_CLOSED
               : CX_RESISTANCE_IS_CAUSE;
}

/* An entry is newer than those before it. */
static void
take_entry(CxResistance *resistance, const CxResistanceEntry *entry, CxDay today)
{
    switch (entry->kind) {
    case CX_RESISTANCE_SIGNAL:
        resistance->signal = entry;
        resistance->state = state_of_signal(resistance);
        break;
    case CX_RESISTANCE_CAUSE:
        resistance->cause = entry;
        resistance->state = CX_RESISTANCE_IS_CAUSE;
        break;
    case CX_RESISTANCE_PLAN:
        resistance->plan = entry;
        resistance->state =
            entry->due.v < today.v ? CX_RESISTANCE_IS_DUE : CX_RESISTANCE_IS_PLANNED;
        break;
    case CX_RESISTANCE_OUTCOME:
        resistance->outcome = entry;
        resistance->state = state_of_outcome(entry);
        break;
    case CX_RESISTANCE_N:
        break;
    }
}

static void
settle(CxResistance *resistance, CxDay today)
{
    resistance->state = CX_RESISTANCE_IS_SIGNAL;
    for (size_t i = 0; i < resistance->n_entries; i++)
        take_entry(resistance, &resistance->entries[i], today);
}

typedef struct {
    CxResistanceEntry entry;
    int64_t id;
    CxLeaderId leader;
} Listed;

static bool
list_entries(CxCtx *ctx, CxDay since, GArray *found, GError **error)
{
    const CxResistanceEntryListParams params = { .since = since.v };
    g_autoptr(CxStmt) stmt = cx_q_resistance_entry_list(ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    CxResistanceEntryListRow row;
    CxStep step = cx_q_resistance_entry_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_resistance_entry_list_next(stmt, &row, error)) {
        Listed listed = {
            .entry = {
                .key = cx_arena_text(ctx->arena, row.key),
                .what = cx_arena_text(ctx->arena, row.what),
                .day = { (int32_t)row.day },
                .due = row.due_day.is_set ? (CxDay){ (int32_t)row.due_day.v } : CX_DAY_NONE,
                .noted_by = cx_arena_text(ctx->arena, row.noted_by),
            },
            .id = row.resistance_id,
            .leader = { row.leader_id },
        };
        while (strcmp(kind_keys[listed.entry.kind], row.kind) != 0)
            listed.entry.kind++;
        g_array_append_val(found, listed);
    }
    return step == CX_STEP_DONE;
}

bool
cx_resistance_list(CxCtx *ctx, CxResistances *ret_resistances, GError **error)
{
    CxBasis basis;
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(Listed));
    if (!cx_basis_check_read(ctx, &basis, error) ||
        !list_entries(ctx, cx_basis_since(ctx, &basis), found, error))
        return false;
    const Listed *all = (const Listed *)(const void *)found->data;
    CxResistanceEntry *entries = cx_arena_new0_n(ctx->arena, CxResistanceEntry, found->len);
    CxResistance *items = cx_arena_new0_n(ctx->arena, CxResistance, found->len);
    size_t n = 0;
    for (guint i = 0; i < found->len; i++) {
        entries[i] = all[i].entry;
        if (i == 0 || all[i].id != all[i - 1].id) {
            items[n++] =
                (CxResistance){ .id = all[i].id, .leader = all[i].leader, .entries = &entries[i] };
        }
        items[n - 1].n_entries++;
    }
    for (size_t i = 0; i < n; i++)
        settle(&items[i], ctx->today);
    *ret_resistances = (CxResistances){ items, n };
    return true;
}

/* ---- What works ---- */

typedef struct {
    CxResistanceWork work;
    GHashTable *leaders; /* of those it was tried with */
} Tried;

static void
tried_clear(void *data)
{
    g_hash_table_unref(((Tried *)data)->leaders);
}

static Tried *
tried_of(GArray *tried, const char *action)
{
    for (guint i = 0; i < tried->len; i++) {
        Tried *each = &g_array_index(tried, Tried, i);
        if (strcmp(each->work.action, action) == 0)
            return each;
    }
    const Tried fresh = { .work = { .action = action },
                          .leaders = g_hash_table_new(g_direct_hash, g_direct_equal) };
    g_array_append_val(tried, fresh);
    return &g_array_index(tried, Tried, tried->len - 1);
}

/* Each outcome belongs to the plan before it; a case that was none taught nothing. */
static void
sum_case(GArray *tried, const CxResistance *resistance)
{
    const CxResistanceEntry *plan = NULL;
    for (size_t i = 0; i < resistance->n_entries; i++) {
        const CxResistanceEntry *entry = &resistance->entries[i];
        if (entry->kind == CX_RESISTANCE_PLAN)
            plan = *entry->key != '\0' ? entry : NULL;
        if (entry->kind != CX_RESISTANCE_OUTCOME || plan == NULL ||
            strcmp(entry->key, "mistaken") == 0)
            continue;
        Tried *each = tried_of(tried, plan->key);
        each->work.n_tried++;
        each->work.n_eased += strcmp(entry->key, "eased") == 0;
        g_hash_table_add(each->leaders, GINT_TO_POINTER((int)resistance->leader.v));
        plan = NULL;
    }
}

static int
compare(const void *a, const void *b)
{
    const CxResistanceWork *x = a;
    const CxResistanceWork *y = b;
    if (x->n_tried != y->n_tried)
        return x->n_tried > y->n_tried ? -1 : 1;
    return strcmp(x->action, y->action);
}

const CxResistanceWork *
cx_resistance_sum(CxArena *arena, const CxResistances *resistances, size_t *ret_n)
{
    g_autoptr(GArray) tried = g_array_new(FALSE, FALSE, sizeof(Tried));
    g_array_set_clear_func(tried, tried_clear);
    for (size_t i = 0; i < resistances->n; i++)
        sum_case(tried, &resistances->items[i]);
    g_autoptr(GArray) works = g_array_new(FALSE, FALSE, sizeof(CxResistanceWork));
    for (guint i = 0; i < tried->len; i++) {
        Tried *each = &g_array_index(tried, Tried, i);
        each->work.n_leaders = g_hash_table_size(each->leaders);
        if (each->work.n_leaders >= CX_RESISTANCE_LEADERS_MIN)
            g_array_append_val(works, each->work);
    }
    g_array_sort(works, compare);
    *ret_n = works->len;
    return cx_engage_keep(arena, works);
}

/* ---- Writing ---- */

/* "control.2"; own words have none. */
static bool
is_action(const char *key)
{
    if (*key == '\0')
        return true;
    for (size_t i = 0; i < CX_CAUSE_N; i++) {
        const size_t len = strlen(cause_keys[i]);
        if (strncmp(key, cause_keys[i], len) == 0 && key[len] == '.' && key[len + 1] >= '1' &&
            key[len + 1] < '1' + CX_CAUSE_ACTIONS && key[len + 2] == '\0')
            return true;
    }
    return false;
}

static const char *
wrong_key(const CxResistanceEntry *entry)
{
    switch (entry->kind) {
    case CX_RESISTANCE_SIGNAL:
        return is_one_of(entry->key, signal_keys, CX_N_ELEMENTS(signal_keys))
                   ? NULL
                   : "a sign is quiet, behind or open";
    case CX_RESISTANCE_CAUSE:
        return is_one_of(entry->key, cause_keys, CX_N_ELEMENTS(cause_keys))
                   ? NULL
                   : "the roots are control, uncertainty, surprise, confusion, face, competence, "
                     "work, ripple, past and threat";
    case CX_RESISTANCE_PLAN:
        return is_action(entry->key) ? NULL : "that is no action of the playbook";
    case CX_RESISTANCE_OUTCOME:
        return is_one_of(entry->key, outcome_keys, CX_N_ELEMENTS(outcome_keys))
                   ? NULL
                   : "what came of it is eased, same, worse or mistaken";
    case CX_RESISTANCE_N:
    default:
        return "nothing of that kind is noted";
    }
}

static bool
refuse(GError **error, int code, const char *text)
{
    g_set_error_literal(error, CX_ERROR, code, text);
    return false;
}

static bool
check(const CxCtx *ctx, const CxBasis *basis, const CxResistanceEntry *entry, GError **error)
{
    const CxDay day = cx_day_is_none(entry->day) ? ctx->today : entry->day;
    const char *wrong = wrong_key(entry);
    if (wrong != NULL)
        return refuse(error, CX_ERROR_INVALID, wrong);
    if (entry->what == NULL || *entry->what == '\0' || strlen(entry->what) > CX_NAME_BYTES_MAX) {
        return refuse(error, CX_ERROR_INVALID,
                      "say it in a sentence or two; the person may read it");
    }
    if (day.v > ctx->today.v)
        return refuse(error, CX_ERROR_INVALID, "the day cannot lie in the future");
    if (day.v < cx_basis_since(ctx, basis).v)
        return refuse(error, CX_ERROR_INVALID, "that day is longer ago than such notes are kept");
    if (entry->kind == CX_RESISTANCE_PLAN &&
        (cx_day_is_none(entry->due) || entry->due.v <= ctx->today.v))
        return refuse(error, CX_ERROR_INVALID, "say on which day to come you look at it again");
    return true;
}

static bool
write_entry(CxCtx *ctx, int64_t id, const CxResistanceEntry *entry, GError **error)
{
    const CxResistanceEntryAddParams params = {
        .resistance_id = id,
        .kind = kind_keys[entry->kind],
        .key = entry->key,
        .what = entry->what,
        .day = cx_day_is_none(entry->day) ? ctx->today.v : entry->day.v,
        .due_day = entry->kind == CX_RESISTANCE_PLAN ? CX_SOME_I64(entry->due.v) : (CxOptI64){ 0 },
        .by = entry->noted_by != NULL ? entry->noted_by : ctx->actor.name,
        .at_us = ctx->now.us,
    };
    CxResistanceEntryAddRow row;
    return cx_q_resistance_entry_add(ctx->db, &params, &row, error) &&
           cx_ctx_audit(ctx, "resistance.note", "resistance", id, NULL, NULL, error);
}

bool
cx_resistance_open(CxCtx *ctx, CxLeaderId leader, const CxResistanceEntry *signal, int64_t *ret_id,
                   GError **error)
{
    CxBasis basis;
    if (!cx_basis_check_write(ctx, &basis, error) || !check(ctx, &basis, signal, error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL)
        return false;
    g_autoptr(CxLeader) known = cx_leader_load(ctx, leader, error);
    if (known == NULL)
        return false;
    CxResistanceAddRow row;
    const CxResistanceAddParams params = { .leader_id = leader.v };
    if (!cx_q_resistance_add(ctx->db, &params, &row, error) ||
        !write_entry(ctx, row.id, signal, error) || !cx_txn_commit(&txn, error))
        return false;
    *ret_id = row.id;
    return true;
}

static bool
check_order(const CxResistance *resistance, const CxResistanceEntry *entry, GError **error)
{
    if (resistance->state == CX_RESISTANCE_IS_CLOSED && entry->kind != CX_RESISTANCE_SIGNAL)
        return refuse(error, CX_ERROR_CONFLICT, "this is closed; note a new sign of it first");
    if (entry->kind == CX_RESISTANCE_PLAN && resistance->cause == NULL)
        return refuse(error, CX_ERROR_CONFLICT, "find its root first: the plan has to fit it");
    const bool is_planned =
        resistance->state == CX_RESISTANCE_IS_PLANNED || resistance->state == CX_RESISTANCE_IS_DUE;
    if (entry->kind == CX_RESISTANCE_OUTCOME && !is_planned && strcmp(entry->key, "mistaken") != 0)
        return refuse(error, CX_ERROR_CONFLICT, "nothing was planned yet that could come out");
    return true;
}

bool
cx_resistance_add(CxCtx *ctx, int64_t id, const CxResistanceEntry *entry, GError **error)
{
    CxBasis basis;
    CxResistances all;
    if (!cx_basis_check_read(ctx, &basis, error) || !check(ctx, &basis, entry, error) ||
        !cx_resistance_list(ctx, &all, error))
        return false;
    const CxResistance *found = NULL;
    for (size_t i = 0; i < all.n; i++) {
        if (all.items[i].id == id)
            found = &all.items[i];
    }
    if (found == NULL)
        return refuse(error, CX_ERROR_NOT_FOUND, "there is no such note of resistance");
    if (!check_order(found, entry, error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    return txn != NULL && write_entry(ctx, id, entry, error) && cx_txn_commit(&txn, error);
}
