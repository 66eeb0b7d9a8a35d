/* What the sample program knows of its leaders: why judgements may be kept, who thinks what of whom,
 * where they come from and what they asked for. Invented, as all of the sample. */
#include "cli/demo_people.h"

#include "cli/demo_judgements.h"
#include "cli/demo_work.h"
#include "engage/basis.h"
#include "engage/detail.h"
#include "engage/influence.h"

static const CxBasis basis = {
    .is_on = true,
    .purpose = "to prepare one-on-ones and see where help is needed",
    .legal_basis = "agreement with the works council, 12 January",
    .retention_days = 180,
};

static const struct {
    const char *leader;
    const char *over;
} ears[] = {
    { "helen_marsh", "mara_lindqvist" },
    { "helen_marsh", "rafael_moreno" },
    { "priya_raman", "desmond_achebe" },
};

static const struct {
    const char *leader;
    CxDetailKind kind;
    const char *what;
} details[] = {
    { "mara_lindqvist", CX_DETAIL_BACKGROUND, "Contract logistics, nine years" },
    { "mara_lindqvist", CX_DETAIL_CARRIES, "New routing system; depot move in March" },
    { "mara_lindqvist", CX_DETAIL_ASKED, "How are the days counted?" },
    { "desmond_achebe", CX_DETAIL_CARRIES, "Year-end close until the middle of January" },
    { "samuel_okoro", CX_DETAIL_CARRIES, "The new web shop goes live in spring" },
};

bool
cx_cli_demo_people(CxCtx *ctx, GError **error)
{
    if (!cx_basis_set(ctx, &basis, error) || !cx_cli_demo_judgements(ctx, error))
        return false;
    for (size_t i = 0; i < CX_N_ELEMENTS(ears); i++) {
        CxLeaderId leader = { 0 };
        CxLeaderId over = { 0 };
        if (!cx_cli_demo_leader(ctx, ears[i].leader, &leader, error) ||
            !cx_cli_demo_leader(ctx, ears[i].over, &over, error) ||
            !cx_influence_add(ctx, leader, over, error))
            return false;
    }
    for (size_t i = 0; i < CX_N_ELEMENTS(details); i++) {
        CxLeaderId leader = { 0 };
        if (!cx_cli_demo_leader(ctx, details[i].leader, &leader, error) ||
            !cx_detail_add(ctx, leader, details[i].kind, details[i].what, error))
            return false;
    }
    return true;
}
