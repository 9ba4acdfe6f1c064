#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"

/* Columns that help may take: 79, or those of a narrower terminal. */
static size_t columns_max(void)
{
  int width = width_of(STDOUT_FILENO);
  return width > 0 && width < 80 ? (size_t)width - 1 : 79;
}

/* Prints words so that lines stay within the columns; later lines are indented. */
static void print_wrapped(const char *text, size_t column, size_t indent)
{
  size_t most = columns_max();
  bool first = true;

  while (*text) {
    size_t word = strcspn(text, " "), width = 0;
    for (size_t i = 0; i < word; i++)
      width += ((unsigned char)text[i] & 0xC0) != 0x80;
    if (!first && column + 1 + width > most) {
      printf("\n%*s", (int)indent, "");
      column = indent;
    } else if (!first) {
      putchar(' ');
      column++;
    }
    printf("%.*s", (int)word, text);
    column += width;
    first = false;
    text += word + strspn(text + word, " ");
  }
  putchar('\n');
}

/* Commands to type, each on its line; what is too wide goes on behind a backslash, as a shell reads it. */
static void print_lines(const char *lines)
{
  size_t most = columns_max(), column = 2;

  fputs("  ", stdout);
  for (; *lines; lines++) {
    size_t word = strcspn(lines + 1, " \n") + 1; /* with the blank before it */
    if (*lines == '\n') {
      fputs("\n  ", stdout);
      column = 2;
    } else if (*lines == ' ' && most < 79 && column + word + 2 > most) {
      fputs(" \\\n     ", stdout);
      column = 5;
    } else {
      putchar(*lines);
      column++;
    }
  }
  putchar('\n');
}

static void print_option(const option_row *option, lde_language lang)
{
  char name[64];
  int len = 0;

  len += snprintf(name, sizeof name, option->letter ? "-%c, " : "    ", option->letter);
  len += snprintf(name + len, sizeof name - (size_t)len, "--%s", option->name);
  if (option->value[lang])
    len += snprintf(name + len, sizeof name - (size_t)len, " %s", option->value[lang]);
  if (columns_max() < 70) { /* what it does on lines of its own */
    printf("  %s\n%10s", name, "");
    print_wrapped(option->help[lang], 10, 10);
    return;
  }
  printf("  %-26s ", name);
  print_wrapped(option->help[lang], len > 26 ? (size_t)len + 3 : 29, 29);
}

/* "text|json" with blanks to break at. */
static void print_formats(const char *formats)
{
  size_t most = columns_max(), column = 0;

  for (; *formats; formats++) {
    putchar(*formats);
    column++;
    if (*formats == '|' && column + strcspn(formats + 1, "|") + 10 > most) {
      fputs("\n  ", stdout);
      column = 2;
    }
  }
  putchar('\n');
}

static void print_command_help(const command_row *command, lde_language lang)
{
  char usage[256];

  printf("%s", CLI_TR(lang, "Examples\n", "Voorbeelden\n"));
  print_lines(command->examples[lang]);
  snprintf(usage, sizeof usage, "%s ldengine %s %s%s%s", CLI_TR(lang, "Usage:", "Gebruik:"),
           command->name, CLI_TR(lang, "[options]", "[opties]"), *command->usage[lang] ? " " : "",
           command->usage[lang]);
  putchar('\n');
  print_wrapped(usage, 0, 4);
  printf("  ");
  print_wrapped(command->summary[lang], 2, 2);
  printf("\n%s\n", CLI_TR(lang, "Options", "Opties"));
  for (int id = 0; id < OPTION_COUNT; id++)
    if (command->options & 1ull << id)
      print_option(&options[id], lang);
  if (strchr(command->formats, '|')) {
    printf("\n%s ", CLI_TR(lang, "Formats:", "Vormen:"));
    print_formats(command->formats);
  }
  if (command->next[lang]) {
    printf("\n%s ", CLI_TR(lang, "Next:", "Daarna:"));
    print_wrapped(command->next[lang], 8, 2);
  }
}

int print_help(const arguments *arguments, const command_row *command)
{
  lde_language lang = arguments->language;

  if (command) {
    print_command_help(command, lang);
    return 0;
  }
  print_wrapped(
      CLI_TR(
          lang,
          "ldengine builds the training offer of an organisation from its goals, learning needs, supply "
          "and budgets, and says why for every line.",
          "ldengine stelt het opleidingsaanbod van een organisatie samen uit haar doelen, leerbehoeften, "
          "aanbod en budgetten, en zegt bij elke regel waarom."),
      0, 0);
  printf("\n%s\n", CLI_TR(lang, "Example", "Voorbeeld"));
  print_lines("ldengine run rules/offer.lua -C examples/gemeente");
  printf("\n%s\n", CLI_TR(lang, "Commands", "Opdrachten"));
  for (size_t i = 0; i < command_count; i++) {
    printf("  %-11s ", commands[i].name);
    print_wrapped(commands[i].summary[lang], 14, 14);
  }
  putchar('\n');
  print_wrapped(CLI_TR(lang, "ldengine help COMMAND tells more about one of them.",
                       "ldengine help OPDRACHT vertelt meer over een ervan."),
                0, 0);
  return 0;
}

int cmd_help(const arguments *arguments)
{
  const command_row *command;

  if (arguments->value[OPTION_MAN])
    return write_man_pages(arguments, arguments->value[OPTION_MAN]);
  if (!arguments->positional_count)
    return print_help(arguments, NULL);
  command = find_command(arguments->positional[0]);
  if (!command)
    return unknown_command(arguments, arguments->positional[0]);
  return print_help(arguments, command);
}
