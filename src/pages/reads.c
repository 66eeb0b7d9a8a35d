#include "pages/reads.h"

#include <stddef.h>

#define QUERY(n, k, words)                                                                         \
    {                                                                                              \
        .name = (n), .kind = CX_READ_##k, .about = (words)                                         \
    }
#define NEEDED(n, k, words)                                                                        \
    {                                                                                              \
        .name = (n), .kind = CX_READ_##k, .is_required = true, .about = (words)                    \
    }
#define BODY(n, k, words)                                                                          \
    {                                                                                              \
        .name = (n), .place = CX_READ_BODY, .kind = CX_READ_##k, .about = (words)                  \
    }
/* Carried from page to page; programs have no use for it. */
#define CARRIED(n)                                                                                 \
    {                                                                                              \
        .name = (n), .is_for_page = true                                                           \
    }
#define SENT_BY_PAGE(n)                                                                            \
    {                                                                                              \
        .name = (n), .place = CX_READ_BODY, .is_for_page = true                                    \
    }
#define ALL_OF(list)                                                                               \
    {                                                                                              \
        .also = (list)                                                                             \
    }

/* ---- Scores ---- */

const CxRead cx_reads_survey[] = {
    QUERY("survey", TEXT, "Key of the survey; the first one if left out"),
    CX_READ_END,
};

const CxRead cx_reads_links[] = {
    ALL_OF(cx_reads_survey),
    QUERY("by", TEXT, "Key of a choice: over its units, by facts kept of each"),
    CX_READ_END,
};

const CxRead cx_reads_link[] = {
    ALL_OF(cx_reads_survey),
    QUERY("since", DAY, "Day of a change inside, after which the link is followed"),
    CX_READ_END,
};

static const CxRead days[] = {
    QUERY("from", DAY, "First day of answers"),
    QUERY("to", DAY, "Last day of answers"),
    CX_READ_END,
};

const CxRead cx_reads_slice[] = {
    ALL_OF(cx_reads_survey),
    QUERY("measure", TEXT, "nps, mean, top2, share or count; nps if left out"),
    QUERY("question", TEXT, "Key of the question; the survey's overall question if left out"),
    QUERY("answers", TEXT, "Of a share: the answers counted, comma-separated"),
    ALL_OF(days),
    QUERY("where", LIST, "Only responses with these values: mode:phone,self"),
    QUERY("group", TEXT, "By what: version, mode, month, quarter, year or a question's key"),
    QUERY("weighting", TEXT, "weighted or unweighted; as the survey declares if left out"),
    QUERY("organised", TEXT, "now or then: which department answers count for"),
    QUERY("period", TEXT, "Both days in one, 2026-07-01..2026-09-30, or all"),
    CX_READ_END,
};

const CxRead cx_reads_reconcile[] = {
    QUERY("number", TEXT, "What the other tool says, as it says it"),
    QUERY("n", COUNT, "How many answers it says it has"),
    QUERY("tool", TEXT, "What the other tool is called"),
    ALL_OF(cx_reads_slice),
    CX_READ_END,
};

const CxRead cx_reads_drivers[] = {
    ALL_OF(cx_reads_survey),
    QUERY("outcome", TEXT, "Key of the question to be accounted for"),
    QUERY("items", LIST, "Keys of the questions compared, also comma-separated"),
    QUERY("department", TEXT, "Key of a department: only its questions"),
    QUERY("method", TEXT, "lmg or johnson"),
    QUERY("bootstrap", COUNT, "Draws for the intervals; 0 for none"),
    ALL_OF(days),
    QUERY("where", TEXT, "Only responses with these values: mode:phone,self"),
    QUERY("weighting", TEXT, "weighted or unweighted"),
    CX_READ_END,
};

const CxRead cx_reads_threshold[] = {
    ALL_OF(cx_reads_survey),
    QUERY("target", NUMBER, "A target to look at instead of the one that holds"),
    QUERY("level", NUMBER, "Share of low answers, in per cent, that is too many"),
    QUERY("low", NUMBER, "Up to which rating an answer is low"),
    ALL_OF(days),
    CX_READ_END,
};

const CxRead cx_reads_changes[] = {
    ALL_OF(cx_reads_survey),
    CARRIED("department"),
    CARRIED("question"),
    CX_READ_END,
};

const CxRead cx_reads_findings[] = {
    QUERY("department", TEXT, "Key of a department: only its findings"),
    QUERY("past", FLAG, "Also what no longer holds"),
    CX_READ_END,
};

/* ---- Leaders ---- */

const CxRead cx_reads_brief[] = {
    ALL_OF(cx_reads_survey),
    ALL_OF(days),
    CX_READ_END,
};

const CxRead cx_reads_leader[] = {
    CARRIED("kept"),
    CX_READ_END,
};

const CxRead cx_reads_calls[] = {
    CARRIED("account"),
    CX_READ_END,
};

const CxRead cx_reads_leaders[] = {
    QUERY("q", TEXT, "Part of a name, an office or a department"),
    CX_READ_END,
};

const CxRead cx_reads_tiers[] = {
    QUERY("q", TEXT, "Part of a name, an office, a department or an owner"),
    QUERY("tier", TEXT, "1, 2, 3, or 0 for those without"),
    CARRIED("saved"),
    CX_READ_END,
};

const CxRead cx_reads_round[] = {
    CARRIED("kept"),
    CARRIED("closed"),
    CX_READ_END,
};

const CxRead cx_reads_judgements[] = {
    QUERY("of", TEXT, "coalition, sponsor or coaching: which aspects are asked for"),
    CX_READ_END,
};

const CxRead cx_reads_meeting[] = {
    QUERY("day", DAY, "Day of the meeting; the one proposed if left out"),
    CX_READ_END,
};

/* ---- The week ---- */

const CxRead cx_reads_week[] = {
    QUERY("hours", NUMBER, "Hours there are this week; those of the settings if left out"),
    CARRIED("ask"),
    CARRIED("key"),
    CARRIED("kept"),
    CX_READ_END,
};

const CxRead cx_reads_settings[] = {
    CARRIED("saved"),
    CX_READ_END,
};

const CxRead cx_reads_note[] = {
    CARRIED("kept"),
    CARRIED("undone"),
    CX_READ_END,
};

const CxRead cx_reads_note_undo[] = {
    SENT_BY_PAGE("back"),
    CX_READ_END,
};

const CxRead cx_reads_program[] = {
    CARRIED("edit"),
    CARRIED("department"),
    CX_READ_END,
};

/* ---- Files ---- */

const CxRead cx_reads_files[] = {
    QUERY("before", TEXT, "Where the list goes on, as next_href says"),
    CX_READ_END,
};

const CxRead cx_reads_files_post[] = {
    { .name = "file",
      .place = CX_READ_BODY,
      .kind = CX_READ_FILE,
      .is_required = true,
      .about = "The file" },
    BODY("kind", TEXT, "survey, roster, past or facts; found out if left out"),
    BODY("like", COUNT, "Id of an earlier import whose mapping is to be used"),
    ALL_OF(cx_reads_files),
    CX_READ_END,
};

const CxRead cx_reads_file[] = {
    QUERY("whole", FLAG, "Of a list of leaders: everybody in office is on it"),
    QUERY("from", COUNT, "First column shown"),
    QUERY("column", COUNT, "Place of the column whose form is wanted, from 1 on"),
    CX_READ_END,
};

const CxRead cx_reads_file_change[] = {
    NEEDED("version", COUNT, "Version of the draft that was looked at"),
    ALL_OF(cx_reads_file),
    CX_READ_END,
};

const CxRead cx_reads_file_mapping[] = {
    { .name = "file",
      .place = CX_READ_BODY,
      .kind = CX_READ_FILE,
      .is_required = true,
      .about = "The mapping, as a document of JSON" },
    ALL_OF(cx_reads_file_change),
    CX_READ_END,
};

const CxRead cx_reads_file_departments[] = {
    BODY("d.*", TEXT, "Whose question a column is, by its place: \"d.12\": \"Delivery\""),
    ALL_OF(cx_reads_file_change),
    CX_READ_END,
};

const CxRead cx_reads_file_facts[] = {
    BODY("kind", TEXT, "Whose facts these are"),
    BODY("written", TEXT, "How days are written"),
    BODY("year", TEXT, "Year of months or quarters across whose headers name none"),
    BODY("survey", TEXT, "Key of the survey whose responses they are of"),
    BODY("t.*", TEXT, "What a column is, by its place: out, key, date, metric …"),
    BODY("l.*", TEXT, "Name of a metric"),
    BODY("u.*", TEXT, "Unit of a metric"),
    BODY("g.*", TEXT, "Whether up or down is good"),
    BODY("d.*", TEXT, "Department of a metric"),
    ALL_OF(cx_reads_file_change),
    CX_READ_END,
};

const CxRead cx_reads_file_answers[] = {
    BODY("r.*", TEXT, "What an unexpected value is, by its place: missing, not_applicable"),
    BODY("g.*", TEXT, "What became of a column that is gone: - or its new name"),
    ALL_OF(cx_reads_file_change),
    CX_READ_END,
};

const CxRead cx_reads_import[] = {
    QUERY("from", COUNT, "First of the rows set aside that is shown"),
    CX_READ_END,
};

const CxRead cx_reads_jobs[] = {
    QUERY("before", COUNT, "Where the list goes on: older than this job"),
    CX_READ_END,
};

/* ---- Signing in ---- */

const CxRead cx_reads_sign_in[] = {
    CARRIED("return"),
    CX_READ_END,
};

const CxRead cx_reads_sign_in_post[] = {
    SENT_BY_PAGE("login"),
    SENT_BY_PAGE("password"),
    SENT_BY_PAGE("return_to"),
    CX_READ_END,
};
