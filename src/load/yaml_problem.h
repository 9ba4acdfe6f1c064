/* yaml_problem.h: what libyaml says is wrong, in plain words. Inside load only. */
#ifndef LDE_LOAD_YAML_PROBLEM_H
#define LDE_LOAD_YAML_PROBLEM_H

#include <yaml.h>

#include "load/complain.h"

/* Reports the error in which the parser stands; `bytes` is the text it was
 * given, without a byte order mark. */
void lde_yaml_problem(const lde_complaints *to, const yaml_parser_t *parser, const char *bytes,
                      size_t len);
/* Line and column, from 1, of a byte of UTF-8 text. */
void lde_text_position(const char *bytes, size_t len, size_t offset, uint32_t *line,
                       uint32_t *column);

#endif
