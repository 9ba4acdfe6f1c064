/* PDF out of HTML: WeasyPrint when it is installed, else Chromium, else advice. Programs are started
 * without a shell; the file appears whole or not at all. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/command.h"

extern char **environ;

#define PREFIX "ldengine-pdf-"

/* A folder for what the program that makes the PDF reads and writes, locked as long as it is used. */
typedef struct workplace {
  char folder[256], html[288], pdf[288], profile[320];
  int lock; /* -1: it cannot be locked there */
} workplace;

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *where)
{
  (void)info;
  (void)kind;
  (void)where;
  remove(path);
  return 0;
}

static void remove_folder(const char *folder)
{
  nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* The folder opened and locked; -1 when another run works in it, or it is not ours, or is gone. */
static int lock_folder(const char *folder)
{
  int handle = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  struct stat held, there;

  if (handle >= 0 && fstat(handle, &held) == 0 && held.st_uid == geteuid() &&
      flock(handle, LOCK_EX | LOCK_NB) == 0 && lstat(folder, &there) == 0 &&
      there.st_ino == held.st_ino)
    return handle;
  if (handle >= 0)
    close(handle);
  return -1;
}

/* Folders that nobody holds are of runs that were killed. */
static void remove_leftovers(const char *base)
{
  DIR *folder = opendir(base);
  struct dirent *entry;
  char path[256];

  while (folder && (entry = readdir(folder)) != NULL) {
    int handle;
    if (strncmp(entry->d_name, PREFIX, sizeof PREFIX - 1) != 0 ||
        snprintf(path, sizeof path, "%s/%s", base, entry->d_name) >= (int)sizeof path)
      continue;
    handle = lock_folder(path);
    if (handle < 0)
      continue;
    remove_folder(path);
    close(handle);
  }
  if (folder)
    closedir(folder);
}

static bool make_workplace(workplace *place)
{
  const char *base = getenv("TMPDIR");

  if (!base || strlen(base) > 200)
    base = "/tmp";
  remove_leftovers(base);
  place->lock = -1;
  for (int i = 0; i < 3 && place->lock < 0; i++) { /* another run may take a new folder for a leftover */
    if (i > 0)
      rmdir(place->folder);
    snprintf(place->folder, sizeof place->folder, "%s/" PREFIX "XXXXXX", base);
    if (!mkdtemp(place->folder))
      return false;
    place->lock = lock_folder(place->folder);
  }
  snprintf(place->html, sizeof place->html, "%s/page.html", place->folder);
  snprintf(place->pdf, sizeof place->pdf, "%s/page.pdf", place->folder);
  snprintf(place->profile, sizeof place->profile, "--user-data-dir=%s/profile", place->folder);
  return true;
}

static bool write_file(const char *path, const char *bytes, size_t len)
{
  FILE *file = fopen(path, "wb");
  bool written;

  if (!file)
    return false;
  written = fwrite(bytes, 1, len, file) == len;
  return fclose(file) == 0 && written;
}

/* Runs a program from the PATH, silently; its exit code, -1 when it could not be started. */
static int run_program(char *const argv[])
{
  posix_spawn_file_actions_t actions;
  pid_t child;
  int status = -1, started;

  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  started = posix_spawnp(&child, argv[0], &actions, NULL, argv, environ);
  posix_spawn_file_actions_destroy(&actions);
  if (started != 0)
    return -1;
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR)
      return -1;
  return WIFEXITED(status) && WEXITSTATUS(status) != 127 ? WEXITSTATUS(status) : -1;
}

static bool by_weasyprint(workplace *place)
{
  char *argv[] = {"weasyprint", "--quiet", place->html, place->pdf, NULL};
  setenv("SOURCE_DATE_EPOCH", "0", 0); /* else the fonts in the PDF carry the moment */
  return run_program(argv) == 0;
}

static bool by_chromium(workplace *place)
{
  static char *names[] = {"chromium", "chromium-browser", "google-chrome"};
  char print[320], address[320];

  snprintf(print, sizeof print, "--print-to-pdf=%s", place->pdf);
  snprintf(address, sizeof address, "file://%s", place->html);
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    char *argv[] = {names[i],
                    "--headless",
                    "--disable-gpu",
                    "--no-pdf-header-footer",
                    place->profile,
                    geteuid() == 0 ? "--no-sandbox" : "--no-first-run",
                    print,
                    address,
                    NULL};
    if (run_program(argv) == 0)
      return true;
  }
  return false;
}

/* Reads the PDF back; NULL when there is none. */
static char *read_pdf(const workplace *place, size_t *len)
{
  FILE *file = fopen(place->pdf, "rb");
  struct stat info;
  char *bytes = NULL;

  if (!file)
    return NULL;
  if (fstat(fileno(file), &info) == 0 && info.st_size > 4) {
    *len = (size_t)info.st_size;
    bytes = malloc(*len);
    if (bytes && (fread(bytes, 1, *len, file) != *len || memcmp(bytes, "%PDF", 4) != 0)) {
      free(bytes);
      bytes = NULL;
    }
  }
  fclose(file);
  return bytes;
}

static void remove_workplace(const workplace *place)
{
  remove_folder(place->folder);
  if (place->lock >= 0)
    close(place->lock);
}

/* Beside its place first, then into it. */
static bool move_into_place(const char *path, const char *bytes, size_t len)
{
  size_t size = strlen(path) + 32;
  char *beside = malloc(size);
  bool done;

  if (!beside)
    return false;
  snprintf(beside, size, "%s.%ld.part", path, (long)getpid());
  done = write_file(beside, bytes, len) && rename(beside, path) == 0;
  if (!done)
    unlink(beside);
  free(beside);
  return done;
}

int write_pdf(const char *html, size_t len, const char *path, lde_language language)
{
  workplace place;
  bool made, to_stdout = !path || strcmp(path, "-") == 0, kept = false;
  size_t size = 0;
  char *bytes;

  if (!make_workplace(&place)) {
    fprintf(stderr,
            CLI_TR(language, "error: cannot make a temporary folder: %s\n",
                   "fout: kan geen tijdelijke map maken: %s\n"),
            strerror(errno));
    return 3;
  }
  made = write_file(place.html, html, len) && (by_weasyprint(&place) || by_chromium(&place));
  bytes = made ? read_pdf(&place, &size) : NULL;
  remove_workplace(&place);
  if (!bytes) {
    fputs(
        CLI_TR(
            language,
            "error: a PDF needs WeasyPrint or Chromium, and neither made one\n"
            "  help: install one (sudo apt-get install weasyprint), or write HTML (-o plan.html) and print it\n"
            "        from a browser; it is laid out for A4\n",
            "fout: voor een PDF is WeasyPrint of Chromium nodig, en geen van beide maakte er een\n"
            "  hulp: installeer er een (sudo apt-get install weasyprint), of schrijf HTML (-o plan.html) en druk\n"
            "        die af vanuit een browser; de opmaak is op A4 gemaakt\n"),
        stderr);
    return 3;
  }
  kept = to_stdout ? fwrite(bytes, 1, size, stdout) == size && fflush(stdout) == 0
                   : move_into_place(path, bytes, size);
  free(bytes);
  if (!kept)
    fprintf(stderr,
            CLI_TR(language, "error: cannot write %s: %s\n", "fout: kan %s niet schrijven: %s\n"),
            to_stdout ? "-" : path, strerror(errno));
  return kept ? 0 : 3;
}
