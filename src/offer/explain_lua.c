/* Why an offering or a need is in or out, in words and numbers, and what a limit is worth. The account at
 * the prices is free; what forcing in, leaving out or a lower price would do is found by solving again. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "offer/enters.h"
#include "offer/lua_internal.h"

enum { SMALL = 400, SOLVES = 12 }; /* columns up to which a price is searched by solving */

/* A text in the making, in the language of the run. */
typedef struct telling {
  lde_buffer text;
  lde_language lang;
  const lde_dataset *ds;
} telling;

static void put_number(telling *out, double value, const char *after)
{
  lde_decimal_format(&out->text, llround(value * 100), 2, 2, out->lang);
  lde_buffer_puts(&out->text, after);
}

static void put_signed(telling *out, double value, const char *after)
{
  lde_buffer_puts(&out->text, value < 0 ? "-" : "+");
  put_number(out, fabs(value), after);
}

static void put_items(telling *out, const lde_account_item *items, size_t count, int kinds)
{
  bool any = false;

  for (size_t i = 0; i < count; i++) {
    if (kinds && !(kinds >> items[i].kind & 1))
      continue;
    lde_buffer_puts(&out->text, any ? ", " : " (");
    lde_buffer_puts(&out->text, items[i].name);
    lde_buffer_putc(&out->text, ' ');
    put_number(out, items[i].amount, "");
    any = true;
  }
  lde_buffer_puts(&out->text, any ? ")" : "");
}

static void put_taken(telling *out, const lde_account *account, double amount, const char *what, int kinds)
{
  if (fabs(amount) < 0.005)
    return;
  lde_buffer_puts(&out->text, "\n  ");
  put_signed(out, -amount, " ");
  lde_buffer_puts(&out->text, what);
  put_items(out, account->limits.data, account->limits.len, kinds);
}

static void put_account(telling *out, const lde_account *account)
{
  lde_language lang = out->lang;
  int money = 1 << LDE_ROW_BUDGET | 1 << LDE_ROW_SUBSIDY, hours = 1 << LDE_ROW_HOURS;

  lde_buffer_puts(&out->text, LDE_TR(lang, ". At today's prices it ", ". Tegen de prijzen van nu "));
  if (account->net < -0.005)
    lde_buffer_puts(&out->text, LDE_TR(lang, "loses ", "kost het meer dan het oplevert: "));
  else
    lde_buffer_puts(&out->text, LDE_TR(lang, "adds ", "levert het op: "));
  put_number(out, fabs(account->net), LDE_TR(lang, " points:\n  ", " punten:\n  "));
  put_signed(out, account->offered, "");
  lde_buffer_printf(&out->text, LDE_TR(lang, " value of %lld seats for %d needs", " waarde van %lld plaatsen voor %d behoeften"),
                    (long long)account->heads, account->needs);
  if (account->covered > 0.005) {
    lde_buffer_puts(&out->text, "\n  ");
    put_signed(out, -account->covered, LDE_TR(lang, " what these people get otherwise", " wat deze mensen anders krijgen"));
    put_items(out, account->covered_by.data, account->covered_by.len, 0);
  }
  put_taken(out, account, account->money, LDE_TR(lang, "money", "geld"), money);
  put_taken(out, account, account->hours, LDE_TR(lang, "learning time", "leertijd"), hours);
  put_taken(out, account, account->other, LDE_TR(lang, "other limits", "andere grenzen"), ~(money | hours));
}

/* ---- what another plan changes ---- */

typedef struct change {
  bool made, possible;
  double value;
  int64_t people; /* who lose a seat that they had */
  int64_t duties; /* how many more people miss what is mandatory */
  const char *closes, *opens;
} change;

static int64_t seats_of(const lde_offer *offer, int32_t row)
{
  int64_t seats = 0;
  for (size_t i = 0; i < offer->lines.len; i++)
    if (offer->lines.data[i].offering == row)
      seats += offer->lines.data[i].seats;
  return seats;
}

static int64_t missed_duties(const lde_offer *offer)
{
  int64_t heads = 0;
  for (size_t i = 0; i < offer->unmet.len; i++)
    heads += offer->unmet.data[i].mandatory ? offer->unmet.data[i].heads : 0;
  return heads;
}

static void compare_plans(lde_lua_result *base, const lde_lua_result *other, change *out)
{
  lde_draft *draft = base->draft;
  lde_buffer closes = {0}, opens = {0};

  out->made = true;
  out->possible = other->result->offer->status != LDE_OFFER_INFEASIBLE;
  out->value = other->result->offer->value;
  out->duties = missed_duties(other->result->offer) - missed_duties(base->result->offer);
  for (size_t o = 0; out->possible && o < draft->options.len; o++) {
    int64_t before = seats_of(base->result->offer, draft->options.data[o].offering);
    int64_t after = seats_of(other->result->offer, draft->options.data[o].offering);
    lde_buffer *to = before && !after ? &closes : !before && after ? &opens : NULL;
    out->people += before > after ? before - after : 0;
    if (to)
      lde_buffer_printf(to, "%s%s", to->len ? ", " : "", draft->options.data[o].id);
  }
  out->closes = closes.len ? lde_arena_strdup(&base->result->offer->arena, closes.data) : NULL;
  out->opens = opens.len ? lde_arena_strdup(&base->result->offer->arena, opens.data) : NULL;
  lde_buffer_free(&closes);
  lde_buffer_free(&opens);
}

/* Solves a copy of the offer with one lock more, and leaves the result on the stack. */
static lde_lua_result *solve_with(lua_State *L, lde_lua_result *base, const lde_offer_lock *lock)
{
  lde_lua_offer *offer;
  int copy;

  lua_getiuservalue(L, 1, 1);
  offer = lde_lua_offer_copy(L, lua_gettop(L));
  copy = lua_gettop(L);
  if (lock->seats >= 0) {
    lde_vec_push(&offer->spec->locks, *lock);
    offer->spec->locks.data[offer->spec->locks.len - 1].offering = lde_arena_strdup(&offer->spec->arena, lock->offering);
  }
  offer->spec->gap = base->spec->gap;
  offer->spec->work = base->result->build.columns.len > SMALL && base->spec->work > 100 ? base->spec->work / 4 : base->spec->work;
  return lde_lua_offer_solve(L, copy);
}

static void put_change(telling *out, const change *it, double before, const char *what)
{
  lde_language lang = out->lang;

  lde_buffer_puts(&out->text, "\n  ");
  lde_buffer_puts(&out->text, what);
  if (!it->possible) {
    lde_buffer_puts(&out->text, LDE_TR(lang, ": impossible within the limits", ": onmogelijk binnen de grenzen"));
    return;
  }
  lde_buffer_puts(&out->text, LDE_TR(lang, ": value ", ": waarde "));
  put_number(out, it->value, " (");
  put_signed(out, it->value - before, "");
  if (before > 0) {
    lde_buffer_puts(&out->text, ", ");
    put_signed(out, (it->value - before) / before * 100, "%");
  }
  lde_buffer_putc(&out->text, ')');
  if (it->duties > 0)
    lde_buffer_printf(&out->text, LDE_TR(lang, "; people without what is mandatory: %lld more", "; mensen zonder wat verplicht is: %lld meer"),
                      (long long)it->duties);
  if (it->closes)
    lde_buffer_printf(&out->text, LDE_TR(lang, "; out goes %s", "; eruit gaat %s"), it->closes);
  if (it->opens)
    lde_buffer_printf(&out->text, LDE_TR(lang, "; in comes %s", "; erin komt %s"), it->opens);
  if (it->people)
    lde_buffer_printf(&out->text, LDE_TR(lang, "; seats that others lose: %lld", "; plaatsen die anderen verliezen: %lld"),
                      (long long)it->people);
}

/* At which price it would come in: searched by solving where that is quick, else told by the prices. */
typedef struct entry {
  lde_own_price price;
  double lower; /* share of that price; -1 = not even for nothing, -2 = not known */
  int64_t by;   /* the same in minor units; 0 when all its prices fall alike */
  bool searched;
} entry;

static void search_price(lua_State *L, lde_lua_result *base, int32_t option, int64_t guess, entry *out)
{
  lde_solve_options options = lde_lua_solve_options(L, base->spec);
  int solves = SOLVES;

  out->searched = true;
  lde_sandbox_pause(L);
  out->by = lde_enters_search(base->result, &options, option, -1, out->price, guess, &solves);
  lde_sandbox_resume(L);
  out->lower = out->by < 0 ? -1 : (double)out->by / (double)out->price.amount;
}

static entry break_even(lua_State *L, lde_lua_result *base, int32_t option, const lde_account *account, bool quick)
{
  entry out = {.price = lde_own_price_of(&base->draft->options.data[option]), .lower = -2};
  int64_t guess = account->own_lower > 0 ? (int64_t)ceil(account->own_lower * (double)out.price.amount) : 0;

  if (!quick && out.price.amount > 0 && base->result->build.columns.len <= SMALL) {
    search_price(L, base, option, guess, &out);
    if (out.lower < 0) {
      out.price = LDE_ALL_PRICES;
      search_price(L, base, option, 0, &out);
      out.by = 0;
    }
  } else if (guess > 0 && guess <= out.price.amount) {
    out.by = guess;
    out.lower = account->own_lower;
  } else if (account->lower > 0) {
    out.price = LDE_ALL_PRICES;
    out.lower = account->lower;
  }
  return out;
}

static const char *price_name(lde_price_of of, lde_language lang)
{
  switch (of) {
  case LDE_PRICE_SESSION:
    return LDE_TR(lang, "% lower session cost", "% lagere kosten per groep");
  case LDE_PRICE_SEAT:
    return LDE_TR(lang, "% lower cost per seat", "% lagere kosten per plaats");
  case LDE_PRICE_ONCE:
    return LDE_TR(lang, "% lower development cost", "% lagere ontwikkelkosten");
  case LDE_PRICE_ALL:
    break;
  }
  return LDE_TR(lang, "% lower cost of all kinds", "% lagere kosten van elke soort");
}

static void put_price(telling *out, const entry *at)
{
  lde_language lang = out->lang;

  if (at->lower <= -2)
    return;
  if (at->lower < 0) {
    lde_buffer_puts(&out->text, LDE_TR(lang, "\n  not even for nothing would it come in", "\n  zelfs gratis komt het er niet in"));
    return;
  }
  if (at->lower >= 1) {
    lde_buffer_puts(&out->text, LDE_TR(lang, "\n  it would come in for nothing only", "\n  het komt er alleen gratis in"));
    return;
  }
  lde_buffer_puts(&out->text, LDE_TR(lang, "\n  it would come in at ", "\n  het komt erin bij "));
  lde_decimal_format(&out->text, (int64_t)ceil(at->lower * 1000), 1, 1, lang);
  lde_buffer_puts(&out->text, price_name(at->price.of, lang));
  if (at->by) {
    lde_buffer_puts(&out->text, " (");
    lde_money_format(&out->text, at->by, out->ds->currency, lang);
    lde_buffer_puts(&out->text, LDE_TR(lang, " less)", " minder)"));
  }
  lde_buffer_puts(&out->text, at->searched ? "" : LDE_TR(lang, ", by the prices", ", te oordelen naar de prijzen"));
}

/* ---- reasons ---- */

static void put_reason(telling *out, const char *subject, lde_reason reason, const lde_reason_detail *detail,
                       const lde_enters_if *enters)
{
  const char *what = detail->budget     ? detail->budget
                     : detail->offering ? detail->offering
                     : detail->rule     ? detail->rule
                                        : detail->resource;

  lde_buffer_printf(&out->text, "\n  %s: %s", subject, lde_reason_name(reason));
  if (what)
    lde_buffer_printf(&out->text, " (%s)", what);
  if (!enters || !enters->change)
    return;
  lde_buffer_puts(&out->text, LDE_TR(out->lang, "; in with ", "; wel met "));
  if (!strcmp(enters->change, "budget") || !strcmp(enters->change, "price"))
    lde_money_format(&out->text, enters->by, out->ds->currency, out->lang);
  else
    lde_buffer_printf(&out->text, "%lld", (long long)enters->by);
  lde_buffer_printf(&out->text, LDE_TR(out->lang, " (%s) at %s", " (%s) bij %s"), enters->change, enters->record);
}

/* The text into the offer's own memory, so that nothing is lost when Lua runs out of its own. */
static void push_text(lua_State *L, lde_lua_result *result, telling *out)
{
  const char *text = lde_arena_strdup(&result->result->offer->arena, lde_buffer_text(&out->text));

  lde_buffer_free(&out->text);
  lua_pushstring(L, text);
}

static void set_number(lua_State *L, const char *key, double value)
{
  lua_pushnumber(L, value);
  lua_setfield(L, -2, key);
}

/* The same in numbers, as a table. */
static void push_numbers(lua_State *L, const lde_account *account, const change *it, double before, const entry *at)
{
  lua_createtable(L, 0, 15);
  lua_pushboolean(L, account->chosen);
  lua_setfield(L, -2, "chosen");
  set_number(L, "heads", (double)account->heads);
  set_number(L, "sessions", (double)account->sessions);
  set_number(L, "offered", account->offered);
  set_number(L, "covered", account->covered);
  set_number(L, "money", account->money);
  set_number(L, "hours", account->hours);
  set_number(L, "other", account->other);
  set_number(L, "net", account->net);
  lua_pushinteger(L, account->cost);
  lua_setfield(L, -2, "cost");
  if (at && at->lower >= 0) {
    set_number(L, "lower", at->lower);
    if (at->by) {
      lua_pushinteger(L, at->by);
      lua_setfield(L, -2, "lower_by");
    }
  }
  if (it->made && it->possible) {
    set_number(L, "value", it->value);
    set_number(L, "difference", it->value - before);
    set_number(L, "people", (double)it->people);
    set_number(L, "duties", (double)it->duties);
  }
}

static int32_t option_of_row(const lde_lua_result *result, int32_t row)
{
  return result->draft->option_of[row];
}

/* An account without its lists: what Lua may be told after they are gone. */
static lde_account told(telling *out, const lde_lua_result *result, int32_t option)
{
  lde_account account;

  lde_account_make(result->result, option, &account);
  put_account(out, &account);
  lde_account_deinit(&account);
  return account;
}

static telling new_telling(lua_State *L)
{
  return (telling){.lang = lde_sandbox_language(L), .ds = lde_offer_dataset(L)};
}

int lde_lua_why_not(lua_State *L)
{
  lde_lua_result *result = lde_lua_result_check(L);
  int32_t row = lde_record_check_row(L, 2, LDE_E(offering)), option;
  const lde_offer *offer = result->result->offer;
  bool quick = lua_toboolean(L, 3); /* the price part alone */
  telling out = new_telling(L);
  lde_offer_lock who = {.seats = 1, .sessions = 1, .at_least = true};
  change forced = {0};
  lde_account account;
  entry at;

  lua_settop(L, 2);
  option = option_of_row(result, row);
  who.offering = result->draft->options.data[option].id;
  if (seats_of(offer, row)) {
    lua_pushfstring(L, LDE_TR(out.lang, "%s is chosen", "%s is gekozen"), who.offering);
    return 1;
  }
  if (offer->status == LDE_OFFER_INFEASIBLE) {
    lua_pushstring(L, LDE_TR(out.lang, "there is no plan", "er is geen plan"));
    return 1;
  }
  if (!quick) {
    compare_plans(result, solve_with(L, result, &who), &forced);
    lua_settop(L, 2);
  }
  lde_buffer_printf(&out.text, LDE_TR(out.lang, "%s is not chosen", "%s is niet gekozen"), who.offering);
  account = told(&out, result, option);
  at = break_even(L, result, option, &account, quick);
  for (size_t i = 0; i < offer->left_out.len; i++)
    if (offer->left_out.data[i].offering == row)
      put_reason(&out, offer->left_out.data[i].need ? offer->left_out.data[i].need : "-", offer->left_out.data[i].reason,
                 &offer->left_out.data[i].detail, &offer->left_out.data[i].enters_if);
  if (forced.made)
    put_change(&out, &forced, offer->value, LDE_TR(out.lang, "forcing it in", "met dwang"));
  put_price(&out, &at);
  push_text(L, result, &out);
  push_numbers(L, &account, &forced, offer->value, &at);
  return 2;
}

/* Who serves a need, and why the rest of it is open. False when there is no such need. */
static bool put_need(telling *out, const lde_offer *offer, const char *id)
{
  const lde_offer_need *need = NULL;

  for (size_t n = 0; n < offer->needs.len; n++)
    if (!strcmp(offer->needs.data[n].id, id))
      need = &offer->needs.data[n];
  if (!need)
    return false;
  lde_buffer_printf(&out->text, LDE_TR(out->lang, "%s: %lld of %lld people covered", "%s: %lld van %lld mensen geholpen"), id,
                    (long long)need->covered, (long long)need->heads);
  for (size_t l = 0; l < offer->lines.len; l++)
    for (size_t s = 0; s < offer->lines.data[l].served.len; s++)
      if (!strcmp(offer->lines.data[l].served.data[s].need, id))
        lde_buffer_printf(&out->text, LDE_TR(out->lang, "\n  %s: %lld seats", "\n  %s: %lld plaatsen"), offer->lines.data[l].id,
                          (long long)offer->lines.data[l].served.data[s].seats);
  for (size_t u = 0; u < offer->unmet.len; u++)
    if (!strcmp(offer->unmet.data[u].need, id))
      put_reason(out, LDE_TR(out->lang, "the others", "de anderen"), offer->unmet.data[u].reason, &offer->unmet.data[u].detail, NULL);
  return true;
}

/* The lines of an offering, or the one of that id; the offering's row, or LDE_NO_ROW. */
static int32_t put_lines(telling *out, const lde_lua_result *result, const char *id)
{
  const lde_offer *offer = result->result->offer;
  int32_t row = LDE_NO_ROW;

  for (size_t i = 0; i < offer->lines.len; i++) {
    const lde_offer_line *line = &offer->lines.data[i];
    if (strcmp(line->id, id) && strcmp(result->draft->options.data[option_of_row(result, line->offering)].id, id))
      continue;
    row = line->offering;
    lde_buffer_printf(&out->text, LDE_TR(out->lang, "%s%s: %s, %lld seats, %lld sessions", "%s%s: %s, %lld plaatsen, %lld groepen"),
                      out->text.len ? "\n" : "", line->id, lde_reason_name(line->reason), (long long)line->seats,
                      (long long)line->sessions);
  }
  return row;
}

int lde_lua_why(lua_State *L)
{
  lde_lua_result *result = lde_lua_result_check(L);
  const char *id = luaL_checkstring(L, 2);
  const lde_offer *offer = result->result->offer;
  bool quick = lua_toboolean(L, 3);
  telling out = new_telling(L);
  lde_offer_lock who = {.seats = 0, .sessions = 0};
  change without = {0};
  lde_account account;
  int32_t row;

  lua_settop(L, 2);
  row = put_lines(&out, result, id);
  lde_buffer_free(&out.text); /* said again below: Lua must not be called while it is held */
  if (row == LDE_NO_ROW) {
    if (!put_need(&out, offer, id))
      lde_buffer_printf(&out.text, LDE_TR(out.lang, "%s is not chosen", "%s is niet gekozen"), id);
    push_text(L, result, &out);
    return 1;
  }
  who.offering = result->draft->options.data[option_of_row(result, row)].id;
  if (!quick)
    compare_plans(result, solve_with(L, result, &who), &without);
  out = new_telling(L);
  put_lines(&out, result, id);
  account = told(&out, result, option_of_row(result, row));
  if (without.made)
    put_change(&out, &without, offer->value, LDE_TR(out.lang, "without it", "zonder dit"));
  push_text(L, result, &out);
  push_numbers(L, &account, &without, offer->value, NULL);
  return 2;
}

/* ---- what a limit is worth ---- */

/* What a named limit is now, in minor units, hours or heads; 0 when that is not one amount. */
static double amount_of(const lde_lua_result *result, const char *name)
{
  double sum = 0;

  for (size_t i = 0; i < result->spec->constraints.len; i++) {
    const lde_offer_constraint *each = &result->spec->constraints.data[i];
    if (strcmp(each->name, name))
      continue;
    return each->function || each->is_share || each->per != LDE_PER_ALL ? 0 : each->bound * each->factor;
  }
  for (size_t i = 0; i < result->result->offer->budgets.len; i++) {
    const lde_offer_budget *each = &result->result->offer->budgets.data[i];
    if (!strcmp(name, "budgets") || (!strncmp(name, "budgets:", 8) && !strcmp(name + 8, each->budget)))
      sum += (double)each->setup * lde_offer_spec_factor(result->spec, name);
  }
  return sum;
}

/* By how much the value changes when the limit is scaled, found by solving again. */
static double change_at(lua_State *L, lde_lua_result *base, const char *name, double factor)
{
  const lde_offer *other;
  int top = lua_gettop(L);
  double value;

  lua_getiuservalue(L, 1, 1);
  lde_lua_offer_copy(L, lua_gettop(L));
  lua_getfield(L, -1, "scale");
  lua_pushvalue(L, -2);
  lua_pushstring(L, name);
  lua_pushnumber(L, factor);
  lua_call(L, 3, 1);
  other = lde_lua_offer_solve(L, lua_gettop(L))->result->offer;
  value = other->status == LDE_OFFER_INFEASIBLE ? NAN : other->value - base->result->offer->value;
  lua_settop(L, top);
  return value;
}

/* The price; then from where to where it was checked, a tenth less and more, and what the value really
 * changes there. The price is the slope of a bound that can lie above the plan: a sign of where money
 * helps most, while what it really brings are the changes. */
int lde_lua_price(lua_State *L)
{
  lde_lua_result *result = lde_lua_result_check(L);
  const char *name = luaL_checkstring(L, 2);
  lde_suggestion near = {.wanted = name};
  double amount, price, less, more;
  bool known;

  lua_settop(L, 2);
  price = lde_offer_price(result->result, name, &known);
  for (size_t i = 0; !known && i < result->result->build.rows.len; i++)
    lde_suggestion_offer(&near, result->result->build.rows.data[i].name);
  for (size_t i = 0; !known && i < result->spec->constraints.len; i++) /* of a wish that has no price */
    known = !strcmp(result->spec->constraints.data[i].name, name);
  if (!known && !lde_builtin_find(name))
    return lde_script_raise_unknown(L, &near, "the offer has no limit '%s'", name);
  lua_pushnumber(L, price);
  amount = amount_of(result, name);
  if (!(amount > 0) || fabs(price) < 1e-12)
    return 1;
  less = change_at(L, result, name, 0.9);
  more = change_at(L, result, name, 1.1);
  lua_pushnumber(L, amount * 0.9);
  lua_pushnumber(L, amount * 1.1);
  lua_pushnumber(L, less);
  lua_pushnumber(L, more);
  return 5;
}
