/* A draft with its texts read, and what becomes of each column. */
#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "feedback/facts_upload.h"
#include "pages/file.h"

void
cx_file_draft_free(CxFileDraft *draft)
{
    if (draft == NULL)
        return;
    cx_upload_free(draft->upload);
    cx_file_head_free(draft->head);
    cx_findings_free(draft->findings);
    cx_mapping_free(draft->mapping);
    cx_trial_free(draft->trial);
    cx_facts_draft_free(draft->facts);
    cx_facts_mapping_free(draft->facts_mapping);
    g_free(draft);
}

/* What we wrote and cannot read is our fault, not the reader's. */
static bool
read_mapping(CxFileDraft *draft, GError **error)
{
    const char *text = draft->upload->mapping;
    if (text == NULL)
        return true;
    g_autoptr(CxIssues) issues = cx_issues_new();
    draft->mapping = cx_mapping_parse(text, strlen(text), issues, NULL);
    if (draft->mapping != NULL)
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_CORRUPT, "the mapping of file %" PRId64 " cannot be read",
                draft->upload->id.v);
    return false;
}

CxFileDraft *
cx_file_draft_load(CxCtx *ctx, CxUploadId id, GError **error)
{
    g_autoptr(CxFileDraft) draft = g_new0(CxFileDraft, 1);
    draft->upload = cx_upload_load(ctx, id, error);
    if (draft->upload == NULL)
        return NULL;
    draft->head = cx_file_head_parse(draft->upload->head, error);
    if (draft->head == NULL)
        return NULL;
    if (g_str_equal(draft->upload->kind, CX_UPLOAD_FACTS)) {
        if (draft->upload->findings != NULL)
            draft->facts = cx_facts_draft_parse(draft->upload->findings, error);
        if (draft->upload->mapping != NULL) {
            draft->facts_mapping =
                cx_facts_mapping_read(draft->upload->mapping, strlen(draft->upload->mapping), NULL);
        }
        return draft->upload->findings == NULL || draft->facts != NULL ? g_steal_pointer(&draft)
                                                                       : NULL;
    }
    if (draft->upload->findings != NULL) {
        draft->findings = cx_findings_parse(draft->upload->findings, error);
        if (draft->findings == NULL)
            return NULL;
    }
    if (draft->upload->trial != NULL && g_str_equal(draft->upload->kind, CX_UPLOAD_SURVEY)) {
        draft->trial = cx_trial_parse(draft->upload->trial, error);
        if (draft->trial == NULL)
            return NULL;
    }
    return read_mapping(draft, error) ? g_steal_pointer(&draft) : NULL;
}

/* A header as mappings compare it: without blanks around and "*" before. */
static const char *
plain_name(const char *name)
{
    while (*name == '*' || *name == ' ')
        name++;
    return name;
}

/* Whether `named` (by a mapping) is the column at that place. */
static bool
is_column(const char *named, const char *name, size_t i_column)
{
    if (named == NULL)
        return false;
    if (named[0] == '#' && g_ascii_isdigit(named[1])) {
        int64_t place = 0;
        return cx_text_parse_i64(named + 1, &place, NULL) && place == (int64_t)i_column + 1;
    }
    return *name != '\0' && strcmp(plain_name(named), plain_name(name)) == 0;
}

static CxTaken
taken_of_item(const CxMappingItem *item)
{
    if (item->role == CX_ITEM_ROLE_COMMENT || item->asked.kind == CX_ITEM_KIND_TEXT)
        return CX_TAKEN_COMMENT;
    return item->role == CX_ITEM_ROLE_FACT ? CX_TAKEN_FACT : CX_TAKEN_ITEM;
}

CxColumnUse
cx_file_column_use(const CxFileDraft *draft, size_t i_column)
{
    const CxMapping *mapping = draft->mapping;
    const char *name = cx_file_head_column(draft->head, i_column);
    if (mapping == NULL)
        return (CxColumnUse){ .taken = CX_TAKEN_IGNORED };
    const struct {
        const char *column;
        CxTaken taken;
    } uses[] = {
        { mapping->id_column, CX_TAKEN_ID },
        { mapping->date.column, CX_TAKEN_DATE },
        { mapping->mode_column, CX_TAKEN_MODE },
        { mapping->weight_column, CX_TAKEN_WEIGHT },
        { mapping->account_column, CX_TAKEN_ACCOUNT },
        { mapping->transaction_column, CX_TAKEN_TRANSACTION },
        { mapping->cluster_column, CX_TAKEN_CLUSTER },
    };
    for (size_t i = 0; i < mapping->n_items; i++) {
        if (is_column(mapping->items[i].asked.column, name, i_column))
            return (CxColumnUse){ taken_of_item(&mapping->items[i]), &mapping->items[i] };
    }
    for (size_t i = 0; i < CX_N_ELEMENTS(uses); i++) {
        if (is_column(uses[i].column, name, i_column))
            return (CxColumnUse){ .taken = uses[i].taken };
    }
    for (size_t i = 0; i < mapping->n_respondent_columns; i++) {
        if (is_column(mapping->respondent_columns[i], name, i_column))
            return (CxColumnUse){ .taken = CX_TAKEN_RESPONDENT };
    }
    const bool is_person = draft->findings != NULL && i_column < draft->findings->n_columns &&
                           draft->findings->columns[i_column].taken == CX_TAKEN_PERSON;
    return (CxColumnUse){ .taken = is_person ? CX_TAKEN_PERSON : CX_TAKEN_IGNORED };
}

const char *
cx_file_column_ref(const CxFileDraft *draft, size_t i_column, CxArena *arena)
{
    const char *name = cx_file_head_column(draft->head, i_column);
    bool is_unique = *name != '\0';
    for (size_t i = 0; i < cx_file_head_n_columns(draft->head); i++) {
        is_unique =
            is_unique && (i == i_column || strcmp(cx_file_head_column(draft->head, i), name) != 0);
    }
    return is_unique ? cx_arena_text(arena, name) : cx_arena_printf(arena, "#%zu", i_column + 1);
}

const char *
cx_file_scale_text(CxCtx *ctx, const CxMappingItem *item)
{
    if (item == NULL ||
        (item->asked.kind != CX_ITEM_KIND_RATING && item->asked.kind != CX_ITEM_KIND_NPS))
        return NULL;
    const char *key = item->asked.direction == CX_DIRECTION_DOWN ? "file.scale.down" : "file.scale";
    return cx_arena_take(ctx->arena,
                         cx_message_format(ctx->catalogue, key, CX_ARG_NUMBER("lo", item->asked.lo),
                                           CX_ARG_NUMBER("hi", item->asked.hi)));
}

const char *
cx_file_taken_text(CxCtx *ctx, CxTaken taken)
{
    static const char *const keys[] = {
        [CX_TAKEN_IGNORED] = "file.taken.ignored",
        [CX_TAKEN_ID] = "file.taken.id",
        [CX_TAKEN_DATE] = "file.taken.date",
        [CX_TAKEN_MODE] = "file.taken.mode",
        [CX_TAKEN_WEIGHT] = "file.taken.weight",
        [CX_TAKEN_CLUSTER] = "file.taken.cluster",
        [CX_TAKEN_RESPONDENT] = "file.taken.respondent",
        [CX_TAKEN_PERSON] = "file.taken.person",
        [CX_TAKEN_DEPARTMENT] = "file.taken.fact",
        [CX_TAKEN_ITEM] = "file.taken.item",
        [CX_TAKEN_COMMENT] = "file.taken.comment",
        [CX_TAKEN_FACT] = "file.taken.fact",
        [CX_TAKEN_COMPUTED] = "file.taken.computed",
        [CX_TAKEN_ACCOUNT] = "file.taken.account",
        [CX_TAKEN_TRANSACTION] = "file.taken.transaction",
    };
    return cx_message_text(ctx->catalogue, keys[taken]);
}
