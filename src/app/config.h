/* Where settings come from: a flag beats the environment, the environment beats the home's file.
 *
 * `coalition.conf` is a key file with one group:
 *
 *   [coalition]
 *   database = postgresql://…      # COALITION_DB; without it <home>/coalition.db
 *   listen = 127.0.0.1:8080        # COALITION_LISTEN
 *   hosts = cx.example.com         # COALITION_HOSTS, separated by blanks
 *   https = true                   # COALITION_HTTPS, when a TLS proxy stands in front
 *   zone = Europe/Berlin           # COALITION_ZONE, the program's time zone
 *   python = /opt/weasy/bin/python  # COALITION_PYTHON, one that has WeasyPrint, for PDF
 *   nightly = 02:00                # COALITION_NIGHTLY, the hour from which it runs, in the zone
 *   upload_mib = 2048              # COALITION_UPLOAD_MIB, how long a file brought may be
 *   slices = http://ch:8123/cx     # COALITION_SLICES, ClickHouse, when one machine is not enough
 *   at = 2026-11-16                # the date the home lives on; --at beats it
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "lang/lang.h"

typedef struct {
    char *database; /* URL, never NULL */
    char *address;  /* to listen on */
    uint16_t port;  /* 0: any free one */
    GStrv hosts;    /* names served, NULL: loopback names and the address */
    bool is_https;
    char *zone;         /* "UTC" unless said */
    char *python;       /* that prints; NULL: the usual ones */
    int nightly_hour;   /* 0..23, 2 unless said */
    char *slices;       /* address of ClickHouse (column/clickhouse.h); NULL: run here */
    int64_t upload_mib; /* longest file brought in the browser or by API, MiB, 1 or more */
    CxDay at;           /* CX_DAY_NONE: the machine's clock */
} CxConfig;

void cx_config_free(CxConfig *config);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxConfig, cx_config_free)

/* Reads <home>/coalition.conf if it is there, and the environment. Fails with INVALID naming file
 * and key, IO if the file cannot be read. */
CX_MUST_USE CxConfig *cx_config_load(const char *home, GError **error);
/* Takes "127.0.0.1:8080", ":0" or "[::1]:80" apart. INVALID otherwise. */
CX_MUST_USE bool cx_config_parse_listen(const char *text, char **ret_address, uint16_t *ret_port,
                                        GError **error);
