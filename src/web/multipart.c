#include "web/multipart.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "app/home.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/random.h"
#include "base/text.h"
#include "lang/assert.h"

typedef enum {
    STATE_START,   /* before the first boundary: nothing may stand there */
    STATE_EDGE,    /* behind a boundary: line end or "--" */
    STATE_HEADERS, /* of a part */
    STATE_CONTENT, /* of a part, up to the next boundary */
    STATE_END,     /* behind the last boundary: the rest is passed over */
    STATE_FAILED,
} State;

struct CxMultipart {
    State state;
    GError *fault;    /* with STATE_FAILED */
    char *delimiter;  /* "\r\n--boundary" */
    GString *pending; /* what has come and is not decided yet */
    char *dir;
    int64_t file_bytes_max;
    /* The part at hand. */
    char *name;
    char *file_name; /* NULL: a field */
    GString *value;  /* of a field */
    /* All parts. */
    CxPairs *fields;
    size_t field_bytes;
    char *file_field; /* field that brought the file, NULL: none has come */
    char *file_called;
    int fd; /* -1: not opened */
    int64_t file_bytes;
    CxDigester *digester; /* of what is spooled */
};

void
cx_brought_free(CxBrought *brought)
{
    if (brought == NULL)
        return;
    g_free(brought->field);
    g_free(brought->name);
    g_bytes_unref(brought->bytes);
    g_free(brought->dir);
    if (brought->fd >= 0)
        (void)close(brought->fd); /* what was written is thrown away, unless it has a name */
    g_free(brought);
}

/* All of it to the file at path, under another name until it is whole. */
static bool
copy_to(const CxBrought *brought, const char *path, GError **error)
{
    gsize len_bytes = 0;
    const char *data = g_bytes_get_data(brought->bytes, &len_bytes);
    return g_file_set_contents_full(path, data != NULL ? data : "", (gssize)len_bytes,
                                    G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

char *
cx_brought_keep(const CxBrought *brought, GError **error)
{
    g_autofree char *hex = cx_digest_hex(&brought->digest, sizeof brought->digest.bytes);
    g_autofree char *token = cx_random_token(9);
    g_autofree char *name = g_strconcat(CX_KEPT_PREFIX, hex, "-", token, NULL);
    g_autofree char *path = g_build_filename(brought->dir, name, NULL);
    g_autofree char *own = g_strdup_printf("/proc/self/fd/%d", brought->fd);
    if (linkat(AT_FDCWD, own, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0)
        return g_steal_pointer(&name);
    g_autoptr(GError) cause = NULL; /* a file system that cannot give it a name has to copy it */
    if (copy_to(brought, path, &cause))
        return g_steal_pointer(&name);
    g_set_error(error, CX_ERROR, CX_ERROR_IO, "could not keep the spooled file: %s",
                cause->message);
    return NULL;
}

void
cx_multipart_free(CxMultipart *multipart)
{
    if (multipart == NULL)
        return;
    if (multipart->fd >= 0)
        (void)close(multipart->fd); /* what was written is thrown away */
    g_clear_error(&multipart->fault);
    g_free(multipart->delimiter);
    (void)g_string_free(multipart->pending, TRUE);
    (void)g_string_free(multipart->value, TRUE);
    g_free(multipart->dir);
    g_free(multipart->name);
    g_free(multipart->file_name);
    g_free(multipart->file_field);
    g_free(multipart->file_called);
    cx_pairs_free(multipart->fields);
    cx_digester_free(multipart->digester);
    g_free(multipart);
}

static void CX_PRINTF(3, 4) fail(CxMultipart *multipart, CxErrorCode code, const char *format, ...)
{
    if (multipart->state == STATE_FAILED)
        return;
    va_list args;
    va_start(args, format);
    multipart->fault = g_error_new_valist(CX_ERROR, (int)code, format, args);
    va_end(args);
    multipart->state = STATE_FAILED;
    g_string_truncate(multipart->pending, 0);
}

/* ---- Parameters of a header ---- */

/* The value at p, "quoted" or plain, and *p moved behind it; NULL if it is none. (transfer full) */
static char *
read_value(const char **p)
{
    g_autoptr(GString) value = g_string_new(NULL);
    const char *at = *p;
    if (*at != '"') {
        const size_t n = strcspn(at, "; \t\"");
        g_string_append_len(value, at, (gssize)n);
        *p = at + n;
        return n == 0 ? NULL : g_string_free(g_steal_pointer(&value), FALSE);
    }
    for (at++; *at != '"'; at++) {
        if (*at == '\0')
            return NULL;
        if (*at == '\\' && (at[1] == '"' || at[1] == '\\'))
            at++;
        g_string_append_c(value, *at);
    }
    *p = at + 1;
    return g_string_free(g_steal_pointer(&value), FALSE);
}

/* The parameter of that name behind the first word of a header; NULL if it is not there, stands
 * there twice, or what stands there is not well formed. (transfer full) */
static char *
find_parameter(const char *header, const char *name)
{
    g_autofree char *found = NULL;
    const char *p = header + strcspn(header, ";");
    while (*p != '\0') {
        p += strspn(p, "; \t");
        const size_t len = strcspn(p, "=;");
        if (p[len] != '=')
            return *p == '\0' ? g_steal_pointer(&found) : NULL;
        const bool is_it = len == strlen(name) && g_ascii_strncasecmp(p, name, len) == 0;
        p += len + 1;
        g_autofree char *value = read_value(&p);
        p += strspn(p, " \t");
        if (value == NULL || (*p != '\0' && *p != ';') || (is_it && found != NULL))
            return NULL;
        if (is_it)
            found = g_steal_pointer(&value);
    }
    return g_steal_pointer(&found);
}

bool
cx_multipart_is_type(const char *content_type)
{
    static const char type[] = "multipart/form-data";
    return content_type != NULL && g_ascii_strncasecmp(content_type, type, strlen(type)) == 0 &&
           (content_type[strlen(type)] == '\0' ||
            strchr("; \t", content_type[strlen(type)]) != NULL);
}

static bool
is_boundary(const char *text)
{
    const size_t len = strlen(text);
    if (len == 0 || len > CX_MULTIPART_BOUNDARY_MAX || text[len - 1] == ' ')
        return false;
    for (const char *p = text; *p != '\0'; p++) {
        if (!g_ascii_isalnum(*p) && strchr("'()+_,-./:=? ", *p) == NULL)
            return false;
    }
    return true;
}

CxMultipart *
cx_multipart_new(const char *content_type, const char *dir, int64_t file_bytes_max)
{
    CxMultipart *multipart = g_new0(CxMultipart, 1);
    multipart->dir = g_strdup(dir);
    multipart->file_bytes_max = file_bytes_max;
    multipart->fields = cx_pairs_new();
    multipart->value = g_string_new(NULL);
    multipart->fd = -1;
    multipart->digester = cx_digester_new();
    /* The first boundary has no line end before it: one is put there. */
    multipart->pending = g_string_new("\r\n");
    g_autofree char *boundary = find_parameter(content_type, "boundary");
    if (boundary == NULL || !is_boundary(boundary))
        fail(multipart, CX_ERROR_INVALID, "the form was sent without a boundary between its parts");
    else
        multipart->delimiter = g_strconcat("\r\n--", boundary, NULL);
    return multipart;
}

/* ---- Names ---- */

char *
cx_multipart_file_name(const char *name)
{
    g_autofree char *valid = g_utf8_make_valid(name, -1);
    const char *base = valid;
    for (const char *p = valid; *p != '\0'; p++)
        base = *p == '/' || *p == '\\' ? p + 1 : base;
    g_autoptr(GString) out = g_string_new(NULL);
    glong n = 0;
    g_autofree gunichar *letters = g_utf8_to_ucs4_fast(base, -1, &n);
    for (glong i = 0; i < n; i++) {
        const gunichar c = letters[i];
        /* also the marks that turn the direction of writing, which hide what a name ends in */
        const bool is_shown = !g_unichar_iscntrl(c) && g_unichar_type(c) != G_UNICODE_FORMAT;
        if (out->len + 6 > CX_NAME_BYTES_MAX)
            break;
        g_string_append_unichar(out, is_shown ? c : ' ');
    }
    (void)cx_text_trim(out->str);
    return *out->str != '\0' ? g_string_free(g_steal_pointer(&out), FALSE) : g_strdup("file");
}

/* ---- Parts ---- */

/* A temporary file without a name. */
static bool
open_spool(CxMultipart *multipart)
{
    g_autofree char *path = g_build_filename(multipart->dir, "upload-XXXXXX", NULL);
    if (g_mkdir_with_parents(multipart->dir, 0700) == 0)
        multipart->fd = open(multipart->dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (multipart->fd >= 0)
        return true;
    multipart->fd = g_mkstemp_full(path, O_RDWR | O_CLOEXEC, 0600);
    if (multipart->fd < 0) {
        fail(multipart, CX_ERROR_IO, "could not spool the file in %s: %s", multipart->dir,
             g_strerror(errno));
        return false;
    }
    (void)g_unlink(path); /* it is ours by its descriptor; left over, it would do no harm */
    return true;
}

/* Reads what the headers of a part say; lines ended by CR LF. */
static void
begin_part(CxMultipart *multipart, const char *headers)
{
    g_auto(GStrv) lines = g_strsplit(headers, "\r\n", -1);
    const char *disposition = NULL;
    static const char name[] = "content-disposition:";
    for (size_t i = 0; lines[i] != NULL; i++) {
        if (g_ascii_strncasecmp(lines[i], name, strlen(name)) == 0)
            disposition = g_strstrip(lines[i] + strlen(name));
    }
    g_clear_pointer(&multipart->name, g_free);
    g_clear_pointer(&multipart->file_name, g_free);
    g_string_truncate(multipart->value, 0);
    if (disposition != NULL && g_ascii_strncasecmp(disposition, "form-data", 9) == 0)
        multipart->name = find_parameter(disposition, "name");
    if (multipart->name == NULL || !cx_text_is_clean(multipart->name)) {
        fail(multipart, CX_ERROR_INVALID, "a part of the form has no name");
        return;
    }
    multipart->file_name = find_parameter(disposition, "filename");
    multipart->state = STATE_CONTENT;
}

static bool
begin_file(CxMultipart *multipart)
{
    if (multipart->file_field != NULL)
        return true;
    if (!open_spool(multipart))
        return false;
    multipart->file_field = g_strdup(multipart->name);
    multipart->file_called = cx_multipart_file_name(multipart->file_name);
    return true;
}

static void
write_file(CxMultipart *multipart, const char *data, size_t len_bytes)
{
    if (!begin_file(multipart))
        return;
    multipart->file_bytes += (int64_t)len_bytes;
    if (multipart->file_bytes > multipart->file_bytes_max) {
        g_autofree char *limit = cx_text_count(multipart->file_bytes_max >> 20);
        fail(multipart, CX_ERROR_TOO_LARGE,
             "the file is larger than the limit of %s MiB; nothing of it was kept. Bring it in "
             "parts, each with the header row",
             limit);
        return;
    }
    cx_digester_add(multipart->digester, data, len_bytes);
    while (len_bytes > 0) {
        const ssize_t n = write(multipart->fd, data, len_bytes);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            fail(multipart, CX_ERROR_IO, "could not spool the file: %s", g_strerror(errno));
            return;
        }
        data += n;
        len_bytes -= (size_t)n;
    }
}

static void
take_content(CxMultipart *multipart, const char *data, size_t len_bytes)
{
    if (len_bytes == 0)
        return;
    if (multipart->file_name != NULL) {
        write_file(multipart, data, len_bytes);
        return;
    }
    multipart->field_bytes += len_bytes;
    if (multipart->field_bytes > CX_HTTP_BODY_BYTES_MAX) {
        fail(multipart, CX_ERROR_TOO_LARGE, "the fields of the form are larger than %d bytes",
             CX_HTTP_BODY_BYTES_MAX);
        return;
    }
    g_string_append_len(multipart->value, data, (gssize)len_bytes);
}

/* Whether a second file would come: one is enough, and would overwrite the other. */
static bool
is_second_file(const CxMultipart *multipart, const char *headers)
{
    return multipart->file_field != NULL && strstr(headers, "filename=") != NULL;
}

static void
end_part(CxMultipart *multipart)
{
    if (multipart->file_name != NULL) {
        /* a field for a file in which none was chosen has no name */
        if (*multipart->file_name != '\0')
            (void)begin_file(multipart); /* an empty file; what failed is noted */
        return;
    }
    if (multipart->name == NULL)
        return;
    if (strlen(multipart->value->str) != multipart->value->len ||
        !g_utf8_validate(multipart->value->str, -1, NULL)) {
        fail(multipart, CX_ERROR_INVALID, "a field of the form is not text in UTF-8");
        return;
    }
    if (cx_pairs_count(multipart->fields) >= CX_HTTP_FIELDS_MAX) {
        fail(multipart, CX_ERROR_TOO_LARGE, "the form has more than %d fields", CX_HTTP_FIELDS_MAX);
        return;
    }
    cx_pairs_add(multipart->fields, multipart->name, multipart->value->str);
}

/* ---- Steps: each is true when it moved on ---- */

static bool
step_content(CxMultipart *multipart)
{
    GString *pending = multipart->pending;
    const size_t len_delimiter = strlen(multipart->delimiter);
    const char *at = memmem(pending->str, pending->len, multipart->delimiter, len_delimiter);
    /* what might be the beginning of a boundary waits for more */
    const size_t n_sure = at != NULL                     ? (size_t)(at - pending->str)
                          : pending->len < len_delimiter ? 0
                                                         : pending->len - len_delimiter + 1;
    if (multipart->state == STATE_START && n_sure > 0) {
        fail(multipart, CX_ERROR_INVALID, "the form does not begin with the boundary of its parts");
        return false;
    }
    if (multipart->state == STATE_CONTENT)
        take_content(multipart, pending->str, n_sure);
    if (multipart->state == STATE_FAILED)
        return false;
    (void)g_string_erase(pending, 0, (gssize)(n_sure + (at != NULL ? len_delimiter : 0)));
    if (at == NULL)
        return false;
    end_part(multipart);
    if (multipart->state == STATE_FAILED)
        return false;
    multipart->state = STATE_EDGE;
    return true;
}

static bool
step_edge(CxMultipart *multipart)
{
    GString *pending = multipart->pending;
    if (pending->len < 2)
        return false;
    if (memcmp(pending->str, "--", 2) == 0)
        multipart->state = STATE_END;
    else if (memcmp(pending->str, "\r\n", 2) == 0)
        multipart->state = STATE_HEADERS;
    else
        fail(multipart, CX_ERROR_INVALID, "the parts of the form are not ended as they began");
    if (multipart->state != STATE_FAILED)
        (void)g_string_erase(pending, 0, 2);
    return multipart->state == STATE_HEADERS;
}

static bool
step_headers(CxMultipart *multipart)
{
    GString *pending = multipart->pending;
    const char *end = memmem(pending->str, pending->len, "\r\n\r\n", 4);
    const size_t len = end != NULL ? (size_t)(end - pending->str) : pending->len;
    if (len > CX_MULTIPART_HEADER_BYTES_MAX) {
        fail(multipart, CX_ERROR_TOO_LARGE, "the headers of a part are larger than %d bytes",
             CX_MULTIPART_HEADER_BYTES_MAX);
        return false;
    }
    if (end == NULL)
        return false;
    g_autofree char *headers = g_strndup(pending->str, len);
    if (strlen(headers) != len)
        fail(multipart, CX_ERROR_INVALID, "the headers of a part are no text");
    else if (is_second_file(multipart, headers))
        fail(multipart, CX_ERROR_INVALID, "bring one file at a time");
    else
        begin_part(multipart, headers);
    if (multipart->state == STATE_FAILED)
        return false;
    (void)g_string_erase(pending, 0, (gssize)len + 4);
    return true;
}

static bool
step(CxMultipart *multipart)
{
    switch (multipart->state) {
    case STATE_START:
    case STATE_CONTENT:
        return step_content(multipart);
    case STATE_EDGE:
        return step_edge(multipart);
    case STATE_HEADERS:
        return step_headers(multipart);
    case STATE_END:
    case STATE_FAILED:
        break;
    }
    g_string_truncate(multipart->pending, 0);
    return false;
}

void
cx_multipart_add(CxMultipart *multipart, const char *data, size_t len_bytes)
{
    if (multipart->state == STATE_FAILED || multipart->state == STATE_END)
        return;
    g_string_append_len(multipart->pending, data, (gssize)len_bytes);
    while (step(multipart)) {
    }
}

/* ---- The end ---- */

static CxBrought *
bring(CxMultipart *multipart, GError **error)
{
    g_autoptr(GError) cause = NULL;
    GMappedFile *mapped = g_mapped_file_new_from_fd(multipart->fd, FALSE, &cause);
    if (mapped == NULL) {
        g_set_error(error, CX_ERROR, CX_ERROR_IO, "could not read the spooled file: %s",
                    cause->message);
        return NULL;
    }
    CxBrought *brought = g_new0(CxBrought, 1);
    brought->field = g_steal_pointer(&multipart->file_field);
    brought->name = g_steal_pointer(&multipart->file_called);
    brought->len_bytes = multipart->file_bytes;
    brought->digest = cx_digester_end(multipart->digester);
    brought->dir = g_strdup(multipart->dir);
    brought->fd = multipart->fd;
    multipart->fd = -1;
    brought->bytes = g_mapped_file_get_bytes(mapped);
    g_mapped_file_unref(mapped);
    return brought;
}

bool
cx_multipart_end(CxMultipart *multipart, CxPairs *fields, CxBrought **ret_brought, GError **error)
{
    if (multipart->state != STATE_END)
        fail(multipart, CX_ERROR_INVALID, "the form broke off before its end");
    if (multipart->fault != NULL) {
        g_propagate_error(error, g_steal_pointer(&multipart->fault));
        return false;
    }
    CxBrought *brought = NULL;
    if (multipart->file_field != NULL) {
        brought = bring(multipart, error);
        if (brought == NULL)
            return false;
    }
    for (size_t i = 0; i < cx_pairs_count(multipart->fields); i++) {
        const CxPair *pair = cx_pairs_at(multipart->fields, i);
        cx_pairs_add(fields, pair->name, pair->value);
    }
    *ret_brought = brought;
    return true;
}
