/* The content of a picture as an HTML table. */
#include "report/picture/svg.h"

void lde_html_table_begin(lde_html_table *table, lde_buffer *out, const char *caption)
{
  *table = (lde_html_table){.out = out};
  lde_buffer_puts(out, "<table class=\"lp-table\">\n<caption>");
  lde_markup_escape(out, caption);
  lde_buffer_puts(out, "</caption>\n<thead><tr>");
}

void lde_html_table_column(lde_html_table *table, const char *title, bool number)
{
  lde_buffer_printf(table->out, "<th scope=\"col\"%s>", number ? " class=\"lp-n\"" : "");
  lde_markup_escape(table->out, title);
  lde_buffer_puts(table->out, "</th>");
  lde_vec_push(&table->numbers, number);
}

void lde_html_table_cell(lde_html_table *table, const char *text)
{
  const char *tag = table->column == 0 ? "th" : "td";

  if (table->column == 0)
    lde_buffer_puts(table->out, table->rows++ ? "<tr>" : "</tr></thead>\n<tbody>\n<tr>");
  lde_buffer_printf(table->out, "<%s%s%s>", tag, table->column == 0 ? " scope=\"row\"" : "",
                    table->numbers.data[table->column] ? " class=\"lp-n\"" : "");
  lde_markup_escape(table->out, text);
  lde_buffer_printf(table->out, "</%s>", tag);
  if (++table->column == table->numbers.len) {
    lde_buffer_puts(table->out, "</tr>\n");
    table->column = 0;
  }
}

void lde_html_table_take(lde_html_table *table, lde_buffer *text)
{
  lde_html_table_cell(table, lde_buffer_text(text));
  lde_buffer_truncate(text, 0);
}

void lde_html_table_end(lde_html_table *table)
{
  lde_buffer_puts(table->out, table->rows ? "</tbody>\n</table>\n" : "</tr></thead>\n</table>\n");
  lde_vec_free(&table->numbers);
}
