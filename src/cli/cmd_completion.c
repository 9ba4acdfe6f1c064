/* What shells complete, out of the table of commands and options. */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"

/* Options whose value is a file or a folder. */
static const char *kind_of(int id)
{
  switch (id) {
  case OPTION_FOLDER:
  case OPTION_ALLOW_READ:
  case OPTION_MAN:
    return "folder";
  case OPTION_OUTPUT:
  case OPTION_DB:
  case OPTION_BASELINE:
  case OPTION_MARKED:
    return "file";
  default:
    return "";
  }
}

/* Commands whose arguments are not files. */
static const char *words_of(const command_row *command)
{
  static const char *const words[][2] = {{"completion", "bash zsh fish"},
                                         {"schema", "json-schema sql luals dictionary"}};

  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (strcmp(words[i][0], command->name) == 0)
      return words[i][1];
  return NULL;
}

/* Ids of the records that people ask about, of the project at hand. */
static const char ids[] =
    "ldengine sql \"SELECT 'goals:' || id FROM goals UNION ALL SELECT 'needs:' || id FROM needs UNION ALL "
    "SELECT 'offerings:' || id FROM offerings UNION ALL SELECT 'budgets:' || id FROM budgets\" "
    "--format csv 2>/dev/null | tail -n +2";

static void print_bars_as_blanks(const char *text)
{
  for (; *text; text++)
    putchar(*text == '|' ? ' ' : *text);
}

static void print_verbs(void)
{
  for (size_t i = 0; i < command_count; i++)
    printf("%s%s", i ? " " : "", commands[i].name);
}

static void print_options(const command_row *command)
{
  bool first = true;

  for (int id = 0; id < OPTION_COUNT; id++)
    if (command->options & 1ull << id) {
      printf("%s--%s", first ? "" : " ", options[id].name);
      first = false;
    }
}

/* "--output|-o": how an option is written, for the patterns of a case. */
static void print_spellings(int id)
{
  printf("--%s", options[id].name);
  if (options[id].letter)
    printf("|-%c", options[id].letter);
}

/* bash and zsh: the same cases set `words` or `kind`. */
static void print_cases(void)
{
  printf("  case $before in\n");
  for (int id = 0; id < OPTION_COUNT; id++) {
    if (!options[id].value[0])
      continue;
    printf("    ");
    print_spellings(id);
    printf(") value=1");
    if (options[id].choices) {
      printf(" words='");
      print_bars_as_blanks(options[id].choices);
      printf("'");
    } else if (id == OPTION_FORMAT) {
      printf("\n      case $verb in\n");
      for (size_t i = 0; i < command_count; i++) {
        printf("        %s) words='", commands[i].name);
        print_bars_as_blanks(commands[i].formats);
        printf("' ;;\n");
      }
      printf("      esac");
    } else if (*kind_of(id)) {
      printf(" kind=%s", kind_of(id));
    }
    printf(" ;;\n");
  }
  printf("  esac\n"
         "  if [ -n \"$value\" ]; then :\n"
         "  elif [ -z \"$verb\" ]; then words='");
  print_verbs();
  printf("'\n"
         "  elif [ \"${word#-}\" != \"$word\" ]; then\n"
         "    case $verb in\n");
  for (size_t i = 0; i < command_count; i++) {
    printf("      %s) words='", commands[i].name);
    print_options(&commands[i]);
    printf("' ;;\n");
  }
  printf("    esac\n"
         "  else\n"
         "    case $verb in\n"
         "      help) words='");
  print_verbs();
  printf("' ;;\n"
         "      why) words=$(%s) ;;\n",
         ids);
  for (size_t i = 0; i < command_count; i++)
    if (words_of(&commands[i]))
      printf("      %s) words='%s' ;;\n", commands[i].name, words_of(&commands[i]));
  printf("      *) kind=file ;;\n"
         "    esac\n"
         "  fi\n");
}

/* The pattern of options that take the next word. */
static void print_valued(void)
{
  bool first = true;

  for (int id = 0; id < OPTION_COUNT; id++)
    if (options[id].value[0]) {
      if (!first)
        putchar('|');
      print_spellings(id);
      first = false;
    }
}

static void print_bash(void)
{
  printf(
      "# ldengine in bash: eval \"$(ldengine completion bash)\"\n"
      "_ldengine() {\n"
      "  local word=${COMP_LINE:0:COMP_POINT} before=${COMP_WORDS[COMP_CWORD-1]} verb= words= kind= value= i\n"
      "  word=${word##*[ =]}\n"
      "  [ \"$before\" = '=' ] && before=${COMP_WORDS[COMP_CWORD-2]}\n"
      "  [ \"$word\" = '=' ] && word=\n"
      "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
      "    case ${COMP_WORDS[i]} in\n"
      "      ");
  print_valued();
  printf(") ((i++)) ;;\n"
         "      -*|=) ;;\n"
         "      *) verb=${COMP_WORDS[i]}; break ;;\n"
         "    esac\n"
         "  done\n");
  print_cases();
  printf(
      "  case $kind in\n"
      "    file) mapfile -t COMPREPLY < <(compgen -f -- \"$word\"); compopt -o filenames 2>/dev/null ;;\n"
      "    folder) mapfile -t COMPREPLY < <(compgen -d -- \"$word\"); compopt -o filenames 2>/dev/null ;;\n"
      "    *) mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\") ;;\n"
      "  esac\n"
      "  # bash breaks words at a colon: what stands before it is on the line already\n"
      "  case $word in\n"
      "    *:*) COMPREPLY=(\"${COMPREPLY[@]#\"${word%%:*}:\"}\") ;;\n"
      "  esac\n"
      "}\n"
      "complete -F _ldengine ldengine\n");
}

static void print_zsh(void)
{
  printf(
      "#compdef ldengine\n"
      "# ldengine in zsh: source <(ldengine completion zsh), or save as _ldengine in a folder of $fpath\n"
      "_ldengine() {\n"
      "  local -a line; line=(\"${words[@]}\")\n"
      "  local word=\"${line[CURRENT]}\" before=\"${line[CURRENT-1]}\" verb= words= kind= value= i\n"
      "  for ((i = 2; i < CURRENT; i++)); do\n"
      "    case ${line[i]} in\n"
      "      ");
  print_valued();
  printf(") ((i++)) ;;\n"
         "      -*) ;;\n"
         "      *) verb=${line[i]}; break ;;\n"
         "    esac\n"
         "  done\n");
  print_cases();
  printf("  case $kind in\n"
         "    file) _files ;;\n"
         "    folder) _files -/ ;;\n"
         "    *) compadd -- ${=words} ;;\n"
         "  esac\n"
         "}\n"
         "if [ \"$funcstack[1]\" = _ldengine ]; then\n"
         "  _ldengine \"$@\"\n"
         "else\n"
         "  compdef _ldengine ldengine\n"
         "fi\n");
}

static void print_fish_text(const char *text)
{
  putchar('\'');
  for (; *text; text++) {
    if (*text == '\'' || *text == '\\')
      putchar('\\');
    putchar(*text);
  }
  putchar('\'');
}

static void print_fish_option(const command_row *command, int id, lde_language lang)
{
  const option_row *option = &options[id];
  const char *choices = id == OPTION_FORMAT ? command->formats : option->choices;

  printf("complete -c ldengine -n '__fish_seen_subcommand_from %s' -l %s", command->name,
         option->name);
  if (option->letter)
    printf(" -s %c", option->letter);
  if (choices) {
    printf(" -x -a '");
    print_bars_as_blanks(choices);
    printf("'");
  } else if (strcmp(kind_of(id), "folder") == 0) {
    printf(" -x -a '(__fish_complete_directories)'");
  } else if (*kind_of(id)) {
    printf(" -r -F");
  } else if (option->value[lang]) {
    printf(" -x");
  }
  printf(" -d ");
  print_fish_text(option->help[lang]);
  putchar('\n');
}

static void print_fish(lde_language lang)
{
  printf("# ldengine in fish: ldengine completion fish | source\n");
  for (size_t i = 0; i < command_count; i++) {
    const command_row *command = &commands[i];
    printf("complete -c ldengine -n __fish_use_subcommand -f -a %s -d ", command->name);
    print_fish_text(command->summary[lang]);
    putchar('\n');
    for (int id = 0; id < OPTION_COUNT; id++)
      if (command->options & 1ull << id)
        print_fish_option(command, id, lang);
    if (words_of(command))
      printf("complete -c ldengine -n '__fish_seen_subcommand_from %s' -f -a '%s'\n", command->name,
             words_of(command));
  }
  printf("complete -c ldengine -n '__fish_seen_subcommand_from help' -f -a '");
  print_verbs();
  printf("'\ncomplete -c ldengine -n '__fish_seen_subcommand_from why' -f -a ");
  printf("'(");
  for (const char *c = ids; *c; c++)
    if (*c == '\'')
      printf("\\'");
    else
      putchar(*c);
  printf(")'\n");
}

int cmd_completion(const arguments *arguments)
{
  const char *shell = arguments->positional[0];
  lde_language lang = arguments->language;

  if (strcmp(shell, "bash") == 0)
    print_bash();
  else if (strcmp(shell, "zsh") == 0)
    print_zsh();
  else if (strcmp(shell, "fish") == 0)
    print_fish(lang);
  else
    return usage_error(
        arguments, CLI_TR(lang, "choose from bash, zsh, fish", "kies uit bash, zsh, fish"),
        CLI_TR(lang, "there is no completion for '%s'", "er is geen aanvulling voor '%s'"), shell);
  return 0;
}
