/* The texts that cells share. */
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "codec/xlsx_priv.h"

#define ESCAPE_BYTES 7 /* _x000D_ */

/* The character of an escape at text, 0 if there is none that can be put in place. */
static gunichar
escaped_at(const char *text, const char *end)
{
    if (end - text < ESCAPE_BYTES || text[0] != '_' || text[1] != 'x' || text[6] != '_')
        return 0;
    gunichar character = 0;
    for (int i = 2; i < 6; i++) {
        const int digit = g_ascii_xdigit_value(text[i]);
        if (digit < 0)
            return 0;
        character = character * 16 + (gunichar)digit;
    }
    const bool is_surrogate = character >= 0xD800 && character <= 0xDFFF;
    return is_surrogate ? 0 : character;
}

void
cx_xlsx_unescape(GString *out, size_t i_from)
{
    const char *read = out->str + i_from;
    const char *end = out->str + out->len;
    if (memchr(read, '_', (size_t)(end - read)) == NULL)
        return;
    char *write = out->str + i_from;
    while (read < end) {
        const gunichar character = escaped_at(read, end);
        if (character == 0) {
            *write++ = *read++;
        } else {
            write += g_unichar_to_utf8(character, write); /* 3 bytes at most for 7 */
            read += ESCAPE_BYTES;
        }
    }
    g_string_truncate(out, (gsize)(write - out->str));
}

typedef struct {
    CxXlsxShared *shared;
    bool is_in_text;
    int n_guides;
    size_t i_from; /* where the text at hand begins */
} Reading;

static void
on_start(CxXlsxPart *part, const char *name, const char **attributes, void *data)
{
    Reading *reading = data;
    (void)attributes;
    if (strcmp(name, "si") == 0) {
        reading->i_from = reading->shared->text->len;
        if (reading->shared->ends->len >= CX_XLSX_SHARED_MAX) {
            cx_xlsx_part_fail(part, g_error_new(CX_ERROR, CX_ERROR_TOO_LARGE,
                                                "the workbook holds more than %d texts; save it "
                                                "as CSV",
                                                CX_XLSX_SHARED_MAX));
        }
    } else if (strcmp(name, "rPh") == 0) {
        reading->n_guides++;
    } else if (strcmp(name, "t") == 0) {
        reading->is_in_text = reading->n_guides == 0;
    }
}

static void
on_end(CxXlsxPart *part, const char *name, void *data)
{
    Reading *reading = data;
    CxXlsxShared *shared = reading->shared;
    (void)part;
    if (strcmp(name, "t") == 0) {
        reading->is_in_text = false;
    } else if (strcmp(name, "rPh") == 0) {
        reading->n_guides--;
    } else if (strcmp(name, "si") == 0) {
        cx_xlsx_unescape(shared->text, reading->i_from);
        const uint32_t end = (uint32_t)shared->text->len;
        g_array_append_val(shared->ends, end);
    }
}

static void
on_text(CxXlsxPart *part, const char *text, size_t len_bytes, void *data)
{
    Reading *reading = data;
    GString *all = reading->shared->text;
    if (!reading->is_in_text)
        return;
    if (len_bytes > CX_XLSX_SHARED_BYTES_MAX - all->len) {
        cx_xlsx_part_fail(part, g_error_new(CX_ERROR, CX_ERROR_TOO_LARGE,
                                            "the texts of the workbook have more than %d bytes; "
                                            "save it as CSV",
                                            CX_XLSX_SHARED_BYTES_MAX));
        return;
    }
    g_string_append_len(all, text, (gssize)len_bytes);
}

bool
cx_xlsx_shared_read(CxXlsxShared *shared, CxXlsxArchive *archive, const char *path, GError **error)
{
    static const CxXlsxHandlers handlers = { on_start, on_end, on_text };
    shared->text = g_string_new(NULL);
    shared->ends = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    Reading reading = { .shared = shared };
    return path == NULL || cx_xlsx_part_read(archive, path, &handlers, &reading, error);
}

void
cx_xlsx_shared_clear(CxXlsxShared *shared)
{
    if (shared->text != NULL)
        g_string_free(shared->text, TRUE);
    if (shared->ends != NULL)
        g_array_unref(shared->ends);
}

bool
cx_xlsx_shared_at(const CxXlsxShared *shared, int64_t i, const char **ret_text,
                  uint32_t *ret_len_bytes)
{
    if (i < 0 || i >= (int64_t)shared->ends->len)
        return false;
    const uint32_t from = i > 0 ? g_array_index(shared->ends, uint32_t, i - 1) : 0;
    *ret_text = shared->text->str + from;
    *ret_len_bytes = g_array_index(shared->ends, uint32_t, i) - from;
    return true;
}
