/* The body of a form that brings a file: multipart/form-data (RFC 7578), read as it arrives.
 *
 * Fields are kept in memory within the limits of a form; the file is spooled to a temporary file
 * that has no name any more, so that it is gone with whoever holds it. What comes in is bytes from
 * strangers: a part without a name, endless headers, a second file or a body that breaks off is
 * refused, and after the first fault the rest is passed over. One thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/digest.h"
#include "lang/lang.h"
#include "web/pair.h"

#define CX_MULTIPART_HEADER_BYTES_MAX 4096 /* the headers of one part */
#define CX_MULTIPART_BOUNDARY_MAX     70

typedef struct CxMultipart CxMultipart;

/* What a form brought. */
typedef struct {
    char *field; /* name of the form field */
    char *name;  /* what the sender calls the file: no path, no control characters, never empty */
    int64_t len_bytes;
    CxDigest digest; /* of the bytes */
    GBytes *bytes;   /* mapped, not read */
    char *dir;       /* where it is spooled */
    int fd;
} CxBrought;

/* Gives the spooled file a name, so that it outlives the request: one of its own, also where the same
 * bytes stand there already. The name in its folder; IO. (transfer full) */
CX_MUST_USE char *cx_brought_keep(const CxBrought *brought, GError **error);

void cx_brought_free(CxBrought *brought);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxBrought, cx_brought_free)

/* Whether a Content-Type header is multipart/form-data; NULL is not. */
bool cx_multipart_is_type(const char *content_type);
/* A reader for a body with that Content-Type. `dir` is where the file is spooled (made if it is not
 * there), `file_bytes_max` how long it may be. What is wrong with the header is told by
 * cx_multipart_end. (transfer full) */
CxMultipart *cx_multipart_new(const char *content_type, const char *dir, int64_t file_bytes_max);
void cx_multipart_free(CxMultipart *multipart);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxMultipart, cx_multipart_free)

/* The next piece of the body, cut anywhere. */
void cx_multipart_add(CxMultipart *multipart, const char *data, size_t len_bytes);
/* The body is there: adds its fields to `fields` and gives the file, NULL where none was chosen
 * (transfer full). Fails with INVALID for a body that is not well formed or breaks off, TOO_LARGE
 * for a file or fields over their limits, IO when the file could not be spooled. Call it once. */
CX_MUST_USE bool cx_multipart_end(CxMultipart *multipart, CxPairs *fields, CxBrought **ret_brought,
                                  GError **error);

/* What a sender calls a file, made fit to be shown and kept: the part after the last slash of
 * either kind, without control characters, at most CX_NAME_BYTES_MAX; "file" if nothing is left.
 * (transfer full) */
char *cx_multipart_file_name(const char *name);
