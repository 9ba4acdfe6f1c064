/* The parent's side of an answer: every byte may be a lie. */
#include <string.h>

#include "worker/answer.h"
#include "worker/answer_kinds.h"
#include "worker/locks.h"

enum { LINES_MOST = 1 << 30, DAYS_MOST = 4000000, COUNT_MOST = 2000000000 };

typedef struct reading {
  lde_wire stream, record;
  lde_answer *answer;
  lde_arena *arena; /* of what is being read */
  int phase;        /* kind of the record before; they never go back */
  size_t records, items;
} reading;

/* ---- parts ---- */

static const char *text(reading *in, size_t most)
{
  return lde_wire_get_text(&in->record, in->arena, most, false);
}

static const char *text_or_null(reading *in, size_t most)
{
  return lde_wire_get_text(&in->record, in->arena, most, true);
}

static bool flag(reading *in)
{
  return lde_wire_get_byte(&in->record, 1) != 0;
}

/* How many of something follow, each of at least `size` bytes: more cannot be there. */
static size_t count(reading *in, size_t size)
{
  uint32_t value = lde_wire_get_number(&in->record, PARTS_MOST);

  if (value <= (in->record.len - in->record.at) / size)
    return value;
  lde_wire_refuse(&in->record, "a count is too large");
  return 0;
}

static void get_place(reading *in, lde_finding_place *place)
{
  place->file = text(in, SHORT_MOST);
  place->open = text_or_null(in, SHORT_MOST);
  place->sheet = text_or_null(in, SHORT_MOST);
  place->line = lde_wire_get_number(&in->record, LINES_MOST);
  place->column = lde_wire_get_number(&in->record, LINES_MOST);
}

static void get_evidence(reading *in, lde_finding_evidence *evidence)
{
  evidence->entity = text_or_null(in, NAME_MOST);
  evidence->id = text_or_null(in, LONG_MOST);
  evidence->label = text_or_null(in, LONG_MOST);
  get_place(in, &evidence->place);
}

static void get_match(reading *in, lde_exception *exception)
{
  size_t all = count(in, 8);
  lde_exception_match *match = lde_arena_array(in->arena, all + 1, lde_exception_match);

  for (size_t i = 0; i < all && !in->record.broken; i++) {
    match[i].name = text(in, SHORT_MOST);
    match[i].text = text(in, LONG_MOST);
  }
  exception->match = match;
  exception->match_count = all;
}

/* A day since 1970 that may lie before it. */
static int32_t get_day(reading *in)
{
  uint32_t bits = lde_wire_get_number(&in->record, UINT32_MAX);
  int32_t day;

  memcpy(&day, &bits, sizeof day);
  if (day >= -DAYS_MOST && day <= DAYS_MOST)
    return day;
  lde_wire_refuse(&in->record, "a day is out of range");
  return 0;
}

static const lde_exception *get_exception(reading *in)
{
  lde_exception *exception;

  if (!flag(in))
    return NULL;
  exception = lde_arena_new(in->arena, lde_exception);
  exception->row = LDE_NO_ROW;
  exception->rule = text(in, NAME_MOST);
  exception->record = text_or_null(in, LONG_MOST);
  get_match(in, exception);
  exception->until = get_day(in);
  exception->by = text_or_null(in, LONG_MOST);
  exception->reason = text_or_null(in, LONG_MOST);
  exception->has_limit = flag(in);
  exception->limit = lde_wire_get_real(&in->record);
  exception->id = text_or_null(in, LONG_MOST);
  get_place(in, &exception->place);
  return exception;
}

static void get_lists(reading *in, lde_finding *finding)
{
  finding->path_count = count(in, 4);
  finding->path = lde_arena_array(in->arena, finding->path_count + 1, const char *);
  for (size_t i = 0; i < finding->path_count && !in->record.broken; i++)
    finding->path[i] = text(in, LONG_MOST);
  finding->evidence_count = count(in, 32);
  finding->evidence = lde_arena_array(in->arena, finding->evidence_count + 1, lde_finding_evidence);
  for (size_t i = 0; i < finding->evidence_count && !in->record.broken; i++)
    get_evidence(in, &finding->evidence[i]);
  finding->value_count = count(in, 12);
  finding->values = lde_arena_array(in->arena, finding->value_count + 1, lde_finding_value);
  for (size_t i = 0; i < finding->value_count && !in->record.broken; i++) {
    finding->values[i].name = text(in, SHORT_MOST);
    finding->values[i].text = text_or_null(in, LONG_MOST);
    finding->values[i].shown = text_or_null(in, LONG_MOST);
  }
}

static void get_nearest(reading *in, lde_finding *finding)
{
  lde_finding_evidence *nearest;

  if (!flag(in))
    return;
  nearest = lde_arena_new(in->arena, lde_finding_evidence);
  get_evidence(in, nearest);
  finding->nearest = nearest;
  finding->miss_count = count(in, 16);
  finding->misses = lde_arena_array(in->arena, finding->miss_count + 1, lde_finding_miss);
  for (size_t i = 0; i < finding->miss_count && !in->record.broken; i++) {
    finding->misses[i].name = text_or_null(in, SHORT_MOST);
    finding->misses[i].operator = text_or_null(in, NAME_MOST);
    finding->misses[i].has = text_or_null(in, LONG_MOST);
    finding->misses[i].wanted = text_or_null(in, LONG_MOST);
  }
}

/* 64 hexadecimal digits. */
static void get_fingerprint(reading *in, char *to)
{
  const char *digits = text(in, LDE_DIGEST_TEXT_SIZE - 1);

  if (in->record.broken)
    return;
  if (strlen(digits) == LDE_DIGEST_TEXT_SIZE - 1 &&
      strspn(digits, "0123456789abcdef") == LDE_DIGEST_TEXT_SIZE - 1)
    memcpy(to, digits, LDE_DIGEST_TEXT_SIZE);
  else
    lde_wire_refuse(&in->record, "a fingerprint is none");
}

/* ---- records ---- */

static void get_finding(reading *in)
{
  lde_findings *list = &in->answer->findings;
  lde_finding finding = {.entity_index = -1, .row = LDE_NO_ROW};

  in->arena = &list->arena;
  finding.rule = lde_wire_get_name(&in->record, in->arena, NAME_MOST, false);
  finding.code = text(in, NAME_MOST);
  finding.rule_file = text_or_null(in, SHORT_MOST);
  finding.rule_line = (int)lde_wire_get_number(&in->record, LINES_MOST);
  finding.step = (int)lde_wire_get_number(&in->record, 100);
  finding.severity = (lde_severity)lde_wire_get_byte(&in->record, LDE_ERROR);
  finding.entity = text(in, NAME_MOST);
  finding.id = text(in, LONG_MOST);
  finding.message = text(in, LONG_MOST);
  finding.help = text_or_null(in, LONG_MOST);
  get_place(in, &finding.place);
  get_lists(in, &finding);
  get_nearest(in, &finding);
  finding.has_size = flag(in);
  finding.size = lde_wire_get_real(&in->record);
  finding.known = flag(in);
  finding.exception = get_exception(in);
  get_fingerprint(in, finding.fingerprint);
  if (!in->record.broken)
    lde_findings_add(list, &finding);
}

static void get_judged(reading *in)
{
  lde_findings *list = &in->answer->findings;
  lde_finding_rule rule = {0};

  in->arena = &list->arena;
  rule.id = lde_wire_get_name(&in->record, in->arena, NAME_MOST, false);
  rule.code = text(in, NAME_MOST);
  rule.pack = text(in, NAME_MOST);
  rule.title = text(in, LONG_MOST);
  rule.why = text(in, LONG_MOST);
  rule.help = text(in, LONG_MOST);
  rule.severity = (lde_severity)lde_wire_get_byte(&in->record, LDE_ERROR);
  rule.step = (int)lde_wire_get_number(&in->record, 100);
  rule.failure = text_or_null(in, LONG_MOST);
  if (!in->record.broken)
    lde_vec_push(&list->judged, rule);
}

static void get_counts(reading *in)
{
  lde_findings *list = &in->answer->findings;
  size_t *const all[] = {&list->errors,   &list->warnings, &list->notes,  &list->excepted,
                         &list->known, &list->rules,    &list->unknown};

  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    size_t said = (size_t)lde_wire_get_long(&in->record, COUNT_MOST);
    if (said < *all[i]) /* fewer than have come */
      lde_wire_refuse(&in->record, "the counts do not fit the findings");
    *all[i] = said;
  }
  if (list->unknown > list->rules)
    lde_wire_refuse(&in->record, "the counts do not fit each other");
  list->has_baseline = flag(in);
}

/* Codes that the engine itself gives. */
static bool is_code(const char *code)
{
  static const char *const kinds[] = {"usage/", "load/", "script/", "limit/", "offer/", "rule/"};

  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    if (strncmp(code, kinds[i], strlen(kinds[i])) == 0)
      return true;
  return false;
}

static void get_diagnostic(reading *in)
{
  lde_diagnostic diagnostic = {0};

  in->arena = &in->answer->arena;
  diagnostic.code = lde_wire_get_name(&in->record, in->arena, NAME_MOST, false);
  diagnostic.severity = (lde_severity)lde_wire_get_byte(&in->record, LDE_ERROR);
  diagnostic.message = text(in, LONG_MOST);
  diagnostic.file = text(in, SHORT_MOST);
  diagnostic.path = text_or_null(in, SHORT_MOST);
  diagnostic.line = lde_wire_get_number(&in->record, LINES_MOST);
  diagnostic.column = lde_wire_get_number(&in->record, LINES_MOST);
  diagnostic.width = lde_wire_get_number(&in->record, LINES_MOST);
  diagnostic.sheet = text_or_null(in, SHORT_MOST);
  diagnostic.help = text(in, LONG_MOST);
  if (!in->record.broken && !is_code(diagnostic.code))
    lde_wire_refuse(&in->record, "a code is none of ours");
  if (!in->record.broken)
    lde_diagnostics_add(&in->answer->diagnostics, &diagnostic);
}

static void get_unkept(reading *in)
{
  lde_diagnostics *list = &in->answer->diagnostics;

  list->errors += (size_t)lde_wire_get_long(&in->record, COUNT_MOST);
  list->warnings += (size_t)lde_wire_get_long(&in->record, COUNT_MOST);
  list->notes += (size_t)lde_wire_get_long(&in->record, COUNT_MOST);
}

static void get_log(reading *in)
{
  const char *line;

  in->arena = &in->answer->arena;
  line = text(in, LONG_MOST);
  lde_vec_push(&in->answer->log, line);
}

static void get_about(reading *in)
{
  lde_answer *answer = in->answer;

  in->arena = &answer->arena;
  answer->organisation = text(in, SHORT_MOST);
  answer->name = text(in, SHORT_MOST);
  answer->year = text(in, NAME_MOST);
  answer->language = (lde_language)lde_wire_get_byte(&in->record, LDE_DUTCH);
  answer->diagnostics.language = answer->language;
  answer->judged = flag(in);
  answer->locks = lde_wire_get_number(&in->record, LDE_LOCKS_ALL);
}

static void get_begin(lde_wire *record)
{
  if (lde_wire_get_number(record, UINT32_MAX) != ANSWER_MAGIC ||
      lde_wire_get_number(record, UINT32_MAX) != ANSWER_VERSION)
    lde_wire_refuse(record, "it is of another version");
}

static void get_end(reading *in)
{
  if (lde_wire_get_long(&in->record, COUNT_MOST) != in->records)
    lde_wire_refuse(&in->record, "records are missing");
}

static void get_record(reading *in, unsigned char kind)
{
  lde_arena scratch = {0};

  switch (kind) {
  case KIND_BEGIN:
    get_begin(&in->record);
    break;
  case KIND_LOCKED:
    (void)lde_wire_get_number(&in->record, LDE_LOCKS_ALL);
    (void)lde_wire_get_real(&in->record);
    break;
  case KIND_RULE:
    (void)lde_wire_get_name(&in->record, &scratch, NAME_MOST, true);
    (void)lde_wire_get_text(&in->record, &scratch, SHORT_MOST, false);
    break;
  case KIND_ABOUT:
    get_about(in);
    break;
  case KIND_DIAGNOSTIC:
    get_diagnostic(in);
    break;
  case KIND_UNKEPT:
    get_unkept(in);
    break;
  case KIND_LOG:
    get_log(in);
    break;
  case KIND_FINDING:
    get_finding(in);
    break;
  case KIND_JUDGED:
    get_judged(in);
    break;
  case KIND_COUNTS:
    get_counts(in);
    break;
  case KIND_END:
    get_end(in);
    break;
  default: /* KIND_REFUSE: it has no answer */
    lde_wire_refuse(&in->record, "a record is of no known kind");
    break;
  }
  lde_arena_free(&scratch);
  lde_wire_end(&in->record);
}

/* Records come in the order of their kinds; of most there is exactly one. */
static bool follows(int before, int kind)
{
  bool again = kind == KIND_RULE || kind == KIND_DIAGNOSTIC || kind == KIND_LOG ||
               kind == KIND_FINDING || kind == KIND_JUDGED;

  if (before == 0)
    return kind == KIND_BEGIN;
  if (before == kind)
    return again;
  if (kind < before || before == KIND_END)
    return false;
  return !(before < KIND_ABOUT && kind > KIND_ABOUT) &&
         !(before < KIND_UNKEPT && kind > KIND_UNKEPT) &&
         !(before < KIND_COUNTS && kind > KIND_COUNTS);
}

static bool fail(reading *in, const char **why)
{
  const char *reason = in->stream.broken ? in->stream.broken : in->record.broken;

  *why = reason ? reason : "it is not complete";
  lde_answer_free(in->answer);
  return false;
}

bool lde_answer_read(const unsigned char *bytes, size_t len, lde_answer *answer, const char **why)
{
  reading in = {.stream = {.bytes = bytes, .len = len}, .answer = answer};
  unsigned char kind;
  bool cut;

  *answer = (lde_answer){.organisation = "", .name = "", .year = ""};
  if (len > LDE_ANSWER_MOST)
    lde_wire_refuse(&in.stream, "it is too long");
  while ((kind = lde_wire_record(&in.stream, &in.record, &cut)) != 0) {
    if (!follows(in.phase, kind))
      lde_wire_refuse(&in.record, "records come in the wrong order");
    else if (++in.items > LDE_ANSWER_ITEMS_MOST)
      lde_wire_refuse(&in.record, "there are too many records");
    else
      get_record(&in, kind);
    if (in.record.broken)
      return fail(&in, why);
    in.phase = kind;
    in.records += kind >= KIND_ABOUT && kind != KIND_END;
  }
  if (in.phase != KIND_END || cut || in.stream.broken)
    return fail(&in, why);
  return true;
}

void lde_answer_free(lde_answer *answer)
{
  lde_findings_free(&answer->findings);
  lde_diagnostics_free(&answer->diagnostics);
  lde_vec_free(&answer->log);
  lde_arena_free(&answer->arena);
  *answer = (lde_answer){.organisation = "", .name = "", .year = ""};
}

/* ---- following ---- */

static void copy(char *to, size_t size, const char *from)
{
  size_t len = strlen(from);

  len = len < size ? len : size - 1;
  len = lde_utf8_valid_length(from, len); /* not in the middle of a character */
  memcpy(to, from, len);
  to[len] = '\0';
}

static void follow(lde_wire *record, unsigned char kind, lde_answer_trail *trail,
                   lde_arena *scratch)
{
  static const char *const refusals[] = {NULL, "memory", "locks"};
  const char *rule, *file;

  switch (kind) {
  case KIND_BEGIN:
    get_begin(record);
    trail->began = !record->broken;
    break;
  case KIND_LOCKED:
    trail->locks = lde_wire_get_number(record, LDE_LOCKS_ALL);
    trail->seconds = lde_wire_get_real(record);
    trail->locked = !record->broken;
    break;
  case KIND_RULE:
    rule = lde_wire_get_name(record, scratch, NAME_MOST, true);
    file = lde_wire_get_text(record, scratch, SHORT_MOST, false);
    if (!record->broken) {
      copy(trail->rule, sizeof trail->rule, rule);
      copy(trail->file, sizeof trail->file, file);
    }
    break;
  case KIND_REFUSE:
    trail->refused = refusals[lde_wire_get_byte(record, LDE_REFUSAL_LOCKS)];
    break;
  default:
    trail->answering = kind >= KIND_ABOUT;
    break;
  }
}

void lde_answer_follow(const unsigned char *bytes, size_t len, lde_answer_trail *trail)
{
  lde_wire stream = {.bytes = bytes, .len = len}, record = {0};
  lde_arena scratch = {0};
  unsigned char kind;
  bool cut;

  *trail = (lde_answer_trail){0};
  while (!record.broken && !trail->answering &&
         (kind = lde_wire_record(&stream, &record, &cut)) != 0)
    follow(&record, kind, trail, &scratch);
  lde_arena_free(&scratch);
}
