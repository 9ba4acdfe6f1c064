#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"

const command_row *find_command(const char *name)
{
  for (size_t i = 0; i < command_count; i++)
    if (strcmp(commands[i].name, name) == 0)
      return &commands[i];
  return NULL;
}

int usage_error(const arguments *arguments, const char *help, const char *format, ...)
{
  char message[512];
  va_list args;

  va_start(args, format);
  vsnprintf(message, sizeof message, format, args);
  va_end(args);
  return finish(lde_result_usage(arguments->command ? arguments->command->name : "", message, help,
                                 arguments->language),
                arguments, arguments->language);
}

/* "did you mean 'run'?" or the fallback when nothing is near. `dashes` stand before a candidate. */
static const char *suggest(const arguments *arguments, const char *wanted,
                           const char *const *candidates, size_t count, const char *dashes,
                           const char *fallback, char *text, size_t size)
{
  const char *best[3];
  size_t found = lde_nearest(wanted, candidates, count, best);

  if (found == 0)
    return fallback;
  snprintf(text, size, CLI_TR(arguments->language, "did you mean '%s%s'?", "bedoelt u '%s%s'?"),
           dashes, best[0]);
  return text;
}

int unknown_command(const arguments *arguments, const char *name)
{
  const char *names[64];
  char help[128];

  for (size_t i = 0; i < command_count; i++)
    names[i] = commands[i].name;
  return usage_error(arguments,
                     suggest(arguments, name, names, command_count, "",
                             CLI_TR(arguments->language, "see ldengine help", "zie ldengine help"),
                             help, sizeof help),
                     CLI_TR(arguments->language, "unknown command '%s'", "onbekende opdracht '%s'"),
                     name);
}

static int no_command(const arguments *arguments)
{
  char help[512];
  size_t len;

  snprintf(help, sizeof help, "%s",
           CLI_TR(arguments->language, "see ldengine help; the commands are",
                  "zie ldengine help; de opdrachten zijn"));
  for (size_t i = 0; i < command_count; i++) {
    len = strlen(help);
    snprintf(help + len, sizeof help - len, "%s %s", i ? "," : "", commands[i].name);
  }
  return usage_error(arguments, help, "%s",
                     CLI_TR(arguments->language, "no command given", "geen opdracht gegeven"));
}

/* Is the text one of the words in "a|b|c"? */
static bool is_choice(const char *text, const char *choices)
{
  size_t len = strlen(text);
  for (const char *at = choices; at; at = strchr(at, '|') ? strchr(at, '|') + 1 : NULL)
    if (len == strcspn(at, "|") && strncmp(at, text, len) == 0)
      return true;
  return false;
}

/* The language for messages: --lang, LDENGINE_LANG, else the locale's. Read before anything else, so
 * that a usage error is already in the right language; the same for the format. */
static void look_ahead(int argc, char **argv, arguments *arguments)
{
  const char *locale = getenv("LC_ALL");
  const char *lang = getenv("LDENGINE_LANG"), *form = getenv("LDENGINE_FORMAT");

  if (form && strcmp(form, "json") == 0)
    arguments->value[OPTION_FORMAT] = form;
  for (int i = 1; i < argc; i++) {
    if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc)
      lang = argv[i + 1];
    else if (strncmp(argv[i], "--lang=", 7) == 0)
      lang = argv[i] + 7;
    if ((strcmp(argv[i], "--format") == 0 || strcmp(argv[i], "-f") == 0) && i + 1 < argc)
      arguments->value[OPTION_FORMAT] = argv[i + 1];
    else if (strncmp(argv[i], "--format=", 9) == 0)
      arguments->value[OPTION_FORMAT] = argv[i] + 9;
  }
  if (!locale || !*locale)
    locale = getenv("LC_MESSAGES");
  if (!locale || !*locale)
    locale = getenv("LANG");
  arguments->language_is_given = lang && *lang;
  if (arguments->language_is_given)
    arguments->language = strcmp(lang, "nl") == 0 ? LDE_DUTCH : LDE_ENGLISH;
  else
    arguments->language = locale && strncmp(locale, "nl", 2) == 0 ? LDE_DUTCH : LDE_ENGLISH;
}

/* One value from the environment; a switch is on unless the value is 0. */
static int take_variable(arguments *arguments, int id, const char *name, const char *value)
{
  const char *choices = id == OPTION_FORMAT ? arguments->command->formats : options[id].choices;

  if (!options[id].value[0]) {
    if (strcmp(value, "0") != 0)
      arguments->value[id] = "";
    return -1;
  }
  if (choices && !is_choice(value, choices))
    return usage_error(arguments, NULL,
                       CLI_TR(arguments->language,
                              "the variable %s has to be one of %s here, not '%s'",
                              "de variabele %s moet hier een van %s zijn, niet '%s'"),
                       name, choices, value);
  arguments->value[id] = value;
  return -1;
}

/* LDENGINE_FAIL_ON and so on, for every option of the command that is given once. */
static int read_environment(arguments *arguments)
{
  for (int id = 0; id < OPTION_COUNT; id++) {
    char name[64] = "LDENGINE_";
    const char *from = options[id].name, *value;
    char *to = name + strlen(name);
    int code;
    if (!(arguments->command->options & 1ull << id) || options[id].repeats || id == OPTION_HELP ||
        arguments->value[id])
      continue;
    for (; *from; from++)
      *to++ = *from == '-' ? '_' : (char)(*from - ('a' - 'A'));
    *to = '\0';
    value = getenv(name);
    code = value && *value ? take_variable(arguments, id, name, value) : -1;
    if (code >= 0)
      return code;
  }
  return -1;
}

static int add_limit(arguments *arguments, char *text)
{
  char *equals = strchr(text, '=');

  if (!equals || equals == text)
    return usage_error(
        arguments,
        CLI_TR(arguments->language, "write --limit memory=32MiB", "schrijf --limit memory=32MiB"),
        CLI_TR(arguments->language, "--limit needs NAME=VALUE, not '%s'",
               "--limit vraagt om NAAM=WAARDE, niet '%s'"),
        text);
  *equals = '\0';
  arguments->limits[arguments->limit_count++] = (lde_assignment){text, equals + 1};
  return -1;
}

static int add_assignment(arguments *arguments, char *text)
{
  char *equals = strchr(text, '=');

  if (!equals || equals == text)
    return usage_error(arguments,
                       CLI_TR(arguments->language, "write --set budgets:IT-2027.setup=1250.00",
                              "schrijf --set budgets:IT-2027.setup=1250.00"),
                       CLI_TR(arguments->language, "--set needs PATH=VALUE, not '%s'",
                              "--set vraagt om PAD=WAARDE, niet '%s'"),
                       text);
  *equals = '\0';
  arguments->assignments[arguments->assignment_count++] = (lde_assignment){text, equals + 1};
  return -1;
}

static int unknown_option(const arguments *arguments, const char *text)
{
  const char *names[OPTION_COUNT];
  char help[128], bare[64];
  size_t count = 0;

  for (int id = 0; id < OPTION_COUNT; id++)
    if (!arguments->command || arguments->command->options & 1ull << id)
      names[count++] = options[id].name;
  snprintf(bare, sizeof bare, "%.*s", (int)strcspn(text + strspn(text, "-"), "="),
           text + strspn(text, "-"));
  return usage_error(
      arguments,
      suggest(arguments, bare, names, count, "--",
              CLI_TR(arguments->language, "see --help", "zie --help"), help, sizeof help),
      CLI_TR(arguments->language, "unknown option '%s'", "onbekende optie '%s'"), text);
}

static int take_option(arguments *arguments, int id, const char *shown, char *value)
{
  lde_language lang = arguments->language;

  if (!(arguments->command->options & 1ull << id))
    return usage_error(arguments, CLI_TR(lang, "see --help", "zie --help"),
                       CLI_TR(lang, "'%s' takes no %s", "'%s' kent geen %s"),
                       arguments->command->name, shown);
  if (!options[id].value[0]) {
    if (value)
      return usage_error(arguments, NULL, CLI_TR(lang, "%s takes no value", "%s heeft geen waarde"),
                         shown);
    arguments->value[id] = "";
    return -1;
  }
  if (!value)
    return usage_error(arguments, NULL,
                       CLI_TR(lang, "%s needs a value: %s", "%s vraagt om een waarde: %s"), shown,
                       options[id].value[lang]);
  if (options[id].choices && !is_choice(value, options[id].choices))
    return usage_error(arguments, NULL,
                       CLI_TR(lang, "%s is one of %s, not '%s'", "%s is een van %s, niet '%s'"),
                       shown, options[id].choices, value);
  if (id == OPTION_SET)
    return add_assignment(arguments, value);
  if (id == OPTION_LIMIT)
    return add_limit(arguments, value);
  if (id == OPTION_ALLOW_READ)
    arguments->readable[arguments->readable_count++] = value;
  if (id == OPTION_RULE)
    arguments->rules[arguments->rule_count++] = value;
  if (id == OPTION_OUTPUT)
    arguments->outputs[arguments->output_count++] = (struct argument_output){
        value, arguments->format_is_given ? arguments->value[OPTION_FORMAT] : NULL};
  if (id == OPTION_FORMAT && !is_choice(value, arguments->command->formats)) {
    arguments->value[OPTION_FORMAT] = NULL;
    return usage_error(arguments, NULL,
                       CLI_TR(lang, "'%s' can be printed as %s, not as '%s'",
                              "'%s' kan worden getoond als %s, niet als '%s'"),
                       arguments->command->name, arguments->command->formats, value);
  }
  arguments->value[id] = value;
  arguments->format_is_given = arguments->format_is_given || id == OPTION_FORMAT;
  return -1;
}

static int long_option(const char *text, size_t len)
{
  for (int id = 0; id < OPTION_COUNT; id++)
    if (strlen(options[id].name) == len && strncmp(text, options[id].name, len) == 0)
      return id;
  return -1;
}

static int short_option(char letter)
{
  for (int id = 0; id < OPTION_COUNT; id++)
    if (options[id].letter && options[id].letter == letter)
      return id;
  return -1;
}

/* --name, --name=value or --name value. */
static int parse_long(arguments *arguments, int argc, char **argv, int *at)
{
  char *text = argv[*at], *equals = strchr(text, '='), *value = equals ? equals + 1 : NULL;
  size_t len = equals ? (size_t)(equals - text) : strlen(text);
  int id = long_option(text + 2, len - 2);
  char shown[64];

  if (id < 0)
    return unknown_option(arguments, text);
  snprintf(shown, sizeof shown, "%.*s", (int)len, text);
  if (!value && options[id].value[0] && *at + 1 < argc)
    value = argv[++*at];
  return take_option(arguments, id, shown, value);
}

/* -q, -qv, -ofile or -o file: switches may share a dash, and the last may have a value. */
static int parse_short(arguments *arguments, int argc, char **argv, int *at)
{
  char *text = argv[*at], *value;
  int code = -1;

  for (char *letter = text + 1; *letter && code < 0; letter++) {
    int id = short_option(*letter);
    char shown[3] = {'-', *letter, '\0'};
    if (id < 0)
      return unknown_option(arguments, text[2] && (unsigned char)*letter < 0x80 ? shown : text);
    if (!options[id].value[0]) {
      code = take_option(arguments, id, shown, NULL);
      continue;
    }
    value = letter[1] ? letter + 1 : *at + 1 < argc ? argv[++*at] : NULL;
    return take_option(arguments, id, shown, value);
  }
  return code;
}

/* One argument that begins with a dash; may use the next one as its value. */
static int parse_option(arguments *arguments, int argc, char **argv, int *at)
{
  return argv[*at][1] == '-' ? parse_long(arguments, argc, argv, at)
                             : parse_short(arguments, argc, argv, at);
}

/* Whether the next argument is the value of this one. */
static bool takes_next(const char *text)
{
  int id;

  if (text[1] == '-')
    return !strchr(text, '=') && (id = long_option(text + 2, strlen(text + 2))) >= 0 &&
           options[id].value[0];
  for (const char *letter = text + 1; *letter; letter++)
    if ((id = short_option(*letter)) >= 0 && options[id].value[0])
      return !letter[1];
  return false;
}

/* Where the verb stands: the first argument that is no option and no value of one; argc = nowhere. */
static int find_verb(int argc, char **argv)
{
  for (int at = 1; at < argc; at++) {
    if (argv[at][0] != '-' || !argv[at][1])
      return at;
    if (strcmp(argv[at], "--") == 0)
      return argc;
    at += takes_next(argv[at]);
  }
  return argc;
}

/* The first option before `end` that no command has, or NULL: its value cannot be told from a verb. */
static const char *unknown_before(int end, char **argv)
{
  for (int at = 1; at < end && strcmp(argv[at], "--") != 0; at += 1 + takes_next(argv[at]))
    if (argv[at][1] == '-' ? long_option(argv[at] + 2, strcspn(argv[at] + 2, "=")) < 0
                           : short_option(argv[at][1]) < 0)
      return argv[at];
  return NULL;
}

/* Options without a verb: help or the version when asked for, else what is wrong. */
static int parse_without_verb(int argc, char **argv, arguments *arguments)
{
  const char *unknown;

  for (int at = 1; at < argc; at++) {
    if (strcmp(argv[at], "--help") == 0 || strcmp(argv[at], "-h") == 0)
      return print_help(arguments, NULL);
    if (strcmp(argv[at], "--version") == 0) {
      arguments->command = find_command("version");
      return -1;
    }
  }
  unknown = unknown_before(argc, argv);
  return unknown ? unknown_option(arguments, unknown) : no_command(arguments);
}

static int check_positional(const arguments *arguments)
{
  const command_row *command = arguments->command;
  lde_language lang = arguments->language;

  if (arguments->value[OPTION_HELP])
    return -1;
  if (arguments->positional_count < command->least)
    return usage_error(
        arguments, CLI_TR(lang, "see --help for examples", "zie --help voor voorbeelden"),
        CLI_TR(lang, "'%s' needs %s", "'%s' vraagt om %s"), command->name, command->usage[lang]);
  if (arguments->positional_count > command->most)
    return usage_error(arguments,
                       CLI_TR(lang, "see --help for examples", "zie --help voor voorbeelden"),
                       CLI_TR(lang, "'%s' has no use for '%s'", "'%s' kan niets met '%s'"),
                       command->name, arguments->positional[command->most]);
  return -1;
}

/* The format that the ending of a path names, when the command knows it. */
static const char *format_of_path(const arguments *arguments, const char *path)
{
  static const char *const endings[][2] = {
      {"json", "json"}, {"jsonl", "jsonl"}, {"sarif", "sarif"},  {"xml", "junit"},
      {"tap", "tap"},   {"md", "markdown"}, {"csv", "csv"},      {"html", "html"},
      {"xlsx", "xlsx"}, {"pdf", "pdf"},     {"txt", "text"},     {"svg", "svg"},
      {"yaml", "yaml"}, {"ics", "ics"},     {"jsonld", "jsonld"}};
  const char *dot = strrchr(path, '.');

  for (size_t i = 0;
       dot && !arguments->command->is_document && i < sizeof endings / sizeof *endings; i++)
    if (strcmp(endings[i][0], dot + 1) == 0 &&
        is_choice(endings[i][1], arguments->command->formats))
      return endings[i][1];
  return NULL;
}

/* Each -o has the --format before it, else the only one given, else what its ending says. */
static void settle_outputs(arguments *arguments)
{
  const char *path = arguments->value[OPTION_OUTPUT];

  if (path && !arguments->output_count) /* from the environment */
    arguments->outputs[arguments->output_count++].path = path;
  for (size_t i = 0; i < arguments->output_count; i++) {
    struct argument_output *output = &arguments->outputs[i];
    if (!output->format && arguments->output_count > 1)
      output->format = format_of_path(arguments, output->path);
    if (!output->format)
      output->format = arguments->value[OPTION_FORMAT];
    if (!output->format)
      output->format = format_of_path(arguments, output->path);
  }
}

static void *need(size_t count, size_t size)
{
  void *block = calloc(count, size);

  if (block)
    return block;
  fputs("ldengine: out of memory\n", stderr);
  exit(70);
}

int parse_arguments(int argc, char **argv, arguments *arguments)
{
  int code = -1, at = 1, verb;
  bool only_positional = false;

  *arguments = (struct arguments){0};
  arguments->assignments = need((size_t)argc + 1, sizeof *arguments->assignments);
  arguments->positional = need((size_t)argc + 1, sizeof *arguments->positional);
  arguments->outputs = need((size_t)argc + 2, sizeof *arguments->outputs);
  arguments->rules = need((size_t)argc + 1, sizeof *arguments->rules);
  arguments->limits = need((size_t)argc + 1, sizeof *arguments->limits);
  arguments->readable = need((size_t)argc + 1, sizeof *arguments->readable);
  look_ahead(argc, argv, arguments);
  if (argc < 2)
    return no_command(arguments);
  verb = find_verb(argc, argv);
  if (verb == argc && (code = parse_without_verb(argc, argv, arguments)) >= 0)
    return code;
  if (verb < argc)
    arguments->command = find_command(argv[verb]);
  if (!arguments->command && unknown_before(verb, argv))
    return unknown_option(arguments, unknown_before(verb, argv));
  if (!arguments->command)
    return unknown_command(arguments, argv[verb]);
  for (at = 1; at < argc && code < 0; at++) {
    if (at == verb || (verb == argc && strcmp(argv[at], "--version") == 0))
      continue;
    if (!only_positional && strcmp(argv[at], "--") == 0)
      only_positional = true;
    else if (!only_positional && argv[at][0] == '-' && argv[at][1])
      code = parse_option(arguments, argc, argv, &at);
    else
      arguments->positional[arguments->positional_count++] = argv[at];
  }
  if (code < 0)
    code = read_environment(arguments);
  if (code < 0)
    settle_outputs(arguments);
  return code < 0 ? check_positional(arguments) : code;
}

void free_arguments(arguments *arguments)
{
  free(arguments->assignments);
  free(arguments->positional);
  free(arguments->outputs);
  free(arguments->rules);
  free(arguments->limits);
  free(arguments->readable);
}
