/* Another measure of what was counted: a score is a function of the code answered, so that no row is looked
 * at again. */
#include <string.h>

#include "column/run.h"
#include "column/run_priv.h"
#include "lang/assert.h"

/* Everything but the measure's own part stays as it was. */
static CxTally
measured(const CxRun *run, const CxTally *counted)
{
    int64_t all[CX_KERNEL_CODES] = { 0 };
    CxTally tally = { .key = counted->key,
                      .label = counted->label,
                      .from = counted->from,
                      .to = counted->to,
                      .hist = counted->hist };
    memcpy(all, counted->hist, sizeof all);
    all[CX_CODE_NOT_APPLICABLE] = counted->n_not_applicable;
    all[CX_CODE_MISSING] = counted->n_missing;
    cx_run_tally_plain(run, &tally, all);
    return tally;
}

CxTallies *
cx_tallies_measure(CxTallies *counted, const CxSlice *slice)
{
    const CxRunOwned *was = (const CxRunOwned *)counted;
    if (!was->is_plain || counted->item == NULL)
        return NULL;
    CxRunOwned *owned = cx_run_owned_new(was->frame);
    owned->is_plain = true;
    owned->counted = cx_tallies_ref(counted);
    CxTallies *tallies = &owned->tallies;
    tallies->item = counted->item;
    tallies->measure = slice->measure;
    tallies->n_groups = counted->n_groups;
    tallies->n_ungrouped = counted->n_ungrouped;
    CxRun run = { .frame = was->frame, .slice = slice, .owned = owned };
    cx_run_scale_fill(&run, tallies->item);
    tallies->whole = measured(&run, &counted->whole);
    CxTally *groups = cx_arena_new0_n(owned->texts, CxTally, counted->n_groups);
    for (size_t g = 0; g < counted->n_groups; g++)
        groups[g] = measured(&run, &counted->groups[g]);
    tallies->groups = groups;
    return tallies;
}
