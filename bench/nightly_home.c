/* Fills a home with responses for bench_nightly.py, straight into the store and as an import leaves them.
 *
 *     nightly_home URL SURVEY RESPONSES
 *
 * The survey, its items and one import are there already. Responses are spread evenly over 36 months, in order
 * of days; ratings follow what each customer feels at all, with luck of their own; a tenth are missing. The same
 * arguments make the same home. */
#include <glib.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/random.h"
#include "db/txn.h"
#include "db/version.h"
#include "feedback/answers.h"
#include "feedback/survey.h"
#include "sql/feedback.h"

enum { FIRST_DAY = 19358 /* 2023-01-01 */, N_DAYS = 1096, BATCH = 200000, SCALE = 100 };

typedef struct {
    CxDb *db;
    const CxSurvey *survey;
    CxRandom random;
    GByteArray *blob;
    CxAnswer *answers;
    int64_t n;
} Filler;

static int
compare_answers(const void *a, const void *b)
{
    const int64_t left = ((const CxAnswer *)a)->item;
    const int64_t right = ((const CxAnswer *)b)->item;
    return left < right ? -1 : left > right;
}

/* A code on the item's scale for a mood of 0 to SCALE. */
static int64_t
draw_code(CxRandom *random, const CxItemVersion *asked, int64_t mood)
{
    if (asked->kind == CX_ITEM_KIND_CHOICE)
        return asked->lo + (int64_t)cx_random_below(random, (uint64_t)(asked->hi - asked->lo + 1));
    const int64_t luck = (int64_t)cx_random_below(random, SCALE / 2 + 1) - SCALE / 4;
    const int64_t felt = CLAMP(mood + luck, 0, SCALE);
    return asked->lo + (felt * (asked->hi - asked->lo) + SCALE / 2) / SCALE;
}

static void
draw_answers(Filler *filler)
{
    const int64_t mood = (int64_t)cx_random_below(&filler->random, SCALE + 1);
    size_t n = 0;
    for (size_t i = 0; i < filler->survey->n_items; i++) {
        const CxItem *item = &filler->survey->items[i];
        const CxItemVersion *asked = cx_item_latest(item);
        if (cx_random_below(&filler->random, 10) > 0) {
            filler->answers[n++] =
                (CxAnswer){ .item = item->id.v, .code = draw_code(&filler->random, asked, mood) };
        }
    }
    qsort(filler->answers, n, sizeof *filler->answers, compare_answers);
    g_byte_array_set_size(filler->blob, 0);
    cx_answers_append(filler->blob, filler->answers, n);
}

static bool
add(Filler *filler, int64_t i, GError **error)
{
    char key[32];
    g_snprintf(key, sizeof key, "id:%09" PRId64, i);
    draw_answers(filler);
    const CxSurvey *survey = filler->survey;
    const CxResponseAddParams params = {
        .version_id = survey->versions[0].id.v,
        .source_key = key,
        .revision = 1,
        .import_id = 1,
        .line = i + 2,
        .day = FIRST_DAY + i * N_DAYS / filler->n,
        .mode_id =
            CX_SOME_I64(survey->modes[cx_random_below(&filler->random, survey->n_modes)].id.v),
        .digest = { key, sizeof key },
        .answers = { filler->blob->data, filler->blob->len },
    };
    return cx_q_response_add(filler->db, &params, error);
}

static bool
fill(Filler *filler, GError **error)
{
    for (int64_t first = 0; first < filler->n; first += BATCH) {
        g_autoptr(CxTxn) txn = cx_txn_begin_write(filler->db, error);
        if (txn == NULL)
            return false;
        for (int64_t i = first; i < MIN(first + BATCH, filler->n); i++) {
            if (!add(filler, i, error))
                return false;
        }
        if (!cx_data_version_bump(filler->db, CX_FEEDBACK_AREA, error) ||
            !cx_txn_commit(&txn, error))
            return false;
    }
    return true;
}

static bool
run(const char *url, const char *key, int64_t n, GError **error)
{
    g_autoptr(CxDb) db = cx_db_open(url, CX_DB_WRITE, error);
    if (db == NULL)
        return false;
    g_autoptr(CxCtx) ctx = cx_ctx_open_system(db, NULL, (CxInstant){ 0 });
    g_autoptr(CxSurvey) survey = cx_survey_load(ctx, key, error);
    if (survey == NULL)
        return false;
    g_autoptr(GByteArray) blob = g_byte_array_new();
    g_autofree CxAnswer *answers = g_new0(CxAnswer, survey->n_items + 1);
    Filler filler = { .db = db,
                      .survey = survey,
                      .random = cx_random_seeded(20261122),
                      .blob = blob,
                      .answers = answers,
                      .n = n };
    return fill(&filler, error);
}

int
main(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    g_assert_cmpint(argc, ==, 4);
    if (run(argv[1], argv[2], g_ascii_strtoll(argv[3], NULL, 10), &error))
        return 0;
    g_printerr("nightly_home: %s\n", error->message);
    return 1;
}
