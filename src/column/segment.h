/* Segments: a frame as a file that is mapped where it would have to be made anew.
 *
 * A segment holds nothing that the store does not hold: it may be deleted at any time, and is made
 * again. It is one file, for the machine that wrote it: a head, what the frame is as JSON, then each
 * column as it lies in memory. Everything but the gaps between columns is under checksums, which are
 * looked at whenever a segment is mapped: a file that was cut short or changed is refused, never
 * counted in. It is written beside its name and renamed, so a reader sees a whole file or none; a
 * frame that is mapped stands for as long as it is held, though the file be replaced or deleted.
 *
 * The stamp says what the frame was made of (of a survey: which one, and the versions of the data). A
 * segment is of use only to who asks with the same stamp. */
#pragma once

#include <glib.h>

#include "column/frame.h"
#include "lang/lang.h"

/* Writes a frame that has rows (asserted). Replaces what is there. IO, naming the path: the disk is
 * full, the folder is not there or not ours; then nothing is left behind. TOO_LARGE when what the
 * frame is takes more than a JSON document may. */
CX_MUST_USE bool cx_segment_write(const CxFrame *frame, const char *path, const char *stamp,
                                  GError **error);

/* Maps a segment. NOT_FOUND when there is none or its stamp is another (NULL: any will do, and
 * cx_frame_stamp says which it is); CORRUPT when it is not whole and as it was written, or of another
 * version of the shape; IO when it cannot be read. The messages name the path. (transfer full) */
CX_MUST_USE CxFrame *cx_segment_map(const char *path, const char *stamp, GError **error);
