/* What drivers were found over a frame, kept in memory: the bootstrap takes longer than a page may. */
#include <string.h>

#include "column/shelf.h"
#include "evidence/drivers_priv.h"

typedef struct {
    CxFrame *frame; /* a reference: its columns stay where they are */
    CxDrivers found;
} Kept;

static void
kept_clear(gpointer data)
{
    cx_frame_unref(((Kept *)data)->frame);
}

static void *
kept_ref(void *kept)
{
    return g_atomic_rc_box_acquire(kept);
}

static void
kept_unref(void *kept)
{
    g_atomic_rc_box_release_full(kept, kept_clear);
}

static const CxKeepKind kept_kind = { kept_ref, kept_unref };

static void
add_column(CxDigester *digester, const CxDriversColumn *column)
{
    cx_digester_add(digester, &column->codes, sizeof column->codes);
    cx_digester_add(digester, &column->knot, sizeof column->knot);
    cx_digester_add_i64(digester, column->lo);
    cx_digester_add_i64(digester, column->hi);
    cx_digester_add_i64(digester, column->is_turned ? 1 : 0);
}

/* Columns of the frame by where they are, the rows that count one by one. */
static CxDigest
key_of(const CxDriversAsk *ask)
{
    g_autoptr(CxDigester) digester = cx_digester_new();
    cx_digester_add_text(digester, "drivers");
    add_column(digester, ask->outcome);
    cx_digester_add_i64(digester, (int64_t)ask->n_drivers);
    for (size_t i = 0; i < ask->n_drivers; i++)
        add_column(digester, &ask->drivers[i]);
    cx_digester_add(digester, &ask->weights, sizeof ask->weights);
    cx_digester_add(digester, &ask->clusters, sizeof ask->clusters);
    cx_digester_add_i64(digester, (int64_t)ask->n_clusters);
    cx_digester_add_i64(digester, (int64_t)ask->method);
    cx_digester_add_i64(digester, (int64_t)ask->n_replicates);
    cx_digester_add_i64(digester, (int64_t)ask->seed);
    cx_digester_add_i64(digester, (int64_t)ask->n_rows);
    if (ask->mask != NULL)
        cx_digester_add(digester, ask->mask, ask->n_rows);
    return cx_digester_end(digester);
}

static CxDrivers *
copy_of(const CxDrivers *found)
{
    CxDrivers *copy = g_new(CxDrivers, 1);
    *copy = *found;
    return copy;
}

CxDrivers *
cx_drivers_keep(const CxDriversRun *run, const CxDriversAsk *ask)
{
    if (run->ctx->frames == NULL)
        return cx_stat_drivers(ask);
    CxKeep *keep = cx_frame_shelf_keep(run->ctx->frames);
    const CxDigest key = key_of(ask);
    Kept *kept = cx_keep_take(keep, &key);
    if (kept == NULL) {
        g_autofree CxDrivers *found = cx_stat_drivers(ask);
        kept = g_atomic_rc_box_new0(Kept);
        kept->frame = cx_frame_ref(run->frame);
        kept->found = *found;
        cx_keep_put(keep, &key, kept, &kept_kind);
    }
    CxDrivers *found = copy_of(&kept->found);
    kept_unref(kept);
    return found;
}
