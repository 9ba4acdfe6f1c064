#include "engine/batch/batch_trouble.h"

#include <signal.h>
#include <string.h>

#include "base/error.h"

/* "rule a/b", a file of rules, or what else was going on. */
static void name_work(lde_buffer *out, const lde_answer_trail *trail, lde_language lang)
{
  if (*trail->rule)
    lde_buffer_printf(out, LDE_TR(lang, "rule %s", "regel %s"), trail->rule);
  else if (*trail->file)
    lde_buffer_printf(out, LDE_TR(lang, "the file %s", "het bestand %s"), trail->file);
  else
    lde_buffer_puts(out, trail->locked
                             ? LDE_TR(lang, "the engine itself", "de engine zelf")
                             : LDE_TR(lang, "reading the files", "het lezen van de bestanden"));
}

/* `format` has one %s, for the work. */
static void tell(lde_judged *judged, const lde_answer_trail *trail, lde_language lang,
                 const char *code, const char *format);
static void tell(lde_judged *judged, const lde_answer_trail *trail, lde_language lang,
                 const char *code, const char *format)
{
  const char *help =
      judged->again
          ? LDE_TR(
                lang,
                "what this rule would say is unknown; the other rules were run again without it",
                "wat deze regel zou zeggen is onbekend; de andere regels zijn opnieuw uitgevoerd, zonder deze")
      : *trail->file
          ? LDE_TR(
                lang,
                "nothing is known of this organisation; take the rule out or repair it, and check again",
                "van deze organisatie is niets bekend; haal de regel weg of herstel hem, en controleer opnieuw")
          : NULL;
  const char *at = strstr(format, "%s");
  lde_buffer message = {0};

  lde_buffer_append(&message, format, (size_t)(at - format));
  name_work(&message, trail, lang);
  lde_buffer_puts(&message, at + 2);
  lde_diagnose(&judged->trouble, LDE_ERROR, code, trail->file, NULL, 0, 0, help, "%s",
               message.data);
  lde_buffer_free(&message);
}

static void tell_signal(lde_judged *judged, const lde_answer_trail *trail, int number,
                        lde_language lang)
{
  lde_buffer format = {0};

  if (number == SIGSYS)
    tell(judged, trail, lang, "script/crash",
         LDE_TR(lang,
                "%s asked the system for something that rules may not have; its process was ended",
                "%s vroeg het systeem om iets wat regels niet mogen; het proces is beëindigd"));
  else if (number == SIGXCPU)
    tell(judged, trail, lang, "limit/time",
         LDE_TR(lang, "%s used up the processor time of its process",
                "%s verbruikte de processortijd van het proces"));
  else {
    lde_buffer_printf(&format, LDE_TR(lang, "%%s crashed its process (signal %d)",
                                      "%%s liet het proces crashen (signaal %d)"), number);
    tell(judged, trail, lang, "script/crash", format.data);
    lde_buffer_free(&format);
  }
}

/* Trouble that no rule has a part in. */
static void tell_plain(lde_judged *judged, const char *code, const char *help, const char *message,
                       const char *reason)
{
  lde_diagnose(&judged->trouble, LDE_ERROR, code, "", NULL, 0, 0, help, "%s: %s", message, reason);
}

void lde_batch_tell(lde_judged *judged, const lde_pool_end *end, const lde_answer_trail *trail,
                    const char *why, bool again, lde_language lang)
{
  judged->again = again;
  if (trail->refused && strcmp(trail->refused, "locks") == 0)
    tell_plain(
        judged, "script/isolation",
        LDE_TR(lang, "see which locks are missing: ldengine doctor",
               "bekijk welke sloten ontbreken: ldengine doctor"),
        LDE_TR(lang, "its rules were not run", "de regels zijn niet uitgevoerd"),
        LDE_TR(lang, "the process could not be locked in", "het proces was niet af te schermen"));
  else if (trail->refused)
    tell(judged, trail, lang, "limit/memory",
         LDE_TR(lang, "%s used up the memory of its process",
                "%s verbruikte het geheugen van het proces"));
  else if (end->kind == LDE_POOL_LATE)
    tell(judged, trail, lang, "limit/time",
         LDE_TR(lang, "%s did not end in time; its process was ended",
                "%s eindigde niet op tijd; het proces is beëindigd"));
  else if (end->kind == LDE_POOL_FLOODED)
    tell(judged, trail, lang, "limit/output",
         LDE_TR(lang, "%s: the answer of its process is too long",
                "%s: het antwoord van het proces is te lang"));
  else if (end->kind == LDE_POOL_SIGNALLED)
    tell_signal(judged, trail, end->code, lang);
  else if (end->kind == LDE_POOL_NOT_STARTED)
    tell_plain(
        judged, "script/isolation", NULL,
        LDE_TR(lang, "its process could not be started", "het proces kon niet worden gestart"),
        lde_file_reason(end->code, lang));
  else
    tell_plain(judged, "script/crash", NULL,
               LDE_TR(lang, "the answer of its process is not to be trusted",
                      "het antwoord van het proces is niet te vertrouwen"),
               why);
}
