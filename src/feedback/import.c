/* Running an import. Everything that can be refused is refused before the transaction; then every
 * record is taken or set aside in one pass. */
#include "feedback/import.h"

#include <inttypes.h>
#include <string.h>

#include "base/digest.h"
#include "base/error.h"
#include "base/limits.h"
#include "codec/json.h"
#include "codec/table.h"
#include "db/txn.h"
#include "db/version.h"
#include "feedback/answers.h"
#include "feedback/import_store.h"
#include "feedback/intake.h"
#include "feedback/survey_store.h"
#include "lang/assert.h"
#include "sql/feedback.h"

#define ROW_NAME_BYTES 16 /* of a digest that names a row without id */

/* An import under way. */
typedef struct {
    CxCtx *ctx;
    const CxMapping *mapping;
    CxIntake *intake;
    CxTable *table;
    CxSurveyApplied applied;
    CxImportReport *report;
    int64_t n_kept_rejects;
    GHashTable *seen;     /* what the source calls it -> line of the record taken (id), or how often
                           such a record has come (digest) */
    size_t *order;        /* indices of the mapping's items by item id, as blobs need them */
    CxAnswer *answers;    /* as many as items */
    GByteArray *blob;     /* answers of the record at hand */
    CxImportItem *counts; /* parallel to the mapping's items; texts not set */
} Import;

#define ROWS_A_STEP 256 /* between two looks at who watches */

static void
import_clear(Import *import)
{
    cx_intake_free(import->intake);
    cx_table_free(import->table);
    cx_survey_applied_clear(&import->applied);
    cx_import_report_free(import->report);
    if (import->seen != NULL)
        g_hash_table_unref(import->seen);
    g_free(import->order);
    g_free(import->answers);
    if (import->blob != NULL)
        g_byte_array_unref(import->blob);
    g_free(import->counts);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Import, import_clear)

/* Passes over the further headers: wordings, options, ids for programs. */
static bool
read_headers(Import *import, GError **error)
{
    for (size_t i = 1; i < import->mapping->n_headers; i++) {
        CxTableRow row;
        const CxTableStep step = cx_table_next(import->table, &row, error);
        if (step == CX_TABLE_ERROR)
            return false;
        if (step != CX_TABLE_ROW) {
            g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                        "the mapping says that the file has %zu rows of headers, and row %zu %s",
                        import->mapping->n_headers, i + 1,
                        step == CX_TABLE_END ? "is not there" : "cannot be read");
            return false;
        }
    }
    return true;
}

/* Reads the header and binds the mapping to it. */
static bool
open_file(Import *import, const void *data, size_t len_bytes, GError **error)
{
    const CxTableOptions options = { .delimiter = import->mapping->delimiter };
    import->table = cx_table_open(data, len_bytes, &options, error);
    if (import->table == NULL)
        return false;
    CxTableRow header;
    const CxTableStep step = cx_table_next(import->table, &header, error);
    if (step == CX_TABLE_ERROR)
        return false;
    if (step == CX_TABLE_END) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID, "the file is empty");
        return false;
    }
    if (step == CX_TABLE_BAD) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "line %" PRId64 ": %s", header.line,
                    header.problem);
        return false;
    }
    import->intake = cx_intake_new(import->mapping, &header, error);
    if (import->intake == NULL)
        return false;
    const GPtrArray *unused = cx_intake_unused(import->intake);
    for (guint i = 0; i < unused->len; i++)
        g_ptr_array_add(import->report->columns_unused, g_strdup(g_ptr_array_index(unused, i)));
    return read_headers(import, error);
}

static int
compare_items(const void *a, const void *b, void *data)
{
    const CxItemId *ids = data;
    const int64_t left = ids[*(const size_t *)a].v;
    const int64_t right = ids[*(const size_t *)b].v;
    return left < right ? -1 : left > right;
}

static void
prepare_rows(Import *import)
{
    const size_t n = import->mapping->n_items;
    import->order = g_new(size_t, n);
    for (size_t i = 0; i < n; i++)
        import->order[i] = i;
    g_qsort_with_data(import->order, (gint)n, sizeof(size_t), compare_items, import->applied.items);
    import->answers = g_new0(CxAnswer, n);
    import->counts = g_new0(CxImportItem, n);
    import->blob = g_byte_array_new();
    import->seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
}

static bool
add_import(Import *import, const char *file_name, int64_t original, GError **error)
{
    CxImportReport *report = import->report;
    const CxImportAddParams params = {
        .survey_id = import->applied.survey.v,
        .version_id = import->applied.version.v,
        .original_id = original,
        .file_name = file_name,
        .mapping = import->mapping->json,
        .imported_us = import->ctx->now.us,
        .actor = import->ctx->actor.login,
    };
    CxImportAddRow row;
    if (!cx_q_import_add(import->ctx->db, &params, &row, error))
        return false;
    report->id.v = row.id;
    report->survey = import->applied.survey;
    report->survey_key = g_strdup(import->mapping->survey_key);
    report->version_key = g_strdup(import->mapping->version.key);
    report->file_name = g_strdup(file_name);
    report->imported_at = import->ctx->now;
    report->actor = g_strdup(import->ctx->actor.login);
    return true;
}

/* Sets a record aside: kept one by one up to a limit, counted always. */
static bool
set_aside(Import *import, const CxTableRow *row, const CxIntakeReject *why, GError **error)
{
    CxImportReport *report = import->report;
    report->n_rejected++;
    if (import->n_kept_rejects >= CX_IMPORT_REJECTS_MAX)
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
    const bool is_kept = cx_import_store_add_reject(import->ctx->db, report->id,
                                                    import->n_kept_rejects, reject, error);
    import->n_kept_rejects++;
    if (report->rejects->len < CX_IMPORT_REPORT_REJECTS)
        g_ptr_array_add(report->rejects, reject);
    else
        cx_import_reject_free(reject);
    return is_kept;
}

/* What the source calls a record: its id, or its digest and how often it has come. */
static char *
source_key(Import *import, const CxTableRow *row, const CxIntakeRow *taken)
{
    if (taken->id != NULL)
        return g_strconcat("id:", taken->id, NULL);
    g_autoptr(CxDigester) digester = cx_digester_new();
    for (size_t i = 0; i < row->n_fields; i++) {
        cx_digester_add_i64(digester, row->fields[i].len_bytes);
        cx_digester_add(digester, row->fields[i].text, row->fields[i].len_bytes);
    }
    const CxDigest digest = cx_digester_end(digester);
    g_autofree char *name = cx_digest_hex(&digest, ROW_NAME_BYTES);
    int64_t *times = g_hash_table_lookup(import->seen, name);
    if (times == NULL) {
        times = g_new0(int64_t, 1);
        g_hash_table_insert(import->seen, g_strdup(name), times);
    }
    *times += 1;
    return g_strdup_printf("row:%s:%" PRId64, name, *times);
}

/* Fills the blob with the coded answers. */
static void
code_answers(Import *import, const CxIntakeRow *taken)
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
}

/* All that a response says: equal digests are the same response, others a revision. */
static CxDigest
digest_response(const Import *import, const CxIntakeRow *taken)
{
    g_autoptr(CxDigester) digester = cx_digester_new();
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
find_stored(Import *import, const char *key, const CxDigest *digest, Stored *ret_stored,
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
ensure_respondent(Import *import, const char *name, CxOptI64 *ret_id, GError **error)
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
add_texts(Import *import, const Filled *filled, int64_t revision, GError **error)
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
add_response(Import *import, const Filled *filled, int64_t revision, GError **error)
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
count_taken(Import *import, const CxIntakeRow *taken)
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

static bool
take_record(Import *import, const CxTableRow *row, const CxIntakeRow *taken, GError **error)
{
    g_autofree char *key = source_key(import, row, taken);
    code_answers(import, taken);
    const Filled filled = {
        .taken = taken, .key = key, .digest = digest_response(import, taken), .line = row->line
    };
    const int64_t *seen_line = taken->id != NULL ? g_hash_table_lookup(import->seen, key) : NULL;
    Stored stored = { 0 };
    if ((import->applied.has_responses || seen_line != NULL) &&
        !find_stored(import, key, &filled.digest, &stored, error))
        return false;

    CxImportReport *report = import->report;
    if (stored.id != 0 && !stored.is_same && seen_line != NULL) {
        g_autofree char *reason =
            g_strdup_printf("id \"%s\" stands on line %" PRId64 " already, with other answers",
                            taken->id, *seen_line);
        const CxIntakeReject why = { .column = import->mapping->id_column,
                                     .value = taken->id,
                                     .reason = reason };
        return set_aside(import, row, &why, error);
    }
    if (stored.id != 0 && stored.is_same) {
        report->n_same++;
    } else {
        const CxResponseSupersedeParams params = { .id = stored.id };
        if (stored.id != 0 && !cx_q_response_supersede(import->ctx->db, &params, error))
            return false;
        if (!add_response(import, &filled, stored.revision + 1, error))
            return false;
        if (stored.id == 0)
            report->n_new++;
        else
            report->n_revised++;
    }
    if (taken->id != NULL && seen_line == NULL) {
        int64_t *line = g_new(int64_t, 1);
        *line = row->line;
        g_hash_table_insert(import->seen, g_steal_pointer(&key), line);
    }
    count_taken(import, taken);
    return true;
}

/* Sets aside a row that could not be read at all. */
static bool
set_bad_aside(Import *import, const CxTableRow *row, GError **error)
{
    g_autofree char *reason =
        row->problem_line == row->line
            ? g_strdup(row->problem)
            : g_strdup_printf("line %" PRId64 ": %s", row->problem_line, row->problem);
    const CxIntakeReject why = { .reason = reason };
    return set_aside(import, row, &why, error);
}

static bool
read_rows(Import *import, GError **error)
{
    CxImportReport *report = import->report;
    CxTableRow row;
    CxTableStep step;
    while ((step = cx_table_next(import->table, &row, error)) == CX_TABLE_ROW ||
           step == CX_TABLE_BAD) {
        if (++report->n_rows > CX_IMPORT_ROWS_MAX) {
            g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE,
                        "the file has more than %d rows, the limit of one import",
                        CX_IMPORT_ROWS_MAX);
            return false;
        }
        const double share_done = cx_table_share_done(import->table);
        const int64_t n_done = (int64_t)(share_done * (double)(report->len_bytes - 1));
        if (report->n_rows % ROWS_A_STEP == 0 &&
            !cx_ctx_progress(import->ctx, n_done, report->len_bytes, error))
            return false;
        CxIntakeRow taken;
        CxIntakeReject why = { 0 };
        bool is_well = false;
        if (step == CX_TABLE_BAD)
            is_well = set_bad_aside(import, &row, error);
        else if (cx_intake_skip(import->intake, &row) != NULL)
            is_well = ++report->n_skipped > 0;
        else if (!cx_intake_read(import->intake, &row, &taken, &why))
            is_well = set_aside(import, &row, &why, error);
        else
            is_well = take_record(import, &row, &taken, error);
        if (!is_well) {
            g_prefix_error(error, "line %" PRId64 ": ", row.line);
            return false;
        }
    }
    return step == CX_TABLE_END;
}

static CxOptI64
opt_day(CxDay day)
{
    return cx_day_is_none(day) ? (CxOptI64){ 0 } : CX_SOME_I64(day.v);
}

static bool
add_counts(Import *import, GError **error)
{
    for (size_t i = 0; i < import->mapping->n_items; i++) {
        const CxImportItem *count = &import->counts[i];
        const CxImportItemAddParams params = {
            .import_id = import->report->id.v,
            .item_id = import->applied.items[i].v,
            .n_valid = count->n_valid,
            .n_not_applicable = count->n_not_applicable,
            .n_missing = count->n_missing,
        };
        if (!cx_q_import_item_add(import->ctx->db, &params, error))
            return false;
        CxImportItem *item = g_new(CxImportItem, 1);
        *item = *count;
        item->key = g_strdup(import->mapping->items[i].key);
        item->column = g_strdup(import->mapping->items[i].asked.column);
        g_ptr_array_add(import->report->items, item);
    }
    return true;
}

static bool
finish(Import *import, GError **error)
{
    CxImportReport *report = import->report;
    CxDb *db = import->ctx->db;
    const CxImportFinishParams params = {
        .id = report->id.v,
        .n_rows = report->n_rows,
        .n_new = report->n_new,
        .n_revised = report->n_revised,
        .n_same = report->n_same,
        .n_rejected = report->n_rejected,
        .n_skipped = report->n_skipped,
        .first_day = opt_day(report->first_day),
        .last_day = opt_day(report->last_day),
    };
    if (!add_counts(import, error) || !cx_q_import_finish(db, &params, error))
        return false;
    const bool is_changed =
        import->applied.is_changed || report->n_new > 0 || report->n_revised > 0;
    if (is_changed && !cx_data_version_bump(db, CX_FEEDBACK_AREA, error))
        return false;
    g_autofree char *after = cx_import_audit_json(report);
    return cx_ctx_audit(import->ctx, "import.run", "import", report->id.v, NULL, after, error);
}

typedef struct {
    const char *name;
    const void *data;
    size_t len_bytes;
} File;

typedef enum {
    KEEP,
    TRY, /* all of it is done, and undone at the end */
} Purpose;

static bool
run_in_transaction(Import *import, const File *file, const CxDigest *digest, Purpose purpose,
                   GError **error)
{
    CxCtx *ctx = import->ctx;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL)
        return false;
    int64_t original = 0;
    if (!cx_survey_store_apply(ctx, import->mapping, &import->applied, error) ||
        !cx_original_store_keep(ctx->db, (CxBlob){ file->data, file->len_bytes }, digest, ctx->now,
                                &original, error) ||
        !add_import(import, file->name, original, error))
        return false;
    prepare_rows(import);
    if (!read_rows(import, error) || !finish(import, error))
        return false;
    if (purpose == KEEP)
        return cx_txn_commit(&txn, error);
    import->report->id.v = 0;
    return true;
}

static CxImportReport *
run(CxCtx *ctx, const File *file, const CxMapping *mapping, Purpose purpose, GError **error)
{
    if (!cx_ctx_check_change(ctx, "import files", error) ||
        !cx_import_check_size(file->len_bytes, error))
        return NULL;
    g_auto(Import) import = { .ctx = ctx, .mapping = mapping, .report = cx_import_report_new() };
    const CxDigest digest = cx_digest(file->data, file->len_bytes);
    import.report->digest_hex = cx_digest_hex(&digest, sizeof digest.bytes);
    import.report->len_bytes = (int64_t)file->len_bytes;
    if (!open_file(&import, file->data, file->len_bytes, error) ||
        !run_in_transaction(&import, file, &digest, purpose, error))
        return NULL;
    for (guint i = 0; i < import.applied.departments_new->len; i++) {
        g_ptr_array_add(import.report->departments_new,
                        g_strdup(g_ptr_array_index(import.applied.departments_new, i)));
    }
    return g_steal_pointer(&import.report);
}

CxImportReport *
cx_import_run(CxCtx *ctx, const char *file_name, const void *data, size_t len_bytes,
              const CxMapping *mapping, GError **error)
{
    return run(ctx, &(File){ file_name, data, len_bytes }, mapping, KEEP, error);
}

CxImportReport *
cx_import_try(CxCtx *ctx, const char *file_name, const void *data, size_t len_bytes,
              const CxMapping *mapping, GError **error)
{
    return run(ctx, &(File){ file_name, data, len_bytes }, mapping, TRY, error);
}
