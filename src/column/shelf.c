#include "column/shelf.h"

#include <stdbool.h>

#include "lang/assert.h"

typedef struct {
    CxFrame *frame;       /* or NULL: none yet */
    int64_t data_version; /* what the frame was loaded at */
    bool is_loading;      /* one thread is at it */
} Place;

/* What is taken: a frame as of that version or later; or one of so many rows that stands still. */
typedef struct {
    int64_t data_version;
    size_t n_standing;
} Wanted;

struct CxFrameShelf {
    CxFrameLoader loader;
    char *folder;       /* or NULL */
    CxPush *push;       /* or NULL */
    GMutex lock;        /* guards all below; docs/decisions/0002 has why there is one */
    GCond loaded;       /* some thread ended loading */
    GHashTable *places; /* of int64_t → Place, both owned; a place stays for ever */
    CxKeep *keep;       /* has a lock of its own */
    GThread *thread;    /* in the background, to be joined, or NULL */
    bool is_working;    /* it is at it */
    void (*work)(void *data);
    void *data;
};

enum { KEPT_MAX = 2048 };

static void
place_free(gpointer data)
{
    Place *place = data;
    cx_frame_unref(place->frame);
    g_free(place);
}

CxFrameShelf *
cx_frame_shelf_new(CxFrameLoader loader)
{
    cx_assert(loader != NULL);
    CxFrameShelf *shelf = g_new0(CxFrameShelf, 1);
    shelf->loader = loader;
    shelf->keep = cx_keep_new(KEPT_MAX);
    g_mutex_init(&shelf->lock);
    g_cond_init(&shelf->loaded);
    shelf->places = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, place_free);
    return shelf;
}

void
cx_frame_shelf_free(CxFrameShelf *shelf)
{
    if (shelf == NULL)
        return;
    cx_frame_shelf_wait(shelf);
    cx_push_free(shelf->push);
    cx_keep_free(shelf->keep);
    g_hash_table_unref(shelf->places);
    g_free(shelf->folder);
    g_cond_clear(&shelf->loaded);
    g_mutex_clear(&shelf->lock);
    g_free(shelf);
}

void
cx_frame_shelf_set_folder(CxFrameShelf *shelf, const char *folder)
{
    g_free(shelf->folder);
    shelf->folder = g_strdup(folder);
}

const char *
cx_frame_shelf_folder(const CxFrameShelf *shelf)
{
    return shelf->folder;
}

void
cx_frame_shelf_set_push(CxFrameShelf *shelf, CxPush *push)
{
    shelf->push = push;
}

CxPush *
cx_frame_shelf_push(const CxFrameShelf *shelf)
{
    return shelf->push;
}

/* Under the lock. */
static Place *
place_of(CxFrameShelf *shelf, int64_t survey_id)
{
    Place *place = g_hash_table_lookup(shelf->places, &survey_id);
    if (place == NULL) {
        int64_t *key = g_new(int64_t, 1);
        *key = survey_id;
        place = g_new0(Place, 1);
        (void)g_hash_table_insert(shelf->places, key, place); /* it is new, as was just seen */
    }
    return place;
}

/* Waits until the place has a frame that is new enough, which is returned with a reference, or until
 * it is this thread's turn to load, which is marked and returns NULL, the older frame in *ret_old. A frame
 * of n_standing rows or more is returned though it is older, while another thread loads. */
static CxFrame *
place_take(CxFrameShelf *shelf, Place *place, const Wanted *wanted, CxFrame **ret_old)
{
    CxFrame *frame = NULL;
    g_mutex_lock(&shelf->lock);
    while (frame == NULL) {
        const bool is_new = place->data_version >= wanted->data_version;
        const bool is_standing = place->is_loading && place->frame != NULL &&
                                 cx_frame_n_rows(place->frame) >= wanted->n_standing;
        if (place->frame != NULL && (is_new || is_standing)) {
            frame = cx_frame_ref(place->frame);
        } else if (place->is_loading) {
            g_cond_wait(&shelf->loaded, &shelf->lock);
        } else {
            place->is_loading = true;
            *ret_old = place->frame != NULL ? cx_frame_ref(place->frame) : NULL;
            break;
        }
    }
    g_mutex_unlock(&shelf->lock);
    return frame;
}

static CxFrame *
take(CxFrameShelf *shelf, int64_t survey_id, const Wanted *wanted, void *context, GError **error)
{
    g_mutex_lock(&shelf->lock);
    Place *place = place_of(shelf, survey_id);
    g_mutex_unlock(&shelf->lock);

    g_autoptr(CxFrame) before = NULL;
    CxFrame *found = place_take(shelf, place, wanted, &before);
    if (found != NULL)
        return found;

    CxFrame *frame = shelf->loader(context, survey_id, before, error);
    if (frame != NULL && frame != before && shelf->push != NULL)
        cx_push_frame(shelf->push, frame);
    CxFrame *old = NULL; /* given back after the lock is */
    g_mutex_lock(&shelf->lock);
    place->is_loading = false;
    if (frame != NULL) {
        old = g_steal_pointer(&place->frame);
        place->frame = cx_frame_ref(frame);
        place->data_version = wanted->data_version;
    }
    g_cond_broadcast(&shelf->loaded);
    g_mutex_unlock(&shelf->lock);
    if (old != NULL)
        cx_keep_clear(shelf->keep);
    cx_frame_unref(old);
    return frame;
}

CxFrame *
cx_frame_shelf_take(CxFrameShelf *shelf, int64_t survey_id, int64_t data_version, void *context,
                    GError **error)
{
    const Wanted wanted = { data_version, SIZE_MAX };
    return take(shelf, survey_id, &wanted, context, error);
}

CxFrame *
cx_frame_shelf_take_standing(CxFrameShelf *shelf, int64_t survey_id, int64_t data_version,
                             void *context, GError **error)
{
    const Wanted wanted = { data_version, CX_FRAME_STANDING_ROWS };
    return take(shelf, survey_id, &wanted, context, error);
}

void
cx_frame_shelf_drop(CxFrameShelf *shelf, int64_t survey_id)
{
    g_mutex_lock(&shelf->lock);
    CxFrame *old = g_steal_pointer(&place_of(shelf, survey_id)->frame);
    g_mutex_unlock(&shelf->lock);
    cx_frame_unref(old);
}

void
cx_frame_shelf_replace(CxFrameShelf *shelf, int64_t survey_id, const CxFrame *old,
                       const CxFrame *same)
{
    CxFrame *given_back = NULL;
    if (shelf->push != NULL)
        cx_push_frame(shelf->push, same);
    g_mutex_lock(&shelf->lock);
    Place *place = place_of(shelf, survey_id);
    if (place->frame == old) {
        given_back = place->frame;
        place->frame = cx_frame_ref(same);
    }
    g_mutex_unlock(&shelf->lock);
    if (given_back != NULL)
        cx_keep_clear(shelf->keep); /* what is kept may name columns by where they lie */
    cx_frame_unref(given_back);
}

static gpointer
work_off(gpointer data)
{
    CxFrameShelf *shelf = data;
    shelf->work(shelf->data);
    g_mutex_lock(&shelf->lock);
    shelf->is_working = false;
    g_mutex_unlock(&shelf->lock);
    return NULL;
}

bool
cx_frame_shelf_background(CxFrameShelf *shelf, void (*work)(void *data), void *data)
{
    GThread *ended = NULL;
    bool is_begun = false;
    g_mutex_lock(&shelf->lock);
    if (!shelf->is_working) {
        ended = g_steal_pointer(&shelf->thread);
        shelf->work = work;
        shelf->data = data;
        shelf->thread = g_thread_try_new("segment", work_off, shelf, NULL);
        is_begun = shelf->is_working = shelf->thread != NULL;
    }
    g_mutex_unlock(&shelf->lock);
    if (ended != NULL)
        (void)g_thread_join(ended); /* it has returned, or is about to */
    return is_begun;
}

void
cx_frame_shelf_wait(CxFrameShelf *shelf)
{
    g_mutex_lock(&shelf->lock);
    GThread *thread = g_steal_pointer(&shelf->thread);
    g_mutex_unlock(&shelf->lock);
    if (thread != NULL)
        (void)g_thread_join(thread); /* returns nothing */
}

CxKeep *
cx_frame_shelf_keep(CxFrameShelf *shelf)
{
    return shelf->keep;
}
