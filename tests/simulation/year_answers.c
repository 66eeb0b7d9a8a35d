/* The survey of a simulated program: what is answered, and what is declared of it. */
#include "year_priv.h"

#include <string.h>

#include "base/civil.h"
#include "evidence/declaration.h"
#include "feedback/import.h"

static const char mapping_text[] =
    "{\"format\":1,\"survey\":{\"key\":\"s\",\"title\":\"S\",\"zone\":\"UTC\",\"overall\":\"all\"},"
    "\"version\":{\"key\":\"v\",\"title\":\"V\",\"sampling\":\"probability\"},"
    "\"columns\":{\"id\":\"ID\",\"date\":{\"column\":\"D\",\"kind\":\"iso\"}},"
    "\"departments\":[{\"key\":\"seat0\",\"name\":\"Seat 0\"},{\"key\":\"seat1\",\"name\":\"Seat "
    "1\"},"
    "{\"key\":\"seat2\",\"name\":\"Seat 2\"},{\"key\":\"seat3\",\"name\":\"Seat 3\"},"
    "{\"key\":\"seat4\",\"name\":\"Seat 4\"}],"
    "\"scales\":{\"five\":{\"kind\":\"rating\",\"lo\":1,\"hi\":5,\"not_applicable\":{\"6\":\"-\"}}}"
    ","
    "\"items\":[{\"key\":\"all\",\"column\":\"ALL\",\"wording\":\"All?\",\"kind\":\"nps\","
    "\"role\":\"overall\"},"
    "{\"key\":\"side\",\"column\":\"SIDE\",\"wording\":\"Side?\",\"kind\":\"choice\","
    "\"codes\":{\"A\":\"Tried\",\"B\":\"Not tried\"}},"
    "{\"key\":\"q0\",\"column\":\"Q0\",\"wording\":\"Q0?\",\"scale\":\"five\",\"department\":"
    "\"seat0\"},"
    "{\"key\":\"q1\",\"column\":\"Q1\",\"wording\":\"Q1?\",\"scale\":\"five\",\"department\":"
    "\"seat1\"},"
    "{\"key\":\"q2\",\"column\":\"Q2\",\"wording\":\"Q2?\",\"scale\":\"five\",\"department\":"
    "\"seat2\"},"
    "{\"key\":\"q3\",\"column\":\"Q3\",\"wording\":\"Q3?\",\"scale\":\"five\",\"department\":"
    "\"seat3\"},"
    "{\"key\":\"q4\",\"column\":\"Q4\",\"wording\":\"Q4?\",\"scale\":\"five\",\"department\":"
    "\"seat4\"}]}";

static void
add_answer(World *world, GString *out, int32_t day, int i)
{
    g_autofree char *text = cx_day_format((CxDay){ day });
    const Trial *trial = &world->trial;
    const bool is_tried = trial->works && trial->id != 0 && i % 2 == 0 && day >= trial->from;
    g_string_append_printf(out, "%d-%d,%s,%d,%c", day, i, text,
                           world_happens(world, is_tried ? 0.9 : 0.5)
                               ? 9 + (int)world_happens(world, 0.5)
                               : world_between(world, 3, 8),
                           "AB"[i % 2]);
    for (int seat = 0; seat < SEATS_ASKED; seat++) {
        const bool has_changed = seat == world->changed_seat && day >= world->changed_from;
        const double share = seat == SEAT_LATE ? world_days_share(day, i)
                                               : 0.5 + (has_changed ? world->changed_by : 0.0);
        const bool is_asked = seat < SEATS_ASKED - 1 || world_happens(world, 0.02);
        const int rating =
            world_happens(world, share) ? world_between(world, 4, 5) : world_between(world, 1, 3);
        g_string_append_printf(out, ",%d", is_asked ? rating : 6);
    }
    g_string_append_c(out, '\n');
}

/* Brings the answers of the days from `first` to `last`. */
void
world_bring_answers(World *world, int32_t first, int32_t last)
{
    g_autoptr(GString) out = g_string_new("ID,D,ALL,SIDE,Q0,Q1,Q2,Q3,Q4\n");
    for (int32_t day = first; day <= last; day++) {
        for (int i = 0; i < WORLD_ANSWERS_DAY; i++)
            add_answer(world, out, day, i);
    }
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(CxCtx) ctx = world_ctx(world, last + 1);
    g_autoptr(GError) error = NULL;
    g_autoptr(CxMapping) mapping =
        cx_mapping_parse(mapping_text, strlen(mapping_text), issues, &error);
    for (size_t i = 0; i < cx_issues_count(issues); i++)
        g_test_message("%s", cx_issues_at(issues, i)->text);
    g_assert_nonnull(mapping);
    g_autoptr(CxImportReport) report =
        cx_import_run(ctx, "s.csv", out->str, out->len, mapping, &error);
    g_assert_no_error(error);
    g_assert_cmpint(report->n_rejected, ==, 0);
    world->answers_to = last;
}

int32_t
world_month_first(int32_t day)
{
    return cx_month_first_day(cx_day_month_index((CxDay){ day })).v;
}

void
world_declare(World *world, int32_t day)
{
    for (int seat = 0; seat < SEATS_ASKED; seat++) {
        g_autofree char *key = g_strdup_printf("seat%d", seat);
        g_autoptr(CxCtx) ctx = world_ctx(world, day);
        const CxDeclare declared = { .department = key, .cadence = "quarter", .from = CX_DAY_NONE };
        CxDeclarationId id;
        DO(cx_declaration_add(ctx, &declared, &id, error));
    }
    world->is_declared = true;
}
