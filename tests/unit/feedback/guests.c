#include "guests.h"

#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include "stat/estimate.h"
#include "support/engines.h"

const char guests_header[] = "ID,D,M,WT,*RUN ,NPS,F,A,T\n";

const char guests_mapping[] =
    "{\"format\":1,"
    "\"survey\":{\"key\":\"guests\",\"title\":\"Guests\",\"zone\":\"America/Los_Angeles\","
    "\"overall\":\"recommend\",\"weighted\":true},"
    "\"version\":{\"key\":\"v1\",\"title\":\"May 2018\",\"from\":\"2018-05-01\","
    "\"to\":\"2018-05-31\",\"sampling\":\"probability\",\"invited\":100},"
    "\"columns\":{\"id\":\"ID\",\"date\":{\"column\":\"D\",\"kind\":\"iso\"},"
    "\"mode\":{\"column\":\"M\",\"codes\":{\"1\":{\"key\":\"self\",\"label\":\"By form\"},"
    "\"2\":{\"key\":\"asked\",\"label\":\"By interviewer\"}}},"
    "\"weight\":\"WT\",\"cluster\":\"RUN\"},"
    "\"departments\":[{\"key\":\"food\",\"name\":\"Food\"}],"
    "\"scales\":{\"five\":{\"kind\":\"rating\",\"lo\":1,\"hi\":5,"
    "\"not_applicable\":{\"6\":\"Never used\"},\"missing\":[0,\"BLANK\"]}},"
    "\"items\":["
    "{\"key\":\"recommend\",\"column\":\"NPS\",\"wording\":\"Would you?\",\"kind\":\"nps\","
    "\"role\":\"overall\",\"missing\":[11]},"
    "{\"key\":\"food\",\"column\":\"F\",\"wording\":\"Food\",\"scale\":\"five\","
    "\"department\":\"food\"},"
    "{\"key\":\"area\",\"column\":\"A\",\"wording\":\"Where?\",\"kind\":\"choice\","
    "\"codes\":{\"A\":\"North hall\",\"B\":\"South hall\"}},"
    "{\"key\":\"words\",\"column\":\"T\",\"wording\":\"Anything else?\",\"kind\":\"text\"}]}";

CxMapping *
guests_parse(const char *was, ...)
{
    g_autofree char *text = g_strdup(guests_mapping);
    va_list args;
    va_start(args, was);
    for (; was != NULL; was = va_arg(args, const char *)) {
        const char *is = va_arg(args, const char *);
        g_auto(GStrv) parts = g_strsplit(text, was, -1);
        g_assert_cmpuint(g_strv_length(parts), >, 1);
        g_free(text);
        text = g_strjoinv(is, parts);
    }
    va_end(args);
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(GError) error = NULL;
    CxMapping *mapping = cx_mapping_parse(text, strlen(text), issues, &error);
    g_assert_no_error(error);
    for (size_t i = 0; i < cx_issues_count(issues); i++)
        g_test_message("%s", cx_issues_at(issues, i)->text);
    g_assert_nonnull(mapping);
    return mapping;
}

CxImportReport *
guests_import(CxDb *db, const CxMapping *mapping, const char *lines)
{
    g_autoptr(CxCtx) ctx = cx_ctx_open_system(db, NULL, (CxInstant){ CX_TEST_NOW_US });
    g_autofree char *text = g_strconcat(guests_header, lines, NULL);
    g_autoptr(GError) error = NULL;
    CxImportReport *report = cx_import_run(ctx, "guests.csv", text, strlen(text), mapping, &error);
    g_assert_no_error(error);
    g_assert_nonnull(report);
    g_assert_cmpint(report->n_rows, ==,
                    report->n_new + report->n_revised + report->n_same + report->n_rejected +
                        report->n_skipped);
    return report;
}

void
guests_fill(const char *url, const char *lines)
{
    g_autoptr(CxDb) db = cx_test_open(url);
    cx_stat_start();
    g_autoptr(CxMapping) mapping =
        guests_parse(",\"from\":\"2018-05-01\",\"to\":\"2018-05-31\"", "", NULL);
    g_autoptr(CxImportReport) report = guests_import(db, mapping, lines);
    g_assert_cmpint(report->n_rejected, ==, 0);
}
