/* Number formats: which numbers of a sheet are dates, and what date they are.
 *
 * A workbook says of a date only that it is a number shown in a certain format, so formats are read
 * for the letters that stand for parts of a date. */
#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "codec/xlsx_priv.h"

#define MS_PER_SECOND    INT64_C(1000)
#define MS_PER_DAY       (INT64_C(86400) * MS_PER_SECOND)
#define DAY_ZERO_1900    (-25569)  /* 1899-12-30, for serial numbers after the day that never was */
#define DAY_ZERO_1904    (-24107)  /* 1904-01-01 */
#define SERIAL_MAX       2958466.0 /* the day after 9999-12-31, in the 1900 system */
#define SERIAL_NEVER_WAS 60        /* 1900-02-29, which Excel has and the calendar has not */

/* ---- Formats ---- */

/* Formats every workbook has without saying so, for all languages. */
static uint8_t
built_in_flags(int64_t id)
{
    static const struct {
        int64_t first, last;
        uint8_t flags;
    } rows[] = {
        { 14, 17, CX_XLSX_DATE },
        { 18, 21, CX_XLSX_TIME },
        { 22, 22, CX_XLSX_DATE | CX_XLSX_TIME },
        { 27, 31, CX_XLSX_DATE },
        { 32, 35, CX_XLSX_TIME },
        { 36, 36, CX_XLSX_DATE },
        { 45, 45, CX_XLSX_TIME },
        { 46, 46, CX_XLSX_TIME | CX_XLSX_ELAPSED },
        { 47, 47, CX_XLSX_TIME | CX_XLSX_MILLI },
        { 50, 58, CX_XLSX_DATE },
    };
    for (size_t i = 0; i < CX_N_ELEMENTS(rows); i++) {
        if (id >= rows[i].first && id <= rows[i].last)
            return rows[i].flags;
    }
    return 0;
}

/* Which letters a format holds outside of what it shows as it stands. */
typedef struct {
    bool has_year_or_day;
    bool has_month_or_minute;
    bool has_hour;
    bool has_second;
    bool has_milli;
    bool is_elapsed;
} Letters;

/* Past what stands at `at` and is no letter of a date; NULL when one may stand there. */
static const char *
skip_words(const char *at, Letters *letters)
{
    if (*at == '"') {
        const char *end = strchr(at + 1, '"');
        return end != NULL ? end + 1 : at + strlen(at);
    }
    if (*at == '\\' || *at == '_' || *at == '*')
        return at[1] != '\0' ? at + 2 : at + 1;
    if (*at == '[') {
        const char *end = strchr(at, ']');
        const bool is_elapsed =
            strchr("hHmMsS", at[1]) != NULL && at[1] != '\0' &&
            strspn(at + 1, "hHmMsS") == (size_t)(end != NULL ? end - at - 1 : 0);
        letters->is_elapsed = letters->is_elapsed || is_elapsed;
        return end != NULL ? end + 1 : at + strlen(at);
    }
    static const char *const words[] = { "General", "AM/PM", "A/P" };
    for (size_t i = 0; i < CX_N_ELEMENTS(words); i++) {
        if (g_ascii_strncasecmp(at, words[i], strlen(words[i])) == 0) {
            letters->has_hour = letters->has_hour || i > 0;
            return at + strlen(words[i]);
        }
    }
    return NULL;
}

static void
note_letter(Letters *letters, const char *at)
{
    switch (g_ascii_tolower(*at)) {
    case 'y':
    case 'd':
    case 'g': /* eras and their years */
    case 'b':
        letters->has_year_or_day = true;
        break;
    case 'e': /* a year, but 0.00E+00 is a number */
        letters->has_year_or_day = letters->has_year_or_day || (at[1] != '+' && at[1] != '-');
        break;
    case 'm':
        letters->has_month_or_minute = true;
        break;
    case 'h':
        letters->has_hour = true;
        break;
    case 's':
        letters->has_second = true;
        break;
    case '.':
        letters->has_milli = letters->has_milli || (letters->has_second && at[1] == '0');
        break;
    default:
        break;
    }
}

uint8_t
cx_xlsx_format_flags(const char *format)
{
    Letters letters = { 0 };
    const char *at = format;
    while (*at != '\0' && *at != ';') { /* the rest is for other signs */
        const char *after = skip_words(at, &letters);
        if (after == NULL)
            note_letter(&letters, at);
        at = after != NULL ? after : at + 1;
    }
    const bool has_time = letters.has_hour || letters.has_second || letters.is_elapsed;
    const bool has_date = letters.has_year_or_day || (letters.has_month_or_minute && !has_time);
    unsigned flags = 0;
    if (has_date)
        flags |= CX_XLSX_DATE;
    if (has_time)
        flags |= CX_XLSX_TIME;
    if (letters.is_elapsed && !has_date)
        flags |= CX_XLSX_ELAPSED;
    if (letters.has_milli && has_time)
        flags |= CX_XLSX_MILLI;
    return (uint8_t)flags;
}

/* ---- The part with the styles ---- */

static int64_t
number_of(const char **attributes, const char *name)
{
    const char *text = cx_xlsx_attribute(attributes, name);
    int64_t value = 0;
    return text != NULL && cx_text_parse_i64(text, &value, NULL) ? value : 0;
}

static void
add_style(CxXlsxPart *part, CxXlsxStyles *styles, int64_t id)
{
    if (styles->styles->len >= CX_XLSX_STYLES_MAX) {
        cx_xlsx_part_fail(part, g_error_new(CX_ERROR, CX_ERROR_TOO_LARGE,
                                            "the workbook has more than %d cell styles",
                                            CX_XLSX_STYLES_MAX));
        return;
    }
    const uint8_t *known = g_hash_table_lookup(styles->custom, &id);
    const uint8_t flags = known != NULL ? *known : built_in_flags(id);
    g_byte_array_append(styles->styles, &flags, 1);
}

static void
add_format(CxXlsxStyles *styles, int64_t id, const char *code)
{
    int64_t *key = g_new(int64_t, 1);
    uint8_t *flags = g_new(uint8_t, 1);
    *key = id;
    *flags = cx_xlsx_format_flags(code);
    g_hash_table_replace(styles->custom, key, flags);
}

static void
on_start(CxXlsxPart *part, const char *name, const char **attributes, void *data)
{
    CxXlsxStyles *styles = data;
    if (strcmp(name, "cellXfs") == 0) {
        styles->is_in_cells = true;
    } else if (strcmp(name, "xf") == 0 && styles->is_in_cells) {
        add_style(part, styles, number_of(attributes, "numFmtId"));
    } else if (strcmp(name, "numFmt") == 0) {
        const int64_t id = number_of(attributes, "numFmtId");
        const char *code = cx_xlsx_attribute(attributes, "formatCode");
        if (code != NULL && g_hash_table_size(styles->custom) < CX_XLSX_STYLES_MAX)
            add_format(styles, id, code);
    }
}

static void
on_end(CxXlsxPart *part, const char *name, void *data)
{
    CxXlsxStyles *styles = data;
    (void)part;
    if (strcmp(name, "cellXfs") == 0)
        styles->is_in_cells = false;
}

bool
cx_xlsx_styles_read(CxXlsxStyles *styles, CxXlsxArchive *archive, const char *path, GError **error)
{
    static const CxXlsxHandlers handlers = { on_start, on_end, NULL };
    styles->custom = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
    styles->styles = g_byte_array_new();
    return path == NULL || cx_xlsx_part_read(archive, path, &handlers, styles, error);
}

void
cx_xlsx_styles_clear(CxXlsxStyles *styles)
{
    if (styles->custom != NULL)
        g_hash_table_unref(styles->custom);
    if (styles->styles != NULL)
        g_byte_array_unref(styles->styles);
}

uint8_t
cx_xlsx_styles_at(const CxXlsxStyles *styles, int64_t i)
{
    return i >= 0 && i < (int64_t)styles->styles->len ? styles->styles->data[i] : 0;
}

/* ---- Dates ---- */

static void
append_day(GString *out, int64_t serial_day, bool is_1904)
{
    if (!is_1904 && serial_day == SERIAL_NEVER_WAS) {
        g_string_append(out,
                        "1900-02-29"); /* as the person sees it; no reader takes it for a day */
        return;
    }
    int64_t day = serial_day + (is_1904 ? DAY_ZERO_1904 : DAY_ZERO_1900);
    if (!is_1904 && serial_day < SERIAL_NEVER_WAS)
        day++;
    g_autofree char *text = cx_day_format((CxDay){ (int32_t)day });
    g_string_append(out, text);
}

bool
cx_xlsx_append_when(GString *out, double serial, uint8_t flags, bool is_1904)
{
    if (!(serial >= 0.0) || serial >= SERIAL_MAX - (is_1904 ? 1462.0 : 0.0))
        return false;
    int64_t ms = llround(serial * (double)MS_PER_DAY);
    if ((flags & CX_XLSX_MILLI) == 0)
        ms = (ms + MS_PER_SECOND / 2) / MS_PER_SECOND * MS_PER_SECOND;
    const int64_t day = ms / MS_PER_DAY;
    if ((flags & CX_XLSX_DATE) != 0)
        append_day(out, (flags & CX_XLSX_TIME) != 0 ? day : (int64_t)serial, is_1904);
    if ((flags & CX_XLSX_TIME) == 0)
        return true;
    if ((flags & CX_XLSX_DATE) != 0)
        g_string_append_c(out, ' ');
    const int64_t second = ((flags & CX_XLSX_ELAPSED) != 0 ? ms : ms % MS_PER_DAY) / MS_PER_SECOND;
    g_string_append_printf(out, "%02d:%02d:%02d", (int)(second / 3600), (int)(second / 60 % 60),
                           (int)(second % 60));
    if ((flags & CX_XLSX_MILLI) != 0)
        g_string_append_printf(out, ".%03d", (int)(ms % MS_PER_SECOND));
    return true;
}
