#include "cli/demo_rounds.h"

#include "cli/demo_work.h"
#include "engage/care.h"
#include "engage/round.h"
#include "govern/program.h"

#define TIERS_DAYS_AGO  30
#define JOINED_DAYS_AGO 45 /* whoever came into office while the round was under way */
#define QUESTIONS       3  /* is it right, does it help, which goals */

/* Tier 1 is met each month, tier 3 three times a year. */
static const struct {
    const char *leader;
    int32_t tier;
    const char *owner;
} cares[] = {
    { "helen_marsh", 1, "CX leader" },
    { "mara_lindqvist", 1, "CX leader" },
    { "desmond_achebe", 2, "CX leader" },
    { "priya_raman", 2, "CX leader" },
    { "tomasz_wilk", 2, "Ana Duarte, CX team" },
    { "aiko_tanabe", 2, "Ana Duarte, CX team" },
    { "rafael_moreno", 2, "CX leader" },
    { "ines_ferreira", 2, "Ana Duarte, CX team" },
    { "leila_haddad", 2, "Ana Duarte, CX team" },
    { "samuel_okoro", 2, "CX leader" },
    { "gudrun_aasen", 3, "CX leader" },
    { "jonas_brandt", 3, "Ana Duarte, CX team" },
};

static const struct {
    const char *name;
    int32_t begun, ended; /* days ago; ended 0: it goes on */
    const char *instead_of;
} rounds[] = {
    { "Spring one-on-ones", 239, 203, NULL },
    { "Autumn one-on-ones", 57, 0, "the steering group of the last quarter" },
};

enum { SPRING, AUTUMN };

#define YES(text)                                                                                  \
    {                                                                                              \
        CX_ROUND_DRIFT_YES, (text)                                                                 \
    }
#define PARTLY(text)                                                                               \
    {                                                                                              \
        CX_ROUND_DRIFT_PARTLY, (text)                                                              \
    }
#define NO(text)                                                                                   \
    {                                                                                              \
        CX_ROUND_DRIFT_NO, (text)                                                                  \
    }
#define OTHER(text)                                                                                \
    {                                                                                              \
        CX_ROUND_DRIFT_OTHER, (text)                                                               \
    }
#define NOT_ASKED                                                                                  \
    {                                                                                              \
        CX_ROUND_DRIFT_N, NULL                                                                     \
    }

static const struct {
    size_t round;
    const char *leader;
    int32_t days_ago;
    bool is_call;
    const char *said;
    CxRoundAnswer answers[QUESTIONS];
    const char *asked, *promised; /* or NULL */
    int32_t due_in;               /* of what was promised: days from today */
} talks[] = {
    { SPRING,
      "helen_marsh",
      237,
      false,
      "The cost review comes in autumn; the program stays out.",
      { YES(NULL), YES("Two pages are enough"), OTHER("The rating, and nothing beside it") },
      NULL,
      NULL,
      0 },
    { SPRING,
      "tomasz_wilk",
      235,
      false,
      "One person from beginning to end begins in June.",
      { YES(NULL), YES("The comments, each Monday"), OTHER("Solved at first contact") },
      NULL,
      NULL,
      0 },
    { SPRING,
      "aiko_tanabe",
      233,
      true,
      "Engineers ask why they hear of complaints last.",
      { YES(NULL), PARTLY("By product it would"), OTHER("Hours until an engineer calls") },
      NULL,
      NULL,
      0 },
    { SPRING,
      "ines_ferreira",
      230,
      false,
      "Sees no customer of her own.",
      { NO("An invoice is right or wrong"), NO(NULL), NOT_ASKED },
      NULL,
      NULL,
      0 },
    { SPRING,
      "desmond_achebe",
      226,
      false,
      "Has read the evidence card twice.",
      { PARTLY("Right, but what is it worth?"), NO("Not without money"),
        OTHER("What a lost account costs") },
      NULL,
      NULL,
      0 },
    { SPRING,
      "gudrun_aasen",
      222,
      false,
      "Offers the first week of new staff.",
      { YES(NULL), PARTLY("For new staff it does"), OTHER("Staff who would recommend us") },
      NULL,
      NULL,
      0 },
    { AUTUMN,
      "desmond_achebe",
      52,
      false,
      "What a late order costs: wants it before the year-end close.",
      { PARTLY("Once it is in money"), PARTLY("The threshold of Delivery does"),
        OTHER("Margin lost to accounts that left") },
      NULL,
      NULL,
      0 },
    { AUTUMN,
      "priya_raman",
      47,
      true,
      "The search in the web shop: two engineers from next month.",
      { YES("And faster than IT is used to"), YES(NULL), OTHER("Searches that find nothing") },
      NULL,
      NULL,
      0 },
    { AUTUMN,
      "tomasz_wilk",
      41,
      false,
      "One person from beginning to end works in two of three teams.",
      { YES(NULL), YES("The comments open our Mondays"), OTHER("Customers passed on") },
      NULL,
      NULL,
      0 },
    { AUTUMN,
      "gudrun_aasen",
      38,
      false,
      "New staff hear three customers in their first week.",
      { YES(NULL), PARTLY("I would like the same for staff"), NOT_ASKED },
      NULL,
      NULL,
      0 },
    { AUTUMN,
      "aiko_tanabe",
      30,
      true,
      "The wait for an engineer; rides along with one next month.",
      { YES(NULL), YES("By product, since the summer"), OTHER("Hours until an engineer calls") },
      NULL,
      NULL,
      0 },
    { AUTUMN,
      "ines_ferreira",
      24,
      false,
      "Wrong invoices; reads the comments each month now.",
      { PARTLY("Better than in spring"), PARTLY("A list would, more than a rating"), NOT_ASKED },
      NULL,
      "the list of invoice errors",
      -10 },
};

static bool
set_cares(CxCtx *ctx, GError **error)
{
    g_autoptr(CxCtx) then = cx_cli_demo_ago(ctx, TIERS_DAYS_AGO, error);
    for (size_t i = 0; then != NULL && i < CX_N_ELEMENTS(cares); i++) {
        CxLeaderId leader = { 0 };
        size_t n = 0;
        const CxCareSet set = { &leader, 1, cares[i].tier, cares[i].owner };
        if (!cx_cli_demo_leader(then, cares[i].leader, &leader, error) ||
            !cx_care_set(then, &set, &n, error))
            return false;
    }
    return then != NULL;
}

static bool
begin(CxCtx *ctx, size_t i, CxRoundId *ret_id, GError **error)
{
    CxEngageSettings settings;
    g_autoptr(CxCtx) then = cx_cli_demo_ago(ctx, rounds[i].begun, error);
    const CxProgram *program = then != NULL ? cx_program_load(then, then->today, error) : NULL;
    if (program == NULL || !cx_engage_settings_load(then, &settings, error))
        return false;
    CxRoundBegin round = { .name = rounds[i].name,
                           .target_days = settings.cadence_target_days,
                           .max_days = settings.cadence_max_days,
                           .instead_of = rounds[i].instead_of };
    round.questions = cx_program_questions(then, program, &round.n_questions);
    return cx_round_begin(then, &round, ret_id, error);
}

static bool
talk(CxCtx *ctx, size_t i, CxRoundId round, GError **error)
{
    CxRoundTalkAdd add = { .round = round,
                           .day = CX_DAY_NONE,
                           .is_call = talks[i].is_call,
                           .said = talks[i].said,
                           .asked = talks[i].asked,
                           .promised = talks[i].promised,
                           .due_on = CX_DAY_NONE };
    for (size_t k = 0; k < CX_ROUND_QUESTIONS_MAX; k++)
        add.answers[k] = k < QUESTIONS ? talks[i].answers[k] : (CxRoundAnswer)NOT_ASKED;
    if (talks[i].promised != NULL)
        add.due_on = (CxDay){ ctx->today.v + talks[i].due_in };
    int64_t note = 0;
    const CxClosed *closed = NULL;
    g_autoptr(CxCtx) then = cx_cli_demo_ago(ctx, talks[i].days_ago, error);
    return then != NULL && cx_cli_demo_leader(then, talks[i].leader, &add.leader, error) &&
           cx_round_talk_add(then, &add, &note, &closed, error);
}

static bool
join(CxCtx *ctx, CxRoundId round, GError **error)
{
    CxLeaderId leader = { 0 };
    g_autoptr(CxCtx) then = cx_cli_demo_ago(ctx, JOINED_DAYS_AGO, error);
    return then != NULL && cx_cli_demo_leader(then, "mara_lindqvist", &leader, error) &&
           cx_round_put_leader(then, round, leader, NULL, error);
}

static bool
end(CxCtx *ctx, size_t i, CxRoundId round, GError **error)
{
    if (rounds[i].ended == 0)
        return true;
    g_autoptr(CxCtx) then = cx_cli_demo_ago(ctx, rounds[i].ended, error);
    return then != NULL && cx_round_end(then, round, error);
}

bool
cx_cli_demo_rounds(CxCtx *ctx, GError **error)
{
    if (!set_cares(ctx, error))
        return false;
    for (size_t i = 0; i < CX_N_ELEMENTS(rounds); i++) {
        CxRoundId id = { 0 };
        if (!begin(ctx, i, &id, error) || (i == AUTUMN && !join(ctx, id, error)))
            return false;
        for (size_t k = 0; k < CX_N_ELEMENTS(talks); k++) {
            if (talks[k].round == i && !talk(ctx, k, id, error))
                return false;
        }
        if (!end(ctx, i, id, error))
            return false;
    }
    return true;
}
