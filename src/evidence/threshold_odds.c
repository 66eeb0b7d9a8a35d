/* The odds of a low answer with each step of the fact, as people can picture it. */
#include <math.h>

#include "base/text.h"
#include "evidence/link_priv.h"
#include "evidence/threshold_priv.h"
#include "stat/estimate.h"

#define TEN 10.0

/* Times what, rounded as shown. */
static double
times(double log_odds, int decimals)
{
    const double power = pow(TEN, decimals);
    return fmin(round(power * exp(log_odds)) / power, CX_THRESHOLD_ODDS_MOST);
}

static int
decimals_of(double log_odds)
{
    const double size = exp(log_odds);
    if (size < TEN)
        return 2;
    return size < TEN * TEN ? 1 : 0;
}

static CxMeasuredStatus
status_of(const CxThresholdOdds *odds)
{
    if (odds->status == CX_LOGISTIC_FEW_CLUSTERS)
        return CX_MEASURED_FEW_CLUSTERS;
    return isnan(odds->lo) ? CX_MEASURED_TOO_FEW : CX_MEASURED_OK;
}

static CxStatRule
rule_of(const CxThresholdOdds *odds)
{
    if (isnan(odds->lo))
        return CX_STAT_RULE_NONE;
    return odds->is_firth ? CX_STAT_RULE_FIRTH_PROFILE : CX_STAT_RULE_CLUSTER_T;
}

bool
cx_threshold_is_parted(const CxThresholdFinding *finding)
{
    const char *status = finding->odds.status;
    return status != NULL &&
           (g_str_equal(status, cx_logistic_status_key(CX_LOGISTIC_SEPARATED)) ||
            g_str_equal(status, cx_logistic_status_key(CX_LOGISTIC_QUASI_SEPARATED)));
}

void
cx_threshold_fill_odds(const CxThresholdRun *run, CxThresholdFinding *finding)
{
    const CxThresholdOdds *odds = &run->more.odds;
    const double none = (double)NAN;
    CxThresholdOddsFinding *out = &finding->odds;
    out->value = (CxMeasured){ none,
                               none,
                               none,
                               .n = run->found->n,
                               .clusters = run->found->clusters,
                               .status = CX_MEASURED_TOO_FEW,
                               .rule = cx_stat_rule_key(CX_STAT_RULE_NONE) };
    /* One more sum over all answers, and with separation word of each of them: for those who hold them. */
    if (run->found->status == CX_THRESHOLD_TOO_FEW || !cx_ctx_reads_all(run->ctx))
        return;
    out->status = cx_logistic_status_key(odds->status);
    out->is_firth = odds->is_firth;
    /* A metric is stepped in its own unit; the fact is shown in run->unit for each of its last decimals. */
    const double shown = run->unit * pow(TEN, run->fact->decimals);
    const char *currency = run->metric->is_money ? run->fact->unit : NULL;
    const double step = cx_link_step(run->metric, currency, odds->spread / shown);
    const double way = finding->worse == CX_THRESHOLD_LESS ? -1.0 : 1.0;
    const double per_step = way * step * shown;
    out->step = step * shown;
    out->step_text = cx_link_step_text(run->ctx, run->metric, currency, step);
    if (isnan(odds->slope))
        return;
    const double ends[] = { per_step * odds->lo, per_step * odds->hi };
    out->decimals =
        decimals_of(isnan(odds->lo) ? per_step * odds->slope : fmin(fmax(ends[0], ends[1]), 9.0));
    out->value.value = times(per_step * odds->slope, out->decimals);
    out->value.lo = isnan(odds->lo) ? none : times(fmin(ends[0], ends[1]), out->decimals);
    out->value.hi = isnan(odds->lo) ? none : times(fmax(ends[0], ends[1]), out->decimals);
    out->value.status = status_of(odds);
    out->value.rule = cx_stat_rule_key(rule_of(odds));
}
