/* Reading JSON. jansson parses; a pass before it counts levels and values, so that a document made
 * to hurt is refused before anything is allocated for it; a pass after it lays our nodes over its
 * tree, which gives each value its parent (for paths) and each object an index by name. */
#include "codec/json.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "lang/assert.h"

struct CxJson {
    const CxJson *parent; /* NULL for the root */
    const char *name;     /* in the parent object, else NULL; borrowed from jansson */
    json_t *value;        /* borrowed from the root's document */
    CxJson *children;     /* n of them, in file order */
    uint32_t *by_name;    /* objects: positions of the children in order of their names */
    uint32_t n;
};

/* The root node and what it owns. */
typedef struct {
    CxJson node; /* first, so that a root is freed through its node */
    json_t *document;
    CxJson *nodes;      /* all but the root */
    uint32_t *by_names; /* the index of every object */
    size_t n_nodes;     /* used of both */
} JsonRoot;

/* What the pass before parsing found. */
typedef struct {
    size_t n_values; /* at most so many values */
    size_t depth;
    size_t depth_max;
    int line;
    int column; /* in bytes */
} JsonSize;

static bool
measure_byte(JsonSize *size, char byte)
{
    if (byte == '[' || byte == '{') {
        size->n_values++;
        size->depth++;
        size->depth_max = MAX(size->depth_max, size->depth);
    } else if ((byte == ']' || byte == '}') && size->depth > 0) {
        size->depth--;
    } else if (byte == ',') {
        size->n_values++;
    }
    return size->depth <= CX_JSON_DEPTH_MAX && size->n_values < CX_JSON_VALUES_MAX;
}

/* Fails with TOO_LARGE when the document nests too deep or holds too many values. */
static bool
measure(const char *text, size_t len_bytes, JsonSize *ret_size, GError **error)
{
    JsonSize size = { .n_values = 1, .line = 1 };
    bool is_text = false;
    for (size_t i = 0; i < len_bytes; i++) {
        const char byte = text[i];
        size.column++;
        if (byte == '\n') {
            size.line++;
            size.column = 0;
        }
        if (byte == '"') {
            is_text = !is_text;
        } else if (is_text && byte == '\\' && i + 1 < len_bytes) {
            i++;
            size.column++;
        } else if (!is_text && !measure_byte(&size, byte)) {
            g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE,
                        "line %d, column %d: the limits are %d levels and %d values", size.line,
                        size.column, CX_JSON_DEPTH_MAX, CX_JSON_VALUES_MAX);
            return false;
        }
    }
    *ret_size = size;
    return true;
}

static int
compare_names(const void *a, const void *b, void *children)
{
    const CxJson *nodes = children;
    return strcmp(nodes[*(const uint32_t *)a].name, nodes[*(const uint32_t *)b].name);
}

static void grow(JsonRoot *root, CxJson *node);

static CxJson *
take_nodes(JsonRoot *root, CxJson *node, size_t n)
{
    node->n = (uint32_t)n;
    node->children = root->nodes + root->n_nodes;
    node->by_name = root->by_names + root->n_nodes;
    root->n_nodes += n;
    return node->children;
}

static void
grow_object(JsonRoot *root, CxJson *node)
{
    CxJson *child = take_nodes(root, node, json_object_size(node->value));
    const char *name = NULL;
    json_t *value = NULL;
    uint32_t i = 0;
    json_object_foreach(node->value, name, value)
    {
        child[i] = (CxJson){ .parent = node, .name = name, .value = value };
        node->by_name[i] = i;
        i++;
    }
    g_qsort_with_data(node->by_name, (int)node->n, sizeof *node->by_name, compare_names, child);
    for (i = 0; i < node->n; i++)
        grow(root, &child[i]);
}

static void
grow_array(JsonRoot *root, CxJson *node)
{
    CxJson *child = take_nodes(root, node, json_array_size(node->value));
    for (size_t i = 0; i < node->n; i++)
        child[i] = (CxJson){ .parent = node, .value = json_array_get(node->value, i) };
    for (size_t i = 0; i < node->n; i++)
        grow(root, &child[i]);
}

/* Lays nodes over the value; as deep as the document, which is at most CX_JSON_DEPTH_MAX. */
static void
grow(JsonRoot *root, CxJson *node)
{
    if (json_is_object(node->value))
        grow_object(root, node);
    else if (json_is_array(node->value))
        grow_array(root, node);
}

CxJson *
cx_json_parse(const char *text, size_t len_bytes, GError **error)
{
    if (len_bytes > CX_JSON_BYTES_MAX) {
        g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE,
                    "the document has %zu bytes, the limit is %d", len_bytes, CX_JSON_BYTES_MAX);
        return NULL;
    }
    if (len_bytes >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
        text += 3;
        len_bytes -= 3;
    }
    JsonSize size;
    if (!measure(text, len_bytes, &size, error))
        return NULL;
    json_error_t problem;
    json_t *document =
        json_loadb(text, len_bytes, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &problem);
    if (document == NULL) {
        g_autofree char *words = g_utf8_make_valid(problem.text, -1);
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "line %d, column %d: %s",
                    MAX(problem.line, 1), MAX(problem.column, 1), words);
        return NULL;
    }
    JsonRoot *root = g_new0(JsonRoot, 1);
    root->document = document;
    root->node.value = document;
    root->nodes = g_try_new(CxJson, size.n_values);
    root->by_names = g_try_new(uint32_t, size.n_values);
    if (root->nodes == NULL || root->by_names == NULL) {
        cx_json_free(&root->node);
        g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE, "no memory for %zu values", size.n_values);
        return NULL;
    }
    grow(root, &root->node);
    cx_assert(root->n_nodes < size.n_values);
    return &root->node;
}

void
cx_json_free(CxJson *root)
{
    if (root == NULL)
        return;
    cx_assert(root->parent == NULL);
    JsonRoot *owner = (JsonRoot *)root;
    json_decref(owner->document);
    g_free(owner->nodes);
    g_free(owner->by_names);
    g_free(owner);
}

/* ---- The tree ---- */

CxJsonType
cx_json_type(const CxJson *json)
{
    if (json == NULL)
        return CX_JSON_NULL;
    switch (json_typeof(json->value)) {
    case JSON_OBJECT:
        return CX_JSON_OBJECT;
    case JSON_ARRAY:
        return CX_JSON_ARRAY;
    case JSON_STRING:
        return CX_JSON_TEXT;
    case JSON_INTEGER:
        return CX_JSON_INT;
    case JSON_REAL:
        return CX_JSON_NUMBER;
    case JSON_TRUE:
    case JSON_FALSE:
        return CX_JSON_FLAG;
    case JSON_NULL:
        break;
    }
    return CX_JSON_NULL;
}

const char *
cx_json_type_name(CxJsonType type)
{
    static const char *const names[CX_JSON_N] = {
        "null", "a flag", "a whole number", "a number", "text", "an array", "an object",
    };
    cx_assert(type < CX_JSON_N);
    return names[type];
}

const char *
cx_json_name(const CxJson *json)
{
    return json == NULL ? NULL : json->name;
}

static void
append_path(GString *out, const CxJson *json)
{
    if (json->parent == NULL)
        return;
    append_path(out, json->parent);
    g_string_append_c(out, '/');
    if (json->name == NULL) {
        g_string_append_printf(out, "%zu", (size_t)(json - json->parent->children));
        return;
    }
    for (const char *p = json->name; *p != '\0'; p++) {
        if (*p == '~')
            g_string_append(out, "~0");
        else if (*p == '/')
            g_string_append(out, "~1");
        else
            g_string_append_c(out, *p);
    }
}

char *
cx_json_path(const CxJson *json)
{
    GString *out = g_string_new(NULL);
    if (json != NULL)
        append_path(out, json);
    if (out->len == 0)
        g_string_append_c(out, '/');
    return g_string_free(out, FALSE);
}

size_t
cx_json_n(const CxJson *json)
{
    return json == NULL ? 0 : json->n;
}

const CxJson *
cx_json_at(const CxJson *json, size_t i)
{
    return json == NULL || i >= json->n ? NULL : &json->children[i];
}

const CxJson *
cx_json_member(const CxJson *json, const char *name)
{
    if (cx_json_type(json) != CX_JSON_OBJECT)
        return NULL;
    size_t lo = 0;
    size_t hi = json->n;
    while (lo < hi) {
        const size_t middle = lo + (hi - lo) / 2;
        const CxJson *child = &json->children[json->by_name[middle]];
        const int order = strcmp(name, child->name);
        if (order == 0)
            return child;
        if (order < 0)
            hi = middle;
        else
            lo = middle + 1;
    }
    return NULL;
}

/* ---- The value, or a fallback ---- */

const char *
cx_json_text(const CxJson *json, const char *fallback)
{
    return cx_json_type(json) == CX_JSON_TEXT ? json_string_value(json->value) : fallback;
}

/* True for a whole number that an int64_t and a double both hold. */
static bool
whole(const CxJson *json, int64_t *ret_value)
{
    if (cx_json_type(json) == CX_JSON_INT) {
        *ret_value = json_integer_value(json->value);
        return true;
    }
    if (cx_json_type(json) != CX_JSON_NUMBER)
        return false;
    const double value = json_real_value(json->value);
    const double limit = 9007199254740992.0; /* 2^53 */
    if (fabs(value) > limit || value > floor(value))
        return false;
    *ret_value = (int64_t)value;
    return true;
}

int64_t
cx_json_int(const CxJson *json, int64_t fallback)
{
    int64_t value = fallback;
    return whole(json, &value) ? value : fallback;
}

double
cx_json_number(const CxJson *json, double fallback)
{
    const CxJsonType type = cx_json_type(json);
    const bool is_number = type == CX_JSON_INT || type == CX_JSON_NUMBER;
    return is_number ? json_number_value(json->value) : fallback;
}

bool
cx_json_flag(const CxJson *json, bool fallback)
{
    return cx_json_type(json) == CX_JSON_FLAG ? json_is_true(json->value) : fallback;
}

void
cx_json_append_canonical(GString *out, const CxJson *json)
{
    const CxJsonType type = cx_json_type(json);
    if (type == CX_JSON_OBJECT) {
        g_string_append_c(out, '{');
        for (size_t i = 0; i < json->n; i++) {
            const CxJson *child = &json->children[json->by_name[i]];
            if (i > 0)
                g_string_append_c(out, ',');
            g_autoptr(CxJsonWriter) writer = cx_json_writer_new(out, CX_JSON_COMPACT);
            cx_json_writer_text(writer, child->name);
            g_string_append_c(out, ':');
            cx_json_append_canonical(out, child);
        }
        g_string_append_c(out, '}');
    } else if (type == CX_JSON_ARRAY) {
        g_string_append_c(out, '[');
        for (size_t i = 0; i < json->n; i++) {
            if (i > 0)
                g_string_append_c(out, ',');
            cx_json_append_canonical(out, &json->children[i]);
        }
        g_string_append_c(out, ']');
    } else {
        g_autoptr(CxJsonWriter) writer = cx_json_writer_new(out, CX_JSON_COMPACT);
        cx_json_writer_json(writer, json);
    }
}
