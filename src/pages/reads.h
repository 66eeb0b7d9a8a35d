/* What the handlers of pages read beside their commands (web/read.h); rows of the table of routes
 * name these lists, and the API's description is written from them. */
#pragma once

#include "web/read.h"

extern const CxRead cx_reads_survey[];
extern const CxRead cx_reads_links[];
extern const CxRead cx_reads_link[];      /* which survey, where there are several */
extern const CxRead cx_reads_slice[];     /* all that a slice is made of, and the form's period */
extern const CxRead cx_reads_reconcile[]; /* a slice, and the other tool's number */
extern const CxRead cx_reads_drivers[];
extern const CxRead cx_reads_threshold[];
extern const CxRead cx_reads_changes[];
extern const CxRead cx_reads_findings[];
extern const CxRead cx_reads_brief[]; /* survey and period of a brief */
extern const CxRead cx_reads_leader[];
extern const CxRead cx_reads_leaders[];
extern const CxRead cx_reads_tiers[];
extern const CxRead cx_reads_calls[];
extern const CxRead cx_reads_round[];
extern const CxRead cx_reads_judgements[];
extern const CxRead cx_reads_meeting[];
extern const CxRead cx_reads_week[];
extern const CxRead cx_reads_settings[];
extern const CxRead cx_reads_note[];
extern const CxRead cx_reads_note_undo[];
extern const CxRead cx_reads_program[];
extern const CxRead cx_reads_files[];
extern const CxRead cx_reads_files_post[];  /* the file itself */
extern const CxRead cx_reads_file[];        /* what of a draft is shown */
extern const CxRead cx_reads_file_change[]; /* a change of the draft that was looked at */
extern const CxRead cx_reads_file_mapping[];
extern const CxRead cx_reads_file_departments[];
extern const CxRead cx_reads_file_facts[];
extern const CxRead cx_reads_file_answers[];
extern const CxRead cx_reads_import[];
extern const CxRead cx_reads_jobs[];
extern const CxRead cx_reads_sign_in[];
extern const CxRead cx_reads_sign_in_post[];
