/* The draft as a mapping document. */
#include <inttypes.h>
#include <string.h>

#include "base/civil.h"
#include "base/limits.h"
#include "base/text.h"
#include "codec/json.h"
#include "feedback/recognise_priv.h"

#define BETWEEN_DAYS_MAX 3650 /* ten years: more is a slip of the pen */
#define KEY_BYTES        48
#define LABEL_BYTES      200
#define WORDING_BYTES    4000

/* A text cut at a character. */
static const char *
shorten(CxRecognition *r, const char *text, size_t len_bytes_max)
{
    size_t len_bytes = strlen(text);
    if (len_bytes <= len_bytes_max)
        return text;
    len_bytes = len_bytes_max;
    while (len_bytes > 0 && (text[len_bytes] & 0xC0) == 0x80)
        len_bytes--;
    return cx_text_trim(cx_arena_text_n(r->arena, text, len_bytes));
}

/* What a file calls a choice, as a label: control characters are not for people. */
static const char *
choice_label(CxRecognition *r, const char *text)
{
    if (cx_text_is_clean(text))
        return text;
    char *label = cx_arena_text(r->arena, text);
    for (char *at = label; *at != '\0'; at++) {
        if ((unsigned char)*at < ' ' || *at == 0x7F)
            *at = ' ';
    }
    label = cx_text_trim(label);
    return *label != '\0' && cx_text_is_clean(label) ? label : "?";
}

/* A key from words that nobody in `taken` has. */
static const char *
make_key(CxRecognition *r, GHashTable *taken, const char *words, const char *fallback)
{
    char *key = cx_arena_take(r->arena, cx_text_key(words));
    if (strlen(key) > KEY_BYTES)
        key[KEY_BYTES] = '\0';
    const char *base = cx_text_is_key(key) ? key : fallback;
    char *unique = cx_arena_text(r->arena, base);
    for (int i = 2; g_hash_table_contains(taken, unique); i++)
        unique = cx_recognise_text(r, "%s_%d", base, i);
    g_hash_table_add(taken, unique);
    return unique;
}

/* The file's name without folder and ending. */
static const char *
file_stem(CxRecognition *r)
{
    g_autofree char *base = g_path_get_basename(r->file->name != NULL ? r->file->name : "survey");
    char *dot = strrchr(base, '.');
    if (dot != NULL && dot != base)
        *dot = '\0';
    g_autofree char *valid = g_utf8_make_valid(base, -1);
    for (char *at = valid; *at != '\0'; at++)
        *at = (unsigned char)*at < ' ' || *at == 0x7F ? ' ' : *at;
    return cx_text_trim(cx_arena_text(r->arena, valid));
}

/* The same without years and dates, so that next year's file has the same key. */
static const char *
survey_words(CxRecognition *r, const char *stem)
{
    char *out = cx_arena_text(r->arena, stem);
    for (char *at = out; *at != '\0'; at++)
        *at = g_ascii_isdigit(*at) || *at == '_' ? ' ' : *at;
    char *words = cx_text_trim(out);
    return *words == '\0' ? "survey" : words;
}

/* "SFO Customer Survey" of "2018_SFO_Customer_Survey_20250817": without years, dates and other numbers
 * that stand alone, which belong to the version. */
static const char *
survey_title(CxRecognition *r, const char *stem)
{
    g_auto(GStrv) words = g_strsplit_set(stem, " _", -1);
    g_autoptr(GString) out = g_string_new(NULL);
    for (size_t i = 0; words[i] != NULL; i++) {
        const bool is_number = strspn(words[i], "0123456789-.()") == strlen(words[i]);
        if (!is_number)
            g_string_append_printf(out, "%s%s", out->len > 0 ? " " : "", words[i]);
    }
    if (out->len > 0)
        return shorten(r, cx_arena_text(r->arena, out->str), LABEL_BYTES);
    return *stem == '\0' ? "Survey" : shorten(r, stem, LABEL_BYTES);
}

static void
write_survey(CxRecognition *r, CxJsonWriter *json)
{
    const char *stem = file_stem(r);
    g_autoptr(GHashTable) none = g_hash_table_new(g_str_hash, g_str_equal);
    const char *zone = r->file->zone != NULL ? r->file->zone : r->zone;
    GTimeZone *known = zone != NULL ? cx_zone_load(zone, NULL) : NULL;
    if (known == NULL) {
        zone = "UTC";
        cx_recognise_ask(r, "The file does not say in which zone its days are: UTC is drafted "
                            "(survey.zone), and it cannot change later.");
    } else {
        g_time_zone_unref(known);
    }
    cx_json_writer_name(json, "survey");
    cx_json_writer_begin_object(json);
    cx_json_writer_put_text(json, "key", make_key(r, none, survey_words(r, stem), "survey"));
    cx_json_writer_put_text(json, "title", survey_title(r, stem));
    cx_json_writer_put_text(json, "zone", zone);
    cx_json_writer_put_text(json, "overall", r->headline->key);
    cx_json_writer_put_flag(json, "weighted", false);
    cx_json_writer_end_object(json);
}

/* The year of the first date seen, else that of the file's name or of today. */
static int32_t
version_year(const CxRecognition *r)
{
    if (r->is_year_said || r->date == NULL || r->date->profile.seen->len == 0)
        return r->year;
    const char *text = cx_seen_at(&r->date->profile, 0)->text;
    for (const char *at = text; *at != '\0'; at++) {
        if (strspn(at, "0123456789") != 4 || (at > text && g_ascii_isdigit(at[-1])))
            continue;
        return (at[0] - '0') * 1000 + (at[1] - '0') * 100 + (at[2] - '0') * 10 + at[3] - '0';
    }
    return r->year;
}

static void
write_version(CxRecognition *r, CxJsonWriter *json)
{
    cx_json_writer_name(json, "version");
    cx_json_writer_begin_object(json);
    cx_json_writer_put_text(json, "key", cx_recognise_text(r, "%d", version_year(r)));
    cx_json_writer_put_text(json, "sampling", "open");
    const char *stem = file_stem(r);
    if (*stem != '\0') {
        cx_json_writer_put_text(
            json, "source", cx_recognise_text(r, "The file %s.", shorten(r, stem, LABEL_BYTES)));
    }
    cx_json_writer_end_object(json);
    cx_recognise_ask(r,
                     "How people were asked is not in the file: \"open\" (whoever came) is drafted "
                     "(version.sampling); say who was invited, and how many, to get a response "
                     "rate.");
}

static void
write_date(CxRecognition *r, CxJsonWriter *json)
{
    static const char *const kinds[] = {
        [CX_DATE_ISO] = "iso",           [CX_DATE_MDY] = "mdy",
        [CX_DATE_DMY] = "dmy",           [CX_DATE_EXCEL] = "excel",
        [CX_DATE_CONSTANT] = "constant", [CX_DATE_DAY_OF_MONTH] = "day_of_month",
    };
    cx_json_writer_name(json, "date");
    cx_json_writer_begin_object(json);
    if (r->date != NULL)
        cx_json_writer_put_text(json, "column", r->date->ref);
    cx_json_writer_put_text(json, "kind", kinds[r->date_kind]);
    if (r->date_kind == CX_DATE_CONSTANT) {
        g_autofree char *day = cx_day_format(r->file->today);
        cx_json_writer_put_text(json, "day", day);
    }
    if (r->date_kind == CX_DATE_DAY_OF_MONTH) {
        const CxCivil first = cx_day_civil((CxDay){ r->date_month });
        cx_json_writer_put_text(json, "month",
                                cx_recognise_text(r, "%04d-%02d", first.year, first.month));
        if (r->weekday != NULL) {
            cx_json_writer_name(json, "weekday");
            cx_json_writer_begin_object(json);
            cx_json_writer_put_text(json, "column", r->weekday->ref);
            cx_json_writer_put_int(json, "sunday", r->weekday_sunday);
            cx_json_writer_end_object(json);
        }
    }
    cx_json_writer_end_object(json);
}

static void
write_mode(CxRecognition *r, CxJsonWriter *json)
{
    g_autoptr(GHashTable) taken = g_hash_table_new(g_str_hash, g_str_equal);
    cx_json_writer_name(json, "mode");
    cx_json_writer_begin_object(json);
    cx_json_writer_put_text(json, "column", r->mode->ref);
    cx_json_writer_name(json, "codes");
    cx_json_writer_begin_object(json);
    const CxProfile *profile = &r->mode->profile;
    for (guint i = 0; i < MIN(profile->seen->len, CX_MODES_MAX); i++) {
        const char *text = cx_seen_at(profile, i)->text;
        cx_json_writer_name(json, text);
        cx_json_writer_begin_object(json);
        cx_json_writer_put_text(json, "key", make_key(r, taken, text, "mode"));
        cx_json_writer_put_text(json, "label", choice_label(r, text));
        cx_json_writer_end_object(json);
    }
    cx_json_writer_end_object(json);
    cx_json_writer_end_object(json);
}

static void
write_columns(CxRecognition *r, CxJsonWriter *json)
{
    cx_json_writer_name(json, "columns");
    cx_json_writer_begin_object(json);
    if (r->id != NULL)
        cx_json_writer_put_text(json, "id", r->id->ref);
    write_date(r, json);
    if (r->mode != NULL)
        write_mode(r, json);
    if (r->weight != NULL)
        cx_json_writer_put_text(json, "weight", r->weight->ref);
    if (r->cluster != NULL) {
        cx_json_writer_name(json, "cluster");
        cx_json_writer_begin_object(json);
        cx_json_writer_put_text(json, "column", r->cluster->ref);
        cx_json_writer_put_text(json, "scope", cx_cluster_scope_key(CX_CLUSTER_SCOPE_VERSION));
        cx_json_writer_end_object(json);
    }
    if (r->account != NULL)
        cx_json_writer_put_text(json, "account", r->account->ref);
    if (r->transaction != NULL)
        cx_json_writer_put_text(json, "transaction", r->transaction->ref);
    if (r->respondent != NULL)
        cx_json_writer_put_text(json, "respondent", r->respondent->ref);
    cx_json_writer_end_object(json);
}

/* The numbers of a choice are its codes where all are of a byte and written alike. */
static bool
are_codes(const CxProfile *profile)
{
    for (guint i = 0; i < profile->seen->len; i++) {
        const CxSeen *seen = cx_seen_at(profile, i);
        char plain[24];
        g_snprintf(plain, sizeof plain, "%" PRId64, seen->value);
        if (!seen->is_int || seen->value < 0 || seen->value > 250 || strcmp(plain, seen->text) != 0)
            return false;
    }
    return true;
}

static void
write_choice(CxJsonWriter *json, const char *text, const char *key, const char *label, int64_t code)
{
    cx_json_writer_name(json, text);
    cx_json_writer_begin_object(json);
    cx_json_writer_put_text(json, "key", key);
    cx_json_writer_put_text(json, "label", label);
    cx_json_writer_put_int(json, "code", code);
    cx_json_writer_end_object(json);
}

static void
write_codes(CxRecognition *r, const CxColumn *column, CxJsonWriter *json)
{
    g_autoptr(GHashTable) taken = g_hash_table_new(g_str_hash, g_str_equal);
    const CxProfile *profile = &column->profile;
    const bool is_coded = are_codes(profile);
    cx_json_writer_name(json, "codes");
    cx_json_writer_begin_object(json);
    for (guint i = 0; i < profile->seen->len; i++) {
        const CxSeen *seen = cx_seen_at(profile, i);
        if (column->scale.is_tick) {
            write_choice(json, seen->text, "yes", "Yes", 1);
            write_choice(json, "", "no", "No", 0);
            continue;
        }
        if (cx_recognise_word(seen->text) != CX_WORD_BLANK || profile->n_distinct == 1) {
            write_choice(json, seen->text, make_key(r, taken, seen->text, "other"),
                         choice_label(r, seen->text), is_coded ? seen->value : (int64_t)i + 1);
        }
    }
    cx_json_writer_end_object(json);
}

static bool
has_text(const GPtrArray *pairs, const char *text)
{
    for (guint i = 0; pairs != NULL && i < pairs->len; i += 2) {
        if (strcmp(g_ptr_array_index(pairs, i), text) == 0)
            return true;
    }
    return false;
}

static void
write_pairs(CxJsonWriter *json, const char *name, const GPtrArray *pairs)
{
    if (pairs == NULL || pairs->len == 0)
        return;
    cx_json_writer_name(json, name);
    cx_json_writer_begin_object(json);
    for (guint i = 0; i < pairs->len; i += 2)
        cx_json_writer_put_text(json, g_ptr_array_index(pairs, i), g_ptr_array_index(pairs, i + 1));
    cx_json_writer_end_object(json);
}

/* What stands for no answer in this column, and the words for it seen in others. */
static void
write_missing(CxRecognition *r, const CxColumn *column, CxJsonWriter *json)
{
    g_autoptr(GPtrArray) pairs = g_ptr_array_new();
    const CxScaleDraft *scale = &column->scale;
    for (guint i = 0; scale->missing != NULL && i < scale->missing->len; i++)
        g_ptr_array_add(pairs, g_ptr_array_index(scale->missing, i));
    const bool is_scale = scale->kind == CX_ITEM_KIND_NPS || scale->kind == CX_ITEM_KIND_RATING;
    for (guint i = 0; is_scale && i < r->blanks->len; i++) {
        gpointer text = g_ptr_array_index(r->blanks, i);
        if (has_text(pairs, text) || has_text(scale->silent, text) || has_text(scale->points, text))
            continue;
        g_ptr_array_add(pairs, text);
        g_ptr_array_add(pairs, text);
    }
    const CxProfile *profile = &column->profile;
    const bool is_choice = scale->kind == CX_ITEM_KIND_CHOICE && column->profile.n_distinct > 1;
    for (guint i = 0; is_choice && i < profile->seen->len; i++) {
        const char *text = cx_seen_at(profile, i)->text;
        if (cx_recognise_word(text) != CX_WORD_BLANK)
            continue;
        cx_recognise_pair(r, pairs, text, text);
    }
    write_pairs(json, "missing", pairs);
}

static void
write_points(CxJsonWriter *json, const GPtrArray *points)
{
    if (points == NULL || points->len == 0)
        return;
    cx_json_writer_name(json, "points");
    cx_json_writer_begin_object(json);
    for (guint i = 0; i < points->len; i += 2) {
        int64_t value = 0;
        if (cx_text_parse_i64(g_ptr_array_index(points, i + 1), &value, NULL))
            cx_json_writer_put_int(json, g_ptr_array_index(points, i), value);
    }
    cx_json_writer_end_object(json);
}

/* What does not apply; in a VV file also what was not shown. */
static void
write_silent(CxRecognition *r, const CxScaleDraft *scale, CxJsonWriter *json)
{
    g_autoptr(GPtrArray) pairs = g_ptr_array_new();
    for (guint i = 0; scale->silent != NULL && i < scale->silent->len; i++)
        g_ptr_array_add(pairs, g_ptr_array_index(scale->silent, i));
    if (r->is_vv)
        cx_recognise_pair(r, pairs, CX_NOT_SHOWN, "The question was not shown");
    write_pairs(json, "not_applicable", pairs);
}

static void
write_scale(CxRecognition *r, const CxColumn *column, CxJsonWriter *json)
{
    static const char *const kinds[] = { [CX_ITEM_KIND_NPS] = "nps",
                                         [CX_ITEM_KIND_RATING] = "rating",
                                         [CX_ITEM_KIND_CHOICE] = "choice",
                                         [CX_ITEM_KIND_NUMBER] = "number",
                                         [CX_ITEM_KIND_TEXT] = "text" };
    const CxScaleDraft *scale = &column->scale;
    cx_json_writer_put_text(json, "kind", kinds[scale->kind]);
    if (scale->kind == CX_ITEM_KIND_RATING || scale->kind == CX_ITEM_KIND_NUMBER) {
        cx_json_writer_put_int(json, "lo", scale->lo);
        cx_json_writer_put_int(json, "hi", scale->hi);
    }
    if (scale->kind == CX_ITEM_KIND_NUMBER && column->profile.decimals > 0)
        cx_json_writer_put_int(json, "decimals", column->profile.decimals);
    if (scale->is_down)
        cx_json_writer_put_text(json, "direction", "down");
    if (scale->kind == CX_ITEM_KIND_CHOICE)
        write_codes(r, column, json);
    write_points(json, scale->points);
    write_silent(r, scale, json);
    write_missing(r, column, json);
}

static const char *
item_words(CxRecognition *r, const CxColumn *column)
{
    if (r->is_vv)
        return cx_recognise_header(r, 1, (size_t)(column - r->columns));
    if (*column->name != '\0' && strlen(column->name) <= KEY_BYTES)
        return column->name;
    if (column->option == NULL)
        return column->question;
    return cx_recognise_text(r, "%s %s", shorten(r, column->question, 20), column->option);
}

static void
write_item(CxRecognition *r, const CxColumn *column, CxJsonWriter *json)
{
    const char *question = *column->question != '\0' ? column->question : column->ref;
    const char *wording = column->option == NULL
                              ? question
                              : cx_recognise_text(r, "%s: %s", question, column->option);
    const char *label =
        column->option != NULL && *column->option != '\0' ? column->option : question;
    cx_json_writer_begin_object(json);
    cx_json_writer_put_text(json, "key", column->key);
    cx_json_writer_put_text(json, "column", column->ref);
    cx_json_writer_put_text(json, "label", shorten(r, label, LABEL_BYTES));
    cx_json_writer_put_text(json, "wording", shorten(r, wording, WORDING_BYTES));
    if (column == r->headline)
        cx_json_writer_put_text(json, "role", "overall");
    write_scale(r, column, json);
    cx_json_writer_end_object(json);
}

static bool
is_item(const CxColumn *column)
{
    return column->taken == CX_TAKEN_ITEM || column->taken == CX_TAKEN_COMMENT ||
           column->taken == CX_TAKEN_FACT || column->taken == CX_TAKEN_DEPARTMENT;
}

/* Gives keys to the questions; those over the limit are left out, the headline never. */
static void
name_items(CxRecognition *r)
{
    g_autoptr(GHashTable) taken = g_hash_table_new(g_str_hash, g_str_equal);
    size_t n_items = 1;
    for (size_t i = 0; i < r->n_columns; i++) {
        CxColumn *column = &r->columns[i];
        if (!is_item(column))
            continue;
        if (column != r->headline && n_items++ >= CX_ITEMS_MAX) {
            column->taken = CX_TAKEN_IGNORED;
            column->reason = "A survey has at most 1,000 questions, and this is beyond.";
            continue;
        }
        column->key = make_key(r, taken, item_words(r, column), "item");
    }
}

static void
write_day_column(const CxColumn *column, CxJsonWriter *json)
{
    const CxProfile *profile = &column->profile;
    const char *other = profile->n_mdy >= profile->n_dmy ? "mdy" : "dmy";
    cx_json_writer_begin_object(json);
    cx_json_writer_put_text(json, "column", column->ref);
    cx_json_writer_put_text(json, "kind", profile->n_iso > 0 ? "iso" : other);
    cx_json_writer_end_object(json);
}

/* The days from one date to another, as a fact. */
static void
write_between(CxRecognition *r, CxJsonWriter *json)
{
    const char *words =
        cx_recognise_text(r, "Days from %s to %s", r->promised->name, r->delivered->name);
    cx_json_writer_begin_object(json);
    bool is_taken = false;
    for (size_t i = 0; i < r->n_columns; i++)
        is_taken = is_taken || g_strcmp0(r->columns[i].key, "days_to_delivery") == 0;
    cx_json_writer_put_text(json, "key", is_taken ? "days_computed" : "days_to_delivery");
    cx_json_writer_name(json, "compute");
    cx_json_writer_begin_object(json);
    cx_json_writer_name(json, "days_between");
    cx_json_writer_begin_array(json);
    write_day_column(r->promised, json);
    write_day_column(r->delivered, json);
    cx_json_writer_end_array(json);
    cx_json_writer_end_object(json);
    cx_json_writer_put_text(json, "label", shorten(r, words, LABEL_BYTES));
    cx_json_writer_put_text(json, "wording", words);
    cx_json_writer_put_text(json, "role", "fact");
    cx_json_writer_put_text(json, "kind", "number");
    cx_json_writer_put_int(json, "lo", -BETWEEN_DAYS_MAX);
    cx_json_writer_put_int(json, "hi", BETWEEN_DAYS_MAX);
    cx_json_writer_end_object(json);
}

static void
write_file(const CxRecognition *r, CxJsonWriter *json)
{
    const char delimiter[] = { r->format.delimiter != '\0' ? r->format.delimiter : ',', '\0' };
    cx_json_writer_name(json, "file");
    cx_json_writer_begin_object(json);
    if (r->is_csv)
        cx_json_writer_put_text(json, "delimiter", delimiter);
    cx_json_writer_put_int(json, "header_rows", (int64_t)r->n_headers);
    if (r->is_vv)
        cx_json_writer_put_text(json, "escapes", "vv");
    cx_json_writer_end_object(json);
}

static void
write_skips(const CxRecognition *r, CxJsonWriter *json)
{
    if (r->n_skips == 0)
        return;
    cx_json_writer_name(json, "skip");
    cx_json_writer_begin_array(json);
    for (size_t i = 0; i < r->n_skips; i++) {
        const CxSkipDraft *skip = &r->skips[i];
        cx_json_writer_begin_object(json);
        cx_json_writer_put_text(json, "column", skip->column);
        cx_json_writer_name(json, "values");
        cx_json_writer_begin_array(json);
        for (size_t j = 0; skip->values[j] != NULL; j++)
            cx_json_writer_text(json, skip->values[j]);
        cx_json_writer_end_array(json);
        cx_json_writer_put_text(json, "reason", skip->reason);
        cx_json_writer_end_object(json);
    }
    cx_json_writer_end_array(json);
}

const char *
cx_recognise_write(CxRecognition *r)
{
    name_items(r);
    GString *out = g_string_new(NULL);
    {
        g_autoptr(CxJsonWriter) json = cx_json_writer_new(out, CX_JSON_INDENTED);
        cx_json_writer_begin_object(json);
        cx_json_writer_put_int(json, "format", 1);
        cx_json_writer_put_text(json, "about",
                                "Drafted from the file itself. Read it before you import.");
        write_survey(r, json);
        write_version(r, json);
        write_file(r, json);
        write_skips(r, json);
        write_columns(r, json);
        cx_json_writer_name(json, "items");
        cx_json_writer_begin_array(json);
        for (size_t i = 0; i < r->n_columns; i++) {
            if (is_item(&r->columns[i]))
                write_item(r, &r->columns[i], json);
        }
        if (r->promised != NULL)
            write_between(r, json);
        cx_json_writer_end_array(json);
        cx_json_writer_end_object(json);
    }
    g_string_append_c(out, '\n');
    return cx_arena_take(r->arena, g_string_free(out, FALSE));
}
