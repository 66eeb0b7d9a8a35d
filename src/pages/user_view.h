/* A user as a document: what the users page, the API and `coalition user list` show. */
#pragma once

#include "people/ctx.h"
#include "view/field.h"

typedef struct {
    int64_t id;
    const char *login;
    const char *name;
    const char *role;
    const char *role_title; /* "CX leader" */
    const char *leader;     /* name; NULL: none */
    bool is_disabled;
} CxUserView;

extern const CxViewType cx_user_view_type;

/* The users of cx_user_list (GPtrArray of CxUser), as CxUserView in the context's arena. */
CxViewList cx_user_views(CxCtx *ctx, const GPtrArray *users);
