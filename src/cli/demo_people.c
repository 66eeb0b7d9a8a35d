/* What the sample program knows of its leaders: why judgements may be kept, who thinks what of whom,
 * where they come from and what they asked for. Invented, as all of the sample. */
#include "cli/demo_people.h"

#include "base/error.h"
#include "engage/detail.h"
#include "engage/influence.h"
#include "engage/judgement.h"
#include "people/leader.h"

static const CxBasis basis = {
    .is_on = true,
    .purpose = "to prepare one-on-ones and see where help is needed",
    .legal_basis = "agreement with the works council, 12 January",
    .retention_days = 180,
};

static const struct {
    const char *leader;
    const char *rater;
    int32_t days_ago;
    int32_t influence;
    int32_t stance;
    const char *reason;
} judgements[] = {
    { "helen_marsh", "CX leader", 130, 5, 4,
      "Opened the steering group with a customer's letter." },
    { "helen_marsh", "Chief of staff", 40, 5, 5, "Asked each head what they would change." },
    { "desmond_achebe", "CX leader", 125, 5, 2, "Calls the survey soft; wants money first." },
    { "desmond_achebe", "Chief of staff", 30, 5, 3,
      "Read the threshold of Delivery and asked for Billing's." },
    { "desmond_achebe", "CX leader", 14, 5, 3, "Will sign a value once the churn file is joined." },
    { "mara_lindqvist", "CX leader", 14, 4, 3,
      "New; asked how days are counted before anything else." },
    { "rafael_moreno", "CX leader", 120, 4, 3, "Came to every meeting in spring." },
    { "rafael_moreno", "CX leader", 25, 4, 2, "Sent a deputy three times; quotas come first." },
    { "priya_raman", "CX leader", 35, 4, 4, "Gave two engineers for the order portal." },
    { "tomasz_wilk", "CX leader", 122, 3, 4, "Answers complaints himself on Fridays." },
    { "tomasz_wilk", "Chief of staff", 20, 3, 5, "Trains the other heads in calling back." },
    { "aiko_tanabe", "CX leader", 45, 3, 4, "Uses the comments in her team meeting." },
    { "ines_ferreira", "CX leader", 121, 2, 2, "Says invoices are the law's, not hers." },
    { "ines_ferreira", "CX leader", 50, 2, 3,
      "Put the order number on each line after the brief." },
    { "jonas_brandt", "CX leader", 33, 3, 4, "Asked for the split by kind of repair." },
    { "gudrun_aasen", "CX leader", 28, 3, 4, "Offered the staff survey for comparison." },
    { "leila_haddad", "CX leader", 18, 3, 3, "Polite; nothing has come of it yet." },
    { "samuel_okoro", "CX leader", 22, 2, 3, "Waits for the new shop before promising anything." },
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

static bool
find(CxCtx *ctx, const char *key, CxLeaderId *ret_id, GError **error)
{
    g_autoptr(CxLeader) leader = cx_leader_find(ctx, key, error);
    if (leader == NULL)
        return false;
    *ret_id = leader->id;
    return true;
}

static bool
add_judgements(CxCtx *ctx, GError **error)
{
    for (size_t i = 0; i < CX_N_ELEMENTS(judgements); i++) {
        CxJudgementGive give = {
            .reason = judgements[i].reason,
            .rater = judgements[i].rater,
            .day = { ctx->today.v - judgements[i].days_ago },
        };
        give.values[CX_ASPECT_INFLUENCE] = judgements[i].influence;
        give.values[CX_ASPECT_STANCE] = judgements[i].stance;
        if (!find(ctx, judgements[i].leader, &give.leader, error) ||
            !cx_judgement_give(ctx, &give, error))
            return false;
    }
    return true;
}

bool
cx_cli_demo_people(CxCtx *ctx, GError **error)
{
    if (!cx_basis_set(ctx, &basis, error) || !add_judgements(ctx, error))
        return false;
    for (size_t i = 0; i < CX_N_ELEMENTS(ears); i++) {
        CxLeaderId leader = { 0 };
        CxLeaderId over = { 0 };
        if (!find(ctx, ears[i].leader, &leader, error) || !find(ctx, ears[i].over, &over, error) ||
            !cx_influence_add(ctx, leader, over, error))
            return false;
    }
    for (size_t i = 0; i < CX_N_ELEMENTS(details); i++) {
        CxLeaderId leader = { 0 };
        if (!find(ctx, details[i].leader, &leader, error) ||
            !cx_detail_add(ctx, leader, details[i].kind, details[i].what, error))
            return false;
    }
    return true;
}
