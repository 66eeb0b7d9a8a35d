/* Reading records. The first thing wrong sets the whole record aside: nothing half in. */
#include "feedback/intake.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "base/limits.h"
#include "base/text.h"
#include "feedback/answers.h"
#include "feedback/intake_priv.h"

#define ID_BYTES_MAX    255       /* a source id, a cluster, a respondent */
#define WEIGHT_MAX      1000000.0 /* more than this is no weight but a mistake */
#define VALUE_SHOWN_MAX 80        /* bytes of a cell a reject shows */
#define DIGITS_MAX      18        /* a whole number that surely fits */
#define DAYS_IN_WEEK    7
#define WEEKDAY_OF_ZERO 4 /* 1970-01-01 was a Thursday; Sunday is 0 */

/* A cell without blanks around it, not ended by NUL. */
typedef struct {
    const char *text;
    size_t len_bytes;
} Cell;

static inline bool
is_blank(char c)
{
    return c <= ' ' && (c == ' ' || c == '\t' || c == '\r' || c == '\n');
}

static inline bool
is_digit(char c)
{
    return (unsigned char)(c - '0') <= 9;
}

static inline Cell
cell_at(const CxTableRow *row, size_t i_column)
{
    const CxCsvField *field = &row->fields[i_column];
    Cell cell = { field->text, field->len_bytes };
    while (cell.len_bytes > 0 && is_blank(cell.text[cell.len_bytes - 1]))
        cell.len_bytes--;
    while (cell.len_bytes > 0 && is_blank(*cell.text)) {
        cell.text++;
        cell.len_bytes--;
    }
    if (cell.len_bytes > 0 && *cell.text == '\'') {
        const size_t n_guard = cx_csv_guard_bytes(cell.text, cell.len_bytes);
        cell.text += n_guard;
        cell.len_bytes -= n_guard;
    }
    return cell;
}

static char *
cell_text(const CxIntake *intake, Cell cell)
{
    return cx_arena_text_n(intake->texts, cell.text, cell.len_bytes);
}

/* Sets the record aside: false, with what it needs to be said. */
static bool
reject(const CxIntake *intake, size_t i_column, Cell cell, CxIntakeReject *ret_reject)
{
    size_t len_bytes = cell.len_bytes;
    if (len_bytes > VALUE_SHOWN_MAX) {
        len_bytes = VALUE_SHOWN_MAX;
        while (len_bytes > 0 && (cell.text[len_bytes] & 0xC0) == 0x80)
            len_bytes--;
    }
    ret_reject->column = intake->names[i_column];
    ret_reject->value = cell_text(intake, (Cell){ cell.text, len_bytes });
    ret_reject->reason = intake->reason->str;
    return false;
}

/* A short text such as an id; false when it is too long. */
static bool
read_name(const CxIntake *intake, const CxTableRow *row, size_t i_column, const char **ret_text,
          CxIntakeReject *ret_reject)
{
    if (i_column == CX_INTAKE_NO_COLUMN) {
        *ret_text = NULL;
        return true;
    }
    const Cell cell = cell_at(row, i_column);
    if (cell.len_bytes > ID_BYTES_MAX) {
        g_string_printf(intake->reason, "is %zu bytes long, the limit is %d", cell.len_bytes,
                        ID_BYTES_MAX);
        return reject(intake, i_column, cell, ret_reject);
    }
    *ret_text = cell_text(intake, cell);
    return true;
}

/* The same where an empty cell names nobody: NULL. */
static bool
read_key(const CxIntake *intake, const CxTableRow *row, size_t i_column, const char **ret_text,
         CxIntakeReject *ret_reject)
{
    const char *text = NULL;
    if (!read_name(intake, row, i_column, &text, ret_reject))
        return false;
    *ret_text = text != NULL && *text != '\0' ? text : NULL;
    return true;
}

/* The parts of a name with blanks between; NULL where no part is said. */
static bool
read_respondent(const CxIntake *intake, const CxTableRow *row, const char **ret_text,
                CxIntakeReject *ret_reject)
{
    const char *whole = NULL;
    for (size_t i = 0; i < intake->mapping->n_respondent_columns; i++) {
        const char *part = NULL;
        if (!read_key(intake, row, intake->i_respondents[i], &part, ret_reject))
            return false;
        if (part != NULL && whole != NULL)
            whole = cx_arena_printf(intake->texts, "%s %s", whole, part);
        else if (part != NULL)
            whole = part;
    }
    if (whole != NULL && strlen(whole) > ID_BYTES_MAX) {
        g_string_printf(intake->reason, "is a name of %zu bytes, the limit is %d", strlen(whole),
                        ID_BYTES_MAX);
        return reject(intake, intake->i_respondents[0], (Cell){ "", 0 }, ret_reject);
    }
    *ret_text = whole;
    return true;
}

static bool
read_id(const CxIntake *intake, const CxTableRow *row, CxIntakeRow *out, CxIntakeReject *ret_reject)
{
    if (!read_name(intake, row, intake->i_id, &out->id, ret_reject))
        return false;
    if (out->id == NULL || *out->id != '\0')
        return true;
    g_string_assign(intake->reason, "there is no id");
    return reject(intake, intake->i_id, (Cell){ "", 0 }, ret_reject);
}

/* Days since Sunday. */
static int32_t
weekday_of(CxDay day)
{
    const int32_t rest = (day.v + WEEKDAY_OF_ZERO) % DAYS_IN_WEEK;
    return rest < 0 ? rest + DAYS_IN_WEEK : rest;
}

/* The file says the day of the week too, and it must agree. */
static bool
check_weekday(const CxIntake *intake, const CxTableRow *row, CxDay day, CxIntakeReject *ret_reject)
{
    static const char *const names[] = { "Sunday",   "Monday", "Tuesday", "Wednesday",
                                         "Thursday", "Friday", "Saturday" };
    if (intake->i_weekday == CX_INTAKE_NO_COLUMN)
        return true;
    const Cell cell = cell_at(row, intake->i_weekday);
    const char *text = cell_text(intake, cell);
    int64_t said = 0;
    const int64_t first = intake->mapping->date.weekday_first;
    const int32_t weekday = weekday_of(day);
    if (cell.len_bytes == 0 || (cx_text_parse_i64(text, &said, NULL) &&
                                (said - first + DAYS_IN_WEEK) % DAYS_IN_WEEK == weekday))
        return true;
    g_autofree char *date = cx_day_format(day);
    g_string_printf(intake->reason, "%s is a %s, and the file says \"%s\"", date, names[weekday],
                    text);
    return reject(intake, intake->i_weekday, cell, ret_reject);
}

static CxIntakeWhen *
when_slot(CxIntake *intake, Cell cell)
{
    uint64_t mixed = cell.len_bytes;
    if (cell.len_bytes < CX_CELL_WORD_BYTES) {
        for (size_t i = 0; i < cell.len_bytes; i++)
            mixed = mixed << 8 | (unsigned char)cell.text[i];
    } else {
        const uint64_t last = cx_cell_load(cell.text + cell.len_bytes - CX_CELL_WORD_BYTES);
        mixed = (cx_cell_load(cell.text) * 31) ^ last;
    }
    return &intake->whens[cx_cell_slot(mixed, CX_INTAKE_WHEN_BITS)];
}

/* Many rows are of one day and say it in the same letters. */
static bool
recall_when(CxIntake *intake, Cell cell, CxWhen *ret_when)
{
    if (cell.len_bytes == 0 || cell.len_bytes > CX_INTAKE_WHEN_BYTES)
        return false;
    const CxIntakeWhen *slot = when_slot(intake, cell);
    if (slot->len_bytes != cell.len_bytes || memcmp(slot->text, cell.text, cell.len_bytes) != 0)
        return false;
    *ret_when = slot->when;
    return true;
}

static void
remember_when(CxIntake *intake, Cell cell, CxWhen when)
{
    if (cell.len_bytes == 0 || cell.len_bytes > CX_INTAKE_WHEN_BYTES)
        return;
    CxIntakeWhen *slot = when_slot(intake, cell);
    slot->len_bytes = cell.len_bytes;
    memcpy(slot->text, cell.text, cell.len_bytes);
    slot->when = when;
}

static bool
read_date(CxIntake *intake, const CxTableRow *row, CxIntakeRow *out, CxIntakeReject *ret_reject)
{
    const CxMapping *mapping = intake->mapping;
    const bool has_column = intake->i_date != CX_INTAKE_NO_COLUMN;
    const Cell cell = has_column ? cell_at(row, intake->i_date) : (Cell){ "", 0 };
    if (!recall_when(intake, cell, &out->when)) {
        if (!cx_when_read(&mapping->date, intake->zone, cell_text(intake, cell), &out->when,
                          intake->reason))
            return reject(intake, intake->i_date, cell, ret_reject);
        remember_when(intake, cell, out->when);
    }

    const CxDay from = mapping->version.from;
    const CxDay to = mapping->version.to;
    if (has_column && ((!cx_day_is_none(from) && out->when.day.v < from.v) ||
                       (!cx_day_is_none(to) && out->when.day.v > to.v))) {
        g_autofree char *date = cx_day_format(out->when.day);
        g_autofree char *period = cx_day_format_period(from, to);
        g_string_printf(intake->reason, "%s is outside %s, when version \"%s\" was asked", date,
                        period, mapping->version.key);
        return reject(intake, intake->i_date, cell, ret_reject);
    }
    return check_weekday(intake, row, out->when.day, ret_reject);
}

static bool
read_mode(const CxIntake *intake, const CxTableRow *row, CxIntakeRow *out,
          CxIntakeReject *ret_reject)
{
    const CxMapping *mapping = intake->mapping;
    out->i_mode = mapping->mode_constant != NULL ? 0 : mapping->n_modes;
    if (intake->i_mode == CX_INTAKE_NO_COLUMN)
        return true;
    const Cell cell = cell_at(row, intake->i_mode);
    for (size_t i = 0; i < mapping->n_modes; i++) {
        const char *source = mapping->modes[i].source;
        if (strncmp(source, cell.text, cell.len_bytes) == 0 && source[cell.len_bytes] == '\0') {
            out->i_mode = i;
            return true;
        }
    }
    if (cell.len_bytes == 0)
        return true;
    g_string_printf(intake->reason, "\"%s\" is not a declared mode", cell_text(intake, cell));
    return reject(intake, intake->i_mode, cell, ret_reject);
}

static bool
read_weight(const CxIntake *intake, const CxTableRow *row, CxIntakeRow *out,
            CxIntakeReject *ret_reject)
{
    out->has_weight = false;
    if (intake->i_weight == CX_INTAKE_NO_COLUMN)
        return true;
    const Cell cell = cell_at(row, intake->i_weight);
    const char *text = cell_text(intake, cell);
    if (cell.len_bytes == 0)
        g_string_assign(intake->reason, "there is no weight");
    else if (!cx_text_parse_double(text, &out->weight, NULL))
        g_string_printf(intake->reason, "\"%s\" is not a number", text);
    else if (out->weight <= 0.0 || out->weight > WEIGHT_MAX)
        g_string_printf(intake->reason, "\"%s\" is not a weight: it must be over 0", text);
    else
        out->has_weight = true;
    return out->has_weight || reject(intake, intake->i_weight, cell, ret_reject);
}

/* A number as most files write it, digits with maybe a minus and a point, in units of 10^-decimals;
 * exact. False for anything else, as for more decimals than these but zeros. */
static bool
parse_plain(Cell cell, int decimals, int64_t *ret_value)
{
    const bool is_negative = cell.len_bytes > 0 && *cell.text == '-';
    size_t i = is_negative ? 1 : 0;
    if (cell.len_bytes == i || cell.len_bytes + (size_t)decimals > DIGITS_MAX ||
        !is_digit(cell.text[i]))
        return false;
    int64_t value = 0;
    for (; i < cell.len_bytes && is_digit(cell.text[i]); i++)
        value = value * 10 + (cell.text[i] - '0');
    int n_left = decimals;
    if (i < cell.len_bytes && cell.text[i] == '.') {
        for (i++; i < cell.len_bytes && is_digit(cell.text[i]); i++) {
            if (n_left > 0)
                value = value * 10 + (cell.text[i] - '0');
            else if (cell.text[i] != '0')
                return false;
            n_left--;
        }
    }
    if (i < cell.len_bytes)
        return false;
    for (; n_left > 0; n_left--)
        value *= 10;
    *ret_value = is_negative ? -value : value;
    return true;
}

/* A number in the item's decimals: "10", also "10.0000", for a rating; "12.50" with two decimals.
 * False when it is no number or has more decimals than the item. */
static bool
parse_scaled(const CxIntake *intake, const CxItemVersion *asked, Cell cell, int64_t *ret_value)
{
    if (parse_plain(cell, asked->decimals, ret_value))
        return true;
    double value = 0.0;
    if (!cx_text_parse_double(cell_text(intake, cell), &value, NULL))
        return false;
    for (int i = 0; i < asked->decimals; i++)
        value *= 10.0;
    const double whole = nearbyint(value);
    if (fabs(value) > 1e15 || fabs(value - whole) > 1e-6)
        return false;
    *ret_value = (int64_t)whole;
    return true;
}

static void
say_off_scale(const CxIntake *intake, const CxItemVersion *asked, const char *text)
{
    GString *reason = intake->reason;
    if (asked->kind == CX_ITEM_KIND_CHOICE) {
        g_string_printf(reason, "\"%s\" is not a declared choice or missing code", text);
        return;
    }
    g_string_printf(reason, "\"%s\" is not on the scale ", text);
    double unit = 1.0;
    for (int i = 0; i < asked->decimals; i++)
        unit *= 10.0;
    cx_text_append_fixed(reason, (double)asked->lo / unit, asked->decimals);
    g_string_append(reason, " to ");
    cx_text_append_fixed(reason, (double)asked->hi / unit, asked->decimals);
    g_string_append(reason, " and is not a declared missing code");
}

/* What LimeSurvey's VV files write for characters that would break a line or a cell. */
static void
undo_vv_escapes(char *text)
{
    static const struct {
        const char *mark;
        char is;
    } marks[] = { { "{newline}", '\n' },
                  { "{cr}", ' ' },
                  { "{tab}", '\t' },
                  { "{quote}", '"' },
                  { "{lbrace}", '{' } };
    char *to = text;
    for (const char *from = text; *from != '\0'; to++) {
        size_t i = 0;
        while (i < CX_N_ELEMENTS(marks) && !g_str_has_prefix(from, marks[i].mark))
            i++;
        const bool is_mark = i < CX_N_ELEMENTS(marks);
        *to = is_mark ? marks[i].is : *from;
        from += is_mark ? strlen(marks[i].mark) : 1;
    }
    *to = '\0';
}

/* Words as they are, but for control characters, which become blanks: no page or document can show
 * them, and the original keeps them. */
static bool
read_words(const CxIntake *intake, const CxIntakeItem *bound, Cell cell, CxIntakeAnswer *answer,
           CxIntakeReject *ret_reject)
{
    if (cell.len_bytes > CX_TEXT_BYTES_MAX) {
        g_string_printf(intake->reason, "the text has %zu bytes, the limit is %d", cell.len_bytes,
                        CX_TEXT_BYTES_MAX);
        return reject(intake, bound->i_column, cell, ret_reject);
    }
    char *text = cell_text(intake, cell);
    if (intake->mapping->has_vv_escapes)
        undo_vv_escapes(text);
    for (char *at = text; *at != '\0'; at++) {
        const bool is_control = (unsigned char)*at < ' ' || *at == 0x7F;
        if (is_control && *at != '\n' && *at != '\t')
            *at = ' ';
    }
    *answer = (CxIntakeAnswer){ .meaning = CX_MEANING_VALUE, .text = text };
    return true;
}

/* Member by member: compilers clear a whole one with a string instruction, the dearest step of all. */
static inline void
set_coded(CxIntakeAnswer *answer, CxMeaning meaning, int64_t code)
{
    answer->meaning = meaning;
    answer->code = code;
    answer->text = NULL;
}

/* Reads the cell itself, whatever was seen before. */
static bool
read_anew(const CxIntake *intake, const CxIntakeItem *bound, const CxTableRow *row,
          CxIntakeAnswer *answer, CxIntakeReject *ret_reject)
{
    const CxItemVersion *asked = &bound->item->asked;
    Cell cell = { "", 0 };
    if (bound->i_computed == NULL) {
        cell = cell_at(row, bound->i_column);
    } else {
        size_t i_column = 0;
        const char *computed = cx_intake_compute(intake, bound, row, &i_column);
        if (computed == NULL)
            return reject(intake, i_column, cell_at(row, i_column), ret_reject);
        cell = (Cell){ computed, strlen(computed) };
    }
    const CxItemCode *code = cx_code_table_find(bound->codes, cell.text, cell.len_bytes);
    if (code != NULL) {
        set_coded(answer, code->meaning, code->code);
        return true;
    }
    if (asked->kind == CX_ITEM_KIND_TEXT)
        return read_words(intake, bound, cell, answer, ret_reject);

    int64_t value = 0;
    if (asked->kind != CX_ITEM_KIND_CHOICE && parse_scaled(intake, asked, cell, &value) &&
        value >= asked->lo && value <= asked->hi) {
        set_coded(answer, CX_MEANING_VALUE, value);
        return true;
    }
    say_off_scale(intake, asked, cell_text(intake, cell));
    return reject(intake, bound->i_column, cell, ret_reject);
}

static void
remember(const CxIntakeItem *bound, CxCellKey key, const CxIntakeAnswer *answer)
{
    if (key.rest == 0 || answer->code != (int32_t)answer->code)
        return;
    bound->seen[cx_cell_key_slot(key, bound->seen_bits)] =
        (CxIntakeSeen){ .key = key, .code = (int32_t)answer->code, .meaning = answer->meaning };
}

static bool
read_answer(const CxIntake *intake, const CxIntakeItem *bound, const CxTableRow *row,
            CxIntakeAnswer *answer, CxIntakeReject *ret_reject)
{
    if (bound->seen == NULL)
        return read_anew(intake, bound, row, answer, ret_reject);
    const CxCellKey key = cx_cell_key(row, &row->fields[bound->i_column]);
    const CxIntakeSeen *seen = &bound->seen[cx_cell_key_slot(key, bound->seen_bits)];
    if (seen->key.rest == key.rest && seen->key.head == key.head && key.rest != 0) {
        set_coded(answer, seen->meaning, seen->code);
        return true;
    }
    if (!read_anew(intake, bound, row, answer, ret_reject))
        return false;
    remember(bound, key, answer);
    return true;
}

static bool
is_among(const CxMappingSkip *skip, Cell cell)
{
    for (size_t i = 0; i < skip->n_values; i++) {
        if (strlen(skip->values[i]) == cell.len_bytes &&
            memcmp(skip->values[i], cell.text, cell.len_bytes) == 0)
            return true;
    }
    return false;
}

const CxMappingSkip *
cx_intake_skip(const CxIntake *intake, const CxTableRow *row)
{
    if (row->n_fields != intake->n_columns)
        return NULL;
    for (size_t i = 0; i < intake->mapping->n_skips; i++) {
        const CxIntakeSkip *bound = &intake->skips[i];
        if (is_among(bound->skip, cell_at(row, bound->i_column)))
            return bound->skip;
    }
    return NULL;
}

uint64_t
cx_intake_skips(const CxIntake *intake, const CxTableRow *row)
{
    uint64_t rules = 0;
    if (row->n_fields != intake->n_columns)
        return rules;
    for (size_t i = 0; i < intake->mapping->n_skips; i++) {
        const CxIntakeSkip *bound = &intake->skips[i];
        if (is_among(bound->skip, cell_at(row, bound->i_column)))
            rules |= UINT64_C(1) << MIN(i, 63);
    }
    return rules;
}

/* Reads a record; `when` is its time where it is known from elsewhere, else NULL. */
static bool
read_record(CxIntake *intake, const CxTableRow *row, const CxWhen *when, CxIntakeRow *ret_row,
            CxIntakeReject *ret_reject)
{
    cx_arena_reset(intake->texts);
    g_string_truncate(intake->reason, 0);
    if (row->n_fields != intake->n_columns) {
        g_string_printf(intake->reason, "the row has %zu columns, the header has %zu",
                        row->n_fields, intake->n_columns);
        *ret_reject = (CxIntakeReject){ .reason = intake->reason->str };
        return false;
    }
    CxIntakeRow out = { .answers = intake->answers };
    if (when != NULL)
        out.when = *when;
    if (!read_id(intake, row, &out, ret_reject) ||
        (when == NULL && !read_date(intake, row, &out, ret_reject)) ||
        !read_mode(intake, row, &out, ret_reject) || !read_weight(intake, row, &out, ret_reject) ||
        !read_name(intake, row, intake->i_cluster, &out.cluster, ret_reject) ||
        !read_key(intake, row, intake->i_account, &out.account, ret_reject) ||
        !read_key(intake, row, intake->i_transaction, &out.transaction, ret_reject) ||
        !read_respondent(intake, row, &out.respondent, ret_reject))
        return false;
    for (size_t i = 0; i < intake->mapping->n_items; i++) {
        if (!read_answer(intake, &intake->items[i], row, &intake->answers[i], ret_reject))
            return false;
    }
    *ret_row = out;
    return true;
}

bool
cx_intake_read(CxIntake *intake, const CxTableRow *row, CxIntakeRow *ret_row,
               CxIntakeReject *ret_reject)
{
    return read_record(intake, row, NULL, ret_row, ret_reject);
}

/* ---- Records passed over ---- */

static bool
is_unused(const CxIntake *intake, size_t i_column)
{
    for (guint i = 0; i < intake->unused->len; i++) {
        if (g_ptr_array_index(intake->unused, i) == intake->names[i_column])
            return true;
    }
    return false;
}

/* The last day of the columns that the mapping does not use and that are written as its dates are. */
static bool
find_other_when(CxIntake *intake, const CxTableRow *row, CxWhen *ret_when)
{
    const CxDateKind kind = intake->mapping->date.kind;
    bool is_found = false;
    if (kind != CX_DATE_ISO && kind != CX_DATE_MDY && kind != CX_DATE_DMY)
        return false;
    for (size_t i = 0; i < intake->n_columns; i++) {
        const Cell cell = cell_at(row, i);
        CxWhen when;
        g_string_truncate(intake->reason, 0);
        if (cell.len_bytes == 0 || cell.len_bytes > CX_INTAKE_WHEN_BYTES || !is_unused(intake, i) ||
            !cx_when_read(&intake->mapping->date, intake->zone, cell_text(intake, cell), &when,
                          intake->reason))
            continue;
        if (!is_found || when.day.v > ret_when->day.v)
            *ret_when = when;
        is_found = true;
    }
    return is_found;
}

bool
cx_intake_read_skipped(CxIntake *intake, const CxTableRow *row, CxIntakeRow *ret_row)
{
    CxIntakeReject why;
    CxWhen when;
    const bool is_undated = intake->i_date != CX_INTAKE_NO_COLUMN &&
                            row->n_fields == intake->n_columns &&
                            cell_at(row, intake->i_date).len_bytes == 0;
    if (!is_undated)
        return cx_intake_read(intake, row, ret_row, &why);
    return find_other_when(intake, row, &when) && read_record(intake, row, &when, ret_row, &why);
}
