#include "db/version.h"

#include <inttypes.h>
#include <string.h>

#include "base/random.h"
#include "db/db_priv.h"
#include "lang/assert.h"
#include "sql/db.h"

bool
cx_data_version(CxDb *db, const char *area, int64_t *ret_version, GError **error)
{
    CxDataVersionRow row;
    if (!cx_q_data_version(db, &(CxDataVersionParams){ .area = area }, &row, error))
        return false;
    *ret_version = row.version;
    return true;
}

bool
cx_data_version_stamp(CxDb *db, const char *area, GString *stamp, GError **error)
{
    g_autoptr(CxStmt) stmt = cx_q_data_token(db, &(CxDataTokenParams){ .area = area }, error);
    if (stmt == NULL)
        return false;
    g_string_append(stamp, area);
    CxDataTokenRow row;
    CxStep step;
    while ((step = cx_q_data_token_next(stmt, &row, error)) == CX_STEP_ROW)
        g_string_append_printf(stamp, " %" PRId64 " %s", row.version, row.token);
    return step == CX_STEP_DONE;
}

bool
cx_data_version_bump(CxDb *db, const char *area, GError **error)
{
    enum { TOKEN_BYTES = 12 };
    g_autofree char *token = cx_random_token(TOKEN_BYTES);
    const CxDataVersionBumpParams params = { .area = area, .token = token };
    return cx_q_data_version_bump(db, &params, error);
}

/* ---- Tables that are counted by themselves ---- */

#define TABLE_AREA "table."

const char *const cx_counted_tables[] = {
    "account",
    "account_person",
    "account_state",
    "answer_waiting",
    "currency_rate",
    "department",
    "department_change",
    "department_change_part",
    "department_name",
    "fact",
    "fact_file",
    "fact_file_metric",
    "import_file",
    "import_item",
    "item",
    "item_code",
    "item_owner",
    "item_version",
    "leader",
    "leader_superior",
    "metric",
    "metric_target",
    "mode",
    "original",
    "original_chunk",
    "reporting_currency",
    "respondent",
    "response",
    "response_text",
    "survey",
    "survey_version",
    "term",
    NULL,
};
_Static_assert(CX_N_ELEMENTS(cx_counted_tables) <= 65, "one bit each, and the end");

/* The place of a name among the counted tables; -1: it is not. */
static int
find_counted(const char *name, size_t len)
{
    for (int i = 0; cx_counted_tables[i] != NULL; i++) {
        if (strlen(cx_counted_tables[i]) == len && memcmp(cx_counted_tables[i], name, len) == 0)
            return i;
    }
    return -1;
}

static bool
is_word(const char *word, size_t len, const char *keyword)
{
    return strlen(keyword) == len && g_ascii_strncasecmp(word, keyword, len) == 0;
}

/* SQL of ours has names without quotes, and a table that is written stands after INTO, UPDATE or DELETE
 * FROM. A name in a text or a comment would count too much, never too little. */
uint64_t
cx_counted_written(const char *sql)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
    uint64_t written = 0;
    bool is_deleting = false; /* the word before was DELETE */
    bool is_target = false;   /* the next word is a table that is written */
    for (const char *at = sql + strcspn(sql, letters); *at != '\0'; at += strcspn(at, letters)) {
        const size_t len = strspn(at, letters);
        const int i_table = is_target ? find_counted(at, len) : -1;
        if (i_table >= 0)
            written |= (uint64_t)1 << i_table;
        is_target = is_word(at, len, "INTO") || is_word(at, len, "UPDATE") ||
                    (is_deleting && is_word(at, len, "FROM"));
        is_deleting = is_word(at, len, "DELETE");
        at += len;
    }
    return written;
}

void
cx_db_note_written(CxDb *db, const CxQuery *query)
{
    if (db->txn == NULL || !db->txn->is_write)
        return;
    if (db->written == NULL)
        db->written = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, g_free);
    uint64_t *written = g_hash_table_lookup(db->written, query);
    if (written == NULL) {
        written = g_new(uint64_t, 1);
        *written = cx_counted_written(db->engine == CX_ENGINE_PG ? query->pg : query->sqlite);
        g_hash_table_insert(db->written, (gpointer)(uintptr_t)query, written);
    }
    db->txn->written |= *written;
}

bool
cx_db_count_written(CxDb *db, GError **error)
{
    const uint64_t written = db->txn->written;
    for (int i = 0; cx_counted_tables[i] != NULL; i++) {
        if ((written >> i & 1) == 0)
            continue;
        g_autofree char *area = g_strconcat(TABLE_AREA, cx_counted_tables[i], NULL);
        if (!cx_data_version_bump(db, area, error))
            return false;
    }
    return true;
}

bool
cx_data_version_stamp_tables(CxDb *db, const char *tables, GString *stamp, GError **error)
{
    g_autoptr(GString) areas = g_string_new(" ");
    g_auto(GStrv) names = g_strsplit(tables, " ", -1);
    for (size_t i = 0; names[i] != NULL; i++) {
        cx_assert(find_counted(names[i], strlen(names[i])) >= 0);
        g_string_append_printf(areas, TABLE_AREA "%s ", names[i]);
    }
    const CxDataTokensParams params = { .areas = areas->str };
    g_autoptr(CxStmt) stmt = cx_q_data_tokens(db, &params, error);
    if (stmt == NULL)
        return false;
    CxDataTokensRow row;
    CxStep step;
    while ((step = cx_q_data_tokens_next(stmt, &row, error)) == CX_STEP_ROW)
        g_string_append_printf(stamp, " %s %" PRId64 " %s", row.area, row.version, row.token);
    return step == CX_STEP_DONE;
}
