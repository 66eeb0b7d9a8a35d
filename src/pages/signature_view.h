/* Who examined a number, as its card shows it. */
#pragma once

#include "govern/signature.h"
#include "view/field.h"

typedef struct {
    int64_t id;
    const char *verdict; /* "signed" or "objected" */
    const char *signed_by;
    const char *scope;
    CxDay day;
    CxDay until;
    bool is_in_force;
    const char *withdrawn_reason; /* NULL: it was not withdrawn */
    const char *text;             /* all of it, as read */
    const char *withdraw_url;     /* NULL: not the reader's, or withdrawn */
} CxSignatureView;

extern const CxViewType cx_signature_view_type;

/* In the context's arena. */
CxViewList cx_signature_views(CxCtx *ctx, const CxCard *card, const CxSignatures *signatures);
