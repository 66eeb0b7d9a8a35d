/* Groups of a pool: those who touch the same cells, so that a large import is few of them. */
#include <string.h>

#include "feedback/release_priv.h"

void
cx_release_reading_clear(CxReleaseReading *reading)
{
    g_clear_pointer(&reading->said, g_array_unref);
    g_clear_pointer(&reading->early, g_array_unref);
}

guint
cx_release_cell_hash(gconstpointer data)
{
    const CxReleaseCell *cell = data;
    uint64_t hash = (uint64_t)cell->item * UINT64_C(0x9E3779B97F4A7C15);
    hash = (hash ^ (uint64_t)cell->when) * UINT64_C(0xC2B2AE3D27D4EB4F);
    hash = (hash ^ (uint64_t)cell->who) * UINT64_C(0x9E3779B97F4A7C15);
    return (guint)(hash >> 32U);
}

gboolean
cx_release_cell_equal(gconstpointer a, gconstpointer b)
{
    const CxReleaseCell *left = a;
    const CxReleaseCell *right = b;
    return left->item == right->item && left->when == right->when && left->who == right->who;
}

static int
compare_cells(const CxReleaseCell *a, const CxReleaseCell *b)
{
    if (a->item != b->item)
        return a->item < b->item ? -1 : 1;
    return a->when < b->when ? -1 : a->when > b->when;
}

int
cx_release_compare_marks(const void *a, const void *b)
{
    const CxReleaseMark *left = a;
    const CxReleaseMark *right = b;
    const int order = compare_cells(&left->cell, &right->cell);
    if (order != 0)
        return order;
    return left->says < right->says ? -1 : left->says > right->says;
}

static void
group_free(void *data)
{
    CxReleaseGroup *group = data;
    g_free(group->cells);
    g_free(group->said);
    g_free(group);
}

static guint
group_hash(gconstpointer data)
{
    const CxReleaseGroup *group = data;
    uint64_t hash = group->is_held ? 1 : 0;
    for (size_t i = 0; i < group->n_cells; i++)
        hash = (hash ^ group->cells[i]) * UINT64_C(0x9E3779B97F4A7C15);
    return (guint)(hash >> 32U);
}

static gboolean
group_equal(gconstpointer a, gconstpointer b)
{
    const CxReleaseGroup *left = a;
    const CxReleaseGroup *right = b;
    return left->is_held == right->is_held && left->n_cells == right->n_cells &&
           (left->n_cells == 0 ||
            memcmp(left->cells, right->cells, left->n_cells * sizeof *left->cells) == 0);
}

void
cx_release_book_init(CxReleaseBook *book)
{
    *book = (CxReleaseBook){
        .cells = g_hash_table_new_full(cx_release_cell_hash, cx_release_cell_equal, g_free, NULL),
        .groups_by = g_hash_table_new(group_hash, group_equal),
        .groups = g_ptr_array_new_with_free_func(group_free),
        .said = g_array_new(FALSE, TRUE, sizeof(CxReleaseSum)),
    };
}

void
cx_release_book_clear(CxReleaseBook *book)
{
    g_clear_pointer(&book->groups_by, g_hash_table_unref);
    g_clear_pointer(&book->groups, g_ptr_array_unref);
    g_clear_pointer(&book->cells, g_hash_table_unref);
    g_clear_pointer(&book->said, g_array_unref);
}

static void
touch(CxReleaseBook *book, const CxReleaseMark *mark, CxReleaseWho who, const CxReleaseSum *said,
      GArray *cells)
{
    const CxReleaseCell of = { mark->cell.item, mark->cell.when, who };
    const CxReleaseCell *cell = &of;
    void *found = g_hash_table_lookup(book->cells, cell);
    if (found == NULL) {
        found = GSIZE_TO_POINTER(g_hash_table_size(book->cells) + 1);
        g_hash_table_insert(book->cells, g_memdup2(cell, sizeof *cell), found);
    }
    const uint32_t id = (uint32_t)(GPOINTER_TO_SIZE(found) - 1);
    g_array_append_val(cells, id);
    g_array_append_val(book->said, *said);
}

/* Whether somebody came to be low or ceased to be. Sums of these are alike where all did the one or all the other;
 * who stays as they were keeps any from it. */
static CxReleaseSum
crossing_of(const CxReleaseMark *was, const CxReleaseMark *is)
{
    if (was->is_low == is->is_low)
        return (CxReleaseSum){ .n = 1, .sum = 0, .squares = 1 };
    return cx_release_sum_of(is->is_low ? 1 : 2);
}

/* Who said one thing in a cell and now says another. */
static void
touch_changed(CxReleaseBook *book, const CxReleaseMark *was, const CxReleaseMark *is, GArray *cells)
{
    const CxReleaseSum crossed = crossing_of(was, is);
    touch(book, is, CX_RELEASE_BEFORE, &was->said, cells);
    touch(book, is, CX_RELEASE_NOW, &is->said, cells);
    touch(book, is, CX_RELEASE_CROSSED, &crossed, cells);
}

static const CxReleaseMark *
mark_at(const CxReleaseReading *reading, guint i)
{
    return reading->said != NULL && i < reading->said->len
               ? &g_array_index(reading->said, CxReleaseMark, i)
               : NULL;
}

/* The cells in which the two do not say the same. */
static GArray *
cells_between(CxReleaseBook *book, const CxReleaseReading *was, const CxReleaseReading *is)
{
    static const CxReleaseSum nobody = { .n = 0 };
    GArray *cells = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    g_array_set_size(book->said, 0);
    guint i = 0;
    guint j = 0;
    for (;;) {
        const CxReleaseMark *a = mark_at(was, i);
        const CxReleaseMark *b = mark_at(is, j);
        if (a == NULL && b == NULL)
            return cells;
        const int order = a == NULL ? 1 : b == NULL ? -1 : compare_cells(&a->cell, &b->cell);
        if (order < 0)
            touch(book, a, CX_RELEASE_NEW, &nobody, cells); /* who leaves is held */
        else if (order > 0)
            touch(book, b, CX_RELEASE_NEW, &b->said, cells);
        else if (a->says != b->says)
            touch_changed(book, a, b, cells);
        i += order <= 0 ? 1 : 0;
        j += order >= 0 ? 1 : 0;
    }
}

/* Whether what was in a cell is in none now: of another month, or without an answer it had. */
static bool
is_leaving(const CxReleaseReading *was, const CxReleaseReading *is)
{
    guint j = 0;
    for (guint i = 0; mark_at(was, i) != NULL; i++) {
        const CxReleaseCell *cell = &mark_at(was, i)->cell;
        while (mark_at(is, j) != NULL && compare_cells(&mark_at(is, j)->cell, cell) < 0)
            j++;
        if (mark_at(is, j) == NULL || compare_cells(&mark_at(is, j)->cell, cell) != 0)
            return true;
    }
    return false;
}

uint32_t
cx_release_group_of(CxReleaseBook *book, const CxReleaseReading *was, const CxReleaseReading *is)
{
    g_autoptr(GArray) cells = cells_between(book, was, is);
    const CxReleaseGroup like = { .cells = (uint32_t *)(void *)cells->data,
                                  .n_cells = cells->len,
                                  .is_held = is_leaving(was, is) };
    void *found = g_hash_table_lookup(book->groups_by, &like);
    if (found == NULL) {
        GPtrArray *groups = book->groups;
        CxReleaseGroup *group = g_memdup2(&like, sizeof like);
        group->cells = g_memdup2(like.cells, like.n_cells * sizeof *like.cells);
        group->said = g_new0(CxReleaseSum, like.n_cells + 1);
        g_ptr_array_add(groups, group);
        found = GSIZE_TO_POINTER(groups->len);
        g_hash_table_insert(book->groups_by, group, found);
    }
    return (uint32_t)(GPOINTER_TO_SIZE(found) - 1);
}

void
cx_release_group_say(CxReleaseBook *book, uint32_t i_group)
{
    CxReleaseGroup *group = g_ptr_array_index(book->groups, i_group);
    for (size_t i = 0; i < group->n_cells; i++)
        cx_release_sum_add(&group->said[i], &g_array_index(book->said, CxReleaseSum, i));
}
