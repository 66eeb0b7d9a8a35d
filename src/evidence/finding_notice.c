/* Noticing: every night looks at each survey, tests what is new of a closed quarter as one family,
 * and writes what is worth saying (docs/methods/findings.md). */
#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/text.h"
#include "db/txn.h"
#include "evidence/card.h"
#include "evidence/change_judge.h"
#include "evidence/finding_priv.h"
#include "feedback/frame_store.h"
#include "lang/assert.h"
#include "sql/evidence.h"
#include "stat/family.h"

#define CLOSES_A_YEAR 4
#define PARTS         4 /* of a close's share of false findings: thresholds, fading, unusual, links */

/* ---- Judging ---- */

bool
cx_finding_is_picked(const CxCandidate *candidate, double alpha)
{
    return candidate->p_adjusted <= alpha; /* false for NaN */
}

size_t
cx_finding_judge(CxCandidate *family, size_t n, double alpha)
{
    g_autofree double *p = g_new0(double, n + 1);
    size_t n_tested = 0;
    for (size_t i = 0; i < n; i++) {
        p[i] = family[i].p;
        n_tested += isnan(p[i]) ? 0 : 1;
    }
    cx_stat_bh(p, n, p);
    size_t n_picked = 0;
    for (size_t i = 0; i < n; i++) {
        family[i].p_adjusted = p[i];
        n_picked += cx_finding_is_picked(&family[i], alpha) ? 1 : 0;
    }
    if (n_picked == 0)
        return 0;
    const double level = MAX(cx_stat_fcr_level(alpha, n_picked, n_tested), CX_STAT_LEVEL);
    const double wider = cx_stat_z(level) / cx_stat_z(CX_STAT_LEVEL);
    for (size_t i = 0; i < n; i++) {
        CxMeasured *value = &family[i].value;
        if (!cx_finding_is_picked(&family[i], alpha))
            continue;
        value->lo = value->value - wider * (value->value - value->lo);
        value->hi = value->value + wider * (value->hi - value->value);
    }
    return n_picked;
}

/* ---- Cards ---- */

#define SAY(ctx, key, ...)                                                                         \
    cx_arena_take((ctx)->arena, cx_message_format((ctx)->catalogue, key, __VA_ARGS__))

/* How many were tested with it, and at which share of false ones. */
typedef struct {
    size_t n_tested, n_picked;
    double alpha;
} Family;

static const char *
number_words(CxCtx *ctx, double value, int decimals)
{
    return cx_arena_take(ctx->arena, cx_text_number(value, decimals));
}

/* The card of a finding that was tested: that of the number it was made of, with what was tested. */
static bool
write_card(const CxNoticer *noticer, const Family *family, CxCandidate *candidate, GError **error)
{
    CxCtx *ctx = noticer->ctx;
    const CxCard *base = cx_card_load(ctx, candidate->value.card.hex, error);
    if (base == NULL)
        return false;
    CxCard *card = cx_arena_new0(ctx->arena, CxCard);
    *card = *base;
    const char **caveats = cx_arena_new0_n(ctx->arena, const char *, base->n_caveats + 2);
    caveats[0] = SAY(ctx, "finding.card.tested", CX_ARG_NUMBER("n", (int64_t)family->n_tested),
                     CX_ARG_NUMBER("picked", (int64_t)family->n_picked),
                     CX_ARG_TEXT("p", number_words(ctx, candidate->p_adjusted, 4)),
                     CX_ARG_TEXT("alpha", number_words(ctx, family->alpha, 4)));
    for (size_t i = 0; i < base->n_caveats; i++)
        caveats[i + 1] = base->caveats[i];
    const double level =
        MAX(cx_stat_fcr_level(family->alpha, family->n_picked, family->n_tested), CX_STAT_LEVEL);
    card->caveats = caveats;
    card->n_caveats = base->n_caveats + 1;
    card->label = candidate->card_label != NULL ? candidate->card_label : base->label;
    card->measure = candidate->card_measure != NULL ? candidate->card_measure : base->measure;
    card->method = candidate->card_method != NULL ? candidate->card_method : base->method;
    card->interval =
        SAY(ctx, "finding.card.interval", CX_ARG_TEXT("interval", base->interval),
            CX_ARG_TEXT("level", number_words(ctx, 100.0 * level, level > CX_STAT_LEVEL ? 2 : 0)));
    card->value = candidate->value;
    card->decimals = candidate->decimals;
    card->has_other = false;
    card->value.card = cx_card_id(candidate->subject, card->frame, &card->value);
    candidate->value.card = card->value.card;
    return cx_card_write(ctx, noticer->survey, candidate->item, card, error);
}

/* ---- Writing ---- */

static CxOptReal
opt_real(double value)
{
    return isnan(value) ? (CxOptReal){ 0 } : CX_SOME_REAL(value);
}

static bool
add_finding(const CxNoticer *noticer, const CxCandidate *candidate, GError **error)
{
    const CxCtx *ctx = noticer->ctx;
    const CxMeasured *value = &candidate->value;
    const CxFindingAddParams params = {
        .survey_id = noticer->survey->id.v,
        .department_id = { .is_set = candidate->department.v != 0, .v = candidate->department.v },
        .kind = cx_finding_kind_key(candidate->kind),
        .tone = cx_finding_tone_key(candidate->tone),
        .subject = candidate->subject,
        .state = candidate->state,
        .message = candidate->message,
        .arguments = candidate->arguments,
        .value = opt_real(value->value),
        .lo = opt_real(value->lo),
        .hi = opt_real(value->hi),
        .n = MAX(value->n, 0),
        .card_id = *value->card.hex != '\0' ? value->card.hex : NULL,
        .slice = candidate->slice,
        .before_slice = candidate->before_slice,
        .url = candidate->url,
        .p_adjusted = opt_real(candidate->p_adjusted),
        .found_day = ctx->today.v,
        .found_us = ctx->now.us,
        .until_day = ctx->today.v + candidate->days,
    };
    CxFindingAddRow row;
    return cx_q_finding_add(ctx->db, &params, &row, error);
}

/* Whether what was said last is what would be said now: the same words, and no number that left the
 * interval of the one before. */
static bool
is_same(const CxFindingOfSubjectRow *last, const CxCandidate *candidate)
{
    if (strcmp(last->state, candidate->state) != 0 ||
        strcmp(last->tone, cx_finding_tone_key(candidate->tone)) != 0)
        return false;
    const double value = candidate->value.value;
    const bool has_interval = last->lo.is_set && last->hi.is_set;
    return !has_interval || isnan(value) || (last->lo.v <= value && value <= last->hi.v);
}

/* Writes a candidate unless it was said and has not changed; *n_new counts those written. */
static bool
write_one(const CxNoticer *noticer, const Family *family, CxCandidate *candidate, int64_t *n_new,
          GError **error)
{
    CxCtx *ctx = noticer->ctx;
    candidate->say(ctx, candidate);
    const CxFindingOfSubjectParams params = { .subject = candidate->subject };
    g_autoptr(CxStmt) stmt = cx_q_finding_of_subject(ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    CxFindingOfSubjectRow last;
    const CxStep step = cx_q_finding_of_subject_next(stmt, &last, error);
    if (step == CX_STEP_ERROR)
        return false;
    if (step == CX_STEP_ROW && is_same(&last, candidate)) {
        const CxFindingExtendParams extend = { .id = last.id,
                                               .until_day = ctx->today.v + candidate->days };
        return family == NULL || cx_q_finding_extend(ctx->db, &extend, error);
    }
    const CxFindingEndParams end = { .subject = candidate->subject, .day = ctx->today.v };
    if (family != NULL && !write_card(noticer, family, candidate, error))
        return false;
    (*n_new)++;
    return cx_q_finding_end(ctx->db, &end, error) && add_finding(noticer, candidate, error);
}

static const char *
part_of(CxFindingKind kind)
{
    return cx_finding_kind_key(kind);
}

/* Judges the candidates of one kind as a family, and writes what is picked. */
static bool
write_part(const CxNoticer *noticer, CxFindingKind kind, int64_t *n_new, GError **error)
{
    g_autoptr(GArray) part = g_array_new(FALSE, FALSE, sizeof(CxCandidate));
    for (guint i = 0; i < noticer->family->len; i++) {
        const CxCandidate *each = &g_array_index(noticer->family, CxCandidate, i);
        if (each->kind == kind)
            g_array_append_val(part, *each);
    }
    if (part->len == 0)
        return true;
    CxCandidate *family = (CxCandidate *)(void *)part->data;
    Family of = { .alpha = cx_change_alpha(CLOSES_A_YEAR) / PARTS };
    of.n_picked = cx_finding_judge(family, part->len, of.alpha);
    for (guint i = 0; i < part->len; i++)
        of.n_tested += isnan(family[i].p) ? 0 : 1;
    for (guint i = 0; i < part->len; i++) {
        if (cx_finding_is_picked(&family[i], of.alpha) &&
            !write_one(noticer, &of, &family[i], n_new, error))
            return false;
    }
    const CxFindingFamilyAddParams params = {
        .survey_id = noticer->survey->id.v,
        .part = part_of(kind),
        .to_day = noticer->to.v,
        .n_tested = (int64_t)of.n_tested,
        .n_found = (int64_t)of.n_picked,
        .alpha = of.alpha,
        .tested_us = noticer->ctx->now.us,
    };
    CxFindingFamilyAddRow row;
    return cx_q_finding_family_add(noticer->ctx->db, &params, &row, error);
}

/* ---- One survey ---- */

/* Which parts of the closed quarter were tested. */
typedef struct {
    bool has_threshold, has_fading, has_unusual, has_links;
} Tested;

static bool
load_tested(const CxNoticer *noticer, Tested *ret_tested, GError **error)
{
    const CxFindingFamilyHasParams params = { .survey_id = noticer->survey->id.v,
                                              .to_day = noticer->to.v };
    g_autoptr(CxStmt) stmt = cx_q_finding_family_has(noticer->ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    CxFindingFamilyHasRow row;
    CxStep step = cx_q_finding_family_has_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_finding_family_has_next(stmt, &row, error)) {
        ret_tested->has_threshold = ret_tested->has_threshold || strcmp(row.part, "threshold") == 0;
        ret_tested->has_fading = ret_tested->has_fading || strcmp(row.part, "fading") == 0;
        ret_tested->has_unusual = ret_tested->has_unusual || strcmp(row.part, "unusual") == 0;
        ret_tested->has_links = ret_tested->has_links || strcmp(row.part, "driver") == 0;
    }
    return step == CX_STEP_DONE;
}

/* The last quarter that closed, if anybody answered in it: closed as a declared measure's period is. */
static void
find_quarter(CxNoticer *noticer)
{
    const CxFrame *frame = noticer->frame;
    const CxDay last = cx_frame_last_day(frame);
    noticer->from = noticer->to = CX_DAY_NONE;
    if (cx_day_is_none(last))
        return;
    int32_t quarter = cx_day_quarter_index(noticer->ctx->today) - 1;
    const CxDay end = { cx_quarter_first_day(quarter + 1).v - 1 };
    if (last.v <= end.v && noticer->ctx->today.v <= end.v + CX_CHANGE_GRACE_DAYS)
        quarter--;
    const CxDay from = cx_quarter_first_day(quarter);
    const CxDay next = cx_quarter_first_day(quarter + 1);
    if (cx_frame_day_row(frame, from) == cx_frame_day_row(frame, next))
        return;
    noticer->from = from;
    noticer->to = (CxDay){ next.v - 1 };
}

static bool
gather(CxNoticer *noticer, GError **error)
{
    Tested tested = { 0 };
    if (!cx_notice_changes(noticer, error) || !cx_notice_splices(noticer, error) ||
        !cx_notice_drivers(noticer, error))
        return false;
    if (cx_day_is_none(noticer->to))
        return true;
    return load_tested(noticer, &tested, error) &&
           (tested.has_threshold || cx_notice_thresholds(noticer, error)) &&
           (tested.has_fading || cx_notice_fading(noticer, error)) &&
           (tested.has_unusual || cx_notice_unusual(noticer, error)) &&
           (tested.has_links || cx_notice_links(noticer, error));
}

static bool
write_all(const CxNoticer *noticer, int64_t *n_new, GError **error)
{
    for (guint i = 0; i < noticer->found->len; i++) {
        CxCandidate *candidate = &g_array_index(noticer->found, CxCandidate, i);
        if (!write_one(noticer, NULL, candidate, n_new, error))
            return false;
    }
    return write_part(noticer, CX_FINDING_THRESHOLD, n_new, error) &&
           write_part(noticer, CX_FINDING_FADING, n_new, error) &&
           write_part(noticer, CX_FINDING_UNUSUAL, n_new, error) &&
           write_part(noticer, CX_FINDING_DRIVER, n_new, error);
}

static bool
notice_survey(CxCtx *ctx, const CxSurvey *survey, int64_t *n_new, GError **error)
{
    g_autoptr(CxFrame) frame = cx_frame_store_ref(ctx, survey, error);
    if (frame == NULL)
        return false;
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(CxCandidate));
    g_autoptr(GArray) family = g_array_new(FALSE, FALSE, sizeof(CxCandidate));
    CxNoticer noticer = {
        .ctx = ctx, .survey = survey, .frame = frame, .found = found, .family = family
    };
    find_quarter(&noticer);
    /* The cards of numbers first: findings point at them. */
    if (!gather(&noticer, error) || !cx_ctx_flush(ctx, ctx->db, error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    int64_t n = 0;
    if (txn == NULL || !write_all(&noticer, &n, error))
        return false;
    g_autofree char *n_text = g_strdup_printf("%" G_GINT64_FORMAT, n);
    g_autofree char *after = cx_audit_texts("survey", survey->key, "findings", n_text, NULL);
    if (n > 0 && !cx_ctx_audit(ctx, "finding.notice", "survey", survey->id.v, NULL, after, error))
        return false;
    *n_new += n;
    return cx_txn_commit(&txn, error);
}

bool
cx_finding_notice(CxCtx *ctx, int64_t *ret_n, GError **error)
{
    if (!cx_ctx_check_change(ctx, "write what is worth saying", error))
        return false;
    g_auto(CxReadsScope) scope = cx_ctx_read_released(ctx); /* it is told to all */
    g_autoptr(GPtrArray) surveys = cx_survey_titles(ctx, error);
    if (surveys == NULL)
        return false;
    int64_t n_new = 0;
    for (guint i = 0; i < surveys->len; i++) {
        const CxSurveySummary *summary = g_ptr_array_index(surveys, i);
        g_autoptr(CxSurvey) survey = cx_survey_load_id(ctx, summary->id, error);
        if (survey == NULL || !notice_survey(ctx, survey, &n_new, error))
            return false;
    }
    *ret_n = n_new;
    return true;
}
