/* One department: how its questions went, what was found, who heads it. */
#include "pages/pages.h"
#include "pages/profile_view.h"

bool
cx_page_department(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    CxDepartmentId id = { 0 };
    if (!cx_request_param_id(request, "id", &id.v, error))
        return false;
    g_autoptr(CxDepartment) department = cx_department_load(ctx, id, error);
    CxProfileView view = { 0 };
    if (department == NULL ||
        !cx_profile_view(ctx, department, cx_request_query(request, "survey"), &view, error))
        return false;
    return cx_reply_view(reply, "department", view.name, &cx_profile_view_type, &view, error);
}
