/* The offerings as schema.org courses in JSON-LD, with their sessions as course instances. */
#include <stdio.h>
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "engine/exchange/interchange.h"
#include "model/value.h"
#include "report/json.h"

typedef struct courses {
  lde_dataset *ds;
  lde_language lang;
  lde_json json;
} courses;

/* A value as YAML shows it; "" when there is none. */
static const char *value_of(lde_dataset *ds, const lde_table *table, int field, int32_t row,
                            lde_buffer *text)
{
  lde_buffer_truncate(text, 0);
  if (lde_table_has(table, field, row))
    lde_value_print(ds, &table->entity->fields[field], lde_table_get(table, field, row), text);
  return lde_buffer_text(text);
}

static void put_label(courses *self, const char *key, int entity, int32_t row)
{
  lde_buffer text = {0};

  lde_row_label(self->ds, lde_dataset_table(self->ds, entity), row, self->lang, &text);
  lde_json_put_text(&self->json, key, lde_buffer_text(&text));
  lde_buffer_free(&text);
}

static void put_mode(courses *self, int32_t offering)
{
  static const char *const modes[][2] = {
      {"elearning", "online"}, {"virtual", "online"}, {"blended", "blended"}};
  const lde_table *table = lde_dataset_table(self->ds, LDE_E(offering));
  lde_buffer text = {0};
  const char *mode = "onsite";

  if (*value_of(self->ds, table, LDE_F(offering, modality), offering, &text)) {
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
      if (strcmp(modes[i][0], text.data) == 0)
        mode = modes[i][1];
    lde_json_put_text(&self->json, "courseMode", mode);
  }
  lde_buffer_free(&text);
}

static void put_workload(courses *self, int32_t offering)
{
  int64_t minutes = lde_get(self->ds, offering, minutes_contact, offering) +
                    lde_get(self->ds, offering, minutes_self, offering);
  char text[48];

  if (minutes <= 0)
    return;
  snprintf(text, sizeof text, minutes % 60 ? "PT%lldH%lldM" : "PT%lldH", (long long)(minutes / 60),
           (long long)(minutes % 60));
  if (minutes < 60)
    snprintf(text, sizeof text, "PT%lldM", (long long)minutes);
  lde_json_put_text(&self->json, "courseWorkload", text);
}

/* What a seat costs: its own price, else the parts of it that are paid per seat. */
static void put_price(courses *self, int32_t offering)
{
  lde_dataset *ds = self->ds;
  const lde_table *parts = lde_dataset_table(ds, LDE_E(cost_component));
  lde_buffer text = {0};
  int64_t price = lde_get(ds, offering, cost_per_seat, offering);
  bool known = lde_has(ds, offering, cost_per_seat, offering);

  for (int32_t row = 0; row < lde_table_count(parts) && !known; row++)
    if (lde_get_row(ds, cost_component, offering, row) == offering &&
        strcmp(value_of(ds, parts, LDE_F(cost_component, basis), row, &text), "per_seat") == 0)
      price += lde_get(ds, cost_component, amount, row);
  lde_buffer_truncate(&text, 0);
  if (known || price) {
    lde_decimal_print_fixed(&text, price, ds->currency_decimals);
    lde_json_key_open(&self->json, "offers", '{');
    lde_json_put_text(&self->json, "@type", "Offer");
    lde_json_put_text(&self->json, "price", text.data);
    lde_json_put_text(&self->json, "priceCurrency", ds->currency);
    lde_json_close(&self->json, '}');
  }
  lde_buffer_free(&text);
}

static void put_date(courses *self, const char *key, int field, int32_t session)
{
  lde_buffer text = {0};

  if (*value_of(self->ds, lde_dataset_table(self->ds, LDE_E(session)), field, session, &text))
    lde_json_put_text(&self->json, key, text.data);
  lde_buffer_free(&text);
}

/* Of a session, or of the offering as such. */
static void put_instance(courses *self, int32_t offering, int32_t session)
{
  lde_buffer id = {0};

  lde_json_open(&self->json, '{');
  lde_json_put_text(&self->json, "@type", "CourseInstance");
  put_mode(self, offering);
  put_workload(self, offering);
  if (session != LDE_NO_ROW) {
    lde_row_id(self->ds, lde_dataset_table(self->ds, LDE_E(session)), session, &id);
    lde_json_put_text(&self->json, "identifier", lde_buffer_text(&id));
    put_date(self, "startDate", LDE_F(session, starts_on), session);
    put_date(self, "endDate", LDE_F(session, ends_on), session);
  }
  put_price(self, offering);
  lde_json_close(&self->json, '}');
  lde_buffer_free(&id);
}

static void put_instances(courses *self, int32_t offering)
{
  lde_dataset *ds = self->ds;
  bool any = false;

  lde_json_key_open(&self->json, "hasCourseInstance", '[');
  for (int32_t row = 0; row < lde_count(ds, session); row++)
    if (lde_get_row(ds, session, offering, row) == offering) {
      put_instance(self, offering, row);
      any = true;
    }
  if (!any)
    put_instance(self, offering, LDE_NO_ROW);
  lde_json_close(&self->json, ']');
}

static void put_course(courses *self, int32_t row)
{
  lde_dataset *ds = self->ds;
  lde_json *json = &self->json;
  lde_rows languages = lde_get_list(ds, offering, languages, row);
  lde_buffer id = {0};

  lde_row_id(ds, lde_dataset_table(ds, LDE_E(offering)), row, &id);
  lde_json_open(json, '{');
  lde_json_put_text(json, "@type", "Course");
  lde_json_put_text(json, "courseCode", lde_buffer_text(&id));
  put_label(self, "name", LDE_E(offering), row);
  if (lde_has(ds, offering, outcomes_text, row))
    lde_json_put_text(json, "description", lde_text_of(ds, offering, outcomes_text, row));
  if (lde_get_row(ds, offering, supplier, row) != LDE_NO_ROW) {
    lde_json_key_open(json, "provider", '{');
    lde_json_put_text(json, "@type", "Organization");
    put_label(self, "name", LDE_E(supplier), lde_get_row(ds, offering, supplier, row));
    lde_json_close(json, '}');
  }
  if (languages.count) {
    lde_json_key_open(json, "availableLanguage", '[');
    for (size_t i = 0; i < languages.count; i++)
      lde_json_text(json, lde_strings_get(&ds->strings, languages.rows[i]));
    lde_json_close(json, ']');
  }
  if (lde_get_row(ds, offering, credential_type, row) != LDE_NO_ROW)
    put_label(self, "educationalCredentialAwarded", LDE_E(credential_type),
              lde_get_row(ds, offering, credential_type, row));
  put_instances(self, row);
  lde_json_close(json, '}');
  lde_buffer_free(&id);
}

static bool is_active(lde_dataset *ds, int32_t row)
{
  lde_buffer text = {0};
  bool active = strcmp(value_of(ds, lde_dataset_table(ds, LDE_E(offering)), LDE_F(offering, status),
                                row, &text),
                       "expired") != 0;

  lde_buffer_free(&text);
  return active;
}

int32_t lde_courses_write(lde_project *project, const lde_export_options *options,
                          lde_result *result, lde_buffer *out)
{
  courses self = {.ds = project->loaded.dataset,
                  .lang = project->language,
                  .json = {.out = out, .indented = true}};
  int32_t count = 0;

  (void)options;
  (void)result;
  lde_json_open(&self.json, '{');
  lde_json_put_text(&self.json, "@context", "https://schema.org/");
  lde_json_key_open(&self.json, "@graph", '[');
  for (int32_t row = 0; row < lde_count(self.ds, offering); row++)
    if (is_active(self.ds, row)) {
      put_course(&self, row);
      count++;
    }
  lde_json_close(&self.json, ']');
  lde_json_close(&self.json, '}');
  lde_buffer_puts(out, "\n");
  return count;
}
