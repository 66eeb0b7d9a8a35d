#include "pages/user_view.h"

#include "people/user.h"

static const CxViewField user_fields[] = {
    CX_FIELD(CxUserView, id, CX_FIELD_COUNT, "Id"),
    CX_FIELD(CxUserView, login, CX_FIELD_TEXT, "Sign-in name"),
    CX_FIELD(CxUserView, name, CX_FIELD_TEXT, "Name"),
    CX_FIELD_DATA(CxUserView, role, CX_FIELD_TEXT, "Role"),
    CX_FIELD_PAGE(CxUserView, role_title, CX_FIELD_TEXT, "Role in words"),
    CX_FIELD(CxUserView, leader, CX_FIELD_TEXT, "The leader this user is"),
    CX_FIELD(CxUserView, is_disabled, CX_FIELD_FLAG, "Switched off"),
};
const CxViewType cx_user_view_type =
    CX_VIEW_TYPE("User", CxUserView, user_fields, "Who may sign in");

CxViewList
cx_user_views(CxCtx *ctx, const GPtrArray *users)
{
    CxUserView *views = cx_arena_new0_n(ctx->arena, CxUserView, users->len);
    for (guint i = 0; i < users->len; i++) {
        const CxUser *user = g_ptr_array_index(users, i);
        views[i] = (CxUserView){
            .id = user->id.v,
            .login = cx_arena_text(ctx->arena, user->login),
            .name = cx_arena_text(ctx->arena, user->name),
            .role = cx_role_key(user->role),
            .role_title = cx_role_title(user->role),
            .leader = cx_arena_text(ctx->arena, user->leader_name),
            .is_disabled = user->is_disabled,
        };
    }
    return CX_VIEW_LIST(views, users->len);
}
