/* Every address of the program: one row is a page and its JSON. */
#include "pages/design.h"
#include "pages/pages.h"
#include "tell/brief_view.h"

/* clang-format off */
const CxRoute cx_routes[] = {
    { CX_METHOD_GET,  "/",                   CX_ACCESS_SIGNED_IN, CX_SIDE_PAGE, cx_page_home,
      NULL, NULL, "Leads to the reader's own first page" },
    { CX_METHOD_GET,  "/sign-in",            CX_ACCESS_PUBLIC,    CX_SIDE_PAGE, cx_page_sign_in,
      NULL, NULL, "The sign-in page" },
    { CX_METHOD_POST, "/sign-in",            CX_ACCESS_PUBLIC,    CX_SIDE_PAGE, cx_page_sign_in_post,
      NULL, NULL, "Signs in" },
    { CX_METHOD_POST, "/sign-out",           CX_ACCESS_SIGNED_IN, CX_SIDE_PAGE, cx_page_sign_out,
      NULL, NULL, "Signs out" },
    { CX_METHOD_GET,  "/scores",             CX_ACCESS_SIGNED_IN, CX_SIDE_BOTH, cx_page_scores,
      &cx_scores_view_type, NULL, "A score with its trend, and the measures beside it" },
    { CX_METHOD_GET,  "/cards/{id}",         CX_ACCESS_SIGNED_IN, CX_SIDE_BOTH, cx_page_card,
      &cx_card_view_type, NULL, "An evidence card: how one number came about" },
    { CX_METHOD_GET,  "/leaders",            CX_ACCESS_SIGNED_IN, CX_SIDE_BOTH, cx_page_leaders,
      &cx_leaders_view_type, NULL, "The leaders and what they head" },
    { CX_METHOD_POST, "/leaders",            CX_ACCESS_SIGNED_IN, CX_SIDE_BOTH, cx_page_leaders_post,
      NULL, &cx_leader_add_type, "Adds a leader" },
    { CX_METHOD_GET,  "/leaders/{id}",       CX_ACCESS_SIGNED_IN, CX_SIDE_BOTH, cx_page_leader,
      &cx_leader_view_type, NULL, "One leader and their terms of office" },
    { CX_METHOD_GET,  "/leaders/{id}/brief", CX_ACCESS_SIGNED_IN, CX_SIDE_BOTH, cx_page_brief,
      &cx_brief_view_type, NULL, "What this leader should read" },
    { CX_METHOD_GET,  "/leaders/{id}/brief.pdf", CX_ACCESS_SIGNED_IN, CX_SIDE_BOTH, cx_page_brief_pdf,
      NULL, NULL, "The brief to hand over, as PDF" },
    { CX_METHOD_GET,  "/program",            CX_ACCESS_SIGNED_IN, CX_SIDE_BOTH, cx_page_program,
      &cx_program_view_type, NULL, "What leaders are told of the program itself" },
    { CX_METHOD_POST, "/program",            CX_ACCESS_SIGNED_IN, CX_SIDE_BOTH, cx_page_program_post,
      NULL, &cx_program_change_type, "Sets a text of the program from today on" },
    { CX_METHOD_GET,  "/departments",        CX_ACCESS_SIGNED_IN, CX_SIDE_BOTH, cx_page_departments,
      &cx_departments_view_type, NULL, "The departments, who heads them, what they are asked about" },
    { CX_METHOD_POST, "/departments",        CX_ACCESS_SIGNED_IN, CX_SIDE_BOTH, cx_page_departments_post,
      NULL, &cx_department_add_type, "Adds a department" },
    { CX_METHOD_GET,  "/surveys",            CX_ACCESS_SIGNED_IN, CX_SIDE_BOTH, cx_page_surveys,
      &cx_surveys_view_type, NULL, "The surveys" },
    { CX_METHOD_GET,  "/surveys/{id}",       CX_ACCESS_SIGNED_IN, CX_SIDE_BOTH, cx_page_survey,
      &cx_survey_view_type, NULL, "What a survey asks, of whom, and how it was gathered" },
    { CX_METHOD_GET,  "/users",              CX_ACCESS_SIGNED_IN, CX_SIDE_BOTH, cx_page_users,
      &cx_users_view_type, NULL, "Who may sign in" },
    { CX_METHOD_POST, "/users",              CX_ACCESS_SIGNED_IN, CX_SIDE_BOTH, cx_page_users_post,
      NULL, &cx_user_add_type, "Adds a user" },
    { CX_METHOD_GET,  "/account",            CX_ACCESS_SIGNED_IN, CX_SIDE_PAGE, cx_page_account,
      NULL, NULL, "The reader's own account" },
    { CX_METHOD_POST, "/account",            CX_ACCESS_SIGNED_IN, CX_SIDE_PAGE, cx_page_account_post,
      NULL, NULL, "Changes the reader's own password" },
    { CX_METHOD_GET,  "/design",             CX_ACCESS_PUBLIC,    CX_SIDE_PAGE, cx_page_design,
      NULL, NULL, "Every component of the look" },
};
/* clang-format on */

const size_t cx_routes_n = CX_N_ELEMENTS(cx_routes);
