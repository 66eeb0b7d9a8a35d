#include "feedback/trial.h"

#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "codec/json.h"
#include "codec/table.h"
#include "feedback/intake.h"

#define ROWS_A_STEP 256 /* between two looks at who watches */

/* A trial under way. */
typedef struct {
    CxCtx *ctx;
    CxTrial *trial;
    int64_t len_bytes; /* of the file */
    CxTable *table;
    CxIntake *intake;
    GHashTable *groups; /* column, value and reason in one text -> CxTrialGroup in the arena */
} Run;

static void
run_clear(Run *run)
{
    cx_intake_free(run->intake);
    cx_table_free(run->table);
    if (run->groups != NULL)
        g_hash_table_unref(run->groups);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Run, run_clear)

void
cx_trial_free(CxTrial *trial)
{
    /* The trial lies in its arena. */
    if (trial != NULL)
        cx_arena_free(trial->arena);
}

static CxTrial *
trial_new(void)
{
    CxArena *arena = cx_arena_new();
    CxTrial *trial = cx_arena_new0(arena, CxTrial);
    trial->arena = arena;
    return trial;
}

/* Opens the file and binds the mapping; false with the trial's lack when it does not fit. */
static bool
open_file(Run *run, GBytes *bytes, const CxMapping *mapping)
{
    g_autoptr(GError) why = NULL;
    gsize len_bytes = 0;
    const void *data = g_bytes_get_data(bytes, &len_bytes);
    const CxTableOptions options = { .delimiter = mapping->delimiter };
    run->table = cx_table_open(data != NULL ? data : "", len_bytes, &options, &why);
    CxTableRow row = { 0 };
    if (run->table != NULL && cx_table_next(run->table, &row, &why) == CX_TABLE_ROW)
        run->intake = cx_intake_new(mapping, &row, &why);
    bool is_read = run->intake != NULL;
    for (size_t i = 1; is_read && i < mapping->n_headers; i++)
        is_read = cx_table_next(run->table, &row, &why) == CX_TABLE_ROW;
    if (is_read)
        return true;
    run->trial->lack = cx_arena_text(run->trial->arena, why != NULL ? why->message
                                                                    : "the file has no header that "
                                                                      "can be read");
    return false;
}

static void
set_aside(Run *run, int64_t line, const CxIntakeReject *why)
{
    CxTrial *trial = run->trial;
    trial->n_rejected++;
    g_autofree char *name =
        g_strdup_printf("%s\x1f%s\x1f%s", why->column != NULL ? why->column : "",
                        why->value != NULL ? why->value : "", why->reason);
    CxTrialGroup *group = g_hash_table_lookup(run->groups, name);
    if (group == NULL && g_hash_table_size(run->groups) >= 20 * CX_TRIAL_GROUPS_MAX) {
        trial->n_ungrouped++;
        return;
    }
    if (group == NULL) {
        group = cx_arena_new0(trial->arena, CxTrialGroup);
        *group = (CxTrialGroup){
            .column = cx_arena_text(trial->arena, why->column),
            .value = cx_arena_text(trial->arena, why->value),
            .reason = cx_arena_text(trial->arena, why->reason),
            .first_line = line,
        };
        g_hash_table_insert(run->groups, g_steal_pointer(&name), group);
    }
    group->n++;
}

static void
take_row(Run *run, const CxTableRow *row, CxTableStep step)
{
    CxTrial *trial = run->trial;
    CxIntakeRow taken;
    CxIntakeReject why = { .reason = row->problem };
    trial->n_rows++;
    if (step != CX_TABLE_BAD && cx_intake_skip(run->intake, row) != NULL)
        trial->n_skipped++;
    else if (step != CX_TABLE_BAD && cx_intake_read(run->intake, row, &taken, &why))
        trial->n_taken++;
    else
        set_aside(run, row->line, &why);
}

static int
compare_groups(const void *a, const void *b)
{
    const CxTrialGroup *left = a;
    const CxTrialGroup *right = b;
    if (left->n != right->n)
        return left->n > right->n ? -1 : 1;
    return left->first_line < right->first_line ? -1 : left->first_line > right->first_line;
}

static void
list_groups(Run *run)
{
    CxTrial *trial = run->trial;
    const guint n = g_hash_table_size(run->groups);
    CxTrialGroup *groups = cx_arena_new0_n(trial->arena, CxTrialGroup, n);
    GHashTableIter iter;
    gpointer value = NULL;
    g_hash_table_iter_init(&iter, run->groups);
    for (guint i = 0; g_hash_table_iter_next(&iter, NULL, &value); i++)
        groups[i] = *(const CxTrialGroup *)value;
    qsort(groups, n, sizeof *groups, compare_groups);
    for (guint i = CX_TRIAL_GROUPS_MAX; i < n; i++)
        trial->n_ungrouped += groups[i].n;
    trial->groups = groups;
    trial->n_groups = MIN(n, CX_TRIAL_GROUPS_MAX);
}

static int64_t
n_bytes_read(const Run *run)
{
    return (int64_t)(cx_table_share_done(run->table) * (double)run->len_bytes);
}

/* Whether one more row is wanted. */
static bool
is_more_wanted(const Run *run, CxTrialExtent extent)
{
    return extent == CX_TRIAL_WHOLE ||
           (run->trial->n_rows < CX_TRIAL_ROWS_MAX && n_bytes_read(run) < CX_TRIAL_BYTES_MAX);
}

static bool
read_rows(Run *run, CxTrialExtent extent, GError **error)
{
    run->groups = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    CxTableRow row;
    CxTableStep step = CX_TABLE_ROW;
    while (
        is_more_wanted(run, extent) &&
        ((step = cx_table_next(run->table, &row, error)) == CX_TABLE_ROW || step == CX_TABLE_BAD)) {
        take_row(run, &row, step);
        if (run->trial->n_rows % ROWS_A_STEP == 0 &&
            !cx_ctx_progress(run->ctx, n_bytes_read(run), MAX(run->len_bytes, 1), error))
            return false;
    }
    if (step == CX_TABLE_ERROR)
        return false;
    if (step != CX_TABLE_END)
        step = cx_table_next(run->table, &row, NULL);
    run->trial->is_whole = step == CX_TABLE_END && extent != CX_TRIAL_PART;
    list_groups(run);
    return true;
}

/* What the import itself says about a file that was read whole. */
static bool
try_import(CxCtx *ctx, CxTrial *trial, const char *file_name, GBytes *bytes,
           const CxMapping *mapping, GError **error)
{
    gsize len_bytes = 0;
    const void *data = g_bytes_get_data(bytes, &len_bytes);
    g_autoptr(GError) why = NULL;
    g_autoptr(CxImportReport) report =
        cx_import_try(ctx, file_name, data != NULL ? data : "", len_bytes, mapping, &why);
    if (report != NULL) {
        trial->has_known = true;
        trial->n_new = report->n_new;
        trial->n_revised = report->n_revised;
        trial->n_same = report->n_same;
        return true;
    }
    const CxErrorCode code = cx_error_code(why);
    if (code != CX_ERROR_CONFLICT && code != CX_ERROR_INVALID && code != CX_ERROR_TOO_LARGE) {
        g_propagate_error(error, g_steal_pointer(&why));
        return false;
    }
    trial->refusal = cx_arena_text(trial->arena, why->message);
    return true;
}

CxTrial *
cx_trial_run(CxCtx *ctx, const char *file_name, GBytes *bytes, const CxMapping *mapping,
             CxTrialExtent extent, GError **error)
{
    if (!cx_ctx_check_change(ctx, "try imports", error))
        return NULL;
    g_autoptr(CxTrial) trial = trial_new();
    g_auto(Run) run = { .ctx = ctx, .trial = trial, .len_bytes = (int64_t)g_bytes_get_size(bytes) };
    if (!open_file(&run, bytes, mapping))
        return g_steal_pointer(&trial);
    g_autoptr(GError) broken = NULL;
    if (!read_rows(&run, extent, &broken)) {
        if (g_error_matches(broken, CX_ERROR, CX_ERROR_CANCELLED)) {
            g_propagate_error(error, g_steal_pointer(&broken));
            return NULL;
        }
        trial->lack = cx_arena_text(trial->arena, broken->message);
        return g_steal_pointer(&trial);
    }
    if (trial->is_whole && !try_import(ctx, trial, file_name, bytes, mapping, error))
        return NULL;
    return g_steal_pointer(&trial);
}

/* ---- As JSON ---- */

static void
write_group(CxJsonWriter *json, const CxTrialGroup *group)
{
    cx_json_writer_begin_object(json);
    cx_json_writer_put_text(json, "column", group->column);
    cx_json_writer_put_text(json, "value", group->value);
    cx_json_writer_put_text(json, "reason", group->reason);
    cx_json_writer_put_int(json, "n", group->n);
    cx_json_writer_put_int(json, "line", group->first_line);
    cx_json_writer_end_object(json);
}

char *
cx_trial_json(const CxTrial *trial)
{
    GString *out = g_string_new(NULL);
    {
        g_autoptr(CxJsonWriter) json = cx_json_writer_new(out, CX_JSON_COMPACT);
        cx_json_writer_begin_object(json);
        cx_json_writer_put_int(json, "rows", trial->n_rows);
        cx_json_writer_put_int(json, "taken", trial->n_taken);
        cx_json_writer_put_int(json, "skipped", trial->n_skipped);
        cx_json_writer_put_int(json, "rejected", trial->n_rejected);
        cx_json_writer_put_flag(json, "is_whole", trial->is_whole);
        cx_json_writer_put_text(json, "lack", trial->lack);
        cx_json_writer_put_text(json, "refusal", trial->refusal);
        cx_json_writer_put_flag(json, "has_known", trial->has_known);
        cx_json_writer_put_int(json, "new", trial->n_new);
        cx_json_writer_put_int(json, "revised", trial->n_revised);
        cx_json_writer_put_int(json, "same", trial->n_same);
        cx_json_writer_put_int(json, "ungrouped", trial->n_ungrouped);
        cx_json_writer_name(json, "groups");
        cx_json_writer_begin_array(json);
        for (size_t i = 0; i < trial->n_groups; i++)
            write_group(json, &trial->groups[i]);
        cx_json_writer_end_array(json);
        cx_json_writer_end_object(json);
    }
    return g_string_free(out, FALSE);
}

static int64_t
int_of(const CxJson *json, const char *name)
{
    return cx_json_int(cx_json_member(json, name), 0);
}

static const char *
text_of(CxArena *arena, const CxJson *json, const char *name)
{
    return cx_arena_text(arena, cx_json_text(cx_json_member(json, name), NULL));
}

CxTrial *
cx_trial_parse(const char *text, GError **error)
{
    g_autoptr(CxJson) json = cx_json_parse(text, strlen(text), NULL);
    if (cx_json_type(json) != CX_JSON_OBJECT) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_CORRUPT,
                            "what a trial of a file said cannot be read");
        return NULL;
    }
    CxTrial *trial = trial_new();
    const CxJson *list = cx_json_member(json, "groups");
    CxTrialGroup *groups = cx_arena_new0_n(trial->arena, CxTrialGroup, cx_json_n(list));
    for (size_t i = 0; i < cx_json_n(list); i++) {
        const CxJson *group = cx_json_at(list, i);
        groups[i] = (CxTrialGroup){ .column = text_of(trial->arena, group, "column"),
                                    .value = text_of(trial->arena, group, "value"),
                                    .reason = text_of(trial->arena, group, "reason"),
                                    .n = int_of(group, "n"),
                                    .first_line = int_of(group, "line") };
    }
    trial->n_rows = int_of(json, "rows");
    trial->n_taken = int_of(json, "taken");
    trial->n_skipped = int_of(json, "skipped");
    trial->n_rejected = int_of(json, "rejected");
    trial->is_whole = cx_json_flag(cx_json_member(json, "is_whole"), false);
    trial->lack = text_of(trial->arena, json, "lack");
    trial->refusal = text_of(trial->arena, json, "refusal");
    trial->has_known = cx_json_flag(cx_json_member(json, "has_known"), false);
    trial->n_new = int_of(json, "new");
    trial->n_revised = int_of(json, "revised");
    trial->n_same = int_of(json, "same");
    trial->n_ungrouped = int_of(json, "ungrouped");
    trial->groups = groups;
    trial->n_groups = cx_json_n(list);
    return trial;
}
