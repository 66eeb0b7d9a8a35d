/* Archives and workbooks for tests, written by hand: what is read must not be written by the same
 * library. */
#pragma once

#include <glib.h>

typedef struct {
    const char *path;
    const char *text; /* NULL: no such part */
    gsize len_bytes;  /* 0: up to the NUL */
} ArchivePart;

/* An archive of deflated parts; (transfer full). */
GByteArray *archive_make(const ArchivePart *parts, gsize n_parts);

/* What differs from an empty workbook of one sheet; NULL leaves a part as it is usual. */
typedef struct {
    const char *rows;     /* inside sheetData */
    const char *shared;   /* inside sst */
    const char *formats;  /* inside numFmts */
    const char *styles;   /* inside cellXfs */
    const char *sheet;    /* the whole sheet part, instead of rows */
    const char *workbook; /* the whole workbook part */
} Workbook;

/* (transfer full) */
GByteArray *workbook_make(const Workbook *book);
/* A workbook with the rows of a CSV (comma, LF, no quotes) as texts, numbers where they are; dates
 * as ISO text. (transfer full) */
GByteArray *workbook_from_csv(const char *csv);
