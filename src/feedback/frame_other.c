/* Other readings: which response stands for its respondent, and what is kept of them. */
#include "base/limits.h"
#include "business/kept.h"
#include "feedback/frame_other_priv.h"
#include "sql/feedback.h"

/* When a response was given: by its day, its time and when it was added. */
typedef struct {
    int64_t day, at_us, id;
} Standing;

static bool
is_later(const Standing *a, const Standing *b)
{
    if (a->day != b->day)
        return a->day > b->day;
    return a->at_us != b->at_us ? a->at_us > b->at_us : a->id > b->id;
}

static void
stand(GHashTable *standing, CxFrameReading reading, const CxResponseListEveryRow *row)
{
    const Standing own = { row->day, row->at_us.is_set ? row->at_us.v : 0, row->id };
    const Standing *other = g_hash_table_lookup(standing, &row->respondent_id.v);
    const bool is_better =
        other == NULL || is_later(&own, other) == (reading == CX_FRAME_LAST_OF_EACH);
    if (is_better) {
        g_hash_table_replace(standing, g_memdup2(&row->respondent_id.v, sizeof(int64_t)),
                             g_memdup2(&own, sizeof own));
    }
}

static bool
find_standing(CxDb *db, CxSurveyVersionId version, CxFrameReading reading, GHashTable *standing,
              GError **error)
{
    const CxResponseListEveryParams params = { .version_id = version.v };
    g_autoptr(CxStmt) stmt = cx_q_response_list_every(db, &params, error);
    if (stmt == NULL)
        return false;
    CxResponseListEveryRow row;
    CxStep step;
    while ((step = cx_q_response_list_every_next(stmt, &row, error)) == CX_STEP_ROW) {
        if (row.is_counted != 0 && row.respondent_id.is_set)
            stand(standing, reading, &row);
    }
    return step != CX_STEP_ERROR;
}

bool
cx_frame_other_choose(CxDb *db, const CxSurvey *survey, CxFrameReading reading,
                      GHashTable **ret_chosen, GError **error)
{
    *ret_chosen = NULL;
    if (reading != CX_FRAME_LAST_OF_EACH && reading != CX_FRAME_FIRST_OF_EACH)
        return true;
    g_autoptr(GHashTable) standing =
        g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
    for (size_t i = 0; i < survey->n_versions; i++) {
        if (!find_standing(db, survey->versions[i].id, reading, standing, error))
            return false;
    }
    g_autoptr(GHashTable) chosen = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    GHashTableIter iter;
    void *value = NULL;
    g_hash_table_iter_init(&iter, standing);
    while (g_hash_table_iter_next(&iter, NULL, &value))
        g_hash_table_add(chosen, g_memdup2(&((const Standing *)value)->id, sizeof(int64_t)));
    *ret_chosen = g_steal_pointer(&chosen);
    return true;
}

bool
cx_frame_store_repeats(CxCtx *ctx, const CxSurvey *survey, CxFrameRepeats *ret_repeats,
                       GError **error)
{
    const CxResponseRepeatsParams params = { .survey_id = survey->id.v };
    CxResponseRepeatsRow row;
    if (!cx_q_response_repeats(ctx->db, &params, &row, error))
        return false;
    *ret_repeats = (CxFrameRepeats){
        .has_revisions = row.has_revisions != 0,
        .has_repeats = row.has_repeats != 0,
    };
    return true;
}

static void *
frame_ref(void *frame)
{
    return cx_frame_ref(frame);
}

static void
frame_unref(void *frame)
{
    cx_frame_unref(frame);
}

static const CxKeepKind frame_kind = { frame_ref, frame_unref };

CxFrame *
cx_frame_store_load_other(CxCtx *ctx, const CxSurvey *survey, const CxFrameOther *other,
                          GError **error)
{
    const int64_t numbers[] = { survey->id.v, (int64_t)other->reading };
    const CxKeptAsk ask = { .what = CX_KEPT_FRAME_OTHER,
                            .text = other->zone,
                            .numbers = numbers,
                            .n_numbers = CX_N_ELEMENTS(numbers) };
    CxKept kept = { .keep = NULL };
    void *found = NULL;
    if (other->reading != CX_FRAME_OTHER_DATES && !cx_kept_find(ctx, &ask, &kept, &found, error))
        return NULL;
    if (found != NULL)
        return found;
    CxFrame *frame = cx_frame_store_read(ctx, survey, other, error);
    if (frame != NULL && cx_frame_n_rows(frame) <= CX_FRAME_KEPT_ROWS_MAX)
        cx_kept_put(&kept, frame, &frame_kind);
    return frame;
}
