/* SQL of originals. */
#include "feedback/original_store.h"

#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "sql/feedback.h"

int64_t
cx_original_n_chunks(int64_t len_bytes)
{
    return (len_bytes + CX_ORIGINAL_CHUNK_BYTES - 1) / CX_ORIGINAL_CHUNK_BYTES;
}

static bool
count_chunks(CxDb *db, CxOriginal *original, GError **error)
{
    const CxOriginalChunkCountParams params = { .original_id = original->id.v };
    CxOriginalChunkCountRow row;
    if (!cx_q_original_chunk_count(db, &params, &row, error))
        return false;
    original->n_chunks = row.n;
    return true;
}

bool
cx_original_store_ensure(CxDb *db, const CxDigest *digest, int64_t len_bytes, CxInstant now,
                         CxOriginal *ret_original, GError **error)
{
    const CxBlob name = { digest->bytes, sizeof digest->bytes };
    CxOriginal original = { .digest = *digest, .len_bytes = len_bytes };
    CxOriginalFindRow found;
    if (!cx_q_original_find(db, &(CxOriginalFindParams){ .digest = name }, &found, error))
        return false;
    original.id.v = found.id;
    if (found.id == 0) {
        const CxOriginalAddParams params = { .digest = name,
                                             .len_bytes = len_bytes,
                                             .received_us = now.us };
        CxOriginalAddRow added;
        if (!cx_q_original_add(db, &params, &added, error))
            return false;
        original.id.v = added.id;
    } else if (!count_chunks(db, &original, error)) {
        return false;
    }
    *ret_original = original;
    return true;
}

bool
cx_original_store_load(CxDb *db, CxOriginalId id, CxOriginal *ret_original, GError **error)
{
    const CxOriginalLoadParams params = { .id = id.v };
    g_autoptr(CxStmt) stmt = cx_q_original_load(db, &params, error);
    if (stmt == NULL)
        return false;
    CxOriginalLoadRow row;
    const CxStep step = cx_q_original_load_next(stmt, &row, error);
    if (step == CX_STEP_ERROR)
        return false;
    if (step == CX_STEP_DONE) {
        g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "there is no original %" PRId64, id.v);
        return false;
    }
    CxOriginal original = { .id = id, .len_bytes = row.len_bytes };
    memcpy(original.digest.bytes, row.digest.data,
           MIN(row.digest.len_bytes, sizeof original.digest.bytes));
    if (!count_chunks(db, &original, error))
        return false;
    *ret_original = original;
    return true;
}

bool
cx_original_store_add_chunk(CxDb *db, CxOriginal *original, CxBlob data, GError **error)
{
    const CxOriginalChunkAddParams params = {
        .original_id = original->id.v,
        .i_chunk = original->n_chunks,
        .data = data,
    };
    if (!cx_q_original_chunk_add(db, &params, error))
        return false;
    original->n_chunks++;
    return true;
}

bool
cx_original_store_drop(CxDb *db, CxOriginalId id, GError **error)
{
    return cx_q_original_chunk_drop(db, &(CxOriginalChunkDropParams){ .original_id = id.v },
                                    error) &&
           cx_q_original_drop(db, &(CxOriginalDropParams){ .id = id.v }, error);
}

static bool
take_chunk(CxDb *db, const CxOriginalChunkLoadParams *params, CxOriginalTake take, void *data,
           GError **error)
{
    g_autoptr(CxStmt) stmt = cx_q_original_chunk_load(db, params, error);
    if (stmt == NULL)
        return false;
    CxOriginalChunkLoadRow row;
    switch (cx_q_original_chunk_load_next(stmt, &row, error)) {
    case CX_STEP_ROW:
        return take(data, row.data, error);
    case CX_STEP_DONE:
        g_set_error(error, CX_ERROR, CX_ERROR_CORRUPT,
                    "piece %" PRId64 " of original %" PRId64 " is not there", params->i_chunk,
                    params->original_id);
        return false;
    case CX_STEP_ERROR:
        break;
    }
    return false;
}

bool
cx_original_store_take(CxDb *db, const CxOriginal *original, CxOriginalTake take, void *data,
                       GError **error)
{
    for (int64_t i = 0; i < original->n_chunks; i++) {
        const CxOriginalChunkLoadParams params = { .original_id = original->id.v, .i_chunk = i };
        if (!take_chunk(db, &params, take, data, error))
            return false;
    }
    return true;
}
