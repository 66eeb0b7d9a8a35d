/* What others were told of where ratings fall, as it is kept: numbers of eight bytes, the lowest first. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "evidence/threshold_priv.h"
#include "sql/evidence.h"

enum { FORMAT = 1, POINT_NUMBERS = 8 };

void
cx_threshold_told_one_free(CxThresholdToldOne *one)
{
    cx_threshold_free(one->found);
    g_free(one);
}

/* ---- Numbers ---- */

static void
put(GByteArray *out, double value)
{
    uint64_t bits = 0;
    memcpy(&bits, &value, sizeof bits);
    bits = GUINT64_TO_LE(bits);
    g_byte_array_append(out, (const guint8 *)&bits, sizeof bits);
}

typedef struct {
    const uint8_t *data;
    size_t size;
    bool is_short;
} Reader;

static double
take(Reader *reader)
{
    uint64_t bits = 0;
    double value = 0.0;
    if (reader->size < sizeof bits) {
        reader->is_short = true;
        return 0.0;
    }
    memcpy(&bits, reader->data, sizeof bits);
    reader->data += sizeof bits;
    reader->size -= sizeof bits;
    bits = GUINT64_FROM_LE(bits);
    memcpy(&value, &bits, sizeof value);
    return value;
}

static void
put_share(GByteArray *out, const CxThresholdShare *share)
{
    put(out, share->value);
    put(out, share->lo);
    put(out, share->hi);
}

static CxThresholdShare
take_share(Reader *reader)
{
    const double value = take(reader);
    const double lo = take(reader);
    return (CxThresholdShare){ value, lo, take(reader) };
}

static GByteArray *
format(const CxThresholdToldOne *one)
{
    const CxThreshold *found = one->found;
    GByteArray *out = g_byte_array_new();
    const double numbers[] = {
        FORMAT,
        (double)found->status,
        (double)found->worse,
        found->level,
        found->x,
        found->lo,
        found->hi,
        (double)found->n,
        (double)found->clusters,
        (double)found->n_replicates,
        one->more.breaks.is_break ? 1.0 : 0.0,
        one->more.breaks.x,
        one->more.breaks.gain,
        one->more.breaks.gain_se,
        one->target,
    };
    for (size_t i = 0; i < CX_N_ELEMENTS(numbers); i++)
        put(out, numbers[i]);
    put_share(out, &found->before);
    put_share(out, &found->between);
    put_share(out, &found->beyond);
    put_share(out, &found->on_target);
    put(out, (double)found->n_points);
    for (size_t i = 0; i < found->n_points; i++) {
        const CxThresholdPoint *point = &found->points[i];
        const double members[POINT_NUMBERS] = { point->x,   point->from,     point->to,
                                                point->raw, point->share,    point->lo,
                                                point->hi,  (double)point->n };
        for (size_t k = 0; k < POINT_NUMBERS; k++)
            put(out, members[k]);
    }
    return out;
}

static void
parse_points(Reader *reader, CxThreshold *found)
{
    const double n = take(reader);
    const size_t n_most = reader->size / (POINT_NUMBERS * sizeof(double));
    if (!(n >= 0.0 && n <= (double)n_most)) {
        reader->is_short = true;
        return;
    }
    found->n_points = (size_t)n;
    found->points = g_new0(CxThresholdPoint, found->n_points + 1);
    for (size_t i = 0; i < found->n_points; i++) {
        double members[POINT_NUMBERS];
        for (size_t k = 0; k < POINT_NUMBERS; k++)
            members[k] = take(reader);
        found->points[i] =
            (CxThresholdPoint){ members[0], members[1], members[2], members[3],
                                members[4], members[5], members[6], (int64_t)members[7] };
    }
}

/* False for what is no such text. */
static bool
parse(const CxBlob *blob, CxThresholdToldOne *one)
{
    Reader reader = { blob->data, blob->len_bytes, false };
    CxThreshold *found = one->found = g_new0(CxThreshold, 1);
    const double format_of = take(&reader);
    const double status = take(&reader);
    const double worse = take(&reader);
    found->level = take(&reader);
    found->x = take(&reader);
    found->lo = take(&reader);
    found->hi = take(&reader);
    found->n = (int64_t)take(&reader);
    found->clusters = (int64_t)take(&reader);
    found->n_replicates = (size_t)take(&reader);
    one->more.breaks.is_break = take(&reader) > 0.0;
    one->more.breaks.x = take(&reader);
    one->more.breaks.gain = take(&reader);
    one->more.breaks.gain_se = take(&reader);
    one->target = take(&reader);
    found->before = take_share(&reader);
    found->between = take_share(&reader);
    found->beyond = take_share(&reader);
    found->on_target = take_share(&reader);
    parse_points(&reader, found);
    if (reader.is_short || lround(format_of) != FORMAT || !(status >= 0.0) ||
        status >= (double)CX_THRESHOLD_STATUS_N || !(worse >= 0.0) ||
        worse > (double)CX_THRESHOLD_LESS)
        return false;
    found->status = (CxThresholdStatus)lround(status);
    found->worse = (CxThresholdWorse)lround(worse);
    return true;
}

/* ---- The store ---- */

static void
one_free(gpointer data)
{
    cx_threshold_told_one_free(data);
}

GPtrArray *
cx_threshold_told_load(CxCtx *ctx, const CxSurvey *survey, const CxItem *item, GError **error)
{
    const CxThresholdToldListParams params = { survey->id.v, item->id.v };
    g_autoptr(CxStmt) stmt = cx_q_threshold_told_list(ctx->db, &params, error);
    if (stmt == NULL)
        return NULL;
    g_autoptr(GPtrArray) told = g_ptr_array_new_with_free_func(one_free);
    CxThresholdToldListRow row;
    CxStep step;
    while ((step = cx_q_threshold_told_list_next(stmt, &row, error)) == CX_STEP_ROW) {
        CxThresholdToldOne *one = g_new0(CxThresholdToldOne, 1);
        g_ptr_array_add(told, one);
        one->metric = row.metric_id;
        one->from = (CxDay){ (int32_t)row.from_day };
        one->to = (CxDay){ (int32_t)row.to_day };
        if (!parse(&row.result, one)) {
            g_set_error(error, CX_ERROR, CX_ERROR_CORRUPT, "what was told of \"%s\" cannot be read",
                        item->label);
            return NULL;
        }
    }
    return step == CX_STEP_DONE ? g_steal_pointer(&told) : NULL;
}

/* One on its way to the store. In the context's arena. */
typedef struct {
    CxThresholdToldAddParams params;
} Kept;

/* What was told stays: who made something else at the same time asks again. */
static bool
write_told(CxCtx *ctx, CxDb *db, void *data, GError **error)
{
    (void)ctx;
    const Kept *kept = data;
    if (!cx_q_threshold_told_add(db, &kept->params, error))
        return false;
    const CxThresholdToldListParams params = { kept->params.survey_id, kept->params.item_id };
    g_autoptr(CxStmt) stmt = cx_q_threshold_told_list(db, &params, error);
    if (stmt == NULL)
        return false;
    bool is_same = true;
    CxThresholdToldListRow row;
    CxStep step;
    while ((step = cx_q_threshold_told_list_next(stmt, &row, error)) == CX_STEP_ROW) {
        const bool is_it =
            row.metric_id == kept->params.metric_id && row.to_day == kept->params.to_day;
        const CxBlob *own = &kept->params.result;
        is_same = is_same && (!is_it || (row.result.len_bytes == own->len_bytes &&
                                         memcmp(row.result.data, own->data, own->len_bytes) == 0));
    }
    if (step == CX_STEP_ERROR)
        return false;
    if (!is_same) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_CONFLICT,
                            "somebody was told of newer answers meanwhile: ask again");
    }
    return is_same;
}

void
cx_threshold_told_keep(CxCtx *ctx, const CxSurvey *survey, const CxItem *item,
                       const CxThresholdToldOne *one)
{
    g_autoptr(GByteArray) result = format(one);
    Kept *kept = cx_arena_new0(ctx->arena, Kept);
    uint8_t *data = cx_arena_new0_n(ctx->arena, uint8_t, result->len);
    memcpy(data, result->data, result->len);
    kept->params = (CxThresholdToldAddParams){
        .survey_id = survey->id.v,
        .item_id = item->id.v,
        .metric_id = one->metric,
        .from_day = one->from.v,
        .to_day = one->to.v,
        .told_day = ctx->today.v,
        .result = { data, result->len },
    };
    cx_ctx_defer(ctx, write_told, kept);
}
