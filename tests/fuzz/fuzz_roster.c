/* Rosters and sheets of the past: any bytes are refused with words that are UTF-8, or read: each row
 * below the header is there to be taken or among the rejects, with line and reason. */
#include "fuzz.h"

#include "engage/past_priv.h"
#include "people/roster_priv.h"

#define TODAY 20773 /* 2026-11-16 */

static void
check_text(const char *text)
{
    g_assert_true(text != NULL && g_utf8_validate(text, -1, NULL));
}

static void
read_roster(const CxRosterAsk *ask)
{
    g_autoptr(CxRosterReport) report = cx_roster_report_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(CxRosterRows) rows = cx_roster_rows_read(ask, report, &error);
    g_assert_true((rows == NULL) == (error != NULL));
    if (rows == NULL) {
        check_text(error->message);
        return;
    }
    for (guint i = 0; i < rows->rows->len; i++) {
        const CxRosterRow *row = g_ptr_array_index(rows->rows, i);
        check_text(row->name);
        check_text(row->department);
        g_assert_true(*row->name != '\0' && row->line > 0);
    }
    for (guint i = 0; i < report->rejects->len; i++) {
        const CxRosterReject *reject = g_ptr_array_index(report->rejects, i);
        check_text(reject->reason);
        check_text(reject->column);
    }
}

static void
free_reject(void *data)
{
    CxPastReject *reject = data;
    g_free(reject->column);
    g_free(reject->reason);
    g_free(reject);
}

static void
read_past(const CxPastAsk *ask)
{
    g_autoptr(GPtrArray) leaders = g_ptr_array_new_with_free_func((GDestroyNotify)cx_leader_free);
    g_autoptr(GPtrArray) departments = g_ptr_array_new();
    g_autoptr(CxArena) arena = cx_arena_new();
    const CxCaptureWorld world = {
        .leaders = leaders,
        .departments = departments,
        .today = { TODAY },
    };
    g_autoptr(CxPastReport) report = g_new0(CxPastReport, 1);
    report->rejects = g_ptr_array_new_with_free_func(free_reject);
    g_autoptr(GError) error = NULL;
    CxCtx ctx = { .arena = arena }; /* nobody watches */
    g_autoptr(GArray) rows = cx_past_rows_read(&ctx, ask, &world, report, &error);
    g_assert_true((rows == NULL) == (error != NULL));
    if (rows == NULL)
        check_text(error->message);
    else
        g_assert_cmpint(report->n_rows, ==, (gint64)rows->len + (gint64)report->rejects->len);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *bytes = (const char *)data;
    read_roster(&(CxRosterAsk){ .file_name = "x", .data = bytes, .len_bytes = size });
    read_past(&(CxPastAsk){ .file_name = "x", .data = bytes, .len_bytes = size });
    return 0;
}
