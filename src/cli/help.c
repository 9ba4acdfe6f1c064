#include <stdio.h>
#include <string.h>

#include "cli/command.h"

/* Prints words so that lines stay within 79 columns; later lines are indented. */
static void print_wrapped(const char *text, size_t column, size_t indent)
{
  bool first = true;

  while (*text) {
    size_t word = strcspn(text, " "), width = 0;
    for (size_t i = 0; i < word; i++)
      width += ((unsigned char)text[i] & 0xC0) != 0x80;
    if (!first && column + 1 + width > 79) {
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

static void print_lines(const char *lines)
{
  while (*lines) {
    size_t len = strcspn(lines, "\n");
    printf("  %.*s\n", (int)len, lines);
    lines += len + (lines[len] == '\n');
  }
}

static void print_option(const option_row *option, lde_language lang)
{
  char name[64];
  int len = 0;

  len += snprintf(name, sizeof name, option->letter ? "-%c, " : "    ", option->letter);
  len += snprintf(name + len, sizeof name - (size_t)len, "--%s", option->name);
  if (option->value[lang])
    len += snprintf(name + len, sizeof name - (size_t)len, " %s", option->value[lang]);
  printf("  %-26s ", name);
  print_wrapped(option->help[lang], len > 26 ? (size_t)len + 3 : 29, 29);
}

static void print_command_help(const command_row *command, lde_language lang)
{
  printf("%s", CLI_TR(lang, "Examples\n", "Voorbeelden\n"));
  print_lines(command->examples[lang]);
  printf("\n%s ldengine %s %s%s%s\n  ", CLI_TR(lang, "Usage:", "Gebruik:"), command->name,
         CLI_TR(lang, "[options]", "[opties]"), *command->usage[lang] ? " " : "",
         command->usage[lang]);
  print_wrapped(command->summary[lang], 2, 2);
  printf("\n%s\n", CLI_TR(lang, "Options", "Opties"));
  for (int id = 0; id < OPTION_COUNT; id++)
    if (command->options & 1ull << id)
      print_option(&options[id], lang);
  if (strchr(command->formats, '|'))
    printf("\n%s %s\n", CLI_TR(lang, "Formats:", "Vormen:"), command->formats);
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
  printf("%s", CLI_TR(lang,
                      "ldengine builds the training offer of an organisation from its goals, learning\n"
                      "needs, supply and budgets, and says why for every line.\n\nExample\n",
                      "ldengine stelt het opleidingsaanbod van een organisatie samen uit haar doelen,\n"
                      "leerbehoeften, aanbod en budgetten, en zegt bij elke regel waarom.\n\nVoorbeeld\n"));
  printf("  ldengine run rules/offer.lua -C examples/gemeente\n\n%s\n",
         CLI_TR(lang, "Commands", "Opdrachten"));
  for (size_t i = 0; i < command_count; i++) {
    printf("  %-11s ", commands[i].name);
    print_wrapped(commands[i].summary[lang], 14, 14);
  }
  printf("\n%s\n", CLI_TR(lang, "ldengine help COMMAND tells more about one of them.",
                          "ldengine help OPDRACHT vertelt meer over een ervan."));
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
