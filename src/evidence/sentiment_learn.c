/* How well words tell a low from a high rating. */
#include <linear.h>
#include <math.h>

#include "evidence/theme_learn_priv.h"

#define TOLD_MAX 8 /* words of praise and of blame */

/* The texts beside a low or a high rating, as liblinear takes them. */
typedef struct {
    GPtrArray *rows; /* of struct feature_node, owned, ended by index -1 */
    GArray *labels;  /* of double: +1 high, -1 low */
    GArray *folds;   /* of guint8 */
} Sample;

static struct feature_node *
features_of(const CxThemeCorpus *corpus, size_t i_text)
{
    const GArray *places = corpus->has->pdata[i_text];
    struct feature_node *row = g_new0(struct feature_node, places->len + 2);
    double squares = 0.0;
    for (guint k = 0; k < places->len; k++) {
        const guint place = g_array_index(places, guint, k);
        const double df = (double)g_array_index(corpus->terms, CxCorpusTerm, place).df;
        row[k].index = (int)place + 1;
        row[k].value = log((1.0 + (double)corpus->n) / (1.0 + df)) + 1.0;
        squares += row[k].value * row[k].value;
    }
    for (guint k = 0; squares > 0.0 && k < places->len; k++)
        row[k].value /= sqrt(squares);
    /* What goes without any word: the side that is more common. */
    row[places->len] = (struct feature_node){ (int)corpus->terms->len + 1, 1.0 };
    row[places->len + 1].index = -1;
    return row;
}

static void
sample_fill(const CxThemeCorpus *corpus, Sample *sample, CxSentiment *sentiment)
{
    int64_t n_high = 0;
    for (size_t i = 0; i < corpus->n; i++) {
        if (corpus->texts[i].side == CX_THEME_MIDDLE)
            continue;
        const double label = corpus->texts[i].side == CX_THEME_HIGH ? 1.0 : -1.0;
        g_ptr_array_add(sample->rows, features_of(corpus, i));
        g_array_append_val(sample->labels, label);
        g_array_append_val(sample->folds, corpus->fold[i]);
        n_high += label > 0.0 ? 1 : 0;
    }
    sentiment->n = (int64_t)sample->rows->len;
    sentiment->n_common = MAX(n_high, sentiment->n - n_high);
}

static void
say_nothing(CX_UNUSED const char *text)
{
}

/* The model of all but one fold; CX_THEME_FOLDS leaves none out. */
static struct model *
train_without(const CxThemeCorpus *corpus, const Sample *sample, guint8 fold)
{
    const guint n = sample->rows->len;
    g_autofree struct feature_node **rows = g_new0(struct feature_node *, n + 1);
    g_autofree double *labels = g_new0(double, n + 1);
    struct problem problem = {
        .x = rows, .y = labels, .n = (int)corpus->terms->len + 1, .bias = -1.0
    };
    for (guint i = 0; i < n; i++) {
        if (g_array_index(sample->folds, guint8, i) == fold)
            continue;
        rows[problem.l] = sample->rows->pdata[i];
        labels[problem.l++] = g_array_index(sample->labels, double, i);
    }
    const struct parameter parameter = { .solver_type = L2R_LR, .eps = 0.01, .C = 1.0 };
    set_print_string_function(say_nothing);
    return train(&problem, &parameter);
}

static int64_t
count_right(const CxThemeCorpus *corpus, const Sample *sample)
{
    int64_t n_right = 0;
    for (guint8 fold = 0; fold < CX_THEME_FOLDS; fold++) {
        struct model *model = train_without(corpus, sample, fold);
        for (guint i = 0; i < sample->rows->len; i++) {
            if (g_array_index(sample->folds, guint8, i) == fold &&
                predict(model, sample->rows->pdata[i]) * g_array_index(sample->labels, double, i) >
                    0.0)
                n_right++;
        }
        free_and_destroy_model(&model);
    }
    return n_right;
}

/* The words that are long enough to say something with the greatest weights towards a label. */
static GStrv
telling_words(const CxThemeCorpus *corpus, const struct model *model, double label)
{
    const int first = model->label[0];
    const double sign = label * (double)first;
    g_autoptr(GStrvBuilder) words = g_strv_builder_new();
    g_autofree bool *used = g_new0(bool, corpus->terms->len + 1);
    for (int n = 0; n < TOLD_MAX; n++) {
        guint best = corpus->terms->len;
        for (guint i = 0; i < corpus->terms->len; i++) {
            const CxCorpusTerm *term = &g_array_index(corpus->terms, CxCorpusTerm, i);
            const bool is_word = !cx_term_is_pair(term->stem) && cx_corpus_is_long(term);
            if (is_word && !used[i] && sign * model->w[i] > 0.0 &&
                (best == corpus->terms->len || sign * model->w[i] > sign * model->w[best]))
                best = i;
        }
        if (best == corpus->terms->len)
            break;
        used[best] = true;
        g_strv_builder_add(words, g_array_index(corpus->terms, CxCorpusTerm, best).written);
    }
    return g_strv_builder_end(words);
}

CxSentiment
cx_sentiment_learn(const CxThemeCorpus *corpus)
{
    CxSentiment sentiment = { .n_terms = (int64_t)corpus->terms->len };
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GArray) labels = g_array_new(FALSE, FALSE, sizeof(double));
    g_autoptr(GArray) folds = g_array_new(FALSE, FALSE, sizeof(guint8));
    Sample sample = { rows, labels, folds };
    sample_fill(corpus, &sample, &sentiment);
    if (sentiment.n - sentiment.n_common < CX_SENTIMENT_SIDE_MIN || corpus->terms->len == 0) {
        sentiment.n = sentiment.n_common = 0;
        sentiment.praise = g_new0(char *, 1);
        sentiment.blame = g_new0(char *, 1);
        return sentiment;
    }
    sentiment.n_right = count_right(corpus, &sample);
    struct model *model = train_without(corpus, &sample, CX_THEME_FOLDS);
    sentiment.praise = telling_words(corpus, model, 1.0);
    sentiment.blame = telling_words(corpus, model, -1.0);
    free_and_destroy_model(&model);
    return sentiment;
}

void
cx_sentiment_clear(CxSentiment *sentiment)
{
    g_clear_pointer(&sentiment->praise, g_strfreev);
    g_clear_pointer(&sentiment->blame, g_strfreev);
}
