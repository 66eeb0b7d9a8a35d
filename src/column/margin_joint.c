/* What margins do not know beforehand: counted once, and kept for who asks next. */
#include "base/keep.h"
#include "column/frame_priv.h"
#include "column/margin_priv.h"
#include "kernel/cube.h"

bool
cx_margin_set_fits(const CxMarginLayout *layout, const CxMarginSet *set, size_t i_question)
{
    return set->n_classes * layout->questions[i_question].n <= CX_CUBE_CELLS_MAX;
}

static void *
joint_ref(void *joint)
{
    g_atomic_ref_count_inc(&((CxMarginJoint *)joint)->n_refs);
    return joint;
}

static void
joint_unref(void *joint)
{
    cx_margin_joint_unref(joint);
}

void
cx_margin_joint_unref(CxMarginJoint *joint)
{
    if (joint == NULL || !g_atomic_ref_count_dec(&joint->n_refs))
        return;
    for (size_t i = 0; i < joint->n_ranges; i++)
        g_free(joint->cells[i]);
    g_free(joint->cells);
    g_free(joint);
}

static CxDigest
key_of(const CxMarginSet *set, size_t i_question, const size_t rows[2])
{
    g_autoptr(CxDigester) digester = cx_digester_new();
    cx_digester_add(digester, set->dimension, set->n_dimensions * sizeof set->dimension[0]);
    cx_digester_add_i64(digester, (int64_t)i_question);
    for (size_t k = 0; rows != NULL && k < 2; k++)
        cx_digester_add_i64(digester, (int64_t)rows[k]);
    return cx_digester_end(digester);
}

static CxMarginJoint *
joint_of(CxKeep *keep, const CxDigest *key, const CxMarginJoint *like)
{
    static const CxKeepKind kind = { joint_ref, joint_unref };
    CxMarginJoint *joint = cx_keep_take(keep, key);
    if (joint != NULL)
        return joint;
    joint = g_new(CxMarginJoint, 1);
    *joint = *like;
    joint->cells = g_new0(uint32_t *, like->n_ranges);
    g_atomic_ref_count_init(&joint->n_refs);
    cx_keep_put(keep, key, joint, &kind);
    return joint;
}

CxMarginJoint *
cx_margin_joint_months(const CxMargins *margins, const CxMarginSet *set, size_t i_question)
{
    const CxDigest key = key_of(set, i_question, NULL);
    const CxMarginJoint like = { .set = *set,
                                 .i_question = i_question,
                                 .n_ranges = margins->n_months };
    return joint_of(margins->joints, &key, &like);
}

CxMarginJoint *
cx_margin_joint_rows(const CxMargins *margins, const CxMarginSet *set, size_t i_question,
                     const size_t rows[2])
{
    const CxDigest key = key_of(set, i_question, rows);
    const CxMarginJoint like = { .set = *set, .i_question = i_question, .n_ranges = 1 };
    return joint_of(margins->edges, &key, &like);
}

const uint32_t *
cx_margin_joint_cells(const CxMarginJoint *joint, const CxFrame *frame, size_t i,
                      const size_t rows[2])
{
    uint32_t *cells = g_atomic_pointer_get(&joint->cells[i]);
    if (cells != NULL)
        return cells;
    const CxMarginLayout *layout = frame->margins->layout;
    const size_t n_cells = joint->set.n_classes * layout->questions[joint->i_question].n;
    uint32_t *counted = g_new0(uint32_t, n_cells);
    cx_margin_count(layout, &joint->set, joint->i_question, frame, rows, counted);
    if (g_atomic_pointer_compare_and_exchange(&joint->cells[i], NULL, counted))
        return counted;
    g_free(counted); /* somebody else was as quick */
    return g_atomic_pointer_get(&joint->cells[i]);
}
