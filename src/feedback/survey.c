/* Surveys as values: keys of their enums, and finding one's way in a loaded survey. */
#include "feedback/survey.h"

#include <glib.h>
#include <string.h>

#include "lang/assert.h"

static const char *const role_keys[] = {
#define X(name, key) [CX_ITEM_ROLE_##name] = (key),
    CX_ITEM_ROLE_MAP(X)
#undef X
};

static const char *const kind_keys[] = {
#define X(name, key) [CX_ITEM_KIND_##name] = (key),
    CX_ITEM_KIND_MAP(X)
#undef X
};

static const char *const direction_keys[] = {
#define X(name, key) [CX_DIRECTION_##name] = (key),
    CX_DIRECTION_MAP(X)
#undef X
};

static const char *const sampling_keys[] = {
#define X(name, key) [CX_SAMPLING_##name] = (key),
    CX_SAMPLING_MAP(X)
#undef X
};

static const char *const experience_keys[] = {
#define X(name, key) [CX_EXPERIENCE_##name] = (key),
    CX_EXPERIENCE_MAP(X)
#undef X
};

static const char *const scope_keys[] = {
#define X(name, key) [CX_CLUSTER_SCOPE_##name] = (key),
    CX_CLUSTER_SCOPE_MAP(X)
#undef X
};

static const char *const meaning_keys[] = {
#define X(name, key) [CX_MEANING_##name] = (key),
    CX_MEANING_MAP(X)
#undef X
};

static const char *
key_of(const char *const *keys, size_t n, size_t i)
{
    cx_assert(i < n);
    return keys[i];
}

/* Index of the key, or n. */
static size_t
find_key(const char *const *keys, size_t n, const char *key)
{
    for (size_t i = 0; key != NULL && i < n; i++) {
        if (strcmp(keys[i], key) == 0)
            return i;
    }
    return n;
}

const char *
cx_item_role_key(CxItemRole role)
{
    return key_of(role_keys, CX_ITEM_ROLE_N, role);
}

const char *
cx_item_kind_key(CxItemKind kind)
{
    return key_of(kind_keys, CX_ITEM_KIND_N, kind);
}

const char *
cx_direction_key(CxDirection direction)
{
    return key_of(direction_keys, CX_DIRECTION_N, direction);
}

const char *
cx_sampling_key(CxSampling sampling)
{
    return key_of(sampling_keys, CX_SAMPLING_N, sampling);
}

const char *
cx_experience_key(CxExperience experience)
{
    return key_of(experience_keys, CX_EXPERIENCE_N, experience);
}

const char *
cx_cluster_scope_key(CxClusterScope scope)
{
    return key_of(scope_keys, CX_CLUSTER_SCOPE_N, scope);
}

const char *
cx_meaning_key(CxMeaning meaning)
{
    return key_of(meaning_keys, CX_MEANING_N, meaning);
}

bool
cx_meaning_find(const char *key, CxMeaning *ret_meaning)
{
    const size_t i = find_key(meaning_keys, CX_MEANING_N, key);
    if (i == CX_MEANING_N)
        return false;
    *ret_meaning = (CxMeaning)i;
    return true;
}

bool
cx_item_role_find(const char *key, CxItemRole *ret_role)
{
    const size_t i = find_key(role_keys, CX_ITEM_ROLE_N, key);
    if (i == CX_ITEM_ROLE_N)
        return false;
    *ret_role = (CxItemRole)i;
    return true;
}

bool
cx_item_kind_find(const char *key, CxItemKind *ret_kind)
{
    const size_t i = find_key(kind_keys, CX_ITEM_KIND_N, key);
    if (i == CX_ITEM_KIND_N)
        return false;
    *ret_kind = (CxItemKind)i;
    return true;
}

bool
cx_direction_find(const char *key, CxDirection *ret_direction)
{
    const size_t i = find_key(direction_keys, CX_DIRECTION_N, key);
    if (i == CX_DIRECTION_N)
        return false;
    *ret_direction = (CxDirection)i;
    return true;
}

bool
cx_sampling_find(const char *key, CxSampling *ret_sampling)
{
    const size_t i = find_key(sampling_keys, CX_SAMPLING_N, key);
    if (i == CX_SAMPLING_N)
        return false;
    *ret_sampling = (CxSampling)i;
    return true;
}

bool
cx_experience_find(const char *key, CxExperience *ret_experience)
{
    const size_t i = find_key(experience_keys, CX_EXPERIENCE_N, key);
    if (i == CX_EXPERIENCE_N)
        return false;
    *ret_experience = (CxExperience)i;
    return true;
}

bool
cx_cluster_scope_find(const char *key, CxClusterScope *ret_scope)
{
    const size_t i = find_key(scope_keys, CX_CLUSTER_SCOPE_N, key);
    if (i == CX_CLUSTER_SCOPE_N)
        return false;
    *ret_scope = (CxClusterScope)i;
    return true;
}

void
cx_survey_free(CxSurvey *survey)
{
    if (survey == NULL)
        return;
    /* The survey itself lies in its arena. */
    cx_arena_free(survey->arena);
}

const CxItem *
cx_survey_item(const CxSurvey *survey, const char *key)
{
    for (size_t i = 0; i < survey->n_items; i++) {
        if (strcmp(survey->items[i].key, key) == 0)
            return &survey->items[i];
    }
    return NULL;
}

const CxSurveyVersion *
cx_survey_version(const CxSurvey *survey, const char *key)
{
    for (size_t i = 0; i < survey->n_versions; i++) {
        if (strcmp(survey->versions[i].key, key) == 0)
            return &survey->versions[i];
    }
    return NULL;
}

const CxItemVersion *
cx_item_in(const CxItem *item, size_t i_version)
{
    for (size_t i = 0; i < item->n_in; i++) {
        if (item->in[i].i_version == i_version)
            return &item->in[i];
    }
    return NULL;
}

const CxItemVersion *
cx_item_latest(const CxItem *item)
{
    cx_assert(item->n_in > 0);
    return &item->in[item->n_in - 1];
}

const char *
cx_item_version_label(const CxItemVersion *asked, int64_t code)
{
    for (size_t i = 0; i < asked->n_codes; i++) {
        if (asked->codes[i].meaning == CX_MEANING_VALUE && asked->codes[i].code == code)
            return asked->codes[i].label;
    }
    return NULL;
}

bool
cx_item_version_same_scale(const CxItemVersion *a, const CxItemVersion *b)
{
    if (a->kind != b->kind)
        return false;
    if (a->kind == CX_ITEM_KIND_CHOICE || a->kind == CX_ITEM_KIND_TEXT)
        return true;
    return a->lo == b->lo && a->hi == b->hi && a->decimals == b->decimals &&
           a->direction == b->direction;
}

void
cx_survey_summary_free(CxSurveySummary *summary)
{
    if (summary == NULL)
        return;
    g_free(summary->key);
    g_free(summary->title);
    g_free(summary);
}
