/* Reading the past sheet: its columns by their many names, its rows as captures. */
#include <string.h>

#include "base/civil.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "codec/header.h"
#include "codec/table.h"
#include "engage/capture_priv.h"
#include "engage/past_priv.h"
#include "engage/past_who.h"
#include "engage/said_day.h"

#define MIDNIGHT    " 00:00:00"
#define ROWS_A_LOOK 256 /* between two looks at who watches */

typedef enum {
    COLUMN_LEADER,
    COLUMN_OFFICE, /* names the leader where there is no column for that */
    COLUMN_DATE,
    COLUMN_KIND,
    COLUMN_SPONSOR,
    COLUMN_ABOUT,
    COLUMN_PROMISED,
    COLUMN_PROMISED_BY,
    COLUMN_DUE,
    COLUMN_KEPT,
    COLUMN_WHAT, /* the kind where it names one, else what it was about; last, empty once that is told */
    COLUMN_N
} Column;

/* What people call the columns, as keys; the first is ours. */
static const char *const column_names[COLUMN_N][9] = {
    [COLUMN_LEADER] = { "leader", "name", "who", "person", "executive", "leader_name", "met_with" },
    [COLUMN_OFFICE] = { "department", "title", "office", "email", "e_mail", "role" },
    [COLUMN_DATE] = { "date", "day", "when", "on", "met_on", "meeting_date", "contact_date" },
    [COLUMN_KIND] = { "kind", "type", "how", "contact_type", "meeting_type", "activity" },
    [COLUMN_SPONSOR] = { "with_sponsor", "sponsor", "sponsor_present", "sponsor_there" },
    [COLUMN_ABOUT] = { "about", "topic", "subject", "agenda", "regarding", "purpose" },
    [COLUMN_PROMISED] = { "promised", "promise", "action", "action_item", "commitment", "follow_up",
                          "next_step", "to_do" },
    [COLUMN_PROMISED_BY] = { "promised_by", "by", "owner", "whose", "who_promised",
                             "action_owner" },
    [COLUMN_DUE] = { "due", "due_date", "due_on", "deadline", "by_when", "promised_for" },
    [COLUMN_KEPT] = { "kept", "kept_on", "done", "done_on", "completed", "closed", "status" },
    [COLUMN_WHAT] = { "what", "what_happened", "event" },
};

typedef struct {
    CxCtx *ctx;
    const CxCaptureWorld *world;
    CxPastWho *who;
    CxArena *arena;
    CxPastReport *report;
    GArray *rows;           /* of CxPastRow */
    GHashTable *seen;       /* digest of cells → how often it came */
    GHashTable *seen_plain; /* the same without what COLUMN_WHAT says */
    size_t at[COLUMN_N];    /* field of each column, SIZE_MAX if the sheet has none */
    char *header[COLUMN_N]; /* as the sheet calls it */
    size_t n_columns;
} Sheet;

/* One row being read; cells are never NULL, "" where there is nothing. */
typedef struct {
    int64_t line;
    const char *cells[COLUMN_N];
    Column what; /* where the cell of COLUMN_WHAT was put; COLUMN_WHAT: nowhere */
    CxPastRow past;
} Row;

static void
sheet_clear(Sheet *sheet)
{
    for (size_t i = 0; i < COLUMN_N; i++)
        g_free(sheet->header[i]);
    g_clear_pointer(&sheet->rows, g_array_unref);
    g_clear_pointer(&sheet->seen, g_hash_table_unref);
    g_clear_pointer(&sheet->seen_plain, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Sheet, sheet_clear)

static void
reject(Sheet *sheet, int64_t line, const char *column, const char *reason)
{
    CxPastReject *rejected = g_new0(CxPastReject, 1);
    rejected->line = line;
    rejected->column = g_strdup(column != NULL ? column : "");
    rejected->reason = g_strdup(reason);
    g_ptr_array_add(sheet->report->rejects, rejected);
}

/* Always false, for "return". */
static bool
refuse(Sheet *sheet, const Row *row, Column column, const char *reason)
{
    reject(sheet, row->line, sheet->header[column], reason);
    return false;
}

/* ---- The header ---- */

static bool
is_column(size_t i_column, const char *key)
{
    for (size_t j = 0; j < CX_N_ELEMENTS(column_names[0]) && column_names[i_column][j] != NULL;
         j++) {
        if (g_str_equal(key, column_names[i_column][j]))
            return true;
    }
    return false;
}

/* Notes what a column of the sheet is; two for one thing cannot be told apart. */
static bool
find_column(Sheet *sheet, const char *header, size_t i_field, GError **error)
{
    g_autofree char *key = cx_text_key(header);
    for (size_t i = 0; i < COLUMN_N; i++) {
        if (!is_column(i, key) || (i == COLUMN_OFFICE && sheet->at[i] != SIZE_MAX))
            continue;
        if (sheet->at[i] != SIZE_MAX) {
            g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                        "the sheet has a column for \"%s\" twice: \"%s\" and \"%s\"",
                        column_names[i][0], sheet->header[i], header);
            return false;
        }
        sheet->at[i] = i_field;
        sheet->header[i] = g_strdup(header);
    }
    return true;
}

static bool
check_header(Sheet *sheet, const char *found, GError **error)
{
    if (sheet->at[COLUMN_LEADER] == SIZE_MAX) {
        sheet->at[COLUMN_LEADER] = sheet->at[COLUMN_OFFICE];
        sheet->header[COLUMN_LEADER] = g_steal_pointer(&sheet->header[COLUMN_OFFICE]);
    }
    sheet->at[COLUMN_OFFICE] = SIZE_MAX;
    const Column missing = sheet->at[COLUMN_LEADER] == SIZE_MAX ? COLUMN_LEADER : COLUMN_DATE;
    if (sheet->at[missing] != SIZE_MAX)
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                "the sheet has no column \"%s\"; it has %s. Columns understood are leader, date, "
                "kind, with sponsor, about, promised, promised by, due and kept",
                column_names[missing][0], found);
    return false;
}

static bool
read_header(Sheet *sheet, CxTable *table, GError **error)
{
    for (size_t i = 0; i < COLUMN_N; i++)
        sheet->at[i] = SIZE_MAX;
    CxTableRow row;
    const CxTableStep step = cx_table_next(table, &row, error);
    if (step == CX_TABLE_ERROR)
        return false;
    if (step != CX_TABLE_ROW) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "the sheet's header cannot be read: %s",
                    step == CX_TABLE_BAD ? row.problem : "the sheet is empty");
        return false;
    }
    g_autoptr(GString) found = g_string_new(NULL);
    sheet->n_columns = row.n_fields;
    for (size_t i = 0; i < row.n_fields; i++) {
        g_autofree char *header = cx_text_trim(cx_csv_field_dup(&row.fields[i]));
        if (!find_column(sheet, header, i, error))
            return false;
        if (i < CX_HEADER_SHOWN_MAX)
            g_string_append_printf(found, "%s%s", i > 0 ? ", " : "", header);
    }
    return check_header(sheet, found->str, error);
}

/* ---- Cells ---- */

static bool
is_any(const char *key, const char *const *words)
{
    for (size_t i = 0; words[i] != NULL; i++) {
        if (g_str_equal(key, words[i]))
            return true;
    }
    return false;
}

static const char *const yes_words[] = { "yes", "y", "true", "1", "x", "ok", NULL };
static const char *const no_words[] = { "", "no", "n", "false", "0", NULL };

/* A day with its year in words: "3 March 2025". */
static bool
parse_said(const char *text, CxDay today, CxDay *ret_day)
{
    CxSaidDay said;
    size_t n_digits = 0;
    for (const char *at = text; *at != '\0' && n_digits < 4; at++)
        n_digits = g_ascii_isdigit(*at) ? n_digits + 1 : 0;
    if (n_digits < 4 || !cx_said_day_find(text, 0, today, &said) || said.at != 0 ||
        text[said.len_bytes] != '\0' || said.past.v != said.ahead.v)
        return false;
    *ret_day = said.past;
    return true;
}

/* 2026-03-31, or 31.03.2026, which nobody reads the other way round, or 31 March 2026; a workbook may
 * have a midnight behind it. Blank is none. */
static bool
parse_day(const char *text, CxDay today, CxDay *ret_day, GError **error)
{
    if (*text == '\0') {
        *ret_day = CX_DAY_NONE;
        return true;
    }
    const size_t n = strlen(text) - (g_str_has_suffix(text, MIDNIGHT) ? strlen(MIDNIGHT) : 0);
    g_autofree char *day = g_strndup(text, n);
    g_auto(GStrv) parts = g_strsplit(day, ".", 4);
    if (g_strv_length(parts) == 3 && strlen(parts[2]) == 4) {
        g_autofree char *iso =
            g_strdup_printf("%s-%s%s-%s%s", parts[2], strlen(parts[1]) == 1 ? "0" : "", parts[1],
                            strlen(parts[0]) == 1 ? "0" : "", parts[0]);
        return cx_day_parse(iso, ret_day, error);
    }
    return parse_said(day, today, ret_day) || cx_day_parse(day, ret_day, error);
}

static bool
read_day(Sheet *sheet, const Row *row, Column column, CxDay *ret_day)
{
    g_autoptr(GError) local = NULL;
    return parse_day(row->cells[column], sheet->world->today, ret_day, &local) ||
           refuse(sheet, row, column, local->message);
}

static bool
read_when(Sheet *sheet, Row *row)
{
    CxDay day;
    if (!read_day(sheet, row, COLUMN_DATE, &day))
        return false;
    if (cx_day_is_none(day))
        return refuse(sheet, row, COLUMN_DATE, "there is no date");
    if (day.v > sheet->world->today.v)
        return refuse(sheet, row, COLUMN_DATE, "the day is still to come");
    row->past.capture.day = day;
    return true;
}

/* ---- Whom ---- */

static char *
why_nobody(const CxPastNamed *named, CxDay on, const char *words)
{
    if (named->who.department != NULL) {
        g_autofree char *day = cx_day_format(on);
        return g_strdup_printf("nobody is known to have headed \"%s\" on %s", words, day);
    }
    g_autoptr(GString) out = g_string_new(NULL);
    const bool is_several = named->is_several;
    g_string_append_printf(out, is_several ? "\"%s\" may be" : "there is no leader \"%s\"", words);
    for (size_t i = 0; i < named->n_choices; i++) {
        const char *before = i > 0 ? ", " : is_several ? " " : "; near it are ";
        g_string_append_printf(out, "%s%s", before, named->choices[i]);
    }
    return g_string_free(g_steal_pointer(&out), FALSE);
}

/* Offices are read as of the row's day. */
static bool
read_leader(Sheet *sheet, Row *row)
{
    const char *words = row->cells[COLUMN_LEADER];
    if (*words == '\0')
        return refuse(sheet, row, COLUMN_LEADER, "nobody is named");
    CxCapture *capture = &row->past.capture;
    const CxPastNamed *named = cx_past_who_find(sheet->who, words, capture->day);
    const CxLeader *leader = named->who.leader;
    if (leader == NULL) {
        g_autofree char *reason = why_nobody(named, capture->day, words);
        return refuse(sheet, row, COLUMN_LEADER, reason);
    }
    capture->state = CX_CAPTURE_READY;
    capture->leader = leader->id;
    capture->leader_name = cx_arena_text(sheet->arena, leader->name);
    return true;
}

/* ---- The contact ---- */

static bool
parse_kind(const char *words, CxContactKind *ret_kind)
{
    static const char *const nouns[CX_CONTACT_N][10] = {
        [CX_CONTACT_MEETING] = { "meet", "in_person", "one_on_one", "1_1", "1_on_1", "lunch",
                                 "coffee", "visit", "talk" },
        [CX_CONTACT_CALL] = { "phone", "phone_call", "telephone", "video", "video_call" },
        [CX_CONTACT_MAIL] = { "email", "e_mail", "letter" },
        [CX_CONTACT_MESSAGE] = { "chat", "text", "sms", "slack", "teams" },
    };
    g_autofree char *key = cx_text_key(words);
    for (size_t i = 0; i < CX_CONTACT_N; i++) {
        if (is_any(key, nouns[i])) {
            *ret_kind = (CxContactKind)i;
            return true;
        }
    }
    return cx_contact_kind_find(key, ret_kind) || cx_capture_contact_kind(words, ret_kind);
}

/* "met" and "phoned" are kinds, "returns" is a topic; beside a kind and a topic it is read no further. */
static void
place_what(Row *row)
{
    CxContactKind kind;
    const char *what = row->cells[COLUMN_WHAT];
    row->cells[COLUMN_WHAT] = "";
    row->what = COLUMN_WHAT;
    if (*what == '\0')
        return;
    const bool is_kind = *row->cells[COLUMN_KIND] == '\0' && parse_kind(what, &kind);
    const Column column = is_kind ? COLUMN_KIND : COLUMN_ABOUT;
    if (*row->cells[column] != '\0')
        return;
    row->cells[column] = what;
    row->what = column;
}

static bool
read_contact(Sheet *sheet, Row *row)
{
    CxCapture *capture = &row->past.capture;
    place_what(row);
    g_autofree char *sponsor = cx_text_key(row->cells[COLUMN_SPONSOR]);
    const char *kind = row->cells[COLUMN_KIND];
    const char *about = row->cells[COLUMN_ABOUT];
    capture->with_sponsor = is_any(sponsor, yes_words);
    if (!capture->with_sponsor && !is_any(sponsor, no_words))
        return refuse(sheet, row, COLUMN_SPONSOR, "is neither yes nor no");
    const bool is_promise_alone = *row->cells[COLUMN_PROMISED] != '\0' && *kind == '\0' &&
                                  *about == '\0' && !capture->with_sponsor;
    if (is_promise_alone)
        return true;
    capture->has_contact = true;
    capture->topic = *about != '\0' ? about : NULL;
    const bool has_kind = sheet->at[COLUMN_KIND] != SIZE_MAX || *kind != '\0';
    if (has_kind && !parse_kind(kind, &capture->kind))
        return refuse(sheet, row, COLUMN_KIND, "is none of meeting, call, mail and message");
    return true;
}

/* ---- The promise ---- */

static bool
read_whose(Sheet *sheet, const Row *row, CxCapturePromise *promise)
{
    static const char *const ours[] = { "",        "us",      "we", "ours", "our", "cx",
                                        "cx_team", "program", "me", "i",    NULL };
    static const char *const theirs[] = { "them", "they", "theirs", "leader", "he",
                                          "she",  "her",  "him",    NULL };
    g_autofree char *whose = cx_text_key(row->cells[COLUMN_PROMISED_BY]);
    g_autofree char *name = cx_text_key(row->past.capture.leader_name);
    const bool is_theirs = is_any(whose, theirs) || g_str_equal(whose, name);
    promise->direction = is_theirs ? CX_PROMISE_THEIRS : CX_PROMISE_OURS;
    return is_theirs || is_any(whose, ours) ||
           refuse(sheet, row, COLUMN_PROMISED_BY, "is neither us nor them");
}

/* What became of it. Without a day it is noted as of today, as on the page. */
static bool
read_kept(Sheet *sheet, Row *row)
{
    static const char *const still_open[] = { "open", "not_yet", "pending", "in_progress", NULL };
    static const char *const kept[] = { "kept", "done", "closed", "complete", "completed", NULL };
    static const char *const dropped[] = { "withdrawn", "dropped", "cancelled", "canceled", NULL };
    g_autofree char *key = cx_text_key(row->cells[COLUMN_KEPT]);
    if (is_any(key, no_words) || is_any(key, still_open))
        return true;
    const bool is_dropped = is_any(key, dropped);
    CxDay day = sheet->world->today;
    const bool is_said = is_dropped || is_any(key, yes_words) || is_any(key, kept);
    if (!is_said && !parse_day(row->cells[COLUMN_KEPT], day, &day, NULL))
        return refuse(sheet, row, COLUMN_KEPT, "is neither a day nor yes, no or withdrawn");
    if (day.v > sheet->world->today.v)
        return refuse(sheet, row, COLUMN_KEPT, "the day is still to come");
    if (day.v < row->past.capture.day.v)
        return refuse(sheet, row, COLUMN_KEPT, "it was kept before it was promised");
    row->past.state = is_dropped ? CX_PROMISE_WITHDRAWN : CX_PROMISE_KEPT;
    row->past.ended_on = day;
    return true;
}

static bool
read_promise(Sheet *sheet, Row *row)
{
    CxCapture *capture = &row->past.capture;
    if (*row->cells[COLUMN_PROMISED] == '\0') {
        return *row->cells[COLUMN_DUE] == '\0' ||
               refuse(sheet, row, COLUMN_DUE, "a day is named, but not what was promised");
    }
    CxCapturePromise *promise = &capture->promises[capture->n_promises++];
    *promise = (CxCapturePromise){ .what = row->cells[COLUMN_PROMISED], .due_on = CX_DAY_NONE };
    if (!read_whose(sheet, row, promise) || !read_day(sheet, row, COLUMN_DUE, &promise->due_on))
        return false;
    if (!cx_day_is_none(promise->due_on) && promise->due_on.v < capture->day.v)
        return refuse(sheet, row, COLUMN_DUE, "it was due before it was promised");
    return read_kept(sheet, row);
}

/* ---- Rows ---- */

/* A digest of what the row says and how often that came before in the sheet. What became of the
 * promise is left out: it is the one thing that changes. */
static const char *
source_key(Sheet *sheet, GHashTable *seen, const Row *row, Column blank)
{
    g_autoptr(CxDigester) digester = cx_digester_new();
    for (size_t i = 0; i < COLUMN_N; i++) {
        if (i != COLUMN_KEPT && i != COLUMN_WHAT)
            cx_digester_add_text(digester, i != blank ? row->cells[i] : "");
    }
    const CxDigest digest = cx_digester_end(digester);
    char *hex = cx_digest_hex(&digest, 16);
    const guint n_before = GPOINTER_TO_UINT(g_hash_table_lookup(seen, hex));
    const char *key = cx_arena_printf(sheet->arena, "past-%s-%u", hex, n_before + 1);
    g_hash_table_replace(seen, hex, GUINT_TO_POINTER(n_before + 1));
    return key;
}

static const char *
joined(Sheet *sheet, const Row *row)
{
    g_autoptr(GString) out = g_string_new(NULL);
    for (size_t i = 0; i < COLUMN_N; i++) {
        if (*row->cells[i] != '\0')
            g_string_append_printf(out, "%s%s", out->len > 0 ? "; " : "", row->cells[i]);
    }
    return cx_arena_text(sheet->arena, out->str);
}

static bool
read_cells(Sheet *sheet, const CxTableRow *from, Row *row)
{
    for (size_t i = 0; i < COLUMN_N; i++) {
        row->cells[i] = "";
        if (sheet->at[i] == SIZE_MAX)
            continue;
        g_autofree char *cell = cx_csv_field_dup(&from->fields[sheet->at[i]]);
        g_autofree char *text = cx_text_name(cell);
        if (strlen(text) > CX_CAPTURE_BYTES_MAX)
            return refuse(sheet, row, (Column)i, "is longer than 1,000 letters");
        if (!cx_text_is_clean(text))
            return refuse(sheet, row, (Column)i, "has characters that are no text");
        row->cells[i] = cx_arena_text(sheet->arena, text);
    }
    return true;
}

static bool
is_blank(const CxTableRow *row)
{
    for (size_t i = 0; i < row->n_fields; i++) {
        g_autofree char *text = cx_text_trim(cx_csv_field_dup(&row->fields[i]));
        if (*text != '\0')
            return false;
    }
    return true;
}

static void
read_row(Sheet *sheet, const CxTableRow *from)
{
    if (is_blank(from))
        return;
    sheet->report->n_rows++;
    if (from->n_fields != sheet->n_columns) {
        g_autofree char *reason = g_strdup_printf("the header has %zu columns, this line %zu",
                                                  sheet->n_columns, from->n_fields);
        reject(sheet, from->line, NULL, reason);
        return;
    }
    Row row = { .line = from->line };
    row.past.line = from->line;
    row.past.ended_on = CX_DAY_NONE;
    if (!read_cells(sheet, from, &row) || !read_when(sheet, &row) || !read_leader(sheet, &row) ||
        !read_contact(sheet, &row) || !read_promise(sheet, &row))
        return;
    row.past.text = joined(sheet, &row);
    row.past.source_key = source_key(sheet, sheet->seen, &row, COLUMN_WHAT);
    row.past.plain_key = source_key(sheet, sheet->seen_plain, &row, row.what);
    g_array_append_val(sheet->rows, row.past);
}

static bool
read_rows(Sheet *sheet, CxTable *table, GError **error)
{
    CxTableRow row;
    CxTableStep step;
    while ((step = cx_table_next(table, &row, error)) == CX_TABLE_ROW || step == CX_TABLE_BAD) {
        if (step == CX_TABLE_BAD) {
            sheet->report->n_rows++;
            reject(sheet, row.line, NULL, row.problem);
        } else {
            read_row(sheet, &row);
        }
        if (sheet->report->n_rows % ROWS_A_LOOK == 0 &&
            !cx_ctx_progress(sheet->ctx,
                             (int64_t)(cx_table_share_done(table) * CX_PAST_PROGRESS_READ),
                             CX_PAST_PROGRESS_ALL, error))
            return false;
        if (sheet->report->n_rows > CX_PAST_ROWS_MAX) {
            g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE,
                        "a sheet of past meetings has %d rows at most; bring it in parts",
                        CX_PAST_ROWS_MAX);
            return false;
        }
    }
    return step == CX_TABLE_END;
}

GArray *
cx_past_rows_read(CxCtx *ctx, const CxPastAsk *ask, const CxCaptureWorld *world,
                  CxPastReport *report, GError **error)
{
    const char *data = ask->data != NULL ? ask->data : "";
    g_autoptr(CxTable) table = cx_table_open(data, ask->len_bytes, NULL, error);
    if (table == NULL) {
        g_prefix_error(error, "\"%s\": ", ask->file_name);
        return NULL;
    }
    g_autoptr(CxPastWho) who = cx_past_who_new(world);
    g_auto(Sheet) sheet = {
        .ctx = ctx, .who = who, .world = world, .arena = ctx->arena, .report = report
    };
    sheet.rows = g_array_new(FALSE, FALSE, sizeof(CxPastRow));
    sheet.seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    sheet.seen_plain = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    if (!read_header(&sheet, table, error) || !read_rows(&sheet, table, error))
        return NULL;
    return g_steal_pointer(&sheet.rows);
}
