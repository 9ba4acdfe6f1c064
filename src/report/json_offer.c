#include "report/json_offer.h"

#include "report/report.h"

void lde_json_row_id(lde_json *json, lde_dataset *dataset, int entity, int32_t row)
{
  lde_buffer id = {0};

  if (row == LDE_NO_ROW || !dataset) {
    lde_json_null(json);
    return;
  }
  lde_row_id(dataset, lde_dataset_table(dataset, entity), row, &id);
  lde_json_bytes(json, lde_buffer_text(&id), id.len);
  lde_buffer_free(&id);
}

static void put_served(lde_json *json, lde_dataset *dataset, const lde_offer_served *served,
                       bool step)
{
  lde_json_open(json, '{');
  lde_json_put_text(json, "need", served->need);
  lde_json_put_text(json, "unit", served->unit);
  lde_json_put_integer(json, "seats", served->seats);
  if (step)
    lde_json_put_bool(json, "step", true);
  if (served->employees.count) {
    lde_json_key_open(json, "employees", '[');
    for (size_t p = 0; p < served->employees.count; p++)
      lde_json_row_id(json, dataset, LDE_E(employee), served->employees.rows[p]);
    lde_json_close(json, ']');
  }
  lde_json_close(json, '}');
}

void lde_json_served(lde_json *json, lde_dataset *dataset, const lde_offer_line *line)
{
  lde_json_open(json, '[');
  for (size_t i = 0; i < line->served.len; i++)
    put_served(json, dataset, &line->served.data[i], false);
  for (size_t i = 0; i < line->steps.len; i++)
    put_served(json, dataset, &line->steps.data[i], true);
  lde_json_close(json, ']');
}

void lde_json_funding(lde_json *json, const lde_offer_line *line)
{
  lde_json_open(json, '[');
  for (size_t i = 0; i < line->funding.len; i++) {
    lde_json_open(json, '{');
    lde_json_put_text(json, "budget", line->funding.data[i].budget);
    lde_json_put_integer(json, "amount", line->funding.data[i].amount);
    if (line->funding.data[i].fund)
      lde_json_put_text(json, "fund", line->funding.data[i].fund);
    lde_json_close(json, '}');
  }
  lde_json_close(json, ']');
}

void lde_json_goals(lde_json *json, lde_dataset *dataset, const lde_offer_line *line)
{
  lde_json_open(json, '[');
  for (size_t i = 0; i < line->goals.len; i++)
    lde_json_row_id(json, dataset, LDE_E(goal), line->goals.data[i]);
  lde_json_close(json, ']');
}

static void put_if(lde_json *json, const char *key, const char *text)
{
  if (text)
    lde_json_put_text(json, key, text);
}

void lde_json_detail(lde_json *json, const lde_reason_detail *detail)
{
  lde_json_open(json, '{');
  put_if(json, "budget", detail->budget);
  put_if(json, "period", detail->period);
  put_if(json, "resource", detail->resource);
  put_if(json, "rule", detail->rule);
  put_if(json, "offering", detail->offering);
  if (detail->has_value) {
    lde_json_put_number(json, "value", detail->value);
    lde_json_put_number(json, "cut_off", detail->cut_off);
  }
  lde_json_close(json, '}');
}

/* The same as text on one line, for the plan database. */

void lde_report_json_data(lde_buffer *out, const lde_data *data)
{
  lde_json json = {.out = out};
  if (data)
    lde_json_data(&json, data);
  else
    lde_buffer_puts(out, "{}");
}

void lde_report_json_served(lde_buffer *out, lde_dataset *dataset, const lde_offer_line *line)
{
  lde_json json = {.out = out};
  lde_json_served(&json, dataset, line);
}

void lde_report_json_funding(lde_buffer *out, const lde_offer_line *line)
{
  lde_json json = {.out = out};
  lde_json_funding(&json, line);
}

void lde_report_json_goals(lde_buffer *out, lde_dataset *dataset, const lde_offer_line *line)
{
  lde_json json = {.out = out};
  lde_json_goals(&json, dataset, line);
}

void lde_report_json_detail(lde_buffer *out, const lde_reason_detail *detail)
{
  lde_json json = {.out = out};
  lde_json_detail(&json, detail);
}
