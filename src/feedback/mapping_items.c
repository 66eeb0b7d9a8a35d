/* Mappings: items, their scales and their codes.
 *
 * An item's own members come before those of the scale it names, and those before the document's
 * "missing". */
#include <inttypes.h>
#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "feedback/mapping_priv.h"

/* Codes of nps, rating and choice items are kept in a byte, with 0xFE and 0xFF taken. */
#define CODE_BYTE_MAX   250
#define SCALE_STEPS_MAX 100

/* An item, the scale it names (or NULL), and what is being made of them. */
typedef struct {
    CxMappingReader *reader;
    const CxJson *item;
    const CxJson *scale;
    CxMappingItem *out;
    GArray *codes; /* of CxItemCode */
} ItemReader;

static const char *const own_names[] = { "key",        "column", "label",   "wording", "role",
                                         "department", "scale",  "compute", NULL };
static const char *const scale_names[] = { "kind",           "lo",      "hi",     "decimals",
                                           "direction",      "labels",  "points", "codes",
                                           "not_applicable", "missing", NULL };

/* The item's member, else the scale's, with the object it stands in. */
static const CxJson *
holder(const ItemReader *ir, const char *name)
{
    if (ir->scale != NULL && cx_json_member(ir->item, name) == NULL &&
        cx_json_member(ir->scale, name) != NULL)
        return ir->scale;
    return ir->item;
}

static void
check_item_names(CxMappingReader *reader, const CxJson *json)
{
    const char *names[G_N_ELEMENTS(own_names) + G_N_ELEMENTS(scale_names)];
    size_t n = 0;
    for (size_t i = 0; own_names[i] != NULL; i++)
        names[n++] = own_names[i];
    for (size_t i = 0; scale_names[i] != NULL; i++)
        names[n++] = scale_names[i];
    names[n] = NULL;
    cx_mapping_check_names(reader, json, names);
}

static bool
add_code(ItemReader *ir, const CxJson *json, CxItemCode code)
{
    for (guint i = 0; i < ir->codes->len; i++) {
        const CxItemCode *other = &g_array_index(ir->codes, CxItemCode, i);
        if (strcmp(other->source, code.source) != 0)
            continue;
        cx_mapping_issue(ir->reader, json, NULL, "repeated", "\"%s\" has a meaning already",
                         code.source);
        return false;
    }
    g_array_append_val(ir->codes, code);
    return true;
}

/* Whether the text is a value of the item's scale, by itself. */
static bool
is_on_scale(const CxItemVersion *asked, const char *source)
{
    int64_t value = 0;
    if (asked->kind != CX_ITEM_KIND_NPS && asked->kind != CX_ITEM_KIND_RATING)
        return false;
    return cx_text_parse_i64(source, &value, NULL) && value >= asked->lo && value <= asked->hi;
}

static void
add_silent_code(ItemReader *ir, const CxJson *json, const char *source, CxMeaning meaning,
                const char *label)
{
    if (source == NULL)
        return;
    if (is_on_scale(&ir->out->asked, source)) {
        cx_mapping_issue(ir->reader, json, NULL, "conflict",
                         "\"%s\" is on the scale %" PRId64 " to %" PRId64
                         " and cannot also stand for no answer",
                         source, ir->out->asked.lo, ir->out->asked.hi);
        return;
    }
    (void)add_code(ir, json, (CxItemCode){ .source = source, .meaning = meaning, .label = label });
}

/* ["6", …] or {"6": "Have never used"} */
static void
read_silent_codes(ItemReader *ir, const char *name, CxMeaning meaning)
{
    const CxJson *list = cx_json_member(holder(ir, name), name);
    const CxJsonType type = cx_json_type(list);
    if (list == NULL || type == CX_JSON_NULL)
        return;
    if (type != CX_JSON_ARRAY && type != CX_JSON_OBJECT) {
        cx_mapping_issue(ir->reader, list, NULL, "type",
                         "should be a list of codes, or codes with labels");
        return;
    }
    for (size_t i = 0; i < cx_json_n(list); i++) {
        const CxJson *json = cx_json_at(list, i);
        const char *source = type == CX_JSON_OBJECT
                                 ? cx_arena_text(ir->reader->arena, cx_json_name(json))
                                 : cx_mapping_source(ir->reader, json);
        const char *label = type == CX_JSON_OBJECT
                                ? cx_arena_text(ir->reader->arena, cx_json_text(json, NULL))
                                : NULL;
        add_silent_code(ir, json, source, meaning, label);
    }
}

/* "missing" of the item or its scale, else of the document, and the empty cell always. */
static void
read_missing(ItemReader *ir)
{
    const CxMappingReader *reader = ir->reader;
    if (cx_json_member(holder(ir, "missing"), "missing") != NULL) {
        read_silent_codes(ir, "missing", CX_MEANING_MISSING);
    } else {
        const CxJson *defaults = cx_json_member(reader->root, "missing");
        for (size_t i = 0; i < reader->n_missing; i++) {
            add_silent_code(ir, cx_json_at(defaults, i), reader->missing[i], CX_MEANING_MISSING,
                            NULL);
        }
    }
    for (guint i = 0; i < ir->codes->len; i++) {
        if (*g_array_index(ir->codes, CxItemCode, i).source == '\0')
            return;
    }
    const CxItemCode empty = { .source = "", .meaning = CX_MEANING_MISSING };
    g_array_append_val(ir->codes, empty);
}

/* "labels": {"1": "Unacceptable"}: words for points of the scale. */
static void
read_labels(ItemReader *ir)
{
    const CxJson *labels = cx_mapping_tree(ir->reader, holder(ir, "labels"), "labels",
                                           CX_JSON_OBJECT, CX_MEMBER_OPTIONAL);
    for (size_t i = 0; i < cx_json_n(labels); i++) {
        const CxJson *json = cx_json_at(labels, i);
        CxItemCode code = { .source = cx_arena_text(ir->reader->arena, cx_json_name(json)),
                            .label = cx_arena_text(ir->reader->arena, cx_json_text(json, NULL)) };
        if (!is_on_scale(&ir->out->asked, code.source) ||
            !cx_text_parse_i64(code.source, &code.code, NULL)) {
            cx_mapping_issue(ir->reader, json, NULL, "range",
                             "is not on the scale %" PRId64 " to %" PRId64, ir->out->asked.lo,
                             ir->out->asked.hi);
            continue;
        }
        (void)add_code(ir, json, code);
    }
}

/* "points": {"Very likely": 5}: texts of the file that stand for points of the scale. */
static void
read_points(ItemReader *ir)
{
    const CxJson *points = cx_mapping_tree(ir->reader, holder(ir, "points"), "points",
                                           CX_JSON_OBJECT, CX_MEMBER_OPTIONAL);
    const CxItemVersion *asked = &ir->out->asked;
    for (size_t i = 0; i < cx_json_n(points); i++) {
        const CxJson *json = cx_json_at(points, i);
        CxItemCode code = { .source = cx_arena_text(ir->reader->arena, cx_json_name(json)) };
        code.label = code.source;
        code.code = cx_json_int(json, asked->lo - 1);
        if (*code.source == '\0') {
            cx_mapping_issue(ir->reader, json, NULL, "conflict", "an empty cell is no answer");
        } else if (code.code < asked->lo || code.code > asked->hi) {
            cx_mapping_issue(ir->reader, json, NULL, "range",
                             "is not a point of the scale %" PRId64 " to %" PRId64, asked->lo,
                             asked->hi);
        } else if (is_on_scale(asked, code.source)) {
            cx_mapping_issue(ir->reader, json, NULL, "conflict", "is a point by itself");
        } else {
            (void)add_code(ir, json, code);
        }
    }
}

/* One choice: "A": "Boarding area A", or "A": {"code": 1, "key": "a", "label": "…"}. */
static void
read_choice(ItemReader *ir, const CxJson *json, int64_t fallback_code)
{
    CxMappingReader *reader = ir->reader;
    CxItemCode code = { .source = cx_arena_text(reader->arena, cx_json_name(json)),
                        .code = fallback_code };
    if (cx_json_type(json) == CX_JSON_OBJECT) {
        static const char *const names[] = { "code", "key", "label", NULL };
        cx_mapping_check_names(reader, json, names);
        code.label = cx_mapping_text(reader, json, "label", CX_MEMBER_NEEDED, CX_NAME_BYTES_MAX);
        code.key = cx_mapping_key(reader, json, "key", CX_MEMBER_OPTIONAL);
        code.code = cx_mapping_int(reader, json, "code", fallback_code);
    } else {
        code.label = cx_arena_text(reader->arena, cx_json_text(json, NULL));
        if (code.label == NULL || *code.label == '\0')
            cx_mapping_issue(reader, json, NULL, "type", "should be a label or an object");
    }
    if (code.label == NULL)
        return;
    if (code.key == NULL)
        code.key = cx_arena_take(reader->arena, cx_text_key(code.label));
    if (!cx_text_is_key(code.key))
        cx_mapping_issue(reader, json, NULL, "key", "needs a \"key\" of its own");
    if (code.code < 0 || code.code > CODE_BYTE_MAX)
        cx_mapping_issue(reader, json, NULL, "range", "codes run from 0 to %d", CODE_BYTE_MAX);
    for (guint i = 0; i < ir->codes->len; i++) {
        const CxItemCode *other = &g_array_index(ir->codes, CxItemCode, i);
        if (strcmp(other->key, code.key) == 0 || other->code == code.code) {
            cx_mapping_issue(reader, json, NULL, "repeated", "has the key or code of \"%s\" too",
                             other->source);
            return;
        }
    }
    (void)add_code(ir, json, code);
}

static void
read_choices(ItemReader *ir)
{
    const CxJson *codes =
        cx_mapping_tree(ir->reader, holder(ir, "codes"), "codes", CX_JSON_OBJECT, CX_MEMBER_NEEDED);
    if (codes == NULL)
        return;
    const size_t n = cx_json_n(codes);
    if (n == 0 || n > CODE_BYTE_MAX) {
        cx_mapping_issue(ir->reader, codes, NULL, "range", "should have from 1 to %d codes",
                         CODE_BYTE_MAX);
        return;
    }
    bool are_numbers = true;
    for (size_t i = 0; i < n; i++) {
        int64_t code = 0;
        are_numbers &= cx_text_parse_i64(cx_json_name(cx_json_at(codes, i)), &code, NULL);
    }
    CxItemVersion *asked = &ir->out->asked;
    for (size_t i = 0; i < n; i++) {
        const CxJson *json = cx_json_at(codes, i);
        int64_t code = (int64_t)i + 1;
        if (are_numbers && !cx_text_parse_i64(cx_json_name(json), &code, NULL))
            continue;
        read_choice(ir, json, code);
    }
    for (guint i = 0; i < ir->codes->len; i++) {
        const int64_t code = g_array_index(ir->codes, CxItemCode, i).code;
        asked->lo = i == 0 ? code : MIN(asked->lo, code);
        asked->hi = i == 0 ? code : MAX(asked->hi, code);
    }
}

static void
read_scale_ends(ItemReader *ir)
{
    CxMappingReader *reader = ir->reader;
    CxItemVersion *asked = &ir->out->asked;
    static const char *const ends[] = { "lo", "hi" };
    for (size_t i = 0; i < G_N_ELEMENTS(ends); i++) {
        if (cx_json_member(holder(ir, ends[i]), ends[i]) == NULL)
            cx_mapping_issue(reader, ir->item, ends[i], "required", "is needed");
    }
    int64_t unit = 1;
    if (asked->kind == CX_ITEM_KIND_NUMBER) {
        const int64_t decimals = cx_mapping_int(reader, holder(ir, "decimals"), "decimals", 0);
        if (decimals < 0 || decimals > 6)
            cx_mapping_issue(reader, ir->item, "decimals", "range", "should be from 0 to 6");
        asked->decimals = (int)CLAMP(decimals, 0, 6);
        for (int i = 0; i < asked->decimals; i++)
            unit *= 10;
    }
    const int64_t lo = cx_mapping_int(reader, holder(ir, "lo"), "lo", 0);
    const int64_t hi = cx_mapping_int(reader, holder(ir, "hi"), "hi", 1);
    const int64_t limit = INT64_C(1000000000);
    if (lo >= hi || lo < -limit || hi > limit) {
        cx_mapping_issue(reader, ir->item, "hi", "order", "should be over \"lo\"");
    } else if (asked->kind == CX_ITEM_KIND_RATING && hi - lo > SCALE_STEPS_MAX) {
        cx_mapping_issue(reader, ir->item, "hi", "range", "a rating has at most %d steps",
                         SCALE_STEPS_MAX);
    } else if (asked->kind == CX_ITEM_KIND_RATING && (lo < 0 || hi > CODE_BYTE_MAX)) {
        cx_mapping_issue(reader, ir->item, "hi", "range", "a rating runs within 0 to %d",
                         CODE_BYTE_MAX);
    }
    asked->lo = CLAMP(lo, -limit, limit) * unit;
    asked->hi = CLAMP(hi, -limit, limit) * unit;
}

static void
read_kind(ItemReader *ir)
{
    CxMappingReader *reader = ir->reader;
    CxItemVersion *asked = &ir->out->asked;
    const char *kind =
        cx_mapping_text(reader, holder(ir, "kind"), "kind", CX_MEMBER_NEEDED, CX_KEY_BYTES_MAX);
    if (kind != NULL && !cx_item_kind_find(kind, &asked->kind)) {
        cx_mapping_issue(reader, ir->item, "kind", "choice",
                         "\"%s\" is none of nps, rating, choice, number, text", kind);
    }
    const char *direction = cx_mapping_text(reader, holder(ir, "direction"), "direction",
                                            CX_MEMBER_OPTIONAL, CX_KEY_BYTES_MAX);
    if (direction != NULL && !cx_direction_find(direction, &asked->direction)) {
        cx_mapping_issue(reader, ir->item, "direction", "choice", "\"%s\" is neither up nor down",
                         direction);
    }
    switch (asked->kind) {
    case CX_ITEM_KIND_NPS:
        asked->hi = 10;
        break;
    case CX_ITEM_KIND_RATING:
    case CX_ITEM_KIND_NUMBER:
        read_scale_ends(ir);
        break;
    case CX_ITEM_KIND_CHOICE:
        read_choices(ir);
        break;
    case CX_ITEM_KIND_TEXT:
    case CX_ITEM_KIND_N:
        break;
    }
    if (asked->kind == CX_ITEM_KIND_NPS || asked->kind == CX_ITEM_KIND_RATING) {
        read_labels(ir);
        read_points(ir);
    }
}

static CxItemRole
role_of_kind(CxItemKind kind)
{
    if (kind == CX_ITEM_KIND_TEXT)
        return CX_ITEM_ROLE_COMMENT;
    if (kind == CX_ITEM_KIND_CHOICE || kind == CX_ITEM_KIND_NUMBER)
        return CX_ITEM_ROLE_FACT;
    return CX_ITEM_ROLE_MEASURE;
}

static void
read_role(ItemReader *ir)
{
    CxMappingReader *reader = ir->reader;
    CxMappingItem *out = ir->out;
    out->role = role_of_kind(out->asked.kind);
    const char *role =
        cx_mapping_text(reader, ir->item, "role", CX_MEMBER_OPTIONAL, CX_KEY_BYTES_MAX);
    if (role != NULL && !cx_item_role_find(role, &out->role)) {
        cx_mapping_issue(reader, ir->item, "role", "choice",
                         "\"%s\" is none of overall, measure, comment, fact", role);
    }
    const bool is_scale =
        out->asked.kind == CX_ITEM_KIND_NPS || out->asked.kind == CX_ITEM_KIND_RATING;
    if (out->role == CX_ITEM_ROLE_OVERALL && !is_scale) {
        cx_mapping_issue(reader, ir->item, "role", "role",
                         "only an item of kind nps or rating can be overall");
    }

    out->department = cx_mapping_key(reader, ir->item, "department", CX_MEMBER_OPTIONAL);
    const CxMapping *mapping = reader->mapping;
    for (size_t i = 0; out->department != NULL && i < mapping->n_departments; i++) {
        if (g_strcmp0(mapping->departments[i].key, out->department) == 0)
            return;
    }
    if (out->department != NULL) {
        cx_mapping_issue(reader, ir->item, "department", "unknown",
                         "\"%s\" is not in \"departments\"", out->department);
    }
}

static const CxJson *
find_scale(CxMappingReader *reader, const CxJson *item)
{
    const char *name = cx_mapping_text(reader, item, "scale", CX_MEMBER_OPTIONAL, CX_KEY_BYTES_MAX);
    if (name == NULL)
        return NULL;
    const CxJson *scale = cx_json_member(cx_json_member(reader->root, "scales"), name);
    if (scale == NULL)
        cx_mapping_issue(reader, item, "scale", "unknown", "\"%s\" is not in \"scales\"", name);
    return scale;
}

static void
read_item(CxMappingReader *reader, const CxJson *json, CxMappingItem *out, int64_t position)
{
    check_item_names(reader, json);
    g_autoptr(GArray) codes = g_array_new(FALSE, TRUE, sizeof(CxItemCode));
    ItemReader ir = { .reader = reader,
                      .item = json,
                      .scale = find_scale(reader, json),
                      .out = out,
                      .codes = codes };

    CxItemVersion *asked = &out->asked;
    out->key = cx_mapping_key(reader, json, "key", CX_MEMBER_NEEDED);
    out->label = cx_mapping_text(reader, json, "label", CX_MEMBER_OPTIONAL, CX_NAME_BYTES_MAX);
    asked->wording = cx_mapping_text(reader, json, "wording", CX_MEMBER_NEEDED, CX_TEXT_BYTES_MAX);
    if (cx_json_member(json, "compute") != NULL) {
        cx_mapping_read_compute(reader, json, out);
    } else {
        asked->column =
            cx_mapping_text(reader, json, "column", CX_MEMBER_NEEDED, CX_NAME_BYTES_MAX);
    }
    asked->position = position;
    if (out->label == NULL)
        out->label = asked->wording;
    read_kind(&ir);
    read_silent_codes(&ir, "not_applicable", CX_MEANING_NOT_APPLICABLE);
    read_missing(&ir);
    read_role(&ir);

    CxItemCode *kept = cx_arena_new0_n(reader->arena, CxItemCode, codes->len);
    memcpy(kept, codes->data, codes->len * sizeof(CxItemCode));
    asked->codes = kept;
    asked->n_codes = codes->len;
}

static void
read_default_missing(CxMappingReader *reader)
{
    const CxJson *list =
        cx_mapping_tree(reader, reader->root, "missing", CX_JSON_ARRAY, CX_MEMBER_OPTIONAL);
    const size_t n = cx_json_n(list);
    const char **texts = cx_arena_new0_n(reader->arena, const char *, n);
    for (size_t i = 0; i < n; i++)
        texts[i] = cx_mapping_source(reader, cx_json_at(list, i));
    reader->missing = texts;
    reader->n_missing = n;
}

/* Says so when the i-th item has the key of an earlier one. */
static void
check_item_key(CxMappingReader *reader, const CxJson *json, const CxMappingItem *items, size_t i)
{
    for (size_t j = 0; items[i].key != NULL && j < i; j++) {
        if (g_strcmp0(items[j].key, items[i].key) == 0) {
            cx_mapping_issue(reader, json, "key", "repeated", "\"%s\" stands twice", items[i].key);
        }
    }
}

void
cx_mapping_read_items(CxMappingReader *reader)
{
    read_default_missing(reader);
    const CxJson *scales =
        cx_mapping_tree(reader, reader->root, "scales", CX_JSON_OBJECT, CX_MEMBER_OPTIONAL);
    for (size_t i = 0; i < cx_json_n(scales); i++)
        cx_mapping_check_names(reader, cx_json_at(scales, i), scale_names);

    const CxJson *list =
        cx_mapping_tree(reader, reader->root, "items", CX_JSON_ARRAY, CX_MEMBER_NEEDED);
    if (list == NULL)
        return;
    const size_t n = cx_json_n(list);
    if (n == 0 || n > CX_ITEMS_MAX) {
        cx_mapping_issue(reader, list, NULL, "range", "should have from 1 to %d items",
                         CX_ITEMS_MAX);
        return;
    }
    CxMappingItem *items = cx_arena_new0_n(reader->arena, CxMappingItem, n);
    for (size_t i = 0; i < n; i++) {
        const CxJson *json = cx_json_at(list, i);
        read_item(reader, json, &items[i], (int64_t)i + 1);
        check_item_key(reader, json, items, i);
    }
    reader->mapping->items = items;
    reader->mapping->n_items = n;
}
