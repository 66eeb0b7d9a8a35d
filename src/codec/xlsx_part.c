/* Archives by libzip, XML by Expat, within limits. */
#include <expat.h>
#include <string.h>
#include <zip.h>

#include "base/error.h"
#include "base/limits.h"
#include "codec/xlsx_part_priv.h"
#include "lang/assert.h"

#define CHUNK_BYTES 65536

struct CxXlsxArchive {
    zip_t *zip;
    int64_t n_bytes; /* unpacked so far, of all parts */
};

struct CxXlsxPart {
    CxXlsxArchive *archive;
    zip_file_t *file;
    XML_Parser parser;
    CxXlsxHandlers handlers;
    void *data;
    char *path;
    int64_t packed_bytes;
    int64_t whole_bytes;    /* unpacked in all, as the archive says */
    int64_t n_bytes;        /* unpacked so far, of this part */
    int64_t n_silent_bytes; /* unpacked since the parser last said something */
    int depth;
    bool is_last;    /* all is unpacked */
    bool is_waiting; /* the parser is paused in what it was given */
    GError *failure; /* what a handler found */
};

/* ---- The archive ---- */

/* The archive in memory; NULL with words for why not. */
static zip_t *
open_zip(const void *data, size_t len_bytes, char **ret_why)
{
    zip_error_t why;
    zip_error_init(&why);
    zip_source_t *source = zip_source_buffer_create(data, len_bytes, 0, &why);
    zip_t *zip = source != NULL ? zip_open_from_source(source, ZIP_RDONLY, &why) : NULL;
    if (zip == NULL) {
        *ret_why = g_strdup(zip_error_strerror(&why));
        if (source != NULL)
            zip_source_free(source);
    }
    zip_error_fini(&why);
    return zip;
}

CxXlsxArchive *
cx_xlsx_archive_open(const void *data, size_t len_bytes, GError **error)
{
    g_autofree char *why = NULL;
    zip_t *zip = open_zip(data, len_bytes, &why);
    if (zip == NULL) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    "the workbook is damaged or was cut off (%s); get it again from where it "
                    "came from",
                    why);
        return NULL;
    }
    g_autoptr(CxXlsxArchive) archive = g_new0(CxXlsxArchive, 1);
    archive->zip = zip;
    const int64_t n_parts = zip_get_num_entries(zip, 0);
    if (n_parts > CX_XLSX_PARTS_MAX) {
        g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE,
                    "the workbook holds %" G_GINT64_FORMAT " parts, the limit is %d",
                    (gint64)n_parts, CX_XLSX_PARTS_MAX);
        return NULL;
    }
    return g_steal_pointer(&archive);
}

void
cx_xlsx_archive_free(CxXlsxArchive *archive)
{
    if (archive == NULL)
        return;
    zip_discard(archive->zip);
    g_free(archive);
}

bool
cx_xlsx_archive_has(const CxXlsxArchive *archive, const char *path)
{
    return zip_name_locate(archive->zip, path, ZIP_FL_NOCASE) >= 0;
}

char *
cx_xlsx_archive_peek(CxXlsxArchive *archive, const char *path, size_t len_max)
{
    zip_file_t *file = zip_fopen(archive->zip, path, ZIP_FL_NOCASE);
    if (file == NULL)
        return NULL;
    g_autofree char *text = g_malloc0(len_max + 1);
    const int64_t n_read = zip_fread(file, text, len_max);
    (void)zip_fclose(file);
    return n_read < 0 ? NULL : g_steal_pointer(&text);
}

/* ---- Words for what is wrong ---- */

void
cx_xlsx_part_fail(CxXlsxPart *part, GError *failure)
{
    if (part->failure == NULL)
        part->failure = failure;
    else
        g_error_free(failure);
    (void)XML_StopParser(part->parser, XML_FALSE); /* fails when it has stopped already */
}

static CxXlsxPartStep
fail_damaged(const CxXlsxPart *part, const char *how, GError **error)
{
    g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                "the workbook is damaged: \"%s\" cannot be read (%s)", part->path, how);
    return CX_XLSX_PART_FAILED;
}

/* ---- Handlers ---- */

static const char *
bare(const char *name)
{
    const char *colon = strrchr(name, ':');
    return colon != NULL ? colon + 1 : name;
}

static void
on_start(void *data, const char *name, const char **attributes)
{
    CxXlsxPart *part = data;
    part->n_silent_bytes = 0;
    if (part->failure != NULL)
        return;
    if (++part->depth > CX_XML_DEPTH_MAX) {
        cx_xlsx_part_fail(part, g_error_new(CX_ERROR, CX_ERROR_TOO_LARGE,
                                            "\"%s\" in the workbook nests more than %d levels deep",
                                            part->path, CX_XML_DEPTH_MAX));
        return;
    }
    if (part->handlers.start != NULL)
        part->handlers.start(part, bare(name), attributes, part->data);
}

static void
on_end(void *data, const char *name)
{
    CxXlsxPart *part = data;
    part->n_silent_bytes = 0;
    part->depth--;
    if (part->failure == NULL && part->handlers.end != NULL)
        part->handlers.end(part, bare(name), part->data);
}

static void
on_text(void *data, const char *text, int len_bytes)
{
    CxXlsxPart *part = data;
    part->n_silent_bytes = 0;
    if (part->failure == NULL && part->handlers.text != NULL)
        part->handlers.text(part, text, (size_t)len_bytes, part->data);
}

/* Workbooks have no document type, and what needs one is made to hurt. */
static void
on_doctype(void *data, const char *name, const char *system_id, const char *public_id,
           int has_internal_subset)
{
    CxXlsxPart *part = data;
    (void)name;
    (void)system_id;
    (void)public_id;
    (void)has_internal_subset;
    cx_xlsx_part_fail(part, g_error_new(CX_ERROR, CX_ERROR_INVALID,
                                        "\"%s\" in the workbook declares a document type, which "
                                        "no workbook does; it is not read",
                                        part->path));
}

/* ---- Parts ---- */

static bool
check_stat(const CxXlsxPart *part, const zip_stat_t *stat, GError **error)
{
    if ((stat->valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat->encryption_method != ZIP_EM_NONE) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_UNSUPPORTED,
                            "the workbook is protected by a password; save it without one and "
                            "try again");
        return false;
    }
    const int64_t left = CX_XLSX_BYTES_MAX - part->archive->n_bytes;
    if ((stat->valid & ZIP_STAT_SIZE) != 0 && stat->size > (uint64_t)left) {
        g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE,
                    "the workbook unpacks to more than %" G_GINT64_FORMAT
                    " bytes; save it as CSV, or in parts",
                    CX_XLSX_BYTES_MAX);
        return false;
    }
    return true;
}

static bool
open_parser(CxXlsxPart *part)
{
    part->parser = XML_ParserCreate(NULL);
    if (part->parser == NULL)
        return false;
    XML_SetUserData(part->parser, part);
    XML_SetElementHandler(part->parser, on_start, on_end);
    XML_SetCharacterDataHandler(part->parser, on_text);
    XML_SetStartDoctypeDeclHandler(part->parser, on_doctype);
    return true;
}

CxXlsxPart *
cx_xlsx_part_open(CxXlsxArchive *archive, const char *path, const CxXlsxHandlers *handlers,
                  void *data, GError **error)
{
    g_autoptr(CxXlsxPart) part = g_new0(CxXlsxPart, 1);
    part->archive = archive;
    part->handlers = *handlers;
    part->data = data;
    part->path = g_strdup(path);
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_stat(archive->zip, path, ZIP_FL_NOCASE, &stat) != 0) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    "the workbook is damaged: it has no part \"%s\"", path);
        return NULL;
    }
    if (!check_stat(part, &stat, error))
        return NULL;
    part->packed_bytes = (stat.valid & ZIP_STAT_COMP_SIZE) != 0 ? (int64_t)stat.comp_size : 0;
    part->whole_bytes = (stat.valid & ZIP_STAT_SIZE) != 0 ? (int64_t)stat.size : 0;
    part->file = zip_fopen_index(archive->zip, stat.index, 0);
    if (part->file == NULL) {
        (void)fail_damaged(part, zip_strerror(archive->zip), error);
        return NULL;
    }
    if (!open_parser(part)) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_TOO_LARGE, "no memory to read the workbook");
        return NULL;
    }
    return g_steal_pointer(&part);
}

void
cx_xlsx_part_free(CxXlsxPart *part)
{
    if (part == NULL)
        return;
    if (part->parser != NULL)
        XML_ParserFree(part->parser);
    if (part->file != NULL)
        (void)zip_fclose(part->file);
    g_clear_error(&part->failure);
    g_free(part->path);
    g_free(part);
}

static bool
check_sizes(const CxXlsxPart *part, GError **error)
{
    if (part->archive->n_bytes > CX_XLSX_BYTES_MAX) {
        g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE,
                    "the workbook unpacks to more than %" G_GINT64_FORMAT
                    " bytes; save it as CSV, or in parts",
                    CX_XLSX_BYTES_MAX);
        return false;
    }
    if (part->n_bytes > CX_XLSX_RATIO_FROM &&
        part->n_bytes / CX_XLSX_RATIO_MAX > part->packed_bytes) {
        g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE,
                    "\"%s\" in the workbook unpacks to more than %d times its size, as no "
                    "real sheet does; save it as CSV",
                    part->path, CX_XLSX_RATIO_MAX);
        return false;
    }
    return true;
}

/* Gives the parser the next bytes. */
static bool
feed(CxXlsxPart *part, enum XML_Status *ret_status, GError **error)
{
    void *buffer = XML_GetBuffer(part->parser, CHUNK_BYTES);
    if (buffer == NULL) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_TOO_LARGE, "no memory to read the workbook");
        return false;
    }
    const int64_t n_read = zip_fread(part->file, buffer, CHUNK_BYTES);
    if (n_read < 0) {
        (void)fail_damaged(part, zip_file_strerror(part->file), error);
        return false;
    }
    part->is_last = n_read == 0;
    part->n_bytes += n_read;
    part->archive->n_bytes += n_read;
    part->n_silent_bytes += n_read;
    if (!check_sizes(part, error))
        return false;
    *ret_status = XML_ParseBuffer(part->parser, (int)n_read, part->is_last ? 1 : 0);
    return true;
}

CxXlsxPartStep
cx_xlsx_part_run(CxXlsxPart *part, GError **error)
{
    while (part->is_waiting || !part->is_last) {
        enum XML_Status status = XML_STATUS_OK;
        if (part->is_waiting)
            status = XML_ResumeParser(part->parser);
        else if (!feed(part, &status, error))
            return CX_XLSX_PART_FAILED;
        part->is_waiting = status == XML_STATUS_SUSPENDED;
        if (part->failure != NULL) {
            g_propagate_error(error, g_steal_pointer(&part->failure));
            return CX_XLSX_PART_FAILED;
        }
        if (part->is_waiting)
            return CX_XLSX_PART_PAUSED;
        if (status == XML_STATUS_ERROR)
            return fail_damaged(part, XML_ErrorString(XML_GetErrorCode(part->parser)), error);
        if (part->n_silent_bytes > CX_XML_TOKEN_BYTES_MAX)
            return fail_damaged(part, "a tag or comment in it is too long", error);
    }
    return CX_XLSX_PART_DONE;
}

bool
cx_xlsx_part_read(CxXlsxArchive *archive, const char *path, const CxXlsxHandlers *handlers,
                  void *data, GError **error)
{
    g_autoptr(CxXlsxPart) part = cx_xlsx_part_open(archive, path, handlers, data, error);
    if (part == NULL)
        return false;
    const CxXlsxPartStep step = cx_xlsx_part_run(part, error);
    cx_assert(step != CX_XLSX_PART_PAUSED);
    return step == CX_XLSX_PART_DONE;
}

double
cx_xlsx_part_share_done(const CxXlsxPart *part)
{
    if (part->n_bytes >= part->whole_bytes)
        return 1.0;
    return (double)part->n_bytes / (double)part->whole_bytes;
}

void
cx_xlsx_part_pause(CxXlsxPart *part)
{
    (void)XML_StopParser(part->parser, XML_TRUE); /* fails when it is stopped, or over */
}

const char *
cx_xlsx_attribute(const char **attributes, const char *name)
{
    for (size_t i = 0; attributes[i] != NULL; i += 2) {
        if (strcmp(bare(attributes[i]), name) == 0)
            return attributes[i + 1];
    }
    return NULL;
}
