/* One line per request and per failure, "name=value" after "name=value", on standard error. Never
 * queries, names or answers: the route's pattern stands for the address. Any thread. */
#pragma once

#include <stdint.h>

#include "web/server.h"

typedef struct {
    const char *method;
    const char *route; /* pattern: "/cards/{id}", "-" when none matched */
    const char *side;  /* "page", "api", "asset" */
    int http_status;
    int64_t duration_us;
    size_t len_bytes;
    const char *request_id;
} CxLogRequest;

void cx_log_request(const CxServerConfig *config, const CxLogRequest *request);
/* A failure of ours, with what the reader was not shown. */
void cx_log_failure(const CxServerConfig *config, const char *request_id, const char *code,
                    const char *message);
/* "listening", "stopped" and the like. */
void cx_log_event(const CxServerConfig *config, const char *event, const char *detail);
