/* One digest of all that a loaded survey says. */
#include "base/digest.h"
#include "feedback/survey_store.h"

static void
add_version(CxDigester *digester, const CxSurveyVersion *version)
{
    cx_digester_add_i64(digester, version->id.v);
    cx_digester_add_text(digester, version->key);
    cx_digester_add_text(digester, version->title);
    cx_digester_add_i64(digester, version->from.v);
    cx_digester_add_i64(digester, version->to.v);
    cx_digester_add_text(digester, version->population);
    cx_digester_add_text(digester, version->gathered);
    cx_digester_add_i64(digester, version->sampling);
    cx_digester_add_i64(digester, version->invited);
    cx_digester_add_text(digester, version->rate_definition);
    cx_digester_add_text(digester, version->cluster_text);
    if (version->cluster_scope != CX_CLUSTER_SCOPE_VERSION)
        cx_digester_add_text(digester, cx_cluster_scope_key(version->cluster_scope));
    cx_digester_add_text(digester, version->weight_text);
    cx_digester_add_i64(digester, version->experience);
    cx_digester_add_text(digester, version->experience_text);
    cx_digester_add_text(digester, version->note);
    cx_digester_add_text(digester, version->source);
}

static void
add_asked(CxDigester *digester, const CxItemVersion *asked)
{
    cx_digester_add_i64(digester, (int64_t)asked->i_version);
    cx_digester_add_text(digester, asked->wording);
    cx_digester_add_i64(digester, asked->kind);
    cx_digester_add_i64(digester, asked->lo);
    cx_digester_add_i64(digester, asked->hi);
    cx_digester_add_i64(digester, asked->decimals);
    cx_digester_add_i64(digester, asked->direction);
    cx_digester_add_text(digester, asked->column);
    cx_digester_add_i64(digester, asked->position);
    cx_digester_add_i64(digester, (int64_t)asked->n_codes);
    for (size_t i = 0; i < asked->n_codes; i++) {
        const CxItemCode *code = &asked->codes[i];
        cx_digester_add_text(digester, code->source);
        cx_digester_add_i64(digester, code->code);
        cx_digester_add_i64(digester, code->meaning);
        cx_digester_add_text(digester, code->key);
        cx_digester_add_text(digester, code->label);
    }
}

static void
add_item(CxDigester *digester, const CxItem *item)
{
    cx_digester_add_i64(digester, item->id.v);
    cx_digester_add_text(digester, item->key);
    cx_digester_add_text(digester, item->label);
    cx_digester_add_i64(digester, item->role);
    cx_digester_add_i64(digester, item->department.v);
    cx_digester_add_text(digester, item->department_name);
    cx_digester_add_i64(digester, (int64_t)item->n_in);
    for (size_t i = 0; i < item->n_in; i++)
        add_asked(digester, &item->in[i]);
}

CxDigest
cx_survey_digest(const CxSurvey *survey)
{
    g_autoptr(CxDigester) digester = cx_digester_new();
    cx_digester_add_i64(digester, survey->id.v);
    cx_digester_add_text(digester, survey->key);
    cx_digester_add_text(digester, survey->title);
    cx_digester_add_text(digester, survey->zone);
    cx_digester_add_i64(digester, survey->is_weighted);
    cx_digester_add_i64(digester, (int64_t)survey->i_overall);
    cx_digester_add_i64(digester, (int64_t)survey->n_versions);
    for (size_t i = 0; i < survey->n_versions; i++)
        add_version(digester, &survey->versions[i]);
    cx_digester_add_i64(digester, (int64_t)survey->n_items);
    for (size_t i = 0; i < survey->n_items; i++)
        add_item(digester, &survey->items[i]);
    cx_digester_add_i64(digester, (int64_t)survey->n_modes);
    for (size_t i = 0; i < survey->n_modes; i++) {
        cx_digester_add_text(digester, survey->modes[i].key);
        cx_digester_add_text(digester, survey->modes[i].label);
    }
    return cx_digester_end(digester);
}
