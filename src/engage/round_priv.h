/* The inside of rounds. Inside engage/ only. */
#pragma once

#include "engage/round.h"
#include "people/leader.h"

/* What a round's standing is worked out from. Borrowed. */
typedef struct {
    const GPtrArray *leaders; /* of CxLeader */
    const CxContacts *contacts;
    CxLeaderId sponsor;
    CxDay today;
} CxRoundWorld;

/* round.c: where a leader of the round stands; id, excused_on, excused_reason and talk are filled. */
void cx_round_judge(const CxRound *round, const CxRoundWorld *world, CxArena *arena,
                    CxRoundLeader *leader);
/* round.c: counts and order over the round's leaders. */
void cx_round_count(CxRound *round, CxRoundLeader *leaders, size_t n);
/* round.c: the newest answer of each leader to each question; `questions` by position. */
void cx_round_sum_up(CxRound *round, const char *const *questions, size_t n_questions,
                     CxArena *arena);
/* round.c: keeps back what a reader who is not of the CX team may not see. */
void cx_round_strip(CxRound *round, CxRoundVoice *voices, int64_t min_n);
