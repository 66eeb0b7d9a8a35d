/* Bringing the store up to date with a mapping: what is new is added, what is said better is said
 * anew, and what would change the meaning of stored answers is refused. */
#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "db/db.h"
#include "feedback/owner.h"
#include "feedback/survey_store.h"
#include "people/department.h"
#include "sql/feedback.h"

typedef struct {
    CxCtx *ctx;
    const CxMapping *mapping;
    const CxSurvey *before; /* NULL: the survey is new */
    CxSurveyApply how;
    CxSurveyApplied *applied;
    CxDepartmentId *departments; /* parallel to the mapping's */
    CxOwners *owners;            /* of the items before */
} Applier;

void
cx_survey_applied_clear(CxSurveyApplied *applied)
{
    g_clear_pointer(&applied->items, g_free);
    g_clear_pointer(&applied->modes, g_free);
    g_clear_pointer(&applied->departments_new, g_ptr_array_unref);
}

static CxOptI64
opt_day(CxDay day)
{
    return cx_day_is_none(day) ? (CxOptI64){ 0 } : CX_SOME_I64(day.v);
}

static bool
apply_survey(Applier *applier, GError **error)
{
    CxDb *db = applier->ctx->db;
    const CxMapping *mapping = applier->mapping;
    CxSurveyApplied *applied = applier->applied;
    if (applier->before == NULL) {
        const CxSurveyAddParams params = { .key = mapping->survey_key,
                                           .title = mapping->survey_title,
                                           .zone = mapping->zone,
                                           .is_weighted = mapping->is_weighted };
        CxSurveyAddRow row;
        if (!cx_q_survey_add(db, &params, &row, error))
            return false;
        applied->survey.v = row.id;
        return true;
    }
    applied->survey = applier->before->id;
    if (strcmp(applier->before->zone, mapping->zone) != 0) {
        g_set_error(error, CX_ERROR, CX_ERROR_CONFLICT,
                    "survey \"%s\" counts its days in %s, the mapping in %s", mapping->survey_key,
                    applier->before->zone, mapping->zone);
        return false;
    }
    if (applier->how == CX_SURVEY_ADD)
        return true;
    const CxSurveyUpdateParams params = { .id = applied->survey.v,
                                          .title = mapping->survey_title,
                                          .is_weighted = mapping->is_weighted };
    return cx_q_survey_update(db, &params, error);
}

static bool
add_version(Applier *applier, GError **error)
{
    const CxSurveyVersion *version = &applier->mapping->version;
    const CxSurveyVersionAddParams params = {
        .survey_id = applier->applied->survey.v,
        .key = version->key,
        .title = version->title,
        .from_day = opt_day(version->from),
        .to_day = opt_day(version->to),
        .population = version->population,
        .gathered = version->gathered,
        .sampling = cx_sampling_key(version->sampling),
        .invited = version->invited < 0 ? (CxOptI64){ 0 } : CX_SOME_I64(version->invited),
        .rate_definition = version->rate_definition,
        .cluster_text = version->cluster_text,
        .cluster_scope = cx_cluster_scope_key(version->cluster_scope),
        .weight_text = version->weight_text,
        .experience = cx_experience_key(version->experience),
        .experience_text = version->experience_text,
        .note = version->note,
        .source = version->source,
    };
    CxSurveyVersionAddRow row;
    if (!cx_q_survey_version_add(applier->ctx->db, &params, &row, error))
        return false;
    applier->applied->version.v = row.id;
    return true;
}

static bool
update_version(Applier *applier, GError **error)
{
    const CxSurveyVersion *version = &applier->mapping->version;
    const CxSurveyVersionUpdateParams params = {
        .id = applier->applied->version.v,
        .title = version->title,
        .from_day = opt_day(version->from),
        .to_day = opt_day(version->to),
        .population = version->population,
        .gathered = version->gathered,
        .sampling = cx_sampling_key(version->sampling),
        .invited = version->invited < 0 ? (CxOptI64){ 0 } : CX_SOME_I64(version->invited),
        .rate_definition = version->rate_definition,
        .cluster_text = version->cluster_text,
        .cluster_scope = cx_cluster_scope_key(version->cluster_scope),
        .weight_text = version->weight_text,
        .experience = cx_experience_key(version->experience),
        .experience_text = version->experience_text,
        .note = version->note,
        .source = version->source,
    };
    return cx_q_survey_version_update(applier->ctx->db, &params, error);
}

/* Whether what the store says already is to be said anew: at the end, or while nobody reads it. */
static bool
says_anew(const Applier *applier)
{
    return applier->how == CX_SURVEY_SETTLE || !applier->applied->has_responses;
}

static bool
apply_version(Applier *applier, GError **error)
{
    const char *key = applier->mapping->version.key;
    const CxSurveyVersion *known =
        applier->before != NULL ? cx_survey_version(applier->before, key) : NULL;
    if (known == NULL)
        return add_version(applier, error);

    applier->applied->version = known->id;
    const CxSurveyVersionIsUsedParams params = { .version_id = known->id.v };
    CxSurveyVersionIsUsedRow row;
    if (!cx_q_survey_version_is_used(applier->ctx->db, &params, &row, error))
        return false;
    applier->applied->has_responses = row.n > 0;
    return !says_anew(applier) || update_version(applier, error);
}

static bool
apply_departments(Applier *applier, GError **error)
{
    const CxMapping *mapping = applier->mapping;
    for (size_t i = 0; i < mapping->n_departments; i++) {
        bool is_new = false;
        if (!cx_department_ensure(applier->ctx, mapping->departments[i].key,
                                  mapping->departments[i].name, &applier->departments[i], &is_new,
                                  error))
            return false;
        if (is_new) {
            g_ptr_array_add(applier->applied->departments_new,
                            g_strdup(mapping->departments[i].key));
        }
    }
    return true;
}

static bool
apply_modes(Applier *applier, GError **error)
{
    const CxMapping *mapping = applier->mapping;
    for (size_t i = 0; i < mapping->n_modes; i++) {
        const CxModeEnsureParams params = { .survey_id = applier->applied->survey.v,
                                            .key = mapping->modes[i].key,
                                            .label = mapping->modes[i].label };
        CxModeEnsureRow row;
        if (!cx_q_mode_ensure(applier->ctx->db, &params, &row, error))
            return false;
        applier->applied->modes[i].v = row.id;
    }
    return true;
}

static CxOptI64
department_of(const Applier *applier, const CxMappingItem *item)
{
    const CxMapping *mapping = applier->mapping;
    for (size_t i = 0; item->department != NULL && i < mapping->n_departments; i++) {
        if (strcmp(mapping->departments[i].key, item->department) == 0)
            return CX_SOME_I64(applier->departments[i].v);
    }
    return (CxOptI64){ 0 };
}

static bool
fail_meaning(const Applier *applier, const CxMappingItem *item, const char *what, GError **error)
{
    g_set_error(error, CX_ERROR, CX_ERROR_CONFLICT,
                "version \"%s\" has responses already, and the mapping changes %s of item \"%s\"; "
                "a changed question is a new version",
                applier->mapping->version.key, what, item->key);
    return false;
}

static CxItemCodeAddParams
code_params(const Applier *applier, CxItemId item, const CxItemCode *code, int64_t position)
{
    return (CxItemCodeAddParams){
        .item_id = item.v,
        .version_id = applier->applied->version.v,
        .position = position,
        .source = code->source,
        .meaning = cx_meaning_key(code->meaning),
        .code = code->meaning == CX_MEANING_VALUE ? CX_SOME_I64(code->code) : (CxOptI64){ 0 },
        .key = code->key,
        .label = code->label,
    };
}

static bool
update_code(const Applier *applier, const CxItemCodeAddParams *params, GError **error)
{
    const CxItemCodeUpdateParams update = {
        .item_id = params->item_id,
        .version_id = params->version_id,
        .position = params->position,
        .source = params->source,
        .meaning = params->meaning,
        .code = params->code,
        .key = params->key,
        .label = params->label,
    };
    return cx_q_item_code_update(applier->ctx->db, &update, error);
}

/* The stored code of a source text, or NULL. */
static const CxItemCode *
find_code(const CxItemVersion *known, const char *source)
{
    for (size_t i = 0; i < known->n_codes; i++) {
        if (strcmp(known->codes[i].source, source) == 0)
            return &known->codes[i];
    }
    return NULL;
}

/* Codes are added and said anew, never taken away: positions of the stored ones stand. */
static bool
apply_codes(Applier *applier, const CxMappingItem *item, CxItemId id, const CxItemVersion *known,
            GError **error)
{
    const CxItemVersion none = { 0 };
    if (known == NULL)
        known = &none;
    int64_t n = (int64_t)known->n_codes;
    for (size_t i = 0; i < item->asked.n_codes; i++) {
        const CxItemCode *code = &item->asked.codes[i];
        const CxItemCode *old = find_code(known, code->source);
        if (old == NULL) {
            const CxItemCodeAddParams params = code_params(applier, id, code, ++n);
            if (!cx_q_item_code_add(applier->ctx->db, &params, error))
                return false;
            continue;
        }
        if (applier->applied->has_responses &&
            (old->meaning != code->meaning || old->code != code->code ||
             g_strcmp0(old->key, code->key) != 0)) {
            g_autofree char *what = g_strdup_printf("the meaning of \"%s\"", code->source);
            return fail_meaning(applier, item, what, error);
        }
        const int64_t position = (int64_t)(old - known->codes) + 1;
        const CxItemCodeAddParams params = code_params(applier, id, code, position);
        if (says_anew(applier) && !update_code(applier, &params, error))
            return false;
    }
    return true;
}

static bool
apply_asked(Applier *applier, const CxMappingItem *item, CxItemId id, const CxItemVersion *known,
            GError **error)
{
    const CxItemVersion *asked = &item->asked;
    const CxItemVersionAddParams params = {
        .item_id = id.v,
        .version_id = applier->applied->version.v,
        .wording = asked->wording,
        .kind = cx_item_kind_key(asked->kind),
        .lo = asked->lo,
        .hi = asked->hi,
        .decimals = asked->decimals,
        .direction = cx_direction_key(asked->direction),
        .column_name = asked->column,
        .position = asked->position,
    };
    if (known == NULL)
        return cx_q_item_version_add(applier->ctx->db, &params, error);
    if (applier->applied->has_responses && !cx_item_version_same_scale(known, asked))
        return fail_meaning(applier, item, "the scale", error);
    if (!says_anew(applier))
        return true;
    const CxItemVersionUpdateParams update = {
        .item_id = params.item_id,
        .version_id = params.version_id,
        .wording = params.wording,
        .kind = params.kind,
        .lo = params.lo,
        .hi = params.hi,
        .decimals = params.decimals,
        .direction = params.direction,
        .column_name = params.column_name,
        .position = params.position,
    };
    return cx_q_item_version_update(applier->ctx->db, &update, error);
}

/* The item as the version at hand asked it before this import, or NULL. */
static const CxItemVersion *
known_asked(const Applier *applier, const CxItem *known)
{
    for (size_t i = 0; known != NULL && i < known->n_in; i++) {
        const CxSurveyVersion *version = &applier->before->versions[known->in[i].i_version];
        if (version->id.v == applier->applied->version.v)
            return &known->in[i];
    }
    return NULL;
}

/* From the version's first day on the item is the department's that the mapping says. */
static bool
apply_owner(const Applier *applier, const CxMappingItem *item, CxItemId id, GError **error)
{
    const CxOptI64 department = department_of(applier, item);
    const CxOwnerRecord record = {
        .from = applier->mapping->version.from,
        .department = { department.is_set ? department.v : 0 },
    };
    return cx_owners_set(applier->ctx, applier->owners, id, &record, error);
}

static bool
apply_item(Applier *applier, size_t i_item, GError **error)
{
    const CxMappingItem *item = &applier->mapping->items[i_item];
    const CxItem *known =
        applier->before != NULL ? cx_survey_item(applier->before, item->key) : NULL;
    CxItemId id = { 0 };
    if (known == NULL) {
        const CxItemAddParams params = { .survey_id = applier->applied->survey.v,
                                         .key = item->key,
                                         .label = item->label,
                                         .role = cx_item_role_key(item->role),
                                         .department_id = department_of(applier, item) };
        CxItemAddRow row;
        if (!cx_q_item_add(applier->ctx->db, &params, &row, error))
            return false;
        id.v = row.id;
    } else {
        id = known->id;
        const CxItemUpdateParams params = { .id = id.v,
                                            .label = item->label,
                                            .role = cx_item_role_key(item->role),
                                            .department_id = department_of(applier, item) };
        if (applier->how == CX_SURVEY_SETTLE && !cx_q_item_update(applier->ctx->db, &params, error))
            return false;
    }
    applier->applied->items[i_item] = id;
    if (!apply_owner(applier, item, id, error))
        return false;
    const CxItemVersion *asked = known_asked(applier, known);
    return apply_asked(applier, item, id, asked, error) &&
           apply_codes(applier, item, id, asked, error);
}

/* The headline is declared by the newest version: importing an old year again leaves it alone. */
static bool
is_newest(const Applier *applier)
{
    const CxSurvey *before = applier->before;
    if (before == NULL || before->n_versions == 0)
        return true;
    const CxSurveyVersion *newest = NULL; /* with responses, other than the one at hand */
    for (size_t i = 0; i < before->n_versions; i++) {
        const CxSurveyVersion *version = &before->versions[i];
        const bool is_other = version->id.v != applier->applied->version.v;
        if (is_other && !cx_day_is_none(version->from) &&
            (newest == NULL || version->from.v > newest->from.v))
            newest = version;
    }
    const CxDay from = applier->mapping->version.from;
    return newest == NULL || cx_day_is_none(from) || from.v >= newest->from.v;
}

static bool
apply_headline(Applier *applier, GError **error)
{
    if (!is_newest(applier))
        return true;
    const CxItemClearHeadlineParams clear = { .survey_id = applier->applied->survey.v,
                                              .key = applier->mapping->overall };
    const CxItemSetHeadlineParams set = { .survey_id = clear.survey_id, .key = clear.key };
    return cx_q_item_clear_headline(applier->ctx->db, &clear, error) &&
           cx_q_item_set_headline(applier->ctx->db, &set, error);
}

static bool
apply_items(Applier *applier, GError **error)
{
    for (size_t i = 0; i < applier->mapping->n_items; i++) {
        if (!apply_item(applier, i, error))
            return false;
    }
    return applier->how == CX_SURVEY_ADD || apply_headline(applier, error);
}

/* Whether the survey says anything else than before. */
static bool
compare_after(Applier *applier, GError **error)
{
    if (applier->before == NULL) {
        applier->applied->is_changed = true;
        return true;
    }
    g_autoptr(CxSurvey) after =
        cx_survey_store_load_all(applier->ctx->db, applier->applied->survey, error);
    if (after == NULL)
        return false;
    const CxDigest was = cx_survey_digest(applier->before);
    const CxDigest is = cx_survey_digest(after);
    applier->applied->is_changed = memcmp(was.bytes, is.bytes, sizeof was.bytes) != 0;
    return true;
}

bool
cx_survey_store_apply(CxCtx *ctx, const CxMapping *mapping, CxSurveyApply how,
                      CxSurveyApplied *ret_applied, GError **error)
{
    *ret_applied = (CxSurveyApplied){
        .items = g_new0(CxItemId, mapping->n_items),
        .modes = g_new0(CxModeId, mapping->n_modes),
        .departments_new = g_ptr_array_new_with_free_func(g_free),
    };
    CxSurveyId known = { 0 };
    if (!cx_survey_store_find(ctx->db, mapping->survey_key, &known, error))
        return false;
    g_autoptr(CxSurvey) before =
        known.v != 0 ? cx_survey_store_load_all(ctx->db, known, error) : NULL;
    if (known.v != 0 && before == NULL)
        return false;

    g_autofree CxDepartmentId *departments = g_new0(CxDepartmentId, mapping->n_departments);
    g_autoptr(CxOwners) owners = cx_owners_load(ctx->db, known, error);
    if (owners == NULL)
        return false;
    Applier applier = { .ctx = ctx,
                        .owners = owners,
                        .mapping = mapping,
                        .before = before,
                        .how = how,
                        .applied = ret_applied,
                        .departments = departments };
    return apply_survey(&applier, error) && apply_version(&applier, error) &&
           apply_departments(&applier, error) && apply_modes(&applier, error) &&
           apply_items(&applier, error) && compare_after(&applier, error);
}

/* The ids of the mapping's items and modes; CORRUPT if one is not there. */
static bool
resolve(const CxSurvey *survey, const CxMapping *mapping, CxSurveyApplied *applied, GError **error)
{
    const char *lost = NULL;
    for (size_t i = 0; i < mapping->n_items; i++) {
        const CxItem *item = cx_survey_item(survey, mapping->items[i].key);
        lost = item == NULL ? mapping->items[i].key : lost;
        applied->items[i] = item != NULL ? item->id : (CxItemId){ 0 };
    }
    for (size_t i = 0; i < mapping->n_modes; i++) {
        for (size_t j = 0; j < survey->n_modes; j++) {
            if (strcmp(survey->modes[j].key, mapping->modes[i].key) == 0)
                applied->modes[i] = survey->modes[j].id;
        }
        lost = applied->modes[i].v == 0 ? mapping->modes[i].key : lost;
    }
    const CxSurveyVersion *version = cx_survey_version(survey, mapping->version.key);
    if (version != NULL && lost == NULL) {
        applied->survey = survey->id;
        applied->version = version->id;
        return true;
    }
    g_set_error(error, CX_ERROR, CX_ERROR_CORRUPT,
                "survey \"%s\" lacks \"%s\", which an import has "
                "brought",
                survey->key, lost != NULL ? lost : mapping->version.key);
    return false;
}

bool
cx_survey_store_resolve(CxDb *db, const CxMapping *mapping, CxSurveyApplied *ret_applied,
                        GError **error)
{
    *ret_applied = (CxSurveyApplied){
        .items = g_new0(CxItemId, mapping->n_items),
        .modes = g_new0(CxModeId, mapping->n_modes),
        .departments_new = g_ptr_array_new_with_free_func(g_free),
    };
    CxSurveyId known = { 0 };
    if (!cx_survey_store_find(db, mapping->survey_key, &known, error))
        return false;
    g_autoptr(CxSurvey) survey = cx_survey_store_load_all(db, known, error);
    return survey != NULL && resolve(survey, mapping, ret_applied, error);
}
