/* Sets of templates: adding, linking, finding. */
#include "view/mustache.h"

#include <string.h>

#include "base/digest.h"
#include "base/embed.h"
#include "view/mustache_priv.h"

struct CxTemplates {
    const CxCatalogue *catalogue; /* borrowed, may be NULL */
    GHashTable *by_name;          /* name (in the template) -> CxTemplate, owned */
    char *digest;
};

static void
template_free(gpointer data)
{
    CxTemplate *template = data;
    g_free(template->name);
    g_free(template->source);
    g_ptr_array_unref(template->nodes);
    g_free(template);
}

CxTemplates *
cx_templates_new(const CxCatalogue *catalogue)
{
    CxTemplates *templates = g_new0(CxTemplates, 1);
    templates->catalogue = catalogue;
    templates->by_name = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, template_free);
    return templates;
}

void
cx_templates_free(CxTemplates *templates)
{
    if (templates == NULL)
        return;
    g_hash_table_unref(templates->by_name);
    g_free(templates->digest);
    g_free(templates);
}

bool
cx_templates_add(CxTemplates *templates, const char *name, const char *text, size_t len_bytes,
                 GError **error)
{
    if (!g_utf8_validate(text, (gssize)len_bytes, NULL)) {
        g_set_error(error, CX_ERROR, CX_ERROR_CORRUPT, "template \"%s\": not UTF-8", name);
        return false;
    }
    if (cx_templates_has(templates, name)) {
        g_set_error(error, CX_ERROR, CX_ERROR_CORRUPT, "template \"%s\": is there twice", name);
        return false;
    }
    CxTemplate *template = g_new0(CxTemplate, 1);
    template->name = g_strdup(name);
    template->source = g_strndup(text, len_bytes);
    template->len_bytes = len_bytes;
    template->nodes = g_ptr_array_new_with_free_func(cx_node_free);
    if (!cx_mustache_parse(template, templates->catalogue, error)) {
        template_free(template);
        return false;
    }
    g_hash_table_insert(templates->by_name, template->name, template);
    return true;
}

/* ---- Linking ---- */

static bool
link_nodes(CxTemplates *templates, GPtrArray *nodes, CxLink link, GError **error)
{
    for (guint i = 0; i < nodes->len; i++) {
        CxNode *node = g_ptr_array_index(nodes, i);
        if (node->children != NULL && !link_nodes(templates, node->children, link, error))
            return false;
        if (node->kind != CX_NODE_PARTIAL && node->kind != CX_NODE_PARENT)
            continue;
        node->target = cx_templates_find(templates, node->text);
        if (node->target == NULL && link == CX_LINK_STRICT) {
            cx_mustache_error(error, CX_ERROR_CORRUPT, node->home->name, node->i_line,
                              "there is no template \"%s\"", node->text);
            return false;
        }
    }
    return true;
}

static int
compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static char *
digest_of(const CxTemplates *templates, const char *const *names, guint n)
{
    g_autoptr(CxDigester) digester = cx_digester_new();
    cx_digester_add_text(digester, templates->catalogue == NULL
                                       ? NULL
                                       : cx_catalogue_language(templates->catalogue));
    for (guint i = 0; i < n; i++) {
        cx_digester_add_text(digester, names[i]);
        cx_digester_add_text(digester, cx_templates_find(templates, names[i])->source);
    }
    const CxDigest digest = cx_digester_end(digester);
    return cx_digest_hex(&digest, 8);
}

bool
cx_templates_link(CxTemplates *templates, CxLink link, GError **error)
{
    guint n = 0;
    g_autofree const char **names =
        (const char **)g_hash_table_get_keys_as_array(templates->by_name, &n);
    if (n > 0)
        qsort(names, n, sizeof *names, compare_names);
    for (guint i = 0; i < n; i++) {
        CxTemplate *template = g_hash_table_lookup(templates->by_name, names[i]);
        if (!link_nodes(templates, template->nodes, link, error))
            return false;
    }
    g_free(templates->digest);
    templates->digest = digest_of(templates, names, n);
    return true;
}

/* "templates/people/list.html" is "people/list"; NULL for other files. (transfer full) */
static char *
built_in_name(const char *file)
{
    static const char folder[] = "templates/";
    static const char ending[] = ".html";
    if (!g_str_has_prefix(file, folder) || !g_str_has_suffix(file, ending))
        return NULL;
    const size_t start = sizeof folder - 1;
    return g_strndup(file + start, strlen(file) - start - (sizeof ending - 1));
}

CxTemplates *
cx_templates_compile(const CxCatalogue *catalogue, GError **error)
{
    g_autoptr(CxTemplates) templates = cx_templates_new(catalogue);
    size_t n = 0;
    const CxEmbed *files = cx_embed_list(&n);
    for (size_t i = 0; i < n; i++) {
        g_autofree char *name = built_in_name(files[i].name);
        if (name != NULL && !cx_templates_add(templates, name, (const char *)files[i].data,
                                              files[i].len_bytes, error))
            return NULL;
    }
    return cx_templates_link(templates, CX_LINK_STRICT, error) ? g_steal_pointer(&templates) : NULL;
}

/* ---- Finding ---- */

const CxTemplate *
cx_templates_find(const CxTemplates *templates, const char *name)
{
    return g_hash_table_lookup(templates->by_name, name);
}

bool
cx_templates_has(const CxTemplates *templates, const char *name)
{
    return g_hash_table_contains(templates->by_name, name);
}

const CxCatalogue *
cx_templates_catalogue(const CxTemplates *templates)
{
    return templates->catalogue;
}

const char *
cx_templates_digest(const CxTemplates *templates)
{
    return templates->digest;
}
