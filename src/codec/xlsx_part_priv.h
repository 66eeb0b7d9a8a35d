/* Parts of an archive as XML, for the reader of workbooks; private to codec.
 *
 * One limit on unpacked bytes holds for all parts of an archive together. A part is parsed as it is
 * unpacked; its handlers may pause it, and say what is wrong with it. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lang/lang.h"

typedef struct CxXlsxArchive CxXlsxArchive;

/* `data` is borrowed. INVALID when it is damaged, TOO_LARGE with too many parts. (transfer full) */
CX_MUST_USE CxXlsxArchive *cx_xlsx_archive_open(const void *data, size_t len_bytes, GError **error);
void cx_xlsx_archive_free(CxXlsxArchive *archive);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxXlsxArchive, cx_xlsx_archive_free)

bool cx_xlsx_archive_has(const CxXlsxArchive *archive, const char *path);
/* The first part of that name, at most len_max bytes of it, ended by NUL; NULL if there is none or
 * it cannot be read. (transfer full) */
char *cx_xlsx_archive_peek(CxXlsxArchive *archive, const char *path, size_t len_max);

typedef struct CxXlsxPart CxXlsxPart;

/* Names come without the prefix of their namespace. Attributes as Expat gives them: name, value,
 * ..., NULL; see cx_xlsx_attribute. Any of the three may be NULL. */
typedef struct {
    void (*start)(CxXlsxPart *part, const char *name, const char **attributes, void *data);
    void (*end)(CxXlsxPart *part, const char *name, void *data);
    void (*text)(CxXlsxPart *part, const char *text, size_t len_bytes, void *data);
} CxXlsxHandlers;

typedef enum { CX_XLSX_PART_PAUSED, CX_XLSX_PART_DONE, CX_XLSX_PART_FAILED } CxXlsxPartStep;

/* INVALID when there is no such part or it cannot be unpacked, UNSUPPORTED when it is encrypted.
 * The archive must outlive it. (transfer full) */
CX_MUST_USE CxXlsxPart *cx_xlsx_part_open(CxXlsxArchive *archive, const char *path,
                                          const CxXlsxHandlers *handlers, void *data,
                                          GError **error);
void cx_xlsx_part_free(CxXlsxPart *part);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxXlsxPart, cx_xlsx_part_free)

/* Parses on until a handler pauses, the end, or something wrong. */
CX_MUST_USE CxXlsxPartStep cx_xlsx_part_run(CxXlsxPart *part, GError **error);
/* The whole part at once; handlers must not pause. */
CX_MUST_USE bool cx_xlsx_part_read(CxXlsxArchive *archive, const char *path,
                                   const CxXlsxHandlers *handlers, void *data, GError **error);

/* How much of the part is unpacked, 0..1. */
double cx_xlsx_part_share_done(const CxXlsxPart *part);

/* For handlers: run() returns PAUSED when this handler is through. */
void cx_xlsx_part_pause(CxXlsxPart *part);
/* For handlers: run() returns FAILED with this error, which is taken over. Only the first counts. */
void cx_xlsx_part_fail(CxXlsxPart *part, GError *failure);

/* The value of an attribute, whatever prefix it has; NULL if there is none. */
const char *cx_xlsx_attribute(const char **attributes, const char *name);
