/* Writing ZIP archives, in memory. One thread. */
#pragma once

#include <glib.h>

#include "base/clock.h"
#include "lang/lang.h"

typedef struct CxZipWriter CxZipWriter;

/* An empty archive whose files are dated `now`. IO when there is no memory for it. */
CX_MUST_USE CxZipWriter *cx_zip_writer_new(CxInstant now, GError **error);
void cx_zip_writer_free(CxZipWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxZipWriter, cx_zip_writer_free)

/* Adds a file; the bytes are referred to until the archive is written. `name` is UTF-8, a relative
 * path. CONFLICT for a name that is there already, IO otherwise. */
CX_MUST_USE bool cx_zip_writer_add(CxZipWriter *writer, const char *name, GBytes *data,
                                   GError **error);
/* The whole archive, once, after the last file; at least one is in it. (transfer full) */
CX_MUST_USE GBytes *cx_zip_writer_end(CxZipWriter *writer, GError **error);
