#include "feedback/frame_segment.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <inttypes.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/error.h"
#include "column/segment.h"
#include "column/shelf.h"
#include "db/txn.h"
#include "feedback/frame_since_priv.h"
#include "feedback/frame_store.h"

#define SEGMENT_END ".seg" /* and six letters after a dot while it is being written */
#define SMALL_ROWS  CX_FRAME_STANDING_ROWS /* a segment of so many is written within moments */
#define LATE_ROWS   65536 /* of a larger one: when so many came, it is written again */

static char *
path_of(const CxSurvey *survey, const char *folder)
{
    g_autofree char *name = g_strconcat(survey->key, SEGMENT_END, NULL);
    return g_build_filename(folder, name, NULL);
}

/* ---- Writing ---- */

/* What a writer left that was killed: whoever has the lock is the only one who writes. */
static void
leftovers_remove(const char *folder)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name = NULL;
    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
        const char *end = strstr(name, SEGMENT_END ".");
        g_autofree char *path = g_build_filename(folder, name, NULL);
        if (end != NULL)
            (void)g_unlink(path); /* it may stay: it is in nobody's way */
    }
}

/* The lock file, locked, or -1 with error set. Closing it gives the lock back. */
static int
folder_lock(const char *folder, GError **error)
{
    g_autofree char *path = g_build_filename(folder, "lock", NULL);
    int fd = -1;
    if (g_mkdir_with_parents(folder, 0700) == 0)
        fd = g_open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) {
        g_set_error(error, CX_ERROR, CX_ERROR_IO, "cannot write to the folder \"%s\": %s", folder,
                    g_strerror(errno));
        return -1;
    }
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        (void)close(fd);
        g_set_error(error, CX_ERROR, CX_ERROR_BUSY, "another process is writing to \"%s\"", folder);
        return -1;
    }
    leftovers_remove(folder);
    return fd;
}

static bool
write_locked(const CxFrame *frame, const CxSurvey *survey, const char *folder, GError **error)
{
    const int lock = folder_lock(folder, error);
    if (lock < 0)
        return false;
    g_autofree char *path = path_of(survey, folder);
    const bool is_written = cx_segment_write(frame, path, cx_frame_stamp(frame), error);
    (void)close(lock);
    return is_written;
}

/* Makes the frame and writes it; if that fails, *ret_failure says why. NULL with error set when it was
 * not made. */
static CxFrame *
make(CxCtx *ctx, const CxSurvey *survey, const char *folder, GError **ret_failure, GError **error)
{
    g_autoptr(CxFrame) frame = cx_frame_store_load(ctx, survey, error);
    if (frame == NULL || folder == NULL)
        return g_steal_pointer(&frame);
    if (cx_frame_n_rows(frame) > 0 && cx_frame_stamp(frame) != NULL)
        (void)write_locked(frame, survey, folder, ret_failure);
    return g_steal_pointer(&frame);
}

/* ---- Writing what is large ---- */

/* A frame to be written again while it is being used. */
typedef struct {
    CxFrameShelf *shelf;
    CxFrame *frame;
    int64_t survey_id;
    char *folder, *path;
} Merge;

static void
merge_free(Merge *merge)
{
    cx_frame_unref(merge->frame);
    g_free(merge->folder);
    g_free(merge->path);
    g_free(merge);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Merge, merge_free)

/* Writes it whole, maps that and puts it in its place: nobody waits, and what fails is done again when
 * the next responses come. */
static void
merge_do(void *data)
{
    g_autoptr(Merge) merge = data;
    const int lock = folder_lock(merge->folder, NULL);
    if (lock < 0)
        return;
    const char *stamp = cx_frame_stamp(merge->frame);
    g_autoptr(CxFrame) mapped = NULL;
    if (cx_segment_write(merge->frame, merge->path, stamp, NULL))
        mapped = cx_segment_map(merge->path, stamp, NULL);
    (void)close(lock);
    if (mapped != NULL)
        cx_frame_shelf_replace(merge->shelf, merge->survey_id, merge->frame, mapped);
}

static void
merge_begin(CxFrameShelf *shelf, const CxFrame *frame, const CxSurvey *survey)
{
    Merge *merge = g_new(Merge, 1);
    const char *folder = cx_frame_shelf_folder(shelf);
    *merge = (Merge){ shelf, cx_frame_ref(frame), survey->id.v, g_strdup(folder),
                      path_of(survey, folder) };
    if (!cx_frame_shelf_background(shelf, merge_do, merge))
        merge_free(merge);
}

/* A small frame is written at once; a large one when much of it came late. */
static void
keep(CxCtx *ctx, const CxFrame *frame, const CxSurvey *survey)
{
    const char *folder = ctx->frames != NULL ? cx_frame_shelf_folder(ctx->frames) : NULL;
    if (folder == NULL)
        return;
    if (cx_frame_n_rows(frame) <= SMALL_ROWS)
        (void)write_locked(frame, survey, folder, NULL);
    else if (cx_frame_n_late(frame) > LATE_ROWS)
        merge_begin(ctx->frames, frame, survey);
}

/* ---- Reading ---- */

/* NULL, with *ret_failure set, when there is no frame to be had of the segment. */
static CxFrame *
map(const CxSurvey *survey, const char *folder, const char *stamp, GError **ret_failure)
{
    g_autofree char *path = path_of(survey, folder);
    return cx_segment_map(path, stamp, ret_failure);
}

/* The frame of now, of one that may be older: itself, or what came put onto it. NULL without an error: it
 * is to be made. */
static CxFrame *
bring_up(CxCtx *ctx, const CxSurvey *survey, const CxFrame *older, GError **error)
{
    g_autoptr(CxTxn) txn = cx_txn_begin_read(ctx->db, error);
    g_autofree char *now = txn != NULL ? cx_frame_segment_stamp(ctx, survey, error) : NULL;
    if (now == NULL)
        return NULL;
    if (g_strcmp0(cx_frame_stamp(older), now) == 0)
        return cx_frame_ref(older);
    CxFrameSince since;
    if (!cx_frame_since_find(ctx, survey, older, now, &since, error) || since.base == NULL)
        return NULL;
    g_autoptr(GError) failure = NULL;
    CxFrame *frame = cx_frame_store_load_since(ctx, survey, &since, now, &failure);
    if (frame != NULL) {
        keep(ctx, frame, survey);
        return frame;
    }
    if (cx_error_code(failure) != CX_ERROR_CONFLICT)
        g_propagate_error(error, g_steal_pointer(&failure));
    return NULL;
}

CxFrame *
cx_frame_segment_load(CxCtx *ctx, const CxSurvey *survey, const CxFrame *old, GError **error)
{
    const char *folder = ctx->frames != NULL ? cx_frame_shelf_folder(ctx->frames) : NULL;
    if (cx_db_is_writing(ctx->db))
        return cx_frame_store_load(ctx, survey, error);
    g_autoptr(CxFrame) mapped =
        old == NULL && folder != NULL ? map(survey, folder, NULL, NULL) : NULL;
    const CxFrame *older = old != NULL ? old : mapped;
    g_autoptr(GError) failure = NULL;
    CxFrame *frame = older != NULL ? bring_up(ctx, survey, older, &failure) : NULL;
    if (frame != NULL)
        return frame;
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return NULL;
    }
    return make(ctx, survey, folder, NULL, error);
}

bool
cx_frame_segment_rebuild(CxCtx *ctx, const CxSurvey *survey, const char *folder, GError **error)
{
    g_autoptr(GError) unwritten = NULL;
    g_autoptr(CxFrame) frame = make(ctx, survey, folder, &unwritten, error);
    if (frame == NULL)
        return false;
    const bool is_written = unwritten == NULL;
    if (!is_written)
        g_propagate_error(error, g_steal_pointer(&unwritten));
    return is_written;
}

void
cx_segment_report_clear(CxSegmentReport *report)
{
    g_clear_pointer(&report->why, g_free);
}

bool
cx_frame_segment_report(CxCtx *ctx, const CxSurvey *survey, const char *folder,
                        CxSegmentReport *ret_report, GError **error)
{
    *ret_report = (CxSegmentReport){ .state = CX_SEGMENT_NONE };
    g_autofree char *stamp = cx_frame_segment_stamp(ctx, survey, error);
    if (stamp == NULL)
        return false;
    g_autofree char *path = path_of(survey, folder);
    GStatBuf about;
    if (g_stat(path, &about) != 0)
        return true;
    ret_report->n_bytes = about.st_size;
    g_autoptr(GError) failure = NULL;
    g_autoptr(CxFrame) frame = map(survey, folder, stamp, &failure);
    if (frame != NULL) {
        ret_report->state = CX_SEGMENT_CURRENT;
        ret_report->n_rows = (int64_t)cx_frame_n_rows(frame);
    } else if (cx_error_code(failure) == CX_ERROR_NOT_FOUND) {
        ret_report->state = CX_SEGMENT_OLD;
    } else {
        ret_report->state = CX_SEGMENT_DAMAGED;
        ret_report->why = g_strdup(failure->message);
    }
    return true;
}
