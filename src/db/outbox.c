#include "db/outbox.h"

#include <inttypes.h>

#include "base/error.h"
#include "base/random.h"
#include "db/stmt.h"
#include "sql/db.h"

#define MESSAGE_ID_BYTES 16

void
cx_outbox_message_free(CxOutboxMessage *message)
{
    if (message == NULL)
        return;
    g_free(message->message_id);
    g_free(message->kind);
    g_free(message->reader);
    g_free(message->subject);
    g_free(message->args_json);
    g_free(message);
}

bool
cx_outbox_add(CxDb *db, const CxOutboxEntry *entry, CxInstant now, GError **error)
{
    g_autofree char *message_id = cx_random_token(MESSAGE_ID_BYTES);
    const CxOutboxAddParams params = {
        .message_id = message_id,
        .kind = entry->kind,
        .reader = entry->reader,
        .subject = entry->subject,
        .args_json = entry->args_json,
        .created_us = now.us,
        .due_us = entry->not_before.us,
    };
    return cx_q_outbox_add(db, &params, error);
}

bool
cx_outbox_claim(CxDb *db, CxInstant now, int64_t claim_us, CxOutboxMessage **ret_message,
                GError **error)
{
    const CxOutboxClaimParams params = { .now_us = now.us, .until_us = now.us + claim_us };
    g_autoptr(CxStmt) stmt = cx_q_outbox_claim(db, &params, error);
    if (stmt == NULL)
        return false;
    CxOutboxClaimRow row;
    const CxStep step = cx_q_outbox_claim_next(stmt, &row, error);
    if (step == CX_STEP_ERROR)
        return false;
    CxOutboxMessage *message = NULL;
    if (step == CX_STEP_ROW) {
        message = g_new0(CxOutboxMessage, 1);
        message->id = (CxOutboxId){ row.id };
        message->message_id = g_strdup(row.message_id);
        message->kind = g_strdup(row.kind);
        message->reader = g_strdup(row.reader);
        message->subject = g_strdup(row.subject);
        message->args_json = g_strdup(row.args_json);
        message->tries = row.tries;
    }
    *ret_message = message;
    return true;
}

static bool
check_claimed(CxDb *db, const CxOutboxMessage *message, GError **error)
{
    if (cx_db_changes(db) == 1)
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_CONFLICT,
                "message %" PRId64 " is not claimed any more: the claim ran out", message->id.v);
    return false;
}

bool
cx_outbox_done(CxDb *db, const CxOutboxMessage *message, CxInstant now, GError **error)
{
    const CxOutboxDoneParams params = {
        .id = message->id.v,
        .tries = message->tries,
        .now_us = now.us,
    };
    return cx_q_outbox_done(db, &params, error) && check_claimed(db, message, error);
}

bool
cx_outbox_fail(CxDb *db, const CxOutboxMessage *message, const char *why, CxInstant retry_at,
               GError **error)
{
    const CxOutboxFailParams params = {
        .id = message->id.v,
        .tries = message->tries,
        .due_us = { .is_set = retry_at.us != 0, .v = retry_at.us },
        .error = why,
    };
    return cx_q_outbox_fail(db, &params, error) && check_claimed(db, message, error);
}

bool
cx_outbox_count(CxDb *db, int64_t *ret_n, GError **error)
{
    CxOutboxCountRow row;
    if (!cx_q_outbox_count(db, &row, error))
        return false;
    *ret_n = row.n;
    return true;
}
