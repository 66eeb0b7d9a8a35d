#include "feedback/findings.h"

#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "codec/json.h"

void
cx_findings_free(CxFindings *findings)
{
    /* The findings lie in their arena. */
    if (findings != NULL)
        cx_arena_free(findings->arena);
}

static CxDraftColumn
copy_column(CxArena *arena, const CxDraftColumn *column)
{
    return (CxDraftColumn){
        .name = cx_arena_text(arena, column->name != NULL ? column->name : ""),
        .question = cx_arena_text(arena, column->question != NULL ? column->question : ""),
        .taken = column->taken,
        .reason = cx_arena_text(arena, column->reason != NULL ? column->reason : ""),
    };
}

CxFindings *
cx_findings_new(const CxDraft *draft)
{
    CxArena *arena = cx_arena_new();
    CxFindings *findings = cx_arena_new0(arena, CxFindings);
    CxDraftColumn *columns = cx_arena_new0_n(arena, CxDraftColumn, draft->n_columns);
    for (size_t i = 0; i < draft->n_columns; i++)
        columns[i] = copy_column(arena, &draft->columns[i]);
    const char **questions = cx_arena_new0_n(arena, const char *, draft->n_questions);
    for (size_t i = 0; i < draft->n_questions; i++)
        questions[i] = cx_arena_text(arena, draft->questions[i]);
    *findings = (CxFindings){
        .layout = cx_arena_text(arena, cx_layout_name(draft->layout)),
        .layout_reason = cx_arena_text(arena, draft->layout_reason),
        .n_headers = draft->n_headers,
        .n_sampled = draft->n_sampled,
        .is_whole = draft->is_whole,
        .columns = columns,
        .n_columns = draft->n_columns,
        .questions = questions,
        .n_questions = draft->n_questions,
        .lack = cx_arena_text(arena, draft->lack),
        .drafted = cx_arena_text(arena, draft->mapping),
        .arena = arena,
    };
    return findings;
}

static void
write_columns(const CxFindings *findings, CxJsonWriter *json)
{
    cx_json_writer_name(json, "columns");
    cx_json_writer_begin_array(json);
    for (size_t i = 0; i < findings->n_columns; i++) {
        const CxDraftColumn *column = &findings->columns[i];
        cx_json_writer_begin_object(json);
        cx_json_writer_put_text(json, "name", column->name);
        cx_json_writer_put_text(json, "question", column->question);
        cx_json_writer_put_text(json, "taken", cx_taken_key(column->taken));
        cx_json_writer_put_text(json, "reason", column->reason);
        cx_json_writer_end_object(json);
    }
    cx_json_writer_end_array(json);
}

static void
write_texts(CxJsonWriter *json, const char *name, const char *const *texts, size_t n)
{
    cx_json_writer_name(json, name);
    cx_json_writer_begin_array(json);
    for (size_t i = 0; i < n; i++)
        cx_json_writer_text(json, texts[i]);
    cx_json_writer_end_array(json);
}

char *
cx_findings_json(const CxFindings *findings)
{
    GString *out = g_string_new(NULL);
    {
        g_autoptr(CxJsonWriter) json = cx_json_writer_new(out, CX_JSON_COMPACT);
        cx_json_writer_begin_object(json);
        cx_json_writer_put_text(json, "layout", findings->layout);
        cx_json_writer_put_text(json, "layout_reason", findings->layout_reason);
        cx_json_writer_put_int(json, "header_rows", (int64_t)findings->n_headers);
        cx_json_writer_put_int(json, "rows_sampled", findings->n_sampled);
        cx_json_writer_put_flag(json, "is_whole", findings->is_whole);
        write_columns(findings, json);
        write_texts(json, "questions", findings->questions, findings->n_questions);
        cx_json_writer_put_text(json, "lack", findings->lack);
        cx_json_writer_put_text(json, "drafted", findings->drafted);
        cx_json_writer_put_text(json, "like", findings->like);
        write_texts(json, "arrived", findings->arrived, findings->n_arrived);
        cx_json_writer_end_object(json);
    }
    return g_string_free(out, FALSE);
}

/* A member's text in the arena, or the fallback. */
static const char *
text_of(CxArena *arena, const CxJson *json, const char *name, const char *fallback)
{
    return cx_arena_text(arena, cx_json_text(cx_json_member(json, name), fallback));
}

static CxTaken
taken_of(const char *key)
{
    CxTaken taken = CX_TAKEN_IGNORED;
    for (CxTaken t = CX_TAKEN_IGNORED; t < CX_TAKEN_N; t++)
        taken = strcmp(cx_taken_key(t), key) == 0 ? t : taken;
    return taken;
}

static CxDraftColumn
read_column(CxArena *arena, const CxJson *json)
{
    return (CxDraftColumn){
        .name = text_of(arena, json, "name", ""),
        .question = text_of(arena, json, "question", ""),
        .taken = taken_of(cx_json_text(cx_json_member(json, "taken"), "")),
        .reason = text_of(arena, json, "reason", ""),
    };
}

static const char *const *
read_texts(CxArena *arena, const CxJson *list)
{
    const char **texts = cx_arena_new0_n(arena, const char *, cx_json_n(list));
    for (size_t i = 0; i < cx_json_n(list); i++)
        texts[i] = cx_arena_text(arena, cx_json_text(cx_json_at(list, i), ""));
    return texts;
}

CxFindings *
cx_findings_parse(const char *text, GError **error)
{
    g_autoptr(CxJson) json = cx_json_parse(text, strlen(text), NULL);
    if (cx_json_type(json) != CX_JSON_OBJECT) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_CORRUPT,
                            "what was found out about a file cannot be read");
        return NULL;
    }
    CxArena *arena = cx_arena_new();
    CxFindings *findings = cx_arena_new0(arena, CxFindings);
    const CxJson *list = cx_json_member(json, "columns");
    const CxJson *asked = cx_json_member(json, "questions");
    const CxJson *arrived = cx_json_member(json, "arrived");
    CxDraftColumn *columns = cx_arena_new0_n(arena, CxDraftColumn, cx_json_n(list));
    for (size_t i = 0; i < cx_json_n(list); i++)
        columns[i] = read_column(arena, cx_json_at(list, i));
    *findings = (CxFindings){
        .layout = text_of(arena, json, "layout", ""),
        .layout_reason = text_of(arena, json, "layout_reason", ""),
        .n_headers = (size_t)cx_json_int(cx_json_member(json, "header_rows"), 1),
        .n_sampled = cx_json_int(cx_json_member(json, "rows_sampled"), 0),
        .is_whole = cx_json_flag(cx_json_member(json, "is_whole"), false),
        .columns = columns,
        .n_columns = cx_json_n(list),
        .questions = read_texts(arena, asked),
        .n_questions = cx_json_n(asked),
        .arrived = read_texts(arena, arrived),
        .n_arrived = cx_json_n(arrived),
        .lack = text_of(arena, json, "lack", NULL),
        .drafted = text_of(arena, json, "drafted", NULL),
        .like = text_of(arena, json, "like", NULL),
        .arena = arena,
    };
    return findings;
}
