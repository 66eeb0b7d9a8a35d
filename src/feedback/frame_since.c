/* What came since a frame was made. The frame's stamp names the version of the data and the token of its latest
 * change; each import that only added responses says which version it made, and the token before. If
 * these follow one another without a gap from the frame's to the store's, and begin with the frame's token,
 * nothing else happened in between: whatever changes answers in another way counts a version that no
 * import says is its own. */
#include <inttypes.h>
#include <string.h>

#include "business/metric.h"
#include "db/version.h"
#include "feedback/frame_since_priv.h"
#include "sql/feedback.h"

/* Raised when the same store is to make another frame: segments of an earlier number are made anew. */
#define RECIPE 2

#define OF_FEEDBACK ", " CX_FEEDBACK_AREA " "

char *
cx_frame_segment_stamp(CxCtx *ctx, const CxSurvey *survey, GError **error)
{
    g_autoptr(GString) stamp = g_string_new(NULL);
    g_string_append_printf(stamp, "recipe %d, survey %" PRId64 ", ", RECIPE, survey->id.v);
    if (!cx_data_version_stamp(ctx->db, CX_BUSINESS_AREA, stamp, error))
        return NULL;
    g_string_append(stamp, ", ");
    if (!cx_data_version_stamp(ctx->db, CX_FEEDBACK_AREA, stamp, error))
        return NULL;
    return g_string_free(g_steal_pointer(&stamp), FALSE);
}

/* The version and the token of the answers in a stamp; false where it has none. */
static bool
stamp_parse(const char *stamp, int64_t *ret_version, const char **ret_token)
{
    const char *at = strstr(stamp, OF_FEEDBACK);
    if (at == NULL)
        return false;
    char *end = NULL;
    *ret_version = g_ascii_strtoll(at + strlen(OF_FEEDBACK), &end, 10);
    *ret_token = *end == ' ' ? end + 1 : end;
    return *ret_version > 0 && **ret_token != '\0';
}

/* Both of the same survey, recipe and business data. */
static bool
is_of_same(const char *a, const char *b)
{
    const char *end = strstr(a, OF_FEEDBACK);
    return end != NULL && strncmp(a, b, (size_t)(end - a) + strlen(OF_FEEDBACK)) == 0;
}

typedef struct {
    int64_t version; /* the latest that follows without a gap */
    const char *token;
    int64_t after; /* INT64_MAX: nothing came to this survey */
} Chain;

/* Whether an import follows what is known so far. */
static bool
chain_add(Chain *chain, const CxSurvey *survey, const CxImportListAppendedRow *row)
{
    const bool is_first = chain->token != NULL;
    if (row->appended_as != chain->version + 1 ||
        (is_first && strcmp(row->appended_to, chain->token) != 0) || !row->after_response_id.is_set)
        return false;
    chain->version++;
    chain->token = NULL;
    if (row->survey_id == survey->id.v)
        chain->after = MIN(chain->after, row->after_response_id.v);
    return true;
}

bool
cx_frame_since_find(CxCtx *ctx, const CxSurvey *survey, const CxFrame *base, const char *now,
                    CxFrameSince *ret_since, GError **error)
{
    const char *own = cx_frame_stamp(base), *token_now = NULL;
    int64_t version_now = 0;
    Chain chain = { .after = INT64_MAX };
    *ret_since = (CxFrameSince){ .base = NULL };
    if (own == NULL || !is_of_same(own, now) || !stamp_parse(own, &chain.version, &chain.token) ||
        !stamp_parse(now, &version_now, &token_now) || chain.version >= version_now)
        return true;
    const int64_t version_own = chain.version;
    const CxImportListAppendedParams params = { .since = version_own };
    g_autoptr(CxStmt) stmt = cx_q_import_list_appended(ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    CxImportListAppendedRow row;
    CxStep step;
    while ((step = cx_q_import_list_appended_next(stmt, &row, error)) == CX_STEP_ROW) {
        if (!chain_add(&chain, survey, &row))
            return true;
    }
    if (chain.version == version_now)
        *ret_since = (CxFrameSince){ base, version_own, chain.after };
    return step == CX_STEP_DONE;
}
