#include "business/kept.h"

#include "column/shelf.h"
#include "db/db.h"
#include "db/version.h"

static void *
array_ref(void *array)
{
    return g_array_ref(array);
}

static void
array_unref(void *array)
{
    g_array_unref(array);
}

static void *
ptr_array_ref(void *array)
{
    return g_ptr_array_ref(array);
}

static void
ptr_array_unref(void *array)
{
    g_ptr_array_unref(array);
}

static void *
box_ref(void *box)
{
    return g_atomic_rc_box_acquire(box);
}

static void
box_unref(void *box)
{
    g_atomic_rc_box_release(box);
}

const CxKeepKind cx_kept_array = { array_ref, array_unref };
const CxKeepKind cx_kept_ptr_array = { ptr_array_ref, ptr_array_unref };
const CxKeepKind cx_kept_box = { box_ref, box_unref };

const char *
cx_kept_tables(CxKeptWhat what)
{
    static const char *const tables[] = {
#define X(name, tables) [CX_KEPT_##name] = (tables),
        CX_KEPT_MAP(X)
#undef X
    };
    return tables[what];
}

static bool
key_of(CxCtx *ctx, const CxKeptAsk *ask, CxDigest *ret_key, GError **error)
{
    g_autoptr(GString) stamp = g_string_new(NULL);
    if (!cx_data_version_stamp_tables(ctx->db, cx_kept_tables(ask->what), stamp, error))
        return false;
    g_autoptr(CxDigester) digester = cx_digester_new();
    cx_digester_add_text(digester, "kept");
    cx_digester_add_i64(digester, (int64_t)ask->what);
    cx_digester_add_text(digester, ask->text);
    cx_digester_add_text(digester, stamp->str);
    for (size_t i = 0; i < ask->n_numbers; i++)
        cx_digester_add_i64(digester, ask->numbers[i]);
    *ret_key = cx_digester_end(digester);
    return true;
}

bool
cx_kept_find(CxCtx *ctx, const CxKeptAsk *ask, CxKept *ret_kept, void **ret_value, GError **error)
{
    *ret_value = NULL;
    *ret_kept = (CxKept){ .keep = NULL };
    if (ctx->frames == NULL || cx_db_is_writing(ctx->db))
        return true;
    if (!key_of(ctx, ask, &ret_kept->key, error))
        return false;
    ret_kept->keep = cx_frame_shelf_keep(ctx->frames);
    *ret_value = cx_keep_take(ret_kept->keep, &ret_kept->key);
    return true;
}

void
cx_kept_put(const CxKept *kept, void *value, const CxKeepKind *kind)
{
    if (kept->keep != NULL)
        cx_keep_put(kept->keep, &kept->key, value, kind);
}
