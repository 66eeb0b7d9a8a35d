/* Contacts with leaders: who was met, called or written to, when, about what (practice C3).
 *
 * Facts only: nothing of what somebody thinks of a leader stands here. The CX team sees all, a leader
 * sees their own, others none. Plain values in the context's arena. */
#pragma once

#include "people/ctx.h"

#define CX_CONTACT_MAP(X)                                                                          \
    X(MEETING, "meeting")                                                                          \
    X(CALL, "call")                                                                                \
    X(MAIL, "mail")                                                                                \
    X(MESSAGE, "message")

typedef enum {
#define X(name, key) CX_CONTACT_##name,
    CX_CONTACT_MAP(X)
#undef X
        CX_CONTACT_N
} CxContactKind;

/* "meeting"; borrowed for ever. */
const char *cx_contact_kind_key(CxContactKind kind);
/* False, *ret_kind untouched, for a key not known. */
CX_MUST_USE bool cx_contact_kind_find(const char *key, CxContactKind *ret_kind);
/* Whether people met or spoke: what a cadence is counted from. */
bool cx_contact_kind_is_real(CxContactKind kind);

typedef struct {
    int64_t id;
    int64_t note; /* the line it was taken from */
    CxLeaderId leader;
    CxDay day;
    CxContactKind kind;
    bool with_sponsor;
    const char *topic;    /* NULL: not said */
    const char *noted_by; /* name */
} CxContact;

typedef struct {
    const CxContact *items; /* newest first */
    size_t n;
} CxContacts;

/* All contacts the reader may see. FORBIDDEN for others than the CX team and leaders. */
CX_MUST_USE bool cx_contact_list(CxCtx *ctx, CxContacts *ret_contacts, GError **error);
/* The newest real contact with a leader until a day, or NULL. */
const CxContact *cx_contact_last(const CxContacts *contacts, CxLeaderId leader, CxDay until);
