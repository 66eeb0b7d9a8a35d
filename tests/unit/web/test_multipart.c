/* Forms that bring a file: what is read, cut anywhere, and what strangers may send. */
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "web/multipart.h"

#define TYPE "multipart/form-data; boundary=xYz"

typedef struct {
    CxPairs *fields;
    CxBrought *brought;
    GError *error;
    bool is_read;
} Read;

/* Reads a body in pieces of that size. */
static Read
read_body(const char *type, const char *body, size_t len_bytes, size_t piece_bytes)
{
    g_autoptr(CxMultipart) multipart = cx_multipart_new(type, g_get_tmp_dir(), 64);
    for (size_t at = 0; at < len_bytes; at += piece_bytes)
        cx_multipart_add(multipart, body + at, MIN(piece_bytes, len_bytes - at));
    Read read = { .fields = cx_pairs_new() };
    read.is_read = cx_multipart_end(multipart, read.fields, &read.brought, &read.error);
    g_assert_true(read.is_read == (read.error == NULL));
    return read;
}

static void
read_clear(Read *read)
{
    cx_pairs_free(read->fields);
    cx_brought_free(read->brought);
    g_clear_error(&read->error);
}

/* A form as browsers send it, whose file holds things that look like a boundary. */
static const char good[] =
    "--xYz\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\ntoken\r\n"
    "--xYz\r\nContent-Disposition: form-data; name=\"empty\"\r\n\r\n\r\n"
    "--xYz\r\ncontent-disposition: form-data; name=file; "
    "filename=\"C:\\\\a\\\\b.csv\"\r\nContent-Type: text/csv\r\n\r\n"
    "a,b\r\n--xY\r\n\r\n-\r\n1,2\r\n"
    "--xYz--\r\n";

static void
test_cut_anywhere(void)
{
    for (size_t piece = 1; piece <= strlen(good); piece++) {
        Read read = read_body(TYPE, good, strlen(good), piece);
        g_assert_no_error(read.error);
        g_assert_cmpuint(cx_pairs_count(read.fields), ==, 2);
        g_assert_cmpstr(cx_pairs_find(read.fields, "_csrf"), ==, "token");
        g_assert_cmpstr(cx_pairs_find(read.fields, "empty"), ==, "");
        g_assert_cmpstr(read.brought->field, ==, "file");
        g_assert_cmpstr(read.brought->name, ==, "b.csv");
        static const char want[] = "a,b\r\n--xY\r\n\r\n-\r\n1,2";
        g_autoptr(GBytes) bytes = g_bytes_new_static(want, strlen(want));
        g_assert_true(g_bytes_equal(read.brought->bytes, bytes));
        read_clear(&read);
    }
}

#define PART(headers, content) "--xYz\r\n" headers "\r\n\r\n" content "\r\n"
#define FIELD                  "Content-Disposition: form-data; name=\"f\""
#define FILE_NAMED(name)       FIELD "; filename=\"" name "\""
#define FORTY                  "0123456789012345678901234567890123456789"

static void
test_hostile(void)
{
    static const struct {
        const char *why;
        const char *type;
        const char *body;
        CxErrorCode code;
    } rows[] = {
        { "no boundary", "multipart/form-data", good, CX_ERROR_INVALID },
        { "an empty boundary", "multipart/form-data; boundary=\"\"", good, CX_ERROR_INVALID },
        { "a boundary that does not close", "multipart/form-data; boundary=\"x", good,
          CX_ERROR_INVALID },
        { "a boundary twice", "multipart/form-data; boundary=a; boundary=xYz", good,
          CX_ERROR_INVALID },
        { "a boundary over the limit", "multipart/form-data; boundary=" FORTY FORTY, good,
          CX_ERROR_INVALID },
        { "a boundary with a line end", "multipart/form-data; boundary=\"a\r\nb\"", good,
          CX_ERROR_INVALID },
        { "nothing", TYPE, "", CX_ERROR_INVALID },
        { "another boundary", TYPE, "--other\r\n\r\n", CX_ERROR_INVALID },
        { "something before the first boundary", TYPE, "hello\r\n--xYz--\r\n", CX_ERROR_INVALID },
        { "broken off in the content", TYPE, "--xYz\r\n" FIELD "\r\n\r\nabc", CX_ERROR_INVALID },
        { "broken off in the headers", TYPE, "--xYz\r\n" FIELD, CX_ERROR_INVALID },
        { "never closed", TYPE, PART(FIELD, "abc") "--xYz", CX_ERROR_INVALID },
        { "a boundary that goes on", TYPE, PART(FIELD, "abc") "--xYzz--\r\n", CX_ERROR_INVALID },
        { "no disposition", TYPE, PART("Content-Type: text/plain", "abc") "--xYz--",
          CX_ERROR_INVALID },
        { "no name", TYPE, PART("Content-Disposition: form-data", "abc") "--xYz--",
          CX_ERROR_INVALID },
        { "not form-data", TYPE, PART("Content-Disposition: file; name=f", "abc") "--xYz--",
          CX_ERROR_INVALID },
        { "a name that does not close", TYPE,
          PART("Content-Disposition: form-data; name=\"f", "abc") "--xYz--", CX_ERROR_INVALID },
        { "a field that is not UTF-8", TYPE, PART(FIELD, "\xff") "--xYz--", CX_ERROR_INVALID },
        { "two files", TYPE, PART(FILE_NAMED("a"), "1") PART(FILE_NAMED("b"), "2") "--xYz--",
          CX_ERROR_INVALID },
        { "a file over the limit", TYPE, PART(FILE_NAMED("a"), FORTY FORTY) "--xYz--",
          CX_ERROR_TOO_LARGE },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].why);
        Read read = read_body(rows[i].type, rows[i].body, strlen(rows[i].body), 7);
        g_assert_error(read.error, CX_ERROR, (int)rows[i].code);
        g_assert_null(read.brought);
        read_clear(&read);
    }
}

static void
test_endless_headers(void)
{
    g_autoptr(GString) body = g_string_new("--xYz\r\n");
    for (size_t i = 0; i < CX_MULTIPART_HEADER_BYTES_MAX; i++)
        g_string_append(body, "X: y\r\n");
    Read read = read_body(TYPE, body->str, body->len, 1000);
    g_assert_error(read.error, CX_ERROR, CX_ERROR_TOO_LARGE);
    read_clear(&read);
}

static void
test_too_many_fields(void)
{
    g_autoptr(GString) body = g_string_new(NULL);
    for (size_t i = 0; i <= CX_HTTP_FIELDS_MAX; i++)
        g_string_append(body, PART(FIELD, "v"));
    g_string_append(body, "--xYz--");
    Read read = read_body(TYPE, body->str, body->len, body->len);
    g_assert_error(read.error, CX_ERROR, CX_ERROR_TOO_LARGE);
    read_clear(&read);
}

static void
test_no_file_and_empty_file(void)
{
    static const char none[] = PART(FILE_NAMED(""), "") "--xYz--";
    Read read = read_body(TYPE, none, strlen(none), 5);
    g_assert_no_error(read.error);
    g_assert_null(read.brought);
    read_clear(&read);
    static const char empty[] = PART(FILE_NAMED("e.csv"), "") "--xYz--";
    read = read_body(TYPE, empty, strlen(empty), 5);
    g_assert_no_error(read.error);
    g_assert_cmpint(read.brought->len_bytes, ==, 0);
    read_clear(&read);
}

static void
test_file_name(void)
{
    static const struct {
        const char *sent;
        const char *want;
    } rows[] = {
        { "a.csv", "a.csv" },
        { "../../etc/passwd", "passwd" },
        { "C:\\Users\\me\\a.csv", "a.csv" },
        { "/", "file" },
        { "", "file" },
        { " \t ", "file" },
        { "a\nb\x01.csv", "a b .csv" },
        { "<b>.csv", "<b>.csv" },
        { "x\xe2\x80\xaevsc.exe", "x vsc.exe" },
        { "caf\xc3\xa9.csv", "caf\xc3\xa9.csv" },
        { "caf\xe9.csv", "caf\xef\xbf\xbd.csv" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *name = cx_multipart_file_name(rows[i].sent);
        g_assert_cmpstr(name, ==, rows[i].want);
    }
    g_autofree char *endless = g_strnfill(100000, 'x');
    g_autofree char *cut = cx_multipart_file_name(endless);
    g_assert_cmpuint(strlen(cut), <=, CX_NAME_BYTES_MAX);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/multipart/cut-anywhere", test_cut_anywhere);
    g_test_add_func("/multipart/hostile", test_hostile);
    g_test_add_func("/multipart/endless-headers", test_endless_headers);
    g_test_add_func("/multipart/too-many-fields", test_too_many_fields);
    g_test_add_func("/multipart/no-file", test_no_file_and_empty_file);
    g_test_add_func("/multipart/file-name", test_file_name);
    return g_test_run();
}
