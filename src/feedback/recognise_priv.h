/* The inside of recognition. Inside feedback/ only.
 *
 * In this order: the sample (recognise_sample.c) gives headers and rows; the layout
 * (recognise_layout.c and one file per tool) names the columns; profiles (recognise_profile.c) say
 * what stands in them; the columns that are no questions are found (recognise_columns.c), then the
 * scales of the others (recognise_scale.c); the document is written (recognise_write.c). */
#pragma once

#include "base/arena.h"
#include "codec/csv.h"
#include "feedback/mapping.h"
#include "feedback/recognise.h"

/* A value and how often it stands in the sample. */
typedef struct {
    const char *text; /* without blanks around it; at most CX_SEEN_BYTES_MAX of it */
    int64_t n;
    bool is_int;
    int64_t value; /* with is_int */
} CxSeen;

#define CX_SEEN_BYTES_MAX 200
#define CX_SMALL_ROWS     500
#define CX_SEEN_MAX       300 /* different values kept of a column; the others are counted */

/* What stands in a column, over the sample. */
typedef struct {
    int64_t n_filled; /* not empty */
    int64_t n_int;
    int64_t n_number; /* whole or not */
    int64_t n_email;
    int64_t n_ip;
    int64_t n_phone;
    int64_t n_iso;
    int64_t n_mdy;
    int64_t n_dmy;
    int64_t n_year_2;   /* dates with a year of two digits */
    int64_t n_sentence; /* four words or more */
    int64_t len_total;  /* bytes */
    int64_t len_max;
    int64_t n_distinct; /* without the empty one */
    int decimals;       /* most digits after a point */
    double lo;          /* of numbers */
    double hi;
    GArray *small;   /* of int16_t, the first CX_SMALL_ROWS rows: the number there, or -1 */
    GPtrArray *seen; /* of CxSeen, the first CX_SEEN_MAX different ones in the order of the file */
    GHashTable *index; /* text -> CxSeen, or NULL for one beyond seen */
} CxProfile;

/* The scale of a question. */
typedef struct {
    CxItemKind kind;
    int64_t lo;
    int64_t hi;
    bool is_down;       /* less is better */
    GPtrArray *missing; /* texts, each with its label after it */
    GPtrArray *silent;  /* likewise: does not apply */
    GPtrArray *points;  /* of texts; pairs: text, number */
    bool is_tick;       /* of a choice: one box to tick; an empty cell is one left open */
} CxScaleDraft;

typedef struct {
    char *name;           /* the header, cleaned; "" if blank */
    const char *ref;      /* how the mapping names the column; NULL: it cannot */
    const char *known;    /* what the tool calls it ("recordeddate"), lower case letters; else the
                             letters and digits of the header */
    const char *question; /* what was asked, cleaned */
    const char *option;   /* the row, option or field of the question, or NULL */
    const char *hint;     /* lower case words of all these, for looking up */
    bool is_repeated;     /* another column has the same header */
    bool is_own;          /* a column of the tool, not a question */
    CxProfile profile;
    CxTaken taken;
    const char *reason; /* NULL: not decided yet */
    CxScaleDraft scale; /* of items, comments and facts */
    const char *key;    /* of the item */
} CxColumn;

typedef struct {
    const char *column;
    const char *const *values; /* NULL ends */
    const char *reason;
} CxSkipDraft;

#define CX_SKIPS_MAX 4

#define CX_NOT_SHOWN "{question_not_shown}" /* in a cell of LimeSurvey's VV: as good as empty */

typedef struct {
    CxArena *arena;
    const CxRecogniseFile *file;
    CxCsvFormat format;
    GPtrArray *headers; /* of GPtrArray of texts: the first records, at most three */
    bool has_bom;
    bool is_csv; /* what delimiters and pieces are for */
    CxLayout layout;
    bool is_vv; /* of LimeSurvey: with its marks for what a cell cannot hold */
    const char *layout_reason;
    size_t n_headers;
    CxColumn *columns;
    size_t n_columns;
    size_t
        n_misfit; /* cells of a row that has another number of them than the header; 0: there is none */
    int64_t n_rows; /* sampled */
    bool is_whole;
    const char *zone; /* as the file says, or NULL */
    CxSkipDraft skips[CX_SKIPS_MAX];
    size_t n_skips;
    GPtrArray *questions; /* of texts in the arena */

    const CxColumn *id;
    const CxColumn *date;
    CxDateKind date_kind;
    int32_t year;            /* that the name of the file says, else of today */
    bool is_year_said;       /* by the name of the file */
    int32_t date_month;      /* of a day of the month: the first day of it, CxDay.v */
    const CxColumn *weekday; /* that agrees with it, or NULL */
    int weekday_sunday;      /* its number for Sunday */
    const CxColumn *mode;
    const CxColumn *weight;
    const CxColumn *cluster;
    const CxColumn *account;
    const CxColumn *transaction;
    const CxColumn *respondent;
    CxColumn *headline;
    const CxColumn *promised;  /* with delivered: a fact is the days between them; else NULL */
    const CxColumn *delivered; /* */
    GPtrArray *blanks;  /* of texts: words for no answer that stand among numbers somewhere */
    bool six_is_silent; /* several columns say that 6 is "never used" */
} CxRecognition;

/* Texts in the arena. */
char *cx_recognise_text(CxRecognition *r, const char *format, ...) CX_PRINTF(2, 3);
/* A number as short as it can be said. */
const char *cx_recognise_number(CxRecognition *r, double value);
/* Adds a sentence a person has to settle. */
void cx_recognise_ask(CxRecognition *r, const char *format, ...) CX_PRINTF(2, 3);
/* Decides a column. */
void cx_recognise_take(CxRecognition *r, CxColumn *column, CxTaken taken, const char *format, ...)
    CX_PRINTF(4, 5);
/* True when one of the words (NULL ends) stands in hint; a word that begins with a blank stands at
 * the beginning of a word only, one that ends with a blank at the end of one. */
bool cx_recognise_says(const CxColumn *column, const char *const *words);

/* recognise_sample.c */
CX_MUST_USE bool cx_recognise_open(CxRecognition *r, GError **error);
CX_MUST_USE bool cx_recognise_sample(CxRecognition *r, GError **error);
/* recognise_layout.c: finds the layout and makes the columns. */
void cx_recognise_layout(CxRecognition *r);
/* recognise_qualtrics.c, recognise_surveymonkey.c, recognise_limesurvey.c: whether the headers are
 * this tool's; then layout, n_headers and layout_reason are set. */
bool cx_recognise_is_qualtrics(CxRecognition *r);
bool cx_recognise_is_surveymonkey(CxRecognition *r);
bool cx_recognise_is_limesurvey(CxRecognition *r);
/* Names the columns as the tool does: name, known, question, option. */
void cx_recognise_name_qualtrics(CxRecognition *r);
void cx_recognise_name_surveymonkey(CxRecognition *r);
void cx_recognise_name_limesurvey(CxRecognition *r);
/* The cell of a header record, "" where there is none. */
const char *cx_recognise_header(const CxRecognition *r, size_t i_record, size_t i_column);
/* Lower case letters and digits of a text. */
const char *cx_recognise_letters(CxRecognition *r, const char *text);

/* Adds a text and what belongs to it to a list of pairs. */
void cx_recognise_pair(CxRecognition *r, GPtrArray *pairs, const char *text, const char *second);

/* recognise_profile.c */
void cx_profile_init(CxProfile *profile);
void cx_profile_clear(CxProfile *profile);
void cx_profile_add(CxProfile *profile, CxArena *arena, const char *text, size_t len_bytes);
/* The i-th different value; borrowed. */
const CxSeen *cx_seen_at(const CxProfile *profile, guint i);

/* recognise_tools.c: what the tools' own columns are. */
void cx_recognise_own_columns(CxRecognition *r);
/* recognise_columns.c: people, id, date, weight, cluster, account,
 * transaction, respondent, mode. */
void cx_recognise_columns(CxRecognition *r);
/* recognise_date.c */
void cx_recognise_date(CxRecognition *r);
/* recognise_scale.c: the scale of every column left; the headline. */
void cx_recognise_scales(CxRecognition *r);
#define CX_RECOGNISE_CHOICES_MAX 40 /* different answers of one question */
/* recognise_answers.c: whether it ranks several things; whether its answers are no ratings otherwise:
 * words of people, a box to tick, a choice, a number. */
bool cx_recognise_rank(CxRecognition *r, CxColumn *column);
bool cx_recognise_answers(CxRecognition *r, CxColumn *column);
/* recognise_words.c: whether the texts of a column are points of a scale in words; fills scale. */
bool cx_recognise_words(CxRecognition *r, CxColumn *column);
/* What a text that is no number says about itself. */
typedef enum { CX_WORD_OTHER, CX_WORD_BLANK, CX_WORD_SILENT } CxWord;
CxWord cx_recognise_word(const char *text);
/* recognise_write.c: the document. */
const char *cx_recognise_write(CxRecognition *r);
