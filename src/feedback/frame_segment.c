#include "feedback/frame_segment.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <inttypes.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/error.h"
#include "business/metric.h"
#include "column/segment.h"
#include "db/version.h"
#include "feedback/frame_store.h"

/* Raised when the same store is to make another frame: segments of an earlier number are made anew. */
#define RECIPE 1

static char *
path_of(const CxSurvey *survey, const char *folder)
{
    g_autofree char *name = g_strdup_printf("%s.seg", survey->key);
    return g_build_filename(folder, name, NULL);
}

/* What the frame would be made of now; (transfer full), or NULL with error set. */
static char *
stamp_of(CxCtx *ctx, const CxSurvey *survey, GError **error)
{
    g_autoptr(GString) stamp = g_string_new(NULL);
    g_string_append_printf(stamp, "recipe %d, survey %" PRId64 ", ", RECIPE, survey->id.v);
    if (!cx_data_version_stamp(ctx->db, CX_FEEDBACK_AREA, stamp, error))
        return NULL;
    g_string_append(stamp, ", ");
    if (!cx_data_version_stamp(ctx->db, CX_BUSINESS_AREA, stamp, error))
        return NULL;
    return g_string_free(g_steal_pointer(&stamp), FALSE);
}

/* ---- Writing ---- */

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
    return fd;
}

static bool
write_locked(const CxFrame *frame, const CxSurvey *survey, const char *folder, const char *stamp,
             GError **error)
{
    const int lock = folder_lock(folder, error);
    if (lock < 0)
        return false;
    g_autofree char *path = path_of(survey, folder);
    const bool is_written = cx_segment_write(frame, path, stamp, error);
    (void)close(lock);
    return is_written;
}

/* Makes the frame, and writes it where the data stood still while it was made; if that fails,
 * *ret_failure says why. NULL with error set when it was not made. */
static CxFrame *
make(CxCtx *ctx, const CxSurvey *survey, const char *folder, GError **ret_failure, GError **error)
{
    g_autofree char *before = stamp_of(ctx, survey, error);
    if (before == NULL)
        return NULL;
    g_autoptr(CxFrame) frame = cx_frame_store_load(ctx, survey, error);
    if (frame == NULL)
        return NULL;
    g_autofree char *after = stamp_of(ctx, survey, error);
    if (after == NULL)
        return NULL;
    if (cx_frame_n_rows(frame) > 0 && g_str_equal(before, after))
        (void)write_locked(frame, survey, folder, after, ret_failure);
    return g_steal_pointer(&frame);
}

/* ---- Reading ---- */

/* NULL, with *ret_failure set, when there is no frame to be had of the segment. */
static CxFrame *
map(const CxSurvey *survey, const char *folder, const char *stamp, GError **ret_failure)
{
    g_autofree char *path = path_of(survey, folder);
    return cx_segment_map(path, stamp, ret_failure);
}

CxFrame *
cx_frame_segment_load(CxCtx *ctx, const CxSurvey *survey, const char *folder, GError **error)
{
    g_autofree char *stamp = stamp_of(ctx, survey, error);
    if (stamp == NULL)
        return NULL;
    CxFrame *mapped = map(survey, folder, stamp, NULL);
    return mapped != NULL ? mapped : make(ctx, survey, folder, NULL, error);
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
    g_autofree char *stamp = stamp_of(ctx, survey, error);
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
