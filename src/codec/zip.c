/* Archives by libzip. */
#include "codec/zip.h"

#include <zip.h>

#include "base/error.h"
#include "lang/assert.h"

struct CxZipWriter {
    zip_source_t *out; /* kept after the archive is closed, to read what was written */
    zip_t *zip;        /* NULL once it is written */
    GPtrArray *parts;  /* of GBytes: libzip reads them when the archive is closed */
    time_t made;
};

static bool
fail(const char *what, const char *why, GError **error)
{
    g_set_error(error, CX_ERROR, CX_ERROR_IO, "could not %s the archive: %s", what, why);
    return false;
}

CxZipWriter *
cx_zip_writer_new(CxInstant now, GError **error)
{
    zip_error_t why;
    zip_error_init(&why);
    zip_source_t *out = zip_source_buffer_create(NULL, 0, 0, &why);
    zip_t *zip = out != NULL ? zip_open_from_source(out, ZIP_CREATE | ZIP_TRUNCATE, &why) : NULL;
    if (zip == NULL) {
        (void)fail("begin", zip_error_strerror(&why), error);
        if (out != NULL)
            zip_source_free(out);
        zip_error_fini(&why);
        return NULL;
    }
    zip_error_fini(&why);
    zip_source_keep(out);
    CxZipWriter *writer = g_new0(CxZipWriter, 1);
    writer->out = out;
    writer->zip = zip;
    writer->parts = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    writer->made = (time_t)(now.us / CX_US_PER_SECOND);
    return writer;
}

void
cx_zip_writer_free(CxZipWriter *writer)
{
    if (writer == NULL)
        return;
    if (writer->zip != NULL)
        zip_discard(writer->zip);
    zip_source_free(writer->out);
    g_ptr_array_unref(writer->parts);
    g_free(writer);
}

static bool
fail_to_add(CxZipWriter *writer, const char *name, GError **error)
{
    const bool is_double = zip_error_code_zip(zip_get_error(writer->zip)) == ZIP_ER_EXISTS;
    g_set_error(error, CX_ERROR, is_double ? CX_ERROR_CONFLICT : CX_ERROR_IO,
                "could not add \"%s\" to the archive: %s", name, zip_strerror(writer->zip));
    return false;
}

bool
cx_zip_writer_add(CxZipWriter *writer, const char *name, GBytes *data, GError **error)
{
    cx_assert(writer->zip != NULL);
    gsize len_bytes = 0;
    const void *bytes = g_bytes_get_data(data, &len_bytes);
    zip_source_t *part = zip_source_buffer(writer->zip, bytes, len_bytes, 0);
    const zip_int64_t at =
        part != NULL ? zip_file_add(writer->zip, name, part, ZIP_FL_ENC_UTF_8) : -1;
    if (at < 0) {
        if (part != NULL)
            zip_source_free(part);
        return fail_to_add(writer, name, error);
    }
    g_ptr_array_add(writer->parts, g_bytes_ref(data));
    if (zip_file_set_mtime(writer->zip, (zip_uint64_t)at, writer->made, 0) != 0)
        return fail("date", zip_strerror(writer->zip), error);
    return true;
}

/* What was written, out of libzip's buffer. */
static GBytes *
read_out(zip_source_t *out, GError **error)
{
    if (zip_source_open(out) != 0) {
        (void)fail("read", zip_error_strerror(zip_source_error(out)), error);
        return NULL;
    }
    zip_stat_t about;
    zip_stat_init(&about);
    const bool is_known = zip_source_stat(out, &about) == 0;
    g_autofree guint8 *bytes = is_known ? g_try_malloc(about.size + 1) : NULL;
    const bool is_read =
        bytes != NULL && zip_source_read(out, bytes, about.size) == (zip_int64_t)about.size;
    if (!is_read)
        (void)fail("read", zip_error_strerror(zip_source_error(out)), error);
    (void)zip_source_close(out);
    return is_read ? g_bytes_new_take(g_steal_pointer(&bytes), about.size) : NULL;
}

GBytes *
cx_zip_writer_end(CxZipWriter *writer, GError **error)
{
    cx_assert(writer->zip != NULL && writer->parts->len > 0);
    if (zip_close(writer->zip) != 0) {
        (void)fail("write", zip_strerror(writer->zip), error);
        return NULL;
    }
    writer->zip = NULL;
    return read_out(writer->out, error);
}
