/* What a handler reads of a request beside its path and its command: names of the query, fields of a
 * form that brings a file, members of a document without a command.
 *
 * A row of the table of routes names such a list, and cx_request_query and cx_request_form give out
 * nothing that is not in it: asking for it ends the program in tests and debug builds, and fails the
 * request in service (CxServerConfig). So the API's description, which is written from the same list,
 * cannot leave out what a handler reads. Lists are constants that end with CX_READ_END. */
#pragma once

#include <stdbool.h>

#include "lang/lang.h"

typedef enum {
    CX_READ_TEXT,
    CX_READ_DAY,    /* "2026-11-22" */
    CX_READ_COUNT,  /* a whole number from 0 on */
    CX_READ_NUMBER, /* any number */
    CX_READ_FLAG,   /* there or not, whatever its value */
    CX_READ_LIST,   /* texts: the name may come several times */
    CX_READ_FILE,   /* in a body: what the file holds */
} CxReadKind;

typedef enum {
    CX_READ_QUERY,
    CX_READ_BODY, /* a field of the form or a member of the document */
} CxReadPlace;

typedef struct CxRead {
    const char *name; /* "from"; "t.*" stands for every name that begins with "t." */
    CxReadPlace place;
    CxReadKind kind;
    bool is_required;
    bool is_for_page;          /* carried from page to page: programs have no use for it */
    const char *about;         /* one sentence for the API's description */
    const struct CxRead *also; /* a whole list, read as well; then nothing else is set */
} CxRead;

#define CX_READ_END                                                                                \
    {                                                                                              \
        .name = NULL, .also = NULL                                                                 \
    }

/* The entry for a name, or NULL; reads may be NULL, which reads nothing. Any thread. */
const CxRead *cx_read_find(const CxRead *reads, CxReadPlace place, const char *name);

/* Calls for every entry but those that only name another list, in order, down all lists. */
void cx_read_each(const CxRead *reads, void (*take)(const CxRead *read, void *data), void *data);
