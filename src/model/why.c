#include "model/why.h"

void lde_why_rule_free(lde_why_rule *why)
{
  lde_findings_free(&why->findings);
  lde_vec_free(&why->clauses);
  lde_arena_free(&why->arena);
}

void lde_why_record_free(lde_why_record *why)
{
  lde_thread_free(&why->thread);
  lde_vec_free(&why->decisions);
  lde_findings_free(&why->findings);
  lde_arena_free(&why->arena);
}
