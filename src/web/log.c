#include "web/log.h"

#include <glib.h>
#include <stdio.h>

static void
log_line(const CxServerConfig *config, const char *line)
{
    if (config->log != NULL)
        config->log(line, config->log_data);
    else
        (void)fprintf(stderr, "%s\n", line); /* nowhere left to say that it failed */
}

/* A value in quotes: one line, whatever it holds. */
static void
append_quoted(GString *line, const char *text)
{
    g_string_append_c(line, '"');
    for (const char *p = text; *p != '\0'; p++) {
        if (*p == '"' || *p == '\\')
            g_string_append_c(line, '\\');
        g_string_append_c(line, (*p >= 0 && *p < 0x20) || *p == 0x7F ? ' ' : *p);
    }
    g_string_append_c(line, '"');
}

void
cx_log_request(const CxServerConfig *config, const CxLogRequest *request)
{
    g_autoptr(GString) line = g_string_sized_new(200);
    const char *level =
        request->http_status >= 500 ? "error"
        : request->http_status == 403 || request->http_status == 413 || request->http_status == 429
            ? "notice"
            : "info";
    g_string_append_printf(line, "level=%s event=request id=%s method=%s route=%s side=%s", level,
                           request->request_id, request->method, request->route, request->side);
    g_string_append_printf(line, " status=%d ms=%" G_GINT64_FORMAT ".%03d bytes=%zu",
                           request->http_status, request->duration_us / 1000,
                           (int)(request->duration_us % 1000), request->len_bytes);
    log_line(config, line->str);
}

void
cx_log_failure(const CxServerConfig *config, const char *request_id, const char *code,
               const char *message)
{
    g_autoptr(GString) line = g_string_new(NULL);
    g_string_append_printf(line, "level=error event=failure id=%s code=%s error=", request_id,
                           code);
    append_quoted(line, message);
    log_line(config, line->str);
}

void
cx_log_event(const CxServerConfig *config, const char *event, const char *detail)
{
    g_autoptr(GString) line = g_string_new(NULL);
    g_string_append_printf(line, "level=info event=%s detail=", event);
    append_quoted(line, detail);
    log_line(config, line->str);
}
