#include "feedback/owner.h"

#include "base/civil.h"
#include "base/error.h"
#include "db/txn.h"
#include "db/version.h"
#include "sql/feedback.h"

struct CxOwners {
    GHashTable *by_item; /* int64 id -> GArray of CxOwnerRecord */
};

/* ---- What it comes to ---- */

static void
add_spell(GArray *spells, CxDay from, CxDay to, CxDepartmentId department)
{
    if (!cx_day_is_none(to) && to.v < from.v)
        return;
    if (spells->len > 0) {
        CxItemSpell *last = &g_array_index(spells, CxItemSpell, spells->len - 1);
        if (last->department.v == department.v) {
            last->to = to;
            return;
        }
    }
    const CxItemSpell spell = { .from = from, .to = to, .department = department };
    g_array_append_val(spells, spell);
}

/* The days one record holds, and what became of its department in them. */
typedef struct {
    const CxOrg *org;
    CxDay begin; /* CX_DAY_NONE: from the beginning */
    CxDay said;  /* the record's own day: what came before it is known to whoever recorded it */
    CxDay end;   /* CX_DAY_NONE: open */
    CxDay today;
    CxDay split; /* out: the last split until today that the record does not know of */
} Segment;

static void
add_segment(GArray *spells, Segment *segment, CxDepartmentId department)
{
    CxDay begin = segment->begin;
    segment->split = CX_DAY_NONE;
    for (guint i = 0; i < segment->org->changes->len; i++) {
        const CxReorg *change = g_ptr_array_index(segment->org->changes, i);
        if (change->is_undone || (!cx_day_is_none(segment->end) && change->from.v > segment->end.v))
            continue;
        bool is_split = false;
        const CxDepartmentId after = cx_org_after(change, department, &is_split);
        if (change->from.v <= segment->said.v) {
            department = after; /* who recorded a department that had gone meant its heir */
            continue;
        }
        if (is_split && change->from.v <= segment->today.v)
            segment->split = change->from;
        if (after.v == department.v)
            continue;
        add_spell(spells, begin, (CxDay){ change->from.v - 1 }, department);
        begin = change->from;
        department = after;
    }
    add_spell(spells, begin, segment->end, department);
}

static bool
is_on(CxDay from, CxDay to, CxDay day)
{
    return from.v <= day.v && (cx_day_is_none(to) || to.v >= day.v);
}

GArray *
cx_owner_spells(const CxOrg *org, const CxOwnerRecord *records, size_t n, CxDay today,
                CxDay *ret_own_from)
{
    GArray *spells = g_array_new(FALSE, TRUE, sizeof(CxItemSpell));
    *ret_own_from = CX_DAY_NONE;
    for (size_t i = 0; i < n; i++) {
        const bool is_last = i + 1 == n;
        if (!is_last && records[i + 1].from.v <= records[i].from.v)
            continue; /* said anew of the same day */
        Segment segment = {
            .org = org,
            .begin = spells->len == 0 ? CX_DAY_NONE : records[i].from,
            .said = records[i].from,
            .end = is_last ? CX_DAY_NONE : (CxDay){ records[i + 1].from.v - 1 },
            .today = today,
        };
        add_segment(spells, &segment, records[i].department);
        if (is_on(segment.begin, segment.end, today))
            *ret_own_from = segment.split;
    }
    if (n == 0)
        add_spell(spells, CX_DAY_NONE, CX_DAY_NONE, (CxDepartmentId){ 0 });
    return spells;
}

/* ---- Loading ---- */

void
cx_owners_free(CxOwners *owners)
{
    if (owners == NULL)
        return;
    g_hash_table_unref(owners->by_item);
    g_free(owners);
}

static GArray *
records_of(CxOwners *owners, int64_t item)
{
    GArray *records = g_hash_table_lookup(owners->by_item, &item);
    if (records == NULL) {
        int64_t *key = g_new(int64_t, 1);
        *key = item;
        records = g_array_new(FALSE, TRUE, sizeof(CxOwnerRecord));
        g_hash_table_insert(owners->by_item, key, records);
    }
    return records;
}

CxOwners *
cx_owners_load(CxDb *db, CxSurveyId survey, GError **error)
{
    g_autoptr(CxStmt) stmt =
        cx_q_item_owner_list(db, &(CxItemOwnerListParams){ .survey_id = survey.v }, error);
    if (stmt == NULL)
        return NULL;
    g_autoptr(CxOwners) owners = g_new0(CxOwners, 1);
    owners->by_item =
        g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, (GDestroyNotify)g_array_unref);
    CxItemOwnerListRow row;
    CxStep step;
    while ((step = cx_q_item_owner_list_next(stmt, &row, error)) == CX_STEP_ROW) {
        const CxOwnerRecord record = {
            .from = row.from_day.is_set ? (CxDay){ (int32_t)row.from_day.v } : CX_DAY_NONE,
            .department = { row.department_id.is_set ? row.department_id.v : 0 },
        };
        GArray *records = records_of(owners, row.item_id);
        g_array_append_val(records, record);
    }
    return step == CX_STEP_DONE ? g_steal_pointer(&owners) : NULL;
}

static const CxItemSpell *
keep_spells(const CxCtx *ctx, CxSurvey *survey, const CxOrg *org, const GArray *spells)
{
    CxItemSpell *kept = cx_arena_new0_n(survey->arena, CxItemSpell, spells->len);
    for (guint i = 0; i < spells->len; i++) {
        kept[i] = g_array_index(spells, CxItemSpell, i);
        const CxDay day = cx_day_is_none(kept[i].to) ? ctx->today : kept[i].to;
        kept[i].department_name =
            cx_arena_text(survey->arena, cx_org_name(org, kept[i].department, day));
    }
    return kept;
}

static void
settle_item(const CxCtx *ctx, CxSurvey *survey, const CxOrg *org, const GArray *records,
            CxItem *item)
{
    const CxOwnerRecord *first =
        records != NULL ? (const CxOwnerRecord *)(const void *)records->data : NULL;
    g_autoptr(GArray) spells = cx_owner_spells(org, first, records != NULL ? records->len : 0,
                                               ctx->today, &item->own_from);
    item->spells = keep_spells(ctx, survey, org, spells);
    item->n_spells = spells->len;
    item->department = (CxDepartmentId){ 0 };
    item->department_key = NULL;
    item->department_name = NULL;
    for (guint i = 0; i < spells->len; i++) {
        if (is_on(item->spells[i].from, item->spells[i].to, ctx->today))
            item->department = item->spells[i].department;
    }
    const CxDepartment *department = cx_org_department(org, item->department);
    if (department == NULL) {
        item->own_from = CX_DAY_NONE;
        return;
    }
    item->department_key = cx_arena_text(survey->arena, department->key);
    item->department_name =
        cx_arena_text(survey->arena, cx_org_name(org, item->department, ctx->today));
}

bool
cx_owner_settle(CxCtx *ctx, CxSurvey *survey, GError **error)
{
    g_autoptr(CxOrg) org = cx_org_load(ctx, error);
    g_autoptr(CxOwners) owners = org != NULL ? cx_owners_load(ctx->db, survey->id, error) : NULL;
    if (owners == NULL)
        return false;
    CxItem *items = (CxItem *)(uintptr_t)survey->items; /* ours still: nobody else has it yet */
    for (size_t i = 0; i < survey->n_items; i++) {
        const GArray *records = g_hash_table_lookup(owners->by_item, &items[i].id.v);
        settle_item(ctx, survey, org, records, &items[i]);
    }
    return true;
}

/* ---- Recording ---- */

/* Whose the item is on a day, as recorded. */
static CxDepartmentId
owner_on(const GArray *records, CxDay day)
{
    CxDepartmentId owner = { 0 };
    for (guint i = 0; records != NULL && i < records->len; i++) {
        const CxOwnerRecord *record = &g_array_index(records, CxOwnerRecord, i);
        if (i == 0 || record->from.v <= day.v)
            owner = record->department;
    }
    return owner;
}

bool
cx_owners_set(CxCtx *ctx, const CxOwners *owners, CxItemId item, const CxOwnerRecord *record,
              GError **error)
{
    const GArray *records = g_hash_table_lookup(owners->by_item, &item.v);
    if (owner_on(records, record->from).v == record->department.v)
        return true;
    const CxItemOwnerAddParams params = {
        .item_id = item.v,
        .department_id = { .is_set = record->department.v != 0, .v = record->department.v },
        .from_day = { .is_set = !cx_day_is_none(record->from), .v = record->from.v },
        .recorded_us = ctx->now.us,
    };
    return cx_q_item_owner_add(ctx->db, &params, error);
}

/* The department words mean, there on the day; 0 for NULL. */
static bool
find_department(CxCtx *ctx, const CxOwnerGive *give, CxDepartmentId *ret_id, GError **error)
{
    ret_id->v = 0;
    if (give->department == NULL)
        return true;
    g_autoptr(CxDepartment) found = cx_department_find(ctx, give->department, error);
    if (found == NULL)
        return false;
    if (!is_on(found->from, found->to, give->from)) {
        g_autofree char *day = cx_day_format_long(give->from);
        g_set_error(error, CX_ERROR, CX_ERROR_CONFLICT, "%s is not a department on %s", found->name,
                    day);
        return false;
    }
    *ret_id = found->id;
    return true;
}

bool
cx_owner_give(CxCtx *ctx, const CxOwnerGive *give, GError **error)
{
    if (!cx_ctx_check_change(ctx, "give questions to departments", error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    g_autoptr(CxSurvey) survey = txn != NULL ? cx_survey_load(ctx, give->survey, error) : NULL;
    if (survey == NULL)
        return false;
    const CxItem *item = cx_survey_item(survey, give->item);
    if (item == NULL) {
        g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "survey \"%s\" has no question \"%s\"",
                    survey->key, give->item);
        return false;
    }
    CxDepartmentId department = { 0 };
    if (!find_department(ctx, give, &department, error))
        return false;
    const CxItemOwnerAddParams params = {
        .item_id = item->id.v,
        .department_id = { .is_set = department.v != 0, .v = department.v },
        .from_day = { .is_set = !cx_day_is_none(give->from), .v = give->from.v },
        .recorded_us = ctx->now.us,
    };
    g_autofree char *day = cx_day_is_none(give->from) ? NULL : cx_day_format(give->from);
    g_autofree char *after =
        cx_audit_texts("item", give->item, "department", give->department, "from", day, NULL);
    return cx_q_item_owner_add(ctx->db, &params, error) &&
           cx_data_version_bump(ctx->db, CX_FEEDBACK_AREA, error) &&
           cx_ctx_audit(ctx, "item.give", "item", item->id.v, NULL, after, error) &&
           cx_txn_commit(&txn, error);
}
