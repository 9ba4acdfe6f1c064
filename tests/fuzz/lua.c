/* Scripts. Bytes that begin with a byte from 0x80 up are choices from which a program is written that
 * Lua accepts; others are the source itself. Each is run twice with small limits: it ends, both times the
 * same way, and what is said of it is one safe line without addresses. */
#include "../unit/script_fixture.h"

#include "base/buffer.h"
#include "fuzz.h"
#include "script/script.h"

/* ---- programs ---- */

static const char *const names[] = {"a", "b", "c", "t", "f"};

static void expression(choices *from, lde_buffer *out, int depth);
static void block(choices *from, lde_buffer *out, int depth);

static void name(choices *from, lde_buffer *out)
{
  lde_buffer_puts(out, names[choose(from, 5)]);
}

static void list(choices *from, lde_buffer *out, int depth)
{
  for (unsigned i = 0, n = choose(from, 4); i < n; i++) {
    lde_buffer_puts(out, i ? ", " : "");
    expression(from, out, depth);
  }
}

static void library(choices *from, lde_buffer *out, int depth)
{
  static const char *const functions[] = {
      "pcall", "xpcall", "error", "assert", "select", "tostring", "tonumber", "type", "next", "pairs", "ipairs",
      "rawget", "rawset", "rawlen", "rawequal", "setmetatable", "getmetatable", "print", "require",
      "string.rep", "string.sub", "string.format", "string.find", "string.match", "string.gsub", "string.gmatch",
      "string.byte", "string.char", "string.pack", "string.unpack", "string.packsize", "string.reverse",
      "string.upper", "string.len", "table.insert", "table.remove", "table.concat", "table.sort", "table.unpack",
      "table.pack", "math.random", "math.floor", "math.tointeger", "math.fmod", "math.max", "math.type",
      "math.ult", "utf8.char", "utf8.codepoint", "utf8.len", "utf8.offset", "utf8.codes", "ld.goals:where",
      "ld.needs:sum", "ld.employees:sort", "ld.plan_lines:group", "ld.goals:map", "ld.add_days", "ld.days",
      "ld.add_months", "ld.goals:find", "ld.needs:count", "ld.plan_lines:max", "ld.object", "ld.money",
      "ld.goals:first", "ld.gaps:any"};

  lde_buffer_printf(out, "%s(", functions[choose(from, sizeof functions / sizeof *functions)]);
  list(from, out, depth - 1);
  lde_buffer_puts(out, ")");
}

static void constant(choices *from, lde_buffer *out)
{
  static const char *const constants[] = {
      "nil", "true", "false", "0", "1", "-1", "2", "3.5", "1e308", "0/0", "math.maxinteger", "math.mininteger",
      "math.huge", "''", "'a'", "'%d+'", "'(.-)%1'", "'%5s %q %g'", "'\\0\\255'", "'10'", "'0x1p4'",
      "('x'):rep(100)", "{}", "{1, 2, 3}", "{n = 1, [2] = 2}", "ld.goals", "ld.needs", "ld", "'weight'",
      "'cost > 5'", "'2027-01-31'", "100", "'>I4s2z'", "_G", "string", "...", "'__index'", "'a*a*a*b'"};

  lde_buffer_puts(out, constants[choose(from, sizeof constants / sizeof *constants)]);
}

static void function(choices *from, lde_buffer *out, int depth)
{
  lde_buffer_puts(out, "function(a, b, ...)\n");
  block(from, out, depth - 1);
  lde_buffer_puts(out, "end");
}

static void table(choices *from, lde_buffer *out, int depth)
{
  static const char *const keys[] = {"__index", "__newindex", "__call", "__lt", "__eq", "__concat", "__len",
                                     "__close", "__tostring", "__name", "__metatable", "__mode", "__gc", "__pairs",
                                     "__add", "__unm", "a", "b", "n"};
  lde_buffer_puts(out, "{");
  for (unsigned i = 0, n = choose(from, 4); i < n; i++) {
    lde_buffer_printf(out, "%s = ", keys[choose(from, sizeof keys / sizeof *keys)]);
    expression(from, out, depth - 1);
    lde_buffer_puts(out, ", ");
  }
  lde_buffer_puts(out, "}");
}

static void expression(choices *from, lde_buffer *out, int depth)
{
  static const char *const binary[] = {"+", "-", "*", "/", "//", "%", "^", "..", "==", "~=", "<", "<=", ">",
                                       "and", "or", "&", "|", "~", "<<", ">>"};
  static const char *const unary[] = {"-", "not ", "#", "~"};

  switch (depth > 0 ? choose(from, 11) : choose(from, 2)) {
  case 0:
    constant(from, out);
    return;
  case 1:
    name(from, out);
    return;
  case 2:
  case 3:
    lde_buffer_puts(out, "(");
    expression(from, out, depth - 1);
    lde_buffer_printf(out, " %s ", binary[choose(from, 20)]);
    expression(from, out, depth - 1);
    lde_buffer_puts(out, ")");
    return;
  case 4:
    lde_buffer_printf(out, "(%s", unary[choose(from, 4)]);
    expression(from, out, depth - 1);
    lde_buffer_puts(out, ")");
    return;
  case 5:
    function(from, out, depth);
    return;
  case 6:
    table(from, out, depth);
    return;
  case 7:
    name(from, out);
    lde_buffer_puts(out, "[");
    expression(from, out, depth - 1);
    lde_buffer_puts(out, "]");
    return;
  case 8:
    lde_buffer_puts(out, "(");
    expression(from, out, depth - 1);
    lde_buffer_puts(out, ")(");
    list(from, out, depth - 1);
    lde_buffer_puts(out, ")");
    return;
  default:
    library(from, out, depth);
  }
}

static void loop(choices *from, lde_buffer *out, int depth)
{
  switch (choose(from, 4)) {
  case 0:
    lde_buffer_puts(out, "for i = ");
    expression(from, out, 0);
    lde_buffer_puts(out, ", ");
    expression(from, out, 0);
    lde_buffer_puts(out, " do\n");
    break;
  case 1:
    lde_buffer_puts(out, "for k, v in pairs(");
    expression(from, out, depth - 1);
    lde_buffer_puts(out, ") do\n");
    break;
  case 2:
    lde_buffer_puts(out, "for k, v, w in ");
    expression(from, out, depth - 1);
    lde_buffer_puts(out, " do\n");
    break;
  default:
    lde_buffer_puts(out, "while ");
    expression(from, out, depth - 1);
    lde_buffer_puts(out, " do\n");
  }
  block(from, out, depth - 1);
  lde_buffer_puts(out, choose(from, 4) ? "end\n" : "do break end end\n");
}

static void statement(choices *from, lde_buffer *out, int depth)
{
  switch (choose(from, depth > 0 ? 9 : 4)) {
  case 0:
    name(from, out);
    lde_buffer_puts(out, " = ");
    break;
  case 1:
    lde_buffer_puts(out, "t[a] = ");
    break;
  case 2:
    lde_buffer_puts(out, "local _ = ");
    library(from, out, depth);
    lde_buffer_puts(out, "\n");
    return;
  case 3:
    lde_buffer_puts(out, "t[#t + 1] = ");
    break;
  case 4:
    lde_buffer_puts(out, "do local x <close> = ");
    expression(from, out, depth - 1);
    lde_buffer_puts(out, "\n");
    block(from, out, depth - 1);
    lde_buffer_puts(out, "end\n");
    return;
  case 5:
    loop(from, out, depth);
    return;
  case 6:
    lde_buffer_puts(out, "if ");
    expression(from, out, depth - 1);
    lde_buffer_puts(out, " then\n");
    block(from, out, depth - 1);
    lde_buffer_puts(out, "else\n");
    block(from, out, depth - 1);
    lde_buffer_puts(out, "end\n");
    return;
  case 7:
    lde_buffer_puts(out, "f = pcall(");
    function(from, out, depth);
    lde_buffer_puts(out, ")\n");
    return;
  default:
    lde_buffer_puts(out, "a, b = ");
    library(from, out, depth);
    lde_buffer_puts(out, ", ");
  }
  expression(from, out, depth - 1);
  lde_buffer_puts(out, "\n");
}

static void block(choices *from, lde_buffer *out, int depth)
{
  for (unsigned i = 0, n = choose(from, 4); i < n && out->len < 20000; i++)
    statement(from, out, depth);
}

static void program(choices *from, lde_buffer *out)
{
  lde_buffer_puts(out, "local a, b, c, t = 1, 'x', nil, {}\nlocal function f(...) return ... end\n");
  while (from->at < from->len && out->len < 20000)
    statement(from, out, 4);
  lde_buffer_puts(out, "return tostring(a) .. tostring(b) .. #t\n");
}

/* ---- running ---- */

typedef struct ending {
  lde_failure failure;
  lde_buffer said;
} ending;

static void say(void *ctx, const char *line, size_t len)
{
  lde_buffer *said = ctx;

  REQUIRE(lde_utf8_valid_length(line, len) == len && !memchr(line, '\n', len));
  lde_buffer_append(said, line, len);
  lde_buffer_putc(said, '\n');
}

static void run(lde_dataset *dataset, const char *source, size_t len, ending *ending)
{
  lde_script_options options = LDE_SCRIPT_OPTIONS_INIT;
  lde_script *script;
  lde_sandbox *sandbox;

  options.limits = (lde_limits){.steps = 30000, .memory = 2 << 20, .seconds = 20, .output = 4096, .rule_file = 64 << 10};
  options.host = (lde_sandbox_host){.ctx = &ending->said, .print = say, .seed = 1};
  script = lde_script_new(dataset, &options);
  sandbox = lde_script_sandbox(script);
  ending->failure.outcome = lde_script_run(script, "f.lua", source, len, &ending->failure);
  if (ending->failure.outcome == LDE_OUTCOME_OK && lua_type(lde_sandbox_state(sandbox), -1) == LUA_TSTRING) {
    size_t size;
    const char *text = lua_tolstring(lde_sandbox_state(sandbox), -1, &size);
    lde_buffer_append(&ending->said, text, size);
  }
  lde_script_free(script);
}

static bool shows_address(const char *text)
{
  for (const char *at = strstr(text, "0x"); at; at = strstr(at + 2, "0x"))
    if (strspn(at + 2, "0123456789abcdef") >= 8)
      return true;
  return false;
}

static void check(const ending *ending, bool written)
{
  const char *message = ending->failure.message;

  if (ending->failure.outcome == LDE_OUTCOME_OK)
    return;
  REQUIRE(message[0] && strlen(message) < sizeof ending->failure.message);
  REQUIRE(lde_utf8_valid_length(message, strlen(message)) == strlen(message));
  for (const char *at = message; *at; at++)
    REQUIRE((unsigned char)*at >= 32 && *at != 127);
  REQUIRE(!written || !shows_address(message));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
  static lde_dataset *dataset;
  choices from = {bytes + 1, len - 1, 0};
  lde_buffer source = {0};
  ending first = {0}, second = {0};
  bool written = len > 0 && bytes[0] >= 0x80;

  if (len == 0)
    return 0;
  if (!dataset)
    dataset = build_script_dataset();
  if (written)
    program(&from, &source);
  else
    lde_buffer_append(&source, bytes, len);
  run(dataset, lde_buffer_text(&source), source.len, &first);
  run(dataset, lde_buffer_text(&source), source.len, &second);
  check(&first, written);
  if (first.failure.outcome != second.failure.outcome || first.failure.line != second.failure.line ||
      strcmp(first.failure.message, second.failure.message) != 0 || first.said.len != second.said.len)
    fprintf(stderr, "%s\n1: %d %d %s\n2: %d %d %s\n", lde_buffer_text(&source), first.failure.outcome,
            first.failure.line, first.failure.message, second.failure.outcome, second.failure.line,
            second.failure.message);
  REQUIRE(first.failure.outcome == second.failure.outcome && first.failure.line == second.failure.line);
  REQUIRE(strcmp(first.failure.message, second.failure.message) == 0);
  REQUIRE(first.said.len == second.said.len &&
          memcmp(lde_buffer_text(&first.said), lde_buffer_text(&second.said), first.said.len) == 0);
  lde_buffer_free(&first.said);
  lde_buffer_free(&second.said);
  lde_buffer_free(&source);
  return 0;
}
