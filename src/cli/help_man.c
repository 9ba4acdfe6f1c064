/* Man pages out of the table of commands: a page for each, and one for all. Lines are filled here, so that
 * the sources are as tidy as the pages. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/command.h"

/* Of the last change to what the pages say that is not in the table. */
static const char page_date[] = "2026-11-23";

typedef struct page {
  FILE *out;
  lde_language lang;
  size_t column;
} page;

/* Text as troff takes it literally. */
static void put_escaped(page *self, const char *text, size_t len)
{
  for (size_t i = 0; i < len; i++)
    if (text[i] == '\\')
      fputs("\\e", self->out);
    else if (text[i] == '-')
      fputs("\\-", self->out);
    else
      putc(text[i], self->out);
}

static void end_line(page *self)
{
  if (self->column)
    putc('\n', self->out);
  self->column = 0;
}

/* A word of filled text; each sentence begins a line, as troff wants it. */
static void put_word(page *self, const char *word, size_t len)
{
  if (self->column && self->column + 1 + len > 70)
    end_line(self);
  if (self->column)
    putc(' ', self->out);
  else if (*word == '.' || *word == '\'')
    fputs("\\&", self->out);
  put_escaped(self, word, len);
  self->column += len + 1;
  if (word[len - 1] == '.' || word[len - 1] == '?')
    end_line(self);
}

static void put_text(page *self, const char *text)
{
  while (*text) {
    size_t len = strcspn(text, " \n");
    if (len)
      put_word(self, text, len);
    text += len + (text[len] != '\0');
  }
  end_line(self);
}

static void put_section(page *self, const char *english, const char *dutch)
{
  fprintf(self->out, ".SH %s\n", CLI_TR(self->lang, english, dutch));
}

static void put_lines(page *self, const char *lines)
{
  fputs(".nf\n", self->out);
  while (*lines) {
    size_t len = strcspn(lines, "\n");
    if (*lines == '.' || *lines == '\'')
      fputs("\\&", self->out);
    put_escaped(self, lines, len);
    putc('\n', self->out);
    lines += len + (lines[len] == '\n');
  }
  fputs(".fi\n", self->out);
}

static void put_head(page *self, const char *name, const char *summary)
{
  fputs(".TH ", self->out);
  for (const char *c = name; *c; c++)
    putc(*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c, self->out);
  fprintf(self->out, " 1 %s \"ldengine %s\" ldengine\n", page_date, lde_version());
  put_section(self, "NAME", "NAAM");
  put_escaped(self, name, strlen(name));
  fputs(" \\-\n", self->out);
  put_text(self, summary);
}

static void put_option(page *self, const option_row *option)
{
  fputs(".TP\n", self->out);
  if (option->letter)
    fprintf(self->out, "\\fB\\-%c\\fR, ", option->letter);
  fputs("\\fB\\-\\-", self->out);
  put_escaped(self, option->name, strlen(option->name));
  fputs("\\fR", self->out);
  if (option->value[self->lang])
    fprintf(self->out, " \\fI%s\\fR", option->value[self->lang]);
  putc('\n', self->out);
  put_text(self, option->help[self->lang]);
}

static void put_variables(page *self, const command_row *command)
{
  put_section(self, "ENVIRONMENT", "OMGEVING");
  put_text(self, CLI_TR(self->lang, "An option on the command line wins from its variable.",
                        "Een optie op de opdrachtregel wint van de variabele."));
  for (int id = 0; id < OPTION_COUNT; id++) {
    if (!(command->options & 1ull << id) || options[id].repeats || id == OPTION_HELP ||
        id == OPTION_MAN)
      continue;
    fputs(".TP\n\\fBLDENGINE_", self->out);
    for (const char *c = options[id].name; *c; c++)
      putc(*c == '-' ? '_' : *c - ('a' - 'A'), self->out);
    fprintf(self->out, "\\fR\n%s \\fB\\-\\-", CLI_TR(self->lang, "as", "als"));
    put_escaped(self, options[id].name, strlen(options[id].name));
    fputs("\\fR\n", self->out);
  }
  fprintf(self->out, ".TP\n\\fBNO_COLOR\\fR, \\fBCLICOLOR_FORCE\\fR\n");
  put_text(self, CLI_TR(self->lang, "never colour, or colour also where there is no terminal",
                        "nooit kleur, of kleur ook waar geen terminal is"));
}

static void put_codes(page *self)
{
  static const struct {
    const char *code, *means[2];
  } rows[] = {
      {"0", {"done", "gedaan"}},
      {"1", {"done, and there are findings", "gedaan, en er zijn bevindingen"}},
      {"2",
       {"a command or option that is not understood",
        "een opdracht of optie die niet wordt begrepen"}},
      {"3", {"input that cannot be read or is wrong", "invoer die niet te lezen of fout is"}},
      {"4", {"a rule or script failed", "een regel of script mislukte"}},
      {"5",
       {"the limits of an offer clash, or mandatory learners stay without a seat",
        "de grenzen van een aanbod botsen, of verplichte deelnemers houden geen plaats"}},
      {"6",
       {"of several projects one could not be judged",
        "van meerdere projecten was er een niet te beoordelen"}},
      {"70", {"a mistake of ldengine itself", "een fout van ldengine zelf"}},
      {"130, 141", {"interrupted; the reader went away", "onderbroken; de lezer ging weg"}},
  };

  put_section(self, "EXIT STATUS", "EXITCODE");
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    fprintf(self->out, ".TP\n\\fB%s\\fR\n", rows[i].code);
    put_text(self, rows[i].means[self->lang]);
  }
}

static void put_command(page *self, const command_row *command)
{
  char name[64];

  snprintf(name, sizeof name, "ldengine-%s", command->name);
  put_head(self, name, command->summary[self->lang]);
  put_section(self, "SYNOPSIS", "GEBRUIK");
  fprintf(self->out, "\\fBldengine %s\\fR %s", command->name,
          CLI_TR(self->lang, "[options]", "[opties]"));
  if (*command->usage[self->lang]) {
    putc(' ', self->out);
    put_escaped(self, command->usage[self->lang], strlen(command->usage[self->lang]));
  }
  putc('\n', self->out);
  put_section(self, "OPTIONS", "OPTIES");
  for (int id = 0; id < OPTION_COUNT; id++)
    if (command->options & 1ull << id)
      put_option(self, &options[id]);
  if (strchr(command->formats, '|')) {
    put_section(self, "FORMATS", "VORMEN");
    for (const char *at = command->formats; *at;) {
      size_t len = strcspn(at, "|");
      put_word(self, at, len);
      at += len + (at[len] == '|');
    }
    end_line(self);
  }
  put_section(self, "EXAMPLES", "VOORBEELDEN");
  put_lines(self, command->examples[self->lang]);
  if (command->next[self->lang]) {
    fputs(".PP\n", self->out);
    put_text(self, command->next[self->lang]);
  }
  put_variables(self, command);
  put_codes(self);
  put_section(self, "SEE ALSO", "ZIE OOK");
  fputs(".BR ldengine (1)\n", self->out);
}

static void put_overview(page *self)
{
  put_head(self, "ldengine", CLI_TR(self->lang, "build a training offer that you can defend",
                                    "stel een opleidingsaanbod samen dat u kunt verdedigen"));
  put_section(self, "SYNOPSIS", "GEBRUIK");
  fprintf(self->out, "\\fBldengine\\fR \\fI%s\\fR %s\n", CLI_TR(self->lang, "command", "opdracht"),
          CLI_TR(self->lang, "[options] [arguments]", "[opties] [argumenten]"));
  put_section(self, "DESCRIPTION", "BESCHRIJVING");
  put_text(
      self,
      CLI_TR(
          self->lang,
          "ldengine reads what an organisation wants to reach, what its people need to learn, what is "
          "on offer and what it may cost. It finds where these contradict each other, works out which "
          "learning to organise, and says why for every line.",
          "ldengine leest wat een organisatie wil bereiken, wat haar mensen moeten leren, wat er te "
          "leren valt en wat het mag kosten. Het vindt waar die elkaar tegenspreken, berekent wat er "
          "georganiseerd wordt, en zegt bij elke regel waarom."));
  put_section(self, "COMMANDS", "OPDRACHTEN");
  for (size_t i = 0; i < command_count; i++) {
    fprintf(self->out, ".TP\n\\fBldengine\\-%s\\fR(1)\n", commands[i].name);
    put_text(self, commands[i].summary[self->lang]);
  }
  put_codes(self);
}

/* Whole or not at all. */
static bool write_page(const char *folder, const command_row *command, lde_language lang)
{
  char path[4096], whole[4096 + 8];
  page self = {.lang = lang};
  bool written;

  snprintf(path, sizeof path, "%s/ldengine%s%s.1", folder, command ? "-" : "",
           command ? command->name : "");
  snprintf(whole, sizeof whole, "%s.new", path);
  self.out = fopen(whole, "w");
  if (!self.out)
    return false;
  if (command)
    put_command(&self, command);
  else
    put_overview(&self);
  written = !ferror(self.out) && fflush(self.out) == 0 && fsync(fileno(self.out)) == 0;
  if (fclose(self.out) != 0 || !written || rename(whole, path) != 0) {
    unlink(whole);
    return false;
  }
  return true;
}

/* With those above it. */
static bool make_folder(const char *path)
{
  char part[4096];

  for (const char *slash = path; slash; slash = strchr(slash + 1, '/')) {
    snprintf(part, sizeof part, "%.*s", (int)(slash - path), path);
    if (*part && mkdir(part, 0777) != 0 && errno != EEXIST)
      return false;
  }
  return mkdir(path, 0777) == 0 || errno == EEXIST;
}

int write_man_pages(const arguments *arguments, const char *folder)
{
  char path[4000];
  bool written = true;

  for (int lang = 0; lang < 2 && written; lang++) {
    snprintf(path, sizeof path, "%s%s/man1", folder, lang == LDE_DUTCH ? "/nl" : "");
    written = make_folder(path) && write_page(path, NULL, (lde_language)lang);
    for (size_t i = 0; i < command_count && written; i++)
      written = write_page(path, &commands[i], (lde_language)lang);
  }
  if (written)
    return 0;
  fprintf(stderr, "%s %s: %s\n",
          CLI_TR(arguments->language, "error: cannot write the pages in",
                 "fout: kan de pagina's niet schrijven in"),
          path, strerror(errno));
  return 3;
}
