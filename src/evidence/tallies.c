#include "evidence/tallies.h"

#include "column/shelf.h"

static void *
tallies_ref(void *tallies)
{
    return cx_tallies_ref(tallies);
}

static void
tallies_unref(void *tallies)
{
    cx_tallies_unref(tallies);
}

static const CxKeepKind tallies_kind = { tallies_ref, tallies_unref };

/* Tallies hold their frame, so that no other can be at its address while they are kept. */
static CxDigest
key_of(const char *what, const CxFrame *frame, const CxSlice *slice)
{
    g_autofree char *text = cx_slice_format(slice);
    g_autoptr(CxDigester) digester = cx_digester_new();
    cx_digester_add_text(digester, what);
    cx_digester_add(digester, &frame, sizeof frame);
    cx_digester_add_text(digester, text);
    return cx_digester_end(digester);
}

/* The same for all measures of a question: they are made of the same counts. */
static CxDigest
key_of_counts(const CxFrame *frame, const CxSlice *slice)
{
    g_autoptr(CxSlice) counted = cx_slice_copy(slice);
    if (counted->question == NULL && counted->measure != CX_SLICE_COUNT)
        counted->question = g_strdup(cx_frame_overall(frame));
    counted->measure = CX_SLICE_COUNT;
    g_clear_pointer(&counted->answers, g_strfreev);
    return key_of("counts", frame, counted);
}

/* What is counted already, under another measure; else it is counted now. */
static CxTallies *
measure(CxKeep *keep, const CxFrame *frame, const CxSlice *slice, GError **error)
{
    const CxDigest key = key_of_counts(frame, slice);
    g_autoptr(CxTallies) counted = cx_keep_take(keep, &key);
    CxTallies *tallies = counted != NULL ? cx_tallies_measure(counted, slice) : NULL;
    if (tallies != NULL)
        return tallies;
    tallies = cx_slice_run(frame, slice, error);
    if (tallies != NULL)
        cx_keep_put(keep, &key, tallies, &tallies_kind);
    return tallies;
}

CxTallies *
cx_tallies_run(CxCtx *ctx, const CxFrame *frame, const CxSlice *slice, GError **error)
{
    if (ctx->frames == NULL)
        return cx_slice_run(frame, slice, error);
    CxKeep *keep = cx_frame_shelf_keep(ctx->frames);
    const CxDigest key = key_of("tallies", frame, slice);
    CxTallies *tallies = cx_keep_take(keep, &key);
    if (tallies != NULL)
        return tallies;
    tallies = measure(keep, frame, slice, error);
    if (tallies != NULL)
        cx_keep_put(keep, &key, tallies, &tallies_kind);
    return tallies;
}
