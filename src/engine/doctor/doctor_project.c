/* What `doctor` says about the project here; nothing is written. */
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/error.h"
#include "engine/doctor/doctor.h"

/* Whether the plan database can be made or written, without trying. */
static void check_writing(lde_doctor *doctor, const char *folder)
{
  lde_language lang = doctor->language;
  const char *own = lde_arena_printf(&doctor->result->arena, "%s/.ldengine", folder);
  struct stat info;
  bool there = stat(own, &info) == 0;
  bool right = there ? S_ISDIR(info.st_mode) && access(own, W_OK) == 0 : access(folder, W_OK) == 0;

  lde_doctor_add(
      doctor, "writing", right ? LDE_HEALTH_OK : LDE_HEALTH_WRONG,
      LDE_TR(
          lang,
          "give write rights on the folder, make .ldengine a folder, or keep the plan database elsewhere with --db",
          "geef schrijfrechten op de map, maak van .ldengine een map, of bewaar de plandatabase elders met --db"),
      right ? LDE_TR(lang, "runs can be kept in %s", "uitvoeringen kunnen worden bewaard in %s")
            : LDE_TR(lang, "runs cannot be kept in %s",
                     "uitvoeringen kunnen niet worden bewaard in %s"),
      own);
}

static void check_space(lde_doctor *doctor, const char *folder)
{
  const unsigned long long need = 64ull << 20;
  lde_language lang = doctor->language;
  struct statvfs disk;
  bool right =
      statvfs(folder, &disk) != 0 || (unsigned long long)disk.f_bavail * disk.f_frsize >= need;

  lde_doctor_add(doctor, "space", right ? LDE_HEALTH_OK : LDE_HEALTH_NOTE,
                 LDE_TR(lang, "make room: a stored run of a large plan takes some MiB",
                        "maak ruimte: een bewaarde uitvoering van een groot plan kost enkele MiB"),
                 "%s",
                 right ? LDE_TR(lang, "the disk has 64 MiB free or more",
                                "de schijf heeft 64 MiB of meer vrij")
                       : LDE_TR(lang, "the disk has less than 64 MiB free",
                                "de schijf heeft minder dan 64 MiB vrij"));
}

/* An SQLite file, by its first bytes. */
static void check_database(lde_doctor *doctor, const char *folder)
{
  static const char magic[16] = "SQLite format 3";
  lde_language lang = doctor->language;
  const char *path = lde_arena_printf(&doctor->result->arena, "%s/.ldengine/plan.db", folder);
  char head[sizeof magic] = "";
  struct stat info;
  bool there = stat(path, &info) == 0, right = true;

  if (there && info.st_size > 0) {
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    right = fd >= 0 && read(fd, head, sizeof head) == (ssize_t)sizeof head &&
            memcmp(head, magic, sizeof magic) == 0;
    if (fd >= 0)
      close(fd);
  }
  lde_doctor_add(
      doctor, "database", right ? LDE_HEALTH_OK : LDE_HEALTH_WRONG,
      LDE_TR(lang, "put back a copy of it, or move it away: a new one is made at the next --save",
             "zet een kopie terug, of verplaats het: bij de volgende --save komt er een nieuwe"),
      !there  ? LDE_TR(lang, "there is no plan database yet: %s", "er is nog geen plandatabase: %s")
      : right ? LDE_TR(lang, "the plan database can be read: %s", "de plandatabase is leesbaar: %s")
              : LDE_TR(lang, "this is no plan database: %s", "dit is geen plandatabase: %s"),
      path);
}

static void check_files(lde_doctor *doctor, const lde_project *project)
{
  lde_language lang = doctor->language;
  const lde_diagnostics *found = &project->found;
  const char *first = "";

  for (size_t i = found->items.len; i-- > 0;)
    if (found->items.data[i].severity == LDE_ERROR)
      first = lde_arena_printf(&doctor->result->arena, "%s:%u: %s", found->items.data[i].file,
                               found->items.data[i].line, found->items.data[i].message);
  lde_doctor_add(
      doctor, "project", project->valid ? LDE_HEALTH_OK : LDE_HEALTH_WRONG,
      LDE_TR(lang, "see them all with: ldengine check", "bekijk ze alle met: ldengine check"),
      project->valid ? LDE_TR(lang, "the project is read without a mistake; notes: %zu%s",
                              "het project wordt zonder fouten gelezen; opmerkingen: %zu%s")
                     : LDE_TR(lang, "mistakes in the project: %zu; the first: %s",
                              "fouten in het project: %zu; de eerste: %s"),
      project->valid ? found->notes : found->errors, first);
}

/* A rule file that is too large, or gone since the manifest was read, does not run. */
static void check_rule_files(lde_doctor *doctor, const lde_project *project)
{
  lde_language lang = doctor->language;
  const lde_manifest *manifest = &project->loaded.manifest;
  const lde_limits limits = lde_project_limits(project, 1);
  const char *large = NULL;
  struct stat info;

  for (size_t i = 0; i < manifest->rule_files.len && !large; i++) {
    const char *name = manifest->rule_files.data[i];
    const char *path =
        *name == '/' ? name
                     : lde_arena_printf(&doctor->result->arena, "%s/%s", manifest->folder, name);
    if (stat(path, &info) != 0 || (unsigned long long)info.st_size > limits.rule_file)
      large = name;
  }
  lde_doctor_add(doctor, "rule-files", large ? LDE_HEALTH_WRONG : LDE_HEALTH_OK,
                 LDE_TR(lang, "split the file, or raise limits.rule_file in the manifest",
                        "splits het bestand, of verhoog limits.rule_file in het manifest"),
                 large ? LDE_TR(lang, "larger than limits.rule_file, or gone: %s",
                                "groter dan limits.rule_file, of weg: %s")
                       : LDE_TR(lang, "the project's own rule files fit their limit%s",
                                "de eigen regelbestanden van het project passen binnen de grens%s"),
                 large ? large : "");
}

void lde_doctor_project(lde_doctor *doctor)
{
  lde_language lang = doctor->language;
  lde_project_options options = doctor->options->project;
  lde_project *project = NULL;
  lde_error err = {0};
  const char *folder;

  options.required = true;
  if (lde_project_open(&project, &options, &err) != LDE_OK) {
    lde_doctor_add(doctor, "project", options.folder ? LDE_HEALTH_WRONG : LDE_HEALTH_NOTE,
                   LDE_TR(lang, "go to a project's folder, or name it with -C",
                          "ga naar de map van een project, of noem die met -C"),
                   "%s", err.message);
    return;
  }
  folder = project->loaded.manifest.folder;
  check_files(doctor, project);
  check_rule_files(doctor, project);
  check_writing(doctor, folder);
  check_database(doctor, folder);
  check_space(doctor, folder);
  lde_project_free(project);
}
