/* Commitments and communications: whose they are, when they are done, what cannot be. */
#include "base/error.h"
#include "engage/visible.h"
#include "support/engines.h"
#include "unit/people/cast.h"

static void
test_commitments(CxDb *db)
{
    const CxLeaderId ada = cast_leader(db, "Ada", NULL, cast_day(-900), CX_DAY_NONE);
    const CxLeaderId ben = cast_leader(db, "Ben", NULL, cast_day(-900), CX_DAY_NONE);
    g_autoptr(CxCtx) team = cast_system(db);
    g_autoptr(CxCtx) own = cast_ctx(db, cast_user(db, "ada", CX_ROLE_LEADER, ada));
    g_autoptr(GError) error = NULL;
    g_assert_true(cx_commitment_add(own, ada, "opens the town hall", cast_day(5), NULL));
    g_assert_false(cx_commitment_add(own, ben, "x", cast_day(5), &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
    g_clear_error(&error);
    g_assert_false(cx_commitment_add(team, ben, "x", cast_day(-1), &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
    g_clear_error(&error);
    g_assert_false(cx_commitment_add(team, ben, "", cast_day(1), NULL));
    g_assert_false(cx_commitment_add(team, (CxLeaderId){ 99 }, "x", cast_day(1), NULL));
    g_assert_true(cx_commitment_add(team, ben, "calls a customer back", cast_day(1), NULL));
    CxCommitments all;
    g_assert_true(cx_commitment_list(team, &all, NULL));
    g_assert_cmpuint(all.n, ==, 2);
    g_assert_cmpint(all.items[0].leader.v, ==, ben.v);
    const int64_t of_ben = all.items[0].id;
    g_assert_true(cx_commitment_list(own, &all, NULL));
    g_assert_cmpuint(all.n, ==, 1);
    CxLeaderId whose = { 0 };
    g_assert_false(cx_commitment_end(own, of_ben, "it shows", &whose, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_NOT_FOUND);
    g_clear_error(&error);
    g_assert_false(cx_commitment_end(own, all.items[0].id, "", &whose, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
    g_assert_true(cx_commitment_end(own, all.items[0].id, "400 were there", &whose, NULL));
    g_assert_false(cx_commitment_end(own, all.items[0].id, "again", &whose, NULL));
    g_assert_true(cx_commitment_end(team, of_ben, NULL, &whose, NULL));
    g_assert_true(cx_commitment_list(team, &all, NULL));
    g_assert_cmpint(all.items[0].state, ==, CX_COMMITMENT_WITHDRAWN);
    g_assert_cmpstr(all.items[1].evidence, ==, "400 were there");
    g_autoptr(CxCtx) finance =
        cast_ctx(db, cast_user(db, "fin", CX_ROLE_FINANCE, (CxLeaderId){ 0 }));
    g_assert_false(cx_commitment_list(finance, &all, NULL));
    (void)cast_audited(db);
}

static void
test_communications(CxDb *db)
{
    const CxLeaderId ada = cast_leader(db, "Ada", NULL, cast_day(-900), CX_DAY_NONE);
    const CxLeaderId ben = cast_leader(db, "Ben", NULL, cast_day(-900), CX_DAY_NONE);
    g_autoptr(CxCtx) team = cast_system(db);
    g_autoptr(CxCtx) own = cast_ctx(db, cast_user(db, "ada", CX_ROLE_LEADER, ada));
    CxCommunication said = { .leader = ada,
                             .day = CX_DAY_NONE,
                             .channel = CX_CHANNEL_VIDEO,
                             .audience = "all heads",
                             .about = "invoices" };
    g_assert_true(cx_communication_add(own, &said, NULL));
    said.leader = ben;
    g_assert_false(cx_communication_add(own, &said, NULL));
    said.day = cast_day(1);
    g_assert_false(cx_communication_add(team, &said, NULL));
    said.day = cast_day(-3);
    said.about = "";
    g_assert_false(cx_communication_add(team, &said, NULL));
    said.about = "depots";
    g_assert_true(cx_communication_add(team, &said, NULL));
    CxCommunications all;
    g_assert_true(cx_communication_list(team, &all, NULL));
    g_assert_cmpuint(all.n, ==, 2);
    g_assert_cmpint(all.items[0].channel, ==, CX_CHANNEL_VIDEO);
    const int64_t id = all.items[0].id;
    g_assert_true(cx_communication_list(own, &all, NULL));
    g_assert_cmpuint(all.n, ==, 1);
    g_assert_false(cx_communication_withdraw(own, id, NULL));
    g_assert_true(cx_communication_withdraw(team, id, NULL));
    g_assert_false(cx_communication_withdraw(team, id, NULL));
    CxChannel channel = CX_CHANNEL_N;
    g_assert_false(cx_channel_parse("smoke", &channel, NULL));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add("/engage/visible/commitments", test_commitments);
    cx_test_engines_add("/engage/visible/communications", test_communications);
    return g_test_run();
}
