/* coalition audit verify: walks the audit chain. */
#include "db/audit.h"

#include "base/error.h"
#include "cli/cli.h"
#include "view/field.h"

typedef struct {
    bool is_intact;
    int64_t n_entries;
    int64_t n_erased;
    int64_t broken_seq;
    const char *text;
    const char *head;
} AuditView;

static const CxViewField audit_fields[] = {
    CX_FIELD(AuditView, is_intact, CX_FIELD_FLAG, "Whether every entry adds up"),
    CX_FIELD(AuditView, n_entries, CX_FIELD_COUNT, "Entries that verified"),
    CX_FIELD(AuditView, n_erased, CX_FIELD_COUNT, "Of these, with values erased"),
    CX_FIELD(AuditView, broken_seq, CX_FIELD_COUNT, "First entry that does not add up, 0 if none"),
    CX_FIELD(AuditView, text, CX_FIELD_TEXT, "The same in a sentence"),
    CX_FIELD(AuditView, head, CX_FIELD_TEXT, "Hash of the last entry that verified"),
};
static const CxViewType audit_type =
    CX_VIEW_TYPE("Audit", AuditView, audit_fields, "What a walk along the audit chain found");

static bool
run(CxCli *cli, CX_UNUSED const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL)
        return false;
    g_auto(CxAuditReport) report = { 0 };
    if (!cx_audit_verify(ctx->db, &report, error))
        return false;
    const AuditView view = { report.is_intact,  report.n_entries, report.n_erased,
                             report.broken_seq, report.text,      report.head };
    if (cli->is_json)
        cx_cli_print_json(&audit_type, &view);
    else
        cx_cli_print("%s\n", report.text);
    if (!report.is_intact)
        g_set_error_literal(error, CX_ERROR, CX_ERROR_CORRUPT, "the audit does not add up");
    return report.is_intact;
}

const CxCliCommand cx_cli_audit_verify = {
    .name = "audit verify",
    .usage = "",
    .about = "Check that nobody has changed the audit: who changed what and when",
    .run = run,
};
