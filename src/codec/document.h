/* Reading a JSON document that a person wrote: members with their issues.
 *
 * Every reader adds an issue at the member's path when it is not what it should be, and returns
 * the fallback, so that one pass finds all that is wrong. One thread. */
#pragma once

#include "base/arena.h"
#include "base/clock.h"
#include "base/issues.h"
#include "codec/json.h"

typedef struct {
    CxArena *arena;   /* what is read lives here */
    CxIssues *issues; /* what is wrong is added here */
} CxDocument;

typedef enum {
    CX_MEMBER_NEEDED,
    CX_MEMBER_OPTIONAL,
} CxMemberNeed;

/* An issue at json, or at its member `name` if not NULL. */
void cx_document_issue(CxDocument *document, const CxJson *json, const char *name, const char *code,
                       const char *format, ...) CX_PRINTF(5, 6);
/* A text in the arena, trimmed, not empty, at most max bytes; else NULL. */
const char *cx_document_text(CxDocument *document, const CxJson *json, const char *name,
                             CxMemberNeed need, size_t len_bytes_max);
/* A text that is a key. */
const char *cx_document_key(CxDocument *document, const CxJson *json, const char *name,
                            CxMemberNeed need);
int64_t cx_document_int(CxDocument *document, const CxJson *json, const char *name,
                        int64_t fallback);
bool cx_document_flag(CxDocument *document, const CxJson *json, const char *name, bool fallback);
/* A day, or CX_DAY_NONE. */
CxDay cx_document_day(CxDocument *document, const CxJson *json, const char *name);
/* An array or object, or NULL. */
const CxJson *cx_document_tree(CxDocument *document, const CxJson *json, const char *name,
                               CxJsonType type, CxMemberNeed need);
/* Adds an issue for each member whose name is not in `names` (NULL ends), with the nearest one. */
void cx_document_check_names(CxDocument *document, const CxJson *json, const char *const *names);
/* A text or a whole number as the text a file would hold ("11"), in the arena; else an issue and
 * NULL. */
const char *cx_document_source(CxDocument *document, const CxJson *json);
