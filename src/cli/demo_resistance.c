#include "cli/demo_resistance.h"

#include "cli/demo_work.h"
#include "engage/resistance.h"

/* A sign opens a case; what follows it belongs to the same. */
static const struct {
    const char *leader; /* of a sign, else NULL */
    int32_t days_ago;
    CxResistanceKind kind;
    const char *key;
    const char *what;
    int32_t again_in; /* of a plan: days from then */
} entries[] = {
    { "ines_ferreira", 120, CX_RESISTANCE_SIGNAL, "open", "\"Invoices are the law's, not mine.\"",
      0 },
    { NULL, 112, CX_RESISTANCE_CAUSE, "competence", "Nobody in her team had read an evidence card.",
      0 },
    { NULL, 110, CX_RESISTANCE_PLAN, "competence.1", "An hour alone with the comments on invoices",
      30 },
    { NULL, 78, CX_RESISTANCE_OUTCOME, "eased", "Put the order number on each line after it.", 0 },
    { "rafael_moreno", 40, CX_RESISTANCE_SIGNAL, "quiet", "Sent a deputy three times.", 0 },
    { NULL, 24, CX_RESISTANCE_CAUSE, "work", "Quotas double in the quarter of the roll-out.", 0 },
    { NULL, 20, CX_RESISTANCE_PLAN, "work.2", "We call his first ten customers ourselves", 45 },
    { "leila_haddad", 16, CX_RESISTANCE_SIGNAL, "behind",
      "Told two suppliers that the program ends in spring.", 0 },
};

bool
cx_cli_demo_resistance(CxCtx *ctx, GError **error)
{
    int64_t id = 0;
    for (size_t i = 0; i < CX_N_ELEMENTS(entries); i++) {
        g_autoptr(CxCtx) then = cx_cli_demo_ago(ctx, entries[i].days_ago, error);
        if (then == NULL)
            return false;
        const CxResistanceEntry entry = {
            .kind = entries[i].kind,
            .key = entries[i].key,
            .what = entries[i].what,
            .day = CX_DAY_NONE,
            .due = entries[i].again_in > 0 ? (CxDay){ then->today.v + entries[i].again_in }
                                           : CX_DAY_NONE,
        };
        if (entries[i].leader == NULL) {
            if (!cx_resistance_add(then, id, &entry, error))
                return false;
            continue;
        }
        CxLeaderId leader = { 0 };
        if (!cx_cli_demo_leader(then, entries[i].leader, &leader, error) ||
            !cx_resistance_open(then, leader, &entry, &id, error))
            return false;
    }
    return true;
}
