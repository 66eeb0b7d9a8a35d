/* What to talk about with a leader (practice C3): what evidence noticed about their departments and the
 * whole, the standing questions, what is open between them and the program, what one could try. Only
 * what rule A4 lets them be told: the overall rating and their own departments. Values in the
 * context's arena. */
#pragma once

#include "engage/detail.h"
#include "engage/engagement.h"
#include "evidence/finding.h"

#define CX_AGENDA_FINDINGS_MAX 4

typedef struct {
    CxEngagement engagement; /* open promises, what they want, who sponsors */
    CxFindingList findings;  /* of their departments first, newest first; live ones */
    CxDetails asked;         /* what they asked for and nobody answered */
    const char *const *questions;
    size_t n_questions;
    const char *const *approaches; /* of their departments */
    size_t n_approaches;
} CxAgenda;

/* CX team only: findings that the head has not seen yet are on it. */
CX_MUST_USE bool cx_agenda_load(CxCtx *ctx, const CxLeader *leader, CxAgenda *ret_agenda,
                                GError **error);
