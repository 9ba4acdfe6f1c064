/* The fuzz targets without a fuzzer: every file named, and every file of a folder named, once.
 *   replay_TARGET [-1] [-v] [-m BYTES] FILE|FOLDER…
 * -v: the verdict on each file, where a target gives one. -1: the name of each file before it is tried. -m: files of at most so many bytes are also tried cut at every
 * byte and with every bit flipped. */
#include <dirent.h>
#include <sys/stat.h>

#include "base/io.h"
#include "base/memory.h"
#include "fuzz.h"

static size_t tried, mangle_most;
static bool loud, telling;

/* In a block of its own size, so that a byte too far is noticed. */
static void try_bytes(const char *bytes, size_t len)
{
  uint8_t *exact = malloc(len ? len : 1);

  REQUIRE(exact);
  memcpy(exact, bytes, len);
  LLVMFuzzerTestOneInput(exact, len);
  free(exact);
  tried++;
}

static void mangle(char *bytes, size_t len)
{
  for (size_t cut = 0; cut < len; cut++)
    try_bytes(bytes, cut);
  for (size_t bit = 0; bit < len * 8; bit++) {
    bytes[bit / 8] = (char)(bytes[bit / 8] ^ (1 << bit % 8));
    try_bytes(bytes, len);
    bytes[bit / 8] = (char)(bytes[bit / 8] ^ (1 << bit % 8));
  }
}

static void try_file(const char *path)
{
  lde_buffer bytes = {0};

  REQUIRE(lde_file_read(path, 0, &bytes, LDE_ENGLISH, NULL) == LDE_OK);
  if (loud)
    fprintf(stderr, "%s\n", path);
  try_bytes(lde_buffer_text(&bytes), bytes.len);
  if (telling && &fuzz_verdict)
    printf("%s %s\n", fuzz_verdict, strrchr(path, '/') ? strrchr(path, '/') + 1 : path);
  if (bytes.len && bytes.len <= mangle_most)
    mangle(bytes.data, bytes.len);
  lde_buffer_free(&bytes);
}

static void try_folder(const char *path)
{
  struct dirent **entries;
  int count = scandir(path, &entries, NULL, alphasort);

  for (int i = 0; i < count; i++) {
    lde_buffer file = {0};
    lde_buffer_printf(&file, "%s/%s", path, entries[i]->d_name);
    if (entries[i]->d_name[0] != '.')
      try_file(file.data);
    lde_buffer_free(&file);
    free(entries[i]);
  }
  if (count >= 0)
    free(entries);
}

int main(int argc, char **argv)
{
  struct stat info;

  for (int i = 1; i < argc; i++) {
    if (strcmp(argv[i], "-1") == 0)
      loud = true;
    else if (strcmp(argv[i], "-v") == 0)
      telling = true;
    else if (strcmp(argv[i], "-m") == 0 && i + 1 < argc)
      mangle_most = strtoul(argv[++i], NULL, 10);
    else if (stat(argv[i], &info) == 0 && S_ISDIR(info.st_mode))
      try_folder(argv[i]);
    else
      try_file(argv[i]);
  }
  printf("%zu inputs\n", tried);
  return 0;
}
