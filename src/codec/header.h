/* The header of a table as a mapping finds its columns in it.
 *
 * Names are the same but for blanks around them and a "*" before them, as some tools mark what must
 * be answered; otherwise letter for letter. "#12" is the twelfth column, where none has that very
 * name: for blank and repeated headers. One thread. */
#pragma once

#include <glib.h>

#include "codec/table.h"

#define CX_HEADER_NO_COLUMN G_MAXSIZE
#define CX_HEADER_SHOWN_MAX 200 /* columns of a file that an error lists */

typedef struct {
    size_t n_columns;
    char **names;  /* n_columns of them, clean, then NULL */
    bool *is_used; /* by column: something was bound to it */
    /* What is wrong so far; see cx_header_check. */
    GString *missing;
    GString *doubled;
    int n_missing;
} CxHeader;

/* (transfer full) */
CxHeader *cx_header_new(const CxTableRow *row);
void cx_header_free(CxHeader *header);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxHeader, cx_header_free)

/* The index of a column, noted as used; CX_HEADER_NO_COLUMN for NULL, and for one the header does
 * not have or has twice, which cx_header_check then tells. */
size_t cx_header_bind(CxHeader *header, const char *column);
/* INVALID naming every column that was bound in vain (with near matches, and the columns found) or
 * stands twice. */
CX_MUST_USE bool cx_header_check(const CxHeader *header, GError **error);
