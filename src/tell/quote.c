#include <math.h>
#include <string.h>

#include "base/words.h"
#include "db/db.h"
#include "db/txn.h"
#include "sql/tell.h"
#include "tell/quote_priv.h"

#define LETTERS_MIN 40
#define LETTERS_MAX 220
/* Fewer different words than this say little. */
#define WORDS_MIN 6
/* One letter in so many a capital, or so many marks in a row, is shouting. */
#define CAPITALS_SHOUTED 4
#define MARKS_SHOUTED    3
/* A word with a capital inside a sentence that fewer comments use may be somebody's name. */
#define CAPITAL_MIN 3
/* How much a point of rating away from the side's mean counts against a full likeness. */
#define RATING_WEIGHT 0.05
/* Names are looked up for the nearest candidates of a side; if all of these name somebody, none is
 * shown. */
#define TRIES_MAX 50

/* ---- Counting words ---- */

static double
number_of(GHashTable *numbers, gconstpointer word)
{
    const double *number = g_hash_table_lookup(numbers, word);
    return number != NULL ? *number : 0.0;
}

/* Adds to the number of a word. */
static void
add_to(GHashTable *numbers, char *word, double more)
{
    double *number = g_hash_table_lookup(numbers, word);
    if (number == NULL) {
        number = g_new0(double, 1);
        g_hash_table_insert(numbers, word, number);
    }
    *number += more;
}

/* Words, borrowed -> numbers. */
static GHashTable *
numbers_new(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
}

/* Word -> how often in this text. */
static GHashTable *
count_words(const GArray *words)
{
    GHashTable *counts = numbers_new();
    for (guint i = 0; i < words->len; i++)
        add_to(counts, g_array_index(words, CxWord, i).text, 1.0);
    return counts;
}

/* ---- What a text may not hold ---- */

static bool
has_digits(const char *text)
{
    int n_row = 0;
    for (const char *p = text; *p != '\0'; p += g_utf8_skip[(guchar)*p]) {
        const gunichar c = g_utf8_get_char(p);
        if (g_unichar_isdigit(c))
            n_row++;
        else if (!(n_row > 0 && strchr(" -./()", *p) != NULL))
            n_row = 0;
        if (n_row >= 3)
            return true;
    }
    return false;
}

static bool
has_mark(const char *text)
{
    static const char *const marks[] = { "@", "://", "www.", "#" };
    for (size_t i = 0; i < CX_N_ELEMENTS(marks); i++) {
        if (strstr(text, marks[i]) != NULL)
            return true;
    }
    return false;
}

/* "A17", "distributor.example": a number or a host in one word. */
static bool
is_code(const char *word)
{
    bool has_letter = false;
    bool has_digit = false;
    bool has_dot = false;
    for (const char *p = word; *p != '\0'; p += g_utf8_skip[(guchar)*p]) {
        has_letter = has_letter || g_unichar_isalpha(g_utf8_get_char(p));
        has_digit = has_digit || g_unichar_isdigit(g_utf8_get_char(p));
        has_dot = has_dot || *p == '.';
    }
    return has_letter && (has_digit || has_dot);
}

static bool
is_title(const char *word)
{
    static const char *const titles[] = {
        "mr",  "mrs",  "ms",   "miss",  "dr",     "prof", "sir",
        "mme", "herr", "frau", "señor", "señora", "sig",  "mlle"
    };
    for (size_t i = 0; i < CX_N_ELEMENTS(titles); i++) {
        if (g_str_equal(word, titles[i]))
            return true;
    }
    return false;
}

/* Capitals for the sake of capitals, or marks in a row. */
static bool
is_shouted(const char *text)
{
    size_t n_cased = 0;
    size_t n_capitals = 0;
    size_t n_marks = 0;
    for (const char *p = text; *p != '\0'; p += g_utf8_skip[(guchar)*p]) {
        const gunichar c = g_utf8_get_char(p);
        n_cased += g_unichar_isupper(c) || g_unichar_islower(c) ? 1 : 0;
        n_capitals += g_unichar_isupper(c) ? 1 : 0;
        n_marks = c == '!' || c == '?' ? n_marks + 1 : 0;
        if (n_marks >= MARKS_SHOUTED)
            return true;
    }
    return n_capitals * CAPITALS_SHOUTED > n_cased;
}

/* "Great, great service, great!": long, and says little. */
static bool
says_little(const GArray *words)
{
    g_autoptr(GHashTable) different = count_words(words);
    return g_hash_table_size(different) < WORDS_MIN;
}

bool
cx_quote_is_plain(const char *text)
{
    if (!g_utf8_validate(text, -1, NULL) || has_mark(text) || has_digits(text) || is_shouted(text))
        return false;
    const glong n_letters = g_utf8_strlen(text, -1);
    if (n_letters < LETTERS_MIN || n_letters > LETTERS_MAX)
        return false;
    g_autoptr(GArray) words = cx_words_split(text);
    for (guint i = 0; i < words->len; i++) {
        const CxWord *word = &g_array_index(words, CxWord, i);
        if (is_code(word->text) || is_title(word->text))
            return false;
    }
    return !says_little(words);
}

/* ---- Which says most nearly what all say ---- */

/* Adds one for each word of the text, however often it has it. */
static void
add_once(GHashTable *counts, GHashTable *of_text)
{
    GHashTableIter iter;
    gpointer word = NULL;
    g_hash_table_iter_init(&iter, of_text);
    while (g_hash_table_iter_next(&iter, &word, NULL))
        add_to(counts, word, 1.0);
}

/* Word -> weight in the sum of all texts: how often, times the rarity ln((1 + n) / (1 + df)) + 0.1: words that
 * all texts have say little of what one is about, and not nothing. */
#define RARITY_LEAST 0.1

typedef struct {
    GPtrArray *words;  /* of GArray of CxWord, by text */
    GPtrArray *counts; /* of GHashTable, by text */
    GHashTable *df;    /* word -> texts that have it */
    GHashTable *sum;   /* word -> double */
} Space;

static double
rarity(const Space *space, gconstpointer word)
{
    return log((1.0 + (double)space->words->len) / (1.0 + number_of(space->df, word))) +
           RARITY_LEAST;
}

static void
space_init(Space *space, const char *const *texts, size_t n)
{
    space->words = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    space->counts = g_ptr_array_new_with_free_func((GDestroyNotify)g_hash_table_unref);
    space->df = numbers_new();
    space->sum = numbers_new();
    for (size_t i = 0; i < n; i++) {
        GArray *words = cx_words_split(texts[i]);
        GHashTable *counts = count_words(words);
        g_ptr_array_add(space->words, words);
        g_ptr_array_add(space->counts, counts);
        add_once(space->df, counts);
    }
}

static void
space_clear(Space *space)
{
    g_hash_table_unref(space->sum);
    g_hash_table_unref(space->df);
    g_ptr_array_unref(space->counts);
    g_ptr_array_unref(space->words);
}

/* The length of a text's vector. */
static double
vector_length(const Space *space, GHashTable *counts)
{
    double squares = 0.0;
    GHashTableIter iter;
    gpointer word = NULL;
    gpointer n = NULL;
    g_hash_table_iter_init(&iter, counts);
    while (g_hash_table_iter_next(&iter, &word, &n))
        squares += pow(*(const double *)n * rarity(space, word), 2.0);
    return sqrt(squares);
}

/* Adds a text's vector, made one long, to the sum. */
static void
add_vector(const Space *space, GHashTable *counts, double length)
{
    GHashTableIter iter;
    gpointer word = NULL;
    gpointer n = NULL;
    g_hash_table_iter_init(&iter, counts);
    while (length > 0.0 && g_hash_table_iter_next(&iter, &word, &n))
        add_to(space->sum, word, *(const double *)n * rarity(space, word) / length);
}

static double
sum_length(const Space *space)
{
    double squares = 0.0;
    GHashTableIter iter;
    gpointer value = NULL;
    g_hash_table_iter_init(&iter, space->sum);
    while (g_hash_table_iter_next(&iter, NULL, &value))
        squares += pow(*(const double *)value, 2.0);
    return sqrt(squares);
}

static double
product_with_sum(const Space *space, GHashTable *counts)
{
    double product = 0.0;
    GHashTableIter iter;
    gpointer word = NULL;
    gpointer n = NULL;
    g_hash_table_iter_init(&iter, counts);
    while (g_hash_table_iter_next(&iter, &word, &n))
        product += *(const double *)n * rarity(space, word) * number_of(space->sum, word);
    return product;
}

/* Of a text's vector, made one long, with the sum of all others; `with_all` is its product with the sum of
 * all, which is `all` long. */
static double
cosine_with_others(double with_all, double all)
{
    const double squares = all * all - 2.0 * with_all + 1.0;
    return squares > 1e-9 ? fmax((with_all - 1.0) / sqrt(squares), 0.0) : 0.0;
}

/* Rounded, so that the order in which a table is walked decides nothing. */
static double
steady(double nearness)
{
    return round(nearness * 1e9) / 1e9;
}

void
cx_quote_nearness(const char *const *texts, size_t n, double *ret_nearness)
{
    Space space;
    space_init(&space, texts, n);
    for (size_t i = 0; i < n; i++) {
        GHashTable *counts = g_ptr_array_index(space.counts, i);
        ret_nearness[i] = vector_length(&space, counts);
        add_vector(&space, counts, ret_nearness[i]);
    }
    const double all = sum_length(&space);
    for (size_t i = 0; i < n; i++) {
        const double length = ret_nearness[i];
        const double product = product_with_sum(&space, g_ptr_array_index(space.counts, i));
        ret_nearness[i] = length > 0.0 ? steady(cosine_with_others(product / length, all)) : 0.0;
    }
    space_clear(&space);
}

/* ---- Names ---- */

/* The words of people's names, and the whole names of accounts, case folded. */
typedef struct {
    GHashTable *people;  /* owned words of three letters or more */
    GPtrArray *accounts; /* owned names of four letters or more */
} Names;

static void
names_clear(Names *names)
{
    g_hash_table_unref(names->people);
    g_ptr_array_unref(names->accounts);
}

static void
add_name(Names *names, const CxKnownNameListRow *row)
{
    if (row->is_person == 0) {
        if (g_utf8_strlen(row->name, -1) >= 4)
            g_ptr_array_add(names->accounts, g_utf8_casefold(row->name, -1));
        return;
    }
    g_autoptr(GArray) words = cx_words_split(row->name);
    for (guint i = 0; i < words->len; i++) {
        const char *word = g_array_index(words, CxWord, i).text;
        if (g_utf8_strlen(word, -1) >= 3)
            g_hash_table_add(names->people, g_strdup(word));
    }
}

static bool
names_load(CxCtx *ctx, Names *names, GError **error)
{
    g_autoptr(CxTxn) txn = cx_txn_begin_read(ctx->db, error);
    g_autoptr(CxStmt) stmt = txn != NULL ? cx_q_known_name_list(ctx->db, error) : NULL;
    if (stmt == NULL)
        return false;
    CxKnownNameListRow row;
    CxStep step = cx_q_known_name_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_known_name_list_next(stmt, &row, error))
        add_name(names, &row);
    return step == CX_STEP_DONE;
}

/* Somebody's name, an account's, or a capital that few comments write: it may be one. */
static bool
names_somebody(const Names *names, GHashTable *capitals, const char *text)
{
    g_autofree char *folded = g_utf8_casefold(text, -1);
    for (guint i = 0; i < names->accounts->len; i++) {
        if (strstr(folded, g_ptr_array_index(names->accounts, i)) != NULL)
            return true;
    }
    g_autoptr(GArray) words = cx_words_split(text);
    for (guint i = 0; i < words->len; i++) {
        const CxWord *word = &g_array_index(words, CxWord, i);
        if (g_hash_table_contains(names->people, word->text))
            return true;
        if (word->is_capital && !word->is_first && !g_str_equal(word->text, "i") &&
            number_of(capitals, word->text) < CAPITAL_MIN)
            return true;
    }
    return false;
}

/* Word -> comments that have it; the words live in the arena. */
static GHashTable *
count_comments(CxCtx *ctx, const GArray *comments)
{
    GHashTable *counts = numbers_new();
    for (guint i = 0; i < comments->len; i++) {
        g_autoptr(GArray) words = cx_words_split(g_array_index(comments, CxComment, i).text);
        g_autoptr(GHashTable) once = count_words(words);
        GHashTableIter iter;
        gpointer word = NULL;
        g_hash_table_iter_init(&iter, once);
        while (g_hash_table_iter_next(&iter, &word, NULL)) {
            const bool is_known = g_hash_table_contains(counts, word);
            add_to(counts, is_known ? word : cx_arena_text(ctx->arena, word), 1.0);
        }
    }
    return counts;
}

/* ---- Choosing ---- */

typedef struct {
    const CxComment *comment;
    const char *text; /* blanks joined */
    double merit;
} Candidate;

/* Better first; what is equally good by length, then by its letters: never by who came first. */
static int
compare_candidates(gconstpointer a, gconstpointer b)
{
    const Candidate *x = a;
    const Candidate *y = b;
    if (x->merit > y->merit || x->merit < y->merit)
        return x->merit > y->merit ? -1 : 1;
    const size_t len_x = strlen(x->text);
    const size_t len_y = strlen(y->text);
    if (len_x != len_y)
        return len_x < len_y ? -1 : 1;
    return strcmp(x->text, y->text);
}

const char *
cx_quote_join_blanks(CxArena *arena, const char *text)
{
    g_auto(GStrv) parts = g_strsplit_set(text, " \t\r\n", -1);
    g_autoptr(GString) out = g_string_new(NULL);
    for (size_t i = 0; parts[i] != NULL; i++) {
        if (*parts[i] != '\0')
            g_string_append_printf(out, "%s%s", out->len > 0 ? " " : "", parts[i]);
    }
    return cx_arena_text(arena, out->str);
}

/* The comments of a side with their merit: GArray of Candidate, best first. */
static GArray *
side_candidates(CxCtx *ctx, const GArray *comments, CxCommentSide side)
{
    GArray *candidates = g_array_new(FALSE, FALSE, sizeof(Candidate));
    const char **texts = cx_arena_new0_n(ctx->arena, const char *, comments->len);
    double mean = 0.0;
    for (guint i = 0; i < comments->len; i++) {
        const CxComment *comment = &g_array_index(comments, CxComment, i);
        if (cx_comment_side(comment) != side)
            continue;
        const Candidate candidate = { comment, cx_quote_join_blanks(ctx->arena, comment->text),
                                      0.0 };
        texts[candidates->len] = candidate.text;
        mean += (double)comment->rating;
        g_array_append_val(candidates, candidate);
    }
    const guint n = candidates->len;
    double *nearness = cx_arena_new0_n(ctx->arena, double, n);
    cx_quote_nearness(texts, n, nearness);
    for (guint i = 0; i < n; i++) {
        Candidate *candidate = &g_array_index(candidates, Candidate, i);
        const double away = fabs((double)candidate->comment->rating - mean / (double)n);
        candidate->merit = nearness[i] - RATING_WEIGHT * away;
    }
    g_array_sort(candidates, compare_candidates);
    return candidates;
}

static int64_t
choose_side(CxCtx *ctx, const GArray *comments, CxCommentSide side, const Names *names,
            GHashTable *capitals)
{
    g_autoptr(GArray) candidates = side_candidates(ctx, comments, side);
    size_t n_tries = 0;
    for (guint i = 0; i < candidates->len && n_tries < TRIES_MAX; i++) {
        const Candidate *candidate = &g_array_index(candidates, Candidate, i);
        if (!cx_quote_is_plain(candidate->text))
            continue;
        n_tries++;
        if (!names_somebody(names, capitals, candidate->text))
            return candidate->comment - (const CxComment *)(const void *)comments->data;
    }
    return -1;
}

bool
cx_quote_choose_places(CxCtx *ctx, const GArray *comments, CxQuotePlaces *ret_places,
                       GError **error)
{
    Names names = {
        .people = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
        .accounts = g_ptr_array_new_with_free_func(g_free),
    };
    const bool is_loaded = names_load(ctx, &names, error);
    if (is_loaded) {
        g_autoptr(GHashTable) capitals = count_comments(ctx, comments);
        ret_places->low = choose_side(ctx, comments, CX_COMMENT_LOW, &names, capitals);
        ret_places->high = choose_side(ctx, comments, CX_COMMENT_HIGH, &names, capitals);
    }
    names_clear(&names);
    return is_loaded;
}
