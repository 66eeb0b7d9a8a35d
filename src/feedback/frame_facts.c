#include "feedback/frame_facts.h"

#include <string.h>

#include "business/fact.h"
#include "business/metric.h"
#include "sql/feedback.h"

/* One metric in the frame. */
typedef struct {
    CxMetric *metric;
    GArray *cuts;  /* of int64_t */
    bool has_item; /* its classes are an item */
} Column;

/* A fact that meets a response. */
typedef struct {
    int64_t response;
    int64_t metric;
    CxDay from;
    int64_t value;
    const char *currency; /* borrowed until the next */
} Met;

#define STREAMS 4

/* The later overrules the earlier. */
static const CxFactKind order[STREAMS] = { CX_FACT_ACCOUNT, CX_FACT_RESPONDENT, CX_FACT_TRANSACTION,
                                           CX_FACT_RESPONSE };

/* The facts of one kind, in order of responses. */
typedef struct {
    CxStmt *stmt; /* NULL: the survey meets none of this kind */
    CxFactKind kind;
    Met next;
    bool has_next;
} Stream;

struct CxFrameFacts {
    CxCtx *ctx;
    GPtrArray *columns; /* of Column */
    GHashTable *by_id;  /* metric id -> Column's place + 1 */
    CxRateTable *rates;
    bool has_kind[CX_FACT_KIND_N]; /* the survey can meet it */
    bool is_met[CX_FACT_KIND_N];   /* and there are facts of it */
    Stream streams[STREAMS];       /* in that order */
    int64_t *values;
    size_t n_items;
};

static void
column_free(gpointer data)
{
    Column *column = data;
    cx_metric_free(column->metric);
    if (column->cuts != NULL)
        g_array_unref(column->cuts);
    g_free(column);
}

void
cx_frame_facts_free(CxFrameFacts *facts)
{
    if (facts == NULL)
        return;
    for (size_t i = 0; i < STREAMS; i++)
        cx_stmt_close(facts->streams[i].stmt);
    g_ptr_array_unref(facts->columns);
    g_hash_table_unref(facts->by_id);
    cx_rate_table_free(facts->rates);
    g_free(facts->values);
    g_free(facts);
}

/* ---- Which metrics ---- */

static bool
add_metric(CxFrameFacts *facts, CxMetric *metric, GError **error)
{
    Column *column = g_new0(Column, 1);
    column->metric = metric;
    g_ptr_array_add(facts->columns, column);
    int64_t *id = &column->metric->id.v;
    (void)g_hash_table_insert(facts->by_id, id, GUINT_TO_POINTER(facts->columns->len));
    column->cuts = cx_fact_cuts(facts->ctx, metric, error);
    return column->cuts != NULL;
}

/* Whether responses of the survey can be met by facts of a kind. */
static bool
find_kinds(CxFrameFacts *facts, const CxSurvey *survey, GError **error)
{
    const CxResponseWhoseParams params = { .survey_id = survey->id.v };
    CxResponseWhoseRow row;
    if (!cx_q_response_whose(facts->ctx->db, &params, &row, error))
        return false;
    facts->has_kind[CX_FACT_RESPONSE] = true;
    facts->has_kind[CX_FACT_RESPONDENT] = row.has_respondent != 0;
    facts->has_kind[CX_FACT_ACCOUNT] = row.has_account != 0;
    facts->has_kind[CX_FACT_TRANSACTION] = row.has_transaction != 0;
    return true;
}

/* The ids of metrics with a fact of a kind the survey can meet. */
static GHashTable *
find_metrics(CxFrameFacts *facts, GError **error)
{
    g_autoptr(CxStmt) stmt = cx_q_fact_kinds(facts->ctx->db, error);
    if (stmt == NULL)
        return NULL;
    g_autoptr(GHashTable) wanted = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    CxFactKindsRow row;
    CxStep step;
    while ((step = cx_q_fact_kinds_next(stmt, &row, error)) == CX_STEP_ROW) {
        CxFactKind kind = CX_FACT_PERIOD;
        if (!cx_fact_kind_find(row.kind, &kind) || !facts->has_kind[kind])
            continue;
        facts->is_met[kind] = true;
        int64_t *id = g_new(int64_t, 1);
        *id = row.metric_id;
        (void)g_hash_table_add(wanted, id);
    }
    return step == CX_STEP_DONE ? g_steal_pointer(&wanted) : NULL;
}

CxFrameFacts *
cx_frame_facts_new(CxCtx *ctx, const CxSurvey *survey, GError **error)
{
    g_autoptr(CxFrameFacts) facts = g_new0(CxFrameFacts, 1);
    facts->ctx = ctx;
    facts->columns = g_ptr_array_new_with_free_func(column_free);
    facts->by_id = g_hash_table_new(g_int64_hash, g_int64_equal);
    if (!find_kinds(facts, survey, error))
        return NULL;
    g_autoptr(GHashTable) wanted = find_metrics(facts, error);
    if (wanted == NULL)
        return NULL;
    if (g_hash_table_size(wanted) == 0)
        return g_steal_pointer(&facts);
    facts->rates = cx_rate_table_load(ctx, error);
    g_autoptr(GPtrArray) metrics = facts->rates != NULL ? cx_metric_all(ctx, error) : NULL;
    if (metrics == NULL)
        return NULL;
    for (guint i = 0; i < metrics->len;) {
        const CxMetric *metric = g_ptr_array_index(metrics, i);
        if (!g_hash_table_contains(wanted, &metric->id.v))
            i++;
        else if (!add_metric(facts, g_ptr_array_steal_index(metrics, i), error))
            return NULL;
    }
    facts->values = g_new(int64_t, facts->columns->len);
    return g_steal_pointer(&facts);
}

/* ---- Columns ---- */

static bool
add_classes(CxFrameFacts *facts, Column *column, const char *name, CxFrameBuilder *builder,
            GError **error)
{
    if (column->cuts->len == 0)
        return true;
    const guint n = column->cuts->len + 1;
    g_autoptr(CxArena) arena = cx_arena_new();
    CxFrameChoice *choices = cx_arena_new0_n(arena, CxFrameChoice, n);
    for (guint i = 0; i < n; i++) {
        choices[i] = (CxFrameChoice){
            .code = (uint8_t)i,
            .key = cx_arena_take(arena, cx_metric_class_key(column->metric, column->cuts, i)),
            .label = cx_arena_take(arena, cx_metric_class_label(column->metric, column->cuts,
                                                                facts->rates->reporting, i)),
        };
    }
    const CxFrameItem item = {
        .key = name,
        .label = column->metric->label,
        .department = column->metric->department.v,
        .kind = CX_FRAME_CHOICE,
        .choices = choices,
        .n_choices = n,
        .is_fact = true,
    };
    size_t index = 0;
    column->has_item = true;
    facts->n_items++;
    return cx_frame_builder_add_item(builder, &item, &index, error);
}

bool
cx_frame_facts_add_columns(CxFrameFacts *facts, CxFrameBuilder *builder, GError **error)
{
    for (guint i = 0; i < facts->columns->len; i++) {
        Column *column = g_ptr_array_index(facts->columns, i);
        const CxMetric *metric = column->metric;
        g_autofree char *name = g_strconcat(CX_FRAME_FACT_PREFIX, metric->key, NULL);
        if (!add_classes(facts, column, name, builder, error))
            return false;
        const CxFrameFact fact = {
            .key = metric->key,
            .label = metric->label,
            .unit = metric->is_money ? facts->rates->reporting : metric->unit,
            .decimals =
                metric->is_money ? cx_currency_exponent(facts->rates->reporting) : metric->decimals,
            .department = metric->department.v,
            .direction =
                metric->direction == CX_METRIC_DOWN ? CX_FRAME_LOW_IS_GOOD : CX_FRAME_HIGH_IS_GOOD,
            .class_item = column->has_item ? name : NULL,
        };
        size_t index = 0;
        if (!cx_frame_builder_add_fact(builder, &fact, &index, error))
            return false;
    }
    return true;
}

bool
cx_frame_facts_can_follow(const CxFrameFacts *facts, const CxSurvey *survey)
{
    return survey->n_versions < 2 || !facts->is_met[CX_FACT_RESPONSE];
}

size_t
cx_frame_facts_n_items(const CxFrameFacts *facts)
{
    return facts->n_items;
}

/* ---- Rows ---- */

static CxStmt *
open_stream(CxFrameFacts *facts, const CxFrameFactsOf *of, CxFactKind kind, GError **error)
{
    const CxSurvey *survey = of->survey;
    const size_t i_version = of->i_version;
    CxDb *db = facts->ctx->db;
    const int64_t version = survey->versions[i_version].id.v;
    g_autofree char *version_scope = cx_fact_scope(survey->key, survey->versions[i_version].key);
    switch (kind) {
    case CX_FACT_RESPONSE:
        return cx_q_fact_join_response(
            db,
            &(CxFactJoinResponseParams){ .version_id = version,
                                         .after_id = of->after,
                                         .scope = survey->key,
                                         .version_scope = version_scope },
            error);
    case CX_FACT_RESPONDENT:
        return cx_q_fact_join_respondent(db,
                                         &(CxFactJoinRespondentParams){ .version_id = version,
                                                                        .after_id = of->after,
                                                                        .scope = survey->key },
                                         error);
    case CX_FACT_ACCOUNT:
        return cx_q_fact_join_account(
            db, &(CxFactJoinAccountParams){ .version_id = version, .after_id = of->after }, error);
    case CX_FACT_TRANSACTION:
        return cx_q_fact_join_transaction(
            db, &(CxFactJoinTransactionParams){ .version_id = version, .after_id = of->after },
            error);
    case CX_FACT_PERIOD:
    case CX_FACT_KIND_N:
        break;
    }
    return NULL;
}

/* The next fact of a kind. The four queries return the same columns. */
#define STEP(stream, name, Row, error)                                                             \
    do {                                                                                           \
        Row row;                                                                                   \
        step = name((stream)->stmt, &row, (error));                                                \
        if (step == CX_STEP_ROW)                                                                   \
            (stream)->next =                                                                       \
                (Met){ row.response_id, row.metric_id,                                             \
                       row.from_day.is_set ? (CxDay){ (int32_t)row.from_day.v } : CX_DAY_NONE,     \
                       row.value, row.currency };                                                  \
    } while (false)

static bool
advance(Stream *stream, GError **error)
{
    CxStep step = CX_STEP_DONE;
    if (stream->kind == CX_FACT_RESPONSE)
        STEP(stream, cx_q_fact_join_response_next, CxFactJoinResponseRow, error);
    else if (stream->kind == CX_FACT_RESPONDENT)
        STEP(stream, cx_q_fact_join_respondent_next, CxFactJoinRespondentRow, error);
    else if (stream->kind == CX_FACT_ACCOUNT)
        STEP(stream, cx_q_fact_join_account_next, CxFactJoinAccountRow, error);
    else
        STEP(stream, cx_q_fact_join_transaction_next, CxFactJoinTransactionRow, error);
    stream->has_next = step == CX_STEP_ROW;
    return step != CX_STEP_ERROR;
}

bool
cx_frame_facts_begin(CxFrameFacts *facts, const CxFrameFactsOf *of, GError **error)
{
    for (size_t i = 0; i < STREAMS; i++) {
        Stream *stream = &facts->streams[i];
        g_clear_pointer(&stream->stmt, cx_stmt_close);
        *stream = (Stream){ .kind = order[i] };
        if (!facts->is_met[order[i]])
            continue;
        stream->stmt = open_stream(facts, of, order[i], error);
        if (stream->stmt == NULL || !advance(stream, error))
            return false;
    }
    return true;
}

/* Keeps a fact's value if it holds on the day of the response. */
static void
take(CxFrameFacts *facts, const Met *met, CxDay day)
{
    const guint place = GPOINTER_TO_UINT(g_hash_table_lookup(facts->by_id, &met->metric));
    const bool is_dated = !cx_day_is_none(met->from);
    if (place == 0)
        return;
    const Column *column = g_ptr_array_index(facts->columns, place - 1);
    int64_t value = met->value;
    if (column->metric->is_money && met->currency != NULL) {
        CxMoney money = { .minor = met->value };
        g_strlcpy(money.currency, met->currency, sizeof money.currency);
        if (!cx_rate_table_convert(facts->rates, money, is_dated ? met->from : day, &value))
            value = CX_FACT_MISSING;
    }
    facts->values[place - 1] = value;
}

static bool
take_stream(CxFrameFacts *facts, Stream *stream, int64_t response, CxDay day, GError **error)
{
    const bool is_one = stream->kind == CX_FACT_RESPONSE || stream->kind == CX_FACT_TRANSACTION;
    while (stream->has_next && stream->next.response <= response) {
        const bool holds =
            is_one || cx_day_is_none(stream->next.from) || stream->next.from.v <= day.v;
        if (stream->next.response == response && holds)
            take(facts, &stream->next, day);
        if (!advance(stream, error))
            return false;
    }
    return true;
}

const int64_t *
cx_frame_facts_row(CxFrameFacts *facts, int64_t response, CxDay day, uint8_t *classes,
                   GError **error)
{
    static const int64_t none[] = { CX_FACT_MISSING };
    if (facts->columns->len == 0)
        return none;
    for (guint i = 0; i < facts->columns->len; i++)
        facts->values[i] = CX_FACT_MISSING;
    for (size_t i = 0; i < STREAMS; i++) {
        if (!take_stream(facts, &facts->streams[i], response, day, error))
            return NULL;
    }
    for (guint i = 0, i_item = 0; i < facts->columns->len; i++) {
        const Column *column = g_ptr_array_index(facts->columns, i);
        if (!column->has_item)
            continue;
        const int64_t value = facts->values[i];
        classes[i_item++] = value == CX_FACT_MISSING
                                ? CX_CODE_MISSING
                                : (uint8_t)cx_metric_class(column->cuts, value);
    }
    return facts->values;
}
