#include "pages/openapi.h"

#include <string.h>

#include "pages/pages.h"
#include "web/problem.h"

#define SCHEMAS "#/components/schemas/"

static void
put_object(CxJsonWriter *json, const char *name)
{
    cx_json_writer_name(json, name);
    cx_json_writer_begin_object(json);
}

static void
put_ref(CxJsonWriter *json, const char *name)
{
    g_autofree char *ref = g_strconcat(SCHEMAS, name, NULL);
    put_object(json, "schema");
    cx_json_writer_put_text(json, "$ref", ref);
    cx_json_writer_end_object(json);
}

static void
put_content(CxJsonWriter *json, const char *type, const char *schema)
{
    put_object(json, "content");
    put_object(json, type);
    if (schema != NULL)
        put_ref(json, schema);
    cx_json_writer_end_object(json);
    cx_json_writer_end_object(json);
}

/* ---- Operations ---- */

/* "get_leaders_id_brief", from method and path. */
static char *
operation_id(const CxRoute *route)
{
    GString *out = g_string_new(cx_method_name(route->method));
    (void)g_string_ascii_down(out); /* itself */
    for (const char *p = route->path; *p != '\0'; p++) {
        if (g_ascii_isalnum(*p))
            g_string_append_c(out, *p);
        else if (out->str[out->len - 1] != '_')
            g_string_append_c(out, '_');
    }
    if (out->str[out->len - 1] == '_')
        g_string_truncate(out, out->len - 1);
    return g_string_free(out, FALSE);
}

/* ---- What is read beside a command ---- */

static void
put_kind(CxJsonWriter *json, CxReadKind kind)
{
    static const char *const types[] = {
        [CX_READ_TEXT] = "string",   [CX_READ_DAY] = "string",  [CX_READ_COUNT] = "integer",
        [CX_READ_NUMBER] = "number", [CX_READ_FLAG] = "string", [CX_READ_LIST] = "array",
        [CX_READ_FILE] = "string",
    };
    cx_json_writer_put_text(json, "type", types[kind]);
    if (kind == CX_READ_DAY)
        cx_json_writer_put_text(json, "format", "date");
    if (kind == CX_READ_COUNT)
        cx_json_writer_put_int(json, "minimum", 0);
    if (kind == CX_READ_FILE)
        cx_json_writer_put_text(json, "contentMediaType", "application/octet-stream");
    if (kind == CX_READ_LIST) {
        put_object(json, "items");
        cx_json_writer_put_text(json, "type", "string");
        cx_json_writer_end_object(json);
    }
}

static void
put_parameter(CxJsonWriter *json, const char *in, const CxRead *read)
{
    cx_json_writer_begin_object(json);
    cx_json_writer_put_text(json, "name", read->name);
    cx_json_writer_put_text(json, "in", in);
    if (read->about != NULL)
        cx_json_writer_put_text(json, "description", read->about);
    if (read->is_required)
        cx_json_writer_put_flag(json, "required", true);
    if (read->kind == CX_READ_FLAG)
        cx_json_writer_put_flag(json, "allowEmptyValue", true);
    put_object(json, "schema");
    put_kind(json, read->kind);
    cx_json_writer_end_object(json);
    cx_json_writer_end_object(json);
}

static void
put_path_parameters(CxJsonWriter *json, const char *path)
{
    for (const char *p = strchr(path, '{'); p != NULL; p = strchr(p, '{')) {
        const char *end = strchr(p, '}');
        g_autofree char *name = g_strndup(p + 1, (gsize)(end - p) - 1);
        put_parameter(json, "path", &(CxRead){ .name = name, .is_required = true });
        p = end;
    }
}

static void
put_query_parameter(const CxRead *read, void *data)
{
    if (read->place == CX_READ_QUERY && !read->is_for_page)
        put_parameter(data, "query", read);
}

/* One member of a body: those of one pattern, or the one of that name. */
typedef struct {
    CxJsonWriter *json;
    bool has_patterns; /* which of both is written now */
    size_t n;
} Members;

static bool
is_pattern(const CxRead *read)
{
    return g_str_has_suffix(read->name, "*");
}

static bool
is_member(const CxRead *read)
{
    return read->place == CX_READ_BODY && !read->is_for_page;
}

static void
count_member(const CxRead *read, void *data)
{
    Members *members = data;
    members->n += is_member(read) && is_pattern(read) == members->has_patterns ? 1 : 0;
}

/* The name, or of "t.*" the pattern of what it stands for. */
static char *
member_name(const CxRead *read)
{
    if (!is_pattern(read))
        return g_strdup(read->name);
    g_auto(GStrv) parts = g_strsplit(read->name, ".", 2);
    return g_strdup_printf("^%s\\.[0-9]+$", parts[0]);
}

static void
put_member(const CxRead *read, void *data)
{
    const Members *members = data;
    CxJsonWriter *json = members->json;
    if (!is_member(read) || is_pattern(read) != members->has_patterns)
        return;
    g_autofree char *name = member_name(read);
    put_object(json, name);
    cx_json_writer_put_text(json, "description", read->about);
    put_kind(json, read->kind);
    cx_json_writer_end_object(json);
}

static void
put_required(const CxRead *read, void *data)
{
    if (is_member(read) && read->is_required)
        cx_json_writer_text(data, read->name);
}

static void
put_members(CxJsonWriter *json, const char *name, const CxRead *reads, bool has_patterns)
{
    Members members = { json, has_patterns, 0 };
    cx_read_each(reads, count_member, &members);
    if (members.n > 0) {
        put_object(json, name);
        cx_read_each(reads, put_member, &members);
        cx_json_writer_end_object(json);
    }
}
static void
put_answer(CxJsonWriter *json, const CxRoute *route)
{
    const bool is_read = route->method == CX_METHOD_GET;
    put_object(json, is_read ? "200" : "2XX");
    cx_json_writer_put_text(json, "description", is_read ? "The document" : "Done");
    if (is_read && route->view != NULL)
        put_content(json, "application/json", route->view->name);
    else if (is_read)
        put_content(json, "*/*", NULL);
    else
        put_content(json, "application/json", "Location");
    cx_json_writer_end_object(json);
    put_object(json, "default");
    cx_json_writer_put_text(json, "description", "What went wrong");
    put_content(json, "application/problem+json", cx_problem_view_type.name);
    cx_json_writer_end_object(json);
}

/* The members a handler reads without a command, as the schema of its body. */
static void
put_members_content(CxJsonWriter *json, const CxRoute *route)
{
    const bool brings_file = route->access == CX_ACCESS_FILE;
    put_object(json, "content");
    put_object(json, brings_file ? "multipart/form-data" : "application/json");
    put_object(json, "schema");
    cx_json_writer_put_text(json, "type", "object");
    put_members(json, "properties", route->reads, false);
    put_members(json, "patternProperties", route->reads, true);
    cx_json_writer_name(json, "required");
    cx_json_writer_begin_array(json);
    cx_read_each(route->reads, put_required, json);
    cx_json_writer_end_array(json);
    cx_json_writer_end_object(json);
    cx_json_writer_end_object(json);
    cx_json_writer_end_object(json);
}

static bool
has_members(const CxRead *reads)
{
    Members named = { NULL, false, 0 };
    Members patterns = { NULL, true, 0 };
    cx_read_each(reads, count_member, &named);
    cx_read_each(reads, count_member, &patterns);
    return named.n + patterns.n > 0;
}

static void
put_body(CxJsonWriter *json, const CxRoute *route)
{
    if (route->command == NULL && !has_members(route->reads))
        return;
    put_object(json, "requestBody");
    cx_json_writer_put_flag(json, "required", true);
    if (route->command != NULL)
        put_content(json, "application/json", route->command->name);
    else
        put_members_content(json, route);
    cx_json_writer_end_object(json);
}

static void
put_operation(CxJsonWriter *json, const CxRoute *route)
{
    g_autofree char *id = operation_id(route);
    g_autofree char *method = g_ascii_strdown(cx_method_name(route->method), -1);
    put_object(json, method);
    cx_json_writer_put_text(json, "operationId", id);
    cx_json_writer_put_text(json, "summary", route->about);
    cx_json_writer_name(json, "parameters");
    cx_json_writer_begin_array(json);
    put_path_parameters(json, route->path);
    cx_read_each(route->reads, put_query_parameter, json);
    cx_json_writer_end_array(json);
    put_body(json, route);
    put_object(json, "responses");
    put_answer(json, route);
    cx_json_writer_end_object(json);
    if (route->access == CX_ACCESS_PUBLIC) {
        cx_json_writer_name(json, "security");
        cx_json_writer_begin_array(json);
        cx_json_writer_end_array(json);
    }
    cx_json_writer_end_object(json);
}

static bool
is_first(size_t i_route)
{
    for (size_t i = 0; i < i_route; i++) {
        if (cx_routes[i].side != CX_SIDE_PAGE &&
            g_str_equal(cx_routes[i].path, cx_routes[i_route].path))
            return false;
    }
    return cx_routes[i_route].side != CX_SIDE_PAGE;
}

static void
put_paths(CxJsonWriter *json)
{
    put_object(json, "paths");
    for (size_t i = 0; i < cx_routes_n; i++) {
        if (!is_first(i))
            continue;
        put_object(json, cx_routes[i].path);
        for (size_t j = i; j < cx_routes_n; j++) {
            if (cx_routes[j].side != CX_SIDE_PAGE &&
                g_str_equal(cx_routes[j].path, cx_routes[i].path))
                put_operation(json, &cx_routes[j]);
        }
        cx_json_writer_end_object(json);
    }
    cx_json_writer_end_object(json);
}

/* ---- Schemas ---- */

static void
put_view(CxJsonWriter *json, GHashTable *known, const CxViewType *type)
{
    if (type == NULL || !g_hash_table_add(known, (gpointer)(uintptr_t)type->name))
        return;
    cx_json_writer_name(json, type->name);
    cx_view_type_write_schema(type, json);
}

static void
put_command(CxJsonWriter *json, GHashTable *known, const CxCommandType *type)
{
    if (type == NULL || !g_hash_table_add(known, (gpointer)(uintptr_t)type->name))
        return;
    cx_json_writer_name(json, type->name);
    cx_command_type_write_schema(type, json);
}

static void
put_location(CxJsonWriter *json)
{
    put_object(json, "Location");
    cx_json_writer_put_text(json, "type", "object");
    cx_json_writer_put_text(json, "description", "Where what was done can be seen");
    put_object(json, "properties");
    put_object(json, "location");
    cx_json_writer_put_text(json, "type", "string");
    cx_json_writer_end_object(json);
    cx_json_writer_end_object(json);
    cx_json_writer_end_object(json);
}

static void
put_components(CxJsonWriter *json)
{
    g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);
    put_object(json, "components");
    put_object(json, "securitySchemes");
    put_object(json, "token");
    cx_json_writer_put_text(json, "type", "http");
    cx_json_writer_put_text(json, "scheme", "bearer");
    cx_json_writer_put_text(json, "description", "A token made by `coalition token add`");
    cx_json_writer_end_object(json);
    cx_json_writer_end_object(json);
    put_object(json, "schemas");
    put_location(json);
    put_view(json, known, &cx_problem_view_type);
    for (size_t i = 0; i < cx_routes_n; i++) {
        if (cx_routes[i].side == CX_SIDE_PAGE)
            continue;
        put_view(json, known, cx_routes[i].view);
        put_command(json, known, cx_routes[i].command);
    }
    cx_json_writer_end_object(json);
    cx_json_writer_end_object(json);
}

/* ---- The document ---- */

static void
put_head(CxJsonWriter *json)
{
    cx_json_writer_put_text(json, "openapi", "3.1.0");
    put_object(json, "info");
    cx_json_writer_put_text(json, "title", "Coalition");
    cx_json_writer_put_text(json, "version", "1");
    cx_json_writer_put_text(json, "summary", "Every page as a document, every change as a command");
    put_object(json, "license");
    cx_json_writer_put_text(json, "name", "GPL-3.0-or-later");
    cx_json_writer_put_text(json, "identifier", "GPL-3.0-or-later");
    cx_json_writer_end_object(json);
    cx_json_writer_end_object(json);
    cx_json_writer_name(json, "servers");
    cx_json_writer_begin_array(json);
    cx_json_writer_begin_object(json);
    cx_json_writer_put_text(json, "url", "/api/v1");
    cx_json_writer_end_object(json);
    cx_json_writer_end_array(json);
    cx_json_writer_name(json, "security");
    cx_json_writer_begin_array(json);
    cx_json_writer_begin_object(json);
    cx_json_writer_name(json, "token");
    cx_json_writer_begin_array(json);
    cx_json_writer_end_array(json);
    cx_json_writer_end_object(json);
    cx_json_writer_end_array(json);
}

char *
cx_openapi_format(CxJsonStyle style)
{
    GString *out = g_string_new(NULL);
    g_autoptr(CxJsonWriter) json = cx_json_writer_new(out, style);
    cx_json_writer_begin_object(json);
    put_head(json);
    put_paths(json);
    put_components(json);
    cx_json_writer_end_object(json);
    return g_string_free(out, FALSE);
}

bool
cx_page_openapi(CX_UNUSED CxCtx *ctx, CX_UNUSED const CxRequest *request, CxReply *reply,
                CX_UNUSED GError **error)
{
    char *document = cx_openapi_format(CX_JSON_COMPACT);
    g_autoptr(GBytes) bytes = g_bytes_new_take(document, strlen(document));
    cx_reply_bytes(reply, "application/json", bytes, NULL);
    return true;
}
