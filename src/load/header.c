#include "load/header.h"

#include <string.h>

#include "base/text.h"
#include "load/source.h"

/* What people call the collections; `usual` ones make a first plan. */
static const struct {
  int entity;
  bool usual;
  const char *name[2];
} sheets[] = {
    {LDE_E(mission_vision), true, {"Mission and vision", "Missie en visie"}},
    {LDE_E(goal), true, {"Goals", "Doelen"}},
    {LDE_E(kpi), true, {"KPIs", "KPI's"}},
    {LDE_E(kpi_measurement), true, {"KPI measurements", "Metingen"}},
    {LDE_E(unit), true, {"Units", "Afdelingen"}},
    {LDE_E(role), true, {"Roles", "Functies"}},
    {LDE_E(employee), true, {"Employees", "Medewerkers"}},
    {LDE_E(scale), true, {"Scales", "Niveauschalen"}},
    {LDE_E(scale_level), true, {"Scale levels", "Schaalniveaus"}},
    {LDE_E(competency), true, {"Competencies", "Competenties"}},
    {LDE_E(role_requirement), true, {"Role requirements", "Functie-eisen"}},
    {LDE_E(assessment), true, {"Assessments", "Beoordelingen"}},
    {LDE_E(credential_type), true, {"Certificate types", "Certificaatsoorten"}},
    {LDE_E(credential), true, {"Certificates", "Certificaten"}},
    {LDE_E(compliance_requirement), true, {"Obligations", "Verplichtingen"}},
    {LDE_E(need), true, {"Needs", "Behoeften"}},
    {LDE_E(goal_contribution), true, {"Contributions to goals", "Bijdragen aan doelen"}},
    {LDE_E(need_competency), true, {"Competencies of needs", "Competenties van behoeften"}},
    {LDE_E(offering), true, {"Offerings", "Aanbod"}},
    {LDE_E(offering_competency), true, {"Competencies of offerings", "Competenties van aanbod"}},
    {LDE_E(cost_component), true, {"Costs", "Kosten"}},
    {LDE_E(session), true, {"Sessions", "Uitvoeringen"}},
    {LDE_E(budget), true, {"Budgets", "Budgetten"}},
    {LDE_E(plan_line), true, {"Plan lines", "Planregels"}},
    {LDE_E(participation), true, {"Participations", "Deelnames"}},
    {LDE_E(measurement), true, {"Evaluations", "Evaluaties"}},
    {LDE_E(period), false, {"Periods", "Perioden"}},
    {LDE_E(role_assignment), false, {"Role assignments", "Functietoewijzingen"}},
    {LDE_E(document), false, {"Documents", "Documenten"}},
    {LDE_E(sign_off), false, {"Sign-offs", "Akkoorden"}},
    {LDE_E(movement), false, {"Movements", "Ontwikkelbewegingen"}},
    {LDE_E(milestone), false, {"Milestones", "Mijlpalen"}},
    {LDE_E(role_demand), false, {"Workforce demand", "Personeelsvraag"}},
    {LDE_E(learning_vision), false, {"Learning visions", "Visies op leren"}},
    {LDE_E(policy), false, {"Policies", "Leerbeleid"}},
    {LDE_E(principle), false, {"Principles", "Beleidsprincipes"}},
    {LDE_E(policy_objective), false, {"Policy objectives", "Beleidsdoelen"}},
    {LDE_E(focus_area), false, {"Focus areas", "Aandachtsgebieden"}},
    {LDE_E(responsibility), false, {"Responsibilities", "Verantwoordelijkheden"}},
    {LDE_E(entitlement), false, {"Entitlements", "Opleidingsrechten"}},
    {LDE_E(entitlement_use), false, {"Use of entitlements", "Gebruik van rechten"}},
    {LDE_E(hrd_plan), false, {"HRD plans", "HRD-plannen"}},
    {LDE_E(programme), false, {"Programmes", "Programma's"}},
    {LDE_E(envelope), false, {"Programme envelopes", "Programmabudgetten"}},
    {LDE_E(annual_plan), false, {"Annual plans", "Jaarplannen"}},
    {LDE_E(plan_line_need), false, {"Needs of plan lines", "Behoeften van planregels"}},
    {LDE_E(funding), false, {"Fundings", "Financiering"}},
    {LDE_E(scenario), false, {"Scenarios", "Scenario's"}},
    {LDE_E(framework), false, {"Frameworks", "Raamwerken"}},
    {LDE_E(competency_relation), false, {"Competency relations", "Competentierelaties"}},
    {LDE_E(trigger), false, {"Triggers", "Aanleidingen"}},
    {LDE_E(learning_request), false, {"Training requests", "Aanvragen"}},
    {LDE_E(supplier), false, {"Providers", "Opleiders"}},
    {LDE_E(make_or_buy_case), false, {"Make-or-buy cases", "Koop of ontwikkel"}},
    {LDE_E(session_part), false, {"Session parts", "Bijeenkomsten"}},
    {LDE_E(resource), false, {"Trainers and rooms", "Trainers en ruimtes"}},
    {LDE_E(capacity), false, {"Capacities", "Capaciteit"}},
    {LDE_E(external_id), false, {"External identifiers", "Externe codes"}},
    {LDE_E(commitment), false, {"Commitments", "Bestellingen"}},
    {LDE_E(actual), false, {"Actual costs", "Realisatie"}},
    {LDE_E(fund), false, {"Funds", "Subsidies en fondsen"}},
    {LDE_E(subsidy_claim), false, {"Subsidy claims", "Subsidieaanvragen"}},
    {LDE_E(informal_activity), false, {"Informal learning", "Informeel leren"}},
    {LDE_E(evaluation_plan), false, {"Evaluation plans", "Evaluatieplannen"}},
    {LDE_E(evaluation_level), false, {"Evaluation levels", "Evaluatieniveaus"}},
    {LDE_E(impact_claim), false, {"Impact claims", "Effectclaims"}},
    {LDE_E(success_case), false, {"Success cases", "Succesverhalen"}},
    {LDE_E(stakeholder), false, {"Stakeholders", "Belanghebbenden"}},
    {LDE_E(initiative), false, {"Initiatives", "L&D-initiatieven"}},
    {LDE_E(communication_item), false, {"Communication", "Communicatie"}},
    {LDE_E(review_cycle), false, {"Review cycles", "Evaluatiecycli"}},
    {LDE_E(review_action), false, {"Review actions", "Verbeteracties"}},
    {LDE_E(trend), false, {"Trend signals", "Trendsignalen"}},
    {LDE_E(exception), false, {"Exceptions", "Uitzonderingen"}},
    {LDE_E(data_source), false, {"Data sources", "Gegevensbronnen"}},
    {LDE_E(mapping), false, {"Mappings", "Koppelingen"}},
};
enum { SHEETS = sizeof sheets / sizeof *sheets };

static int sheet_of(const lde_entity *entity)
{
  for (int i = 0; i < SHEETS; i++)
    if (sheets[i].entity == entity->index)
      return i;
  return -1;
}

const char *lde_sheet_name(const lde_entity *entity, lde_language lang)
{
  int sheet = sheet_of(entity);
  return sheet >= 0 ? sheets[sheet].name[lang] : entity->plural;
}

bool lde_sheet_is_usual(const lde_entity *entity)
{
  int sheet = sheet_of(entity);
  return sheet >= 0 ? sheets[sheet].usual : entity->own;
}

/* Lower case without blanks, hyphens, underscores and apostrophes. */
static void append_bare(lde_buffer *out, const char *text, size_t len)
{
  lde_buffer folded = {0};

  lde_text_append_folded(&folded, text, len);
  for (size_t i = 0; i < folded.len; i++)
    if (!strchr(" -_'", folded.data[i]))
      lde_buffer_putc(out, folded.data[i]);
  lde_buffer_free(&folded);
}

static bool same_bare(const lde_buffer *wanted, const char *name)
{
  lde_buffer bare = {0};
  bool same;

  append_bare(&bare, name, strlen(name));
  same = strcmp(lde_buffer_text(&bare), lde_buffer_text(wanted)) == 0;
  lde_buffer_free(&bare);
  return same;
}

/* The names of a sheet come before the labels of the model, in which one word names several. */
static bool is_named(const lde_entity *entity, const lde_buffer *wanted, int round)
{
  if (round == 0)
    return same_bare(wanted, lde_sheet_name(entity, LDE_DUTCH)) ||
           same_bare(wanted, lde_sheet_name(entity, LDE_ENGLISH)) ||
           same_bare(wanted, entity->plural);
  return same_bare(wanted, entity->name) || same_bare(wanted, entity->label[0]) ||
         same_bare(wanted, entity->label[1]);
}

const lde_entity *lde_sheet_entity(const lde_schema *schema, const char *name, size_t len)
{
  lde_buffer wanted = {0};
  const lde_entity *found = NULL;

  append_bare(&wanted, name, len);
  for (int round = 0; round < 2 && !found; round++)
    for (size_t e = 0; e < schema->entities.len && !found; e++) {
      const lde_entity *entity = schema->entities.data[e];
      if (entity->origin == LDE_ORIGIN_WRITTEN && entity->index != LDE_E(organisation) &&
          is_named(entity, &wanted, round))
        found = entity;
    }
  lde_buffer_free(&wanted);
  return found;
}

static bool same_folded(const lde_buffer *wanted, const char *name)
{
  lde_buffer folded = {0};
  bool same;

  lde_text_append_folded(&folded, name, strlen(name));
  same = strcmp(lde_buffer_text(&folded), lde_buffer_text(wanted)) == 0;
  lde_buffer_free(&folded);
  return same;
}

const lde_field *lde_header_field(const lde_entity *entity, const char *text, size_t len,
                                  lde_language written)
{
  lde_buffer exact = {0}, folded = {0};
  const lde_field *field;

  lde_buffer_append(&exact, text, len);
  lde_text_append_folded(&folded, text, len);
  field = lde_field_written(entity, lde_buffer_text(&exact), written);
  if (!field)
    field = lde_field_written(entity, lde_buffer_text(&folded), written);
  for (int lang = 0; lang < 2 && !field; lang++)
    for (int f = 0; f < entity->field_count && !field; f++)
      if (entity->fields[f].label[lang] && same_folded(&folded, entity->fields[f].label[lang]))
        field = lde_field_written(entity, entity->fields[f].name, written);
  lde_buffer_free(&exact);
  lde_buffer_free(&folded);
  return field && !(field->flags & LDE_DERIVED) ? field : NULL;
}

const char *lde_header_of(const lde_field *field, lde_language lang, lde_language written)
{
  const lde_entity *entity = field->entity;
  const char *label = field->label[lang];

  if (strncmp(field->name, "label_", 6) == 0 &&
      lde_field_written(entity, "label", written) == field)
    label = lde_entity_field(entity, "label")->label[lang];
  if (label && lde_header_field(entity, label, strlen(label), written) == field)
    return label;
  return field->name;
}
