/* "/": everyone lands on their own first page. */
#include "base/error.h"
#include "feedback/survey.h"
#include "pages/pages.h"

/* Before there is a survey, whoever can bring one begins with the files. */
static bool
choose_path(CxCtx *ctx, const char **ret_path, GError **error)
{
    *ret_path = "/scores";
    if (!ctx->wall.can_change_program)
        return true;
    g_autoptr(GPtrArray) surveys = cx_survey_titles(ctx, error);
    if (surveys == NULL)
        return false;
    *ret_path = surveys->len == 0 ? "/files" : "/week";
    return true;
}

bool
cx_page_home(CxCtx *ctx, CX_UNUSED const CxRequest *request, CxReply *reply, GError **error)
{
    const char *path = NULL;
    if (!choose_path(ctx, &path, error))
        return false;
    if (ctx->actor.role == CX_ROLE_LEADER) {
        path = "/own";
    } else if (ctx->actor.role == CX_ROLE_ADMIN) {
        path = "/users";
    }
    cx_reply_redirect(reply, path);
    return true;
}
