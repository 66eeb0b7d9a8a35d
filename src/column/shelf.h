/* The shelf: the newest frame of each survey, shared by all threads.
 *
 * The one place in column with a lock (docs/decisions/0002): it is held to look up and to swap a pointer,
 * never while a frame is loaded. One thread loads a survey's frame at a time; the others that need
 * it wait for that, or are given the one that stands (docs/decisions/0073). */
#pragma once

#include <glib.h>
#include <stdint.h>

#include "base/keep.h"
#include "column/frame.h"
#include "column/push.h"
#include "lang/lang.h"

typedef struct CxFrameShelf CxFrameShelf;

/* Makes the frame of a survey from what is stored, on the caller's thread. context is what the taker
 * passed: its own connection. old is the frame that was the newest, borrowed, or NULL: what changed may be
 * put onto it. (transfer full), or NULL with error set. */
typedef CxFrame *(*CxFrameLoader)(void *context, int64_t survey_id, const CxFrame *old,
                                  GError **error);

CxFrameShelf *cx_frame_shelf_new(CxFrameLoader loader);
void cx_frame_shelf_free(CxFrameShelf *shelf);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxFrameShelf, cx_frame_shelf_free)

/* Gives the shelf a folder for segments (column/segment.h); without one frames are made from the store
 * each time the program begins. Before other threads know of the shelf. */
void cx_frame_shelf_set_folder(CxFrameShelf *shelf, const char *folder);
/* The folder, borrowed, or NULL. */
const char *cx_frame_shelf_folder(const CxFrameShelf *shelf);

/* Gives the shelf what frames are pushed down by; (transfer full). Before other threads know of it. */
void cx_frame_shelf_set_push(CxFrameShelf *shelf, CxPush *push);
/* Borrowed, or NULL: slices are run here. */
CxPush *cx_frame_shelf_push(const CxFrameShelf *shelf);

/* The frame of a survey as of data_version or later; data_version counts up with every change of
 * what is stored (cx_data_version, read before on the same connection). Loads when the shelf's is
 * older; fails as the loader does. (transfer full) */
CX_MUST_USE CxFrame *cx_frame_shelf_take(CxFrameShelf *shelf, int64_t survey_id,
                                         int64_t data_version, void *context, GError **error);
/* The same for a page: while another thread loads, a frame of so many rows that loading may take longer than a
 * page is given as it was before. Whoever loads waits. */
#define CX_FRAME_STANDING_ROWS 200000
CX_MUST_USE CxFrame *cx_frame_shelf_take_standing(CxFrameShelf *shelf, int64_t survey_id,
                                                  int64_t data_version, void *context,
                                                  GError **error);
/* Puts another frame of the same content in place of one, if that is the newest still. */
void cx_frame_shelf_replace(CxFrameShelf *shelf, int64_t survey_id, const CxFrame *old,
                            const CxFrame *same);
/* Does what is in no hurry on a thread of its own, one at a time; false, and work is not called, while
 * another is being done or there is no thread to be had. Freeing the shelf waits for it. */
bool cx_frame_shelf_background(CxFrameShelf *shelf, void (*work)(void *data), void *data);
/* Waits for that. */
void cx_frame_shelf_wait(CxFrameShelf *shelf);
/* Forgets a survey's frame, to free memory; those who hold it keep it. */
void cx_frame_shelf_drop(CxFrameShelf *shelf, int64_t survey_id);
/* What else was made of the data and is shared, under keys that name its version; borrowed. */
CxKeep *cx_frame_shelf_keep(CxFrameShelf *shelf);
