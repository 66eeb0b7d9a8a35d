#include "engage/contact.h"

#include <string.h>

#include "engage/wall.h"
#include "lang/assert.h"
#include "sql/engage.h"

static const char *const kind_keys[CX_CONTACT_N] = {
#define X(name, key) [CX_CONTACT_##name] = (key),
    CX_CONTACT_MAP(X)
#undef X
};

const char *
cx_contact_kind_key(CxContactKind kind)
{
    cx_assert(kind < CX_CONTACT_N);
    return kind_keys[kind];
}

bool
cx_contact_kind_find(const char *key, CxContactKind *ret_kind)
{
    for (size_t i = 0; key != NULL && i < CX_CONTACT_N; i++) {
        if (strcmp(kind_keys[i], key) == 0) {
            *ret_kind = (CxContactKind)i;
            return true;
        }
    }
    return false;
}

bool
cx_contact_kind_is_real(CxContactKind kind)
{
    return kind == CX_CONTACT_MEETING || kind == CX_CONTACT_CALL;
}

bool
cx_contact_list(CxCtx *ctx, CxContacts *ret_contacts, GError **error)
{
    if (!cx_engage_check_read(ctx, "contacts with leaders", error))
        return false;
    g_autoptr(CxStmt) stmt = cx_q_contact_list(ctx->db, error);
    if (stmt == NULL)
        return false;
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(CxContact));
    CxContactListRow row;
    CxStep step = cx_q_contact_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_contact_list_next(stmt, &row, error)) {
        CxContact contact = {
            .id = row.id,
            .note = row.note_id,
            .leader = { row.leader_id },
            .day = { (int32_t)row.day },
            .with_sponsor = row.with_sponsor != 0,
            .topic = cx_arena_text(ctx->arena, row.topic),
            .noted_by = cx_arena_text(ctx->arena, row.noted_by),
        };
        if (cx_engage_can_see(ctx, contact.leader) && cx_contact_kind_find(row.kind, &contact.kind))
            g_array_append_val(found, contact);
    }
    if (step != CX_STEP_DONE)
        return false;
    *ret_contacts = (CxContacts){ cx_engage_keep(ctx->arena, found), found->len };
    return true;
}

const CxContact *
cx_contact_last(const CxContacts *contacts, CxLeaderId leader, CxDay until)
{
    for (size_t i = 0; i < contacts->n; i++) {
        const CxContact *contact = &contacts->items[i];
        if (contact->leader.v == leader.v && contact->day.v <= until.v &&
            cx_contact_kind_is_real(contact->kind))
            return contact;
    }
    return NULL;
}
