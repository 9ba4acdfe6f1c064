/* What `doctor` says about the program itself. */
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "engine/doctor/doctor.h"

static void check_lua(lde_doctor *doctor)
{
  lde_language lang = doctor->language;
  lde_sandbox *sandbox = lde_sandbox_new(NULL, NULL);
  bool pinned = lde_sandbox_is_pinned(sandbox);

  lde_sandbox_free(sandbox);
  lde_doctor_add(
      doctor, "lua", pinned ? LDE_HEALTH_OK : LDE_HEALTH_NOTE,
      LDE_TR(lang, "do not take # of a table with holes in rules; everything else stays repeatable",
             "gebruik # niet op een tabel met gaten in regels; al het andere blijft herhaalbaar"),
      "%s",
      pinned
          ? LDE_TR(lang, "tables of scripts have the same order in every process",
                   "tabellen van scripts hebben in elk proces dezelfde volgorde")
          : LDE_TR(
                lang,
                "this build of Lua has another layout: the length of tables with holes may differ",
                "deze versie van Lua is anders ingedeeld: de lengte van tabellen met gaten kan verschillen"));
}

static void check_solver(lde_doctor *doctor)
{
  lde_language lang = doctor->language;
#ifdef LDE_HAVE_CBC
  const bool has = true;
#else
  const bool has = false;
#endif
  lde_doctor_add(
      doctor, "solver", has ? LDE_HEALTH_OK : LDE_HEALTH_NOTE,
      LDE_TR(lang, "build with coinor-libcbc-dev for exact solutions of small offers",
             "bouw met coinor-libcbc-dev voor exacte oplossingen van kleine aanbiedingen"),
      "%s",
      has ? LDE_TR(lang, "exact solutions with COIN-OR CBC", "exacte oplossingen met COIN-OR CBC")
          : LDE_TR(lang, "built without COIN-OR CBC", "gebouwd zonder COIN-OR CBC"));
}

static bool is_folder(const char *path)
{
  struct stat info;
  return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

static void check_rules(lde_doctor *doctor)
{
  lde_language lang = doctor->language;
  lde_arena *arena = &doctor->result->arena;
  const char *folder = lde_rules_folder(arena, doctor->options->project.rules_folder);
  const char *help =
      LDE_TR(lang, "reinstall, or name the folder of the shipped rules in LDENGINE_RULES",
             "installeer opnieuw, of noem de map met meegeleverde regels in LDENGINE_RULES");
  lde_buffer missing = {0};
  bool there = is_folder(folder);

  lde_doctor_add(
      doctor, "rules", there ? LDE_HEALTH_OK : LDE_HEALTH_WRONG, help,
      there ? LDE_TR(lang, "the shipped rules are in %s", "de meegeleverde regels staan in %s")
            : LDE_TR(lang, "the shipped rules are not in %s",
                     "de meegeleverde regels staan niet in %s"),
      folder);
  for (size_t i = 0; lde_packs_standard(i); i++)
    if (!is_folder(lde_arena_printf(arena, "%s/packs/%s", folder, lde_packs_standard(i))))
      lde_buffer_printf(&missing, "%s%s", missing.len ? ", " : "", lde_packs_standard(i));
  lde_doctor_add(doctor, "packs", missing.len ? LDE_HEALTH_WRONG : LDE_HEALTH_OK, help,
                 missing.len ? LDE_TR(lang, "these standard packs are missing: %s",
                                      "deze standaardpakketten ontbreken: %s")
                             : LDE_TR(lang, "all standard packs are there%s",
                                      "alle standaardpakketten zijn er%s"),
                 lde_buffer_text(&missing));
  lde_buffer_free(&missing);
}

void lde_doctor_program(lde_doctor *doctor)
{
  check_rules(doctor);
  check_lua(doctor);
  check_solver(doctor);
}
