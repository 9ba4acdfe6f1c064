/* What `doctor` says about the machine. */
#include <dirent.h>
#include <pthread.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"
#include "engine/doctor/doctor.h"
#include "worker/locks.h"

/* ---- locks of workers ---- */

typedef struct lock_text {
  const char *does[2], *help[2]; /* by language */
} lock_text;

static const lock_text locks[LDE_LOCK_COUNT] = {
    [LDE_LOCK_PRIVILEGES] = {{"nothing that a worker starts gains rights (no_new_privs)",
                              "niets wat een werkproces start krijgt extra rechten (no_new_privs)"},
                             {"use Linux 3.5 or newer, and a container that allows prctl",
                              "gebruik Linux 3.5 of nieuwer, en een container die prctl toelaat"}},
    [LDE_LOCK_RESOURCES] =
        {{"memory, processor time, files and processes of a worker are bounded (rlimit)",
          "geheugen, processortijd, bestanden en processen van een werkproces zijn begrensd (rlimit)"},
         {"let the container or service manager allow setrlimit and prlimit",
          "laat de container of dienstbeheerder setrlimit en prlimit toe"}},
    [LDE_LOCK_CALLS] =
        {{"a worker can make no system call outside a short list (seccomp)",
          "een werkproces kan geen systeemaanroep doen buiten een korte lijst (seccomp)"},
         {"use a build with libseccomp, and let the container allow seccomp filters",
          "gebruik een versie met libseccomp, en laat de container seccomp-filters toe"}},
    [LDE_LOCK_FILES] =
        {{"while it reads, a worker sees the folder of its project alone (Landlock)",
          "tijdens het lezen ziet een werkproces alleen de map van zijn project (Landlock)"},
         {"use Linux 5.13 or newer with Landlock switched on (lsm=landlock); until then a manifest may name files outside its folder",
          "gebruik Linux 5.13 of nieuwer met Landlock aan (lsm=landlock); tot dan kan een manifest bestanden buiten zijn map noemen"}},
    [LDE_LOCK_PARENT] = {{"a worker dies with the program that started it",
                          "een werkproces eindigt met het programma dat het startte"},
                         {"let the container allow prctl", "laat de container prctl toe"}}};

static void check_locks(lde_doctor *doctor)
{
  int held = lde_locks_probe();
  lde_language lang = doctor->language;
  bool dutch = lang == LDE_DUTCH;

  for (int lock = 0; lock < LDE_LOCK_COUNT; lock++) {
    unsigned bit = LDE_LOCK_BIT(lock);
    bool holds = held >= 0 && ((unsigned)held & bit);
    lde_doctor_add(doctor, lde_lock_name((lde_lock)lock),
                   holds                    ? LDE_HEALTH_OK
                   : LDE_LOCKS_NEEDED & bit ? LDE_HEALTH_WRONG
                                            : LDE_HEALTH_NOTE,
                   locks[lock].help[dutch],
                   holds ? "%s" : LDE_TR(lang, "does not hold here: %s", "geldt hier niet: %s"),
                   locks[lock].does[dutch]);
  }
}

/* ---- resources ---- */

static void *nothing(void *argument)
{
  return argument;
}

static void check_stack(lde_doctor *doctor)
{
  lde_language lang = doctor->language;
  pthread_attr_t attributes;
  pthread_t thread;
  bool has = false;

  if (pthread_attr_init(&attributes) == 0) {
    has = pthread_attr_setstacksize(&attributes, (size_t)64 << 20) == 0 &&
          pthread_create(&thread, &attributes, nothing, NULL) == 0;
    pthread_attr_destroy(&attributes);
  }
  if (has)
    pthread_join(thread, NULL);
  lde_doctor_add(doctor, "stack", has ? LDE_HEALTH_OK : LDE_HEALTH_WRONG,
                 LDE_TR(lang, "raise the limit on memory (ulimit -v) or on threads (ulimit -u)",
                        "verhoog de grens op geheugen (ulimit -v) of op threads (ulimit -u)"),
                 "%s",
                 has ? LDE_TR(lang, "scripts run on a stack of 64 MiB",
                              "scripts draaien op een stack van 64 MiB")
                     : LDE_TR(lang, "a thread with a stack of 64 MiB cannot be had",
                              "een thread met een stack van 64 MiB is niet te krijgen"));
}

static void check_memory(lde_doctor *doctor)
{
  const unsigned long long need = 1ull << 30;
  lde_language lang = doctor->language;
  long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);
  unsigned long long bytes =
      pages > 0 && size > 0 ? (unsigned long long)pages * (unsigned long long)size : 0;
  struct rlimit addresses;

  if (getrlimit(RLIMIT_AS, &addresses) == 0 && addresses.rlim_cur != RLIM_INFINITY &&
      addresses.rlim_cur < bytes)
    bytes = addresses.rlim_cur;
  lde_doctor_add(doctor, "memory", bytes >= need ? LDE_HEALTH_OK : LDE_HEALTH_NOTE,
                 LDE_TR(lang, "an organisation with 100,000 employees needs about 1 GiB",
                        "een organisatie met 100.000 medewerkers vraagt ongeveer 1 GiB"),
                 bytes >= need
                     ? LDE_TR(lang, "there is %s1 GiB of memory", "er is %s1 GiB geheugen")
                     : LDE_TR(lang, "there is %s1 GiB of memory", "er is %s1 GiB geheugen"),
                 bytes >= need ? LDE_TR(lang, "at least ", "minstens ")
                               : LDE_TR(lang, "less than ", "minder dan "));
}

static void check_clock(lde_doctor *doctor)
{
  lde_language lang = doctor->language;
  time_t now = time(NULL);
  struct tm day;
  bool right = gmtime_r(&now, &day) && day.tm_year + 1900 >= 2025 && day.tm_year + 1900 < 2100;

  lde_doctor_add(
      doctor, "clock", right ? LDE_HEALTH_OK : LDE_HEALTH_NOTE,
      LDE_TR(lang, "set it; it is read for --today now and for the moment of stored runs",
             "zet hem gelijk; hij telt voor --today now en het moment van bewaarde uitvoeringen"),
      "%s",
      right ? LDE_TR(lang, "the clock stands at a likely year",
                     "de klok staat op een aannemelijk jaar")
            : LDE_TR(lang, "the clock is wrong", "de klok staat verkeerd"));
}

/* ---- surroundings ---- */

static void check_locale(lde_doctor *doctor)
{
  lde_language lang = doctor->language;
  const char *locale = doctor->options->locale ? doctor->options->locale : "";
  bool right = strcasestr(locale, "UTF-8") || strcasestr(locale, "UTF8");

  lde_doctor_add(
      doctor, "locale", right ? LDE_HEALTH_OK : LDE_HEALTH_NOTE,
      LDE_TR(
          lang, "set LC_ALL=C.UTF-8; output is UTF-8 always, but this terminal may not show it",
          "zet LC_ALL=C.UTF-8; de uitvoer is altijd UTF-8, maar deze terminal toont die misschien niet"),
      right ? LDE_TR(lang, "the locale is %s", "de locale is %s")
            : LDE_TR(lang, "the locale '%s' is not UTF-8", "de locale '%s' is geen UTF-8"),
      locale);
}

static bool is_on_path(const char *path, const char *name)
{
  lde_buffer file = {0};
  bool found = false;

  while (path && *path && !found) {
    size_t len = strcspn(path, ":");
    lde_buffer_truncate(&file, 0);
    lde_buffer_append(&file, path, len);
    lde_buffer_printf(&file, "/%s", name);
    found = access(file.data, X_OK) == 0;
    path += len + (path[len] == ':');
  }
  lde_buffer_free(&file);
  return found;
}

static void check_pdf(lde_doctor *doctor)
{
  static const char *const programs[] = {"weasyprint", "chromium", "chromium-browser",
                                         "google-chrome"};
  lde_language lang = doctor->language;
  const char *found = NULL;

  for (size_t i = 0; i < sizeof programs / sizeof *programs && !found; i++)
    if (is_on_path(doctor->options->path, programs[i]))
      found = programs[i];
  lde_doctor_add(doctor, "pdf", found ? LDE_HEALTH_OK : LDE_HEALTH_NOTE,
                 LDE_TR(lang, "install weasyprint or chromium; the other formats do without",
                        "installeer weasyprint of chromium; de andere vormen kunnen zonder"),
                 found ? LDE_TR(lang, "%s makes PDF files", "%s maakt pdf-bestanden")
                       : LDE_TR(lang, "no program that makes PDF files%s",
                                "geen programma dat pdf-bestanden maakt%s"),
                 found ? found : "");
}

static bool has_entries(const char *folder)
{
  DIR *list = opendir(folder);
  bool any = false;

  for (struct dirent *entry; list && !any && (entry = readdir(list));)
    any = *entry->d_name != '.';
  if (list)
    closedir(list);
  return any;
}

static void check_fonts(lde_doctor *doctor)
{
  lde_language lang = doctor->language;
  bool right = has_entries(doctor->options->fonts ? doctor->options->fonts : "/usr/share/fonts");

  lde_doctor_add(doctor, "fonts", right ? LDE_HEALTH_OK : LDE_HEALTH_NOTE,
                 LDE_TR(lang, "install a font for PDF files, such as fonts-dejavu-core",
                        "installeer een lettertype voor pdf-bestanden, zoals fonts-dejavu-core"),
                 "%s",
                 right ? LDE_TR(lang, "there are fonts for PDF files",
                                "er zijn lettertypen voor pdf-bestanden")
                       : LDE_TR(lang, "there are no fonts for PDF files",
                                "er zijn geen lettertypen voor pdf-bestanden"));
}

void lde_doctor_machine(lde_doctor *doctor)
{
  check_locks(doctor);
  check_stack(doctor);
  check_memory(doctor);
  check_clock(doctor);
  check_locale(doctor);
  check_pdf(doctor);
  check_fonts(doctor);
}
