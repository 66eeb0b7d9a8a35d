#include "govern/program.h"

#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "db/db.h"
#include "db/txn.h"
#include "lang/assert.h"
#include "people/department.h"
#include "sql/govern.h"

static const char *const kind_keys[CX_PROGRAM_N] = {
#define X(name, key) [CX_PROGRAM_##name] = (key),
    CX_PROGRAM_MAP(X)
#undef X
};

const char *
cx_program_kind_key(CxProgramKind kind)
{
    cx_assert(kind < CX_PROGRAM_N);
    return kind_keys[kind];
}

bool
cx_program_kind_parse(const char *key, CxProgramKind *ret_kind, GError **error)
{
    for (size_t i = 0; i < CX_PROGRAM_N; i++) {
        if (g_strcmp0(key, kind_keys[i]) == 0) {
            *ret_kind = (CxProgramKind)i;
            return true;
        }
    }
    g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                "a program has no text \"%s\"; it has goals, governance, achieved, questions and "
                "approaches",
                key != NULL ? key : "");
    return false;
}

/* ---- Reading ---- */

/* The lines of a text that say something, trimmed. */
static const char *const *
split_lines(CxArena *arena, const char *text, size_t *ret_n)
{
    g_auto(GStrv) all = g_strsplit(text, "\n", -1);
    const char **lines = cx_arena_new0_n(arena, const char *, g_strv_length(all));
    size_t n = 0;
    for (size_t i = 0; all[i] != NULL; i++) {
        const char *line = g_strstrip(all[i]);
        if (*line != '\0')
            lines[n++] = cx_arena_text(arena, line);
    }
    *ret_n = n;
    return lines;
}

static CxProgramText
text_of_row(CxArena *arena, const CxProgramTextListRow *row, CxProgramKind kind)
{
    CxProgramText text = {
        .id = row->id,
        .kind = kind,
        .department = { row->department_id.is_set ? row->department_id.v : 0 },
        .department_key = cx_arena_text(arena, row->department_key),
        .department_name = cx_arena_text(arena, row->department_name),
        .from = { (int32_t)row->from_day },
        .text = cx_arena_text(arena, row->text),
        .meets_on = row->meets_day.is_set ? (CxDay){ (int32_t)row->meets_day.v } : CX_DAY_NONE,
        .set_by = cx_arena_text(arena, row->set_by),
    };
    text.lines = split_lines(arena, row->text, &text.n_lines);
    return text;
}

static bool
may_see(const CxCtx *ctx, const CxProgramText *text)
{
    return text->department.v == 0 || cx_ctx_can_see_department(ctx, text->department);
}

const CxProgram *
cx_program_load(CxCtx *ctx, CxDay day, GError **error)
{
    g_autoptr(CxStmt) stmt = cx_q_program_text_list(ctx->db, error);
    if (stmt == NULL)
        return NULL;
    g_autoptr(GArray) texts = g_array_new(FALSE, FALSE, sizeof(CxProgramText));
    CxProgramTextListRow row;
    CxStep step = cx_q_program_text_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_program_text_list_next(stmt, &row, error)) {
        CxProgramKind kind = CX_PROGRAM_N;
        if (!cx_program_kind_parse(row.kind, &kind, error))
            return NULL;
        const CxProgramText text = text_of_row(ctx->arena, &row, kind);
        if (text.from.v <= day.v && may_see(ctx, &text))
            g_array_append_val(texts, text);
    }
    if (step != CX_STEP_DONE)
        return NULL;
    CxProgram *program = cx_arena_new0(ctx->arena, CxProgram);
    CxProgramText *copy = cx_arena_new0_n(ctx->arena, CxProgramText, texts->len);
    for (guint i = 0; i < texts->len; i++)
        copy[i] = g_array_index(texts, CxProgramText, i);
    *program = (CxProgram){ copy, texts->len };
    return program;
}

/* The newest record, ended or not. */
static const CxProgramText *
find_newest(const CxProgram *program, CxProgramKind kind, CxDepartmentId department)
{
    for (size_t i = 0; i < program->n; i++) {
        const CxProgramText *text = &program->texts[i];
        if (text->kind == kind && text->department.v == department.v)
            return text;
    }
    return NULL;
}

const CxProgramText *
cx_program_text(const CxProgram *program, CxProgramKind kind, CxDepartmentId department)
{
    const CxProgramText *text = find_newest(program, kind, department);
    if (text == NULL)
        return NULL;
    return text->n_lines > 0 || !cx_day_is_none(text->meets_on) ? text : NULL;
}

const char *const *
cx_program_questions(const CxCtx *ctx, const CxProgram *program, size_t *ret_n)
{
    static const char *const keys[] = { "program.question.direction", "program.question.help",
                                        "program.question.goals" };
    const CxProgramText *own =
        cx_program_text(program, CX_PROGRAM_QUESTIONS, (CxDepartmentId){ 0 });
    if (own != NULL && own->n_lines > 0) {
        *ret_n = own->n_lines;
        return own->lines;
    }
    const char **lines = cx_arena_new0_n(ctx->arena, const char *, CX_N_ELEMENTS(keys));
    for (size_t i = 0; i < CX_N_ELEMENTS(keys); i++)
        lines[i] = cx_message_text(ctx->catalogue, keys[i]);
    *ret_n = CX_N_ELEMENTS(keys);
    return lines;
}

/* ---- Setting ---- */

static bool
fail(GError **error, CxErrorCode code, const char *text)
{
    g_set_error_literal(error, CX_ERROR, (int)code, text);
    return false;
}

static bool
check(const CxCtx *ctx, const CxProgramSet *set, GError **error)
{
    const bool is_of_department = set->kind == CX_PROGRAM_APPROACHES;
    const bool has_meeting = !cx_day_is_none(set->meets_on);
    if (is_of_department != (set->department != NULL)) {
        return fail(error, CX_ERROR_INVALID,
                    is_of_department ? "possible approaches belong to a department: say which"
                                     : "only possible approaches belong to a department");
    }
    if (has_meeting && set->kind != CX_PROGRAM_GOVERNANCE)
        return fail(error, CX_ERROR_INVALID, "only governance has a next meeting");
    if (has_meeting && set->meets_on.v < ctx->today.v)
        return fail(error, CX_ERROR_INVALID, "the next meeting cannot lie in the past");
    if (set->text != NULL && strlen(set->text) > CX_TEXT_BYTES_MAX)
        return fail(error, CX_ERROR_TOO_LARGE, "a text of the program has 16,000 letters at most");
    if (set->text != NULL && !g_utf8_validate(set->text, -1, NULL))
        return fail(error, CX_ERROR_INVALID, "the text is not UTF-8");
    return true;
}

static bool
is_in_force(const CxProgram *program, const CxProgramSet *set, CxDepartmentId department,
            const char *text)
{
    const CxProgramText *now = find_newest(program, set->kind, department);
    if (now == NULL)
        return *text == '\0' && cx_day_is_none(set->meets_on);
    return g_str_equal(now->text, text) && now->meets_on.v == set->meets_on.v;
}

static bool
add(CxCtx *ctx, const CxProgramSet *set, CxDepartmentId department, const char *text,
    GError **error)
{
    const bool has_meeting = !cx_day_is_none(set->meets_on);
    const CxProgramTextAddParams params = {
        .kind = cx_program_kind_key(set->kind),
        .department_id = department.v != 0 ? CX_SOME_I64(department.v) : (CxOptI64){ 0 },
        .from_day = ctx->today.v,
        .text = text,
        .meets_day = has_meeting ? CX_SOME_I64(set->meets_on.v) : (CxOptI64){ 0 },
        .set_by = ctx->actor.name,
        .set_us = ctx->now.us,
    };
    CxProgramTextAddRow row;
    if (!cx_q_program_text_add(ctx->db, &params, &row, error))
        return false;
    g_autofree char *meets_on = has_meeting ? cx_day_format(set->meets_on) : g_strdup("");
    g_autofree char *after = cx_audit_texts("kind", params.kind, "department",
                                            set->department != NULL ? set->department : "", "text",
                                            text, "meets_on", meets_on, NULL);
    return cx_ctx_audit(ctx, "program.set", "program_text", row.id, NULL, after, error);
}

bool
cx_program_set(CxCtx *ctx, const CxProgramSet *set, GError **error)
{
    if (!cx_ctx_check_change(ctx, "say what the program is", error) || !check(ctx, set, error))
        return false;
    g_autofree char *text = g_strstrip(g_strdup(set->text != NULL ? set->text : ""));
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL)
        return false;
    CxDepartmentId id = { 0 };
    if (set->department != NULL) {
        g_autoptr(CxDepartment) department = cx_department_find(ctx, set->department, error);
        if (department == NULL)
            return false;
        id = department->id;
    }
    const CxProgram *program = cx_program_load(ctx, ctx->today, error);
    if (program == NULL)
        return false;
    if (is_in_force(program, set, id, text))
        return true;
    return add(ctx, set, id, text, error) && cx_txn_commit(&txn, error);
}
