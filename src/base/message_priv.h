/* One compiled message: made by message_parse.c, written by message.c. */
#pragma once

#include <unicode/unumberformatter.h>
#include <unicode/upluralrules.h>

#include "base/message.h"

#define CX_MESSAGE_DEPTH_MAX 8 /* cases inside cases */

/* What one language counts and writes numbers with; read-only, any thread. */
typedef struct {
    UPluralRules *plural;
    UNumberFormatter *number;  /* up to six decimals, as needed */
    UNumberFormatter *integer; /* rounded half to even */
} CxMessageLocale;

typedef enum {
    CX_PART_TEXT,
    CX_PART_ARG,     /* text as it is, number as NUMBER */
    CX_PART_NUMBER,  /* and # inside a plural */
    CX_PART_INTEGER, /* {n, number, integer} */
    CX_PART_PLURAL,
    CX_PART_SELECT,
    CX_PART_N
} CxPartKind;

typedef struct {
    CxPartKind kind;
    guint i_arg;      /* but for TEXT */
    char *text;       /* TEXT only, owned */
    GPtrArray *cases; /* PLURAL and SELECT only: of CxCase, "other" is one of them */
} CxPart;

typedef struct {
    char *selector; /* "one", "owner"; owned */
    bool is_exact;  /* "=0": compared with the number itself */
    double exact;
    GPtrArray *parts; /* of CxPart */
} CxCase;

struct CxMessage {
    const CxMessageLocale *locale; /* of the catalogue it was written for */
    GPtrArray *parts;              /* of CxPart */
    GPtrArray *args;               /* names, NULL-terminated, owned */
};

/* Compiles a pattern; fails with CORRUPT saying what is wrong. (transfer full) */
CX_MUST_USE CxMessage *cx_message_parse(const char *pattern, const CxMessageLocale *locale,
                                        GError **error);
void cx_message_free(CxMessage *message);
