/* Declared measures: their keys, and the use cases that declare, withdraw and propose them. */
#include "evidence/declaration.h"

#include <inttypes.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "column/run.h"
#include "db/txn.h"
#include "evidence/score.h"
#include "evidence/usual.h"
#include "feedback/frame_store.h"
#include "lang/assert.h"
#include "people/department.h"
#include "sql/evidence.h"

static const char *const cadence_keys[] = {
#define X(name, key) [CX_CADENCE_##name] = (key),
    CX_CADENCE_MAP(X)
#undef X
};

static const char *const against_keys[] = {
#define X(name, key) [CX_AGAINST_##name] = (key),
    CX_AGAINST_MAP(X)
#undef X
};

const char *
cx_cadence_key(CxCadence cadence)
{
    cx_assert(cadence < CX_CADENCE_N);
    return cadence_keys[cadence];
}

const char *
cx_against_key(CxAgainst against)
{
    cx_assert(against < CX_AGAINST_N);
    return against_keys[against];
}

bool
cx_cadence_find(const char *key, CxCadence *ret_cadence)
{
    for (size_t i = 0; key != NULL && i < CX_CADENCE_N; i++) {
        if (strcmp(cadence_keys[i], key) == 0) {
            *ret_cadence = (CxCadence)i;
            return true;
        }
    }
    return false;
}

bool
cx_against_find(const char *key, CxAgainst *ret_against)
{
    for (size_t i = 0; key != NULL && i < CX_AGAINST_N; i++) {
        if (strcmp(against_keys[i], key) == 0) {
            *ret_against = (CxAgainst)i;
            return true;
        }
    }
    return false;
}

static bool
find_measure(const char *key, CxSliceMeasure *ret_measure)
{
    static const CxSliceMeasure measures[] = { CX_SLICE_NPS, CX_SLICE_MEAN, CX_SLICE_TOP2 };
    for (size_t i = 0; key != NULL && i < G_N_ELEMENTS(measures); i++) {
        if (strcmp(cx_slice_measure_key(measures[i]), key) == 0) {
            *ret_measure = measures[i];
            return true;
        }
    }
    return false;
}

/* ---- Listing ---- */

static bool
can_see(const CxCtx *ctx, const CxSurvey *survey, const CxDeclarationListRow *row)
{
    for (size_t i = 0; i < survey->n_items; i++) {
        if (survey->items[i].id.v == row->item_id)
            return cx_score_can_see(ctx, &survey->items[i]);
    }
    return false;
}

static bool
read_row(CxArena *arena, const CxSurvey *survey, const CxDeclarationListRow *row,
         CxDeclaration *declaration, GError **error)
{
    *declaration = (CxDeclaration){
        .id = { row->id },
        .survey = survey->id,
        .department = { row->department_id.is_set ? row->department_id.v : 0 },
        .department_name = cx_arena_text(arena, row->department_name),
        .item = { row->item_id },
        .item_key = cx_arena_text(arena, row->item_key),
        .label = cx_arena_text(arena, row->label),
        .is_weighted = row->is_weighted != 0,
        .from = { (int32_t)row->from_day },
        .declared_at = { row->declared_us },
        .actor = cx_arena_text(arena, row->actor),
        .withdrawn_on =
            row->withdrawn_day.is_set ? (CxDay){ (int32_t)row->withdrawn_day.v } : CX_DAY_NONE,
    };
    if (find_measure(row->measure, &declaration->measure) &&
        cx_cadence_find(row->cadence, &declaration->cadence) &&
        cx_against_find(row->against, &declaration->against))
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_CORRUPT, "declaration %" PRId64 " cannot be read",
                row->id);
    return false;
}

bool
cx_declaration_list(CxCtx *ctx, const CxSurvey *survey, CxDeclarations *ret_list, GError **error)
{
    const CxDeclarationListParams params = { .survey_id = survey->id.v };
    g_autoptr(CxStmt) stmt = cx_q_declaration_list(ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    g_autoptr(GArray) list = g_array_new(FALSE, TRUE, sizeof(CxDeclaration));
    CxDeclarationListRow row;
    CxStep step;
    while ((step = cx_q_declaration_list_next(stmt, &row, error)) == CX_STEP_ROW) {
        CxDeclaration declaration;
        if (!can_see(ctx, survey, &row))
            continue;
        if (!read_row(ctx->arena, survey, &row, &declaration, error))
            return false;
        g_array_append_val(list, declaration);
    }
    if (step == CX_STEP_ERROR)
        return false;
    CxDeclaration *kept = cx_arena_new0_n(ctx->arena, CxDeclaration, list->len);
    for (guint i = 0; i < list->len; i++)
        kept[i] = g_array_index(list, CxDeclaration, i);
    *ret_list = (CxDeclarations){ kept, list->len };
    return true;
}

/* The last declaration of a department, or NULL; later ones take the place of those before. */
static const CxDeclaration *
find_last(const CxDeclarations *list, CxDepartmentId department)
{
    const CxDeclaration *last = NULL;
    for (size_t i = 0; i < list->n; i++) {
        if (list->items[i].department.v == department.v)
            last = &list->items[i];
    }
    return last != NULL && cx_day_is_none(last->withdrawn_on) ? last : NULL;
}

/* ---- What could be declared ---- */

/* Whether the survey is asked in waves: each version a stretch of days, with more time between than
 * within. */
static bool
is_in_waves(const CxSurvey *survey)
{
    int64_t n_days = 0;
    CxDay first = CX_DAY_NONE;
    CxDay last = CX_DAY_NONE;
    for (size_t i = 0; i < survey->n_versions; i++) {
        const CxSurveyVersion *version = &survey->versions[i];
        if (cx_day_is_none(version->from) || cx_day_is_none(version->to))
            return false;
        n_days += version->to.v - version->from.v + 1;
        first = cx_day_is_none(first) || version->from.v < first.v ? version->from : first;
        last = cx_day_is_none(last) || version->to.v > last.v ? version->to : last;
    }
    const int64_t n_span = last.v - first.v + 1;
    return survey->n_versions == 1 ? n_span <= 62 : 2 * n_days < n_span;
}

/* The department's rating (role) with most answers over all time, in its latest scale. */
static bool
find_most_answered(const CxSurvey *survey, const CxFrame *frame, CxDepartmentId department,
                   CxProposal *proposal, GError **error)
{
    for (size_t i = 0; i < survey->n_items; i++) {
        const CxItem *item = &survey->items[i];
        CxSliceMeasure measure = CX_SLICE_NPS;
        const bool is_own =
            department.v != 0 ? item->department.v == department.v : i == survey->i_overall;
        if (!is_own || !cx_usual_measure(item, &measure))
            continue;
        g_autoptr(CxSlice) slice = cx_slice_new();
        slice->question = g_strdup(item->key);
        slice->measure = measure;
        g_autoptr(CxTallies) tallies = cx_slice_run(frame, slice, error);
        if (tallies == NULL)
            return false;
        if (tallies->whole.n <= proposal->n)
            continue;
        proposal->item_key = item->key;
        proposal->label = item->label;
        proposal->measure = measure;
        proposal->n = tallies->whole.n;
    }
    return true;
}

static bool
is_first_of_department(const CxSurvey *survey, size_t i_item)
{
    for (size_t i = 0; i < i_item; i++) {
        if (survey->items[i].department.v == survey->items[i_item].department.v)
            return false;
    }
    return true;
}

/* What could be declared of one department, or overall (item NULL); its n is 0 where there are no answers. */
static bool
propose_one(CxCtx *ctx, const CxSurvey *survey, const CxFrame *frame, const CxItem *item,
            CxProposal *ret_proposal, GError **error)
{
    CxProposal proposal = { .cadence = is_in_waves(survey) ? CX_CADENCE_WAVE : CX_CADENCE_QUARTER };
    if (item != NULL) {
        proposal.department = item->department;
        proposal.department_key = cx_arena_text(ctx->arena, item->department_key);
        proposal.department_name = cx_arena_text(ctx->arena, item->department_name);
    }
    if (!find_most_answered(survey, frame, proposal.department, &proposal, error))
        return false;
    if (proposal.n > 0) {
        proposal.item_key = cx_arena_text(ctx->arena, proposal.item_key);
        proposal.label = cx_arena_text(ctx->arena, proposal.label);
    }
    *ret_proposal = proposal;
    return true;
}

bool
cx_declaration_propose(CxCtx *ctx, const CxSurvey *survey, CxProposals *ret_proposals,
                       GError **error)
{
    CxDeclarations declared;
    if (!cx_ctx_check_change(ctx, "declare measures", error) ||
        !cx_declaration_list(ctx, survey, &declared, error))
        return false;
    g_autoptr(CxFrame) frame = cx_frame_store_ref(ctx, survey, error);
    if (frame == NULL)
        return false;
    CxProposal *proposals = cx_arena_new0_n(ctx->arena, CxProposal, survey->n_items + 1);
    size_t n = 0;
    /* The overall rating, then the departments in the order of their first question. */
    for (size_t i = 0; i <= survey->n_items; i++) {
        const CxItem *item = i > 0 ? &survey->items[i - 1] : NULL;
        const CxDepartmentId department = item != NULL ? item->department : (CxDepartmentId){ 0 };
        if ((item != NULL && department.v == 0) || find_last(&declared, department) != NULL ||
            (item != NULL && !is_first_of_department(survey, i - 1)))
            continue;
        if (!propose_one(ctx, survey, frame, item, &proposals[n], error))
            return false;
        n += proposals[n].n > 0;
    }
    *ret_proposals = (CxProposals){ proposals, n };
    return true;
}

/* ---- Declaring ---- */

/* A declaration with everything settled. */
typedef struct {
    CxDepartmentId department; /* 0: overall */
    const CxItem *item;
    CxSliceMeasure measure;
    bool is_weighted;
    CxCadence cadence;
    CxAgainst against;
    CxDay from;
} Settled;

static bool
settle_item(CxCtx *ctx, const CxSurvey *survey, const CxDeclare *declare, Settled *settled,
            GError **error)
{
    if (declare->department != NULL) {
        g_autoptr(CxDepartment) department = cx_department_find(ctx, declare->department, error);
        if (department == NULL)
            return false;
        settled->department = department->id;
    }
    const char *key = declare->question;
    CxProposal proposal = { 0 };
    if (key == NULL && settled->department.v != 0) {
        g_autoptr(CxFrame) frame = cx_frame_store_ref(ctx, survey, error);
        if (frame == NULL ||
            !find_most_answered(survey, frame, settled->department, &proposal, error))
            return false;
        key = proposal.item_key;
        if (key == NULL) {
            g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                        "no answered rating of survey \"%s\" belongs to department \"%s\"",
                        survey->key, declare->department);
            return false;
        }
    }
    settled->item = key != NULL ? cx_survey_item(survey, key) : &survey->items[survey->i_overall];
    if (settled->item == NULL) {
        g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "survey \"%s\" has no question \"%s\"",
                    survey->key, key);
        return false;
    }
    const bool is_own = settled->department.v != 0
                            ? settled->item->department.v == settled->department.v
                            : settled->item->role == CX_ITEM_ROLE_OVERALL;
    if (!is_own) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    settled->department.v != 0
                        ? "question \"%s\" does not belong to this department"
                        : "question \"%s\" is not about the whole: name its department",
                    settled->item->key);
    }
    return is_own;
}

static bool
settle_measure(const CxDeclare *declare, Settled *settled, GError **error)
{
    CxSliceMeasure usual = CX_SLICE_NPS;
    if (!cx_usual_measure(settled->item, &usual)) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "\"%s\" is not a rating",
                    settled->item->label);
        return false;
    }
    settled->measure = usual;
    if (declare->measure == NULL)
        return true;
    if (!find_measure(declare->measure, &settled->measure) ||
        (settled->measure == CX_SLICE_NPS) !=
            (cx_item_latest(settled->item)->kind == CX_ITEM_KIND_NPS)) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    "\"%s\" cannot be the measure of \"%s\": nps is for 0 to 10, top2 and mean for "
                    "other ratings",
                    declare->measure, settled->item->label);
        return false;
    }
    return true;
}

static bool
settle_weighting(const CxSurvey *survey, const CxDeclare *declare, Settled *settled, GError **error)
{
    const char *key = declare->weighting;
    settled->is_weighted = survey->is_weighted;
    if (key == NULL || strcmp(key, "declared") == 0)
        return true;
    settled->is_weighted = strcmp(key, "weighted") == 0;
    if (settled->is_weighted || strcmp(key, "unweighted") == 0)
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                "\"%s\" is none of declared, weighted, unweighted", key);
    return false;
}

static bool
settle_times(CxCtx *ctx, const CxSurvey *survey, const CxDeclare *declare, Settled *settled,
             GError **error)
{
    settled->cadence = is_in_waves(survey) ? CX_CADENCE_WAVE : CX_CADENCE_QUARTER;
    settled->against = CX_AGAINST_YEAR;
    if (declare->cadence != NULL && !cx_cadence_find(declare->cadence, &settled->cadence)) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    "\"%s\" is none of quarter, half, year, wave", declare->cadence);
        return false;
    }
    if (declare->against != NULL && !cx_against_find(declare->against, &settled->against)) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "\"%s\" is none of year, period",
                    declare->against);
        return false;
    }
    settled->from = (CxDay){ ctx->today.v + 1 };
    if (cx_day_is_none(declare->from))
        return true;
    if (declare->from.v <= ctx->today.v) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                            "a measure is declared before the period it counts for: give a day "
                            "after today");
        return false;
    }
    settled->from = declare->from;
    return true;
}

static bool
check_new(const CxDeclarations *list, const Settled *settled, GError **error)
{
    const CxDeclaration *last = find_last(list, settled->department);
    if (last == NULL || last->item.v != settled->item->id.v || last->measure != settled->measure ||
        last->is_weighted != settled->is_weighted || last->cadence != settled->cadence ||
        last->against != settled->against)
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_CONFLICT, "\"%s\" is declared already",
                settled->item->label);
    return false;
}

static bool
write_new(CxCtx *ctx, const CxSurvey *survey, const Settled *settled, CxDeclarationId *ret_id,
          GError **error)
{
    const CxDeclarationAddParams params = {
        .survey_id = survey->id.v,
        .department_id = { .is_set = settled->department.v != 0, .v = settled->department.v },
        .item_id = settled->item->id.v,
        .measure = cx_slice_measure_key(settled->measure),
        .is_weighted = settled->is_weighted ? 1 : 0,
        .cadence = cx_cadence_key(settled->cadence),
        .against = cx_against_key(settled->against),
        .from_day = settled->from.v,
        .declared_us = ctx->now.us,
        .actor = ctx->actor.login,
    };
    CxDeclarationAddRow row;
    if (!cx_q_declaration_add(ctx->db, &params, &row, error))
        return false;
    g_autofree char *from = cx_day_format(settled->from);
    g_autofree char *after = cx_audit_texts("survey", survey->key, "question", settled->item->key,
                                            "measure", params.measure, "cadence", params.cadence,
                                            "against", params.against, "from", from, NULL);
    ret_id->v = row.id;
    return cx_ctx_audit(ctx, "declaration.add", "declaration", row.id, NULL, after, error);
}

bool
cx_declaration_add(CxCtx *ctx, const CxDeclare *declare, CxDeclarationId *ret_id, GError **error)
{
    if (!cx_ctx_check_change(ctx, "declare measures", error))
        return false;
    g_autoptr(CxSurvey) survey = cx_survey_load(ctx, declare->survey, error);
    Settled settled = { 0 };
    if (survey == NULL || !settle_item(ctx, survey, declare, &settled, error) ||
        !settle_measure(declare, &settled, error) ||
        !settle_weighting(survey, declare, &settled, error) ||
        !settle_times(ctx, survey, declare, &settled, error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    CxDeclarations list;
    CxDeclarationId id = { 0 };
    if (txn == NULL || !cx_declaration_list(ctx, survey, &list, error) ||
        !check_new(&list, &settled, error) || !write_new(ctx, survey, &settled, &id, error) ||
        !cx_txn_commit(&txn, error))
        return false;
    *ret_id = id;
    return true;
}

bool
cx_declaration_withdraw(CxCtx *ctx, CxDeclarationId id, GError **error)
{
    if (!cx_ctx_check_change(ctx, "withdraw declared measures", error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL)
        return false;
    const CxDeclarationWithdrawParams params = { .id = id.v, .day = ctx->today.v };
    if (!cx_q_declaration_withdraw(ctx->db, &params, error))
        return false;
    if (cx_db_changes(ctx->db) != 1) {
        g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND,
                    "there is no declaration %" PRId64 " in force", id.v);
        return false;
    }
    return cx_ctx_audit(ctx, "declaration.withdraw", "declaration", id.v, NULL, NULL, error) &&
           cx_txn_commit(&txn, error);
}
