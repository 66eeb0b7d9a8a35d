/* The line is cut into clauses, the day is taken out of each, and its first words say what it is. */
#include "engage/capture.h"

#include <string.h>

#include "engage/capture_priv.h"
#include "engage/said_day.h"
#include "lang/assert.h"

#define PERSON      '\x01' /* stands where the person was named */
#define CLAUSES_MAX 24

const char *
cx_capture_state_key(CxCaptureState state)
{
    static const char *const keys[CX_CAPTURE_STATE_N] = { "ready",   "empty",   "nobody",
                                                          "unknown", "several", "no_verb",
                                                          "no_what", "ahead",   "twice" };
    cx_assert(state < CX_CAPTURE_STATE_N);
    return keys[state];
}

/* ---- What words stand for ---- */

typedef enum {
    ACT_NONE,
    ACT_CONTACT,
    ACT_OURS,
    ACT_THEIRS,
    ACT_CREDIT,
    ACT_WANTS,
} Act;

typedef struct {
    const char *words; /* lower case, as a clause begins */
    Act act;
    CxContactKind kind;
} Verb;

/* Longer words before the shorter ones they begin with. */
static const Verb verbs[] = {
    { "had lunch with", ACT_CONTACT, CX_CONTACT_MEETING },
    { "had coffee with", ACT_CONTACT, CX_CONTACT_MEETING },
    { "one-on-one with", ACT_CONTACT, CX_CONTACT_MEETING },
    { "talked to", ACT_CONTACT, CX_CONTACT_MEETING },
    { "talked with", ACT_CONTACT, CX_CONTACT_MEETING },
    { "spoke to", ACT_CONTACT, CX_CONTACT_MEETING },
    { "spoke with", ACT_CONTACT, CX_CONTACT_MEETING },
    { "meeting with", ACT_CONTACT, CX_CONTACT_MEETING },
    { "met with", ACT_CONTACT, CX_CONTACT_MEETING },
    { "met", ACT_CONTACT, CX_CONTACT_MEETING },
    { "saw", ACT_CONTACT, CX_CONTACT_MEETING },
    { "visited", ACT_CONTACT, CX_CONTACT_MEETING },
    { "called", ACT_CONTACT, CX_CONTACT_CALL },
    { "phoned", ACT_CONTACT, CX_CONTACT_CALL },
    { "rang", ACT_CONTACT, CX_CONTACT_CALL },
    { "call with", ACT_CONTACT, CX_CONTACT_CALL },
    { "wrote to", ACT_CONTACT, CX_CONTACT_MAIL },
    { "wrote", ACT_CONTACT, CX_CONTACT_MAIL },
    { "emailed", ACT_CONTACT, CX_CONTACT_MAIL },
    { "e-mailed", ACT_CONTACT, CX_CONTACT_MAIL },
    { "mailed", ACT_CONTACT, CX_CONTACT_MAIL },
    { "messaged", ACT_CONTACT, CX_CONTACT_MESSAGE },
    { "texted", ACT_CONTACT, CX_CONTACT_MESSAGE },
    { "they promised", ACT_THEIRS, CX_CONTACT_N },
    { "she promised", ACT_THEIRS, CX_CONTACT_N },
    { "he promised", ACT_THEIRS, CX_CONTACT_N },
    { "we promised", ACT_OURS, CX_CONTACT_N },
    { "i promised", ACT_OURS, CX_CONTACT_N },
    { "promised", ACT_OURS, CX_CONTACT_N },
    { "thanked", ACT_CREDIT, CX_CONTACT_N },
    { "credited", ACT_CREDIT, CX_CONTACT_N },
    { "praised", ACT_CREDIT, CX_CONTACT_N },
    { "thanks to", ACT_CREDIT, CX_CONTACT_N },
    { "they want", ACT_WANTS, CX_CONTACT_N },
    { "she wants", ACT_WANTS, CX_CONTACT_N },
    { "he wants", ACT_WANTS, CX_CONTACT_N },
    { "wants", ACT_WANTS, CX_CONTACT_N },
    { "asked for", ACT_WANTS, CX_CONTACT_N },
    { "asks for", ACT_WANTS, CX_CONTACT_N },
    { "needs", ACT_WANTS, CX_CONTACT_N },
};

static bool
begins(const char *text, const char *words)
{
    const size_t n = strlen(words);
    return g_ascii_strncasecmp(text, words, n) == 0 && !g_ascii_isalnum(text[n]) && text[n] != '-';
}

static const Verb *
find_verb(const char *clause)
{
    for (size_t i = 0; i < CX_N_ELEMENTS(verbs); i++) {
        if (begins(clause, verbs[i].words))
            return &verbs[i];
    }
    return NULL;
}

bool
cx_capture_contact_kind(const char *words, CxContactKind *ret_kind)
{
    const Verb *verb = find_verb(words);
    if (verb == NULL || verb->act != ACT_CONTACT)
        return false;
    *ret_kind = verb->kind;
    return true;
}

/* ---- Cutting ---- */

typedef struct {
    char *text; /* in the reading's copy, ended by NUL */
} Clause;

typedef struct {
    const CxCaptureWorld *world;
    CxArena *arena;
    CxCapture *capture;
    Clause clauses[CLAUSES_MAX];
    size_t n_clauses;
    Act last; /* what the clause before was */
} Reading;

static const char *
skip_blanks(const char *text)
{
    while (*text == ' ' || *text == '\t' || *text == '\n' || *text == '-')
        text++;
    return text;
}

/* Whether a clause ends here: at a mark, or at "and" before another thing that happened. */
static size_t
cut_bytes(const char *at)
{
    if (strchr(",;", *at) != NULL || (*at == ':' && (at[1] == ' ' || at[1] == '\0')) ||
        (*at == '.' && (at[1] == ' ' || at[1] == '\0')))
        return 1;
    if (g_ascii_strncasecmp(at, " and ", 5) == 0 && find_verb(skip_blanks(at + 5)) != NULL)
        return 5;
    return 0;
}

static void
cut(Reading *reading, char *text)
{
    reading->clauses[reading->n_clauses++].text = text;
    for (char *at = text; *at != '\0' && reading->n_clauses < CLAUSES_MAX; at++) {
        const size_t n = cut_bytes(at);
        if (n == 0)
            continue;
        *at = '\0';
        at += n - 1;
        reading->clauses[reading->n_clauses++].text = at + 1;
    }
}

/* ---- Taking ---- */

/* Takes words out of a text, in place. */
static void
take_out(char *text, size_t at, size_t len_bytes)
{
    memmove(text + at, text + at + len_bytes, strlen(text + at + len_bytes) + 1);
}

/* The clause without the mark of the person and blanks that are too many, in place. */
static char *
tidy(char *text)
{
    char *to = text;
    for (const char *from = text; *from != '\0'; from++) {
        const bool is_blank = *from == ' ' || *from == '\t' || *from == '\n' || *from == PERSON;
        if (!is_blank)
            *to++ = *from;
        else if (to > text && to[-1] != ' ')
            *to++ = ' ';
    }
    *to = '\0';
    return g_strstrip(text);
}

/* Drops a word the rest can do without: "about returns", "for the letters". */
static const char *
after_word(const char *text, const char *const *words)
{
    for (size_t i = 0; words[i] != NULL; i++) {
        if (begins(text, words[i]))
            return skip_blanks(text + strlen(words[i]));
    }
    return text;
}

static const char *
keep(const Reading *reading, const char *text)
{
    return *text != '\0' ? cx_arena_text(reading->arena, text) : NULL;
}

/* Joins a further clause to what was said before it. */
static const char *
join(const Reading *reading, const char *before, const char *text)
{
    return before == NULL ? keep(reading, text)
                          : cx_arena_printf(reading->arena, "%s, %s", before, text);
}

/* Takes the words out of text where they stand first; false where they do not stand. */
static bool
take_words(char *text, const char *words)
{
    for (char *at = text; *at != '\0'; at++) {
        if (begins(at, words)) {
            take_out(text, (size_t)(at - text), strlen(words));
            return true;
        }
    }
    return false;
}

static bool
take_sponsor(char *text)
{
    static const char *const words[] = { "with the sponsor", "and the sponsor", "with our sponsor",
                                         "with sponsor" };
    for (size_t i = 0; i < CX_N_ELEMENTS(words); i++) {
        if (take_words(text, words[i]))
            return true;
    }
    return false;
}

static void
set_past(Reading *reading, const CxSaidDay *said)
{
    CxCapture *capture = reading->capture;
    capture->day = cx_said_day(said, CX_SAID_PAST);
    if (capture->day.v > reading->world->today.v)
        capture->state = CX_CAPTURE_AHEAD;
}

static void
take_contact(Reading *reading, const Verb *verb, char *rest, const CxSaidDay *said)
{
    static const char *const about[] = { "about", "on", "regarding", "re", "over", "with", NULL };
    CxCapture *capture = reading->capture;
    if (capture->has_contact)
        capture->state = CX_CAPTURE_TWICE;
    capture->has_contact = true;
    capture->kind = verb->kind;
    capture->with_sponsor = capture->with_sponsor || take_sponsor(rest);
    capture->topic = keep(reading, after_word(tidy(rest), about));
    if (said != NULL)
        set_past(reading, said);
}

static void
take_promise(Reading *reading, Act act, char *rest, const CxSaidDay *said)
{
    static const char *const to[] = { "them", "him", "her", "to send", "to", NULL };
    CxCapture *capture = reading->capture;
    if (capture->n_promises == CX_CAPTURE_PROMISES_MAX) {
        capture->state = CX_CAPTURE_TWICE;
        return;
    }
    capture->promises[capture->n_promises++] = (CxCapturePromise){
        .direction = act == ACT_THEIRS ? CX_PROMISE_THEIRS : CX_PROMISE_OURS,
        .what = keep(reading, after_word(tidy(rest), to)),
        .due_on = said != NULL ? cx_said_day(said, CX_SAID_AHEAD) : CX_DAY_NONE,
    };
}

static void
take_credit(Reading *reading, char *rest, const CxSaidDay *said)
{
    static const char *const of[] = { "team", "department", "people", "and team", "them", NULL };
    static const char *const for_words[] = { "for", NULL };
    CxCapture *capture = reading->capture;
    capture->has_credit = true;
    const char *text = after_word(after_word(tidy(rest), of), for_words);
    if (*text != '\0')
        capture->credited = join(reading, capture->credited, text);
    if (said != NULL)
        set_past(reading, said);
}

static void
take_wants(Reading *reading, char *rest, const CxSaidDay *said)
{
    CxCapture *capture = reading->capture;
    capture->wants = join(reading, capture->wants, tidy(rest));
    if (said != NULL && !capture->has_contact)
        set_past(reading, said);
}

/* A clause that begins with no verb goes on with the one before. */
static void
go_on(Reading *reading, char *rest, const CxSaidDay *said)
{
    CxCapture *capture = reading->capture;
    const char *text = tidy(rest);
    if (reading->last == ACT_OURS || reading->last == ACT_THEIRS) {
        CxCapturePromise *promise = &capture->promises[capture->n_promises - 1];
        if (said != NULL)
            promise->due_on = cx_said_day(said, CX_SAID_AHEAD);
        if (*text != '\0')
            promise->what = join(reading, promise->what, text);
        return;
    }
    if (said != NULL)
        set_past(reading, said);
    if (*text == '\0')
        return;
    if (reading->last == ACT_CREDIT)
        capture->credited = join(reading, capture->credited, text);
    else if (reading->last == ACT_WANTS)
        capture->wants = join(reading, capture->wants, text);
    else
        capture->topic = join(reading, capture->topic, text);
}

static void
take_clause(Reading *reading, char *text)
{
    CxSaidDay found;
    const CxSaidDay *said = NULL;
    if (cx_said_day_find(text, 0, reading->world->today, &found)) {
        said = &found;
        take_out(text, found.at, found.len_bytes);
    }
    char *start = text + (skip_blanks(text) - text);
    const bool is_of_person = *start == PERSON;
    if (is_of_person)
        start += skip_blanks(start + 1) - start;
    const Verb *verb = find_verb(start);
    if (verb == NULL) {
        go_on(reading, start, said);
        return;
    }
    char *rest = start + strlen(verb->words);
    Act act = verb->act;
    if (act == ACT_OURS && is_of_person)
        act = ACT_THEIRS;
    if (act == ACT_CONTACT)
        take_contact(reading, verb, rest, said);
    else if (act == ACT_CREDIT)
        take_credit(reading, rest, said);
    else if (act == ACT_WANTS)
        take_wants(reading, rest, said);
    else
        take_promise(reading, act, rest, said);
    reading->last = act;
}

/* ---- The whole ---- */

static bool
has_empty_promise(const CxCapture *capture)
{
    for (size_t i = 0; i < capture->n_promises; i++) {
        if (capture->promises[i].what == NULL)
            return true;
    }
    return false;
}

static CxCaptureState
settle(const CxCapture *capture, const CxCaptured *who)
{
    if (capture->state != CX_CAPTURE_READY)
        return capture->state;
    if (!capture->has_contact && capture->n_promises == 0 && !capture->has_credit &&
        capture->wants == NULL)
        return CX_CAPTURE_NO_VERB;
    if (has_empty_promise(capture))
        return CX_CAPTURE_NO_WHAT;
    const bool needs_leader =
        capture->has_contact || capture->n_promises > 0 || capture->wants != NULL;
    if (needs_leader && who->leader == NULL)
        return CX_CAPTURE_UNKNOWN;
    return CX_CAPTURE_READY;
}

/* "thanked @billing" thanks its people, not its head alone; anything else is about the head. */
static void
name(CxCapture *capture, const CxCaptured *who, CxArena *arena)
{
    const bool is_thanks = capture->has_credit && !capture->has_contact &&
                           capture->n_promises == 0 && capture->wants == NULL;
    if (is_thanks && who->department != NULL) {
        capture->department = who->department->id;
        capture->department_name = cx_arena_text(arena, who->department->name);
    } else if (who->leader != NULL) {
        capture->leader = who->leader->id;
        capture->leader_name = cx_arena_text(arena, who->leader->name);
    }
}

CxCapture
cx_capture_read(const char *line, const CxCaptureWorld *world, CxArena *arena)
{
    CxCapture capture = { .day = world->today };
    if (*skip_blanks(line) == '\0') {
        capture.state = CX_CAPTURE_EMPTY;
        return capture;
    }
    CxCaptured who = { 0 };
    const CxSpan span = cx_capture_who(&capture, world, line, arena, &who);
    for (size_t i = 0; i < capture.n_choices; i++)
        capture.choices[i] = cx_arena_text(arena, capture.choices[i]);
    g_autofree char *text = g_strdup(line);
    if (span.len_bytes > 0) {
        text[span.at] = PERSON;
        take_out(text, span.at + 1, span.len_bytes - 1);
    }
    Reading reading = { .world = world, .arena = arena, .capture = &capture };
    cut(&reading, text);
    for (size_t i = 0; i < reading.n_clauses; i++)
        take_clause(&reading, reading.clauses[i].text);
    capture.state = settle(&capture, &who);
    name(&capture, &who, arena);
    return capture;
}
