/* What becomes of one record of a file: a response, a revision, nothing new, or a reject. */
#include <inttypes.h>
#include <string.h>

#include "base/digest.h"
#include "base/limits.h"
#include "feedback/import_priv.h"
#include "feedback/import_store.h"
#include "sql/feedback.h"

#define ROW_NAME_BYTES 16 /* of a digest that names a row without id */

bool
cx_import_set_aside(CxImporting *import, const CxTableRow *row, const CxIntakeReject *why,
                    GError **error)
{
    CxImportReport *report = import->report;
    report->n_rejected++;
    if (report->n_rejected > CX_IMPORT_REJECTS_MAX)
        return true;
    CxImportReject *reject = g_new(CxImportReject, 1);
    *reject = (CxImportReject){
        .line = row->line,
        .column = g_strdup(why->column),
        .value = g_strdup(why->value),
        .reason = g_strdup(why->reason),
        .offset = row->offset_bytes,
        .len_bytes = (int64_t)row->raw_bytes,
    };
    const bool is_kept = import->contents != NULL ||
                         cx_import_store_add_reject(import->ctx->db, report->id,
                                                    report->n_rejected - 1, reject, error);
    if (report->rejects->len < CX_IMPORT_REPORT_REJECTS)
        g_ptr_array_add(report->rejects, reject);
    else
        cx_import_reject_free(reject);
    return is_kept;
}

/* A name for what the source calls a record, or for all that stands in it. */
static CxDigest
name_record(CxImporting *import, const CxTableRow *row, const CxIntakeRow *taken)
{
    if (taken->id != NULL)
        return cx_digest(taken->id, strlen(taken->id));
    CxDigester *digester = import->digester;
    cx_digester_restart(digester);
    for (size_t i = 0; i < row->n_fields; i++) {
        cx_digester_add_i64(digester, row->fields[i].len_bytes);
        cx_digester_add(digester, row->fields[i].text, row->fields[i].len_bytes);
    }
    return cx_digester_end(digester);
}

/* Notes a record as come, and what the file had of it before: the line of its id, or how often such
 * a record has come; 0: nothing. */
static bool
note_record(CxImporting *import, const CxTableRow *row, const CxIntakeRow *taken,
            const CxDigest *name, uint32_t *ret_before, GError **error)
{
    *ret_before = cx_seen_get(import->seen, name->bytes);
    if (taken->id == NULL)
        return cx_seen_set(import->seen, name->bytes, *ret_before + 1, error);
    if (*ret_before != 0)
        return true;
    return cx_seen_set(import->seen, name->bytes, (uint32_t)CLAMP(row->line, 1, UINT32_MAX), error);
}

bool
cx_import_pass(CxImporting *import, const CxTableRow *row, const CxIntakeRow *taken, GError **error)
{
    const CxDigest name = name_record(import, row, taken);
    uint32_t before = 0;
    return note_record(import, row, taken, &name, &before, error);
}

/* What a response is stored under. (transfer full) */
static char *
source_key(const CxIntakeRow *taken, const CxDigest *name, uint32_t before)
{
    if (taken->id != NULL)
        return g_strconcat("id:", taken->id, NULL);
    g_autofree char *hex = cx_digest_hex(name, ROW_NAME_BYTES);
    return g_strdup_printf("row:%s:%" PRId64, hex, (int64_t)before + 1);
}

/* Fills the blob with the coded answers. */
static void
code_answers(CxImporting *import, const CxIntakeRow *taken)
{
    size_t n = 0;
    for (size_t i = 0; i < import->mapping->n_items; i++) {
        const size_t i_item = import->order[i];
        const CxIntakeAnswer *answer = &taken->answers[i_item];
        if (answer->meaning == CX_MEANING_MISSING || answer->text != NULL)
            continue;
        const bool is_not_applicable = answer->meaning == CX_MEANING_NOT_APPLICABLE;
        import->answers[n++] = (CxAnswer){ .item = import->applied.items[i_item].v,
                                           .code = is_not_applicable ? 0 : answer->code,
                                           .is_not_applicable = is_not_applicable };
    }
    g_byte_array_set_size(import->blob, 0);
    cx_answers_append(import->blob, import->answers, n);
    import->n_answers = n;
}

/* All that a response says: equal digests are the same response, others a revision. */
static CxDigest
digest_response(CxImporting *import, const CxIntakeRow *taken)
{
    CxDigester *digester = import->digester;
    cx_digester_restart(digester);
    cx_digester_add_i64(digester, taken->when.day.v);
    cx_digester_add_i64(digester, taken->when.has_instant);
    cx_digester_add_i64(digester, taken->when.has_instant ? taken->when.at.us : 0);
    cx_digester_add_text(digester, taken->i_mode < import->mapping->n_modes
                                       ? import->mapping->modes[taken->i_mode].key
                                       : NULL);
    int64_t weight_bits = 0;
    if (taken->has_weight)
        memcpy(&weight_bits, &taken->weight, sizeof weight_bits);
    cx_digester_add_i64(digester, weight_bits);
    cx_digester_add_text(digester, taken->cluster);
    cx_digester_add_text(digester, taken->respondent);
    /* Only what is there: responses stored before such keys were read keep their digest. */
    const char *const keys[] = { "account", taken->account, "transaction", taken->transaction };
    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
        if (keys[i | 1] != NULL)
            cx_digester_add_text(digester, keys[i]);
    }
    cx_digester_add_i64(digester, import->blob->len);
    cx_digester_add(digester, import->blob->data, import->blob->len);
    for (size_t i = 0; i < import->mapping->n_items; i++) {
        const size_t i_item = import->order[i];
        if (taken->answers[i_item].text == NULL)
            continue;
        cx_digester_add_i64(digester, import->applied.items[i_item].v);
        cx_digester_add_text(digester, taken->answers[i_item].text);
    }
    return cx_digester_end(digester);
}

/* The latest stored revision of a response; id 0 if there is none. */
typedef struct {
    int64_t id;
    int64_t revision;
    bool is_same;
} Stored;

static bool
find_stored(CxImporting *import, const char *key, const CxDigest *digest, Stored *ret_stored,
            GError **error)
{
    const CxResponseFindParams params = { .version_id = import->applied.version.v,
                                          .source_key = key };
    g_autoptr(CxStmt) stmt = cx_q_response_find(import->ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    CxResponseFindRow row;
    const CxStep step = cx_q_response_find_next(stmt, &row, error);
    if (step == CX_STEP_ERROR)
        return false;
    if (step == CX_STEP_DONE)
        return true;
    *ret_stored = (Stored){
        .id = row.id,
        .revision = row.revision,
        .is_same = row.digest.len_bytes == sizeof digest->bytes &&
                   memcmp(row.digest.data, digest->bytes, sizeof digest->bytes) == 0,
    };
    return true;
}

static bool
ensure_respondent(CxImporting *import, const char *name, CxOptI64 *ret_id, GError **error)
{
    *ret_id = (CxOptI64){ 0 };
    if (name == NULL)
        return true;
    const CxRespondentEnsureParams params = { .survey_id = import->applied.survey.v,
                                              .source_key = name };
    CxRespondentEnsureRow row;
    if (!cx_q_respondent_ensure(import->ctx->db, &params, &row, error))
        return false;
    *ret_id = CX_SOME_I64(row.id);
    return true;
}

/* A record with what it is stored under. */
typedef struct {
    const CxIntakeRow *taken;
    const char *key;
    CxDigest digest;
    int64_t line;
} Filled;

static bool
add_texts(CxImporting *import, const Filled *filled, int64_t revision, GError **error)
{
    for (size_t i = 0; i < import->mapping->n_items; i++) {
        const char *text = filled->taken->answers[i].text;
        if (text == NULL || *text == '\0')
            continue;
        const CxResponseTextAddParams params = { .version_id = import->applied.version.v,
                                                 .source_key = filled->key,
                                                 .revision = revision,
                                                 .item_id = import->applied.items[i].v,
                                                 .text = text };
        if (!cx_q_response_text_add(import->ctx->db, &params, error))
            return false;
    }
    return true;
}

static bool
add_response(CxImporting *import, const Filled *filled, int64_t revision, GError **error)
{
    const CxIntakeRow *taken = filled->taken;
    CxResponseAddParams params = {
        .version_id = import->applied.version.v,
        .source_key = filled->key,
        .revision = revision,
        .import_id = import->report->id.v,
        .line = filled->line,
        .day = taken->when.day.v,
        .cluster_key = taken->cluster,
        .account_key = taken->account,
        .transaction_key = taken->transaction,
        .digest = { filled->digest.bytes, sizeof filled->digest.bytes },
        .answers = { import->blob->data, import->blob->len },
    };
    if (taken->when.has_instant)
        params.at_us = CX_SOME_I64(taken->when.at.us);
    if (taken->i_mode < import->mapping->n_modes)
        params.mode_id = CX_SOME_I64(import->applied.modes[taken->i_mode].v);
    if (taken->has_weight)
        params.weight = CX_SOME_REAL(taken->weight);
    if (!ensure_respondent(import, taken->respondent, &params.respondent_id, error))
        return false;
    return cx_q_response_add(import->ctx->db, &params, error) &&
           add_texts(import, filled, revision, error);
}

static void
count_taken(CxImporting *import, const CxIntakeRow *taken)
{
    CxImportReport *report = import->report;
    for (size_t i = 0; i < import->mapping->n_items; i++) {
        const CxMeaning meaning = taken->answers[i].meaning;
        import->counts[i].n_valid += meaning == CX_MEANING_VALUE;
        import->counts[i].n_not_applicable += meaning == CX_MEANING_NOT_APPLICABLE;
        import->counts[i].n_missing += meaning == CX_MEANING_MISSING;
    }
    const CxDay day = taken->when.day;
    if (cx_day_is_none(report->first_day) || day.v < report->first_day.v)
        report->first_day = day;
    if (cx_day_is_none(report->last_day) || day.v > report->last_day.v)
        report->last_day = day;
}

/* The file says two things of one id. */
static bool
set_second_aside(CxImporting *import, const CxTableRow *row, const char *id, uint32_t line,
                 GError **error)
{
    g_autofree char *reason = g_strdup_printf(
        "id \"%s\" stands on line %" PRIu32 " already, with other answers", id, line);
    const CxIntakeReject why = { .column = import->mapping->id_column,
                                 .value = id,
                                 .reason = reason };
    return cx_import_set_aside(import, row, &why, error);
}

/* Stores what is not known as it is. */
static bool
store(CxImporting *import, const Filled *filled, const Stored *stored, GError **error)
{
    CxImportReport *report = import->report;
    if (stored->id != 0 && stored->is_same) {
        report->n_same++;
        return true;
    }
    const CxResponseReviseParams params = { .id = stored->id, .import_id = report->id.v };
    const bool is_kept = import->contents == NULL;
    if (is_kept && stored->id != 0 && !cx_q_response_revise(import->ctx->db, &params, error))
        return false;
    if (is_kept && !add_response(import, filled, stored->revision + 1, error))
        return false;
    if (stored->id != 0)
        g_clear_pointer(&import->gathering, cx_release_gathering_free);
    if (import->gathering != NULL) {
        cx_release_gather(import->gathering, filled->taken->when.day, import->answers,
                          import->n_answers);
    }
    if (stored->id == 0)
        report->n_new++;
    else
        report->n_revised++;
    return true;
}

/* In a trial nothing of the file is stored: what an id that comes again has said is known by its
 * content. */
static bool
find_said(CxImporting *import, const CxDigest *name, const CxDigest *content, bool is_again,
          Stored *ret_stored, GError **error)
{
    CxDigester *digester = import->digester;
    cx_digester_restart(digester);
    cx_digester_add(digester, name->bytes, sizeof name->bytes);
    cx_digester_add(digester, content->bytes, sizeof content->bytes);
    const CxDigest said = cx_digester_end(digester);
    if (!is_again)
        return cx_seen_set(import->contents, said.bytes, 1, error);
    *ret_stored = (Stored){ .id = 1, .is_same = cx_seen_get(import->contents, said.bytes) != 0 };
    return true;
}

bool
cx_import_take(CxImporting *import, const CxTableRow *row, const CxIntakeRow *taken, GError **error)
{
    const CxDigest name = name_record(import, row, taken);
    uint32_t before = 0;
    if (!note_record(import, row, taken, &name, &before, error))
        return false;
    g_autofree char *key = source_key(taken, &name, before);
    code_answers(import, taken);
    const Filled filled = {
        .taken = taken, .key = key, .digest = digest_response(import, taken), .line = row->line
    };
    const bool is_again = taken->id != NULL && before != 0;
    Stored stored = { 0 };
    if ((import->applied.has_responses || is_again) &&
        !find_stored(import, key, &filled.digest, &stored, error))
        return false;
    if (import->contents != NULL && taken->id != NULL &&
        !find_said(import, &name, &filled.digest, is_again, &stored, error))
        return false;
    if (stored.id != 0 && !stored.is_same && is_again)
        return set_second_aside(import, row, taken->id, before, error);
    if (!store(import, &filled, &stored, error))
        return false;
    count_taken(import, taken);
    return true;
}

bool
cx_import_set_bad_aside(CxImporting *import, const CxTableRow *row, GError **error)
{
    g_autofree char *reason =
        row->problem_line == row->line
            ? g_strdup(row->problem)
            : g_strdup_printf("line %" PRId64 ": %s", row->problem_line, row->problem);
    const CxIntakeReject why = { .reason = reason };
    return cx_import_set_aside(import, row, &why, error);
}
