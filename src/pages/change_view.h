/* Changes and declared measures as documents: what /changes shows and `coalition changes --json`
 * prints. */
#pragma once

#include "evidence/change.h"
#include "tell/mark.h"
#include "view/field.h"

typedef struct {
    CxMark score; /* the change; in JSON its members stand at the top */
    int64_t id;
    int64_t declaration;
    const char *department; /* name, NULL: the overall rating */
    const char *question;   /* key */
    const char *label;
    const char *measure;
    const char *unit;
    bool is_weighted;
    const char *step;
    const char *period;
    const char *against;
    CxDay from, to, against_from, against_to;
    const char *wording; /* key */
    const char *words;
    bool is_improved, is_worsened, is_signs, is_none, is_few, is_cut; /* for the glyph */
    bool is_exploratory;
    bool is_credit;
    const char *reason;
    const char *sentence;
    const char *points; /* "+5 (+1 to +9)", NULL: none */
    double level, after, before, n_after, n_before;
    double p, p_adjusted, detectable, expected, alpha;
    int64_t n_family;
} CxChangeView;

typedef struct {
    int64_t id;
    const char *department; /* name, NULL: the overall rating */
    const char *question;
    const char *label;
    const char *measure; /* key */
    bool is_weighted;
    const char *cadence; /* key */
    const char *cadence_text;
    const char *against; /* key */
    const char *against_text;
    CxDay from;
    const char *from_text;
    const char *who;
    bool is_in_force;
    CxDay withdrawn_on;
} CxDeclarationView;

extern const CxViewType cx_change_view_type;
extern const CxViewType cx_declaration_view_type;

/* In the context's arena. */
CxChangeView cx_change_view(CxCtx *ctx, const CxChange *change);
CxViewList cx_change_views(CxCtx *ctx, const CxChanges *changes);
CxViewList cx_declaration_views(CxCtx *ctx, const CxDeclarations *declared);
